//! The register of participating organisations, in the package and in the officer's workbook.

use std::collections::BTreeMap;

use glasno_model::ways::{OrganisationDocument, OrganisationKind};

use super::recount::Verdict;
use super::tests::{counted, town, unpacked};
use crate::export::tests::{file, workbook::cells};
use crate::export::{Format, Frame};

fn organisation(name: &str, area: &str) -> OrganisationDocument {
    OrganisationDocument { name: name.into(), kind: OrganisationKind::Chitalishte, area: area.into() }
}

/// A frame with two organisations, as the store gives them.
fn with_register() -> Frame {
    let (mut frame, _) = town();
    let register = vec![organisation("=Аванс; @SUM(A1)", ""), organisation("Искра, 1919", "Юг")];
    frame.organisations = Some(register);
    frame
}

fn package() -> BTreeMap<String, Vec<u8>> {
    unpacked(&file(&with_register(), &town().1, Format::Zip).0)
}

#[test]
fn anybody_reads_in_the_package_who_took_part_and_counts_the_rest_again() {
    let files = package();
    let table = String::from_utf8(files["organisations.csv"].clone()).unwrap();
    let rows = ["name,type,area", "\"'=Аванс;' @SUM(A1)\",chitalishte,", "\"Искра, 1919\",chitalishte,Юг"];
    assert_eq!(table, rows.map(|row| format!("{row}\r\n")).concat());
    let described: serde_json::Value = serde_json::from_slice(&files["datapackage.json"]).unwrap();
    let resource = described["resources"].as_array().unwrap().iter();
    let resource = resource.clone().find(|resource| resource["name"] == "organisations").unwrap();
    assert_eq!(resource["schema"]["fields"][1]["constraints"]["enum"][4], "chitalishte");
    let audit: serde_json::Value = serde_json::from_slice(&files["audit.json"]).unwrap();
    assert!(audit["sha256"]["organisations.csv"].is_string());
    assert!(String::from_utf8_lossy(&files["README.en.txt"]).contains("organisations.csv: "));
    let sheet = &cells(&files["results.xlsx"])["Organisations"];
    assert_eq!(sheet[2][0].to_string(), "Искра, 1919");
    let report = counted(&files);
    assert!(report.is_good(), "{:?}", report.files);
}

#[test]
fn a_register_that_was_changed_is_told() {
    let verdict = |table: &str| {
        let mut files = package();
        files.insert("organisations.csv".into(), table.replace('\n', "\r\n").into_bytes());
        let report = counted(&files);
        report.files.into_iter().find(|(name, _)| name == "organisations.csv").unwrap().1
    };
    let added = verdict("name,type,area\nИскра,chitalishte,\nЯсен,ngo,\n");
    assert!(matches!(added, Verdict::Changed { .. }), "{added:?}");
    let unsorted = verdict("name,type,area\nЯсен,ngo,\nИскра,chitalishte,\n");
    assert!(matches!(unsorted, Verdict::Broken(_)), "{unsorted:?}");
}

#[test]
fn a_consultation_without_a_register_has_none_in_its_files() {
    let (frame, citizens) = town();
    let files = unpacked(&file(&frame, &citizens, Format::Zip).0);
    assert!(!files.contains_key("organisations.csv"));
    let readme = String::from_utf8_lossy(&files["README.en.txt"]).into_owned();
    assert!(!readme.contains("organisations.csv"), "{readme}");
    assert!(!cells(&file(&frame, &citizens, Format::Xlsx).0).contains_key("Organisations"));
}

#[test]
fn an_officer_finds_the_register_in_the_workbook_and_what_its_columns_mean() {
    let sheets = cells(&file(&with_register(), &town().1, Format::Xlsx).0);
    let sheet = &sheets["Organisations"];
    assert_eq!(sheet[0].iter().map(ToString::to_string).collect::<Vec<_>>(), ["name", "type", "area"]);
    assert_eq!(sheet[1][0].to_string(), "'=Аванс; @SUM(A1)");
    assert_eq!(sheet.len(), 3);
    let explained = sheets["What the columns mean"].iter().filter(|row| row[0] == "Organisations");
    assert_eq!(explained.count(), 3);
}
