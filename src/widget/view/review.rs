//! The one step before sending: what was changed and said, each with a way back, and how the sending stands.

use std::time::Duration;

use glasno_model::{Amount, SubmissionDocument};
use glasno_words::widget::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{net, page};
use crate::view::{amount::change_text, go};
use crate::visit::{
    Facts, Step, Visit,
    delivery::{Delivery, Refusal, Wait},
    proposal::Place,
};

/// The review.
pub fn review(visit: Visit) -> AnyView {
    let settled = Memo::new(move |_| visit.delivery.with(Delivery::is_settled));
    view! {
        <section class="review" aria-labelledby="review-title">
            <h2 id="review-title" tabindex="-1">{visit.word(Word::ReviewTitle)}</h2>
            <h3>{visit.word(Word::ReviewChanges)}</h3>
            {changes(visit)}
            <h3>{visit.word(Word::ReviewComments)}</h3>
            {comments(visit)}
            <p class="quiet">{visit.word(Word::PublishedWhat)}<br/>{visit.word(Word::PublishedNot)}</p>
            <p class="notice delivery" role="status" class:shown=move || visit.delivery.get() != Delivery::Idle>
                {move || status(visit)}
            </p>
            {move || own_page(visit)}
            <div class="acts">
                <button type="button" class="primary" id="send" part="submit"
                    aria-disabled=move || (visit.delivery.get() == Delivery::Sending).to_string()
                    on:click=move |_| send(visit, 1)>
                    {move || match visit.delivery.get() {
                        Delivery::Waiting { .. } => visit.word(Word::TryNow),
                        _ => visit.word(Word::Send),
                    }}
                </button>
                {move || settled.get().then(|| view! {
                    <button type="button" class="secondary" on:click=move |_| back(visit, "#title")>
                        {visit.word(Word::BackToDraft)}
                    </button>
                })}
            </div>
        </section>
    }
    .into_any()
}

fn changes(visit: Visit) -> AnyView {
    let changes: Vec<(usize, Amount)> = visit.proposal(|proposal| proposal.changes().collect());
    if changes.is_empty() {
        return view! { <p class="quiet">{visit.word(Word::ReviewNoChanges)}</p> }.into_any();
    }
    let item = |(position, amount): (usize, Amount)| {
        visit.facts(|facts| {
            let drafted = facts.line(position).map(|line| line.amount).unwrap_or_default();
            let values = [("from", facts.formats.exact(drafted)), ("to", facts.formats.exact(amount))];
            let from_to =
                facts.say(Word::FromTo, &[(values[0].0, &values[0].1), (values[1].0, &values[1].1)]);
            view! {
                <li>
                    <strong>{facts.line_name(position).to_owned()}</strong>
                    <span>{from_to}</span>
                    <span class="delta">{change_text(facts, amount, drafted)}</span>
                    {edit(visit, facts, Place::Line(position))}
                </li>
            }
        })
    };
    view! { <ul class="summary">{changes.into_iter().map(item).collect_view()}</ul> }.into_any()
}

fn comments(visit: Visit) -> AnyView {
    let comments: Vec<(Place, String)> = visit
        .proposal(|proposal| proposal.comments().map(|(place, text)| (place, text.to_owned())).collect());
    if comments.is_empty() {
        return view! { <p class="quiet">{visit.word(Word::ReviewNoComments)}</p> }.into_any();
    }
    let item = |(place, text): (Place, String)| {
        visit.facts(|facts| {
            view! {
                <li>
                    <strong>{place_name(facts, place)}</strong>
                    <blockquote dir="auto">{text}</blockquote>
                    {edit(visit, facts, place)}
                </li>
            }
        })
    };
    view! { <ul class="summary">{comments.into_iter().map(item).collect_view()}</ul> }.into_any()
}

fn place_name(facts: &Facts, place: Place) -> String {
    match place {
        Place::Line(position) => facts.line_name(position).to_owned(),
        Place::Whole => facts.say(Word::WholeBudget, &[]),
    }
}

/// The way back to one place, which opens what it stands in.
fn edit(visit: Visit, facts: &Facts, place: Place) -> AnyView {
    let label = facts.say(Word::EditLine, &[("line", &place_name(facts, place))]);
    let act = move |_| match place {
        Place::Line(position) => {
            visit.query.set(String::new());
            let chain: Vec<usize> = visit.facts(|facts| {
                let group = facts.outline.group_of_line.get(position);
                group.map_or_else(Vec::new, |group| facts.outline.with_ancestors(*group).collect())
            });
            visit.open_groups.update(|open| {
                for group in chain {
                    if !open.contains(&group) {
                        open.push(group);
                    }
                }
            });
            back(visit, format!("#line-{position}"));
        }
        Place::Whole => back(visit, "#comment-whole"),
    };
    view! {
        {move || visit.delivery.with(Delivery::is_settled).then(|| view! {
            <button type="button" class="link" aria-label=label.clone() on:click=act>{visit.word(Word::Edit)}</button>
        })}
    }
    .into_any()
}

fn back(visit: Visit, focus: impl Into<String>) {
    visit.delivery.set(Delivery::Idle);
    visit.outgoing.set_value(None);
    go(visit, Step::Draft, focus);
}

/// Sends the proposal, again and again with the same id, until the server has answered.
fn send(visit: Visit, attempt: u32) {
    if visit.delivery.get_untracked() == Delivery::Sending {
        return;
    }
    let Some(submission) = outgoing(visit) else {
        visit.delivery.set(Delivery::Refused(Refusal::NoRandom));
        return;
    };
    visit.delivery.set(Delivery::Sending);
    let address = visit.facts(|facts| facts.submit_to.clone());
    spawn_local(async move {
        let outcome = net::submit(&address, &submission).await;
        let delivery = Delivery::after(outcome, attempt, page::is_online());
        // The visit may have ended while the answer was on its way.
        let Some(()) = visit.delivery.try_update(|current| *current = delivery.clone()) else { return };
        match delivery {
            Delivery::Received(_) => go(visit, Step::Receipt, "#receipt-title"),
            Delivery::Waiting { seconds, .. } => again_later(visit, attempt, seconds),
            _ => {}
        }
    });
}

fn again_later(visit: Visit, attempt: u32, seconds: u64) {
    set_timeout(
        move || {
            // A press on “try now” may have been quicker.
            let waiting =
                visit.delivery.try_with_untracked(|delivery| matches!(delivery, Delivery::Waiting { .. }));
            if waiting == Some(true) {
                send(visit, attempt.saturating_add(1));
            }
        },
        Duration::from_secs(seconds),
    );
}

/// The submission on its way: made once, then kept, so that every attempt carries the same id and content.
fn outgoing(visit: Visit) -> Option<SubmissionDocument> {
    if let Some(known) = visit.outgoing.get_value() {
        return Some(known);
    }
    let (id, receipt_code) = page::fresh_identity()?;
    let ballot =
        visit.proposal(|proposal| visit.facts(|facts| proposal.ballot(&facts.draft, facts.language)));
    let submission = SubmissionDocument { id, receipt_code, ballot };
    visit.outgoing.set_value(Some(submission.clone()));
    Some(submission)
}

/// How the sending stands, in words.
fn status(visit: Visit) -> String {
    let delivery = visit.delivery.get();
    visit.facts(|facts| match delivery {
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
        Refusal::Rule => Word::RefusedRule,
        Refusal::NoRandom => Word::NoRandom,
        Refusal::Other => Word::RefusedOther,
    }
}

/// The consultation's own page, where this one may not send.
fn own_page(visit: Visit) -> Option<AnyView> {
    (visit.delivery.get() == Delivery::Refused(Refusal::Origin)).then(|| {
        let address = visit.facts(|facts| facts.own_page.clone());
        let text = address.clone();
        view! { <p><a href=address>{text}</a></p> }.into_any()
    })
}
