//! What must not leave the house.

use glasno_model::{District, RespondentGroup};

use super::*;

#[test]
fn nobody_finds_a_citizen_by_a_download() {
    let (frame, citizens) = sample();
    for format in [Format::Csv, Format::CsvLong, Format::Json] {
        let text = String::from_utf8(file(&frame, &citizens, format).0).unwrap();
        for row in &citizens {
            assert!(!text.contains(row.submission.id.as_str()), "{format} tells the id");
        }
        assert!(!text.contains("22:30") && !text.contains("00:30"), "{format} tells the hour");
    }
    let cells = workbook::cells(&file(&frame, &citizens, Format::Xlsx).0);
    let ids: Vec<_> = citizens.iter().map(|row| row.submission.id.as_str()).collect();
    assert!(cells.values().flatten().flatten().all(|cell| !ids.contains(&cell.to_string().as_str())));
}

#[test]
fn a_citizens_group_and_district_change_nothing_in_any_download() {
    let (mut frame, silent) = sample();
    frame.consultation.respondents = Respondents {
        groups: RespondentGroup::ALL.into(),
        districts: vec![District {
            id: "harbour".parse().unwrap(),
            name: Text::new(Language::ENGLISH, "Harbour"),
        }],
    };
    let mut outspoken = silent.clone();
    for (row, group) in outspoken.iter_mut().zip(RespondentGroup::ALL) {
        let respondent = Respondent { group: Some(group), district: Some("harbour".parse().unwrap()) };
        row.submission.ballot.as_mut().unwrap().respondent = respondent;
    }
    for format in [Format::Csv, Format::CsvLong, Format::Json] {
        let [one, other] = [&silent, &outspoken].map(|rows| file(&frame, rows, format).0);
        assert!(one == other, "{format} tells who answered");
    }
    let [one, other] = [&silent, &outspoken].map(|rows| workbook::cells(&file(&frame, rows, Format::Xlsx).0));
    assert_eq!(one, other);
}

#[test]
fn a_submission_has_one_name_in_all_downloads() {
    let (frame, citizens) = sample();
    let wide = csv_rows(&file(&frame, &citizens, Format::Csv).0);
    let long = csv_rows(&file(&frame, &citizens, Format::CsvLong).0);
    let json: serde_json::Value = serde_json::from_slice(&file(&frame, &citizens, Format::Json).0).unwrap();
    let workbook = workbook::cells(&file(&frame, &citizens, Format::Xlsx).0);
    assert_eq!(wide[2][0], long[1][0]);
    assert_eq!(json["submissions"][0]["id"], wide[2][0].as_str());
    assert_eq!(workbook["Submissions"][2][0].to_string(), wide[2][0]);
    assert_eq!(workbook["Comments"][1][0].to_string(), wide[3][0]);
}

#[test]
fn a_withdrawn_submission_stands_in_no_download() {
    let (frame, mut citizens) = sample();
    citizens[1].submission.kind = EventKind::Withdrawn;
    citizens[1].submission.ballot = None;
    for format in Format::ALL {
        assert_eq!(file(&frame, &citizens, format).1.submissions, 2, "{format}");
    }
}
