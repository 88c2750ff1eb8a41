//! The Method of Equal Shares: every voter has the same share of the budget and pays for projects with it.
//!
//! Each project is paid by its supporters, each in proportion to what they have of it, or with all they have left. The
//! one with the least price for a unit of satisfaction is next, until no supporters can pay for one of theirs.
//!
//! A `run` goes through the rounds for one budget of the voters: `choose`, `pay`, `drop`. `increase` says for which
//! budget; `course` makes the rounds, and what spends the rest, into an outcome. Inside a run `purses` holds what the
//! voters have as doubles and `ledger` exactly, `sight` finds prices to sort out by and `price` exact ones to decide by,
//! and `horizon` knows how far the budgets can grow before the outcome changes.

mod choose;
mod course;
mod drop;
mod horizon;
mod increase;
mod ledger;
mod pay;
mod price;
mod purses;
mod run;
mod sight;

use super::facts::Facts;
use super::support::{Weight, scales};
use super::{RuleError, comparison};
use crate::rule::EqualShares;
use crate::{Outcome, TieOrder};
use course::Course;
use run::Runner;

/// The projects that equal shares fund.
pub(super) fn outcome(
    facts: &Facts<'_>,
    shares: EqualShares,
    order: &TieOrder,
) -> Result<Outcome, RuleError> {
    let weight = Weight::of(shares.satisfaction, facts.election.profile.kind())?;
    let scales = scales(facts.election, shares.satisfaction, weight);
    let mut runner = Runner::new(facts, weight, scales);
    let mut course = Course::new(facts, order);

    course.fund_what_costs_nothing(&runner.backing);
    if facts.election.profile.voters() > 0 {
        let increase = increase::decisive(&mut runner, shares.increase, order)?;
        course.fund_by_shares(&mut runner, increase, order);
    }
    if let Some(completion) = shares.completion {
        course.spend_the_rest(completion)?;
    }
    let outcome = course.outcome(runner.scores());
    if shares.comparison { comparison::outcome(facts, outcome, order) } else { Ok(outcome) }
}
