//! The package's tables, one after the other.

use std::{fmt, io, io::Write as _};

use glasno_tally::package::{
    Count, Csv, Lines, Proposals as _, Table, audit, ballots, pabulib, pabulib_projects, tables,
};

use super::{
    WORKBOOK,
    archive::{Archive, FileInArchive},
    gather::{Spooled, comment},
    lines, projects,
    shuffle::Sorted,
    workbook::Book,
};
use crate::export::{ExportError, Frame, defuse};

const FLUSH_AT_BYTES: usize = 64 * 1024;

/// What every table of a package is made with.
pub(super) struct Tables {
    language: glasno_words::Language,
    lines_csv: String,
    /// The lines, read back from their table as the recount will read them.
    pub lines: Lines,
    /// Every table, in the order of the descriptor.
    pub all: Vec<Table>,
}

/// What stands in the workbook beside lines and comments, as CSV.
pub(super) struct Sheets<'a> {
    pub results: &'a str,
    pub breakdowns: &'a str,
    pub projects: Option<&'a str>,
    pub organisations: Option<&'a str>,
}

impl Tables {
    /// Writes the lines.
    pub fn begin(frame: &Frame, archive: &mut Archive) -> Result<Self, ExportError> {
        let (table, languages) = lines::table(frame);
        let lines_csv = lines::write(frame, &table, &languages);
        archive.add(&table.file(), lines_csv.as_bytes())?;
        let lines = Lines::read(lines_csv.as_bytes(), frame.consultation.currency)
            .map_err(|error| ExportError::NotCountable(format!("lines.csv: {error}")))?;
        Ok(Self { language: frame.language, lines_csv, lines, all: tables::all(&languages) })
    }

    /// Writes the proposals, and tells how many rows they have.
    pub fn ballots(&self, proposals: &Spooled<'_>, archive: &mut Archive) -> Result<u64, ExportError> {
        let table = tables::ballots();
        let mut file = archive.file(&table.file())?;
        let mut text = Csv::new(table.header()).take();
        let (mut rows, mut failed) = (0, None);
        proposals.each(&mut |proposal| {
            ballots::write(&mut text, proposal, &self.lines);
            rows += proposal.amounts.len() as u64;
            if text.len() >= FLUSH_AT_BYTES && failed.is_none() {
                failed = file.write_all(text.as_bytes()).err();
                text.clear();
            }
        })?;
        failed.map_or(Ok(()), Err)?;
        file.write_all(text.as_bytes())?;
        file.end();
        Ok(rows)
    }

    /// Writes the comments, and with them the workbook; tells how many comments there are.
    pub fn comments(
        &self,
        mut comments: Sorted,
        sheets: &Sheets<'_>,
        archive: &mut Archive,
    ) -> Result<u64, ExportError> {
        let [lines, _, results_table, breakdowns_table, table, _, _, projects_table, organisations_table] =
            self.all.as_slice()
        else {
            return Err(ExportError::NotCountable("a table is missing".into()));
        };
        let mut book = Book::begin(self.lines.currency.minor_units());
        book.table(lines, &self.lines_csv, self.language)?;
        book.table(results_table, sheets.results, self.language)?;
        book.table(breakdowns_table, sheets.breakdowns, self.language)?;
        if let Some(projects) = sheets.projects {
            book.table(projects_table, projects, self.language)?;
        }
        if let Some(organisations) = sheets.organisations {
            book.table(organisations_table, organisations, self.language)?;
        }
        let mut sheet = book.sheet(table, self.language)?;
        let mut file = archive.file(&table.file())?;
        let mut csv = Csv::new(table.header());
        let (mut text, mut record, mut count) = (csv.take(), Vec::new(), 0);
        while let Some(id) = comments.next(&mut record)? {
            let [version, line, language, said] =
                comment(&record).ok_or(io::Error::from(io::ErrorKind::InvalidData))?;
            let (id, line, said) = (id.text('c'), defuse::csv_cell(line), defuse::csv_cell(said));
            let cells = [&id, version, &*line, language, &*said];
            csv.row(cells);
            book.row(&mut sheet, table, cells.into_iter())?;
            text.push_str(&csv.take());
            if text.len() >= FLUSH_AT_BYTES {
                file.write_all(text.as_bytes())?;
                text.clear();
            }
            count += 1;
        }
        file.write_all(text.as_bytes())?;
        file.end();
        book.end(sheet)?;
        let mut file = archive.file(WORKBOOK)?;
        book.finish(&mut file)?;
        file.end();
        Ok(count)
    }

    /// Writes the file for Pabulib where there can be one, else tells why not.
    pub fn pabulib(
        &self,
        asked: &audit::Asked,
        count: &Count,
        proposals: &Spooled<'_>,
        archive: &mut Archive,
    ) -> Result<Result<audit::PabulibFacts, pabulib::NoPabulib>, ExportError> {
        let plan = match pabulib::plan(&self.lines, asked, count) {
            Ok(plan) => plan,
            Err(reason) => return Ok(Err(reason)),
        };
        let name = &plan.facts.file;
        let written =
            whole_or_none(archive, name, |out| pabulib::write(&plan, &self.lines, asked, proposals, out))?;
        Ok(written.map(|()| plan.facts))
    }

    /// Writes the file of the project ballot, or tells why not; gives its name.
    pub fn pabulib_of_projects(
        counted: pabulib_projects::Counted<'_>,
        asked: &audit::Asked,
        choices: &projects::Spooled,
        archive: &mut Archive,
    ) -> Result<Result<String, pabulib::NoPabulib>, ExportError> {
        let name = pabulib_projects::name(asked);
        let written =
            whole_or_none(archive, &name, |out| pabulib_projects::write(counted, asked, choices, out))?;
        Ok(written.map(|()| name))
    }
}

/// Writes a file of which there may be none after all.
fn whole_or_none(
    archive: &mut Archive,
    name: &str,
    write: impl FnOnce(&mut Buffer<'_, FileInArchive<'_>>) -> Result<(), pabulib::PabulibError<io::Error>>,
) -> Result<Result<(), pabulib::NoPabulib>, ExportError> {
    let mut file = archive.file(name)?;
    let mut out = Buffer { out: &mut file, waiting: String::new(), failed: None };
    let written = write(&mut out);
    out.pass_on();
    out.failed.map_or(Ok(()), Err)?;
    match written {
        Ok(()) => {
            file.end();
            Ok(Ok(()))
        }
        Err(pabulib::PabulibError::None(reason)) => {
            file.take_back()?;
            Ok(Err(reason))
        }
        Err(pabulib::PabulibError::Proposals(error)) => Err(error.into()),
        Err(pabulib::PabulibError::Output) => Err(io::Error::from(io::ErrorKind::Other).into()),
    }
}

/// Text that is passed on to a file in large parts.
struct Buffer<'a, W> {
    out: &'a mut W,
    waiting: String,
    failed: Option<io::Error>,
}

impl<W: io::Write> Buffer<'_, W> {
    fn pass_on(&mut self) {
        if self.failed.is_none() {
            self.failed = self.out.write_all(self.waiting.as_bytes()).err();
        }
        self.waiting.clear();
    }
}

impl<W: io::Write> fmt::Write for Buffer<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.waiting.push_str(text);
        if self.waiting.len() >= FLUSH_AT_BYTES {
            self.pass_on();
        }
        if self.failed.is_none() { Ok(()) } else { Err(fmt::Error) }
    }
}
