//! The field of a movable line: − amount +, with percent, money and money per resident beneath.

use glasno_model::Amount;
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::erased::{event, flag, press, text};
use crate::view::{focus_next, spending::step_text};
use crate::visit::{Facts, LineState, Refused, Visit};

/// The field.
pub fn amount(visit: Visit, position: usize, drafted: Amount) -> AnyView {
    let signals = visit.line(position);
    let (label, less, more, currency) = visit.facts(|facts| {
        let step = step_text(facts, drafted);
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
                {text(move || state.with(|state| note_text(visit, state, drafted)))}
            </p>
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
fn note_text(visit: Visit, state: &LineState, drafted: Amount) -> String {
    visit.facts(|facts| match state.refused {
        Some(Refused::NotAnAmount) => {
            facts.say(Word::NotAnAmount, &[("example", &facts.formats.plain(drafted))])
        }
        Some(Refused::Below(least)) => {
            facts.say(Word::BelowMinimum, &[("amount", &facts.formats.exact(least))])
        }
        Some(Refused::Above(most)) => {
            facts.say(Word::AboveMaximum, &[("amount", &facts.formats.exact(most))])
        }
        None => change_text(facts, state.amount, drafted),
    })
}

/// A change in percent, money and money per resident: `+5 % · +62 000 € · +0,46 € на жител`.
pub fn change_text(facts: &Facts, amount: Amount, drafted: Amount) -> String {
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
