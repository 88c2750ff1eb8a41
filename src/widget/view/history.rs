//! What a line was in other years: a table with a bar in each row, the draft at its end.

use glasno_chart::Bar;
use glasno_model::draft::{PastAmount, PastKind};
use glasno_model::{Amount, Currency};
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::browser::intl::Formats;
use crate::view::canvas;
use crate::visit::Facts;

/// The table of a line; nothing where no other year is known.
pub fn history(facts: &Facts, name: &str, drafted: Amount, past: &[PastAmount]) -> AnyView {
    if past.is_empty() {
        return ().into_any();
    }
    let largest = past.iter().map(|past| past.amount).chain([drafted]).max().unwrap_or_default();
    let full = largest.minor().max(1);
    let source = past.iter().find_map(|past| past.source_currency);
    let source_formats =
        source.map(|currency| Formats::new(facts.language, currency, &facts.consultation.time_zone));
    let row = |name: String, amount: Amount, source: Option<String>, bar: Bar| {
        view! {
            <tr>
                <th scope="row">{name}{canvas::bar(move || bar)}</th>
                <td>{facts.formats.exact(amount)}</td>
                {source_formats.is_some().then(|| view! { <td class="quiet">{source}</td> })}
            </tr>
        }
    };
    let past_row = |past: &PastAmount| {
        let source =
            past.source_amount.zip(source_formats.as_ref()).map(|(amount, formats)| formats.exact(amount));
        let bar = Bar { before: past.amount.minor(), after: 0, full };
        row(year_kind(facts, past.year, past.kind), past.amount, source, bar)
    };
    let draft_row = row(this_draft(facts), drafted, None, Bar { before: 0, after: drafted.minor(), full });
    let heads = [Some(Word::Year), Some(Word::YearAmount), source.map(|_| Word::ThenPublished)];
    let heads = heads.into_iter().flatten().map(|word| view! { <th scope="col">{facts.say(word, &[])}</th> });
    view! {
        <table class="years" part="table">
            <caption><span aria-hidden="true">{facts.say(Word::OverYears, &[])}</span>
                <span class="sr-only">{facts.say(Word::OverYearsOf, &[("line", name)])}</span></caption>
            <thead><tr>{heads.collect_view()}</tr></thead>
            <tbody>{past.iter().map(past_row).collect_view()}{draft_row}</tbody>
        </table>
        {converted(facts, past.iter())}
    }
    .into_any()
}

/// That leva were converted, and by which rate; nothing where none were.
pub fn converted<'p>(facts: &Facts, mut past: impl Iterator<Item = &'p PastAmount>) -> AnyView {
    let is_converted = past.any(|past| past.source_currency == Some(Currency::BGN));
    is_converted.then(|| view! { <p class="quiet">{facts.say(Word::PastConverted, &[])}</p> }).into_any()
}

/// The draft beside other years: `2027, проект`.
pub fn this_draft(facts: &Facts) -> String {
    let year = facts.draft.fiscal_year;
    year.map_or_else(|| facts.say(Word::ThisDraft, &[]), |year| named(facts, year, Word::PastDraft))
}

/// A year with the kind of its figure: `2025, приет бюджет`.
pub fn year_kind(facts: &Facts, year: u16, kind: PastKind) -> String {
    let word = match kind {
        PastKind::Adopted => Word::PastAdopted,
        PastKind::Revised => Word::PastRevised,
        PastKind::Reported => Word::PastReported,
    };
    named(facts, year, word)
}

fn named(facts: &Facts, year: u16, word: Word) -> String {
    facts.say(Word::YearKind, &[("year", &year.to_string()), ("kind", &facts.say(word, &[]))])
}
