//! The budget draft: groups of lines, who decides on each, where the money comes from, and what else citizens decide on.
//!
//! A [`DraftDocument`] is what stands in JSON, a [`BudgetDraft`] one that holds together: `check` proves it. What few
//! citizens look at is [`Deferred`], so that nobody reads it who does not ask for it.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::project::{Area, AreaKind, Project};
use crate::revenue::RevenueLine;
use crate::wire::Deferred;
use crate::{Amount, Currency, Language, Text};

mod line;
mod history;
mod consequence;
mod unit;
mod check;
mod outline;

pub use crate::identifier::{GroupId, LineId, NotAnIdentifier};
pub use check::{
    CODE_CHARACTERS, DraftError, MOST_AREAS, MOST_CONSEQUENCES, MOST_GROUPS, MOST_LEVER_STEPS, MOST_LINES,
    MOST_PAST_AMOUNTS, MOST_PROJECTS, MOST_REVENUE_LINES, NAME_CHARACTERS, PAST_YEARS, TEXT_CHARACTERS,
};
pub use consequence::Consequence;
pub use history::{PastAmount, PastKind};
pub use line::{BudgetLine, Detail, Discretion, Expense};
pub use outline::{Branch, Outline};
pub use unit::{UnitEquivalent, Units};

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
    /// The lines of spending, in reading order.
    pub lines: Vec<BudgetLine>,
    /// Where the money comes from, in reading order.
    #[serde(default, skip_serializing_if = "Deferred::is_empty")]
    pub revenue: Deferred<Vec<RevenueLine>>,
    /// What citizens may choose from, in the officer's order.
    #[serde(default, skip_serializing_if = "Deferred::is_empty")]
    pub projects: Deferred<Vec<Project>>,
    /// What a pot is shared over and what projects are found by, in the officer's order.
    #[serde(default, skip_serializing_if = "Deferred::is_empty")]
    pub areas: Deferred<Vec<Area>>,
}

impl DraftDocument {
    /// A first version with nothing in it yet.
    pub fn new(currency: Currency, source: Source) -> Self {
        Self {
            version: 1,
            fiscal_year: None,
            currency,
            source,
            groups: Vec::new(),
            lines: Vec::new(),
            revenue: Deferred::default(),
            projects: Deferred::default(),
            areas: Deferred::default(),
        }
    }
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

impl BudgetDraft {
    /// The sum of the lines of spending.
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

    /// The sum of the lines of revenue, with every lever where the draft has it.
    pub fn revenue_total(&self) -> Amount {
        // A draft exists only where this sum can be held.
        Amount::sum(self.revenue.get().iter().map(|line| line.amount)).unwrap_or(Amount::MAX)
    }

    /// The areas that a pot is shared over.
    pub fn pot_areas(&self) -> impl Iterator<Item = &Area> {
        self.areas.get().iter().filter(|area| area.kind == AreaKind::Pot)
    }

    /// The document as it goes over the wire.
    pub fn into_document(self) -> DraftDocument {
        self.document
    }

    /// The languages that every name is written in: those of lines, revenue, projects and areas.
    pub fn languages(&self) -> Vec<Language> {
        let lines = self.lines.iter().map(|line| &line.name);
        let revenue = self.revenue.get().iter().map(|line| &line.name);
        let projects = self.projects.get().iter().map(|project| &project.name);
        let areas = self.areas.get().iter().map(|area| &area.name);
        let mut names = lines.chain(revenue).chain(projects).chain(areas);
        let mut languages: Vec<Language> =
            names.next().map(|name| name.iter().map(|(language, _)| language).collect()).unwrap_or_default();
        for name in names {
            languages.retain(|language| name.iter().any(|(other, _)| other == *language));
        }
        languages
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
        check::document(&document)?;
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
        let total =
            Amount::sum(document.lines.iter().map(|line| line.amount)).ok_or(DraftError::TotalTooLarge)?;
        Ok(Self { document, by_id: OnceLock::new(), total })
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
