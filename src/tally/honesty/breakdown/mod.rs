//! Results by respondent group, channel, district: what may be told of them.
//!
//! A [`Publication`] is all that is told about one set of participants. It takes the full counts of one dimension after
//! the other, and gives out tables in which too small cells are hidden (see [`suppression`](super::suppression)) so that
//! nobody finds them by subtraction: not over the answers of a category, not over the categories of an answer, not over
//! lines, not over dimensions that share their totals.
//!
//! Participants who did not say are a category of their own, so that every dimension adds up to the same totals. A
//! category that nobody could choose is left out by the caller; one that nobody chose is hidden like a small one.
//!
//! Two attributes at once ([`Publication::cross`]) are told as numbers of people alone, never with answers; and only where
//! the tables told do not go round in a circle. Group by answers, answers by district and district by group would, for
//! example: each pair is harmless, yet the three together press the cells of each other.

mod cross;
mod publication;
mod row;
#[cfg(test)]
mod attacker;
#[cfg(test)]
mod tests;

pub use publication::{Cross, Publication};

use super::suppression::{Figure, SHARES_FROM, Share};

/// The full counts of one dimension, not to be shown to anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Such as `group`.
    pub dimension: String,
    /// The lines, projects or questions that the answers are about; none, to tell the categories' sizes alone.
    pub lines: Vec<String>,
    /// Every category that a participant could choose, and the one of those who did not say.
    pub categories: Vec<CategoryCounts>,
}

/// The full counts of one category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryCounts {
    /// Such as `business`.
    pub name: String,
    /// How many participants are in it.
    pub voters: u64,
    /// For each line how many gave each answer, such as more, the same, less. Who gave none is in none of them.
    pub answers: Vec<Vec<u64>>,
}

/// What can be told of one dimension.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Breakdown {
    /// Such as `group`.
    pub dimension: String,
    /// The lines, projects or questions, in order.
    pub lines: Vec<String>,
    /// One for each category, in order.
    pub rows: Vec<Row>,
    /// The hidden categories together; nothing where there are none, or where all are hidden.
    pub together: Option<Together>,
}

/// What can be told of one category.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Row {
    /// Such as `business`.
    pub category: String,
    /// How many participants are in it.
    pub voters: Figure<u64>,
    /// What they said of each line.
    pub answers: Vec<Figure<Answers>>,
}

/// What can be told of the hidden categories together.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Together {
    /// Which they are.
    pub categories: Vec<String>,
    /// How many participants are in them.
    pub voters: u64,
    /// What they said of each line.
    pub answers: Vec<Figure<Answers>>,
}

/// How many gave each answer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Answers(pub Vec<u64>);

impl Answers {
    /// How many answered: the base of shares.
    pub fn base(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Are they so few that counts are told but no shares?
    pub fn are_few(&self) -> bool {
        self.base() < SHARES_FROM
    }

    /// The share of those who gave this answer; nothing where they are too few for shares.
    pub fn share(&self, answer: usize) -> Option<Share> {
        Share::told(*self.0.get(answer)?, self.base())
    }
}

/// Why counts cannot be broken down.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BreakdownError {
    /// The categories of a dimension do not have the same lines and answers.
    #[error("dimension “{0}”: every category needs each line once, with the same answers")]
    Shape(String),
    /// A category has more answers to a line than participants.
    #[error("dimension “{dimension}”, category “{category}”: more answers than participants")]
    TooManyAnswers {
        /// The dimension.
        dimension: String,
        /// The category.
        category: String,
    },
    /// The dimensions are not about the same participants: whoever did not say is missing.
    #[error(
        "dimension “{0}” does not add up to the same totals as the one before; is a category missing for those who did not say?"
    )]
    Totals(String),
    /// The dimension was broken down before.
    #[error("dimension “{0}” was broken down before")]
    Twice(String),
    /// The ballots are public, and answers were told by another dimension before.
    #[error("answers by “{0}” cannot be told beside public ballots and answers by another dimension")]
    BesideBallots(String),
    /// A cross needs both dimensions broken down before.
    #[error("dimension “{0}” was not broken down before")]
    Unknown(String),
    /// This cross with the tables told before would press hidden cells from several sides.
    #[error(
        "“{0}” by “{1}” cannot be told beside the other tables: together they would give hidden cells away"
    )]
    Circle(String, String),
    /// The cells of a cross do not add up to the sizes of the categories.
    #[error("“{0}” by “{1}” does not add up to the sizes of the categories")]
    Sums(String, String),
}
