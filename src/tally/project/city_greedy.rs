//! City greedy: the most votes (or points) first, never votes per unit of cost.
//!
//! It ranks by the official scores where the file has them, else by votes, by the sum of points, or by L, L-1, … 1 for
//! the L projects of a ranking.

use num_traits::One as _;

use super::contest::Contest;
use super::facts::Facts;
use super::ranking::{Misfit, Ranking, Turn};
use super::support::{Weight, totals, weight_unit};
use super::{RuleError, conclude};
use crate::outcome::{Needed, Step};
use crate::rational::whole;
use crate::rule::CityGreedy;
use crate::{BallotKind, Outcome, Rational, TieOrder};

/// The cost by which files say that a project was withdrawn.
const WITHDRAWN: u32 = 999_999_999;

/// The projects that a city would fund.
pub(super) fn outcome(
    facts: &Facts<'_>,
    variant: CityGreedy,
    order: &TieOrder,
) -> Result<Outcome, RuleError> {
    let mut contest = facts.contest(order);
    let ranking = ranking(facts);
    let turns = turns(facts, &ranking, variant, &mut contest)?;
    Ok(conclude::greedy(facts, &ranking, turns, contest.ties, Step::Main))
}

/// How cities rank.
pub(super) fn ranking(facts: &Facts<'_>) -> Ranking {
    let election = facts.election;
    let kind = election.profile.kind();
    let weight = Weight::of_city(kind);
    let unit = weight_unit(election, weight);
    let scores = election
        .official_scores
        .clone()
        .unwrap_or_else(|| totals(election, weight).into_iter().map(|total| total * &unit).collect());
    Ranking {
        scores,
        worth: vec![Some(Rational::one()); election.projects.len()],
        step: if election.official_scores.is_some() { Rational::one() } else { unit },
        counts_supporters: election.official_scores.is_none() && kind == BallotKind::Approval,
        floor: false,
    }
}

/// The turns of all projects.
pub(super) fn turns(
    facts: &Facts<'_>,
    ranking: &Ranking,
    variant: CityGreedy,
    contest: &mut Contest<'_>,
) -> Result<Vec<Turn>, RuleError> {
    let threshold = match (variant, &facts.election.threshold) {
        (CityGreedy::Threshold, None) => return Err(RuleError::NoThreshold),
        (CityGreedy::Threshold, Some(threshold)) => Some(threshold),
        (CityGreedy::Skip | CityGreedy::NoSkip, _) => None,
    };
    let misfit = if variant == CityGreedy::NoSkip { Misfit::Stop } else { Misfit::GoOn };
    let withdrawn = whole(WITHDRAWN);
    let excluded = |project: usize| {
        let score = &ranking.scores[project];
        let missing = threshold.map(|threshold| threshold - score).filter(|missing| *missing > whole(0));
        if facts.election.projects[project].cost == withdrawn {
            Some(Needed::Withdrawn)
        } else {
            missing.map(Needed::Threshold)
        }
    };
    let all = 0..facts.election.projects.len();
    let running = all.clone().filter(|project| excluded(*project).is_none()).collect();
    let rest = facts.money.budget.clone();
    let mut turns = ranking.walk(running, rest, &facts.money, misfit, 1, contest);
    turns.extend(all.filter_map(|project| {
        excluded(project).map(|needed| Turn { project, round: 1, needed: Some(needed) })
    }));
    Ok(turns)
}
