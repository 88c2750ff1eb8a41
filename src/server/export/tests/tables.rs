//! The tables as CSV, and the JSON object.

use super::*;
use crate::export::defuse::undo;
use proptest::prelude::*;

#[test]
fn an_officer_finds_every_submission_below_the_draft() {
    let (frame, citizens) = sample();
    let (bytes, summary) = file(&frame, &citizens, Format::Csv);
    let name = |row: usize| frame.entry(&citizens[row].submission).unwrap().unwrap().id;
    let expected = [
        "\u{feff}submission,version,channel,received,language,draft_version,currency,roads,parks,refund,comment_whole,line_comments,lines_clear,lines_unclear,other_answers\r\n".to_owned(),
        "draft,,,,,1,EUR,10000.00,500.00,-10.05,,,,,\r\n".to_owned(),
        format!("{},1,web,2027-01-15,bg,1,EUR,9500.99,999.01,,,0,0,0,0\r\n", name(0).as_str()),
        format!("{},1,web,2027-01-15,bg,1,EUR,,0.00,,'=cmd|' /C calc'!A0,1,0,0,0\r\n", name(1).as_str()),
        format!("{},1,web,2027-01-15,bg,1,EUR,,,-10.05,\"„Не“; да\n'- два \"\"пъти\"\"\",0,0,0,0\r\n", name(2).as_str()),
    ];
    assert_eq!(String::from_utf8(bytes).unwrap(), expected.concat());
    assert_eq!(summary, Summary { submissions: 3, rows: 4, comments: 3 });
}

#[test]
fn a_statistician_finds_a_row_for_every_amount_and_comment() {
    let (frame, citizens) = sample();
    let (bytes, summary) = file(&frame, &citizens, Format::CsvLong);
    let rows = csv_rows(&bytes);
    assert!(rows[1..].iter().all(|row| row[13..].concat().is_empty()), "nothing was chosen");
    let rows: Vec<_> = rows.iter().map(|row| row[1..13].join("|")).collect();
    let expected = [
        "channel|received|draft_version|kind|line|line_name|draft_amount|proposed_amount|change|currency|comment|language",
        "web|2027-01-15|1|allocation|roads|Пътища, улици|10000.00|9500.99|-499.01|EUR||bg",
        "web|2027-01-15|1|allocation|parks|'=Паркове|500.00|999.01|499.01|EUR||bg",
        "web|2027-01-15|1|allocation|parks|'=Паркове|500.00|0.00|-500.00|EUR||bg",
        "web|2027-01-15|1|comment|parks|'=Паркове|||||Дървета 🌳|bg",
        "web|2027-01-15|1|comment|||||||'=cmd|' /C calc'!A0|bg",
        "web|2027-01-15|1|allocation|refund|Връщане|-10.05|-10.05|0.00|EUR||bg",
        "web|2027-01-15|1|comment|||||||„Не“; да\n'- два \"пъти\"|bg",
    ];
    assert_eq!(rows, expected);
    assert_eq!(summary.rows, 7);
}

#[test]
fn a_program_reads_every_ballot_back_from_json() {
    let (frame, citizens) = sample();
    let json: serde_json::Value = serde_json::from_slice(&file(&frame, &citizens, Format::Json).0).unwrap();
    let drafts: Vec<BudgetDraft> = serde_json::from_value(json["drafts"].clone()).unwrap();
    assert_eq!(drafts, frame.drafts);
    assert_eq!(json["minor_units"], 100);
    assert_eq!(json["consultation"], serde_json::to_value(&frame.consultation).unwrap());
    let submissions = json["submissions"].as_array().unwrap();
    assert_eq!(submissions.len(), citizens.len());
    for (read, sent) in submissions.iter().zip(&citizens) {
        let ballot: BallotDocument = serde_json::from_value(serde_json::json!({
            "draft_version": read["draft_version"],
            "language": read["language"],
            "allocation": read["allocation"],
            "comments": read["comments"],
        }))
        .unwrap();
        assert_eq!(Some(ballot), sent.submission.ballot);
        assert_eq!(read["received"], "2027-01-15");
    }
}

#[test]
fn a_corrected_draft_keeps_the_columns_of_older_ballots() {
    let corrected = draft(2, vec![line("parks", "Паркове", 60_000), line("channel", "Канал", 1)]);
    let frame =
        frame(vec![draft(1, vec![line("roads", "Пътища", 7), line("parks", "Паркове", 50_000)]), corrected]);
    let rows = csv_rows(&file(&frame, &[submission(1, &[("roads", 8)], &[])], Format::Csv).0);
    assert_eq!(rows[0][7..12], ["parks", "line:channel", "roads", "comment_whole", "line_comments"]);
    assert_eq!(rows[1][5..10], ["2", "EUR", "600.00", "0.01", ""]);
    assert_eq!(rows[2][5..10], ["1", "EUR", "500.00", "", "0.07"]);
    assert_eq!(rows[3][5..10], ["1", "EUR", "", "", "0.08"]);
}

#[test]
fn an_officer_hears_of_a_draft_that_came_during_the_download() {
    let (frame, mut citizens) = sample();
    citizens[2].submission.ballot.as_mut().unwrap().draft_version = 2;
    for format in Format::ALL {
        assert!(matches!(failure(&frame, &citizens, format), ExportError::DraftReplaced(2)), "{format}");
    }
    let sentence = ExportError::DraftReplaced(2).sentence(glasno_words::Language::En);
    assert!(sentence.ends_with("Start the download again."));
}

#[test]
fn a_line_that_no_draft_has_is_never_dropped_in_silence() {
    let (frame, _) = sample();
    let citizens = [submission(1, &[("lost", 1)], &[])];
    for format in [Format::Csv, Format::CsvLong, Format::Xlsx] {
        assert!(matches!(failure(&frame, &citizens, format), ExportError::UnknownLine { .. }), "{format}");
    }
}

proptest! {
    #[test]
    fn no_comment_becomes_a_formula_or_another_row(whole in "[=+@'\"; ,\t\r\n\0aж＝|-]{1,24}", on_line in "\\PC{0,24}") {
        let frame = frame(vec![draft(1, vec![line("roads", "Пътища", 5)])]);
        let citizens = [submission(1, &[("roads", -5)], &[(None, &whole), (Some("roads"), &on_line)])];
        let wide = csv_rows(&file(&frame, &citizens, Format::Csv).0);
        prop_assert_eq!(undo::csv_cell(&wide[2][8]), whole.replace('\0', ""));
        let long = csv_rows(&file(&frame, &citizens, Format::CsvLong).0);
        prop_assert_eq!(undo::csv_cell(&long[2][11]), whole.replace('\0', ""));
        prop_assert_eq!(undo::csv_cell(&long[3][11]), on_line.replace('\0', ""));
        for cell in wide.iter().chain(&long).flatten().filter(|cell| cell.parse::<f64>().is_err()) {
            prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '＝']), "{cell:?}");
        }
    }
}
