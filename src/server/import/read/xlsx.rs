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
    let mut cells_left = MAX_CELLS;
    listed.into_iter().map(|sheet| read_sheet(&mut book, sheet.name, &mut cells_left)).collect()
}

fn read_sheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: String,
    cells_left: &mut usize,
) -> Result<Sheet, ImportError> {
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
                    let left = cells_left.checked_sub(row.put(column, cell));
                    *cells_left = left.unwrap_or(0);
                    left.is_none().then_some(Kind::TooManyCells)
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
        DataRef::DateTime(moment) => Cell::Text(format!("date {}", moment.as_f64())),
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
