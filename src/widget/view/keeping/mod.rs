//! What keeps a proposal from being lost, fetched with the first change: steps back and forth, keeping on the device,
//! coming back with a code, and what became of a proposal in a corrected draft.
//!
//! [`bar`] stands with the balance; [`desk`] stands below the opening, where a citizen who comes back is met.

pub mod bar;
pub mod changing;
pub mod code;
pub mod corrected;
pub mod desk;
pub mod kept;

pub use bar::bar;
pub use desk::desk;
