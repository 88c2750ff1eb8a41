//! The loads of Phragmén's rule.

use core::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::Zero as _;

use super::facts::Facts;
use super::money::{double, quotient};
use super::support::{Backing, Weight};
use crate::Rational;
use crate::rational::whole;

/// Nobody has taken the voter's load up yet.
const UNLOADED: u32 = u32::MAX;

/// Who carries what.
///
/// A voter's load is the one that the last funded project on the ballot brought its supporters to. So a sum of loads is a
/// sum over funded projects, each counted as often as it is the last one.
#[derive(Debug)]
pub(super) struct Loads<'a> {
    facts: &'a Facts<'a>,
    backing: Backing,
    /// For each ballot the place of its load among the loads.
    load_of: Vec<u32>,
    /// The loads over the denominator, and as doubles.
    exact: Vec<BigInt>,
    doubles: Vec<f64>,
    denominator: BigInt,
    candidates: Vec<Candidate>,
    counts: Vec<u64>,
}

#[derive(Debug, Clone)]
struct Candidate {
    project: usize,
    /// The load that it would bring its supporters to is not below this. Loads only grow, so it stays true.
    lower: f64,
    seen: Option<Load>,
}

/// The load that a project would bring each of its supporters to: `sum / supporters`, the sum over the denominator.
#[derive(Debug, Clone)]
struct Load {
    sum: BigInt,
    supporters: u64,
}

impl<'a> Loads<'a> {
    pub fn new(facts: &'a Facts<'a>) -> Self {
        let candidates = (0..facts.election.projects.len())
            .filter(|project| facts.money.costs[*project] <= facts.money.budget)
            .map(|project| Candidate { project, lower: 0.0, seen: None })
            .collect();
        Self {
            facts,
            backing: Backing::of(facts.election, Weight::One),
            load_of: vec![UNLOADED; facts.election.profile.len()],
            exact: Vec::new(),
            doubles: Vec::new(),
            denominator: BigInt::from(1),
            candidates,
            counts: Vec::new(),
        }
    }

    /// The projects that bring their supporters to the least load; all without supporters where nothing else is left.
    pub fn lightest(&mut self) -> Vec<usize> {
        let mut tied: Vec<(usize, Load)> = Vec::new();
        let mut limit = f64::INFINITY;
        let mut looked = vec![false; self.candidates.len()];
        for candidate in &mut self.candidates {
            candidate.seen = None;
        }
        while let Some(at) = self.next(limit) {
            let project = self.candidates[at].project;
            if !looked[at] {
                looked[at] = true;
                self.candidates[at].lower = self.look(project);
                continue;
            }
            let load = self.weigh(project);
            let order = tied.first().map_or(Ordering::Less, |(_, best)| load.compare(best));
            if order == Ordering::Less {
                tied.clear();
                let all = &self.denominator * load.supporters;
                limit = quotient(&load.sum, &all) * (1.0 + 8.0 * f64::EPSILON);
            }
            if order != Ordering::Greater {
                tied.push((project, load.clone()));
            }
            self.candidates[at].seen = Some(load);
        }
        if tied.is_empty() {
            return self.candidates.iter().map(|candidate| candidate.project).collect();
        }
        tied.into_iter().map(|(project, _)| project).collect()
    }

    /// Funds a project. Says the load that it brings its supporters to, in currency, where there are any.
    pub fn take(&mut self, project: usize) -> Option<Rational> {
        let at = self.candidates.iter().position(|candidate| candidate.project == project)?;
        let load = self.candidates.swap_remove(at).seen?;
        let place = u32::try_from(self.exact.len()).unwrap_or(UNLOADED);
        let supporters = BigInt::from(load.supporters);
        let reduced = Rational::new(load.sum.clone(), supporters);
        let factor = reduced.denom();
        for load in &mut self.exact {
            *load *= factor;
        }
        self.denominator *= factor;
        self.exact.push(reduced.numer().clone());
        self.doubles.push(quotient(reduced.numer(), &self.denominator));
        for ballot in self.backing.ballots(project) {
            self.load_of[*ballot as usize] = place;
        }
        Some(Rational::new(reduced.numer().clone(), &self.denominator * &self.facts.money.unit))
    }

    /// How many further voters, who are for this project only, would make its load less than its rival's, or as small
    /// where it wins a tie with so many more; `None` where none would.
    pub fn votes_to_overtake(
        &mut self,
        project: usize,
        rival: usize,
        wins_a_tie: impl Fn(&BigInt) -> bool,
    ) -> Option<BigInt> {
        let (load, rival) = (self.weigh(project), self.weigh(rival));
        if rival.supporters == 0 {
            // Behind everything that somebody is for.
            return Some(BigInt::from(1));
        }
        if rival.sum.is_zero() {
            return None;
        }
        let voters = Rational::new(load.sum * rival.supporters, rival.sum) - whole(load.supporters);
        let level = voters.is_integer().then(|| voters.to_integer()).filter(wins_a_tie);
        Some(level.unwrap_or_else(|| voters.floor().to_integer() + 1))
    }

    /// The candidate with the least known load that is not above the limit and not weighed in this round.
    fn next(&self, limit: f64) -> Option<usize> {
        (self.candidates.iter().enumerate())
            .filter(|(_, candidate)| candidate.seen.is_none() && candidate.lower <= limit)
            .filter(|(_, candidate)| self.facts.supporters[candidate.project] > 0)
            .min_by(|one, other| one.1.lower.total_cmp(&other.1.lower))
            .map(|(at, _)| at)
    }

    /// A load that the project's supporters would not stay below.
    #[expect(clippy::cast_precision_loss, reason = "allowed for by the rounding")]
    fn look(&self, project: usize) -> f64 {
        let ballots = self.backing.ballots(project);
        let profile = &self.facts.election.profile;
        let carried: f64 = (ballots.iter())
            .map(|ballot| match self.doubles.get(self.load_of[*ballot as usize] as usize) {
                Some(load) => load * profile.ballot(*ballot as usize).voters as f64,
                None => 0.0,
            })
            .sum();
        let rounding = 1.0 - (ballots.len() as f64 + 16.0) * f64::EPSILON;
        (carried + double(&self.facts.money.costs[project])) / self.facts.supporters[project] as f64
            * rounding
    }

    /// The load that the project would bring its supporters to.
    fn weigh(&mut self, project: usize) -> Load {
        self.counts.clear();
        self.counts.resize(self.exact.len(), 0);
        for ballot in self.backing.ballots(project) {
            if let Some(count) = self.counts.get_mut(self.load_of[*ballot as usize] as usize) {
                *count += self.facts.election.profile.ballot(*ballot as usize).voters;
            }
        }
        let mut sum = &self.facts.money.costs[project] * &self.denominator;
        for (load, count) in self.exact.iter().zip(&self.counts) {
            if *count > 0 {
                sum += load * *count;
            }
        }
        Load { sum, supporters: self.facts.supporters[project] }
    }
}

impl Load {
    fn compare(&self, other: &Self) -> Ordering {
        (&self.sum * other.supporters).cmp(&(&other.sum * self.supporters))
    }
}
