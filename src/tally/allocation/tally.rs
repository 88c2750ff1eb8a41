//! Counting ballots, taking them out, and merging what was counted.

use std::sync::Arc;

use glasno_model::{BalanceRule, BallotDocument, BudgetDraft, LineId};
use serde::{Deserialize, Serialize};

use super::frame::Entry;
use super::histogram::Histogram;
use super::{AllocationError, Frame};

/// The ballots on one draft, counted by line and amount.
///
/// Equal whenever the same ballots were counted, in whatever order and over whatever detours.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "super::saved::SavedTally", into = "super::saved::SavedTally")]
pub struct AllocationTally {
    pub(super) frame: Arc<Frame>,
    pub(super) counts: Counts,
    /// Room for a ballot's amounts, kept from one ballot to the next.
    room: Vec<Entry>,
}

/// What was counted, without the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counts {
    pub ballots: u64,
    /// Ballots that touch no line: they say something else.
    pub silent: u64,
    /// By how much ballots cost more than the draft, or less (negative).
    pub differences: Histogram,
    /// For each line of the draft the amounts of the ballots that touched it.
    pub lines: Vec<Histogram>,
}

impl AllocationTally {
    /// A tally of ballots on this draft; none counted yet.
    ///
    /// Where the officer changes the balance rule later, the tally has to be made anew from the ballots.
    pub fn new(draft: &BudgetDraft, rule: BalanceRule) -> Self {
        Self::of(Arc::new(Frame::new(draft, rule)))
    }

    pub(super) fn of(frame: Arc<Frame>) -> Self {
        let counts = Counts::new(&frame);
        Self::with(frame, counts)
    }

    pub(super) const fn with(frame: Arc<Frame>, counts: Counts) -> Self {
        Self { frame, counts, room: Vec::new() }
    }

    /// Counts a ballot.
    ///
    /// # Errors
    /// When the ballot was not made on this draft.
    pub fn add(&mut self, ballot: &BallotDocument) -> Result<(), AllocationError> {
        let difference = self.frame.resolve(ballot, &mut self.room)?;
        self.counts.add(&self.room, difference);
        Ok(())
    }

    /// Takes a ballot out that was counted before: the tally is then as if it had never come.
    ///
    /// Which amounts stood together on one ballot is not kept. So only events tell what was counted; the tally refuses a
    /// ballot that cannot have been, and stays consistent with any that it lets out.
    ///
    /// # Errors
    /// When the ballot was not made on this draft, or cannot have been counted.
    pub fn remove(&mut self, ballot: &BallotDocument) -> Result<(), AllocationError> {
        let difference = self.frame.resolve(ballot, &mut self.room)?;
        self.counts.remove(&self.room, difference)
    }

    /// Counts all that another tally of the same draft has counted.
    ///
    /// # Errors
    /// When it is a tally of another draft, or of the same one under another balance rule.
    pub fn merge(&mut self, other: &Self) -> Result<(), AllocationError> {
        if !Arc::ptr_eq(&self.frame, &other.frame) && self.frame != other.frame {
            return Err(AllocationError::OtherDraft);
        }
        self.counts.merge(&other.counts);
        Ok(())
    }

    /// The draft that is counted.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// How many ballots were counted: those that touch at least one line.
    pub const fn ballots(&self) -> u64 {
        self.counts.ballots
    }

    /// How many ballots beside these touched no line, because they say something else. They are part of no figure.
    pub const fn silent(&self) -> u64 {
        self.counts.silent
    }

    /// The amounts that ballots proposed for this line, those that kept the draft's amount on purpose among them;
    /// nothing where the draft has no such line.
    pub fn proposed(&self, line: &LineId) -> Option<&Histogram> {
        let at = self.frame.lines().iter().position(|known| known.id == *line)?;
        self.counts.lines.get(at)
    }

    /// By how much ballots cost more than the draft, or less (negative), in minor units.
    pub const fn differences(&self) -> &Histogram {
        &self.counts.differences
    }
}

impl PartialEq for AllocationTally {
    fn eq(&self, other: &Self) -> bool {
        self.frame == other.frame && self.counts == other.counts
    }
}

impl Eq for AllocationTally {}

impl Counts {
    pub fn new(frame: &Frame) -> Self {
        let lines = vec![Histogram::default(); frame.lines().len()];
        Self { ballots: 0, silent: 0, differences: Histogram::default(), lines }
    }

    pub fn add(&mut self, entries: &[Entry], difference: i64) {
        if entries.is_empty() {
            self.silent += 1;
            return;
        }
        self.ballots += 1;
        self.differences.add(difference);
        for entry in entries {
            self.lines[entry.line as usize].add(entry.amount);
        }
    }

    pub fn remove(&mut self, entries: &[Entry], difference: i64) -> Result<(), AllocationError> {
        if entries.is_empty() {
            self.silent = self.silent.checked_sub(1).ok_or(AllocationError::NeverCounted)?;
            return Ok(());
        }
        let counted = self.ballots > 0
            && self.differences.count(difference) > 0
            && entries.iter().all(|entry| self.lines[entry.line as usize].count(entry.amount) > 0);
        if !counted || self.leaves_too_few(entries) {
            return Err(AllocationError::NeverCounted);
        }
        self.ballots -= 1;
        self.differences.remove(difference);
        for entry in entries {
            self.lines[entry.line as usize].remove(entry.amount);
        }
        Ok(())
    }

    pub fn merge(&mut self, other: &Self) {
        self.ballots += other.ballots;
        self.silent += other.silent;
        self.differences.merge(&other.differences);
        for (line, other) in self.lines.iter_mut().zip(&other.lines) {
            line.merge(other);
        }
    }

    /// Would a line be touched by more ballots than are left? Entries stand in the order of the draft.
    fn leaves_too_few(&self, entries: &[Entry]) -> bool {
        let left = self.ballots - 1;
        let mut touched = entries.iter().map(|entry| entry.line as usize).peekable();
        let mut after = self
            .lines
            .iter()
            .enumerate()
            .map(|(at, line)| line.total() - u64::from(touched.next_if_eq(&at).is_some()));
        after.any(|touched| touched > left)
    }
}
