//! The citizen's own wish to keep the proposal on the device.

use glasno_words::widget::Word;
use leptos::prelude::*;

use super::kept;
use crate::view::erased::{piece, press};
use crate::visit::Visit;

/// Keeps it, or deletes it again; while it is kept, every change is written down.
pub fn keep(visit: Visit, spoken: RwSignal<String>) -> AnyView {
    kept::keep_up(visit, spoken);
    view! {
        <p>
            {piece(move || {
                let (word, act) = if visit.keeping.get() {
                    (Word::Forget, press(move || kept::forget_on_request(visit, spoken)))
                } else {
                    let there = kept::read(visit).is_some();
                    let word = if there { Word::KeepOver } else { Word::Keep };
                    (word, press(move || kept::keep(visit, spoken)))
                };
                view! { <button type="button" class="link" id="keep" on:click=act>{visit.word(word)}</button> }.into_any()
            })}
        </p>
        <p class="quiet">{visit.word(Word::KeepWhy)}</p>
    }
    .into_any()
}
