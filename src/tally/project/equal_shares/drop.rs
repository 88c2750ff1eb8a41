//! Which projects their supporters cannot pay any more.

use num_bigint::BigInt;
use num_traits::Zero as _;

use super::horizon::Growing;
use super::run::{Dropped, Runner};
use crate::Rational;
use crate::project::money::double;

impl Runner<'_> {
    /// Is what the supporters have together less than the cost?
    pub(super) fn too_little(&mut self, project: usize, cost: f64, together: Growing) -> bool {
        let cost = Growing { value: cost, error: cost * 4.0 * f64::EPSILON, ..Growing::default() };
        let missing = cost.above(together);
        let too_little = if missing.value.abs() > missing.error {
            missing.value > 0.0
        } else {
            self.missing(project) > BigInt::zero()
        };
        if too_little {
            self.horizon.keep(missing);
        }
        too_little
    }

    /// What the supporters lack together, over the ledger's denominator, exactly.
    fn missing(&mut self, project: usize) -> BigInt {
        let mut together = self.ledger.together();
        for (ballot, _) in self.backing.weighted(project) {
            if self.purses.of[ballot].money != 0.0 {
                self.ledger.add(&mut together, &self.facts.election.profile.ballot(ballot), self.weight);
            }
        }
        self.ledger.over(&self.facts.money.costs[project]) - self.ledger.sum(&together)
    }

    /// Drops every project that its supporters cannot pay any more, and says what is missing.
    pub(super) fn drop_all(&mut self, round: u32) {
        let spent = self.bought.last().map_or(0.0, |bought| double(&self.facts.money.costs[bought.project]));
        let mut candidates = core::mem::take(&mut self.candidates);
        candidates.retain_mut(|candidate| {
            // Nobody pays for anything more than it costs: most need not be looked at again.
            candidate.together -= spent * (1.0 + 8.0 * f64::EPSILON);
            let enough = candidate.cost * (1.0 + 8.0 * f64::EPSILON);
            if candidate.together > enough {
                return true;
            }
            let together = self.purses.together(&self.backing, candidate.project);
            candidate.together = together.value - together.error;
            if candidate.together > enough {
                return true;
            }
            let missing = self.missing(candidate.project);
            let dropped = missing > BigInt::zero();
            if dropped {
                let missing = Rational::new(missing, self.ledger.denominator() * &self.facts.money.unit);
                self.dropped.push(Dropped { project: candidate.project, round, missing });
            }
            !dropped
        });
        self.candidates = candidates;
    }
}
