//! XLSX through `calamine`, cell by cell, so that a file that claims a million empty rows costs nothing.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::{Cell, MAX_CELL_CHARACTERS, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Row, Sheet};
use crate::import::{Column, ImportError, Kind, Place};

/// The most bytes that the parts of a workbook may unfold to, all together.
const MAX_UNFOLDED: u64 = 256 * 1024 * 1024;
/// The most bytes of shared texts: five bytes there become twenty-four in memory.
const MAX_SHARED_TEXTS: u64 = 64 * 1024 * 1024;
/// The most bytes of text in cells: a small file can show one long shared text in millions of them.
const MAX_TEXT: usize = 256 * 1024 * 1024;
/// The most sheets that are looked at: a small file can list one large sheet under thousands of names.
const MAX_SHEETS: usize = 50;

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, ImportError> {
    unfold(bytes).map_err(|kind| ImportError { place: Place::default(), kind })?;
    // What calamine meets in a damaged workbook it mostly reports; where it panics instead, that too is a report.
    catch_unwind(AssertUnwindSafe(|| sheets(bytes)))
        .unwrap_or_else(|_| Err(damaged("calamine gave up on it".to_owned())))
}

/// Unfolds every part once without keeping it, since what a part says about its own size can be a lie.
fn unfold(bytes: &[u8]) -> Result<(), Kind> {
    let damaged = |error: zip::result::ZipError| Kind::Damaged(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if !archive.file_names().any(|name| name.is_ok_and(|name| name.eq_ignore_ascii_case("xl/workbook.xml"))) {
        return Err(Kind::OtherOfficeFile);
    }
    let mut left = MAX_UNFOLDED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.to_ascii_lowercase();
        let most = if name.ends_with("sharedstrings.xml") { left.min(MAX_SHARED_TEXTS) } else { left };
        let mut content = Vec::new();
        let size = part
            .take(most + 1)
            .read_to_end(&mut content)
            .map_err(|error| Kind::Damaged(format!("{name}: {error}")))?;
        left = (size as u64 <= most).then(|| left - size as u64).ok_or(Kind::UnfoldsTooFar)?;
        if name.contains("worksheets/") && numbers_formulas_beyond_reason(&content) {
            return Err(Kind::Damaged(format!("{name}: formula numbers")));
        }
    }
    Ok(())
}

/// calamine makes room for as many shared formulas as the highest number (`si`) says; seven digits of it would take all
/// memory, and no workbook of ours has a million formulas.
fn numbers_formulas_beyond_reason(xml: &[u8]) -> bool {
    let is_blank = |byte: &&u8| byte.is_ascii_whitespace();
    xml.windows(2).enumerate().filter(|(_, window)| window == b"si").any(|(at, _)| {
        let rest = &xml[at + 2..];
        let Some((b'=', rest)) = rest[rest.iter().take_while(is_blank).count()..].split_first() else {
            return false;
        };
        let Some((b'"' | b'\'', rest)) = rest[rest.iter().take_while(is_blank).count()..].split_first()
        else {
            return false;
        };
        rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\'')).take(7).count() == 7
    })
}

fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, ImportError> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(report)?;
    let mut listed: Vec<_> =
        book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect();
    listed.sort_by_key(|sheet| sheet.visible != SheetVisible::Visible);
    let mut left = Left { cells: MAX_CELLS, text: MAX_TEXT };
    listed.into_iter().take(MAX_SHEETS).map(|sheet| read_sheet(&mut book, sheet.name, &mut left)).collect()
}

/// How much more may be kept of a workbook.
struct Left {
    cells: usize,
    /// In bytes.
    text: usize,
}

impl Left {
    /// Is there room for the cell, and for so many places in its row?
    fn take(&mut self, places: usize, text: usize) -> bool {
        let (cells, text) = (self.cells.checked_sub(places), self.text.checked_sub(text));
        (self.cells, self.text) = (cells.unwrap_or(0), text.unwrap_or(0));
        cells.is_some() && text.is_some()
    }
}

fn read_sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: String, left: &mut Left) -> Result<Sheet, ImportError> {
    let mut sheet = Sheet { name: Some(name.as_str().into()), ..Sheet::default() };
    let rows = &mut sheet.rows;
    let mut cells = book.worksheet_cells_reader(&name).map_err(report)?;
    while let Some(record) = cells.next_cell_with_formula_metadata().map_err(report)? {
        let cell = match (value(record.value), record.formula) {
            (Cell::Empty, Some(_)) => Cell::FormulaWithoutValue,
            (Cell::Empty, None) => continue,
            (cell, _) => cell,
        };
        let (number, column) = (record.pos.0.saturating_add(1), record.pos.1 as usize);
        if rows.last().is_none_or(|row| row.number < number) {
            rows.push(Row::new(number));
        }
        let fault = match &cell {
            _ if number > MAX_ROWS => Some(Kind::TooManyRows),
            _ if column >= MAX_COLUMNS => Some(Kind::TooManyColumns),
            Cell::Text(text) if text.chars().nth(MAX_CELL_CHARACTERS).is_some() => Some(Kind::CellTooLong),
            _ => match rows.last_mut() {
                Some(row) if row.number == number => {
                    let length = if let Cell::Text(text) = &cell { text.len() } else { 0 };
                    (!left.take(row.put(column, cell), length)).then_some(Kind::TooManyCells)
                }
                _ => Some(Kind::Damaged("rows out of order".to_owned())),
            },
        };
        if let Some(kind) = fault {
            let place =
                Place { sheet: Some(name.into()), row: Some(number), column: Some(Column::at(column)) };
            sheet.fault = Some(ImportError { place, kind });
            break;
        }
    }
    Ok(sheet)
}

fn value(value: DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Text(number.to_string()),
        DataRef::Float(number) => Cell::Number(number),
        DataRef::SharedString(text) => text_cell(text.to_owned()),
        DataRef::Bool(truth) => Cell::Text(if truth { "TRUE" } else { "FALSE" }.to_owned()),
        // Excel makes dates of what looks like one: the officer sees the date in the error.
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Cell::Text(format!("{day:02}.{month:02}.{year} г."))
        }
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_cell(text),
        DataRef::Error(error) => Cell::FormulaFault(error.to_string()),
    }
}

fn text_cell(text: String) -> Cell {
    if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text) }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
fn report(error: XlsxError) -> ImportError {
    damaged(error.to_string())
}

fn damaged(cause: String) -> ImportError {
    ImportError { place: Place::default(), kind: Kind::Damaged(cause) }
}
