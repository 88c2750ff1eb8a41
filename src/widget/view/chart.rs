//! Spending before and after the citizen's changes: as boxes, and as a table with a bar in each row. All of it, plotters
//! included, stands in a part that is fetched when the chart is first opened.

use glasno_chart::Bar;
use glasno_model::Amount;
use glasno_model::draft::PastKind;
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::{boxes, canvas, history};
use crate::visit::{Facts, Visit, order};

/// The chart.
pub fn chart(visit: Visit) -> AnyView {
    visit.facts(|facts| {
        let mut top = facts.outline.top.clone();
        order::heaviest_first(&mut top, &|group| facts.outline.branches[group].total.minor());
        let full = top.first().map_or(1, |group| facts.outline.branches[*group].total.minor().max(1));
        let year = shared_year(facts);
        let past_head = year.map(|(year, kind)| history::year_kind(facts, year, kind));
        let words = [Word::ChartFunction, Word::Before, Word::After, Word::Difference];
        let [function, before, after, difference] = words.map(|word| facts.say(word, &[]));
        let heads = [Some(function), past_head, Some(before), Some(after), Some(difference)];
        let heads: Vec<String> = heads.into_iter().flatten().collect();
        let columns = heads.clone();
        let rows = top.iter().zip(1..).map(|(group, number)| {
            row(visit, facts, *group, number, full, year, &columns)
        });
        view! {
            {boxes::boxes(visit, &top)}
            <table class="before-after" part="table">
                <caption>{facts.say(Word::ChartTitle, &[])}</caption>
                <thead><tr>{heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
        .into_any()
    })
}

fn row(
    visit: Visit,
    facts: &Facts,
    group: usize,
    number: usize,
    full: i64,
    year: Option<(u16, PastKind)>,
    heads: &[String],
) -> AnyView {
    let name = facts.draft.groups[group].name.get(facts.language).to_owned();
    let before = facts.outline.branches[group].total;
    let difference = move || visit.group_difference(group);
    let after = move || before.checked_add(difference()).unwrap_or(before);
    let format = move |amount: Amount| visit.facts(|facts| facts.formats.rounded(amount));
    let bar = move || Bar { before: before.minor(), after: after().minor(), full: full.max(after().minor()) };
    let mut heads = heads.iter().skip(1).cloned();
    let mut head = || heads.next().unwrap_or_default();
    let past = year.map(|year| {
        view! { <td data-head=head()>{past_total(facts, group, year).map(format)}</td> }
    });
    view! {
        <tr>
            <th scope="row">
                <span class="swatch" data-pattern=boxes::pattern(number) aria-hidden="true">{number}</span>
                {name}
                {canvas::bar(bar)}
            </th>
            {past}
            <td data-head=head()>{format(before)}</td>
            <td data-head=head()>{move || format(after())}</td>
            <td data-head=head()>{move || {
                let difference = difference();
                (!difference.is_zero()).then(|| visit.facts(|facts| facts.formats.change(difference)))
            }}</td>
        </tr>
    }
    .into_any()
}

/// The latest figure of another year that at least half of the lines have: what stands beside the draft must be of one
/// kind, and of most of it.
fn shared_year(facts: &Facts) -> Option<(u16, PastKind)> {
    let lines = &facts.draft.lines;
    let past = || lines.iter().flat_map(|line| line.history.get());
    let before = |year: u16| facts.draft.fiscal_year.is_none_or(|draft| year < draft);
    let mut known: Vec<(u16, PastKind)> = Vec::new();
    for figure in past().filter(|past| before(past.year)) {
        if !known.contains(&figure.order()) {
            known.push(figure.order());
        }
    }
    let is_shared =
        |order: &(u16, PastKind)| 2 * past().filter(|past| past.order() == *order).count() >= lines.len();
    known.into_iter().filter(is_shared).max()
}

/// What the lines under a heading were together; nothing where none of them is known.
fn past_total(facts: &Facts, group: usize, year: (u16, PastKind)) -> Option<Amount> {
    let under = |line: usize| {
        facts
            .outline
            .group_of_line
            .get(line)
            .is_some_and(|inner| facts.outline.with_ancestors(*inner).any(|above| above == group))
    };
    let lines = facts.draft.lines.iter().enumerate().filter(|(line, _)| under(*line));
    let mut amounts = lines
        .filter_map(|(_, line)| line.history.get().iter().find(|past| past.order() == year))
        .map(|past| past.amount)
        .peekable();
    amounts.peek().is_some().then(|| Amount::sum(amounts)).flatten()
}
