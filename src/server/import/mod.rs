//! From a municipality's workbook to a budget draft: read, understood, every printed sum proved, or refused.
//!
//! The way of a file: `read` makes sheets of cells out of bytes, `book` says by their names what they are about,
//! `table` finds the header and names the columns, a layout (`ebk`, `lines`) makes lines and proves sums, `extras`
//! adds what stands beside the lines, `assemble` converts currencies' totals and reports.
//! Nothing here touches a store or a clock: what to do with the draft is the caller's business, and a dry run is
//! this function alone.
//!
//! To add a layout: a module with its columns (`table::Layout`) and a function from a table to
//! `assemble::Parts`; a variant of [`Layout`]; a place in [`import`]. To add a sheet beside the lines: see `extras`.

use glasno_model::draft::DraftDocument;
use glasno_model::{Currency, Text};
use serde::{Deserialize, Serialize};

mod assemble;
mod book;
mod context;
mod currency;
mod ebk;
mod error;
mod extras;
mod flat;
mod lines;
mod number;
mod read;
mod report;
mod table;

pub use currency::CurrencyReason;
pub use error::{Column, ImportError, Kind, MOST_ERRORS, Place, Sum};
pub use read::{MAX_BYTES, MAX_CELL_CHARACTERS, MAX_CELLS, MAX_COLUMNS, MAX_ROWS};
pub use report::{Beside, Part, Past, Proved, Report, Warning};

use assemble::Parts;
use book::Book;
use error::Errors;
use read::Sheet;

/// How a file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// The wide annex of a Bulgarian municipality: an activity a row, its money by payer and kind of expense.
    Ebk,
    /// One row a line, with the ids of the groups that it stands in.
    Lines,
}

/// What the officer says about a file.
#[derive(Debug, Clone)]
pub struct Options {
    /// The layout; found out from the header where nobody says it.
    pub layout: Option<Layout>,
    /// The currency of the file; found out where nobody says it.
    pub currency_of_file: Option<Currency>,
    /// The currency of the consultation, which the draft will be in. Where there is none yet, the file's own, or
    /// euro for leva.
    pub currency_of_consultation: Option<Currency>,
    /// The budget's year; taken from the title where that names exactly one.
    pub fiscal_year: Option<u16>,
    /// The total that the file must have, in its own currency, written as it is printed: `282957888`.
    pub expect_total: Option<String>,
    /// Whose figures these are, in words.
    pub note: Text,
    /// Files of one table each, for sheets that the file itself does not have.
    pub sheets: Vec<NamedFile>,
}

/// A file that holds one sheet.
#[derive(Debug, Clone)]
pub struct NamedFile {
    /// The name that the sheet would have in a workbook: `projects`, `Проекти`.
    pub sheet: String,
    /// What stands in the file.
    pub bytes: Vec<u8>,
}

impl Options {
    /// Everything found out from the file, the draft in this currency.
    pub fn new(currency_of_consultation: Option<Currency>) -> Self {
        Self {
            layout: None,
            currency_of_file: None,
            currency_of_consultation,
            fiscal_year: None,
            expect_total: None,
            note: Text::default(),
            sheets: Vec::new(),
        }
    }
}

/// A draft made from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The draft, as version 1; who stores it as a correction gives it the next number.
    pub draft: DraftDocument,
    /// What was found.
    pub report: Report,
}

/// Makes a draft of a file, or says everything that is wrong with it.
///
/// # Errors
/// All that keeps the file from being a draft, each with its place; at most [`MOST_ERRORS`], then one more that says how
/// many there are beyond ([`Kind::More`]).
pub fn import(file_name: &str, bytes: &[u8], options: &Options) -> Result<Imported, Vec<ImportError>> {
    let book = Book::read(file_name, bytes, &options.sheets).map_err(|error| vec![error])?;
    let mut parts = match lines_of(&book.main, options)? {
        Some((at, parts)) => parts.with_other_sheets(&book.main, Some(at)),
        None if book.has_more() && !book.names_lines() && options.layout.is_none() => {
            context::without_lines(options).map_err(|error| vec![error])?.with_other_sheets(&book.main, None)
        }
        None => return Err(vec![no_table(book.main)]),
    };
    extras::read(&book, &mut parts)?;
    assemble::assemble(file_name, parts, options).map_err(|error| vec![or_about_revenue(error, &book)])
}

/// A file that holds nothing but the official annex of revenue has no lines because it is the other annex.
fn or_about_revenue(error: ImportError, book: &Book) -> ImportError {
    let annex = book.sheets(book::Role::Revenue).iter().find_map(ebk::revenue_header);
    match annex {
        Some(place) if error.kind == Kind::NoLines => ImportError { place, kind: Kind::Revenue },
        _ => error,
    }
}

/// The lines in the first of the sheets that has a table of them, with the position of that sheet.
fn lines_of(sheets: &[Sheet], options: &Options) -> Result<Option<(usize, Parts)>, Vec<ImportError>> {
    let ebk = table::find(sheets).filter(|_| options.layout != Some(Layout::Lines));
    let lines = table::find(sheets).filter(|_| options.layout != Some(Layout::Ebk));
    Ok(match (ebk, lines) {
        (Some((at, table)), other) if other.as_ref().is_none_or(|(other, _)| at <= *other) => {
            Some((at, ebk::import(&table, options)?))
        }
        (_, Some((at, table))) => Some((at, lines::import(&table, options)?)),
        _ => None,
    })
}

/// Why there is no table: the file could not be read to its end, it is about revenue, or its header is not ours.
fn no_table(sheets: Vec<Sheet>) -> ImportError {
    if let Some(revenue) = sheets.iter().find_map(ebk::revenue_header) {
        return ImportError { place: revenue, kind: Kind::Revenue };
    }
    let first = sheets.into_iter().next().unwrap_or_default();
    let no_header = ImportError {
        place: Place { sheet: first.name, ..Place::default() },
        kind: if first.rows.is_empty() { Kind::EmptyFile } else { Kind::NoHeader },
    };
    first.fault.unwrap_or(no_header)
}

#[cfg(test)]
mod tests;
