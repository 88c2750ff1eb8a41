//! What the voters have left, exactly: what they started with, less what they paid for each project in full.

use num_bigint::BigInt;
use num_traits::{ToPrimitive as _, Zero as _};

use crate::election::Ballot;
use crate::project::money::quotient;
use crate::project::support::Weight;

/// Says that a project is not paid for.
const UNPAID: u32 = u32::MAX;

/// All amounts over one denominator, so that sums need no fractions.
///
/// A voter who once paid less than a full part has nothing left; every other one has paid the price of one weight, times
/// the weight, for each funded project of the ballot. So one whole number a project tells everybody's money.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// By how much all amounts are to be divided, to be money in units.
    denominator: BigInt,
    /// What every voter started with.
    start: BigInt,
    /// For each funded project the price of one weight.
    prices: Vec<BigInt>,
    /// For each project its place among the prices.
    places: Vec<u32>,
    coefficients: Vec<i128>,
}

/// What the supporters of a project with money have together.
#[derive(Debug, Default)]
pub(super) struct Together {
    voters: i128,
}

impl Ledger {
    /// Everybody has `total / voters` units, and nobody has paid.
    pub fn open(&mut self, projects: usize, total: BigInt, voters: u64) {
        self.denominator = BigInt::from(voters);
        self.start = total;
        self.prices.clear();
        self.places.clear();
        self.places.resize(projects, UNPAID);
    }

    /// What every voter started with, in units, as a double.
    pub fn start(&self) -> f64 {
        quotient(&self.start, &self.denominator)
    }

    pub const fn denominator(&self) -> &BigInt {
        &self.denominator
    }

    /// An amount of money in units over the denominator.
    pub fn over(&self, units: &BigInt) -> BigInt {
        units * &self.denominator
    }

    /// Enters that `due` (over the denominator) is shared by this weight: each pays `due / weight` for a weight of one.
    pub fn enter(&mut self, project: usize, due: &BigInt, weight: i128) {
        let common = common_divisor(weight, (due % weight).to_i128().unwrap_or_default());
        let factor = weight / common;
        if factor != 1 {
            self.denominator *= factor;
            self.start *= factor;
            self.prices.iter_mut().for_each(|price| *price *= factor);
        }
        self.places[project] = u32::try_from(self.prices.len()).unwrap_or(UNPAID);
        self.prices.push(due / common);
    }

    /// The price of one weight for the project that was entered last, over the denominator.
    pub fn last(&self) -> Option<&BigInt> {
        self.prices.last()
    }

    /// What a voter with this ballot has left, over the denominator, not counting the project entered last as paid if
    /// `without` names it. Only of one who always paid in full.
    pub fn left(&self, ballot: &Ballot<'_>, weight: Weight, without: Option<usize>) -> BigInt {
        let mut left = self.start.clone();
        for (place, choice) in ballot.choices.iter().enumerate() {
            let project = *choice as usize;
            let weight = weight.at(ballot, place);
            let pays = weight > 0 && Some(project) != without;
            if let Some(price) = self.prices.get(self.places[project] as usize).filter(|_| pays) {
                left -= price * weight;
            }
        }
        left
    }

    /// Begins to add up what voters have together.
    pub fn together(&mut self) -> Together {
        self.coefficients.clear();
        self.coefficients.resize(self.prices.len(), 0);
        Together::default()
    }

    /// Adds all voters with this ballot, who always paid in full.
    pub fn add(&mut self, together: &mut Together, ballot: &Ballot<'_>, weight: Weight) {
        let voters = i128::from(ballot.voters);
        together.voters += voters;
        for (place, choice) in ballot.choices.iter().enumerate() {
            if let Some(coefficient) = self.coefficients.get_mut(self.places[*choice as usize] as usize) {
                *coefficient += voters * i128::from(weight.at(ballot, place).max(0));
            }
        }
    }

    /// What those who were added have together, over the denominator.
    pub fn sum(&self, together: &Together) -> BigInt {
        let mut sum = &self.start * together.voters;
        for (price, coefficient) in self.prices.iter().zip(&self.coefficients) {
            if !coefficient.is_zero() {
                sum -= price * *coefficient;
            }
        }
        sum
    }
}

fn common_divisor(one: i128, other: i128) -> i128 {
    if other == 0 { one } else { common_divisor(other, one % other) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rational;

    #[test]
    fn a_voter_who_paid_twice_has_the_rest() {
        let mut ledger = Ledger::default();
        ledger.open(2, 100.into(), 3);
        ledger.enter(0, &ledger.over(&30.into()), 4);
        ledger.enter(1, &ledger.over(&20.into()), 3);

        let ballot = Ballot { voters: 5, choices: &[0, 1], points: &[] };
        let in_units = |amount: BigInt| Rational::new(amount, ledger.denominator().clone());
        let hundred_thirds = Rational::new(100.into(), 3.into());
        let before = &hundred_thirds - Rational::new(15.into(), 2.into());
        let left = &before - Rational::new(20.into(), 3.into());
        assert_eq!(in_units(ledger.left(&ballot, Weight::One, None)), left);
        assert_eq!(in_units(ledger.left(&ballot, Weight::One, Some(1))), before);

        let mut together = ledger.together();
        ledger.add(&mut together, &ballot, Weight::One);
        let sum = Rational::new(ledger.sum(&together), ledger.denominator().clone());
        assert_eq!(sum, left * Rational::from_integer(5.into()));
    }
}
