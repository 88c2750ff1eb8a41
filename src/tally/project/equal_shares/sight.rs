//! What a project would cost its supporters now: a price that it does not fall below.

use super::horizon::Growing;
use super::purses::{Purse, Purses, Sum};
use crate::project::support::Backing;

/// Works out prices, and keeps its scratch memory from one to the next.
#[derive(Debug, Default)]
pub(super) struct Sight {
    rich: Vec<(Purse, f64)>,
}

/// What was seen of a project.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// What its supporters have together.
    pub together: Growing,
    /// A price of one weight that is not above the true one, and stays so while it grows like this.
    pub lower: Growing,
}

/// After so many passes the supporters are sorted instead: each pass could move a single one.
const PASSES: usize = 12;

impl Sight {
    /// Looks at a project of this cost. `known` is a lower bound of its price.
    ///
    /// Whoever has less than the price asks is poor and gives all; the rest of the cost is shared by the others. For any
    /// guess at who is poor this comes to a price that is not above the true one: a poor voter never gives more than
    /// there is, a rich one never more than the price. So no wrong guess can hide the best project.
    #[expect(
        clippy::cast_precision_loss,
        reason = "weights above 2^53 are rounded, which the error allows for"
    )]
    pub fn look(
        &mut self,
        purses: &Purses,
        backing: &Backing,
        project: usize,
        cost: f64,
        known: Growing,
    ) -> Seen {
        let (mut poor, mut together) = (Sum::default(), Sum::default());
        let mut weight = 0.0;
        self.rich.clear();
        let supporters = backing.ballots(project).len();
        for (ballot, heavy) in backing.weighted(project) {
            let (purse, heavy) = (purses.of[ballot], heavy as f64);
            if purse.money == 0.0 {
                continue;
            }
            together.add(purse);
            if purse.money < known.value * heavy {
                poor.add(purse);
            } else {
                weight += purse.voters * heavy;
                self.rich.push((purse, heavy));
            }
        }
        let rounding = (supporters as f64 + 16.0) * f64::EPSILON;
        let price = |poor: Sum, weight: f64| {
            let given = purses.growing(poor, supporters);
            let error = given.error + 4.0 * f64::EPSILON * cost;
            let value = (cost - given.value - error) / weight;
            let growth = -given.growth / weight;
            let growth_error = given.growth_error / weight + growth.abs() * rounding;
            Growing { value: value - value.abs() * rounding, error: 0.0, growth, growth_error }
        };
        let mut lower = known;
        for pass in 0.. {
            if weight <= 0.0 {
                break;
            }
            let better = price(poor, weight);
            if better.value > lower.value {
                lower = better;
            }
            let guess = (cost - poor.money) / weight;
            if pass == PASSES {
                weight = self.sort_out(guess, cost, weight, &mut poor);
                continue;
            }
            let before = self.rich.len();
            // Added up anew, because taking away would blur it.
            weight = 0.0;
            self.rich.retain(|(purse, heavy)| {
                let stays = purse.money >= guess * heavy;
                if stays {
                    weight += purse.voters * heavy;
                } else {
                    poor.add(*purse);
                }
                stays
            });
            if self.rich.len() == before {
                break;
            }
        }
        Seen { together: purses.growing(together, supporters), lower }
    }

    /// Moves the poor out one by one, the poorest first, and says what the others weigh.
    fn sort_out(&mut self, mut guess: f64, cost: f64, mut weight: f64, poor: &mut Sum) -> f64 {
        self.rich.sort_unstable_by(|one, other| (one.0.money * other.1).total_cmp(&(other.0.money * one.1)));
        let mut moved = 0;
        for (purse, heavy) in &self.rich {
            if purse.money >= guess * heavy {
                break;
            }
            poor.add(*purse);
            weight -= purse.voters * heavy;
            moved += 1;
            guess = (cost - poor.money) / weight;
        }
        self.rich.drain(..moved);
        self.rich.iter().map(|(purse, heavy)| purse.voters * heavy).sum()
    }
}
