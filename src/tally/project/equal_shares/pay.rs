//! The supporters pay.

use core::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::Zero as _;

use super::horizon::Growing;
use super::price::Price;
use super::run::{Bought, Runner};
use crate::Rational;
use crate::project::money::quotient;

impl Runner<'_> {
    /// Everybody pays the price or, with less than that, all there is.
    #[expect(clippy::cast_precision_loss, reason = "allowed for by the errors")]
    pub(super) fn pay(&mut self, project: usize, price: &Price) {
        let profile = &self.facts.election.profile;
        self.ledger.enter(project, &price.due, price.weight);
        let exactly = self.ledger.last().cloned().unwrap_or_default();
        let one = Growing { value: quotient(&exactly, self.ledger.denominator()), ..price.growing };
        let error = self.purses.error;
        let (mut could_not_pay, mut heaviest) = (0, 0);
        let mut most_paid = Paid::default();
        for (ballot, weight) in self.backing.weighted(project) {
            let purse = &mut self.purses.of[ballot];
            let voters = profile.ballot(ballot).voters;
            if purse.money == 0.0 {
                could_not_pay += voters;
                continue;
            }
            let due = one.times(weight as f64);
            let has = Growing {
                value: purse.money,
                error,
                growth: purse.growth,
                growth_error: self.purses.growth_error,
            };
            let rest = has.above(due);
            let exact_left = || self.ledger.left(&profile.ballot(ballot), self.weight, Some(project));
            let order = if rest.value.abs() > rest.error {
                rest.value.total_cmp(&0.0)
            } else {
                exact_left().cmp(&(&exactly * weight))
            };
            if order == Ordering::Less {
                could_not_pay += voters;
                if self.explains && purse.money + error >= most_paid.at_least {
                    most_paid.raise(purse.money - error, &exact_left());
                }
                self.horizon.keep(due.above(has));
                purse.money = 0.0;
                purse.growth = 0.0;
                continue;
            }
            if self.explains && due.value + due.error >= most_paid.at_least {
                most_paid.raise(due.value - due.error, &(&exactly * weight));
            }
            heaviest = heaviest.max(weight);
            if order == Ordering::Equal {
                // With more at the start there would be something left.
                self.horizon.stop();
                purse.money = 0.0;
                purse.growth = 0.0;
            } else {
                self.horizon.keep(rest);
                purse.money = rest.value.max(f64::MIN_POSITIVE);
                purse.growth = rest.growth;
            }
        }
        self.purses.paid(one, heaviest as f64);
        let unit = &self.facts.money.unit;
        let most_paid =
            self.explains.then(|| Rational::new(most_paid.exactly, self.ledger.denominator() * unit));
        self.bought.push(Bought { project, could_not_pay, most_paid });
    }
}

/// The largest payment so far.
#[derive(Debug, Default)]
struct Paid {
    at_least: f64,
    exactly: BigInt,
}

impl Paid {
    fn raise(&mut self, at_least: f64, exactly: &BigInt) {
        if *exactly > self.exactly || self.exactly.is_zero() {
            self.exactly.clone_from(exactly);
            self.at_least = self.at_least.max(at_least);
        }
    }
}
