//! A field for a whole number with − and + beside it: a share of the pot, the points of a project.

use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::erased::{event, flag, press, text};
use crate::visit::Visit;

/// What a field shows and does. Everything is asked for again whenever the proposal changes.
#[derive(Clone, Copy)]
pub struct Share<N, T, R, A> {
    /// The number.
    pub amount: N,
    /// What is typed; nothing where the number stands there in its own form.
    pub typed: T,
    /// Why it cannot be taken; empty where it can.
    pub refused: R,
    /// What the citizen does.
    pub act: A,
}

/// What a citizen does with such a field.
pub enum Act {
    /// Types.
    Type(String),
    /// Presses − or +.
    Press {
        /// Was it +?
        raise: bool,
    },
    /// Leaves it.
    Leave,
}

/// The field. `id` names it in the page, `name` is what the number is for, `step` how a press is said.
pub fn share<N, T, R, A>(
    visit: Visit,
    id: String,
    name: &str,
    step: &str,
    unit: String,
    share: Share<N, T, R, A>,
) -> AnyView
where
    N: Fn() -> u32 + Copy + Send + Sync + 'static,
    T: Fn() -> Option<String> + Copy + Send + Sync + 'static,
    R: Fn() -> String + Copy + Send + Sync + 'static,
    A: Fn(Act) + Copy + Send + Sync + 'static,
{
    let Share { amount, typed, refused, act } = share;
    let (label, less, more) = visit.facts(|facts| {
        let press = |word: Word| facts.say(word, &[("step", step), ("line", name)]);
        (facts.say(Word::ShareFor, &[("name", name)]), press(Word::Less), press(Word::More))
    });
    let shown =
        move || typed().unwrap_or_else(|| visit.facts(|facts| facts.formats.count(amount() as usize)));
    let note = format!("{id}-note");
    let keys = move |event: web_sys::KeyboardEvent| {
        let raise = match event.key().as_str() {
            "ArrowUp" => true,
            "ArrowDown" => false,
            _ => return,
        };
        event.prevent_default();
        act(Act::Press { raise });
    };
    view! {
        <div class="field">
            <div class="stepper">
                <button type="button" class="press" aria-label=less on:click=press(move || act(Act::Press { raise: false }))>"−"</button>
                <span class="entry">
                    <input type="text" inputmode="numeric" autocomplete="off" id=id role="spinbutton"
                        aria-label=label aria-describedby=note.clone() aria-valuemin="0"
                        aria-valuenow=text(move || amount().to_string())
                        aria-invalid=text(move || (!refused().is_empty()).to_string())
                        prop:value=text(shown)
                        on:input=event(move |event| act(Act::Type(event_target_value(&event))))
                        on:focusout=event(move |_| act(Act::Leave))
                        on:keydown=event(keys) />
                    <span class="unit" aria-hidden="true">{unit}</span>
                </span>
                <button type="button" class="press" aria-label=more on:click=press(move || act(Act::Press { raise: true }))>"+"</button>
            </div>
            <p class="note" id=note class:refused=flag(move || !refused().is_empty())>{text(refused)}</p>
        </div>
    }
    .into_any()
}
