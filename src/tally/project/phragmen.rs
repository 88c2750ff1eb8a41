//! Phragmén's sequential rule: each funded project is a load that its supporters carry together.
//!
//! The next project is the one that brings its supporters to the least load, when they level out what they carry with
//! its cost. The rule stops as soon as a best project does not fit.

use core::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::Zero as _;

use super::contest::Contest;
use super::facts::Facts;
use super::loads::Loads;
use super::{RuleError, conclude};
use crate::outcome::{Decision, Needed, Step};
use crate::rational::whole;
use crate::{BallotKind, Outcome, Rational, TieOrder};

/// The projects that Phragmén's sequential rule funds.
pub(super) fn outcome(facts: &Facts<'_>, order: &TieOrder) -> Result<Outcome, RuleError> {
    let kind = facts.election.profile.kind();
    if kind != BallotKind::Approval {
        return Err(RuleError::Ballots { satisfaction: "phragmen", kind });
    }
    let money = &facts.money;
    let mut contest = facts.contest(order);
    let mut loads = Loads::new(facts);
    let mut taken = Vec::new();
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
        taken.push(project);
        decisions[project] = Some(Decision::Funded { round, by: Step::Main, price, could_not_pay: 0 });
    }
    for (project, decision) in decisions.iter_mut().enumerate() {
        if decision.is_none() {
            let least = || least_votes(facts, project, &taken, &contest);
            *decision = passed(facts, project, &rest, stopped.as_ref(), least);
        }
    }
    let mut selected = taken;
    selected.sort_by_key(|project| &facts.election.projects[*project].id);
    let scores = vec![None; decisions.len()];
    Ok(conclude::outcome(facts, selected, scores, decisions, contest.ties))
}

fn passed(
    facts: &Facts<'_>,
    project: usize,
    rest: &BigInt,
    stopped: Option<&(u32, Vec<usize>)>,
    least: impl FnOnce() -> Option<Rational>,
) -> Option<Decision> {
    let cost = &facts.money.costs[project];
    let beyond = cost - &facts.money.budget;
    if beyond > BigInt::zero() {
        return Some(Decision::Passed {
            round: 1,
            needed: Needed::LargerBudget(facts.money.currency(beyond)),
        });
    }
    let (round, stopping) = stopped?;
    let needed = if stopping.contains(&project) {
        Needed::Room { money: facts.money.currency(cost - rest), score: least() }
    } else {
        Needed::EarlierTurn { stopped_by: stopping[0] }
    };
    Some(Decision::Passed { round: *round, needed })
}

/// The least number of further voters, who are for this project only, with which it would have been funded.
///
/// They change no other project's load. So it is enough to go through the rounds again and to ask in each of those where
/// it still fitted how many would have made it the best.
fn least_votes(
    facts: &Facts<'_>,
    project: usize,
    taken: &[usize],
    contest: &Contest<'_>,
) -> Option<Rational> {
    let mut loads = Loads::new(facts);
    let mut rest = facts.money.budget.clone();
    let mut least: Option<BigInt> = None;
    for rival in taken {
        if facts.money.costs[project] > rest {
            break;
        }
        let wins_a_tie =
            |votes: &BigInt| contest.compare_with(project, further(votes), *rival).0 == Ordering::Less;
        if let Some(votes) = loads.votes_to_overtake(project, *rival, wins_a_tie) {
            least = Some(match least {
                Some(least) => least.min(votes),
                None => votes,
            });
        }
        loads.lightest();
        loads.take(*rival);
        rest -= &facts.money.costs[*rival];
    }
    least.map(whole)
}

fn further(votes: &BigInt) -> u64 {
    u64::try_from(votes).unwrap_or(u64::MAX)
}
