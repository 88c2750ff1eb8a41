//! One line of the budget: its name, its amount, who decides, and what the citizen proposes and says.

use glasno_model::{Amount, BudgetLine, Discretion, draft::Expense};
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::erased::{event, flag, piece};
use crate::view::{amount, comment};
use crate::visit::{Facts, Visit};

/// A line.
pub fn line(visit: Visit, position: usize) -> AnyView {
    let signals = visit.line(position);
    visit.facts(|facts| {
        let Some(budget_line) = facts.line(position) else { return ().into_any() };
        let drafted = budget_line.amount;
        let editable = facts.is_open() && budget_line.is_movable();
        let name = facts.line_name(position);
        let amount_words = [Some(facts.formats.rounded(drafted)), facts.per_resident(drafted)];
        let amount_words: Vec<String> = amount_words.into_iter().flatten().collect();
        view! {
            <li class="line" class:changed=flag(move || signals.state.with(|state| state.amount != drafted)) class:locked=!budget_line.is_movable()
                id=format!("line-{position}") tabindex="-1">
                <div class="line-head">
                    <h5 class="line-name">{name}</h5>
                    <p class="line-amount">{amount_words.join(" · ")}</p>
                    <p class="line-meta quiet">
                        {(!budget_line.code.is_empty()).then(|| view! { <span class="code">{budget_line.code.clone()}</span> })}
                        <span class="who" data-who=budget_line.discretion.code()>{decides(facts, budget_line)}</span>
                    </p>
                </div>
                {editable.then(|| amount::amount(visit, position, drafted))}
                <div class="line-more">
                    {more(visit, facts, position)}
                    {facts.is_open().then(|| comment::line_comment(visit, position))}
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

/// The fold with more about the line. What stands in it is made when it is first opened: most are never opened.
fn more(visit: Visit, facts: &Facts, position: usize) -> AnyView {
    let open = RwSignal::new(false);
    let locked = facts.line(position).is_some_and(|line| !line.is_movable());
    let title = if locked { Word::WhyLocked } else { Word::Details };
    view! {
        <details class="fold" on:toggle=event(move |_| open.set(true))>
            <summary>{facts.say(title, &[])}</summary>
            {piece(move || {
                if !open.get() {
                    return ().into_any();
                }
                visit.facts(|facts| facts.line(position).map_or_else(|| ().into_any(), |line| details(facts, line)))
            })}
        </details>
    }
    .into_any()
}

/// Why a locked line is locked, what the money is for, what it is made of, and where the figure comes from.
fn details(facts: &Facts, line: &BudgetLine) -> AnyView {
    let say = |word: Word, amount: Amount| facts.say(word, &[("amount", &facts.formats.exact(amount))]);
    let description = line.description.get(facts.language);
    let mut sentences: Vec<String> = why_locked(facts, line).into_iter().collect();
    sentences.extend((!description.is_empty()).then(|| description.to_owned()));
    let mut figures = vec![say(Word::InDraft, line.amount)];
    figures.extend(
        line.source_amount
            .map(|amount| facts.say(Word::InSource, &[("amount", &facts.source_formats.exact(amount))])),
    );
    let parts: Vec<(String, String)> = line
        .details
        .iter()
        .map(|detail| (facts.say(expense(detail.kind), &[]), facts.formats.exact(detail.amount)))
        .collect();
    view! {
        {sentences.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
        <p class="quiet">{figures.join(" · ")}</p>
        {(!parts.is_empty()).then(|| view! {
            <dl class="parts">
                {parts.into_iter().map(|(name, amount)| view! { <div><dt>{name}</dt><dd>{amount}</dd></div> }).collect_view()}
            </dl>
        })}
    }
    .into_any()
}

fn why_locked(facts: &Facts, line: &BudgetLine) -> Option<String> {
    let word = match line.discretion {
        _ if line.is_movable() => return None,
        Discretion::StateDelegated => Word::WhyStateDelegated,
        Discretion::Earmarked => Word::WhyEarmarked,
        Discretion::ContractBound => Word::WhyContractBound,
        Discretion::Local | Discretion::TopUp => Word::WhyRefund,
    };
    Some(facts.say(word, &[]))
}

const fn expense(kind: Expense) -> Word {
    match kind {
        Expense::Personnel => Word::Personnel,
        Expense::Operating => Word::Operating,
        Expense::Capital => Word::Capital,
    }
}
