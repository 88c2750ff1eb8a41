//! The comparison step: greedy's outcome is taken where more voters prefer it.

use super::facts::Facts;
use super::{RuleError, city_greedy, conclude};
use crate::outcome::{Comparison, Step};
use crate::rule::CityGreedy;
use crate::{Outcome, TieOrder};

/// The outcome of equal shares or city greedy's: each voter prefers the one with more of the chosen projects in it.
pub(super) fn outcome(facts: &Facts<'_>, shares: Outcome, order: &TieOrder) -> Result<Outcome, RuleError> {
    let mut contest = facts.contest(order);
    let ranking = city_greedy::ranking(facts);
    let turns = city_greedy::turns(facts, &ranking, CityGreedy::Skip, &mut contest)?;
    let greedy = conclude::greedy(facts, &ranking, turns, contest.ties, Step::Comparison);

    let comparison = compare(facts, &shares, &greedy);
    let prefers_greedy = comparison.prefer_greedy > comparison.prefer_shares;
    let taken = if prefers_greedy { greedy } else { shares };
    Ok(Outcome { comparison: Some(comparison), ..taken })
}

fn compare(facts: &Facts<'_>, shares: &Outcome, greedy: &Outcome) -> Comparison {
    let mut difference = vec![0_i32; facts.election.projects.len()];
    shares.selected.iter().for_each(|project| difference[*project] += 1);
    greedy.selected.iter().for_each(|project| difference[*project] -= 1);
    let mut comparison = Comparison { prefer_shares: 0, prefer_greedy: 0 };
    for ballot in facts.election.profile.ballots() {
        let more: i32 = ballot.choices.iter().map(|project| difference[*project as usize]).sum();
        match more.signum() {
            1 => comparison.prefer_shares += ballot.voters,
            -1 => comparison.prefer_greedy += ballot.voters,
            _ => {}
        }
    }
    comparison
}
