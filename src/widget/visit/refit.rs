//! A ballot put back into the fields: one that was kept on the device, one that was sent before, or one that was in
//! the making when the municipality corrected its draft.
//!
//! What still fits is taken over, what does not is named; no word that somebody wrote is dropped.

use glasno_model::{
    Amount, AreaKind, BallotDocument, BudgetDraft, Comment, Consultation, Language, LineId, RevenueLine,
    Violation,
    ballot::check_amount,
    ways::{AnswerValue, LeverChoice, QuestionKind},
};

use super::proposal::{Place, Proposal, Pulled};
use super::ways::questions::Reply;

/// What became of a ballot in a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refitted {
    /// What still fits.
    pub proposal: Proposal,
    /// What does not, and what stands otherwise than the citizen saw it, in the order of the ballot.
    pub notes: Vec<Note>,
}

/// Something that the citizen should know about one place of the ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The name of the line, project, area or question; its id where only that is known.
    pub name: String,
    /// What became of it.
    pub what: Became,
}

/// What became of one part of a ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// The draft has another amount for the line by now; what was proposed for it still stands.
    Redrafted {
        /// The amount that the citizen saw.
        from: Amount,
        /// The amount now.
        to: Amount,
    },
    /// It is not there any more.
    Gone,
    /// The line cannot be moved any more.
    Locked,
    /// What was proposed is less than the least by now, so the line stands as in the draft.
    Below {
        /// What was proposed.
        proposed: Amount,
        /// The least.
        least: Amount,
    },
    /// What was proposed is more than the most by now, so the line stands as in the draft.
    Above {
        /// What was proposed.
        proposed: Amount,
        /// The most.
        most: Amount,
    },
    /// The line is gone; what was said on it stands in the comment on the whole.
    CommentMoved,
    /// The answer cannot be taken any more.
    NotAnswered,
}

/// Puts a ballot back into the fields of a visit.
///
/// `seen` is the draft that the citizen saw, where it is known: with it the notes name lines that are gone and tell
/// which amounts the municipality has changed since.
pub fn refit(
    ballot: &BallotDocument,
    draft: &BudgetDraft,
    consultation: &Consultation,
    language: Language,
    seen: Option<&BudgetDraft>,
) -> Refitted {
    let mut refitting =
        Refitting { draft, language, seen, proposal: Proposal::begin(&consultation.ways), notes: Vec::new() };
    if consultation.ways.rebalance {
        refitting.amounts(ballot);
        refitting.levers(&ballot.levers);
    }
    if consultation.ways.comments {
        refitting.comments(ballot);
    }
    refitting.ways(ballot, consultation);
    let Refitting { mut proposal, notes, .. } = refitting;
    proposal.respondent = ballot.respondent.clone();
    Refitted { proposal, notes }
}

struct Refitting<'a> {
    draft: &'a BudgetDraft,
    language: Language,
    seen: Option<&'a BudgetDraft>,
    proposal: Proposal,
    notes: Vec<Note>,
}

impl Refitting<'_> {
    fn note(&mut self, name: String, what: Became) {
        self.notes.push(Note { name, what });
    }

    fn position(&self, id: &LineId) -> Option<usize> {
        self.draft.lines.iter().position(|line| line.id == *id)
    }

    /// The name of a line, in this draft or in the one that was seen.
    fn name(&self, id: &LineId) -> String {
        let lines = self.draft.lines.iter().chain(self.seen.into_iter().flat_map(|seen| &seen.lines));
        let mut named = lines.filter(|line| line.id == *id);
        named.next().map_or_else(|| id.to_string(), |line| line.name.get(self.language).to_owned())
    }

    fn amounts(&mut self, ballot: &BallotDocument) {
        for allocation in &ballot.allocation {
            let name = self.name(&allocation.line);
            let Some(position) = self.position(&allocation.line) else {
                self.note(name, Became::Gone);
                continue;
            };
            let line = &self.draft.lines[position];
            let proposed = allocation.amount;
            match check_amount(line, proposed) {
                Ok(()) => {
                    self.proposal.propose(self.draft, position, proposed);
                    let seen = self.seen.and_then(|seen| {
                        let before = seen.lines.iter().find(|before| before.id == allocation.line)?;
                        (before.amount != line.amount).then_some(before.amount)
                    });
                    if let Some(from) = seen {
                        self.note(name, Became::Redrafted { from, to: line.amount });
                    }
                }
                Err(Violation::BelowMinimum { least, .. }) => {
                    self.note(name, Became::Below { proposed, least });
                }
                Err(Violation::AboveMaximum { most, .. }) => {
                    self.note(name, Became::Above { proposed, most });
                }
                Err(_) => self.note(name, Became::Locked),
            }
        }
    }

    fn levers(&mut self, levers: &[LeverChoice]) {
        let revenue: &[RevenueLine] = self.draft.revenue.get();
        for choice in levers {
            let line = revenue.iter().find(|line| line.id == choice.line);
            let step = line.and_then(|line| {
                let at = usize::try_from(choice.step).ok()?;
                line.lever.as_ref()?.steps.get(at)
            });
            let name =
                line.map_or_else(|| choice.line.to_string(), |line| line.name.get(self.language).to_owned());
            let Some(step) = step else {
                self.note(name, Became::Gone);
                continue;
            };
            let pulled = Pulled {
                choice: choice.clone(),
                yields: step.yield_difference.minor(),
                line_name: name,
                step_name: step.name.get(self.language).to_owned(),
            };
            self.proposal.pull(&choice.line, Some(pulled));
        }
    }

    fn comments(&mut self, ballot: &BallotDocument) {
        let of_whole = |comment: &&Comment| comment.line.is_none();
        let mut whole: Vec<String> =
            ballot.comments.iter().filter(of_whole).map(|comment| comment.text.clone()).collect();
        let mut moved = Vec::new();
        for comment in &ballot.comments {
            let Some(id) = &comment.line else { continue };
            if let Some(position) = self.position(id) {
                self.proposal.say(Place::Line(position), &comment.text);
            } else {
                let name = self.name(id);
                whole.push(format!("{name}: {}", comment.text));
                moved.push(name);
            }
        }
        self.proposal.say(Place::Whole, &whole.join("\n\n"));
        for name in moved {
            self.note(name, Became::CommentMoved);
        }
    }

    fn ways(&mut self, ballot: &BallotDocument, consultation: &Consultation) {
        let ways = &consultation.ways;
        let language = self.language;
        if let Some(pot) = ways.pot.get() {
            let areas = self.draft.areas.get();
            for share in &ballot.pot {
                let area = areas.iter().find(|area| area.id == share.area && area.kind == AreaKind::Pot);
                match area {
                    Some(area) => self.proposal.said.pot.give(&area.id, share.amount.min(pot.total)),
                    None => self.note(share.area.to_string(), Became::Gone),
                }
            }
        }
        if ways.projects.get().is_some() {
            let projects = self.draft.projects.get();
            for vote in &ballot.projects {
                if projects.iter().any(|project| project.id == vote.project) {
                    self.proposal.said.projects.votes.push(vote.clone());
                } else {
                    self.note(vote.project.to_string(), Became::Gone);
                }
            }
        }
        let questions = ways.questions.get();
        for answer in &ballot.answers {
            let Some(at) = questions.iter().position(|question| question.id == answer.question) else {
                self.note(answer.question.to_string(), Became::Gone);
                continue;
            };
            if questions[at].check_value(&answer.value).is_err() {
                let name = questions[at].text.get(language).to_owned();
                self.note(name, Became::NotAnswered);
                continue;
            }
            let reply = match &answer.value {
                AnswerValue::Number(number) if matches!(questions[at].kind, QuestionKind::Number { .. }) => {
                    Reply::Number(number.to_string())
                }
                value => Reply::Value(value.clone()),
            };
            self.proposal.said.questions.put(questions, at, Some(reply));
        }
    }
}

#[cfg(test)]
#[path = "refit_tests.rs"]
mod tests;
