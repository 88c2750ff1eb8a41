//! The field of a movable line: − amount +, with percent, money and money per resident beneath.

use glasno_model::{Amount, BudgetLine};
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::erased::{event, flag, press, text};
use crate::view::{focus_next, lazy};
use crate::visit::{Facts, LineState, Refused, Visit};

/// The field.
pub fn amount(visit: Visit, position: usize, line: &BudgetLine) -> AnyView {
    let drafted = line.amount;
    let signals = visit.line(position);
    let (label, less, more, currency) = visit.facts(|facts| {
        let step = facts.formats.exact(line.press(facts.draft.currency));
        let name = facts.line_name(position);
        let press = |word: Word| facts.say(word, &[("step", &step), ("line", &name)]);
        let label = facts.say(Word::ProposedAmount, &[("line", &name)]);
        (label, press(Word::Less), press(Word::More), facts.formats.sign())
    });
    let state = signals.state;
    let shown = text(move || {
        let LineState { amount, typed, .. } = state.get();
        typed.unwrap_or_else(|| visit.facts(|facts| facts.formats.plain(amount)))
    });
    let reset = move || {
        visit.reset(position);
        focus_next(visit, format!("#line-{position}"));
    };
    let note = format!("note-{position}");
    let has_consequence = !line.consequences.is_empty() || !line.unit.is_empty();
    let keys = move |event: web_sys::KeyboardEvent| {
        let raise = match event.key().as_str() {
            "ArrowUp" => true,
            "ArrowDown" => false,
            _ => return,
        };
        event.prevent_default();
        visit.press(position, raise);
    };
    view! {
        <div class="field">
            <div class="stepper" part="stepper">
                <button type="button" class="press" aria-label=less on:click=press(move || visit.press(position, false))>"−"</button>
                <span class="entry">
                    <input type="text" inputmode="decimal" autocomplete="off" part="amount" id=format!("amount-{position}")
                        role="spinbutton" aria-label=label aria-describedby=note.clone()
                        aria-valuenow=text(move || state.with(|state| state.amount.minor().to_string()))
                        aria-valuetext=text(move || state.with(|state| visit.facts(|facts| facts.formats.exact(state.amount))))
                        aria-invalid=text(move || state.with(|state| state.refused.is_some().to_string()))
                        prop:value=shown
                        on:input=event(move |event| visit.type_amount(position, event_target_value(&event)))
                        on:focusout=event(move |_| visit.leave_amount(position))
                        on:keydown=event(keys) />
                    <span class="unit" aria-hidden="true">{currency}</span>
                </span>
                <button type="button" class="press" aria-label=more on:click=press(move || visit.press(position, true))>"+"</button>
            </div>
            <p class="note" id=note class:refused=flag(move || state.with(|state| state.refused.is_some()))>
                {text(move || state.with(|state| note_text(visit, position, state)))}
            </p>
            {has_consequence.then(|| lazy::consequence(visit, position))}
            <button type="button" class="link" hidden=flag(move || state.with(|state| untouched(state, drafted)))
                on:click=press(reset)>{visit.word(Word::ResetLine)}</button>
        </div>
    }
    .into_any()
}

fn untouched(state: &LineState, drafted: Amount) -> bool {
    state.amount == drafted && state.refused.is_none()
}

/// What stands beneath the field: why the amount is refused, or the change in percent, money and money per resident.
fn note_text(visit: Visit, position: usize, state: &LineState) -> String {
    let said = |facts: &Facts, line: &BudgetLine| match state.refused {
        Some(Refused::NotAnAmount) => {
            facts.say(Word::NotAnAmount, &[("example", &facts.formats.plain(line.amount))])
        }
        Some(Refused::Below(least)) => bound(facts, line, Word::BelowMinimum, least),
        Some(Refused::Above(most)) => bound(facts, line, Word::AboveMaximum, most),
        None => change_text(facts, line, state.amount),
    };
    visit.facts(|facts| facts.line(position).map(|line| said(facts, line)).unwrap_or_default())
}

/// A bound that was overstepped, with the officer's reason for it.
fn bound(facts: &Facts, line: &BudgetLine, word: Word, amount: Amount) -> String {
    let mut said = facts.say(word, &[("amount", &facts.formats.exact(amount))]);
    let reason = line.bounds_reason.get(facts.language);
    if !reason.is_empty() {
        said.push(' ');
        said.push_str(reason);
    }
    said
}

/// A change in percent, money and money per resident: `+5 % · +62 000 € · +0,46 € на жител`.
pub fn change_text(facts: &Facts, line: &BudgetLine, amount: Amount) -> String {
    let drafted = line.amount;
    let change = amount.checked_sub(drafted).unwrap_or_default();
    if change.is_zero() {
        return facts.say(Word::Unchanged, &[]);
    }
    let heads = facts.consultation.population.filter(|heads| *heads > 0);
    let parts = [
        Some(facts.formats.change_share(change, drafted)),
        Some(facts.formats.change(change)),
        heads.map(|heads| {
            facts.say(Word::PerResident, &[("amount", &facts.formats.change_per_head(change, heads))])
        }),
    ];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
