//! Makes turns into an outcome with its reasons.

use super::facts::Facts;
use super::ranking::{Ranking, Turn};
use crate::Outcome;
use crate::outcome::{Decision, Needed, Reason, Step};
use crate::ties::Tie;

/// The outcome of a greedy rule.
pub(super) fn greedy(
    facts: &Facts<'_>,
    ranking: &Ranking,
    turns: Vec<Turn>,
    ties: Vec<Tie>,
    by: Step,
) -> Outcome {
    let mut decisions = vec![None; facts.election.projects.len()];
    let mut selected = Vec::new();
    for turn in turns {
        if turn.needed.is_none() {
            selected.push(turn.project);
        }
        let project = turn.project;
        decisions[project] = Some(decision(turn, by));
    }
    let scores = (0..decisions.len()).map(|project| ranking.score(project)).collect();
    outcome(facts, selected, scores, decisions, ties)
}

/// What became of a project at its turn.
pub(super) fn decision(turn: Turn, by: Step) -> Decision {
    match turn.needed {
        None => Decision::Funded { round: turn.round, by, price: None, could_not_pay: 0 },
        Some(needed) => Decision::Passed { round: turn.round, needed },
    }
}

/// An outcome from its parts. Every project has a decision.
pub(super) fn outcome(
    facts: &Facts<'_>,
    selected: Vec<usize>,
    scores: Vec<Option<crate::Rational>>,
    decisions: Vec<Option<Decision>>,
    ties: Vec<Tie>,
) -> Outcome {
    let missing = || Decision::Passed { round: 1, needed: Needed::Support };
    let reasons = (facts.supporters.iter().zip(scores).zip(decisions))
        .map(|((supporters, score), decision)| Reason {
            supporters: *supporters,
            score,
            decision: decision.unwrap_or_else(missing),
        })
        .collect();
    let total_cost = facts.money.currency(facts.money.cost_of(&selected));
    Outcome { selected, total_cost, reasons, ties, voter_budget: None, comparison: None }
}
