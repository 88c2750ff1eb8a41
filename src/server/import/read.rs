//! From the bytes of a file to sheets of cells. Nothing here knows what a budget is.
//!
//! The file is foreign: it may be anything, and it may be made to do harm. Sizes are checked before memory is taken.

use super::{ImportError, Kind, Place};

mod csv;
mod encoding;
mod xlsx;

/// The largest file, in bytes.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;
/// The most rows of a sheet.
pub const MAX_ROWS: u32 = 200_000;
/// The most columns of a sheet.
pub const MAX_COLUMNS: usize = 200;
/// The longest text of a cell, in characters: Excel's own limit.
pub const MAX_CELL_CHARACTERS: usize = 32_767;
/// The most cells in all sheets: an annex has a few thousand, and each takes 32 bytes here.
pub const MAX_CELLS: usize = 4_000_000;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// An error that a formula left, such as `#REF!`.
    FormulaFault(String),
    /// A formula whose value was never stored: some programs write files that only a spreadsheet can compute.
    FormulaWithoutValue,
}

impl Cell {
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The text of a cell, its spaces and line ends each made one space; a number as a person would write it.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Empty | Self::FormulaWithoutValue => String::new(),
            Self::Text(text) | Self::FormulaFault(text) => {
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            Self::Number(number) => number.to_string(),
        }
    }
}

/// A row with something in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// As the spreadsheet shows it, from 1.
    pub(super) number: u32,
    cells: Vec<Cell>,
}

impl Row {
    /// The cell at this column, counted from 0.
    pub(super) fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// The cells, without the empty ones at the end.
    pub(super) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    fn new(number: u32) -> Self {
        Self { number, cells: Vec::new() }
    }

    /// Puts the cell there and says how many places more the row takes.
    fn put(&mut self, column: usize, cell: Cell) -> usize {
        let grown = (column + 1).saturating_sub(self.cells.len());
        if grown > 0 {
            self.cells.resize(column + 1, Cell::Empty);
        }
        self.cells[column] = cell;
        grown
    }
}

/// A sheet of a workbook, or the whole of a CSV file.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sheet {
    /// Its name; a CSV file has none.
    pub(super) name: Option<Box<str>>,
    /// The rows in which something stands, in order.
    pub(super) rows: Vec<Row>,
    /// What kept the rest of it from being read. It counts only for the sheet that holds the budget.
    pub(super) fault: Option<ImportError>,
}

/// The sheets of a file: those that people see first, then the hidden ones. For CSV one candidate a separator, the
/// likeliest first: only a header can tell which one is meant.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, ImportError> {
    let whole_file = |kind| Err(ImportError { place: Place::default(), kind });
    if bytes.len() > MAX_BYTES {
        return whole_file(Kind::FileTooLarge);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return whole_file(Kind::EmptyFile);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        // The old container holds both .xls and encrypted .xlsx; the latter names its stream in UTF-16.
        let marker: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let encrypted = bytes.windows(marker.len()).any(|window| window == marker);
        return whole_file(if encrypted { Kind::Protected } else { Kind::OldExcel });
    }
    if bytes.starts_with(b"PK") {
        return xlsx::read(bytes);
    }
    match encoding::decode(bytes) {
        Some(text) => Ok(csv::candidates(&text)),
        None => whole_file(Kind::NotASpreadsheet),
    }
}
