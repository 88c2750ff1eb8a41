//! What was reported: for each line the different shares, and how many voters reported each.

use core::cmp::Ordering;

use num_traits::{One as _, Signed as _, ToPrimitive as _};

use super::{DivisionError, sum};
use crate::Rational;

/// What all voters reported for all lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reports {
    voters: u64,
    lines: Vec<Line>,
}

/// What all voters reported for one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    steps: Vec<Step>,
}

/// One share that was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The share, not negative.
    pub share: Rational,
    /// How many voters reported it; at least one.
    pub voters: u64,
    /// How many voters reported it or more.
    pub at_least: u64,
}

impl Reports {
    /// Counts ballots. Each one gives every line its share, and they sum to one.
    ///
    /// # Errors
    /// Without ballots or lines, and with the first ballot that does not divide the whole.
    pub fn from_ballots(ballots: &[Vec<Rational>]) -> Result<Self, DivisionError> {
        let lines = ballots.first().ok_or(DivisionError::NoBallots)?.len();
        for (at, ballot) in ballots.iter().enumerate() {
            check(at + 1, ballot, lines)?;
        }
        if lines == 0 {
            return Err(DivisionError::NoLines);
        }
        let line = |at: usize| {
            let mut shares: Vec<&Rational> = ballots.iter().map(|ballot| &ballot[at]).collect();
            shares.sort_unstable_by(|one, other| compare(one, other));
            Line::of_sorted(shares.into_iter().map(|share| (share, 1)))
        };
        Ok(Self { voters: ballots.len() as u64, lines: (0..lines).map(line).collect() })
    }

    /// Takes lines that are counted already: shares in any order with the number of voters who reported each.
    ///
    /// # Errors
    /// Without voters or lines, and where the counts cannot come from whole ballots.
    pub fn from_counts(lines: &[Vec<(Rational, u64)>]) -> Result<Self, DivisionError> {
        let voters_of = |line: &Vec<(Rational, u64)>| {
            line.iter().try_fold(0_u64, |sum, (_, voters)| sum.checked_add(*voters))
        };
        let voters = voters_of(lines.first().ok_or(DivisionError::NoLines)?);
        let voters = voters.ok_or(DivisionError::Inconsistent)?;
        let negative = lines.iter().flatten().any(|(share, _)| share.is_negative());
        if negative || lines.iter().any(|line| voters_of(line) != Some(voters)) {
            return Err(DivisionError::Inconsistent);
        }
        if voters == 0 {
            return Err(DivisionError::NoBallots);
        }
        let all = sum::sum(lines.iter().flatten().map(|(share, voters)| (share, *voters)));
        if all.ok_or(DivisionError::TooFine)? != crate::rational::whole(voters) {
            return Err(DivisionError::Inconsistent);
        }
        let line = |counts: &Vec<(Rational, u64)>| {
            let counts = counts.iter().filter(|(_, voters)| *voters > 0);
            let mut shares: Vec<(&Rational, u64)> = counts.map(|(share, voters)| (share, *voters)).collect();
            shares.sort_unstable_by(|(one, _), (other, _)| compare(one, other));
            Line::of_sorted(shares.into_iter())
        };
        Ok(Self { voters, lines: lines.iter().map(line).collect() })
    }

    /// How many voters there are; at least one.
    pub const fn voters(&self) -> u64 {
        self.voters
    }

    /// The lines; at least one.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }
}

impl Line {
    fn of_sorted<'a>(shares: impl Iterator<Item = (&'a Rational, u64)>) -> Self {
        let mut steps: Vec<Step> = Vec::new();
        for (share, voters) in shares {
            match steps.last_mut().filter(|last| compare(&last.share, share).is_eq()) {
                Some(last) => last.voters += voters,
                None => steps.push(Step { share: share.clone(), voters, at_least: 0 }),
            }
        }
        let mut at_least = 0;
        for step in steps.iter_mut().rev() {
            at_least += step.voters;
            step.at_least = at_least;
        }
        Self { steps }
    }

    /// The different shares, ascending.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The largest share for `rank` = 1, the second largest for 2, and so on; nothing where there are fewer voters.
    pub fn largest(&self, rank: u64) -> Option<&Rational> {
        let beyond = self.steps.partition_point(|step| step.at_least >= rank);
        self.steps.get(beyond.checked_sub(1)?).filter(|_| rank > 0).map(|step| &step.share)
    }
}

/// Compares two fractions; those with short numerators and denominators, which is nearly all, without division.
pub(crate) fn compare(one: &Rational, other: &Rational) -> Ordering {
    match (small(one), small(other)) {
        (Some((a, b)), Some((c, d))) => (i128::from(a) * i128::from(d)).cmp(&(i128::from(c) * i128::from(b))),
        _ => one.cmp(other),
    }
}

fn small(share: &Rational) -> Option<(i64, i64)> {
    Some((share.numer().to_i64()?, share.denom().to_i64()?))
}

fn check(ballot: usize, shares: &[Rational], expected: usize) -> Result<(), DivisionError> {
    if shares.len() != expected {
        return Err(DivisionError::OtherLength { ballot, found: shares.len(), expected });
    }
    if let Some(at) = shares.iter().position(Rational::is_negative) {
        return Err(DivisionError::Negative { ballot, line: at + 1, share: shares[at].clone() });
    }
    if shares.is_empty() || sum::is_one(shares) {
        return Ok(());
    }
    match sum::sum(shares.iter().map(|share| (share, 1))) {
        None => Err(DivisionError::TooFine),
        Some(sum) if sum.is_one() => Ok(()),
        Some(sum) => Err(DivisionError::NotWhole { ballot, sum }),
    }
}
