//! The workbook, read back by another library.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use glasno_model::draft::{PastAmount, PastKind};

use super::*;
use crate::export::defuse::undo;
use crate::export::{pour, xlsx};

/// Every sheet's cells, header first. Fails where any cell holds a formula.
pub(in crate::export) fn cells(bytes: &[u8]) -> BTreeMap<String, Vec<Vec<Data>>> {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    for name in workbook.sheet_names() {
        let formulas = workbook.worksheet_formula(&name).unwrap();
        assert_eq!(formulas.used_cells().count(), 0, "a formula in {name}");
    }
    let sheets = workbook.worksheets().into_iter();
    sheets.map(|(name, sheet)| (name, sheet.rows().map(<[Data]>::to_vec).collect())).collect()
}

fn book(frame: &Frame, rows: &[StoredSubmission], limits: xlsx::Limits) -> Result<Vec<u8>, ExportError> {
    let mut out = Vec::new();
    pour(frame, pages_of(rows), xlsx::Book::begin(frame, limits, &mut out)?)?;
    Ok(out)
}

#[test]
fn the_workbook_and_the_csv_file_hold_the_same_values() {
    let (frame, citizens) = sample();
    let csv = csv_rows(&file(&frame, &citizens, Format::Csv).0);
    let (bytes, summary) = file(&frame, &citizens, Format::Xlsx);
    let sheet = &cells(&bytes)["Submissions"];
    assert_eq!((sheet.len(), summary.rows), (csv.len(), 4));
    for (row, (in_workbook, in_csv)) in sheet.iter().zip(&csv).enumerate() {
        assert_eq!(in_workbook.len(), in_csv.len());
        for (cell, text) in in_workbook.iter().zip(in_csv) {
            match cell {
                Data::Empty => assert_eq!(text, "", "row {row}"),
                Data::String(cell) => assert_eq!(undo::cell(cell), undo::csv_cell(text), "row {row}"),
                Data::Float(number) => assert_eq!(Ok(*number), text.parse(), "row {row}"),
                other => panic!("{other:?} in row {row}"),
            }
        }
    }
    assert_eq!(sheet[1][9], Data::Float(-10.05), "a refund stays a number");
}

#[test]
fn comments_stand_in_the_workbook_as_they_were_typed() {
    let (frame, mut citizens) = sample();
    citizens.push(submission(4, &[], &[(None, " _x0041_ <b>&amp;</b>\r\n\tдве  "), (Some("roads"), "@x")]));
    let sheet = &cells(&file(&frame, &citizens, Format::Xlsx).0)["Comments"];
    let typed: Vec<_> =
        citizens.iter().flat_map(|row| &row.submission.ballot.as_ref().unwrap().comments).collect();
    assert_eq!(sheet.len(), typed.len() + 1);
    for (row, comment) in sheet[1..].iter().zip(typed) {
        assert_eq!(undo::cell(&row[3].to_string()), comment.text);
        assert_eq!(row[1].to_string(), comment.line.as_ref().map_or("", |line| line.as_str()));
    }
    assert_eq!(sheet[5][3], Data::String("'@x".into()));
}

/// An amount as it was adopted, in the currency of its year.
fn past(year: u16, minor: i64) -> PastAmount {
    let from = if year <= 2025 { Currency::BGN } else { Currency::EUR };
    PastAmount::converted(year, PastKind::Adopted, money(minor), from, Currency::EUR).unwrap()
}

#[test]
fn the_budget_lines_tell_who_decides_and_what_the_workbook_said() {
    let delegated = BudgetLine {
        discretion: Discretion::StateDelegated,
        source_amount: Some(money(195_583)),
        history: vec![past(2025, 176_025), past(2026, 95_000)].into(),
        max: Some(money(200_000)),
        ..line("606", "Пътища", 100_000)
    };
    let frame = frame(vec![draft(1, vec![delegated])]);
    let sheet = &cells(&file(&frame, &[], Format::Xlsx).0)["Budget lines"];
    let row: Vec<_> = sheet[1].iter().map(ToString::to_string).collect();
    let expected = [
        ("draft_version", "1"),
        ("line", "606"),
        ("function", "5 Towns / 6 Roads"),
        ("code", "606"),
        ("name_bg", "Пътища"),
        ("who_decides", "The state: delegated activity"),
        ("amount", "1000"),
        ("currency", "EUR"),
        ("source_amount", "1955.83"),
        ("source_currency", "BGN"),
        ("min", ""),
        ("max", "2000"),
        ("adopted_2025", "900"),
        ("adopted_2026", "950"),
    ];
    let header: Vec<_> = sheet[0].iter().map(ToString::to_string).collect();
    assert_eq!(header, expected.map(|(header, _)| header));
    assert_eq!(row, expected.map(|(_, cell)| cell));
}

#[test]
fn a_draft_of_projects_alone_is_downloaded_in_every_format() {
    let mut document = draft(1, vec![line("roads", "Пътища", 1)]).into_document();
    document.lines.clear();
    let project = serde_json::json!([{ "id": "stage", "name": { "bg": "Сцена" }, "cost": 5_000 }]);
    document.projects = serde_json::from_value(project).unwrap();
    let frame = frame(vec![document.try_into().unwrap()]);
    let rows = [submission(1, &[], &[(None, "Сцената")])];
    for format in [Format::Csv, Format::CsvLong, Format::Xlsx, Format::Json, Format::Zip] {
        let (bytes, summary) = file(&frame, &rows, format);
        assert!(!bytes.is_empty() && summary.submissions == 1, "{format}");
    }
}

#[test]
fn every_column_is_explained_in_the_readers_language() {
    let (frame, citizens) = sample();
    let Frame { consultation, drafts, .. } = frame;
    let frame = Frame::new(consultation, drafts, [1; 32], glasno_words::Language::Bg).unwrap();
    let sheets = cells(&file(&frame, &citizens, Format::Xlsx).0);
    let explained = |sheet: &str, column: &Data| {
        let is_it = |row: &Vec<Data>| {
            row[0] == Data::String(sheet.into()) && row[1] == *column && row[2] != Data::Empty
        };
        sheets["Значение на колоните"].iter().any(is_it)
    };
    for name in ["Становища", "Пера на бюджета", "Коментари"] {
        for column in &sheets[name][0] {
            assert!(explained(name, column), "{column} of {name}");
        }
    }
}

#[test]
fn a_full_sheet_is_continued_and_never_cut() {
    let (frame, _) = sample();
    let citizens: Vec<_> =
        (1..=7).map(|number| submission(number, &[("parks", number.into())], &[(None, "x")])).collect();
    let limits = xlsx::Limits { rows: 5, columns: 100 };
    let sheets = cells(&book(&frame, &citizens, limits).unwrap());
    let lengths = ["Submissions", "Submissions 2", "Comments", "Comments 2"].map(|name| sheets[name].len());
    assert_eq!(lengths, [5, 5, 5, 4], "a header each, eight rows with the draft's, seven comments");
    assert_eq!(sheets["Submissions 2"][0], sheets["Submissions"][0]);
    let continued = sheets["Submissions"][1..].iter().chain(&sheets["Submissions 2"][1..]);
    let parks: Vec<_> = continued.map(|row| row[8].to_string()).collect();
    assert_eq!(parks, ["500", "0.01", "0.02", "0.03", "0.04", "0.05", "0.06", "0.07"]);
}

#[test]
fn a_table_wider_than_a_sheet_is_refused_with_a_sentence() {
    let (frame, citizens) = sample();
    let error = book(&frame, &citizens, xlsx::Limits { rows: 100, columns: 11 }).unwrap_err();
    assert!(matches!(error, ExportError::TooManyColumns { found: 15, at_most: 11 }));
    assert_eq!(
        error.sentence(glasno_words::Language::En),
        "A sheet holds 11 columns, and this table needs 15. Choose CSV or JSON."
    );
}
