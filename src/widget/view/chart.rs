//! Spending as pictures: before and after the citizen's changes, and by its headings in other years.

use glasno_model::Amount;
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::compared::{self, Figure, Shown};
use crate::view::history;
use crate::visit::{Facts, Visit, years};

/// The chart.
pub fn chart(visit: Visit) -> AnyView {
    view! {
        {compared::spending(visit)}
        {visit.facts(over_years)}
    }
    .into_any()
}

/// What stood under each heading in other years, the draft at the end; nothing where most lines have no other year.
fn over_years(facts: &Facts) -> AnyView {
    let years = years::years(&facts.draft, &facts.outline);
    if years.is_empty() {
        return ().into_any();
    }
    let past = years.iter().map(|year| history::year_kind(facts, year.whole.year, year.whole.kind));
    let heads: Vec<String> = past.chain([history::this_draft(facts)]).collect();
    let row = |name: String, amounts: &mut dyn Iterator<Item = Option<Amount>>| {
        let cells = heads.iter().zip(amounts).map(|(head, amount)| {
            view! { <td data-head=head.clone()>{amount.map(|amount| facts.formats.brief(amount))}</td> }
        });
        view! { <tr><th scope="row">{name}</th>{cells.collect_view()}</tr> }.into_any()
    };
    // In the order of the table above.
    let groups: Vec<AnyView> = Shown::Spending
        .figures(facts)
        .into_iter()
        .map(|Figure { at, name, before, .. }| {
            let place = facts.outline.top.iter().position(|group| *group == at).unwrap_or_default();
            row(name, &mut years.iter().map(|year| year.groups[place]).chain([Some(before)]))
        })
        .collect();
    let whole = row(
        facts.say(Word::Total, &[]),
        &mut years.iter().map(|year| Some(year.whole.amount)).chain([Some(facts.draft.total())]),
    );
    let columns = heads.iter().map(|head| view! { <th scope="col">{head.clone()}</th> }).collect_view();
    let converted = history::converted(facts, years.iter().map(|year| &year.whole));
    view! {
        <table class="before-after of-years" part="table">
            <caption>{facts.say(Word::YearsTitle, &[])}</caption>
            <thead><tr><th scope="col">{facts.say(Word::ChartFunction, &[])}</th>{columns}</tr></thead>
            <tbody>{groups}{whole}</tbody>
        </table>
        {converted}
    }
    .into_any()
}
