//! The rules that fund projects.
//!
//! Each rule is a file: `city_greedy`, `greedy`, `equal_shares` (with `comparison`) and `phragmen`. All of them decide exactly; doubles with known errors only sort out what is not close.

mod city_greedy;
mod comparison;
mod conclude;
mod contest;
mod equal_shares;
mod facts;
mod greedy;
mod loads;
mod money;
mod phragmen;
mod ranking;
mod support;
#[cfg(test)]
mod tests;

use crate::{BallotKind, Election, Outcome, Rule, TieOrder};
use facts::Facts;

/// Why a rule has no outcome for an election.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// The rule cannot be used with ballots of this kind.
    #[error("{satisfaction} cannot be used with {} ballots", kind_name(*kind))]
    Ballots {
        /// The measure of satisfaction, or the rule, as in [`Rule`]'s name.
        satisfaction: &'static str,
        /// What the ballots are.
        kind: BallotKind,
    },
    /// Greedy with a threshold needs an election that has one.
    #[error("the election has no threshold (min_project_score_threshold)")]
    NoThreshold,
    /// A cost or the budget is negative.
    #[error("a cost or the budget is negative")]
    Negative,
    /// The budget or a cost has more than 150 digits in its smallest unit, or a voter's budget would have to grow further
    /// than can be counted.
    #[error("the amounts of money are too large or too finely divided to be counted")]
    Extreme,
}

const fn kind_name(kind: BallotKind) -> &'static str {
    match kind {
        BallotKind::Approval => "approval",
        BallotKind::Ordinal => "ordinal",
        BallotKind::Points => "point",
    }
}

/// The outcome of an election under a rule, with ties broken by an order.
///
/// # Errors
/// When the rule cannot be used with the election's ballots, or an amount of money is beyond what is counted.
pub fn outcome(election: &Election, rule: Rule, order: &TieOrder) -> Result<Outcome, RuleError> {
    let facts = Facts::of(election)?;
    match rule {
        Rule::CityGreedy(variant) => city_greedy::outcome(&facts, variant, order),
        Rule::Greedy(satisfaction) => greedy::outcome(&facts, satisfaction, order),
        Rule::EqualShares(shares) => equal_shares::outcome(&facts, shares, order),
        Rule::Phragmen => phragmen::outcome(&facts, order),
    }
}
