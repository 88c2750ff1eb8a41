//! What the ballots come to, as officers see it while they come in.
//!
//! [`Counting`] keeps a tally for each consultation and reads only what is new; `compute` and `weighting` make it into
//! [`Results`]; the officers' page and `glasno results` show these, [`table`] writes them as CSV and [`json`] as JSON.
//! Nothing of it is public: small categories are hidden at the officers' threshold, and weights never leave.

mod compute;
mod counting;
pub mod json;
pub mod table;
pub mod view;
mod weighting;

pub use compute::order;
pub use counting::{Counting, ResultsError};
pub use view::Results;
