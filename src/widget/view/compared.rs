//! Figures before and after the citizen's changes, of spending and of revenue: as boxes, and as a table with a bar in
//! each row. All of it, plotters included, stands in a part that is fetched when it is first opened.

use glasno_chart::Bar;
use glasno_model::Amount;
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::{boxes, canvas};
use crate::visit::{Facts, Visit, order};

/// Whose figures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The headings at the top.
    Spending,
    /// The lines of revenue.
    Revenue,
}

/// One of the figures.
#[derive(Clone)]
pub struct Figure {
    /// Its place in the draft.
    pub at: usize,
    /// Its place in the pictures, from 1 on.
    pub number: usize,
    /// Its name in the language of the visit.
    pub name: String,
    /// What the draft has.
    pub before: Amount,
}

/// Both pictures and the table of spending.
pub fn spending(visit: Visit) -> AnyView {
    let figures = visit.facts(|facts| Shown::Spending.figures(facts));
    view! {
        {boxes::boxes(visit, Shown::Spending, &figures)}
        {visit.facts(|facts| table(visit, facts, Shown::Spending, &figures))}
    }
    .into_any()
}

impl Shown {
    /// The figures, the largest first.
    pub fn figures(self, facts: &Facts) -> Vec<Figure> {
        let amount = |at: usize| match self {
            Self::Spending => facts.outline.branches[at].total,
            Self::Revenue => facts.draft.revenue.get()[at].amount,
        };
        let name = |at: usize| match self {
            Self::Spending => &facts.draft.groups[at].name,
            Self::Revenue => &facts.draft.revenue.get()[at].name,
        };
        let mut places: Vec<usize> = match self {
            Self::Spending => facts.outline.top.clone(),
            Self::Revenue => (0..facts.draft.revenue.get().len()).collect(),
        };
        order::heaviest_first(&mut places, &|at| amount(at).minor());
        let figure = |(at, number): (usize, usize)| Figure {
            at,
            number,
            name: name(at).get(facts.language).to_owned(),
            before: amount(at),
        };
        places.into_iter().zip(1..).map(figure).collect()
    }

    /// By how much the citizen changes one of them, anew whenever that changes.
    pub fn difference(self, visit: Visit, at: usize) -> Amount {
        let line = match self {
            Self::Spending => return visit.group_difference(at),
            Self::Revenue => visit.facts(|facts| facts.draft.revenue.get()[at].id.clone()),
        };
        let yields = visit.proposal(|proposal| {
            let pulled = proposal.levers().iter().find(|pulled| pulled.choice.line == line);
            pulled.map_or(0, |pulled| pulled.yields)
        });
        Amount::from_minor(yields).unwrap_or_default()
    }

    /// Is any of them changed?
    pub fn is_changed(self, visit: Visit) -> bool {
        visit.proposal(|proposal| match self {
            Self::Spending => proposal.changes().next().is_some(),
            Self::Revenue => !proposal.levers().is_empty(),
        })
    }

    const fn words(self) -> [Word; 2] {
        match self {
            Self::Spending => [Word::ChartTitle, Word::ChartFunction],
            Self::Revenue => [Word::RevenueChartTitle, Word::Revenue],
        }
    }
}

/// The table.
pub fn table(visit: Visit, facts: &Facts, shown: Shown, figures: &[Figure]) -> AnyView {
    let [title, name] = shown.words();
    let heads = [name, Word::Before, Word::After, Word::Difference].map(|word| facts.say(word, &[]));
    let full = figures.first().map_or(1, |figure| figure.before.minor().max(1));
    let rows: Vec<AnyView> = figures.iter().map(|figure| row(visit, shown, figure, full, &heads)).collect();
    view! {
        <table class="before-after" part="table">
            <caption>{facts.say(title, &[])}</caption>
            <thead><tr>{heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(visit: Visit, shown: Shown, figure: &Figure, full: i64, heads: &[String; 4]) -> AnyView {
    let Figure { at, number, before, .. } = *figure;
    let difference = move || shown.difference(visit, at);
    let after = move || before.checked_add(difference()).unwrap_or(before);
    let format = move |amount: Amount| visit.facts(|facts| facts.formats.rounded(amount));
    let bar = move || Bar { before: before.minor(), after: after().minor(), full: full.max(after().minor()) };
    let change = move || {
        let difference = difference();
        (!difference.is_zero()).then(|| visit.facts(|facts| facts.formats.change(difference)))
    };
    let [_, in_draft, after_changes, changed] = heads.clone();
    view! {
        <tr>
            <th scope="row">
                <span class="named">
                    <span class="swatch" data-pattern=boxes::pattern(number) aria-hidden="true">{number}</span>
                    <span>{figure.name.clone()}</span>
                </span>
                {canvas::bar(bar)}
            </th>
            <td data-head=in_draft>{format(before)}</td>
            <td data-head=after_changes>{move || format(after())}</td>
            <td data-head=changed>{change}</td>
        </tr>
    }
    .into_any()
}
