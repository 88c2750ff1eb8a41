//! A line's own view: who decides and why, its limits, what it is made of, what it was in other years, and a link that
//! opens right there. It comes with the part that draws.

use glasno_model::{BudgetLine, draft::Expense};
use glasno_words::widget::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::page;
use crate::view::erased::{press, text};
use crate::view::{clarity, history, link};
use crate::visit::{Facts, Visit};

/// The view of a line.
pub fn details(visit: Visit, position: usize) -> AnyView {
    link::show_linked(visit, position);
    visit.facts(|facts| {
        let Some(line) = facts.line(position) else { return ().into_any() };
        let name = facts.line_name(position);
        view! {
            <div class="details">
                {facts_list(facts, line)}
                {parts(facts, line)}
                {history::history(facts, &name, line.amount, line.history.get())}
                {clarity::clarity(visit, position)}
                {share(visit, line)}
            </div>
        }
        .into_any()
    })
}

/// The figures and reasons, each under its name.
fn facts_list(facts: &Facts, line: &BudgetLine) -> AnyView {
    let exact = |word: Word, amount| facts.say(word, &[("amount", &facts.formats.exact(amount))]);
    let officer = |text: &glasno_model::Text| text.get(facts.language).to_owned();
    let mut figures = vec![facts.formats.exact(line.amount)];
    figures.extend(facts.per_head(line.amount));
    let source = line
        .source_amount
        .map(|amount| facts.say(Word::InSource, &[("amount", &facts.source_formats.exact(amount))]));
    figures.extend(source);
    let unit = line.percent(1).and_then(|percent| facts.in_units(line, percent.magnitude()));
    let unit = unit.map(|units| facts.say(Word::OnePercent, &[("units", units.replace('+', "").as_str())]));
    let bounds = line.is_movable().then(|| {
        let (least, most) = (
            line.min.map(|least| exact(Word::AtLeast, least)),
            line.most().map(|most| exact(Word::AtMost, most)),
        );
        let reason = officer(&line.bounds_reason);
        let said = [least, most, (!reason.is_empty()).then_some(reason)];
        said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    let rows = [
        (Word::Before, figures.join(" · ")),
        (Word::DecidedWhy, officer(&line.decided_by)),
        (Word::Bounds, bounds.unwrap_or_default()),
        (Word::Unit, unit.unwrap_or_default()),
    ];
    let row = |(name, said): (Word, String)| {
        view! { <div><dt>{facts.say(name, &[])}</dt><dd>{said}</dd></div> }
    };
    let rows: Vec<_> = rows.into_iter().filter(|(_, said)| !said.is_empty()).map(row).collect();
    view! { <dl class="reasons">{rows}</dl> }.into_any()
}

/// What the line is spent on.
fn parts(facts: &Facts, line: &BudgetLine) -> AnyView {
    if line.details.is_empty() {
        return ().into_any();
    }
    let part = |detail: &glasno_model::draft::Detail| {
        let (name, amount) = (facts.say(expense(detail.kind), &[]), facts.formats.exact(detail.amount));
        view! { <div><dt>{name}</dt><dd>{amount}</dd></div> }
    };
    view! {
        <h6>{facts.say(Word::PartsTitle, &[])}</h6>
        <dl class="parts">{line.details.iter().map(part).collect_view()}</dl>
    }
    .into_any()
}

const fn expense(kind: Expense) -> Word {
    match kind {
        Expense::Personnel => Word::Personnel,
        Expense::Operating => Word::Operating,
        Expense::Capital => Word::Capital,
    }
}

/// The button that copies a link to the line.
fn share(visit: Visit, line: &BudgetLine) -> AnyView {
    let id = line.id.as_str().to_owned();
    let said = RwSignal::new(String::new());
    let copy = move || {
        let address = visit.facts(|facts| page::link_to(&facts.root, facts.consultation.slug.as_str(), &id));
        spawn_local(async move {
            let copied = page::copy(&address).await;
            let word = if copied { Word::LinkCopied } else { Word::LinkFailed };
            if let Some(text) = visit.try_facts(|facts| facts.say(word, &[("link", &address)])) {
                said.try_set(text);
            }
        });
    };
    view! {
        <p><button type="button" class="link copy-link" on:click=press(copy)>{visit.word(Word::CopyLink)}</button></p>
        <p class="quiet" role="status">{text(move || said.get())}</p>
    }
    .into_any()
}
