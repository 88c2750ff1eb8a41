//! Going down a ranking and taking what fits: what all greedy rules share.

use core::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::Zero as _;

use super::contest::Contest;
use super::money::Money;
use crate::Rational;
use crate::outcome::Needed;
use crate::rational::whole;

/// How a rule ranks the projects.
#[derive(Debug)]
pub(super) struct Ranking {
    /// The score of each project: its votes or points.
    pub scores: Vec<Rational>,
    /// What the rule counts for one of that score; `None` puts a project first whatever its score.
    pub worth: Vec<Option<Rational>>,
    /// The least step by which a score grows: a vote, a point or a part of one.
    pub step: Rational,
    /// Is the score the number of supporters, so that a further vote is also a further supporter?
    pub counts_supporters: bool,
    /// Nothing counts less than nothing (satisfaction per cost); official scores may.
    pub floor: bool,
}

/// What a project comes before another by; the larger one goes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Merit {
    Finite(Rational),
    Endless,
}

/// What to do where a project does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misfit {
    GoOn,
    Stop,
}

/// One project's turn.
#[derive(Debug)]
pub(super) struct Turn {
    pub project: usize,
    /// From 1.
    pub round: u32,
    /// `None` if it was taken.
    pub needed: Option<Needed>,
}

impl Ranking {
    fn merit(&self, project: usize) -> Merit {
        match &self.worth[project] {
            None => Merit::Endless,
            Some(worth) => {
                let merit = &self.scores[project] * worth;
                Merit::Finite(if self.floor && merit < Rational::zero() { Rational::zero() } else { merit })
            }
        }
    }

    /// What the rule ranks a project by; `None` where it goes first whatever its score.
    pub fn score(&self, project: usize) -> Option<Rational> {
        match self.merit(project) {
            Merit::Finite(merit) => Some(merit),
            Merit::Endless => None,
        }
    }

    /// Gives each of the projects its turn, best first, and takes what fits into the rest of the money. The first turn
    /// is that of `round`.
    pub fn walk(
        &self,
        projects: Vec<usize>,
        mut rest: BigInt,
        money: &Money,
        misfit: Misfit,
        mut round: u32,
        contest: &mut Contest<'_>,
    ) -> Vec<Turn> {
        let mut turns: Vec<Turn> = Vec::with_capacity(projects.len());
        // Each project that was taken, with what was left after it.
        let mut taken: Vec<(usize, BigInt)> = Vec::new();
        let mut stopped_by = None;
        for mut tied in self.ranked(projects) {
            // Where only one of them fits, or none, nothing has to be broken.
            let fitting = |project: &&usize| misfit == Misfit::Stop || money.costs[**project] <= rest;
            if tied.iter().filter(fitting).count() > 1 && stopped_by.is_none() {
                contest.settle(round, &mut tied);
            } else {
                tied.sort_by(|one, other| contest.compare(*one, *other));
            }
            for project in tied {
                let cost = &money.costs[project];
                let needed = if *cost > money.budget {
                    Some(Needed::LargerBudget(money.currency(cost - &money.budget)))
                } else if let Some(stopped_by) = stopped_by {
                    Some(Needed::EarlierTurn { stopped_by })
                } else if *cost > rest {
                    let score = self.least(project, &taken, cost, contest);
                    Some(Needed::Room { money: money.currency(cost - &rest), score })
                } else {
                    rest -= cost;
                    taken.push((project, rest.clone()));
                    None
                };
                if needed.is_some() && misfit == Misfit::Stop {
                    stopped_by.get_or_insert(project);
                }
                turns.push(Turn { project, round, needed });
                round += u32::from(stopped_by.is_none());
            }
        }
        turns
    }

    /// Projects of equal merit together, the best first.
    fn ranked(&self, projects: Vec<usize>) -> Vec<Vec<usize>> {
        let mut merits: Vec<(Merit, usize)> =
            projects.into_iter().map(|project| (self.merit(project), project)).collect();
        merits.sort_by(|one, other| other.0.cmp(&one.0));
        merits
            .chunk_by(|one, other| one.0 == other.0)
            .map(|tied| tied.iter().map(|one| one.1).collect())
            .collect()
    }

    /// The least further score with which a project's turn would have come while it still fitted.
    fn least(
        &self,
        project: usize,
        taken: &[(usize, BigInt)],
        cost: &BigInt,
        contest: &Contest<'_>,
    ) -> Option<Rational> {
        // It has to come before the project after which it did not fit any more.
        let (rival, _) = taken.iter().find(|(_, rest)| rest < cost)?;
        let worth = self.worth[project].as_ref().filter(|worth| !worth.is_zero())?;
        let Merit::Finite(target) = self.merit(*rival) else { return None };
        let steps = (target / worth - &self.scores[project]) / &self.step;
        let wins_a_tie = |votes: &BigInt| {
            let votes = if self.counts_supporters { u64::try_from(votes).unwrap_or(u64::MAX) } else { 0 };
            contest.compare_with(project, votes, *rival).0 == Ordering::Less
        };
        let level = steps.is_integer().then(|| steps.to_integer()).filter(wins_a_tie);
        let steps = level.unwrap_or_else(|| steps.floor().to_integer() + 1);
        Some(whole(steps) * &self.step)
    }
}
