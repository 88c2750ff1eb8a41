//! The utilitarian rule, without phantoms: every line is cut at the same rank, and the rest is levelled.

use super::{DivisionError, Line, Reports, compare, sum};
use crate::Rational;
use crate::rational::whole;

/// Writes v(k) for the k-th largest report of a line, with v(0) = 1 and v(n + 1) = 0. The lowest rank k at which all v(k)
/// together fit into the whole gives each line at least v(k), and at most v(k − 1); one common level y, the same for all
/// lines, cuts what lies between so that the whole is used up.
pub(super) fn divide(reports: &Reports) -> Result<Vec<Rational>, DivisionError> {
    let one = whole(1);
    let voters = reports.voters();
    let at = |rank: u64| -> Vec<Rational> {
        let of_line = |line: &Line| {
            let beyond = if rank == 0 { one.clone() } else { whole(0) };
            line.largest(rank).cloned().unwrap_or(beyond)
        };
        reports.lines().iter().map(of_line).collect()
    };
    // At the rank after the last all are nothing, and fit.
    let (mut exceeds, mut fits) = (0, voters + 1);
    while fits - exceeds > 1 {
        let rank = exceeds + (fits - exceeds) / 2;
        if add(&at(rank))? <= one { fits = rank } else { exceeds = rank }
    }
    level(&at(fits), &at(fits - 1))
}

/// Clamps one level between the bounds of every line so that they sum to one.
fn level(least: &[Rational], most: &[Rational]) -> Result<Vec<Rational>, DivisionError> {
    let one = whole(1);
    let clamped = |level: &Rational| -> Vec<Rational> {
        let bounds = least.iter().zip(most);
        bounds.map(|(least, most)| level.clone().clamp(least.clone(), most.clone())).collect()
    };
    let mut levels: Vec<&Rational> = least.iter().chain(most).collect();
    levels.sort_unstable_by(|one, other| compare(one, other));
    // The last bound below or at the level; the lowest bound clamps to the least of every line, which fits.
    let (mut fits, mut beyond) = (0, levels.len());
    while beyond - fits > 1 {
        let middle = fits + (beyond - fits) / 2;
        if add(&clamped(levels[middle]))? <= one { fits = middle } else { beyond = middle }
    }
    let bound = levels[fits];
    let shares = clamped(bound);
    let rest = &one - add(&shares)?;
    let rising = least.iter().zip(most).filter(|(least, most)| *least <= bound && bound < *most).count();
    if rising == 0 { Ok(shares) } else { Ok(clamped(&(bound + rest / whole(rising)))) }
}

fn add(shares: &[Rational]) -> Result<Rational, DivisionError> {
    sum::sum(shares.iter().map(|share| (share, 1))).ok_or(DivisionError::TooFine)
}
