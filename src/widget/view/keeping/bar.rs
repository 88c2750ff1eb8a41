//! Steps back and forth. A part of its own, since whoever changes anything gets it: what keeps on the device comes when it is
//! asked for.

use glasno_words::widget::Word;
use leptos::prelude::*;

use crate::view::erased::{event, flag, memo, piece, press, text};
use crate::view::{focus_next, lazy, ways};
use crate::visit::{
    Visit,
    proposal::{Place, Proposal},
    undo::Touched,
};

/// The steps, and behind a fold what is wanted less often.
pub fn bar(visit: Visit) -> AnyView {
    let spoken = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let step = move |back: bool| {
        let touched = if back { visit.undo() } else { visit.redo() };
        spoken.set(said(visit, back, touched));
    };
    let idle = move |back: bool| {
        text(move || {
            let (undo, redo) = visit.can_undo_and_redo();
            (!if back { undo } else { redo }).to_string()
        })
    };
    view! {
        <div class="steps no-print" role="group" aria-label=visit.word(Word::YourProposal)>
            <button type="button" class="secondary" id="undo" aria-disabled=idle(true) on:click=press(move || step(true))>
                {visit.word(Word::Undo)}
            </button>
            <button type="button" class="secondary" id="redo" aria-disabled=idle(false) on:click=press(move || step(false))>
                {visit.word(Word::Redo)}
            </button>
            <details class="fold more-acts" on:toggle=event(move |_: web_sys::Event| if !open.get_untracked() { open.set(true) })>
                <summary>{visit.word(Word::MoreActs)}</summary>
                {changes(visit)}
                {piece(move || {
                    let is_wanted = open.get() || visit.keeping.get();
                    if is_wanted { lazy::keep(visit, spoken) } else { ().into_any() }
                })}
            </details>
            <p class="note" role="status">{text(move || spoken.get())}</p>
        </div>
    }
    .into_any()
}

/// What a step did, in words.
fn said(visit: Visit, back: bool, touched: Option<Touched>) -> String {
    let Some(touched) = touched else {
        return visit.word(if back { Word::NothingToUndo } else { Word::NothingToRedo });
    };
    let what = visit.facts(|facts| match touched {
        Touched::Line(position) | Touched::Comment(Place::Line(position)) => facts.line_name(position),
        Touched::Comment(Place::Whole) => facts.say(Word::WholeBudget, &[]),
        Touched::Lever => facts.say(Word::Revenue, &[]),
        Touched::Way(way, _) => facts.say(ways::title(way), &[]),
        Touched::All => facts.say(Word::AllLines, &[]),
    });
    let word = if back { Word::Undone } else { Word::Redone };
    visit.facts(|facts| facts.say(word, &[("what", &what)]))
}

/// How many lines are changed, and the way back for all of them.
fn changes(visit: Visit) -> AnyView {
    let moves = memo(move || visit.proposal(Proposal::moves));
    let count = move || visit.facts(|facts| facts.say_count(Word::Changes, moves.get()));
    let none = flag(move || moves.get() == 0);
    let reset = move || {
        visit.reset_all();
        focus_next(visit, "#undo".to_owned());
    };
    view! {
        <p class="changes" hidden=none>
            <span class="quiet">{text(count)}</span>
            <button type="button" class="link" on:click=press(reset)>{visit.word(Word::UndoAll)}</button>
        </p>
    }
    .into_any()
}
