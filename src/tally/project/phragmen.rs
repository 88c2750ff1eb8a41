//! Phragmén's sequential rule: each funded project is a load that its supporters carry together.
//!
//! The next project is the one that brings its supporters to the least load, when they level out what they carry with
//! its cost. The rule stops as soon as a best project does not fit.

use num_bigint::BigInt;
use num_traits::Zero as _;

use super::facts::Facts;
use super::loads::Loads;
use super::{RuleError, conclude};
use crate::outcome::{Decision, Needed, Step};
use crate::{BallotKind, Outcome, TieOrder};

/// The projects that Phragmén's sequential rule funds.
pub(super) fn outcome(facts: &Facts<'_>, order: &TieOrder) -> Result<Outcome, RuleError> {
    let kind = facts.election.profile.kind();
    if kind != BallotKind::Approval {
        return Err(RuleError::Ballots { satisfaction: "phragmen", kind });
    }
    let money = &facts.money;
    let mut contest = facts.contest(order);
    let mut loads = Loads::new(facts);
    let mut selected = Vec::new();
    let mut decisions = vec![None; facts.election.projects.len()];
    let mut rest = money.budget.clone();
    let mut stopped = None;
    for round in 1_u32.. {
        let mut tied = loads.lightest();
        if tied.is_empty() {
            break;
        }
        // It stops even where another one of the tied would fit.
        let mut stopping: Vec<usize> =
            tied.iter().copied().filter(|project| money.costs[*project] > rest).collect();
        if !stopping.is_empty() {
            stopping.sort_by(|one, other| contest.compare(*one, *other));
            stopped = Some((round, stopping));
            break;
        }
        contest.settle(round, &mut tied);
        let project = tied[0];
        let price = loads.take(project);
        rest -= &money.costs[project];
        selected.push(project);
        decisions[project] = Some(Decision::Funded { round, by: Step::Main, price, could_not_pay: 0 });
    }
    for (project, decision) in decisions.iter_mut().enumerate() {
        if decision.is_none() {
            *decision = passed(facts, project, &rest, stopped.as_ref());
        }
    }
    selected.sort_by_key(|project| &facts.election.projects[*project].id);
    let scores = vec![None; decisions.len()];
    Ok(conclude::outcome(facts, selected, scores, decisions, contest.ties))
}

fn passed(
    facts: &Facts<'_>,
    project: usize,
    rest: &BigInt,
    stopped: Option<&(u32, Vec<usize>)>,
) -> Option<Decision> {
    let cost = &facts.money.costs[project];
    let beyond = cost - &facts.money.budget;
    if beyond > BigInt::zero() {
        return Some(Decision::Passed { round: 1, needed: Needed::LargerBudget(facts.money.currency(beyond)) });
    }
    let (round, stopping) = stopped?;
    let needed = if stopping.contains(&project) {
        Needed::Room { money: facts.money.currency(cost - rest), score: None }
    } else {
        Needed::EarlierTurn { stopped_by: stopping[0] }
    };
    Some(Decision::Passed { round: *round, needed })
}
