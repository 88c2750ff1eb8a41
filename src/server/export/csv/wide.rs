//! One row a submission, one column a line, and one for each thing that can be chosen.
//!
//! The rows of the drafts come first, the newest at the top; `draft` stands there in place of a submission. Comments
//! on lines are only counted here: they stand in the long table, since a column for each would double the width.

use std::io::Write;

use glasno_model::{Amount, Currency};

use super::cells::Cells;
use crate::export::choices::Cell;
use crate::export::frame::DRAFT;
use crate::export::{Entry, ExportError, Frame, Sink};

/// The wide table.
pub(in crate::export) struct Wide<'a> {
    frame: &'a Frame,
    cells: Cells<'a>,
    amounts: Vec<Option<Amount>>,
}

impl<'a> Wide<'a> {
    pub fn begin(frame: &'a Frame, out: &'a mut dyn Write) -> Result<Self, ExportError> {
        let mut wide = Self {
            frame,
            cells: Cells::begin(out, frame.wide_header())?,
            amounts: vec![None; frame.lines.len()],
        };
        for (draft, amounts) in frame.draft_rows() {
            wide.cells.word(DRAFT);
            for _ in ["version", "channel", "received", "language"] {
                wide.cells.empty();
            }
            wide.cells.count(draft.version)?;
            wide.amounts = amounts;
            wide.lines(draft.currency);
            wide.cells.empty();
            wide.cells.empty();
            wide.choices(&frame.choices.draft_cells(draft), draft.currency)?;
            wide.cells.end_row()?;
        }
        Ok(wide)
    }

    fn lines(&mut self, currency: Currency) {
        self.cells.word(currency.code());
        let minor_units = currency.minor_units();
        for amount in &self.amounts {
            match amount {
                Some(amount) => self.cells.amount(*amount, minor_units),
                None => self.cells.empty(),
            }
        }
    }

    fn choices(&mut self, cells: &[Cell<'_>], currency: Currency) -> Result<(), ExportError> {
        for cell in cells {
            match *cell {
                Cell::Empty => self.cells.empty(),
                Cell::Money(amount) => self.cells.amount(amount, currency.minor_units()),
                Cell::Number(number) => self.cells.count(number)?,
                Cell::Text(text) => self.cells.text(text),
            }
        }
        Ok(())
    }
}

impl Sink for Wide<'_> {
    fn add(&mut self, entry: &Entry<'_>) -> Result<(), ExportError> {
        self.frame.spread(entry.ballot, &mut self.amounts)?;
        self.cells.word(entry.id.as_str());
        self.cells.count(entry.version)?;
        self.cells.word(entry.channel.code());
        self.cells.word(&entry.received);
        self.cells.word(entry.ballot.language.tag());
        self.cells.count(entry.draft.version)?;
        self.lines(entry.draft.currency);
        self.cells.text(entry.comment_on_whole().unwrap_or_default());
        self.cells.count(entry.line_comments())?;
        self.choices(&self.frame.choices.cells(entry)?, entry.draft.currency)?;
        Ok(self.cells.end_row()?)
    }

    fn finish(self) -> Result<u64, ExportError> {
        Ok(self.cells.finish()?)
    }
}
