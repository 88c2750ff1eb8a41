//! The draft as far as counting needs it, and a ballot's amounts found on its lines.

use std::collections::HashMap;

use glasno_model::{Amount, BalanceRule, BallotDocument, BudgetDraft, LineId};
use serde::{Deserialize, Serialize};

use super::histogram::Histogram;

/// Why a ballot is not counted, not taken out, or two tallies are not merged. Then nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AllocationError {
    /// The ballot was made on another version of the draft.
    #[error("the ballot was made on version {found} of the draft, this is the tally of version {counted}")]
    OtherDraftVersion {
        /// The version that is counted.
        counted: u32,
        /// The version that the ballot names.
        found: u32,
    },
    /// The draft has no such line.
    #[error("the draft has no line {0}")]
    UnknownLine(LineId),
    /// The ballot names a line twice.
    #[error("the line {0} stands twice in the ballot")]
    DuplicateLine(LineId),
    /// The ballot proposes another amount for a line that citizens cannot move.
    #[error("the line {0} cannot be moved")]
    LockedLine(LineId),
    /// The ballot proposes less than nothing.
    #[error("the amount proposed for line {0} is less than nothing")]
    LessThanNothing(LineId),
    /// The ballot's amounts together are beyond what can be counted.
    #[error("the amounts of the ballot are too large")]
    TooLarge,
    /// The ballot that is to be taken out was never counted.
    #[error("this ballot cannot have been counted here")]
    NeverCounted,
    /// Tallies of two drafts, or of two balance rules, have nothing in common.
    #[error("the tallies belong to different drafts")]
    OtherDraft,
}

/// A line as far as counting needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameLine {
    /// Its id.
    pub id: LineId,
    /// Its amount in the draft.
    pub amount: Amount,
    /// May citizens propose another one?
    pub movable: bool,
}

/// The draft that a tally counts ballots on.
#[derive(Debug, Clone)]
pub struct Frame {
    draft_version: u32,
    headroom: Amount,
    lines: Vec<FrameLine>,
    /// What is seen of each line's id at a glance.
    glances: Vec<Glance>,
    positions: HashMap<LineId, u32>,
}

/// What a ballot proposes for one line, by the line's place in the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub line: u32,
    /// In minor units, not negative on a movable line.
    pub amount: i64,
}

impl Frame {
    /// The frame of a draft. A balance rule that lets ballots cost more than the draft makes the money to divide larger by
    /// so much.
    pub fn new(draft: &BudgetDraft, rule: BalanceRule) -> Self {
        let headroom = match rule {
            BalanceRule::NoDeficit => Amount::ZERO,
            BalanceRule::Deviation { at_most } => at_most.magnitude(),
        };
        let line = |line: &glasno_model::BudgetLine| FrameLine {
            id: line.id.clone(),
            amount: line.amount,
            movable: line.is_movable(),
        };
        Self::of(draft.version, headroom, draft.lines.iter().map(line).collect())
    }

    pub(super) fn of(draft_version: u32, headroom: Amount, lines: Vec<FrameLine>) -> Self {
        // A draft with more lines than 2³² does not fit into memory.
        let positions = lines.iter().zip(0..).map(|(line, at)| (line.id.clone(), at)).collect();
        let glances = lines.iter().map(|line| Glance::at(&line.id)).collect();
        Self { draft_version, headroom, lines, glances, positions }
    }

    /// The version of the draft.
    pub const fn draft_version(&self) -> u32 {
        self.draft_version
    }

    /// By how much a ballot may cost more than the draft.
    pub const fn headroom(&self) -> Amount {
        self.headroom
    }

    /// The draft's lines, all of them, in its order.
    pub fn lines(&self) -> &[FrameLine] {
        &self.lines
    }

    /// Has every line an id of its own?
    pub(super) fn is_sound(&self) -> bool {
        self.positions.len() == self.lines.len() && !self.headroom.is_negative()
    }

    /// Finds a ballot's amounts, in the order of the draft, and by how much they exceed the draft together.
    pub(super) fn resolve(
        &self,
        ballot: &BallotDocument,
        entries: &mut Vec<Entry>,
    ) -> Result<i64, AllocationError> {
        if ballot.draft_version != self.draft_version {
            let (counted, found) = (self.draft_version, ballot.draft_version);
            return Err(AllocationError::OtherDraftVersion { counted, found });
        }
        entries.clear();
        let mut difference: i128 = 0;
        let (mut next, mut in_order) = (0, true);
        for proposed in &ballot.allocation {
            let line = self.position(&proposed.line, next)?;
            let known = &self.lines[line as usize];
            if proposed.amount != known.amount {
                if !known.movable {
                    return Err(AllocationError::LockedLine(known.id.clone()));
                }
                if proposed.amount.is_negative() {
                    return Err(AllocationError::LessThanNothing(known.id.clone()));
                }
            }
            in_order &= line >= next;
            next = line + 1;
            difference += i128::from(proposed.amount.minor() - known.amount.minor());
            entries.push(Entry { line, amount: proposed.amount.minor() });
        }
        // In the order of the draft no line can stand twice.
        if !in_order {
            entries.sort_unstable_by_key(|entry| entry.line);
            if let Some(twice) = entries.windows(2).find(|pair| pair[0].line == pair[1].line) {
                return Err(AllocationError::DuplicateLine(self.lines[twice[0].line as usize].id.clone()));
            }
        }
        let difference = i64::try_from(difference).ok().filter(|difference| *difference > Histogram::LEAST);
        difference.ok_or(AllocationError::TooLarge)
    }

    /// Browsers send lines in the order of the draft: mostly it is the next one or one soon after it.
    fn position(&self, id: &LineId, next: u32) -> Result<u32, AllocationError> {
        let glance = Glance::at(id);
        let ahead = self.glances.get(next as usize..).unwrap_or_default().iter().take(NEAR);
        match (next..).zip(ahead).find(|(_, other)| **other == glance) {
            Some((at, _)) if glance.is_all() || self.lines[at as usize].id == *id => Ok(at),
            _ => self.positions.get(id).copied().ok_or_else(|| AllocationError::UnknownLine(id.clone())),
        }
    }
}

/// How many lines are looked at before the id is searched among all.
const NEAR: usize = 32;

/// The first and the last eight bytes of an id and its length, which compare without a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Glance {
    head: u64,
    tail: u64,
    length: usize,
}

impl Glance {
    fn at(id: &LineId) -> Self {
        let bytes = id.as_str().as_bytes();
        let word = |chunk: Option<&[u8; 8]>| chunk.map(|chunk| u64::from_le_bytes(*chunk));
        let short = || bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
        let head = word(bytes.first_chunk()).unwrap_or_else(short);
        Self { head, tail: word(bytes.last_chunk()).unwrap_or_default(), length: bytes.len() }
    }

    /// Is nothing of the id left out?
    const fn is_all(self) -> bool {
        self.length <= 16
    }
}

impl PartialEq for Frame {
    fn eq(&self, other: &Self) -> bool {
        let key = |frame: &Self| (frame.draft_version, frame.headroom);
        key(self) == key(other) && self.lines == other.lines
    }
}

impl Eq for Frame {}
