//! The real budget of a Bulgarian city, from its annex to lines that add up to the cent.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::{refusal, report, shared};

const TOTAL: [&str; 2] = ["--expect-total", "282957888"];

fn annex() -> PathBuf {
    shared("budgets/stara-zagora-2025-bg/expenditure.csv")
}

fn rows() -> Vec<csv::StringRecord> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(annex())
        .unwrap()
        .records()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn a_citys_whole_budget_is_imported_and_every_total_proved() {
    let report = report(&annex(), &TOTAL);
    assert_eq!(report["activities"], 81);
    assert_eq!(report["activities_with_several_payers"], 21);
    assert_eq!(report["proved"], json!({ "rows": 81 * 4, "groups": 0, "grand": 1 }));
    assert_eq!(report["source_total"], 28_295_788_800_i64);
    assert_eq!(report["source_currency"], "BGN");
    assert_eq!(report["movable_per_mille"], 320);
    let by_payer: Vec<(&Value, &Value)> =
        parts(&report).iter().map(|part| (&part["discretion"], &part["source_total"])).collect();
    assert_eq!(
        by_payer,
        [
            (&json!("state-delegated"), &json!(19_234_087_800_i64)),
            (&json!("local"), &json!(8_578_470_800_i64)),
            (&json!("top-up"), &json!(483_230_200_i64)),
        ]
    );
}

#[test]
fn the_drafts_total_is_the_sum_of_its_converted_lines() {
    let report = report(&annex(), &TOTAL);
    // Each payer's money in each activity is a line, converted at 1.95583 and rounded half up by itself.
    let cents =
        |leva: &str| leva.parse::<i64>().map_or(0, |leva| (leva * 10_000_000 * 2 + 195_583) / (2 * 195_583));
    let expected: i64 = rows().iter().skip(1).flat_map(|row| [7, 11, 15].map(|at| cents(&row[at]))).sum();
    assert_eq!(report["total"], expected);
    let sum: i64 = parts(&report).iter().filter_map(|part| part["total"].as_i64()).sum();
    assert_eq!(sum, expected);
    let difference = expected - report["converted_total"].as_i64().unwrap();
    assert_eq!(report["rounding_difference"], difference);
}

#[test]
fn the_annex_is_read_alike_however_excel_saved_it() {
    let folder = tempfile::tempdir().unwrap();
    let expected = report(&annex(), &TOTAL);
    let amount = |cell: &str, group: &str, point: &str| match cell.parse::<i64>() {
        Ok(amount) => format!("{}{point}00", grouped(amount, group)),
        Err(_) => String::new(),
    };
    for (separator, group, point) in [
        (';', "", ","),
        (';', "\u{a0}", ","),
        (';', " ", ","),
        ('\t', ".", ","),
        (',', ",", "."),
        (';', "'", "."),
    ] {
        let lines: Vec<String> = rows()
            .iter()
            .enumerate()
            .map(|(at, row)| {
                let cells = row.iter().enumerate().map(|(column, cell)| {
                    let cell =
                        if at > 0 && column > 3 { amount(cell, group, point) } else { cell.to_owned() };
                    format!("\"{}\"", cell.replace('"', "\"\""))
                });
                cells.collect::<Vec<_>>().join(&separator.to_string())
            })
            .collect();
        let text = lines.join("\r\n");
        let (cyrillic, _, is_lossy) = encoding_rs::WINDOWS_1251.encode(&text);
        assert!(!is_lossy);
        let file = folder.path().join("annex.csv");
        for bytes in [cyrillic.as_ref(), text.as_bytes(), format!("\u{feff}{text}").as_bytes()] {
            std::fs::write(&file, bytes).unwrap();
            assert_eq!(report(&file, &TOTAL), expected, "separator {separator:?}, thousands {group:?}");
        }
    }
}

#[test]
fn a_changed_digit_anywhere_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("annex.csv");
    let rows = rows();
    let mut tried = 0;
    // Every seventh amount: the whole annex is tried over its rows, payers, kinds and totals.
    let amounts = (1..rows.len()).flat_map(|row| (4..17).map(move |column| (row, column)));
    for (row, column) in amounts.filter(|(row, column)| !rows[*row][*column].is_empty()).step_by(7) {
        let mut writer = csv::Writer::from_path(&file).unwrap();
        for (at, record) in rows.iter().enumerate() {
            let cells = record.iter().enumerate().map(|(cell, text)| match text.parse::<i64>() {
                Ok(amount) if (at, cell) == (row, column) => (amount + 1).to_string(),
                _ => text.to_owned(),
            });
            writer.write_record(cells).unwrap();
        }
        writer.flush().unwrap();
        let said = refusal(&file, &[]);
        assert!(said.contains(&format!("row {}, column", row + 1)) && said.contains("difference"), "{said}");
        tried += 1;
    }
    assert!(tried > 60, "only {tried} amounts were tried");
}

#[test]
fn an_officer_who_takes_the_revenue_annex_is_told() {
    let said = refusal(&shared("budgets/stara-zagora-2025-bg/revenue.csv"), &[]);
    assert!(said.contains("row 1") && said.contains("revenue annex"), "{said}");
}

#[test]
fn a_total_that_is_not_expected_is_refused_with_the_difference() {
    let said = refusal(&annex(), &["--expect-total", "282957889"]);
    assert!(said.contains("printed 282,957,889.00, computed 282,957,888.00, difference 1.00 BGN"), "{said}");
}

fn parts(report: &Value) -> &[Value] {
    report["by_discretion"].as_array().map_or(&[], Vec::as_slice)
}

fn grouped(amount: i64, separator: &str) -> String {
    let digits = amount.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect();
    groups.join(separator)
}
