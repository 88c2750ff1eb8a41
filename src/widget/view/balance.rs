//! The running balance: always in view, in words, announced once typing pauses.

use std::time::Duration;

use glasno_model::{Amount, Balance, BalanceRule};
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::erased::{event, flag, listen_while_shown, memo, piece, press, text};
use crate::view::{focus_next, go, lazy, ways};
use crate::visit::{Step, Visit, proposal::Proposal};

/// After how long a pause the balance is said aloud; each key by itself would drown the reader.
const PAUSE: Duration = Duration::from_millis(600);
/// So many lines are offered to take missing money from.
const OFFERS: usize = 5;

/// The bar at the bottom of a phone, the column at the side of a wide page.
pub fn balance(visit: Visit) -> AnyView {
    let sentence = memo(move || sentence(visit));
    let spoken = RwSignal::new(String::new());
    announce_after_pause(sentence, spoken);
    fetch_sending_on_first_edit(visit);
    ask_before_leaving(visit);
    let rebalance = visit.facts(|facts| facts.consultation.ways.rebalance);
    let label = if rebalance { Word::Balance } else { Word::YourProposal };
    let state = text(move || state(visit).to_owned());
    let review = move || {
        if visit.may_send() {
            go(visit, Step::Review, "#review-title".to_owned());
        } else {
            // What is missing in another way may be far above: there goes the focus.
            let place = visit.said_in_ways(|said| said.unfinished().map(|(_, place)| place.to_owned()));
            if let Some(place) = place.filter(|_| !visit.has_refused_line()) {
                visit.change(|said| said.tried = true);
                focus_next(visit, place);
            }
            // A press on a button that cannot go on says why.
            spoken.set(String::new());
            request_animation_frame(move || {
                // The visit may have ended within the frame.
                sentence.try_get_untracked().map(|sentence| spoken.try_set(sentence));
            });
        }
    };
    view! {
        <aside class="balance" part="remaining" aria-label=visit.word(label) data-state=state>
            <p class="balance-words" id="balance">{text(move || sentence.get())}</p>
            <p class="sr-only" role="status" aria-live="polite">{text(move || spoken.get())}</p>
            <div class="balance-acts">
                <button type="button" class="primary" id="review" aria-describedby="balance"
                    aria-disabled=text(move || (!visit.may_send()).to_string()) on:click=press(review)>
                    {visit.word(Word::Review)}
                </button>
                {lazy::bar(visit)}
            </div>
            {offers(visit)}
        </aside>
    }
    .into_any()
}

/// The state by which the stylesheet tells a shortfall from a balance.
fn state(visit: Visit) -> &'static str {
    match visit.balance() {
        _ if visit.has_refused_line() => "refused",
        Balance::Balanced if visit.proposal(Proposal::is_empty) => "untouched",
        Balance::Balanced if visit.said_in_ways(|said| said.unfinished().is_some()) => "unfinished",
        Balance::Balanced => "balanced",
        Balance::Short(_) => "short",
        Balance::LeftOver(_) => "left-over",
    }
}

/// The balance in words.
fn sentence(visit: Visit) -> String {
    let (balance, may_send, refused) = (visit.balance(), visit.may_send(), visit.has_refused_line());
    let (no_amounts, empty) = visit.proposal(|proposal| (proposal.moves() == 0, proposal.is_empty()));
    let (unfinished, silent) =
        visit.said_in_ways(|said| (said.unfinished().map(|(way, _)| way), said.is_empty()));
    visit.facts(|facts| {
        let rule = facts.consultation.balance_rule;
        let say = |word: Word, amount: Amount| facts.say(word, &[("amount", &facts.formats.exact(amount))]);
        let beyond = |word: Word, by: Amount| {
            let mut said = say(word, by);
            if let BalanceRule::Deviation { at_most } = rule {
                said.push(' ');
                said.push_str(&say(Word::DeviationLimit, at_most));
            }
            said
        };
        match balance {
            _ if refused => facts.say(Word::FixFirst, &[]),
            Balance::Balanced if empty && facts.consultation.ways.rebalance => {
                facts.say(Word::NothingYet, &[])
            }
            Balance::Balanced if empty && unfinished.is_none() => facts.say(Word::NothingSaid, &[]),
            _ if unfinished.is_some() && rule.allows(balance) => {
                let section = unfinished.map(ways::title).map(|title| facts.say(title, &[]));
                facts.say(Word::WayUnfinished, &[("section", &section.unwrap_or_default())])
            }
            _ if !may_send && rule.allows(balance) => facts.say(Word::FixComment, &[]),
            Balance::Balanced if no_amounts && !silent => facts.say(Word::Ready, &[]),
            Balance::Balanced if no_amounts => facts.say(Word::OnlyComments, &[]),
            Balance::Balanced => facts.say(Word::Balanced, &[]),
            Balance::Short(by) | Balance::LeftOver(by)
                if may_send && matches!(rule, BalanceRule::Deviation { .. }) =>
            {
                say(Word::WithinDeviation, by)
            }
            Balance::Short(by) => beyond(Word::Short, by),
            Balance::LeftOver(by) if may_send => say(Word::LeftOver, by),
            Balance::LeftOver(by) => beyond(Word::LeftOverTooMuch, by),
        }
    })
}

/// Where missing money could come from; the citizen chooses. The list is made once it is opened: while somebody
/// types, each key would make it anew.
fn offers(visit: Visit) -> AnyView {
    let short = memo(move || matches!(visit.balance(), Balance::Short(_)) && !visit.has_refused_line());
    let open = RwSignal::new(false);
    let toggled = move |event: web_sys::Event| {
        open.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
    };
    view! {
        <details class="fold offers" hidden=flag(move || !short.get()) on:toggle=event(toggled)>
            <summary>{visit.word(Word::WhereFrom)}</summary>
            {piece(move || if open.get() && short.get() { lazy::offers(visit) } else { ().into_any() })}
        </details>
    }
    .into_any()
}

/// The lines that could give what is missing. It comes with the part for sending, which is fetched after the first
/// change, so it is there when money is short.
pub fn offer_list(visit: Visit) -> AnyView {
    let Balance::Short(missing) = visit.balance() else { return ().into_any() };
    let sources =
        visit.proposal(|proposal| visit.facts(|facts| proposal.sources(&facts.draft, missing, OFFERS)));
    let said = |(line, amount): &(usize, Amount)| {
        visit.facts(|facts| {
            let values = [("amount", facts.formats.exact(*amount)), ("line", facts.line_name(*line))];
            facts.say(Word::TakeFrom, &[(values[0].0, &values[0].1), (values[1].0, &values[1].1)])
        })
    };
    let offer = |source: (usize, Amount)| {
        let text = said(&source);
        let take = press(move || {
            visit.take_from(source.0, source.1);
            focus_next(visit, "#review".to_owned());
        });
        view! { <li><button type="button" class="offer" on:click=take>{text}</button></li> }
    };
    view! {
        <p class="quiet">{visit.word(Word::WhereFromHint)}</p>
        <ul>{sources.into_iter().map(offer).collect_view()}</ul>
    }
    .into_any()
}

/// Whoever changes something will want to send it: what that needs is fetched while the connection is there.
fn fetch_sending_on_first_edit(visit: Visit) {
    Effect::new(move |asked: Option<bool>| {
        listen_while_shown();
        let edited = visit.edits.get() > 0;
        if edited && asked != Some(true) {
            // Not within the key that was just pressed.
            set_timeout(lazy::prepare_sending, PAUSE);
        }
        edited
    });
}

/// Leaving asks while something would be lost. Nobody is asked who has only looked.
fn ask_before_leaving(visit: Visit) {
    let listener = window_event_listener_untyped("beforeunload", move |event| {
        if visit.is_unsaved() {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

/// Says a sentence aloud once it has stood unchanged for a moment: up to twice the pause after the last change, since one
/// timer waits for all that comes meanwhile and none is stopped by a key.
pub fn announce_after_pause(sentence: Memo<String>, spoken: RwSignal<String>) {
    // Is a timer running, and has the sentence changed since it began?
    let waiting = StoredValue::new_local(None);
    Effect::new(move |before: Option<()>| {
        sentence.track();
        // What stands there on arrival is read with the page; only changes are announced.
        let waits = |waiting: &mut Option<bool>| {
            let was_waiting = waiting.is_some();
            *waiting = Some(was_waiting);
            was_waiting
        };
        if before.is_some() && waiting.try_update_value(waits) == Some(false) {
            say_once_it_rests(sentence, spoken, waiting);
        }
    });
}

fn say_once_it_rests(
    sentence: Memo<String>,
    spoken: RwSignal<String>,
    waiting: StoredValue<Option<bool>, LocalStorage>,
) {
    let rest = move || {
        // The visit may have ended meanwhile; then there is nothing to be said.
        if waiting.try_update_value(|waiting| waiting.replace(false)) == Some(Some(true)) {
            say_once_it_rests(sentence, spoken, waiting);
        } else {
            waiting.try_update_value(Option::take);
            sentence.try_get_untracked().map(|sentence| spoken.try_set(sentence));
        }
    };
    set_timeout(rest, PAUSE);
}
