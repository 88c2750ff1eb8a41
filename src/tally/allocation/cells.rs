//! Tallies kept apart, so that any breakdown is a merge of some of them.
//!
//! Each version of a draft is counted by itself: the amounts that citizens saw differ from one version to the next, and so
//! do the lines; “500 000 for lighting” is more on one and less on the other. Within a version, ballots are counted by
//! channel and by what respondents say of themselves.

use std::collections::BTreeMap;
use std::sync::Arc;

use glasno_model::{BalanceRule, BallotDocument, BudgetDraft, Channel, respondent::Respondent};
use serde::{Deserialize, Serialize};

use super::frame::Entry;
use super::saved::{Contradiction, SavedFrame};
use super::tally::Counts;
use super::{AllocationError, AllocationTally, Frame};

/// What ballots that are counted together have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// How they came.
    pub channel: Channel,
    /// What the respondents say of themselves.
    pub respondent: Respondent,
}

/// The tallies of a consultation, by draft version and cell.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<SavedVersion>", into = "Vec<SavedVersion>")]
pub struct Tallies {
    versions: BTreeMap<u32, Version>,
    room: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Version {
    frame: Arc<Frame>,
    cells: BTreeMap<Cell, Counts>,
}

impl Tallies {
    /// Makes room for the ballots on a draft. A draft that is known already changes nothing.
    ///
    /// # Errors
    /// When another draft, or another balance rule, is known by this version: then the ballots have to be counted anew.
    pub fn know(&mut self, draft: &BudgetDraft, rule: BalanceRule) -> Result<(), AllocationError> {
        let frame = Arc::new(Frame::new(draft, rule));
        self.know_frame(&frame).map(|_| ())
    }

    /// Counts a ballot that came by this channel.
    ///
    /// # Errors
    /// When the ballot was not made on a draft that is known.
    pub fn add(&mut self, channel: Channel, ballot: &BallotDocument) -> Result<(), AllocationError> {
        let Self { versions, room } = self;
        let version = find(versions, ballot.draft_version)?;
        let difference = version.frame.resolve(ballot, room)?;
        let cell = Cell { channel, respondent: ballot.respondent.clone() };
        let frame = &version.frame;
        version.cells.entry(cell).or_insert_with(|| Counts::new(frame)).add(room, difference);
        Ok(())
    }

    /// Takes a ballot out that was counted before.
    ///
    /// # Errors
    /// When the ballot was not made on a draft that is known, or never counted in its cell.
    pub fn remove(&mut self, channel: Channel, ballot: &BallotDocument) -> Result<(), AllocationError> {
        let Self { versions, room } = self;
        let version = find(versions, ballot.draft_version)?;
        let difference = version.frame.resolve(ballot, room)?;
        let cell = Cell { channel, respondent: ballot.respondent.clone() };
        let counts = version.cells.get_mut(&cell).ok_or(AllocationError::NeverCounted)?;
        counts.remove(room, difference)?;
        if counts.ballots == 0 && counts.silent == 0 {
            version.cells.remove(&cell);
        }
        Ok(())
    }

    /// Counts all that others have counted.
    ///
    /// # Errors
    /// When both know different drafts by one version. Then nothing is counted.
    pub fn merge(&mut self, other: &Self) -> Result<(), AllocationError> {
        let known = |version: &Version| self.versions.get(&version.frame.draft_version());
        if other
            .versions
            .values()
            .any(|version| known(version).is_some_and(|ours| ours.frame != version.frame))
        {
            return Err(AllocationError::OtherDraft);
        }
        for version in other.versions.values() {
            let ours = self.know_frame(&version.frame)?;
            for (cell, counts) in &version.cells {
                let frame = &version.frame;
                ours.cells.entry(cell.clone()).or_insert_with(|| Counts::new(frame)).merge(counts);
            }
        }
        Ok(())
    }

    /// The draft versions that are known, ascending.
    pub fn versions(&self) -> impl Iterator<Item = u32> {
        self.versions.keys().copied()
    }

    /// All ballots on a version of the draft; nothing where it is not known.
    pub fn tally(&self, draft_version: u32) -> Option<AllocationTally> {
        let version = self.versions.get(&draft_version)?;
        let mut counts = Counts::new(&version.frame);
        version.cells.values().for_each(|cell| counts.merge(cell));
        Some(AllocationTally::with(Arc::clone(&version.frame), counts))
    }

    /// The ballots on a version of the draft, broken down by whatever a cell says; cells that give nothing are left out.
    pub fn broken_down<K: Ord>(
        &self,
        draft_version: u32,
        by: impl Fn(&Cell) -> Option<K>,
    ) -> BTreeMap<K, AllocationTally> {
        let mut parts = BTreeMap::new();
        let Some(version) = self.versions.get(&draft_version) else { return parts };
        for (cell, counts) in &version.cells {
            let Some(key) = by(cell) else { continue };
            let part = parts.entry(key).or_insert_with(|| AllocationTally::of(Arc::clone(&version.frame)));
            part.counts.merge(counts);
        }
        parts
    }

    fn know_frame(&mut self, frame: &Arc<Frame>) -> Result<&mut Version, AllocationError> {
        let empty = || Version { frame: Arc::clone(frame), cells: BTreeMap::new() };
        let version = self.versions.entry(frame.draft_version()).or_insert_with(empty);
        if version.frame == *frame { Ok(version) } else { Err(AllocationError::OtherDraft) }
    }
}

fn find(versions: &mut BTreeMap<u32, Version>, found: u32) -> Result<&mut Version, AllocationError> {
    let newest = versions.keys().next_back().copied().unwrap_or_default();
    versions.get_mut(&found).ok_or(AllocationError::OtherDraftVersion { counted: newest, found })
}

impl PartialEq for Tallies {
    fn eq(&self, other: &Self) -> bool {
        self.versions == other.versions
    }
}

impl Eq for Tallies {}

/// The cells of one draft version on disk.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedVersion {
    frame: SavedFrame,
    cells: Vec<(Cell, Counts)>,
}

impl From<Tallies> for Vec<SavedVersion> {
    fn from(tallies: Tallies) -> Self {
        let saved = |version: Version| SavedVersion {
            frame: version.frame.as_ref().into(),
            cells: version.cells.into_iter().collect(),
        };
        tallies.versions.into_values().map(saved).collect()
    }
}

impl TryFrom<Vec<SavedVersion>> for Tallies {
    type Error = Contradiction;

    fn try_from(saved: Vec<SavedVersion>) -> Result<Self, Contradiction> {
        let mut tallies = Self::default();
        for version in saved {
            let frame = Arc::new(Frame::try_from(version.frame)?);
            let count = version.cells.len();
            version.cells.iter().try_for_each(|(_, counts)| counts.check(&frame))?;
            let cells: BTreeMap<Cell, Counts> = version.cells.into_iter().collect();
            let twice = cells.len() < count;
            let known = tallies.versions.insert(frame.draft_version(), Version { frame, cells });
            if twice || known.is_some() {
                return Err(Contradiction);
            }
        }
        Ok(tallies)
    }
}
