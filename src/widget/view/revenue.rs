//! Where the money comes from: each line with what it was in other years, and the levers that citizens may pull.

use glasno_model::ways::LeverChoice;
use glasno_model::{Amount, RevenueLine};
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::erased::{event, flag, piece};
use crate::view::{boxes, compared, compared::Shown, history, radios};
use crate::visit::{Facts, Visit, proposal::Pulled};

/// The revenue.
pub fn revenue(visit: Visit) -> AnyView {
    visit.facts(|facts| {
        let lines = facts.draft.revenue.get();
        let total = facts.draft.revenue_total();
        let said = facts.say(Word::RevenueTotal, &[("amount", &facts.formats.rounded(total))]);
        let per_head = facts.per_head(total).join(" · ");
        view! {
            <h3 id="revenue-title" tabindex="-1">{facts.say(Word::Revenue, &[])}</h3>
            <p><strong>{said}</strong><br/><span class="quiet">{per_head}</span></p>
            {pictures(visit, facts)}
            <ul class="lines">{(0..lines.len()).map(|at| line(visit, facts, at, total)).collect_view()}</ul>
        }
        .into_any()
    })
}

/// All of it as boxes and, when it is asked for, as a table.
fn pictures(visit: Visit, facts: &Facts) -> AnyView {
    let figures = Shown::Revenue.figures(facts);
    let pictures = boxes::boxes(visit, Shown::Revenue, &figures);
    let table = move || visit.facts(|facts| compared::table(visit, facts, Shown::Revenue, &figures));
    view! {
        {pictures}
        {fold(facts.say(Word::AsTable, &[]), table)}
    }
    .into_any()
}

fn line(visit: Visit, facts: &Facts, at: usize, total: Amount) -> AnyView {
    let line = &facts.draft.revenue.get()[at];
    let name = line.name.get(facts.language).to_owned();
    let description = line.description.get(facts.language).to_owned();
    let share = facts.say(Word::ShareOfRevenue, &[("share", &facts.formats.share(line.amount, total))]);
    let mut said = vec![facts.formats.rounded(line.amount)];
    said.extend(facts.per_head(line.amount));
    let id = line.id.clone();
    let is_pulled = flag(move || {
        visit.proposal(|proposal| proposal.levers().iter().any(|pulled| pulled.choice.line == id))
    });
    view! {
        <li class="line" class:changed=is_pulled id=format!("revenue-{at}") tabindex="-1">
            <div class="line-head">
                <h4 class="line-name">{name}</h4>
                <p class="line-amount">{said.join(" · ")}</p>
                <p class="line-meta quiet"><span class="code">{line.code.clone()}</span><span>{share}</span></p>
            </div>
            {(!description.is_empty()).then(|| view! { <p class="quiet">{description}</p> })}
            {lever(visit, facts, at, line)}
            {(!line.history.is_empty()).then(|| years(visit, facts, at))}
        </li>
    }
    .into_any()
}

/// The other years, drawn when they are asked for.
fn years(visit: Visit, facts: &Facts, at: usize) -> AnyView {
    let drawn = move || {
        visit.facts(|facts| {
            let line = &facts.draft.revenue.get()[at];
            history::history(facts, line.name.get(facts.language), line.amount, &line.history)
        })
    };
    fold(facts.say(Word::OverYears, &[]), drawn)
}

/// A fold that draws what stands in it when it is first opened: a bar is as wide as its cell, and that has none before.
fn fold(title: String, draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let open = RwSignal::new(false);
    view! {
        <details class="fold" on:toggle=event(move |_: web_sys::Event| if !open.get_untracked() { open.set(true) })>
            <summary>{title}</summary>
            {piece(move || if open.get() { draw() } else { ().into_any() })}
        </details>
    }
    .into_any()
}

/// The steps of a lever, each with what it brings; in the first place stands the draft.
fn lever(visit: Visit, facts: &Facts, at: usize, line: &RevenueLine) -> AnyView {
    let Some(lever) = line.lever.as_ref().filter(|_| facts.may_move()) else { return ().into_any() };
    let line_name = line.name.get(facts.language);
    let steps = lever.steps.iter().zip(0_u32..).map(|(step, number)| {
        let step_name = step.name.get(facts.language).to_owned();
        let change = facts.formats.change(step.yield_difference);
        let said = facts.say(Word::LeverStep, &[("name", &step_name), ("change", &change)]);
        let choice = LeverChoice { line: line.id.clone(), step: number };
        let pulled = Pulled {
            choice,
            yields: step.yield_difference.minor(),
            line_name: line_name.to_owned(),
            step_name,
        };
        (said, Some(pulled))
    });
    let choices = core::iter::once((facts.say(Word::LeverNone, &[]), None)).chain(steps);
    let radios: Vec<AnyView> = choices.map(|(said, pulled)| radio(visit, at, line, said, pulled)).collect();
    view! {
        <fieldset class="lever">
            <legend><span aria-hidden="true">{facts.say(Word::Lever, &[])}</span>
                <span class="sr-only">{facts.say(Word::LeverOf, &[("line", line_name)])}</span></legend>
            {radios::group("levers", radios)}
        </fieldset>
    }
    .into_any()
}

fn radio(visit: Visit, at: usize, line: &RevenueLine, said: String, pulled: Option<Pulled>) -> AnyView {
    let (id, step) = (line.id.clone(), pulled.as_ref().map(|pulled| pulled.choice.step));
    let chosen = {
        let id = id.clone();
        flag(move || {
            visit.proposal(|proposal| {
                let pulled = proposal.levers().iter().find(|pulled| pulled.choice.line == id);
                pulled.map(|pulled| pulled.choice.step) == step
            })
        })
    };
    let pull = event(move |_: web_sys::Event| visit.pull(&id, pulled.clone()));
    view! {
        <label><input type="radio" name=format!("lever-{at}") prop:checked=chosen on:change=pull /><span>{said}</span></label>
    }
    .into_any()
}
