//! The fold over the citizens' allocations: what they propose for each line, counted so that results cost by line and not
//! by ballot.
//!
//! An [`AllocationTally`] counts the ballots on one draft. For each line it keeps how many ballots proposed which amount,
//! to the cent, and never which ballot. So it can be saved and resumed, two of them merged are the tally of all their
//! ballots, a changed or withdrawn ballot is taken out as if it had never come, and the order of ballots leaves no trace.
//!
//! - [`frame`] knows the draft's lines and finds a ballot's amounts on them; [`tally`] counts;
//! - [`results`] makes the figures of each line, with [`quantile`] and [`class`]; [`money`] the common allocation by a rule
//!   of [`crate::division`]; [`stability`] says how much the figures hang on who happened to come;
//! - [`cells`] keeps tallies apart by draft version, channel and respondent, so that a breakdown is a merge of cells;
//! - [`progress`] remembers the last event that was counted.
//!
//! A line that a ballot does not name was left untouched: it counts with the draft's amount, and is told apart from a line
//! that somebody kept on purpose, because a draft pulls those who do not decide towards itself.

pub mod frame;
pub mod histogram;
pub mod tally;
pub mod results;
pub mod quantile;
pub mod class;
pub mod money;
pub mod stability;
pub mod cells;
pub mod progress;
mod saved;
#[cfg(test)]
mod tests;

pub use cells::{Cell, Tallies};
pub use frame::{AllocationError, Frame};
pub use money::{CommonAllocation, NoDivision};
pub use progress::Progress;
pub use results::{LineResult, Part};
pub use tally::AllocationTally;
