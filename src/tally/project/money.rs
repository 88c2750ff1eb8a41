//! An election's money as whole numbers, and fractions of whole numbers as doubles whose error is known.

use num_bigint::BigInt;
use num_traits::{One as _, Signed as _, ToPrimitive as _};

use super::RuleError;
use crate::{Election, Rational};

/// Above this many bits in smallest units no money is counted: the doubles that sort out the clear cases would overflow.
const MOST_BITS: u64 = 500;

/// The budget and the costs in whole numbers of the smallest unit that all of them are multiples of.
#[derive(Debug)]
pub(super) struct Money {
    /// How many units make one of the currency.
    pub unit: BigInt,
    pub budget: BigInt,
    pub costs: Vec<BigInt>,
}

impl Money {
    pub fn of(election: &Election) -> Result<Self, RuleError> {
        let amounts = || election.projects.iter().map(|project| &project.cost).chain([&election.budget]);
        if amounts().any(Rational::is_negative) {
            return Err(RuleError::Negative);
        }
        let mut unit = BigInt::one();
        for amount in amounts() {
            // What is left of the denominator is what the unit still lacks.
            unit *= (amount * &unit).denom();
            if unit.bits() > MOST_BITS {
                return Err(RuleError::Extreme);
            }
        }
        let whole = |amount: &Rational| (amount * &unit).to_integer();
        let budget = whole(&election.budget);
        let costs: Vec<BigInt> = election.projects.iter().map(|project| whole(&project.cost)).collect();
        if costs.iter().chain([&budget]).any(|amount| amount.bits() > MOST_BITS) {
            return Err(RuleError::Extreme);
        }
        Ok(Self { unit, budget, costs })
    }

    /// Units as an amount of currency.
    pub fn currency(&self, units: BigInt) -> Rational {
        Rational::new(units, self.unit.clone())
    }

    /// What these projects cost together, in units.
    pub fn cost_of(&self, projects: &[usize]) -> BigInt {
        projects.iter().map(|project| &self.costs[*project]).sum()
    }
}

/// The quotient of two whole numbers as a double, at most 4 parts in 2^53 off. The divisor is positive.
pub(super) fn quotient(dividend: &BigInt, divisor: &BigInt) -> f64 {
    let (dividend, shifted_up) = leading(dividend);
    let (divisor, shifted_down) = leading(divisor);
    dividend / divisor * power_of_two(shifted_up - shifted_down)
}

/// A whole number as a double, at most 2 parts in 2^53 off.
pub(super) fn double(number: &BigInt) -> f64 {
    let (leading, shifted) = leading(number);
    leading * power_of_two(shifted)
}

/// The leading 64 bits as a double, and how many bits stand behind them.
fn leading(number: &BigInt) -> (f64, i64) {
    let shift = number.bits().saturating_sub(64);
    let leading = (number.magnitude() >> shift).to_u64().unwrap_or(u64::MAX);
    #[expect(
        clippy::cast_precision_loss,
        reason = "the loss is part of the error that the callers allow for"
    )]
    let leading = leading as f64;
    (if number.is_negative() { -leading } else { leading }, i64::try_from(shift).unwrap_or(i64::MAX))
}

fn power_of_two(exponent: i64) -> f64 {
    // Exact inside the range of doubles; beyond it a quotient is as good as nothing, or as good as endless.
    2_f64.powi(i32::try_from(exponent.clamp(-1022, 1023)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotient_of_very_large_numbers_is_close_enough() {
        let seven = BigInt::from(7).pow(200);
        let three = BigInt::from(3).pow(300);
        let expected = (200.0 * 7_f64.ln() - 300.0 * 3_f64.ln()).exp();
        assert!((quotient(&seven, &three) / expected - 1.0).abs() < 1e-12);
        assert!((quotient(&BigInt::from(-1), &BigInt::from(3)) + 1.0 / 3.0).abs() < 1e-15);
        assert!((double(&BigInt::from(u64::MAX)) - 18_446_744_073_709_551_615.0).abs() < f64::EPSILON);
    }
}
