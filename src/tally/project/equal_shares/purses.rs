//! What the voters have left, as doubles whose error is known: they decide all that is not close.

use super::horizon::Growing;
use crate::project::support::Backing;

/// The money of each voter who cast one and the same ballot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Purse {
    /// Money left, in units. Exactly nothing if, and only if, the voter has nothing left.
    pub money: f64,
    /// How much more there would be for one more unit of currency at the start.
    pub growth: f64,
    /// How many voters.
    pub voters: f64,
}

/// Everybody's money, and how far it may be off.
#[derive(Debug, Default)]
pub(super) struct Purses {
    pub of: Vec<Purse>,
    /// How far the money in any purse is off at most.
    pub error: f64,
    /// How far the growth of any purse is off at most.
    pub growth_error: f64,
    /// The growth in no purse is further from nothing.
    pub largest_growth: f64,
    start: f64,
}

/// What some purses hold together.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    pub money: f64,
    pub growth: f64,
    pub voters: f64,
}

impl Sum {
    pub fn add(&mut self, purse: Purse) {
        self.money += purse.money * purse.voters;
        self.growth += purse.growth * purse.voters;
        self.voters += purse.voters;
    }
}

impl Purses {
    /// Everybody has this much money, in units, and `unit` more for one more of currency.
    pub fn fill(&mut self, voters: impl Iterator<Item = u64>, start: f64, unit: f64) {
        self.of.clear();
        self.of.extend(voters.map(|voters| {
            #[expect(clippy::cast_precision_loss, reason = "fewer voters than 2^53")]
            let voters = voters as f64;
            Purse { money: start, growth: unit, voters }
        }));
        self.start = start;
        self.error = 4.0 * f64::EPSILON * start;
        self.growth_error = 2.0 * f64::EPSILON * unit;
        self.largest_growth = unit;
    }

    /// One more project was paid for, at a price for one weight that grows like this, by weights up to the heaviest.
    pub fn paid(&mut self, price: Growing, heaviest: f64) {
        // A payment is rounded when the price becomes a double, when it is multiplied, and when it is taken away; none of
        // them is of more money than a voter had at the start.
        self.error += 8.0 * f64::EPSILON * self.start;
        let growth = self.largest_growth + heaviest * price.growth.abs();
        self.growth_error += heaviest * price.growth_error + 4.0 * f64::EPSILON * growth;
        self.largest_growth = growth;
    }

    /// What the supporters of a project have together.
    pub fn together(&self, backing: &Backing, project: usize) -> Growing {
        let mut sum = Sum::default();
        let ballots = backing.ballots(project);
        for ballot in ballots {
            sum.add(self.of[*ballot as usize]);
        }
        self.growing(sum, ballots.len())
    }

    /// The sum of so many purses with what it may be off.
    pub fn growing(&self, sum: Sum, purses: usize) -> Growing {
        #[expect(clippy::cast_precision_loss, reason = "fewer ballots than 2^53")]
        let rounding = (purses as f64 + 8.0) * f64::EPSILON;
        Growing {
            value: sum.money,
            error: sum.money * rounding + sum.voters * self.error,
            growth: sum.growth,
            growth_error: sum.voters * (self.largest_growth * rounding + self.growth_error),
        }
    }
}
