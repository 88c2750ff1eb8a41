//! The budget draft: groups of lines, and for each line who decides on it.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::{Amount, Currency, Language, Text};

mod outline;
pub use crate::identifier::{GroupId, LineId, NotAnIdentifier};
pub use outline::{Branch, Outline};

/// Who decides on the money of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Discretion {
    /// The state pays for exactly this service and has entrusted the municipality with it.
    StateDelegated,
    /// The council decides.
    Local,
    /// The council adds its own money to a service of the state.
    TopUp,
    /// A law, a grant or a donor binds the money to this purpose.
    Earmarked,
    /// A signed contract binds the money.
    ContractBound,
}

impl Discretion {
    /// May citizens propose another amount?
    pub const fn is_movable(self) -> bool {
        matches!(self, Self::Local | Self::TopUp)
    }

    /// The word in JSON and tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::StateDelegated => "state-delegated",
            Self::Local => "local",
            Self::TopUp => "top-up",
            Self::Earmarked => "earmarked",
            Self::ContractBound => "contract-bound",
        }
    }
}

/// A heading above lines: a function of the budget, a fund, a department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Unique among the groups of its draft.
    pub id: GroupId,
    /// The group that this one stands in; nothing at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<GroupId>,
    /// The code of the classification, as printed: `6`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The name.
    pub name: Text,
}

/// One line of the budget: an activity and who pays for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    /// Unique among the lines of its draft.
    pub id: LineId,
    /// The group that it stands in.
    pub group: GroupId,
    /// The code of the activity, as printed: `606`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The official name, or a plain one.
    pub name: Text,
    /// What the money is for, in plain words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub description: Text,
    /// Who decides.
    pub discretion: Discretion,
    /// The amount in the draft, in the draft's currency.
    pub amount: Amount,
    /// The amount as the workbook has it, in the currency of the workbook, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_amount: Option<Amount>,
    /// The amount of the year before, in the draft's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_amount: Option<Amount>,
    /// The least that may be proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Amount>,
    /// The most that may be proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Amount>,
    /// What the line is spent on, where the workbook says it. Sums to `amount`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Detail>,
}

impl BudgetLine {
    /// May citizens propose another amount?
    ///
    /// A line of less than nothing is a refund and stays as it is: there is nothing to allot.
    pub const fn is_movable(&self) -> bool {
        self.discretion.is_movable() && !self.amount.is_negative()
    }

    /// The least that may be proposed: never less than nothing.
    pub fn least(&self) -> Amount {
        self.min.unwrap_or(Amount::ZERO)
    }

    /// The most that may be proposed, where there is a limit.
    pub const fn most(&self) -> Option<Amount> {
        self.max
    }
}

/// A part of a line by what it is spent on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// What it is spent on.
    pub kind: Expense,
    /// How much, in the draft's currency.
    pub amount: Amount,
}

/// What money is spent on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expense {
    /// Wages and social insurance.
    Personnel,
    /// Materials, energy, services, current repairs.
    Operating,
    /// Building, buying and major repairs.
    Capital,
}

/// Where a draft comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The name of the file that was imported.
    pub file: String,
    /// The currency of the file.
    pub currency: Currency,
    /// The sum of the file's lines in its own currency.
    pub total: Amount,
    /// Whose figures these are, in words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
}

/// A draft as it stands in JSON, before its references and sums are proved. Use it to build a [`BudgetDraft`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftDocument {
    /// 1 for the first import into a consultation, one more for each correction.
    pub version: u32,
    /// The budget's year, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_year: Option<u16>,
    /// The currency of all amounts.
    pub currency: Currency,
    /// Where the figures come from.
    pub source: Source,
    /// The headings, each after its parent, in reading order.
    pub groups: Vec<Group>,
    /// The lines, in reading order.
    pub lines: Vec<BudgetLine>,
}

/// A draft whose names are unique, whose references lead somewhere and whose total can be held.
///
/// It reads like the [`DraftDocument`] that it was made from.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "DraftDocument", into = "DraftDocument")]
pub struct BudgetDraft {
    document: DraftDocument,
    /// Positions of the lines in the order of their ids, so that a line is found in a few steps. Made when a line is
    /// first looked up, which in the browser is never: there the lines go by their positions.
    by_id: OnceLock<Vec<usize>>,
    total: Amount,
}

impl PartialEq for BudgetDraft {
    fn eq(&self, other: &Self) -> bool {
        self.document == other.document
    }
}

impl Eq for BudgetDraft {}

/// Why a document is not a draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// There is no line at all.
    #[error("the draft has no lines")]
    Empty,
    /// Two lines have one id.
    #[error("the line {0} stands twice")]
    DuplicateLine(LineId),
    /// Two groups have one id.
    #[error("the group {0} stands twice")]
    DuplicateGroup(GroupId),
    /// A line or group stands in a group that is not there, or that comes only after it.
    #[error("there is no group {0} before the place that names it")]
    UnknownGroup(GroupId),
    /// The bounds of a line leave out its own amount.
    #[error("the amount of line {0} is outside its own bounds")]
    OutsideBounds(LineId),
    /// The sum of the lines cannot be held.
    #[error("the total is too large")]
    TotalTooLarge,
}

impl BudgetDraft {
    /// The sum of the lines.
    pub const fn total(&self) -> Amount {
        self.total
    }

    /// The sum of the lines that citizens may move.
    pub fn movable_total(&self) -> Amount {
        // A part of a sum of which every partial sum fits: lines of less than nothing are never movable, so the
        // movable ones could exceed the limit only next to refunds beyond all measure.
        Amount::sum(self.lines.iter().filter(|line| line.is_movable()).map(|line| line.amount))
            .unwrap_or(Amount::MAX)
    }

    /// The line of this id.
    pub fn line(&self, id: &LineId) -> Option<&BudgetLine> {
        self.position(id).and_then(|position| self.document.lines.get(position))
    }

    /// The place of the line of this id among the lines.
    pub fn position(&self, id: &LineId) -> Option<usize> {
        let lines = &self.document.lines;
        let by_id = self.by_id.get_or_init(|| positions_by_id(lines));
        let found = by_id.binary_search_by(|position| lines[*position].id.cmp(id)).ok()?;
        by_id.get(found).copied()
    }

    /// The document as it goes over the wire.
    pub fn into_document(self) -> DraftDocument {
        self.document
    }

    /// The languages that every name is written in.
    pub fn languages(&self) -> Vec<Language> {
        let Some(first) = self.lines.first() else { return Vec::new() };
        first
            .name
            .iter()
            .map(|(language, _)| language)
            .filter(|language| {
                self.lines.iter().all(|line| line.name.iter().any(|(other, _)| other == *language))
            })
            .collect()
    }
}

impl core::ops::Deref for BudgetDraft {
    type Target = DraftDocument;

    fn deref(&self) -> &DraftDocument {
        &self.document
    }
}

impl From<BudgetDraft> for DraftDocument {
    fn from(draft: BudgetDraft) -> Self {
        draft.document
    }
}

impl TryFrom<DraftDocument> for BudgetDraft {
    type Error = DraftError;

    fn try_from(document: DraftDocument) -> Result<Self, DraftError> {
        check_groups(&document)?;
        for line in &document.lines {
            let below = line.is_movable() && line.amount < line.least();
            if below || line.most().is_some_and(|most| line.is_movable() && line.amount > most) {
                return Err(DraftError::OutsideBounds(line.id.clone()));
            }
        }
        let lines = &document.lines;
        let by_id = positions_by_id(lines);
        if let Some(pair) = by_id.windows(2).find(|pair| lines[pair[0]].id == lines[pair[1]].id) {
            return Err(DraftError::DuplicateLine(lines[pair[0]].id.clone()));
        }
        Ok(Self { by_id: by_id.into(), ..Self::of_proved(document)? })
    }
}

impl BudgetDraft {
    /// A draft that its sender has proved before: only what is shown is computed.
    pub(crate) fn of_proved(document: DraftDocument) -> Result<Self, DraftError> {
        if document.lines.is_empty() {
            return Err(DraftError::Empty);
        }
        let total =
            Amount::sum(document.lines.iter().map(|line| line.amount)).ok_or(DraftError::TotalTooLarge)?;
        Ok(Self { document, by_id: OnceLock::new(), total })
    }
}

/// Each group has a name of its own and stands after its parent; each line stands in one of them.
fn check_groups(document: &DraftDocument) -> Result<(), DraftError> {
    let mut groups = BTreeSet::new();
    for group in &document.groups {
        if let Some(parent) = group.parent.as_ref().filter(|parent| !groups.contains(parent)) {
            return Err(DraftError::UnknownGroup(parent.clone()));
        }
        if !groups.insert(&group.id) {
            return Err(DraftError::DuplicateGroup(group.id.clone()));
        }
    }
    match document.lines.iter().find(|line| !groups.contains(&line.group)) {
        Some(line) => Err(DraftError::UnknownGroup(line.group.clone())),
        None => Ok(()),
    }
}

fn positions_by_id(lines: &[BudgetLine]) -> Vec<usize> {
    let mut by_id: Vec<usize> = (0..lines.len()).collect();
    by_id.sort_unstable_by(|a, b| lines[*a].id.cmp(&lines[*b].id));
    by_id
}

#[cfg(test)]
#[path = "draft/tests.rs"]
pub(crate) mod tests;
