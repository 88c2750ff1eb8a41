//! What keeps a proposal from being lost: steps back and forth, fetched with the first change; keeping on the device,
//! coming back with a code, and what became of a proposal in a corrected draft.
//!
//! [`mod@bar`] stands with the balance; [`mod@desk`] stands below the opening, where a citizen who comes back is met.

pub mod bar;
pub mod changing;
pub mod code;
pub mod corrected;
pub mod desk;
pub mod keep;
pub mod kept;

pub use bar::bar;
pub use desk::desk;
pub use keep::keep;

use crate::visit::{Step, Visit, proposal::Proposal, undo::Touched};

/// Empties the proposal, as a step that can be taken back.
pub fn begin_anew(visit: Visit) {
    let empty = visit.facts(|facts| Proposal::begin(&facts.consultation.ways));
    visit.record(Touched::All);
    visit.restore(empty);
    if !visit.is_at(Step::Draft) {
        visit.set_step(Step::Draft);
    }
}
