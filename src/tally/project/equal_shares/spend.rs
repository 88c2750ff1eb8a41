//! What spends the rest after equal shares.

use crate::Rational;
use crate::outcome::{Decision, Needed, Step};
use crate::project::contest::Contest;
use crate::project::facts::Facts;
use crate::project::ranking::Turn;
use crate::project::{RuleError, city_greedy, conclude, greedy};
use crate::rule::Completion;

/// The turns of the projects that are not funded yet; the first turn is that of `round`.
pub(super) fn rest(
    facts: &Facts<'_>,
    completion: Completion,
    selected: &[usize],
    round: u32,
    contest: &mut Contest<'_>,
) -> Result<Vec<Turn>, RuleError> {
    let ranking = match completion {
        Completion::Greedy(satisfaction) => greedy::ranking(facts, satisfaction)?,
        Completion::Votes => city_greedy::ranking(facts),
    };
    let projects = (0..facts.election.projects.len()).filter(|project| !selected.contains(project)).collect();
    let rest = &facts.money.budget - facts.money.cost_of(selected);
    Ok(greedy::turns(facts, &ranking, projects, rest, round, contest))
}

/// What became of a project at its turn, when its supporters had lacked this much before.
pub(super) fn decision(facts: &Facts<'_>, turn: Turn, lacking: Option<Rational>) -> Decision {
    let project = turn.project;
    let needed = turn.needed.map(|needed| match needed {
        Needed::Room { money, .. } => Needed::Rest {
            // Who has no supporter lacks all.
            supporters_money: lacking.unwrap_or_else(|| facts.election.projects[project].cost.clone()),
            money,
        },
        other => other,
    });
    conclude::decision(Turn { needed, ..turn }, Step::Completion)
}
