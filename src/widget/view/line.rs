//! One line of the budget: its name, its amount, who decides, and what the citizen proposes and says.

use glasno_model::{BudgetLine, Discretion};
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::erased::{event, flag, piece};
use crate::view::{amount, comment, lazy};
use crate::visit::{Facts, Visit};

/// A line.
pub fn line(visit: Visit, position: usize) -> AnyView {
    let signals = visit.line(position);
    visit.facts(|facts| {
        let Some(budget_line) = facts.line(position) else { return ().into_any() };
        let drafted = budget_line.amount;
        let editable = facts.may_move() && budget_line.is_movable();
        let name = facts.line_name(position);
        let amount_words = [Some(facts.formats.rounded(drafted)), facts.per_resident(drafted)];
        let amount_words: Vec<String> = amount_words.into_iter().flatten().collect();
        view! {
            <li class="line" part="line" class:changed=flag(move || signals.state.with(|state| state.amount != drafted)) class:locked=!budget_line.is_movable()
                id=format!("line-{position}") tabindex="-1">
                <div class="line-head">
                    <h5 class="line-name">{name}</h5>
                    <p class="line-amount">{amount_words.join(" · ")}</p>
                    <p class="line-meta quiet">
                        {(!budget_line.code.is_empty()).then(|| view! { <span class="code">{budget_line.code.clone()}</span> })}
                        <span class="who" data-who=budget_line.discretion.code()>{decides(facts, budget_line)}</span>
                    </p>
                </div>
                {editable.then(|| amount::amount(visit, position, budget_line))}
                <div class="line-more">
                    {more(visit, facts, position, budget_line)}
                    {(facts.is_open() && facts.consultation.ways.comments).then(|| comment::line_comment(visit, position))}
                </div>
            </li>
        }
        .into_any()
    })
}

fn decides(facts: &Facts, line: &BudgetLine) -> String {
    let who = match line.discretion {
        Discretion::StateDelegated => Word::StateDelegated,
        Discretion::Local => Word::Local,
        Discretion::TopUp => Word::TopUp,
        Discretion::Earmarked => Word::Earmarked,
        Discretion::ContractBound => Word::ContractBound,
    };
    facts.say(Word::Decides, &[("who", &facts.say(who, &[]))])
}

/// The fold with the line's own view. Most are never opened, so what stands in it is made when it is. Why a line is
/// locked, and what it is for, stands there at once; the rest is a part that is fetched.
fn more(visit: Visit, facts: &Facts, position: usize, line: &BudgetLine) -> AnyView {
    let open = visit.line(position).details_open;
    let (why, title) = why_locked(facts, line);
    let description = line.description.get(facts.language).to_owned();
    let toggled = move |event: web_sys::Event| {
        let is_open = event_target::<web_sys::Element>(&event).has_attribute("open");
        if open.get_untracked() != is_open {
            open.set(is_open);
        }
    };
    view! {
        <details class="fold" open=flag(move || open.get()) on:toggle=event(toggled)>
            <summary>{facts.say(title, &[])}</summary>
            {piece(move || {
                if !open.get() {
                    return ().into_any();
                }
                let sentences = [why.clone(), description.clone()];
                view! {
                    {sentences.into_iter().filter(|text| !text.is_empty()).map(|text| view! { <p>{text}</p> }).collect_view()}
                    {lazy::line_details(visit, position)}
                }
                .into_any()
            })}
        </details>
    }
    .into_any()
}

/// Why a line is locked, where it is, and the title of its fold.
fn why_locked(facts: &Facts, line: &BudgetLine) -> (String, Word) {
    let word = match line.discretion {
        _ if line.is_movable() => return (String::new(), Word::Details),
        Discretion::StateDelegated => Word::WhyStateDelegated,
        Discretion::Earmarked => Word::WhyEarmarked,
        Discretion::ContractBound => Word::WhyContractBound,
        Discretion::Local | Discretion::TopUp => Word::WhyRefund,
    };
    (facts.say(word, &[]), Word::WhyLocked)
}
