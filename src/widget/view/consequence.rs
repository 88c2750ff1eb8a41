//! What follows from a change of a line, and how much it is in something that people can picture.

use glasno_model::{Amount, BudgetLine};
use leptos::prelude::*;

use crate::view::erased::text;
use crate::visit::{Facts, Visit};

/// Both, beneath the field of a line. What follows is said aloud once a threshold is reached.
pub fn consequence(visit: Visit, position: usize) -> AnyView {
    let state = visit.line(position).state;
    let said = move |say: fn(&Facts, &BudgetLine, Amount) -> String| {
        text(move || {
            let amount = state.with(|state| state.amount);
            visit.facts(|facts| facts.line(position).map(|line| say(facts, line, amount)).unwrap_or_default())
        })
    };
    view! {
        <p class="note units">{said(units_text)}</p>
        <p class="consequence" role="status">{said(consequence_text)}</p>
    }
    .into_any()
}

/// What follows from an amount on a line; nothing where it is unchanged or no threshold is reached.
pub fn consequence_text(facts: &Facts, line: &BudgetLine, amount: Amount) -> String {
    let consequence = line.consequence(amount);
    consequence.map(|consequence| consequence.text.get(facts.language).to_owned()).unwrap_or_default()
}

/// A change in what the officer measures the line by.
pub fn units_text(facts: &Facts, line: &BudgetLine, amount: Amount) -> String {
    let change = amount.checked_sub(line.amount).unwrap_or_default();
    facts.in_units(line, change).unwrap_or_default()
}
