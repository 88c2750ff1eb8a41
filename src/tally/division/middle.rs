//! The mean and the medians.

use num_traits::Zero as _;

use super::{DivisionError, Line, Reports, sum};
use crate::Rational;
use crate::rational::whole;

pub(super) fn mean(reports: &Reports) -> Result<Vec<Rational>, DivisionError> {
    let voters = whole(reports.voters());
    let mean = |line: &Line| {
        let sum = sum::sum(line.steps().iter().map(|step| (&step.share, step.voters)));
        Ok(sum.ok_or(DivisionError::TooFine)? / &voters)
    };
    reports.lines().iter().map(mean).collect()
}

/// The median of each line as it is: with an even number of voters, halfway between the two in the middle. They need
/// not sum to one.
pub fn medians(reports: &Reports) -> Vec<Rational> {
    let (lower, upper) = (reports.voters().div_ceil(2), reports.voters() / 2 + 1);
    let median = |line: &Line| {
        let ranks = [lower, upper].map(|rank| line.largest(rank));
        // Both ranks are between 1 and the number of voters.
        ranks.into_iter().flatten().sum::<Rational>() / whole(2)
    };
    reports.lines().iter().map(median).collect()
}

pub(super) fn median_normalised(reports: &Reports) -> Result<Vec<Rational>, DivisionError> {
    let medians = medians(reports);
    let sum = sum::sum(medians.iter().map(|median| (median, 1))).ok_or(DivisionError::TooFine)?;
    if sum.is_zero() {
        return Err(DivisionError::NoMedian);
    }
    Ok(medians.into_iter().map(|median| median / &sum).collect())
}
