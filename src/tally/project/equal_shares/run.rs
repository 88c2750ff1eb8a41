//! One run of equal shares with one budget for every voter.

use num_bigint::BigInt;
use num_traits::Zero as _;

use super::horizon::{Growing, Horizon};
use super::ledger::Ledger;
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
    pub sight: Sight,
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
