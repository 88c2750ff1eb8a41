//! The exact price of a project.

use core::cmp::Ordering;

use num_bigint::BigInt;

use super::horizon::Growing;
use super::ledger::Ledger;
use super::purses::{Purses, Sum};
use crate::Rational;
use crate::election::Profile;
use crate::project::money::quotient;
use crate::project::support::{Backing, Weight};

/// What those who can pay in full share, and how.
#[derive(Debug)]
pub(super) struct Price {
    /// What is left to pay when the poor have given all, over the ledger's denominator.
    pub due: BigInt,
    /// What all others weigh together; not nothing.
    pub weight: i128,
    /// The price of one weight as a double.
    pub growing: Growing,
}

/// A project with everything that its price depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'a> {
    pub profile: &'a Profile,
    pub backing: &'a Backing,
    pub weight: Weight,
    pub project: usize,
    pub cost: &'a BigInt,
}

impl Price {
    /// Works out the price; `guess` is near it. The supporters have at least the cost together.
    ///
    /// Doubles tell who is poor and who is rich except near the guess; those near it are compared exactly. Where the
    /// exact price turns out too far from the guess for that, more of them are.
    pub fn of(question: Question<'_>, purses: &Purses, ledger: &mut Ledger, mut guess: f64) -> Self {
        let mut slack = 1e-11;
        loop {
            let price = Self::near(question, purses, ledger, guess, slack);
            let everybody_compared = slack >= 1.0;
            if let Some(price) = price {
                if everybody_compared || (price.growing.value - guess).abs() <= guess * slack / 2.0 {
                    return price;
                }
                guess = price.growing.value.max(0.0);
            } else if everybody_compared {
                // Nobody who pays in full: the callers have made sure that there is somebody.
                return Self { due: ledger.over(question.cost), weight: 1, growing: Growing::default() };
            }
            slack = if slack > 1e-4 { f64::INFINITY } else { slack * 100.0 };
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "allowed for by the slack")]
    fn near(
        question: Question<'_>,
        purses: &Purses,
        ledger: &mut Ledger,
        guess: f64,
        slack: f64,
    ) -> Option<Self> {
        let Question { profile, backing, weight: weigh, project, cost } = question;
        let mut together = ledger.together();
        let (mut poor, mut weight) = (Sum::default(), 0_i128);
        let mut close: Vec<(Rational, i128, usize)> = Vec::new();
        for (ballot, heavy) in backing.weighted(project) {
            let purse = purses.of[ballot];
            if purse.money == 0.0 {
                continue;
            }
            let pays = guess * heavy as f64;
            let doubt = purses.error + slack * pays;
            let all = i128::from(profile.ballot(ballot).voters) * i128::from(heavy);
            if purse.money > pays + doubt {
                weight += all;
            } else if purse.money < pays - doubt {
                poor.add(purse);
                ledger.add(&mut together, &profile.ballot(ballot), weigh);
            } else {
                weight += all;
                let left = ledger.left(&profile.ballot(ballot), weigh, None);
                close.push((Rational::new(left, heavy.into()), all, ballot));
            }
        }
        let mut due = ledger.over(cost) - ledger.sum(&together);
        close.sort_by(|one, other| one.0.cmp(&other.0));
        for (left, all, ballot) in close {
            // Is there enough for the price? That is, left >= due / weight.
            if &left * BigInt::from(weight) >= Rational::from_integer(due.clone()) {
                break;
            }
            due -= (left * BigInt::from(all)).to_integer();
            weight -= all;
            poor.add(purses.of[ballot]);
        }
        if weight <= 0 {
            return None;
        }
        let given = purses.growing(poor, backing.ballots(project).len());
        let growth = -given.growth / weight as f64;
        let value = quotient(&due, &(ledger.denominator() * weight));
        Some(Self {
            due,
            weight,
            growing: Growing {
                value,
                error: value.abs() * 4.0 * f64::EPSILON,
                growth,
                growth_error: given.growth_error / weight as f64 + growth.abs() * 4.0 * f64::EPSILON,
            },
        })
    }

    /// Compares two prices for a unit of satisfaction, of which one weight makes `scale`.
    pub fn compare(&self, scale: &Rational, other: &Self, other_scale: &Rational) -> Ordering {
        let side = |price: &Self, other: &Self, scale: &Rational, other_scale: &Rational| {
            &price.due * other.weight * scale.denom() * other_scale.numer()
        };
        side(self, other, scale, other_scale).cmp(&side(other, self, other_scale, scale))
    }
}
