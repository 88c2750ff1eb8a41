//! What the citizen sees. Components are thin: they show a state and name an act; the thinking is in [`crate::visit`].
//!
//! [`opening`] to [`balance`] are what every citizen loads. [`mod@lazy`] holds the doors to the parts that are fetched
//! when they are wanted: [`review`] with [`respondent`] and [`receipt`]; [`chart`], [`details`] and [`revenue`], which
//! draw.

pub mod opening;
pub mod spending;
pub mod line;
pub mod amount;
pub mod comment;
pub mod balance;
pub mod lazy;
pub mod keeping;
pub mod review;
pub mod send;
pub mod tabs;
pub mod respondent;
pub mod organisation;
pub mod receipt;
pub mod chart;
pub mod clarity;
pub mod compared;
pub mod ways;
pub mod boxes;
pub mod canvas;
pub mod consequence;
pub mod details;
pub mod history;
pub mod revenue;
pub mod radios;
pub mod link;
pub mod glance;
pub mod erased;

use std::cell::Cell;

use glasno_model::{ConsultationView, Language};
use glasno_words::widget::Word;
use js_sys::Function;
use leptos::prelude::*;

use crate::browser::page;
use crate::visit::{Facts, Step, Visit, host::Shown};
use erased::{event, piece, text};

/// The whole widget.
pub fn widget(
    mut view: ConsultationView,
    words: Vec<String>,
    language: Language,
    server: (String, Function),
    root: web_sys::ShadowRoot,
    visit: &Cell<Option<Visit>>,
) -> AnyView {
    let Some(draft) = view.draft.take() else {
        return without_draft(&view, &words, language);
    };
    let begun = Visit::begin(Facts::new(view, draft, words, language, server, root));
    visit.set(Some(begun));
    let visit = begun;
    lazy::follow_links(visit);
    visit.tell_changes();
    view! {
        <div class="bounds">
            <div class="widget" part="root" lang=text(move || visit.language().tag().to_owned())>
                {piece(move || match (visit.shown(), visit.step()) {
                    (Shown::Full, Step::Draft) => at_the_draft(visit),
                    (Shown::Full, _) => lazy::sending(visit),
                    _ => lazy::glance(visit),
                })}
            </div>
        </div>
    }
    .into_any()
}

fn without_draft(view: &ConsultationView, words: &[String], language: Language) -> AnyView {
    let sentence = words.get(Word::NoDraft as usize).cloned().unwrap_or_default();
    let title = view.consultation.title.get(language).to_owned();
    view! {
        <div class="bounds">
            <div class="widget" part="root" lang=language.tag().to_owned()>
                <h2 part="title">{title}</h2>
                <p class="notice" role="status">{sentence}</p>
            </div>
        </div>
    }
    .into_any()
}

fn at_the_draft(visit: Visit) -> AnyView {
    let open = visit.facts(Facts::is_open);
    let (rebalance, comments) =
        visit.facts(|facts| (facts.consultation.ways.rebalance, facts.consultation.ways.comments));
    // Where nothing can be moved, what citizens are asked stands before what they only read.
    let ways_first = open && !rebalance;
    view! {
        {opening::opening(visit)}
        {lazy::desk(visit)}
        <div class="columns">
            <div class="main" on:keyup=event(|event| page::uncover(&event))>
                {ways_first.then(|| ways::ways(visit))}
                {spending::spending(visit)}
                {lazy::chart(visit)}
                {lazy::revenue(visit)}
                {(open && !ways_first).then(|| ways::ways(visit))}
                {(open && comments).then(|| comment::whole_comment(visit))}
            </div>
            {open.then(|| balance::balance(visit))}
        </div>
    }
    .into_any()
}

/// Moves to a step and lets its heading speak.
pub fn go(visit: Visit, step: Step, focus: String) {
    visit.set_step(step);
    focus_next(visit, focus);
}

/// Moves the focus once the effects have run: what was pressed is gone by then, and without a new place the next Tab
/// would begin at the top of the page. Where the place is in a part that is still on its way, the part's coming moves
/// the focus.
pub fn focus_next(visit: Visit, selector: String) {
    request_animation_frame(move || {
        // The visit may have ended within the frame.
        if visit.try_facts(|facts| crate::browser::page::focus(&facts.root, &selector)) == Some(false) {
            visit.set_pending_focus(Some(selector));
        }
    });
}

/// Moves the focus to the place that waited for a part.
pub fn focus_pending(visit: Visit) {
    if let Some(selector) = visit.pending_focus() {
        focus_next(visit, selector);
    }
}
