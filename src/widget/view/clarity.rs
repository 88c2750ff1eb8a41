//! “Is this line clear to you?”: two buttons in a line's own view.

use glasno_model::ways::Way;
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::erased::{press, text};
use crate::visit::{Visit, undo::Touched};

/// The question of a line; nothing where it is not asked. It comes with the line's own view.
pub fn clarity(visit: Visit, position: usize) -> AnyView {
    if !visit.facts(|facts| facts.is_open() && facts.consultation.ways.clarity) {
        return ().into_any();
    }
    let question = format!("clarity-{position}");
    let button = |clear: bool| {
        let pressed =
            text(move || visit.said_in_ways(|said| said.clarity.of(position) == Some(clear)).to_string());
        let say = press(move || {
            visit.record(Touched::Way(Way::Clarity, position));
            visit.change(|said| said.clarity.press(position, clear));
        });
        let word = if clear { Word::ClearYes } else { Word::ClearNo };
        view! { <button type="button" class="choice-button" aria-pressed=pressed on:click=say>{visit.word(word)}</button> }
    };
    view! {
        <div class="clarity" role="group" aria-labelledby=question.clone()>
            <span id=question.clone()>{visit.word(Word::ClearQuestion)}</span>
            <span class="pair-of-buttons">{button(true)}{button(false)}</span>
        </div>
    }
    .into_any()
}
