//! Counting: what citizens chose, made into an outcome that anyone can compute again.
//!
//! Pure: no file, no clock, no chance. Seeds come in as text; what is written goes out as text or bytes. It compiles
//! for the browser too.
//!
//! - [`election`] holds an election of projects as it is counted, [`pabulib`] reads and writes it as a `.pb` file;
//! - [`rule`] names the outcome rules, [`project`] computes them, [`outcome`] is what comes out, with its reasons;
//! - [`division`] aggregates divisions of a fixed total, exactly; [`allocation`] folds the citizens' allocations;
//! - [`honesty`] says how far a result may be trusted, and hides what would give a citizen away;
//! - [`package`] is what anybody can count again from: the open-data tables and the figures that follow from them.
//!
//! Where a decision hangs on a comparison it is exact: [`Rational`]s have no largest denominator.
//!
//! To add a rule: a variant of [`rule::Rule`] with its name, a file in `project/`, and its outcomes in the tests.

pub mod allocation;
pub mod division;
pub mod election;
pub mod honesty;
pub mod outcome;
pub mod pabulib;
pub mod package;
pub mod project;
pub mod rational;
pub mod rule;
pub mod ties;

pub use election::{Ballot, BallotKind, Election, Profile, Project};
pub use outcome::Outcome;
pub use rational::Rational;
pub use rule::Rule;
pub use ties::TieOrder;
