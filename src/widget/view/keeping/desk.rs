//! Where a citizen who comes back is met: what is kept on the device, and what became of it.

use glasno_words::widget::Word;
use leptos::prelude::*;

use super::{corrected, kept};
use crate::view::erased::{piece, press};
use crate::view::focus_next;
use crate::visit::Visit;

/// The desk.
pub fn desk(visit: Visit) -> AnyView {
    view! {
        <div class="desk">
            {piece(move || if visit.keeping.get() { ().into_any() } else { kept_there(visit) })}
            {piece(move || {
                visit.restores.track();
                corrected::notes(visit)
            })}
        </div>
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
