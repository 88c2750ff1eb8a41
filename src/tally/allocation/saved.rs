//! A tally as it is written down, and what must hold of one that is read.

use std::sync::Arc;

use glasno_model::Amount;
use serde::{Deserialize, Serialize};

use super::frame::FrameLine;
use super::tally::Counts;
use super::{AllocationTally, Frame};

/// A tally on disk. Equal tallies are equal bytes.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedTally {
    pub frame: SavedFrame,
    pub counts: Counts,
}

/// A frame on disk.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedFrame {
    draft_version: u32,
    headroom: Amount,
    lines: Vec<FrameLine>,
}

/// What is written there cannot have been counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the saved tally contradicts itself: count the ballots again")]
pub struct Contradiction;

impl From<AllocationTally> for SavedTally {
    fn from(tally: AllocationTally) -> Self {
        Self { frame: tally.frame.as_ref().into(), counts: tally.counts }
    }
}

impl TryFrom<SavedTally> for AllocationTally {
    type Error = Contradiction;

    fn try_from(saved: SavedTally) -> Result<Self, Contradiction> {
        let frame = Frame::try_from(saved.frame)?;
        saved.counts.check(&frame)?;
        Ok(Self::with(Arc::new(frame), saved.counts))
    }
}

impl From<&Frame> for SavedFrame {
    fn from(frame: &Frame) -> Self {
        let (draft_version, headroom) = (frame.draft_version(), frame.headroom());
        Self { draft_version, headroom, lines: frame.lines().to_vec() }
    }
}

impl TryFrom<SavedFrame> for Frame {
    type Error = Contradiction;

    fn try_from(saved: SavedFrame) -> Result<Self, Contradiction> {
        let frame = Self::of(saved.draft_version, saved.headroom, saved.lines);
        if frame.is_sound() { Ok(frame) } else { Err(Contradiction) }
    }
}

impl Counts {
    /// No line was touched more often than there are ballots, locked lines have the draft's amount, no amount is less than
    /// nothing, and what the lines differ from the draft is together what the ballots do.
    pub fn check(&self, frame: &Frame) -> Result<(), Contradiction> {
        let whole = self.differences.total() == self.ballots && self.lines.len() == frame.lines().len();
        let mut by_line: i128 = 0;
        for (histogram, line) in self.lines.iter().zip(frame.lines()) {
            if histogram.total() > self.ballots {
                return Err(Contradiction);
            }
            for (amount, count) in histogram.ascending() {
                let change = i128::from(amount) - i128::from(line.amount.minor());
                if Amount::from_minor(amount).is_err() || change != 0 && (amount < 0 || !line.movable) {
                    return Err(Contradiction);
                }
                by_line += change * i128::from(count);
            }
        }
        let by_ballot =
            self.differences.ascending().into_iter().try_fold(0_i128, |sum, (difference, count)| {
                sum.checked_add(i128::from(difference).checked_mul(count.into())?)
            });
        if whole && Some(by_line) == by_ballot { Ok(()) } else { Err(Contradiction) }
    }
}
