//! What a ballot says in each way, against the rules of that way.

use std::collections::BTreeSet;

use super::{AnswerValue, Way, Ways, lever, question};
use crate::{BallotDocument, BudgetDraft, Violation};

/// Tells `found` every rule of the ways that a ballot breaks, each with its place. Amounts, comments and the respondent
/// are checked by [`Ballot::check`](crate::Ballot::check) itself.
pub(crate) fn check(
    ballot: &BallotDocument,
    draft: &BudgetDraft,
    ways: &Ways,
    found: &mut dyn FnMut(String, Violation),
) {
    let mut off = |used: bool, place: &str, way: Way| {
        if used {
            found(place.to_owned(), Violation::WayOff { way });
        }
    };
    off(!ways.rebalance && !ballot.allocation.is_empty(), "/ballot/allocation", Way::Rebalance);
    off(!ways.rebalance && !ballot.levers.is_empty(), "/ballot/levers", Way::Rebalance);
    off(!ways.comments && !ballot.comments.is_empty(), "/ballot/comments", Way::Comments);
    off(!ways.clarity && !ballot.clarity.is_empty(), "/ballot/clarity", Way::Clarity);
    check_levers(ballot, draft, found);
    check_clarity(ballot, draft, found);
    match ways.pot.get() {
        Some(pot) => pot.check(&ballot.pot, draft.areas.get(), found),
        None if !ballot.pot.is_empty() => found("/ballot/pot".into(), Violation::WayOff { way: Way::Pot }),
        None => {}
    }
    match ways.projects.get() {
        Some(choice) => choice.check(&ballot.projects, draft.projects.get(), found),
        None if !ballot.projects.is_empty() => {
            found("/ballot/projects".into(), Violation::WayOff { way: Way::Projects });
        }
        None => {}
    }
    question::check(ways.questions.get(), &ballot.answers, found);
}

fn check_levers(ballot: &BallotDocument, draft: &BudgetDraft, found: &mut dyn FnMut(String, Violation)) {
    let mut seen = BTreeSet::new();
    for (at, choice) in ballot.levers.iter().enumerate() {
        if !seen.insert(&choice.line) {
            let line = choice.line.clone();
            found(format!("/ballot/levers/{at}/line"), Violation::DuplicateLine { line });
        } else if let Err(violation) = lever::yield_of(choice, draft) {
            found(format!("/ballot/levers/{at}"), violation);
        }
    }
}

fn check_clarity(ballot: &BallotDocument, draft: &BudgetDraft, found: &mut dyn FnMut(String, Violation)) {
    let mut seen = BTreeSet::new();
    for (at, clarity) in ballot.clarity.iter().enumerate() {
        let line = || clarity.line.clone();
        if draft.position(&clarity.line).is_none() {
            found(format!("/ballot/clarity/{at}/line"), Violation::UnknownLine { line: line() });
        } else if !seen.insert(&clarity.line) {
            found(format!("/ballot/clarity/{at}/line"), Violation::DuplicateLine { line: line() });
        }
    }
}

/// What the levers of a ballot bring together, in minor units; those that are not there bring nothing.
pub(crate) fn lever_yield(ballot: &BallotDocument, draft: &BudgetDraft) -> i128 {
    ballot.levers.iter().filter_map(|choice| lever::yield_of(choice, draft).ok()).map(i128::from).sum()
}

/// How many characters stand in the free texts of the answers.
pub(crate) fn answer_characters(ballot: &BallotDocument) -> usize {
    let text = |value: &AnswerValue| match value {
        AnswerValue::Text(text) => text.chars().count(),
        _ => 0,
    };
    ballot.answers.iter().map(|answer| text(&answer.value)).sum()
}
