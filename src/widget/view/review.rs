//! The one step before sending: what was changed and said, each with a way back, and how the sending stands.

use std::time::Duration;

use glasno_model::{Amount, ChangeDocument, SubmissionDocument, urls};
use glasno_words::widget::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{net, page};
use crate::view::erased::{flag, piece, press, text};
use crate::view::{
    amount::change_text,
    consequence::{consequence_text, units_text},
    go, receipt, respondent, ways,
};
use crate::visit::{
    Facts, Step, Visit,
    delivery::{Delivery, Refusal, Wait},
    proposal::{Place, Pulled},
    sending::Outgoing,
};

/// The review and, once the proposal is received, the receipt.
pub fn sending(visit: Visit) -> AnyView {
    let delivery = RwSignal::new(Delivery::Idle);
    view! {
        {piece(move || match visit.step() {
            Step::Receipt => receipt::receipt(visit),
            _ => review(visit, delivery),
        })}
    }
    .into_any()
}

fn review(visit: Visit, delivery: RwSignal<Delivery>) -> AnyView {
    send_when_back_online(visit, delivery);
    let (rebalance, has_comments) =
        visit.facts(|facts| (facts.consultation.ways.rebalance, facts.consultation.ways.comments));
    view! {
        <section class="review" aria-labelledby="review-title">
            <h2 id="review-title" tabindex="-1">{visit.word(Word::ReviewTitle)}</h2>
            {rebalance.then(|| changes(visit, delivery))}
            {has_comments.then(|| comments(visit, delivery))}
            {ways::review(visit, delivery)}
            {respondent::respondent(visit, delivery)}
            <p class="quiet">{ways::published(visit)}<br/>{visit.word(Word::PublishedNot)}</p>
            <p class="notice delivery" role="status" class:shown=flag(move || delivery.get() != Delivery::Idle)>
                {text(move || status(visit, &delivery.get()))}
            </p>
            {piece(move || own_page(visit, &delivery.get()))}
            <div class="acts">
                <button type="button" class="primary" id="send" part="submit"
                    aria-disabled=text(move || (delivery.get() == Delivery::Sending).to_string())
                    on:click=press(move || send(visit, delivery, 1))>
                    {text(move || match delivery.get() {
                        Delivery::Waiting { .. } => visit.word(Word::TryNow),
                        _ => visit.word(Word::Send),
                    })}
                </button>
                {piece(move || {
                    if !delivery.get().is_settled() {
                        return ().into_any();
                    }
                    let act = press(move || back(visit, "#title".to_owned()));
                    view! { <button type="button" class="secondary" on:click=act>{visit.word(Word::BackToDraft)}</button> }.into_any()
                })}
            </div>
        </section>
    }
    .into_any()
}

fn changes(visit: Visit, delivery: RwSignal<Delivery>) -> AnyView {
    let changes: Vec<(usize, Amount)> = visit.proposal(|proposal| proposal.changes().collect());
    if visit.proposal(|proposal| proposal.moves() == 0) {
        return view! {
            <h3>{visit.word(Word::ReviewChanges)}</h3>
            <p class="quiet">{visit.word(Word::ReviewNoChanges)}</p>
        }
        .into_any();
    }
    let item = |(position, amount): (usize, Amount)| {
        visit.facts(|facts| {
            let line = facts.line(position)?;
            let values = [("from", facts.formats.exact(line.amount)), ("to", facts.formats.exact(amount))];
            let more = [units_text(facts, line, amount), consequence_text(facts, line, amount)];
            let from_to =
                facts.say(Word::FromTo, &[(values[0].0, &values[0].1), (values[1].0, &values[1].1)]);
            Some(view! {
                <li>
                    <strong>{facts.line_name(position)}</strong>
                    <span>{from_to}</span>
                    <span class="delta">{change_text(facts, line, amount)}</span>
                    {more.into_iter().filter(|text| !text.is_empty()).map(|text| view! { <span>{text}</span> }).collect_view()}
                    {edit(visit, delivery, facts, Place::Line(position))}
                </li>
            })
        })
    };
    view! {
        <h3>{visit.word(Word::ReviewChanges)}</h3>
        <ul class="summary">
            {changes.into_iter().filter_map(item).collect_view()}
            {visit.proposal(|proposal| proposal.levers().iter().map(|pulled| lever(visit, delivery, pulled)).collect_view())}
        </ul>
    }
    .into_any()
}

/// A lever of revenue as it was moved.
fn lever(visit: Visit, delivery: RwSignal<Delivery>, pulled: &Pulled) -> AnyView {
    visit.facts(|facts| {
        let change = facts.formats.change(Amount::from_minor(pulled.yields).unwrap_or_default());
        view! {
            <li>
                <strong>{pulled.line_name.clone()}</strong>
                <span>{pulled.step_name.clone()}</span>
                <span class="delta">{change}</span>
                {edit_button(visit, delivery, &pulled.line_name, move || {
                    visit.revenue_open.set(true);
                    back(visit, "#revenue-title".to_owned());
                })}
            </li>
        }
        .into_any()
    })
}

fn comments(visit: Visit, delivery: RwSignal<Delivery>) -> AnyView {
    let comments: Vec<(Place, String)> = visit
        .proposal(|proposal| proposal.comments().map(|(place, text)| (place, text.to_owned())).collect());
    if comments.is_empty() {
        return view! {
            <h3>{visit.word(Word::ReviewComments)}</h3>
            <p class="quiet">{visit.word(Word::ReviewNoComments)}</p>
        }
        .into_any();
    }
    let item = |(place, text): (Place, String)| {
        visit.facts(|facts| {
            view! {
                <li>
                    <strong>{place_name(facts, place)}</strong>
                    <blockquote dir="auto">{text}</blockquote>
                    {edit(visit, delivery, facts, place)}
                </li>
            }
        })
    };
    view! {
        <h3>{visit.word(Word::ReviewComments)}</h3>
        <ul class="summary">{comments.into_iter().map(item).collect_view()}</ul>
    }
    .into_any()
}

fn place_name(facts: &Facts, place: Place) -> String {
    match place {
        Place::Line(position) => facts.line_name(position),
        Place::Whole => facts.say(Word::WholeBudget, &[]),
    }
}

/// The way back to one place, which opens what it stands in.
fn edit(visit: Visit, delivery: RwSignal<Delivery>, facts: &Facts, place: Place) -> AnyView {
    edit_button(visit, delivery, &place_name(facts, place), move || match place {
        Place::Line(position) => {
            visit.open_way_to(position);
            back(visit, format!("#line-{position}"));
        }
        Place::Whole => back(visit, "#comment-whole".to_owned()),
    })
}

/// The button that leads back to a place.
pub fn edit_button(
    visit: Visit,
    delivery: RwSignal<Delivery>,
    name: &str,
    act: impl FnMut() + Clone + Send + 'static,
) -> AnyView {
    let label = visit.facts(|facts| facts.say(Word::EditLine, &[("line", name)]));
    view! {
        {piece(move || {
            if !delivery.get().is_settled() {
                return ().into_any();
            }
            let (label, act) = (label.clone(), act.clone());
            view! { <button type="button" class="link" aria-label=label on:click=press(act)>{visit.word(Word::Edit)}</button> }
                .into_any()
        })}
    }
    .into_any()
}

/// Leads back to a place at the draft.
pub fn back(visit: Visit, focus: String) {
    visit.set_outgoing(None);
    go(visit, Step::Draft, focus);
}

/// Sends the proposal, again and again with the same id, until the server has answered.
fn send(visit: Visit, delivery: RwSignal<Delivery>, attempt: u32) {
    if delivery.get_untracked() == Delivery::Sending {
        return;
    }
    let Some(outgoing) = outgoing(visit) else {
        delivery.set(Delivery::Refused(Refusal::NoRandom));
        return;
    };
    delivery.set(Delivery::Sending);
    let (server, slug) = visit.facts(|facts| (facts.server.clone(), facts.consultation.slug.clone()));
    spawn_local(async move {
        let outcome = net::send(&server, &slug, &outgoing).await;
        let next = Delivery::after(outcome, attempt, page::is_online());
        // The visit may have ended while the answer was on its way.
        if delivery.try_set(next.clone()).is_some() {
            return;
        }
        match next {
            Delivery::Received(receipt) if visit.set_receipt(receipt.clone()).is_some() => {
                go(visit, Step::Receipt, "#receipt-title".to_owned());
            }
            Delivery::Waiting { seconds, .. } => again_later(visit, delivery, attempt, seconds),
            _ => {}
        }
    });
}

fn again_later(visit: Visit, delivery: RwSignal<Delivery>, attempt: u32, seconds: u64) {
    set_timeout(
        move || {
            // A press on “try now” may have been quicker.
            let waiting =
                delivery.try_with_untracked(|delivery| matches!(delivery, Delivery::Waiting { .. }));
            if waiting == Some(true) {
                send(visit, delivery, attempt.saturating_add(1));
            }
        },
        Duration::from_secs(seconds),
    );
}

/// The browser says when the connection is back; whoever waits for it does not wait for the timer as well.
fn send_when_back_online(visit: Visit, delivery: RwSignal<Delivery>) {
    let listener = window_event_listener(leptos::ev::online, move |_| {
        if matches!(delivery.get_untracked(), Delivery::Waiting { .. }) {
            send(visit, delivery, 1);
        }
    });
    on_cleanup(move || listener.remove());
}

/// What is on its way: made once, then kept, so that every attempt carries the same id and content.
fn outgoing(visit: Visit) -> Option<Outgoing> {
    if let Some(known) = visit.outgoing() {
        return Some(known);
    }
    let ballot = visit.ballot();
    let outgoing = if let Some(opened) = visit.opened() {
        let document = ChangeDocument { version: opened.version, ballot };
        Outgoing::Change { opened, document }
    } else {
        let (id, receipt_code) = visit.identity().or_else(page::fresh_identity)?;
        Outgoing::First(SubmissionDocument { id, receipt_code, ballot, organisation: None })
    };
    visit.set_outgoing(Some(outgoing.clone()));
    Some(outgoing)
}

/// How the sending stands, in words.
fn status(visit: Visit, delivery: &Delivery) -> String {
    visit.facts(|facts| match *delivery {
        Delivery::Idle | Delivery::Received(_) => String::new(),
        Delivery::Sending => facts.say(Word::Sending, &[]),
        Delivery::Waiting { reason: Wait::Offline, .. } => facts.say(Word::Offline, &[]),
        Delivery::Waiting { reason: Wait::ServerAway, .. } => facts.say(Word::ServerAway, &[]),
        Delivery::Waiting { reason: Wait::TooMany, seconds } => {
            let seconds = usize::try_from(seconds).unwrap_or(usize::MAX);
            facts.say(Word::TooMany, &[("n", &facts.formats.count(seconds))])
        }
        Delivery::Refused(refusal) => facts.say(refusal_word(refusal), &[]),
    })
}

const fn refusal_word(refusal: Refusal) -> Word {
    match refusal {
        Refusal::Closed => Word::RefusedClosed,
        Refusal::NotOpenYet => Word::RefusedNotOpen,
        Refusal::Origin => Word::RefusedOrigin,
        Refusal::DraftChanged => Word::RefusedDraftChanged,
        Refusal::Respondent => Word::RefusedRespondent,
        Refusal::Rule => Word::RefusedRule,
        Refusal::NoRandom => Word::NoRandom,
        Refusal::Other => Word::RefusedOther,
    }
}

/// The consultation's own page, where this one may not send.
fn own_page(visit: Visit, delivery: &Delivery) -> AnyView {
    if *delivery != Delivery::Refused(Refusal::Origin) {
        return ().into_any();
    }
    let address =
        visit.facts(|facts| format!("{}{}", facts.server, urls::consultation_page(&facts.consultation.slug)));
    let text = address.clone();
    view! { <p><a href=address>{text}</a></p> }.into_any()
}
