//! Undo and redo: the proposal as it stood before each step.
//!
//! A step keeps the whole proposal, not what changed in it. A proposal is a handful of entries, and what is put back
//! whole cannot be put back wrong; the same door serves a proposal that was kept, or sent before ([`Visit::restore`]).

use glasno_model::ways::Way;
use leptos::prelude::*;

use super::Visit;
use super::proposal::{Place, Proposal};

/// So many steps can be taken back.
const STEPS: usize = 100;

/// What a step changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touched {
    /// The amount of a line, by its place in the draft.
    Line(usize),
    /// A comment.
    Comment(Place),
    /// A lever of revenue.
    Lever,
    /// One field of a way to take part, by its place among them.
    Way(Way, usize),
    /// Everything.
    All,
}

impl Touched {
    /// Is a change of the same thing right after it part of the same step? Whoever types an amount takes it back as one.
    const fn goes_on(self) -> bool {
        !matches!(self, Self::Lever | Self::All)
    }
}

/// The steps taken, and those taken back.
#[derive(Debug, Default)]
pub struct History {
    past: Vec<Moment>,
    future: Vec<Moment>,
    last: Option<Touched>,
}

/// A step: what it changes, and the proposal on its other side.
#[derive(Debug)]
struct Moment {
    touched: Touched,
    proposal: Proposal,
}

impl History {
    /// A change comes: keeps the proposal as it stands, unless the change goes on with the last step.
    pub fn record(&mut self, touched: Touched, proposal: &Proposal) {
        if touched.goes_on() && self.last == Some(touched) {
            return;
        }
        self.last = Some(touched);
        self.future.clear();
        if self.past.len() == STEPS {
            self.past.remove(0);
        }
        self.past.push(Moment { touched, proposal: proposal.clone() });
    }

    /// The next change begins a step of its own.
    pub const fn pause(&mut self) {
        self.last = None;
    }

    /// Was there any step?
    pub const fn is_begun(&self) -> bool {
        !self.past.is_empty() || !self.future.is_empty()
    }

    /// Is this what the last step changed?
    pub fn ends_with(&self, touched: Touched) -> bool {
        self.past.last().is_some_and(|moment| moment.touched == touched)
    }

    /// Is there a step that can be taken back?
    pub fn can_undo(&self, now: &Proposal) -> bool {
        self.past.iter().any(|moment| !moment.proposal.says_the_same(now))
    }

    /// Is there a step that was taken back?
    pub const fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Takes the last step back: what it had changed, and the proposal before it. Steps that changed nothing, such as a
    /// press on + at the most that there can be, are passed over.
    pub fn undo(&mut self, now: &Proposal) -> Option<(Touched, Proposal)> {
        self.last = None;
        while let Some(Moment { touched, proposal }) = self.past.pop() {
            if !proposal.says_the_same(now) {
                self.future.push(Moment { touched, proposal: now.clone() });
                return Some((touched, proposal));
            }
        }
        None
    }

    /// Takes the last step that was taken back once more.
    pub fn redo(&mut self, now: &Proposal) -> Option<(Touched, Proposal)> {
        self.last = None;
        let Moment { touched, proposal } = self.future.pop()?;
        self.past.push(Moment { touched, proposal: now.clone() });
        Some((touched, proposal))
    }
}

impl Visit {
    /// A change comes: whoever makes it can take it back. To be called before the proposal changes.
    pub fn record(self, touched: Touched) {
        self.work.update_value(|work| {
            work.unsaved = true;
            work.history.record(touched, &work.proposal);
        });
    }

    /// Has the citizen changed anything?
    pub fn is_begun(self) -> bool {
        self.edits.track();
        self.work.with_value(|work| work.history.is_begun())
    }

    /// The next change begins a step of its own.
    pub fn pause_history(self) {
        self.work.update_value(|work| work.history.pause());
    }

    /// Can something be taken back, and can something be taken once more?
    pub fn can_undo_and_redo(self) -> (bool, bool) {
        self.edits.track();
        self.work.with_value(|work| {
            (work.refused_lines > 0 || work.history.can_undo(&work.proposal), work.history.can_redo())
        })
    }

    /// Takes the last step back; says what it had changed. An amount that was refused is nothing that could be kept, so
    /// it goes first.
    pub fn undo(self) -> Option<Touched> {
        if self.work.with_value(|work| work.refused_lines > 0) {
            let proposal = self.work.with_value(|work| work.proposal.clone());
            self.pause_history();
            self.restore(proposal);
            return Some(Touched::All);
        }
        let mut step = None;
        self.work.update_value(|work| step = work.history.undo(&work.proposal));
        self.take(step)
    }

    /// Takes the step that was taken back last once more; says what it changes.
    pub fn redo(self) -> Option<Touched> {
        let mut step = None;
        self.work.update_value(|work| step = work.history.redo(&work.proposal));
        self.take(step)
    }

    fn take(self, step: Option<(Touched, Proposal)>) -> Option<Touched> {
        let (touched, proposal) = step?;
        self.restore(proposal);
        Some(touched)
    }

    /// Puts a whole proposal in the place of the one that stands there.
    pub fn restore(self, proposal: Proposal) {
        let mut positions: Vec<usize> = proposal.changes().map(|(position, _)| position).collect();
        positions.extend(proposal.comments().filter_map(|(place, _)| place.line()));
        let same_words = self.work.with_value(|work| {
            positions.extend(work.lines.pairs().map(|(position, _)| *position));
            work.proposal.words_are_the_same(&proposal)
        });
        for position in positions {
            let amount = self.facts(|facts| proposal.amount(&facts.draft, position));
            let signals = self.line(position);
            let is_there =
                signals.state.with_untracked(|state| state.amount == amount && state.typed.is_none());
            if !is_there {
                self.set_amount(position, Some(amount));
            }
            if !proposal.comment(Place::Line(position)).is_empty() {
                signals.comment_open.set(true);
            }
        }
        self.work.update_value(|work| {
            let shown = core::mem::replace(&mut work.proposal, proposal).said;
            work.proposal.said.keep_what_is_shown(shown);
        });
        if !same_words {
            self.restores.update(|restores| *restores = restores.wrapping_add(1));
        }
        self.edited();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_comment(text: &str) -> Proposal {
        let mut proposal = Proposal::default();
        proposal.say(Place::Whole, text);
        proposal
    }

    #[test]
    fn a_citizen_takes_back_what_was_typed_as_one_step_and_can_take_it_once_more() {
        let mut history = History::default();
        let touched = Touched::Comment(Place::Whole);
        history.record(touched, &with_comment(""));
        history.record(touched, &with_comment("С"));
        history.record(touched, &with_comment("Св"));
        let now = with_comment("Светло");
        assert!(history.can_undo(&now));
        assert_eq!(history.undo(&now), Some((touched, with_comment(""))));
        assert_eq!(history.undo(&with_comment("")), None, "the letters were one step");
        assert!(history.can_redo());
        assert_eq!(history.redo(&with_comment("")), Some((touched, now.clone())));
        assert!(!history.can_redo());
        assert_eq!(history.undo(&now), Some((touched, with_comment(""))));
    }

    #[test]
    fn a_new_change_after_taking_one_back_forgets_what_was_taken_back() {
        let mut history = History::default();
        history.record(Touched::Comment(Place::Whole), &with_comment(""));
        history.undo(&with_comment("Едно"));
        history.record(Touched::Comment(Place::Whole), &with_comment(""));
        assert!(!history.can_redo());
        assert!(history.can_undo(&with_comment("Друго")));
    }

    #[test]
    fn a_step_that_changed_nothing_is_passed_over() {
        let mut history = History::default();
        history.record(Touched::Comment(Place::Whole), &with_comment(""));
        history.record(Touched::Line(3), &with_comment("Едно"));
        let now = with_comment("Едно");
        let undone = history.undo(&now);
        assert_eq!(undone, Some((Touched::Comment(Place::Whole), with_comment(""))));
        assert!(!history.can_undo(&with_comment("")));
    }

    #[test]
    fn another_line_and_each_lever_begin_a_step_of_their_own() {
        let mut history = History::default();
        for (touched, text) in
            [(Touched::Line(1), ""), (Touched::Line(2), "1"), (Touched::Lever, "2"), (Touched::Lever, "3")]
        {
            history.record(touched, &with_comment(text));
        }
        let mut now = with_comment("4");
        for text in ["3", "2", "1", ""] {
            let (_, before) = history.undo(&now).unwrap();
            assert_eq!(before, with_comment(text));
            now = before;
        }
    }

    #[test]
    fn the_first_of_very_many_steps_are_forgotten() {
        let mut history = History::default();
        for step in 0..STEPS + 20 {
            history.record(Touched::Line(step), &with_comment(&step.to_string()));
        }
        let mut now = with_comment("now");
        let mut taken_back = 0;
        while let Some((_, before)) = history.undo(&now) {
            now = before;
            taken_back += 1;
        }
        assert_eq!((taken_back, now), (STEPS, with_comment("20")));
    }
}
