//! What an officer downloads, read back.

use std::path::Path;

use calamine::{Data, Reader as _, Xlsx};
use glasno_tests::support::{Officer, Server};
use serde_json::Value;

/// The cells of a table by row; the first one is the header.
pub type Table = Vec<Vec<String>>;

/// All four downloads.
pub struct Files {
    pub wide: Table,
    pub long: Table,
    /// The workbook's sheets in their order: submissions, lines, comments, columns. Numbers are written to the cent.
    pub sheets: Vec<Table>,
    pub json: Value,
}

impl Files {
    /// Logs in as the officer and takes everything that is offered.
    pub async fn taken_by_officer(server: &Server, language: &'static str) -> Self {
        let officer = Officer::arrives(server, language).await;
        officer.log_in().await;
        officer.open_consultation().await;
        Self {
            wide: csv(&officer.download("csv", "csv").await),
            long: csv(&officer.download("csv-long", "csv").await),
            sheets: workbook(&officer.download("xlsx", "xlsx").await),
            json: serde_json::from_slice(&std::fs::read(officer.download("json", "json").await).unwrap())
                .unwrap(),
        }
    }
}

/// The cents of an amount as the tables write it; nothing where the cell is empty.
pub fn cents(cell: &str) -> Option<i64> {
    if cell.is_empty() {
        return None;
    }
    let (units, fraction) = cell.split_once('.').expect("an amount has its cents");
    assert_eq!(fraction.len(), 2, "{cell}");
    format!("{units}{fraction}").parse().ok()
}

/// A column of a table by its header.
pub fn column(table: &Table, header: &str) -> Vec<String> {
    let at = table[0].iter().position(|cell| cell == header).unwrap_or_else(|| panic!("no column {header}"));
    table[1..].iter().map(|row| row[at].clone()).collect()
}

fn csv(path: &Path) -> Table {
    let bytes = std::fs::read(path).unwrap();
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a spreadsheet knows UTF-8 by its BOM");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn workbook(path: &Path) -> Vec<Table> {
    let bytes = std::fs::read(path).unwrap();
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).expect("a spreadsheet opens it");
    let sheets = book.sheet_names();
    sheets
        .iter()
        .map(|name| {
            let range = book.worksheet_range(name).unwrap();
            range.rows().map(|row| row.iter().map(written).collect()).collect()
        })
        .collect()
}

fn written(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) => format!("{number:.2}"),
        Data::Int(number) => format!("{number}.00"),
        other => panic!("a cell of another kind: {other:?}"),
    }
}
