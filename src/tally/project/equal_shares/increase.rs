//! How far the voters' budgets grow.

use num_bigint::BigInt;
use num_traits::Zero as _;

use super::run::Runner;
use crate::TieOrder;
use crate::project::RuleError;
use crate::project::facts::Facts;
use crate::rule::Increase;

/// The budget with so many more units of currency for every voter, in units of money.
pub(super) fn total(facts: &Facts<'_>, increase: u64) -> BigInt {
    &facts.money.budget + &facts.money.unit * facts.election.profile.voters() * increase
}

/// By how many units of currency every voter's budget grows in the run that decides. There is at least one voter.
///
/// Each run says for how many further increases its outcome stays as it is: those are not computed.
pub(super) fn decisive(runner: &mut Runner<'_>, rule: Increase, order: &TieOrder) -> Result<u64, RuleError> {
    let facts = runner.facts;
    let last = match rule {
        Increase::None => return Ok(0),
        Increase::UntilExhaustive => u64::MAX,
        // pabutools goes no further than this, which is a whole budget for every voter.
        Increase::UntilOverspend => {
            u64::try_from(facts.election.budget.floor().to_integer()).map_err(|_| RuleError::Extreme)?
        }
    };
    let mut increase = 0_u64;
    loop {
        runner.run(total(facts, increase), &mut facts.contest(order));
        let bought: Vec<usize> = runner.bought.iter().map(|bought| bought.project).collect();
        let rest = &facts.money.budget - facts.money.cost_of(&bought);
        if rest < BigInt::zero() {
            // The first run never overspends: the voters have no more than the budget.
            return Ok(increase.saturating_sub(1));
        }
        let finished = runner
            .fresh
            .iter()
            .map(|fresh| fresh.project)
            .filter(|project| !bought.contains(project))
            .all(|project| rule == Increase::UntilExhaustive && facts.money.costs[project] > rest);
        if finished {
            return Ok(increase);
        }
        let next = increase.checked_add(1 + runner.horizon.steps()).ok_or(RuleError::Extreme)?;
        if next > last {
            return Ok(last);
        }
        increase = next;
    }
}
