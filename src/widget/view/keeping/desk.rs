//! Where a citizen who comes back is met: with what is kept on the device, with the code of a receipt, with what became
//! of the proposal.

use glasno_words::widget::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{changing, code, corrected, kept};
use crate::browser::net;
use crate::view::erased::{flag, piece, press, text};
use crate::view::{focus_next, lazy};
use crate::visit::{Visit, delivery::Outcome, sending::Desk};

/// How asking the server stands at the desk.
#[derive(Clone, Copy)]
pub struct At {
    /// What came of it, in words.
    pub said: RwSignal<String>,
    /// Is an answer on its way?
    pub busy: RwSignal<bool>,
    /// Is the code mistyped?
    pub wrong: RwSignal<bool>,
}

impl At {
    /// A question goes out.
    pub fn begin(self, visit: Visit, word: Word) {
        self.busy.set(true);
        self.said.set(visit.word(word));
    }

    /// Its answer is there; says whether the desk is still there as well.
    pub fn end(self) -> bool {
        let is_gone = self.busy.try_set(false).is_some();
        !is_gone && self.said.try_set(String::new()).is_none()
    }
}

/// The desk.
pub fn desk(visit: Visit) -> AnyView {
    let at =
        At { said: RwSignal::new(String::new()), busy: RwSignal::new(false), wrong: RwSignal::new(false) };
    view! {
        <div class="desk no-print">
            {piece(move || if visit.keeping.get() { ().into_any() } else { kept_there(visit) })}
            {piece(move || match () {
                () if visit.desk_has(Desk::Code) => code::field(visit, at),
                () if visit.desk_has(Desk::Held) => changing::held(visit, at),
                () if visit.desk_has(Desk::Quiet) => lazy::have_code(visit),
                () if visit.desk_has(Desk::Left) => left(visit),
                () if visit.desk_has(Desk::Look) || visit.desk_has(Desk::Renew) => asking(visit, at),
                () => changing::banner(visit, at),
            })}
            {piece(move || {
                visit.restores.track();
                corrected::notes(visit)
            })}
        </div>
    }
    .into_any()
}

/// The server is asked for what the citizen wants to see. Where it does not answer, the citizen asks again.
fn asking(visit: Visit, at: At) -> AnyView {
    let ask = move || {
        if at.busy.try_get_untracked() == Some(false) {
            ask(visit, at);
        }
    };
    // Once it stands there, if the visit has not ended by then.
    request_animation_frame(ask);
    view! {
        <section class="notice" id="asking" tabindex="-1">
            <p role="status">{text(move || at.said.get())}</p>
            <div class="acts" hidden=flag(move || at.busy.get())>
                <button type="button" class="primary" on:click=press(ask)>{visit.word(Word::TryNow)}</button>
            </div>
        </section>
    }
    .into_any()
}

fn ask(visit: Visit, at: At) {
    at.begin(visit, Word::Asking);
    if visit.desk.get_untracked() == Desk::Renew as u32 {
        return corrected::renew(visit, move |answered| {
            if at.end() && !answered {
                at.said.set(visit.word(Word::NoAnswer));
            }
        });
    }
    let Some((id, receipt_code)) = visit.addressed() else { return visit.set_desk(Desk::Quiet) };
    let server = visit.facts(|facts| facts.server.clone());
    spawn_local(async move {
        let found = net::open(&server, &id, &receipt_code).await;
        if !at.end() {
            return;
        }
        match found {
            Outcome::Received(found) => {
                visit.set_outgoing(None);
                code::open(visit, found, receipt_code);
            }
            other => at.said.set(visit.facts(|facts| code::reason(facts, &other))),
        }
    });
}

/// Nothing was changed.
fn left(visit: Visit) -> AnyView {
    view! {
        <p class="notice" id="left" tabindex="-1">{visit.word(Word::ChangeStopped)}</p>
        {lazy::have_code(visit)}
    }
    .into_any()
}

/// What is kept on the device, to go on with or to delete.
fn kept_there(visit: Visit) -> AnyView {
    let Some(kept) = kept::read(visit).filter(|_| !visit.is_begun()) else { return ().into_any() };
    let moment = visit.facts(|facts| facts.formats.moment(kept.kept_at));
    let said = visit.facts(|facts| facts.say(Word::KeptThere, &[("moment", &moment)]));
    let take = move || {
        // Read anew: another tab may have gone on with it since.
        if let Some(kept) = kept::read(visit) {
            kept::take(visit, kept);
            focus_next(visit, "#review".to_owned());
        }
    };
    let forget = move || {
        kept::forget(visit);
        visit.restores.update(|restores| *restores = restores.wrapping_add(1));
        focus_next(visit, "#title".to_owned());
    };
    view! {
        <section class="notice" aria-labelledby="kept">
            <p id="kept">{said}</p>
            <div class="acts">
                <button type="button" class="primary" id="take-kept" on:click=press(take)>{visit.word(Word::GoOnWithKept)}</button>
                <button type="button" class="secondary" on:click=press(forget)>{visit.word(Word::Forget)}</button>
            </div>
        </section>
    }
    .into_any()
}
