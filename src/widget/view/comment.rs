//! Comments: on one line, opened in place, and on the whole draft.

use glasno_model::{
    Violation,
    ballot::{LINE_COMMENT_CHARACTERS, WHOLE_COMMENT_CHARACTERS, check_comment},
};
use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::erased::{event, flag, piece, press, text};
use crate::view::focus_next;
use crate::visit::{Visit, proposal::Place};

/// From so few characters on, what is left is said.
const NEARLY_FULL: usize = 200;

/// The button and the field of a line's comment.
pub fn line_comment(visit: Visit, position: usize) -> AnyView {
    let open = visit.line(position).comment_open;
    let label = visit.facts(|facts| facts.say(Word::CommentOn, &[("line", &facts.line_name(position))]));
    let id = format!("comment-{position}");
    let toggle = move || {
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            focus_next(visit, format!("#comment-{position}"));
        }
    };
    view! {
        <button type="button" class="link" aria-label=label.clone()
            aria-expanded=text(move || open.get().to_string()) on:click=press(toggle)>
            {visit.word(Word::Comment)}
        </button>
        {piece(move || {
            visit.restores.track();
            if !open.get() {
                return ().into_any();
            }
            field(visit, Place::Line(position), &id, visit.word(Word::CommentWhy), Some(label.clone()))
        })}
    }
    .into_any()
}

/// The comment on the whole.
pub fn whole_comment(visit: Visit) -> AnyView {
    let field = move || {
        visit.restores.track();
        field(visit, Place::Whole, "comment-whole", visit.word(Word::CommentWhole), None)
    };
    view! { <section class="whole">{piece(field)}</section> }.into_any()
}

fn field(visit: Visit, place: Place, id: &str, label: String, name: Option<String>) -> AnyView {
    let typed = RwSignal::new(visit.said(place));
    let count_id = format!("{id}-count");
    let rows = if place == Place::Whole { "4" } else { "3" };
    view! {
        <div class="comment" part="comment-field">
            <label for=id.to_owned()>{label}</label>
            <textarea id=id.to_owned() rows=rows aria-label=name aria-describedby=count_id.clone()
                aria-invalid=text(move || typed.with(|typed| refusal(visit, place, typed).is_some().to_string()))
                prop:value=text(move || typed.get())
                on:input=event(move |event| {
                    typed.set(event_target_value(&event));
                    typed.with_untracked(|typed| visit.say(place, typed));
                })></textarea>
            <p class="note" id=count_id part="char-count"
                class:refused=flag(move || typed.with(|typed| refusal(visit, place, typed).is_some()))>
                {text(move || typed.with(|typed| refusal(visit, place, typed).unwrap_or_else(|| room(visit, place, typed))))}
            </p>
        </div>
    }
    .into_any()
}

const fn limit(place: Place) -> usize {
    match place {
        Place::Line(_) => LINE_COMMENT_CHARACTERS,
        Place::Whole => WHOLE_COMMENT_CHARACTERS,
    }
}

/// Why a comment would be refused; nothing where it would be taken or is not there.
fn refusal(visit: Visit, place: Place, text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return None;
    }
    match check_comment(text, place != Place::Whole).err()? {
        Violation::CommentTooLong { at_most, found } => {
            Some(visit.facts(|facts| facts.say_count(Word::CommentTooLong, found - at_most)))
        }
        _ => Some(visit.word(Word::ControlCharacter)),
    }
}

/// How much room is left, once it gets narrow.
fn room(visit: Visit, place: Place, text: &str) -> String {
    let left = limit(place).saturating_sub(text.chars().count());
    if left > NEARLY_FULL {
        return String::new();
    }
    visit.facts(|facts| facts.say_count(Word::CharactersLeft, left))
}
