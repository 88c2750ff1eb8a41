//! One run of equal shares with one budget for every voter.

use core::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::Zero as _;

use super::horizon::{Growing, Horizon};
use super::ledger::Ledger;
use super::price::{Price, Question};
use super::purses::Purses;
use super::sight::Sight;
use crate::Rational;
use crate::project::contest::Contest;
use crate::project::facts::Facts;
use crate::project::money::{double, quotient};
use crate::project::support::{Backing, Weight};
use crate::rational::whole;

/// A project that its supporters paid for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bought {
    pub project: usize,
    /// How many supporters could not pay their whole part.
    pub could_not_pay: u64,
    /// The most that any one voter pays, in currency; worked out only where an explanation is asked for.
    pub most_paid: Option<Rational>,
}

/// A project that its supporters cannot pay any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dropped {
    pub project: usize,
    pub round: u32,
    /// What its supporters lack together, in currency.
    pub missing: Rational,
}

/// What a project is compared by, in this round or an earlier one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub project: usize,
    pub cost: f64,
    /// How much one weight of it counts.
    pub scale: f64,
    /// At least this is the price of one weight.
    pub lower: Growing,
    /// At least so much its supporters have together.
    pub together: f64,
    pub seen: Seen,
}

/// Whether the lower bound is of this round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    Earlier,
    Now,
    Exactly,
}

/// Everything that a run needs, kept from one run to the next.
#[derive(Debug)]
pub(super) struct Runner<'a> {
    pub facts: &'a Facts<'a>,
    pub backing: Backing,
    pub weight: Weight,
    pub scales: Vec<Rational>,
    /// Every project that somebody is for and that costs something, as it stands before the first round.
    pub fresh: Vec<Candidate>,
    pub candidates: Vec<Candidate>,
    pub purses: Purses,
    pub ledger: Ledger,
    sight: Sight,
    pub horizon: Horizon,
    pub bought: Vec<Bought>,
    pub dropped: Vec<Dropped>,
    /// Should it be known of each project when and why it was dropped?
    pub explains: bool,
}

impl<'a> Runner<'a> {
    pub fn new(facts: &'a Facts<'a>, weight: Weight, scales: Vec<Rational>) -> Self {
        let backing = Backing::of(facts.election, weight);
        let fresh = (0..facts.election.projects.len())
            .filter_map(|project| fresh(facts, &backing, project, &scales[project]))
            .collect();
        Self {
            facts,
            backing,
            weight,
            scales,
            fresh,
            candidates: Vec::new(),
            purses: Purses::default(),
            ledger: Ledger::default(),
            sight: Sight::default(),
            horizon: Horizon::new(),
            bought: Vec::new(),
            dropped: Vec::new(),
            explains: false,
        }
    }

    /// Satisfaction per unit of cost, of all who have any; `None` where a project costs nothing.
    pub fn scores(&self) -> Vec<Option<Rational>> {
        let election = self.facts.election;
        let total = |project| whole(self.backing.total(&election.profile, project)) * &self.scales[project];
        (election.projects.iter().enumerate())
            .map(|(at, project)| (!project.cost.is_zero()).then(|| total(at) / &project.cost))
            .collect()
    }

    /// Runs with `total` units of money, a like part for every voter, until no project can be paid or, with nothing to
    /// explain, the bought ones cost more than there is. There is at least one voter.
    pub fn run(&mut self, total: BigInt, contest: &mut Contest<'_>) {
        let profile = &self.facts.election.profile;
        self.ledger.open(self.facts.election.projects.len(), total, profile.voters());
        let unit = double(&self.facts.money.unit);
        self.purses.fill(profile.ballots().map(|ballot| ballot.voters), self.ledger.start(), unit);
        self.candidates.clone_from(&self.fresh);
        self.horizon = Horizon::new();
        self.bought.clear();
        self.dropped.clear();
        let mut cost = BigInt::zero();
        for round in 1.. {
            if self.explains {
                self.drop_all(round);
            }
            let Some((project, price)) = self.best(round, contest) else { break };
            self.pay(project, &price);
            cost += &self.facts.money.costs[project];
            if cost > self.facts.money.budget {
                break;
            }
        }
    }

    /// The project with the best price, taken out of the candidates.
    fn best(&mut self, round: u32, contest: &mut Contest<'_>) -> Option<(usize, Price)> {
        let mut tied: Vec<(usize, Price)> = Vec::new();
        let mut limit = f64::INFINITY;
        self.candidates.iter_mut().for_each(|candidate| candidate.seen = Seen::Earlier);
        while let Some(at) = self.next(limit) {
            let candidate = &mut self.candidates[at];
            if candidate.seen == Seen::Earlier {
                let Candidate { project, cost, lower, .. } = *candidate;
                let seen = self.sight.look(&self.purses, &self.backing, project, cost, lower);
                candidate.lower = seen.lower;
                candidate.seen = Seen::Now;
                if self.too_little(project, cost, seen.together) {
                    self.candidates.swap_remove(at);
                }
                continue;
            }
            candidate.seen = Seen::Exactly;
            let (project, guess) = (candidate.project, candidate.lower.value);
            let price = Price::of(
                Question {
                    profile: &self.facts.election.profile,
                    backing: &self.backing,
                    weight: self.weight,
                    project,
                    cost: &self.facts.money.costs[project],
                },
                &self.purses,
                &mut self.ledger,
                guess,
            );
            let Growing { value, error, .. } = price.growing;
            candidate.lower = Growing { value: value - error, error: 0.0, ..price.growing };
            let order = tied.first().map_or(Ordering::Less, |(best, best_price)| {
                price.compare(&self.scales[project], best_price, &self.scales[*best])
            });
            if order == Ordering::Less {
                tied.clear();
                limit = (value + error) / candidate.scale * (1.0 + 8.0 * f64::EPSILON);
            }
            if order != Ordering::Greater {
                tied.push((project, price));
            }
        }
        let mut among: Vec<usize> = tied.iter().map(|(project, _)| *project).collect();
        contest.settle(round, &mut among);
        let winner = *among.first()?;
        let (_, price) = tied.swap_remove(tied.iter().position(|(project, _)| *project == winner)?);
        self.candidates.retain(|candidate| candidate.project != winner);
        self.keep_behind(winner, &price, among.len() > 1);
        Some((winner, price))
    }

    /// The candidate with the least known price that is not above the limit and not settled in this round.
    fn next(&self, limit: f64) -> Option<usize> {
        let value = |candidate: &Candidate| candidate.lower.value / candidate.scale * (1.0 - 8.0 * f64::EPSILON);
        (self.candidates.iter().enumerate())
            .filter(|(_, candidate)| candidate.seen != Seen::Exactly)
            .map(|(at, candidate)| (at, value(candidate)))
            .filter(|(_, value)| *value <= limit)
            .min_by(|one, other| one.1.total_cmp(&other.1))
            .map(|(at, _)| at)
    }

    /// Is what the supporters have together less than the cost?
    fn too_little(&mut self, project: usize, cost: f64, together: Growing) -> bool {
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
    fn drop_all(&mut self, round: u32) {
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

    /// Notes how long the winner stays ahead of the other candidates.
    fn keep_behind(&mut self, winner: usize, price: &Price, tied: bool) {
        let Some(fresh) = self.fresh.iter().find(|fresh| fresh.project == winner) else { return };
        let ahead = price.growing.times(1.0 / fresh.scale);
        for candidate in &self.candidates {
            let behind = candidate.lower.times(1.0 / candidate.scale);
            // Two prices that do not move stay tied, and the tie is broken in the same way.
            let stands = ahead.constant() && behind.constant();
            if !(stands && (tied || candidate.seen == Seen::Exactly)) {
                self.horizon.keep(behind.above(ahead));
            }
        }
    }
}

/// A project before the first round, where all its supporters share the cost.
fn fresh(facts: &Facts<'_>, backing: &Backing, project: usize, scale: &Rational) -> Option<Candidate> {
    let weight = backing.total(&facts.election.profile, project);
    let cost = &facts.money.costs[project];
    if weight == 0 || cost.is_zero() {
        return None;
    }
    let lower = quotient(cost, &weight.into()) * (1.0 - 8.0 * f64::EPSILON);
    Some(Candidate {
        project,
        cost: double(cost),
        scale: quotient(scale.numer(), scale.denom()),
        lower: Growing { value: lower, ..Growing::default() },
        together: 0.0,
        seen: Seen::Earlier,
    })
}
