//! The ways to take part that a consultation turns on, and what a ballot says in each of them.
//!
//! What citizens choose among (lines, levers, projects, areas) stands in the budget draft, with its versions; the rules
//! for choosing stand here. In the browser everything but the switches is read by the part that shows it.
//!
//! To add a way: its rule as a field of [`Ways`], what a ballot says as a field of
//! [`BallotDocument`](crate::BallotDocument), a file here with both and the check, and its sentences.

use serde::{Deserialize, Serialize};

use crate::wire::Deferred;

pub(crate) mod check;
pub mod clarity;
pub mod lever;
pub mod organisation;
pub mod pot;
pub mod projects;
pub mod question;

pub use clarity::Clarity;
pub use lever::LeverChoice;
pub use organisation::{Organisation, OrganisationDocument, OrganisationKind};
pub use pot::{Pot, PotShare, PotUnit};
pub use projects::{ProjectChoice, ProjectMethod, ProjectVote};
pub use question::{
    Answer, AnswerOption, AnswerValue, Condition, OptionId, Question, QuestionId, QuestionKind,
};

/// Which ways to take part are on, and their rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, in the officer's file too")]
pub struct Ways {
    /// May citizens move the lines that the council decides on, and pull the levers of revenue?
    pub rebalance: bool,
    /// May citizens comment on a line and on the whole?
    pub comments: bool,
    /// Are citizens asked whether a line is clear to them?
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub clarity: bool,
    /// May organisations put their name into the public register of participants?
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub organisations: bool,
    /// Do citizens share a pot over the draft's areas?
    #[serde(default, skip_serializing_if = "Deferred::is_empty")]
    pub pot: Deferred<Option<Pot>>,
    /// Do citizens choose among the draft's projects?
    #[serde(default, skip_serializing_if = "Deferred::is_empty")]
    pub projects: Deferred<Option<ProjectChoice>>,
    /// The officer's own questions, in order.
    #[serde(default, skip_serializing_if = "Deferred::is_empty")]
    pub questions: Deferred<Vec<Question>>,
}

impl Default for Ways {
    /// The budget and comments on it.
    fn default() -> Self {
        Self {
            rebalance: true,
            comments: true,
            clarity: false,
            organisations: false,
            pot: Deferred::default(),
            projects: Deferred::default(),
            questions: Deferred::default(),
        }
    }
}

impl Ways {
    /// Only the budget and comments on it?
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A way to take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// Moving lines and pulling levers.
    Rebalance,
    /// Commenting.
    Comments,
    /// Saying whether a line is clear.
    Clarity,
    /// Sharing a pot.
    Pot,
    /// Choosing projects.
    Projects,
    /// Answering questions.
    Questions,
    /// Standing in the register of participating organisations.
    Organisations,
}

#[cfg(test)]
mod tests;
