//! Workbooks made for a test.

use std::io::{Cursor, Read as _, Write as _};

use rust_xlsxwriter::{Formula, Workbook};
use zip::write::SimpleFileOptions;

use super::*;

/// A workbook of one sheet: a header and one row of numbers.
pub(super) fn numbers(header: &[&str], row: &[f64]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, header.iter().copied()).unwrap();
    sheet.write_row(1, 0, row.iter().copied()).unwrap();
    book.save_to_buffer().unwrap()
}

/// A workbook of one row: an activity's code, and a formula with this stored value.
pub(super) fn formulas(header: &[&str], value: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, header.iter().copied()).unwrap();
    sheet.write(1, 0, 606).unwrap();
    sheet.write_formula(1, 1, Formula::new("=1/0").set_result(value)).unwrap();
    book.save_to_buffer().unwrap()
}

/// The workbook with its sheets' XML changed.
pub(super) fn edited(bytes: &[u8], edit: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let parts: Vec<(String, Vec<u8>)> = (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).unwrap();
            let name = part.name().unwrap().into_owned();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            if name.contains("worksheets/sheet") {
                content = edit(String::from_utf8(content).unwrap()).into_bytes();
            }
            (name, content)
        })
        .collect();
    repacked(&parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect::<Vec<_>>())
}

/// A ZIP file of these parts.
pub(super) fn repacked(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn the_first_sheet_with_a_known_header_is_read_and_the_others_are_named() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Приходи").unwrap().write(0, 0, "Параграф").unwrap();
    let hidden = book.add_worksheet().set_name("Стар").unwrap().set_hidden(true);
    hidden.write_row(0, 0, ["activity_code", "local_total"]).unwrap();
    let sheet = book.add_worksheet().set_name("Разходи").unwrap();
    sheet.write(0, 0, "Бюджет, евро").unwrap();
    sheet.write_row(3, 0, ["activity_code", "local_total"]).unwrap();
    sheet.write_row(4, 0, [606.0, 0.1 + 0.2]).unwrap();
    sheet.write_row(6, 0, ["622", "1 234,50"]).unwrap();
    let imported = import("book.xlsx", &book.save_to_buffer().unwrap(), &into_euro()).unwrap();
    assert_eq!(amounts(&imported), [("606-local", 30), ("622-local", 123_450)]);
    assert_eq!(imported.report.sheet.as_deref(), Some("Разходи"));
    assert!(imported.report.warnings.contains(&Warning::OtherSheets(vec!["Стар".into()])));
    let annex = Warning::RevenueAnnex("Приходи".into());
    assert!(
        imported.report.warnings.contains(&annex),
        "the official form of revenue is said to be passed over"
    );
}
