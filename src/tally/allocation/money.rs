//! The common allocation: every ballot seen as a division of the same money, aggregated by a rule, and made into money
//! again to the cent.
//!
//! The money that is divided is that of all lines that citizens may move. What a ballot leaves over is a part of it like a
//! line: the rest. Where ballots may cost more than the draft, the money is larger by the largest excess that the balance
//! rule allows, so that the rest of a ballot is never less than nothing; the common rest is given as what is left over of
//! the draft's own money, and is negative where the lines cost more than the draft.

use glasno_model::{Amount, LineId};
use num_bigint::BigInt;
use num_traits::ToPrimitive as _;

use super::AllocationTally;
use super::frame::FrameLine;
use super::results::with_untouched;
use crate::Rational;
use crate::division::{DivisionError, DivisionRule, Reports, divide};

/// One allocation in place of all ballots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommonAllocation {
    /// The amount for every line that citizens may move, in the order of the draft.
    pub lines: Vec<(LineId, Amount)>,
    /// What is left over of the draft's money; negative where the lines cost more. With the lines it sums to what they
    /// have in the draft.
    pub rest: Amount,
}

/// Why there is no common allocation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoDivision {
    /// There is no line that citizens may move, or no money on these lines.
    #[error("there is no money that citizens may move")]
    NothingToDivide,
    /// The rule has no result.
    #[error(transparent)]
    Rule(#[from] DivisionError),
}

/// The money that is divided, in minor units.
struct Whole {
    total: i128,
    headroom: i128,
}

impl AllocationTally {
    /// What the ballots report as shares of the money: the lines that citizens may move in the order of the draft, and last
    /// the rest.
    ///
    /// # Errors
    /// Before the first ballot, and where there is no money to divide.
    pub fn reports(&self) -> Result<Reports, NoDivision> {
        let whole = self.whole()?;
        let share = |amount: i128| Rational::new(amount.into(), whole.total.into());
        let lines = self.frame.lines().iter().zip(&self.counts.lines).filter(|(line, _)| line.movable);
        let mut counted: Vec<Vec<(Rational, u64)>> = lines
            .map(|(line, proposed)| {
                let amounts = with_untouched(line.amount.minor(), proposed, self.ballots());
                amounts.into_iter().map(|(amount, count)| (share(amount.into()), count)).collect()
            })
            .collect();
        let differences = self.counts.differences.ascending();
        let rest = |difference: i64| share(whole.headroom - i128::from(difference));
        counted.push(differences.into_iter().map(|(difference, count)| (rest(difference), count)).collect());
        Ok(Reports::from_counts(&counted)?)
    }

    /// The common allocation by a rule, in whole minor units that sum to the draft's.
    ///
    /// Every part is rounded down, and the units that are missing then go one each to the parts that were cut most, ties
    /// to the earlier line (the method of largest remainders).
    ///
    /// # Errors
    /// Before the first ballot, where there is no money to divide, and where the rule has no result.
    pub fn common_allocation(&self, rule: DivisionRule) -> Result<CommonAllocation, NoDivision> {
        let whole = self.whole()?;
        let mut units = largest_remainders(&divide(&self.reports()?, rule)?, whole.total);
        // The rest is the last one; all of them were made from amounts and fit into one, but for a headroom beyond all
        // measure.
        let amount = |units: i128| {
            let fits = i64::try_from(units).ok().and_then(|minor| Amount::from_minor(minor).ok());
            fits.ok_or(NoDivision::Rule(DivisionError::TooFine))
        };
        let rest = amount(units.pop().unwrap_or_default() - whole.headroom)?;
        let lines = self.movable().zip(units).map(|(line, units)| Ok((line.id.clone(), amount(units)?)));
        Ok(CommonAllocation { lines: lines.collect::<Result<_, NoDivision>>()?, rest })
    }

    fn movable(&self) -> impl Iterator<Item = &FrameLine> {
        self.frame.lines().iter().filter(|line| line.movable)
    }

    fn whole(&self) -> Result<Whole, NoDivision> {
        // A ballot that raises revenue, or comes from a time with a wider balance rule, still has a rest.
        let excess = self.counts.differences.ascending().last().map_or(0, |(difference, _)| *difference);
        let headroom = i128::from(self.frame.headroom().minor().max(excess));
        let movable: i128 = self.movable().map(|line| i128::from(line.amount.minor())).sum();
        let total = movable + headroom;
        if total > 0 { Ok(Whole { total, headroom }) } else { Err(NoDivision::NothingToDivide) }
    }
}

/// Parts of a total by their shares, which sum to one, in whole units that sum to the total.
fn largest_remainders(shares: &[Rational], total: i128) -> Vec<i128> {
    let exact: Vec<Rational> = shares.iter().map(|share| share * BigInt::from(total)).collect();
    let mut units: Vec<i128> =
        exact.iter().map(|part| part.to_integer().to_i128().unwrap_or_default()).collect();
    let mut by_remainder: Vec<(usize, Rational)> = exact.iter().map(Rational::fract).enumerate().collect();
    // A stable sort: ties stay in the order of the lines.
    by_remainder.sort_by(|(_, one), (_, other)| other.cmp(one));
    let missing = total - units.iter().sum::<i128>();
    for (at, _) in by_remainder.into_iter().take(usize::try_from(missing).unwrap_or_default()) {
        units[at] += 1;
    }
    units
}
