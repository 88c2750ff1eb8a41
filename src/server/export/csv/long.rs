//! One row for each amount, choice, answer and comment, for statistics programs and pivot tables.

use std::io::Write;

use glasno_model::{Allocation, Amount, BudgetLine, Comment};

use super::cells::Cells;
use crate::export::{Entry, ExportError, Frame, Sink};

const HEADER: [&str; 17] = [
    "submission",
    "channel",
    "received",
    "draft_version",
    "kind",
    "line",
    "line_name",
    "draft_amount",
    "proposed_amount",
    "change",
    "currency",
    "comment",
    "language",
    // Of what is neither a line nor a comment: see `long_choices`.
    "item",
    "item_name",
    "value",
    "value_name",
];

/// The long table.
pub(in crate::export) struct Long<'a> {
    pub(super) frame: &'a Frame,
    pub(super) cells: Cells<'a>,
}

impl<'a> Long<'a> {
    pub fn begin(frame: &'a Frame, out: &'a mut dyn Write) -> Result<Self, ExportError> {
        Ok(Self { frame, cells: Cells::begin(out, HEADER)? })
    }

    /// The cells that all rows of a submission begin with.
    pub(super) fn begin_row(&mut self, entry: &Entry<'_>, kind: &str) -> Result<(), ExportError> {
        self.cells.word(entry.id.as_str());
        self.cells.word(entry.channel.code());
        self.cells.word(&entry.received);
        self.cells.count(entry.draft.version)?;
        self.cells.word(kind);
        Ok(())
    }

    fn allocation(
        &mut self,
        entry: &Entry<'_>,
        line: &BudgetLine,
        proposed: Amount,
    ) -> Result<(), ExportError> {
        let currency = entry.draft.currency;
        let minor_units = currency.minor_units();
        self.begin_row(entry, "allocation")?;
        self.cells.text(line.id.as_str());
        self.cells.text(self.frame.read(&line.name));
        self.cells.amount(line.amount, minor_units);
        self.cells.amount(proposed, minor_units);
        match proposed.checked_sub(line.amount) {
            Some(change) => self.cells.amount(change, minor_units),
            // Only between amounts at the two ends of what can be held; both stand beside the empty cell.
            None => self.cells.empty(),
        }
        self.cells.word(currency.code());
        self.cells.empty();
        self.cells.word(entry.ballot.language.tag());
        self.empty(["item", "item_name", "value", "value_name"]);
        Ok(self.cells.end_row()?)
    }

    fn comment(&mut self, entry: &Entry<'_>, comment: &Comment) -> Result<(), ExportError> {
        self.begin_row(entry, "comment")?;
        let line = comment.line.as_ref();
        self.cells.text(line.map_or("", |line| line.as_str()));
        self.cells.text(line.map_or("", |line| self.frame.name_in(entry.draft, line)));
        self.empty(["draft_amount", "proposed_amount", "change", "currency"]);
        self.cells.text(&comment.text);
        self.cells.word(entry.ballot.language.tag());
        self.empty(["item", "item_name", "value", "value_name"]);
        Ok(self.cells.end_row()?)
    }

    /// Leaves these columns empty.
    pub(super) fn empty<const N: usize>(&mut self, columns: [&str; N]) {
        for _ in columns {
            self.cells.empty();
        }
    }
}

impl Sink for Long<'_> {
    fn add(&mut self, entry: &Entry<'_>) -> Result<(), ExportError> {
        for Allocation { line, amount } in &entry.ballot.allocation {
            let known = entry.draft.line(line);
            let known = known.ok_or_else(|| ExportError::UnknownLine { line: line.clone() })?;
            self.allocation(entry, known, *amount)?;
        }
        self.choices(entry)?;
        entry.ballot.comments.iter().try_for_each(|comment| self.comment(entry, comment))?;
        self.answers(entry)
    }

    fn finish(self) -> Result<u64, ExportError> {
        Ok(self.cells.finish()?)
    }
}
