//! The running balance: always in view, in words, announced once typing pauses.

use std::time::Duration;

use glasno_model::{Amount, Balance, BalanceRule};
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::go;
use crate::visit::{Facts, Step, Visit, proposal::Proposal};

/// After how long a pause the balance is said aloud; each key by itself would drown the reader.
const PAUSE: Duration = Duration::from_millis(800);
/// So many lines are offered to take missing money from.
const OFFERS: usize = 5;

/// The bar at the bottom of a phone, the column at the side of a wide page.
pub fn balance(visit: Visit) -> AnyView {
    let sentence = Memo::new(move |_| sentence(visit));
    let spoken = RwSignal::new(String::new());
    announce_after_pause(sentence, spoken);
    let count = move || visit.proposal(|proposal| proposal.changes().count());
    let state = move || match visit.balance() {
        _ if visit.refused_lines() > 0 => "refused",
        Balance::Balanced => "balanced",
        Balance::Short(_) => "short",
        Balance::LeftOver(_) => "left-over",
    };
    let review = move |_| {
        if visit.may_send() {
            go(visit, Step::Review, "#review-title");
        } else {
            // A press on a button that cannot go on says why.
            spoken.set(String::new());
            request_animation_frame(move || spoken.set(sentence.get_untracked()));
        }
    };
    view! {
        <aside class="balance" part="remaining" aria-label=visit.word(Word::Balance) data-state=state>
            <p class="balance-words" id="balance">{move || sentence.get()}</p>
            <p class="sr-only" role="status" aria-live="polite">{move || spoken.get()}</p>
            {move || (visit.refused_lines() == 0).then(|| offers(visit))}
            <div class="balance-acts">
                <button type="button" class="primary" id="review" aria-describedby="balance"
                    aria-disabled=move || (!visit.may_send()).to_string() on:click=review>
                    {visit.word(Word::Review)}
                </button>
                {move || (count() > 0).then(|| view! {
                    <span class="quiet changes">{move || visit.facts(|facts| facts.say_count(Word::Changes, count()))}</span>
                    <button type="button" class="link" on:click=move |_| visit.reset_all()>{visit.word(Word::UndoAll)}</button>
                })}
            </div>
        </aside>
    }
    .into_any()
}

/// The balance in words.
fn sentence(visit: Visit) -> String {
    let (balance, may_send, refused) = (visit.balance(), visit.may_send(), visit.refused_lines() > 0);
    let (no_amounts, empty) =
        visit.proposal(|proposal| (proposal.changes().next().is_none(), proposal.is_empty()));
    visit.facts(|facts| {
        let rule = facts.consultation.balance_rule;
        let say = |word: Word, amount: Amount| facts.say(word, &[("amount", &facts.formats.exact(amount))]);
        match balance {
            _ if refused => facts.say(Word::FixFirst, &[]),
            Balance::Balanced if empty => facts.say(Word::NothingYet, &[]),
            _ if !may_send && rule.allows(balance) => facts.say(Word::FixFirst, &[]),
            Balance::Balanced if no_amounts => facts.say(Word::OnlyComments, &[]),
            Balance::Balanced => facts.say(Word::Balanced, &[]),
            Balance::Short(by) | Balance::LeftOver(by)
                if may_send && matches!(rule, BalanceRule::Deviation { .. }) =>
            {
                say(Word::WithinDeviation, by)
            }
            Balance::Short(by) => say(Word::Short, by),
            Balance::LeftOver(by) if may_send => say(Word::LeftOver, by),
            Balance::LeftOver(by) => say(Word::LeftOverTooMuch, by),
        }
    })
}

/// Where missing money could come from; the citizen chooses.
fn offers(visit: Visit) -> Option<AnyView> {
    let Balance::Short(missing) = visit.balance() else { return None };
    let sources =
        visit.proposal(|proposal| visit.facts(|facts| proposal.sources(&facts.draft, missing, OFFERS)));
    let offer = |facts: &Facts, line: usize, amount: Amount| {
        facts
            .say(Word::TakeFrom, &[("amount", &facts.formats.exact(amount)), ("line", facts.line_name(line))])
    };
    (!sources.is_empty()).then(|| {
        let items = visit.facts(|facts| {
            sources.iter().map(|(line, amount)| (*line, *amount, offer(facts, *line, *amount))).collect::<Vec<_>>()
        });
        view! {
            <details class="fold offers">
                <summary>{visit.word(Word::WhereFrom)}</summary>
                <p class="quiet">{visit.word(Word::WhereFromHint)}</p>
                <ul>
                    {items.into_iter().map(|(line, amount, text)| view! {
                        <li><button type="button" class="offer" on:click=move |_| visit.take_from(line, amount)>{text}</button></li>
                    }).collect_view()}
                </ul>
            </details>
        }
        .into_any()
    })
}

fn announce_after_pause(sentence: Memo<String>, spoken: RwSignal<String>) {
    let pending = StoredValue::new_local(None::<TimeoutHandle>);
    Effect::new(move |before: Option<()>| {
        let text = sentence.get();
        if let Some(timer) = pending.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        // What stands there on arrival is read with the page; only changes are announced.
        if before.is_some() {
            let timer = set_timeout_with_handle(
                move || {
                    spoken.try_set(text);
                },
                PAUSE,
            );
            pending.set_value(timer.ok());
        }
    });
    on_cleanup(move || {
        if let Some(timer) = pending.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    });
}

/// Is there nothing to look over?
pub fn is_empty(visit: Visit) -> bool {
    visit.proposal(Proposal::is_empty)
}
