//! `ballots.csv`: one row for each line that a participant touched.

use std::io::BufRead;

use glasno_model::Amount;

use super::lines::{Draft, Lines};
use super::rows::{Row, Rows, RowsError};
use super::table_error::Expected;
use super::{csv, decimal, tables};

/// What one participant proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal<'a> {
    /// The ballot's id in this package.
    pub id: &'a str,
    /// The place of the draft among [`Lines::drafts`].
    pub draft: usize,
    /// The touched lines by their places, ascending, with the amounts proposed. At least one.
    pub amounts: &'a [(u32, Amount)],
}

/// All proposals of a package, in the order of their ids, as often as somebody asks: a count goes through them more than
/// once rather than hold a million of them.
pub trait Proposals {
    /// What can go wrong.
    type Error;

    /// Hands each proposal to `take`.
    ///
    /// # Errors
    /// Where the proposals cannot be read.
    fn each(&self, take: &mut dyn FnMut(Proposal<'_>)) -> Result<(), Self::Error>;
}

/// Appends a proposal's rows.
pub fn write(text: &mut String, proposal: Proposal<'_>, lines: &Lines) {
    let Some(draft) = lines.drafts.get(proposal.draft) else { return };
    let minor_units = lines.currency.minor_units();
    for (place, amount) in proposal.amounts {
        let Some(line) = draft.line(*place) else { continue };
        text.push_str(proposal.id);
        text.push(',');
        text.push_str(&draft.version.to_string());
        text.push(',');
        csv::push(text, &line.cell);
        text.push(',');
        text.push_str(&decimal::of_amount(*amount, minor_units));
        text.push(',');
        text.push_str(&decimal::of_amount(line.amount, minor_units));
        text.push_str("\r\n");
    }
}

/// Reads the table and hands each proposal to `take`.
///
/// # Errors
/// With the first row that is not as it should be.
pub fn read(input: impl BufRead, lines: &Lines, take: &mut dyn FnMut(Proposal<'_>)) -> Result<(), RowsError> {
    let mut rows = Rows::new(input);
    rows.header(tables::ballots().header())?;
    let mut reader =
        Reader { lines, id: String::new(), version: String::new(), draft: 0, amounts: Vec::new() };
    while let Some(row) = rows.next()? {
        if row.cell(0) != reader.id {
            reader.hand_over(take);
            reader.begin(&row)?;
        }
        reader.take(&row)?;
    }
    reader.hand_over(take);
    Ok(())
}

/// The ballot whose rows are being read.
struct Reader<'a> {
    lines: &'a Lines,
    id: String,
    version: String,
    draft: usize,
    amounts: Vec<(u32, Amount)>,
}

impl Reader<'_> {
    fn hand_over(&mut self, take: &mut dyn FnMut(Proposal<'_>)) {
        if !self.amounts.is_empty() {
            take(Proposal { id: &self.id, draft: self.draft, amounts: &self.amounts });
            self.amounts.clear();
        }
    }

    fn begin(&mut self, row: &Row<'_>) -> Result<(), RowsError> {
        let id = row.cell(0);
        // By ascending ids no ballot stands at two places, and nothing is told by the order.
        if id <= self.id.as_str() {
            return Err(row.error("ballot_id", id, Expected::NextId));
        }
        id.clone_into(&mut self.id);
        self.draft = version(row, self.lines)?;
        row.cell(1).clone_into(&mut self.version);
        Ok(())
    }

    fn take(&mut self, row: &Row<'_>) -> Result<(), RowsError> {
        let draft: &Draft = &self.lines.drafts[self.draft];
        if row.cell(1) != self.version {
            return Err(row.error("draft_version", row.cell(1), Expected::OneVersion(draft.version)));
        }
        // Mostly it is the next line, and nothing has to be looked up.
        let next = self.amounts.last().map_or(0, |(last, _)| last + 1);
        let is_next = draft.line(next).is_some_and(|line| line.cell == row.cell(2));
        let place = if is_next { Some(next) } else { draft.place(row.cell(2)) };
        let Some(place) = place else { return Err(row.error("line_id", row.cell(2), Expected::KnownLine)) };
        if self.amounts.last().is_some_and(|(last, _)| *last >= place) {
            return Err(row.error("line_id", row.cell(2), Expected::LaterLine));
        }
        let minor_units = self.lines.currency.minor_units();
        let Some(amount) = decimal::amount(row.cell(3), minor_units) else {
            return Err(row.error("value", row.cell(3), Expected::Money));
        };
        let Some(line) = draft.line(place) else {
            return Err(row.error("line_id", row.cell(2), Expected::KnownLine));
        };
        let baseline = || Expected::Baseline(decimal::of_amount(line.amount, minor_units));
        if decimal::amount(row.cell(4), minor_units) != Some(line.amount) {
            return Err(row.error("baseline", row.cell(4), baseline()));
        }
        if amount != line.amount && !line.is_movable {
            return Err(row.error("value", row.cell(3), baseline()));
        }
        if amount != line.amount && amount.is_negative() {
            return Err(row.error("value", row.cell(3), Expected::Money));
        }
        self.amounts.push((place, amount));
        Ok(())
    }
}

fn version(row: &Row<'_>, lines: &Lines) -> Result<usize, RowsError> {
    // One number has one spelling.
    let cell = Some(row.cell(1)).filter(|cell| !cell.starts_with(['0', '+']));
    let known = cell.and_then(|cell| cell.parse().ok()).and_then(|version| lines.place_of(version));
    known.ok_or_else(|| row.error("draft_version", row.cell(1), Expected::Version))
}
