//! The Method of Equal Shares: every voter has the same share of the budget and pays for projects with it.
//!
//! Each project is paid by its supporters, each in proportion to what they have of it, or with all they have left. The
//! one with the least price for a unit of satisfaction is next, until no supporters can pay for one of theirs.

mod horizon;
mod increase;
mod ledger;
mod pay;
mod price;
mod purses;
mod run;
mod sight;
mod spend;

use num_bigint::BigInt;
use num_traits::Zero as _;

use super::facts::Facts;
use super::support::{Weight, scales, totals};
use super::{RuleError, comparison, conclude};
use crate::outcome::{Decision, Needed, Step};
use crate::rational::whole;
use crate::rule::EqualShares;
use crate::{Outcome, Rational, TieOrder};
use run::Runner;

/// The projects that equal shares fund.
pub(super) fn outcome(
    facts: &Facts<'_>,
    shares: EqualShares,
    order: &TieOrder,
) -> Result<Outcome, RuleError> {
    let outcome = before_comparison(facts, shares, order)?;
    if shares.comparison { comparison::outcome(facts, outcome, order) } else { Ok(outcome) }
}

fn before_comparison(
    facts: &Facts<'_>,
    shares: EqualShares,
    order: &TieOrder,
) -> Result<Outcome, RuleError> {
    let election = facts.election;
    let weight = Weight::of(shares.satisfaction, election.profile.kind())?;
    let scales = scales(election, shares.satisfaction, weight);
    let mut contest = facts.contest(order);
    let mut decisions = vec![None; election.projects.len()];

    let mut selected = free(facts, weight, &mut contest);
    for (round, project) in (1_u32..).zip(&selected) {
        let price = Some(Rational::zero());
        decisions[*project] = Some(Decision::Funded { round, by: Step::Main, price, could_not_pay: 0 });
    }
    let before = u32::try_from(selected.len()).unwrap_or(u32::MAX);

    let mut voter_budget = None;
    let mut rounds = before;
    let mut runner = Runner::new(facts, weight, scales.clone());
    if election.profile.voters() > 0 {
        let increase = increase::decisive(&mut runner, shares.increase, order)?;
        let total = increase::total(facts, increase);
        let voters = whole(election.profile.voters());
        voter_budget = Some(facts.money.currency(total.clone()) / voters);
        runner.explains = true;
        let mut main = facts.contest(order);
        runner.run(total, &mut main);
        contest.ties.extend(main.ties.into_iter().map(|tie| crate::ties::Tie { round: tie.round + before, ..tie }));
        for bought in &runner.bought {
            rounds += 1;
            selected.push(bought.project);
            let price = bought.most_paid.clone();
            let could_not_pay = bought.could_not_pay;
            decisions[bought.project] =
                Some(Decision::Funded { round: rounds, by: Step::Main, price, could_not_pay });
        }
    }
    let dropped = runner.dropped.iter().map(|dropped| (dropped.project, dropped.round + before, dropped.missing.clone()));
    let mut missing: Vec<Option<(u32, Rational)>> = vec![None; decisions.len()];
    for (project, round, lacking) in dropped {
        missing[project] = Some((round, lacking));
    }
    if let Some(completion) = shares.completion {
        let turns = spend::rest(facts, completion, &selected, rounds + 1, &mut contest)?;
        for turn in turns {
            if turn.needed.is_none() {
                selected.push(turn.project);
            }
            let lacking = missing[turn.project].as_ref().map(|(_, lacking)| lacking.clone());
            let project = turn.project;
            decisions[project] = Some(spend::decision(facts, turn, lacking));
        }
    }
    for (project, decision) in decisions.iter_mut().enumerate() {
        if decision.is_none() {
            *decision = Some(passed(facts, project, missing[project].take()));
        }
    }
    let scores = scores(facts, weight, &scales);
    let mut outcome = conclude::outcome(facts, selected, scores, decisions, contest.ties);
    outcome.voter_budget = voter_budget;
    Ok(outcome)
}

/// The projects that cost nothing and that somebody is for.
fn free(facts: &Facts<'_>, weight: Weight, contest: &mut super::contest::Contest<'_>) -> Vec<usize> {
    let backing = super::support::Backing::of(facts.election, weight);
    let mut free: Vec<usize> = (0..facts.election.projects.len())
        .filter(|project| facts.money.costs[*project].is_zero() && !backing.ballots(*project).is_empty())
        .collect();
    free.sort_by(|one, other| contest.compare(*one, *other));
    free
}

/// Satisfaction per unit of cost, of all who have any.
fn scores(facts: &Facts<'_>, weight: Weight, scales: &[Rational]) -> Vec<Option<Rational>> {
    let totals = totals(facts.election, weight);
    (facts.election.projects.iter().zip(scales).zip(totals))
        .map(|((project, scale), total)| (!project.cost.is_zero()).then(|| total * scale / &project.cost))
        .collect()
}

/// Why a project is not funded.
fn passed(facts: &Facts<'_>, project: usize, missing: Option<(u32, Rational)>) -> Decision {
    let (round, lacking) = missing.map_or((1, None), |(round, lacking)| (round, Some(lacking)));
    let cost = &facts.money.costs[project];
    let beyond = cost - &facts.money.budget;
    let needed = match lacking {
        _ if beyond > BigInt::zero() => Needed::LargerBudget(facts.money.currency(beyond)),
        Some(lacking) => Needed::SupportersMoney(lacking),
        None => Needed::Support,
    };
    Decision::Passed { round, needed }
}
