//! What the citizen changes: amounts, levers, comments, and who answers.

use glasno_model::{
    Amount, BudgetLine, Currency, LineId, Respondent, Violation, ballot::check_amount, typed,
};
use leptos::prelude::*;

use super::proposal::{self, Place, Pulled};
use super::undo::Touched;
use super::{LineState, Refused, Visit};

impl Visit {
    /// Takes what was typed for a line. What is refused stays in the field, with the reason beside it.
    pub fn type_amount(self, position: usize, text: String) {
        self.record(Touched::Line(position));
        let result = self.facts(|facts| {
            let line = facts.line(position).ok_or(Refused::NotAnAmount)?;
            read_amount(line, &text, facts.draft.currency)
        });
        let kept = self.line(position).state.with_untracked(|state| state.amount);
        let amount = *result.as_ref().unwrap_or(&kept);
        self.set(position, LineState { amount, typed: Some(text), refused: result.err() });
    }

    /// Shows the amount in its own form again once the field is left, unless what stands there is refused.
    pub fn leave_amount(self, position: usize) {
        let state = self.line(position).state.get_untracked();
        if state.typed.is_some() && state.refused.is_none() {
            self.set(position, LineState { typed: None, ..state });
        }
    }

    /// A press on − or +.
    pub fn press(self, position: usize, raise: bool) {
        self.record(Touched::Line(position));
        let from = self.line(position).state.with_untracked(|state| state.amount);
        let amount = self.facts(|facts| {
            facts.line(position).map(|line| proposal::stepped(line, from, raise, facts.draft.currency))
        });
        self.set_amount(position, amount);
    }

    /// Takes so much from a line.
    pub fn take_from(self, position: usize, amount: Amount) {
        self.record(Touched::Line(position));
        let from = self.line(position).state.with_untracked(|state| state.amount);
        self.set_amount(position, from.checked_sub(amount));
    }

    /// Puts a line back as it is in the draft.
    pub fn reset(self, position: usize) {
        // A step of its own: whoever presses it by mistake gets back what was typed.
        self.pause_history();
        self.record(Touched::Line(position));
        self.set_to_draft(position);
    }

    fn set_to_draft(self, position: usize) {
        self.set_amount(position, self.facts(|facts| facts.line(position).map(|line| line.amount)));
    }

    /// Moves a lever of revenue, or puts it back.
    pub fn pull(self, line: &LineId, pulled: Option<Pulled>) {
        self.record(Touched::Lever);
        self.work.update_value(|work| work.proposal.pull(line, pulled));
        self.edited();
    }

    /// Puts every line and lever back as it is in the draft; comments stay.
    pub fn reset_all(self) {
        self.record(Touched::All);
        let touched: Vec<usize> =
            self.work.with_value(|work| work.lines.pairs().map(|(line, _)| *line).collect());
        for position in touched {
            self.set_to_draft(position);
        }
        self.work.update_value(|work| work.proposal.let_go());
        self.edited();
    }

    /// Says something.
    pub fn say(self, place: Place, text: &str) {
        self.record(Touched::Comment(place));
        self.work.update_value(|work| work.proposal.say(place, text));
        self.edited();
    }

    /// What was said at a place.
    pub fn said(self, place: Place) -> String {
        self.work.with_value(|work| work.proposal.comment(place).to_owned())
    }

    /// What the citizen says about who answers.
    pub fn respondent(self) -> Respondent {
        self.work.with_value(|work| work.proposal.respondent.clone())
    }

    /// Takes what the citizen says about who answers. It is part of the ballot, so one that was refused is made anew.
    pub fn set_respondent(self, respondent: Respondent) {
        self.work.update_value(|work| {
            work.proposal.respondent = respondent;
            (work.unsaved, work.outgoing) = (true, None);
        });
    }

    pub(super) fn set_amount(self, position: usize, amount: Option<Amount>) {
        if let Some(amount) = amount {
            self.set(position, LineState { amount, typed: None, refused: None });
        }
    }

    /// The one place where a line changes: the proposal, the sums above it and its signal move together.
    fn set(self, position: usize, state: LineState) {
        let signal = self.line(position).state;
        let before = signal.with_untracked(|before| before.refused.is_some());
        let mut moved = 0;
        let mut woken = Vec::new();
        self.facts(|facts| {
            self.work.update_value(|work| {
                moved = work.proposal.propose(&facts.draft, position, state.amount);
                work.refused_lines = (work.refused_lines + usize::from(state.refused.is_some()))
                    .saturating_sub(usize::from(before));
                let group = facts.outline.group_of_line.get(position);
                for group in group.into_iter().flat_map(|group| facts.outline.with_ancestors(*group)) {
                    if let Some(heading) = work.headings.get_mut(group) {
                        heading.difference = heading.difference.saturating_add(moved);
                        woken.push(heading.edits);
                    }
                }
            });
        });
        let changes_the_whole = moved != 0 || before != state.refused.is_some();
        signal.set(state);
        if changes_the_whole {
            woken.into_iter().for_each(wake);
            self.edited();
        }
    }

    /// Wakes whatever is computed from the whole proposal.
    pub(super) fn edited(self) {
        wake(self.edits);
    }
}

/// Wakes whatever is computed from what a signal counts the changes of.
fn wake(changes: RwSignal<u32>) {
    changes.update(|changes| *changes = changes.wrapping_add(1));
}

/// Reads what was typed for a line.
///
/// # Errors
/// Why it cannot be taken.
pub fn read_amount(line: &BudgetLine, text: &str, currency: Currency) -> Result<Amount, Refused> {
    let amount = typed::parse_amount(text, currency).map_err(|_| Refused::NotAnAmount)?;
    check_amount(line, amount).map(|()| amount).map_err(|violation| match violation {
        Violation::BelowMinimum { least, .. } => Refused::Below(least),
        Violation::AboveMaximum { most, .. } => Refused::Above(most),
        _ => Refused::NotAnAmount,
    })
}
