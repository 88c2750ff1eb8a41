//! The one step before sending: what was changed and said, each with a way back.

use glasno_model::Amount;
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::erased::{piece, press};
use crate::view::{
    amount::change_text,
    consequence::{consequence_text, units_text},
    go, organisation, receipt, respondent, send,
    tabs::Tabs,
    ways,
};
use crate::visit::{
    Facts, Step, Visit,
    delivery::Delivery,
    proposal::{Place, Pulled},
};

/// The review and, once the proposal is received, the receipt.
pub fn sending(visit: Visit) -> AnyView {
    let delivery = RwSignal::new(Delivery::Idle);
    let tabs = Tabs::join(visit);
    view! {
        {piece(move || match visit.step() {
            Step::Receipt => receipt::receipt(visit),
            _ => review(visit, delivery, tabs),
        })}
    }
    .into_any()
}

fn review(visit: Visit, delivery: RwSignal<Delivery>, tabs: Tabs) -> AnyView {
    let title = if visit.opened().is_some() { Word::ReviewChangeTitle } else { Word::ReviewTitle };
    view! {
        <section class="review" part="review" aria-labelledby="review-title">
            <h2 id="review-title" tabindex="-1">{visit.word(title)}</h2>
            {said(visit, delivery, true)}
            {respondent::respondent(visit, delivery)}
            {organisation::organisation(visit, delivery)}
            <p class="quiet">{ways::published(visit)}<br/>{visit.word(Word::PublishedNot)}</p>
            {send::send(visit, delivery, tabs)}
        </section>
    }
    .into_any()
}

/// What the citizen has sent, without a way to change it, and without what nothing was said to.
pub fn sent(visit: Visit) -> AnyView {
    said(visit, RwSignal::new(Delivery::Asking), false)
}

/// What the citizen changes and says, each with a way back while it can be changed.
fn said(visit: Visit, delivery: RwSignal<Delivery>, with_silence: bool) -> AnyView {
    let (rebalance, has_comments) =
        visit.facts(|facts| (facts.consultation.ways.rebalance, facts.consultation.ways.comments));
    let (moves, commented) =
        visit.proposal(|proposal| (proposal.moves() > 0, proposal.comments().next().is_some()));
    view! {
        {(rebalance && (moves || with_silence)).then(|| changes(visit, delivery))}
        {(has_comments && (commented || with_silence)).then(|| comments(visit, delivery))}
        {ways::review(visit, delivery, with_silence)}
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
