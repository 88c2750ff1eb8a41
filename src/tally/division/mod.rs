//! Divisions of a fixed total, aggregated exactly: what all the ballots together come to, share by share.
//!
//! Each voter divides the whole among the lines; a [`DivisionRule`] makes one division of all of these. The rules see
//! only which shares were reported for each line and by how many ([`Reports`]), so that a hundred thousand ballots cost
//! as much as they have different shares. Every result sums to one, to the last digit.
//!
//! Sources: R. Freeman, D. Pennock, D. Peters, J. Wortman Vaughan, “Truthful aggregation of budget proposals”, Journal
//! of Economic Theory 193 (2021), for moving phantoms, the utilitarian rule and independent markets; R. Freeman,
//! U. Schmidt-Kraepelin, “Project-Fair and Truthful Mechanisms for Budget Aggregation” (arXiv 2309.02613) for the ladder.
//!
//! To add a rule: a variant of [`DivisionRule`] with its name, a file here that computes it, and its place in [`divide`].

use core::fmt;

use crate::Rational;

mod reports;
mod middle;
mod utilitarian;
mod phantoms;
mod sum;
#[cfg(test)]
mod tests;

pub use middle::medians;
pub(crate) use reports::compare;
pub use reports::{Line, Reports, Step};

/// A rule that makes many divisions of a total into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DivisionRule {
    /// The mean of each line. The simplest to explain; one extreme ballot moves it.
    Mean,
    /// The median of each line, all divided by their sum. A voter can gain by exaggerating.
    MedianNormalised,
    /// The division with the least sum of distances (Σ|x − p|) to all ballots; among equally good ones, nearest to equal
    /// shares. Nobody gains by exaggerating, and no line leaves the range that was reported for it.
    Utilitarian,
    /// The moving phantoms at `min(t·k, 1)`. Nobody gains by exaggerating, and voters who want a single line move as
    /// much of the money as they are part of the voters.
    IndependentMarkets,
    /// The moving phantoms at `max(t − k/n, 0)`. Nobody gains by exaggerating; near to the mean for three lines.
    Ladder,
}

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DivisionError {
    /// There is no ballot.
    #[error("there is no ballot")]
    NoBallots,
    /// The ballots have no lines.
    #[error("the ballots have no lines")]
    NoLines,
    /// A ballot has more or fewer lines than the first one.
    #[error("ballot {ballot} has {found} lines, the first one has {expected}")]
    OtherLength {
        /// Which ballot, from 1.
        ballot: usize,
        /// How many lines it has.
        found: usize,
        /// How many the first one has.
        expected: usize,
    },
    /// A share is less than nothing.
    #[error("ballot {ballot}, line {line}: {share} is less than nothing")]
    Negative {
        /// Which ballot, from 1.
        ballot: usize,
        /// Which line, from 1.
        line: usize,
        /// What stands there.
        share: Rational,
    },
    /// The shares of a ballot do not sum to one, exactly.
    #[error("the shares of ballot {ballot} sum to {sum}, not to 1")]
    NotWhole {
        /// Which ballot, from 1.
        ballot: usize,
        /// What they sum to.
        sum: Rational,
    },
    /// Counted lines cannot come from whole ballots: their voters differ in number, a share is less than nothing, or all
    /// shares do not sum to the number of voters.
    #[error("the counts of the lines do not come from the same ballots")]
    Inconsistent,
    /// The median of every line is nothing, so that there is nothing to divide by.
    #[error("the median of every line is 0, so that the medians cannot be made into shares")]
    NoMedian,
    /// The shares have no common denominator of a size that can be worked with: less than 2^131072.
    #[error("the shares have no common denominator with less than 39 000 digits; round them")]
    TooFine,
}

/// There is no rule of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a rule. Rules are mean, median_normalised, utilitarian, independent_markets and ladder"
)]
pub struct UnknownDivisionRule(pub String);

/// Aggregates by a rule: one share for each line, together exactly one.
///
/// # Errors
/// Where medians are all nothing, or the shares are too fine to be summed.
pub fn divide(reports: &Reports, rule: DivisionRule) -> Result<Vec<Rational>, DivisionError> {
    match rule {
        DivisionRule::Mean => middle::mean(reports),
        DivisionRule::MedianNormalised => middle::median_normalised(reports),
        DivisionRule::Utilitarian => utilitarian::divide(reports),
        DivisionRule::IndependentMarkets => phantoms::divide(reports, phantoms::Phantoms::Markets),
        DivisionRule::Ladder => {
            phantoms::divide(reports, phantoms::Phantoms::Ladder { voters: reports.voters() })
        }
    }
}

impl DivisionRule {
    /// Every rule.
    pub const ALL: [Self; 5] =
        [Self::Mean, Self::MedianNormalised, Self::Utilitarian, Self::IndependentMarkets, Self::Ladder];

    /// The name, as researchers write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mean => "mean",
            Self::MedianNormalised => "median_normalised",
            Self::Utilitarian => "utilitarian",
            Self::IndependentMarkets => "independent_markets",
            Self::Ladder => "ladder",
        }
    }
}

impl fmt::Display for DivisionRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl core::str::FromStr for DivisionRule {
    type Err = UnknownDivisionRule;

    fn from_str(name: &str) -> Result<Self, UnknownDivisionRule> {
        let of_name = Self::ALL.into_iter().find(|rule| rule.code() == name);
        of_name.ok_or_else(|| UnknownDivisionRule(name.to_owned()))
    }
}
