//! The workbook: submissions, budget lines, comments, answers and clarity where there are any, the register of
//! organisations where one is kept, and what the columns mean.
//!
//! Rows go to temporary files as they come, so that memory does not grow with their number; the workbook is put
//! together from them at the end. Money becomes a number cell: an amount and its divisor are below 2⁵³, so both are
//! exact as doubles and their quotient is the very double that a spreadsheet makes of the typed decimal. Excel itself
//! shows 15 digits: cents stay visible up to ten million million units.

use std::io::{Seek as _, Write};

use glasno_model::{Amount, Currency};
use glasno_words::Speak as _;
use glasno_words::server::Word;
use rust_xlsxwriter::{Format, Workbook};

mod answers;
mod budget;
mod dictionary;
mod organisations;
pub(super) mod sheets;

use super::choices::{Cell, Column as Choice};
use super::frame::{AFTER_LINES, BEFORE_LINES, DRAFT};
use super::{Entry, ExportError, Frame, Sink};
use sheets::{Column, Sheets};

/// How large a sheet can be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Rows, the header included. A table of more is continued on another sheet.
    pub rows: u32,
    /// Columns. A table of more is refused.
    pub columns: u16,
}

impl Limits {
    /// The limits of the file format.
    pub const EXCEL: Self = Self { rows: 1_048_576, columns: 16_384 };
}

/// ZIP without its 64-bit extension holds 4 GB a file; half of that leaves room for a wrong estimate.
const LARGE_FILE_BYTES: u64 = 2 << 30;

/// The workbook while it is being written.
pub(super) struct Book<'a> {
    frame: &'a Frame,
    out: &'a mut dyn Write,
    workbook: Workbook,
    submissions: Sheets,
    lines: Sheets,
    comments: Sheets,
    answers: Sheets,
    clarity: Sheets,
    dictionary: Sheets,
    amounts: Vec<Option<Amount>>,
}

impl<'a> Book<'a> {
    pub fn begin(frame: &'a Frame, limits: Limits, out: &'a mut dyn Write) -> Result<Self, ExportError> {
        let mut workbook = Workbook::new();
        // The lowest level is twice as fast, and amounts compress well at any.
        workbook.set_zip_compression_level(1);
        let money = money_format(frame);
        let mut sheets =
            |title: Word, columns| Sheets::begin(&mut workbook, limits, title.text(frame.language), columns);
        let submissions = sheets(Word::ExportSheetSubmissions, wide_columns(frame, &money))?;
        let lines = sheets(Word::ExportSheetLines, budget::columns(frame, &money))?;
        let comments = sheets(Word::ExportSheetComments, comment_columns())?;
        let answers = sheets(Word::ExportSheetAnswers, answers::columns())?;
        let clarity = sheets(Word::ExportSheetClarity, answers::clarity_columns())?;
        let dictionary = sheets(Word::ExportSheetDictionary, dictionary::columns(frame.language))?;
        let amounts = vec![None; frame.lines.len()];
        let mut book = Self {
            frame,
            out,
            workbook,
            submissions,
            lines,
            comments,
            answers,
            clarity,
            dictionary,
            amounts,
        };
        book.draft_rows()?;
        budget::write(frame, &mut book.workbook, &mut book.lines)?;
        Ok(book)
    }

    fn draft_rows(&mut self) -> Result<(), ExportError> {
        for (draft, amounts) in self.frame.draft_rows() {
            let row = &mut self.submissions;
            row.next_row(&mut self.workbook)?;
            row.text(DRAFT)?;
            for _ in ["version", "channel", "received", "language"] {
                row.skip();
            }
            row.number(f64::from(draft.version))?;
            row.text(draft.currency.code())?;
            for amount in amounts {
                row.money(amount, draft.currency)?;
            }
            row.skip();
            row.skip();
            choices(row, &self.frame.choices.draft_cells(draft), draft.currency)?;
        }
        Ok(())
    }

    fn submission(&mut self, entry: &Entry<'_>) -> Result<(), ExportError> {
        self.frame.spread(entry.ballot, &mut self.amounts)?;
        let row = &mut self.submissions;
        row.next_row(&mut self.workbook)?;
        row.text(entry.id.as_str())?;
        row.number(f64::from(entry.version))?;
        row.text(entry.channel.code())?;
        row.text(&entry.received)?;
        row.text(entry.ballot.language.tag())?;
        row.number(f64::from(entry.draft.version))?;
        row.text(entry.draft.currency.code())?;
        for amount in &self.amounts {
            row.money(*amount, entry.draft.currency)?;
        }
        row.text(entry.comment_on_whole().unwrap_or_default())?;
        row.number(u32::try_from(entry.line_comments()).map_or(f64::MAX, f64::from))?;
        choices(row, &self.frame.choices.cells(entry)?, entry.draft.currency)
    }
}

impl Sink for Book<'_> {
    fn add(&mut self, entry: &Entry<'_>) -> Result<(), ExportError> {
        self.submission(entry)?;
        for comment in &entry.ballot.comments {
            let line = comment.line.as_ref();
            let row = &mut self.comments;
            row.next_row(&mut self.workbook)?;
            row.text(entry.id.as_str())?;
            row.text(line.map_or("", |line| line.as_str()))?;
            row.text(line.map_or("", |line| self.frame.name_in(entry.draft, line)))?;
            row.text(&comment.text)?;
            row.text(entry.ballot.language.tag())?;
        }
        answers::write(self.frame, entry, &mut self.workbook, &mut self.answers)?;
        answers::write_clarity(self.frame, entry, &mut self.workbook, &mut self.clarity)
    }

    fn finish(mut self) -> Result<u64, ExportError> {
        let rows = self.submissions.rows();
        // Consultations that ask no questions have no sheet of answers.
        let more = [(Word::ExportSheetAnswers, self.answers), (Word::ExportSheetClarity, self.clarity)];
        let more: Vec<_> = more.into_iter().filter(|(_, sheets)| sheets.rows() > 0).collect();
        let titles: Vec<_> = more.iter().map(|(title, _)| *title).collect();
        let organisations = organisations::sheets(self.frame, &mut self.workbook)?;
        dictionary::write(self.frame, &titles, &mut self.workbook, &mut self.dictionary)?;
        let mut tables = vec![self.submissions, self.lines, self.comments];
        tables.extend(more.into_iter().map(|(_, sheets)| sheets));
        tables.extend(organisations);
        tables.push(self.dictionary);
        let largest = tables.iter().map(Sheets::bytes).max().unwrap_or_default();
        self.workbook.use_zip_large_file(largest > LARGE_FILE_BYTES);
        for table in tables {
            for sheet in table.finish()? {
                self.workbook.push_worksheet(sheet);
            }
        }
        // Nothing reaches the reader before the workbook is whole.
        let mut file = tempfile::tempfile()?;
        self.workbook.save_to_writer(&mut file)?;
        file.rewind()?;
        std::io::copy(&mut file, self.out)?;
        self.out.flush()?;
        Ok(rows)
    }
}

fn choices(row: &mut Sheets, cells: &[Cell<'_>], currency: Currency) -> Result<(), ExportError> {
    for cell in cells {
        match *cell {
            Cell::Empty => row.skip(),
            Cell::Money(amount) => row.money(Some(amount), currency)?,
            Cell::Number(number) => row.whole(number)?,
            Cell::Text(text) => row.text(text)?,
        }
    }
    Ok(())
}

fn money_format(frame: &Frame) -> Format {
    Format::new().set_num_format(match frame.consultation.currency.minor_units() {
        1 => "#,##0",
        1000 => "#,##0.000",
        _ => "#,##0.00",
    })
}

fn wide_columns(frame: &Frame, money: &Format) -> Vec<Column> {
    let amounts = BEFORE_LINES.len()..BEFORE_LINES.len() + frame.lines.len();
    let first_choice = amounts.end + AFTER_LINES.len();
    let column = |(at, header): (usize, String)| {
        let choice = at.checked_sub(first_choice).and_then(|at| frame.choices.columns.get(at));
        if amounts.contains(&at) || matches!(choice, Some(Choice::Lever(..))) {
            Column::money(header, money)
        } else if header == AFTER_LINES[0] {
            Column::new(header, 60)
        } else {
            Column::new(header, if at == 0 { 20 } else { 12 })
        }
    };
    frame.wide_header().enumerate().map(column).collect()
}

fn comment_columns() -> Vec<Column> {
    let columns = [("submission", 20), ("line", 16), ("line_name", 40), ("comment", 100), ("language", 10)];
    columns.into_iter().map(|(header, width)| Column::new(header, width)).collect()
}
