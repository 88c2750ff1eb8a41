//! What the officer gets of it, sees and turns off.

use std::collections::BTreeSet;

use glasno_tests::support::{Installation, fixture};
use serde_json::{Value, json};

use super::{POT, everything, full_ballot};
use crate::town::{CONSULTATION, SLUG, Town, complaint};

#[test]
fn an_officer_downloads_everything_that_was_chosen() {
    let town = Town::open();
    town.offer(&everything("\"points\"\ntotal = 5"));
    assert_eq!(town.send(&full_ballot()).status, 201);
    let download = |format: &str| {
        let out = town.installation().folder().join(format);
        town.installation().done(["export", SLUG, "--format", format, "--out", out.to_str().unwrap()]);
        std::fs::read_to_string(out).unwrap()
    };
    let wide = download("csv");
    let mut rows = csv::Reader::from_reader(wide.trim_start_matches('\u{feff}').as_bytes());
    let header = rows.headers().unwrap().clone();
    let row = rows.records().map(Result::unwrap).last().unwrap();
    let cell = |name: &str| &row[header.iter().position(|known| known == name).unwrap()];
    for (column, found) in [
        ("lever:tax", "1780.00"),
        ("pot:sport", "10"),
        ("project:bench", "3"),
        ("project:stage", ""),
        ("question:bus", "no"),
        ("question:why", "'=Няма линия"),
        ("question:lines:a", "0"),
        ("question:lines:b", "1"),
        ("question:grade", "2"),
        ("lines_clear", "1"),
        ("lines_unclear", "1"),
        ("other_answers", "0"),
    ] {
        assert_eq!(cell(column), found, "{column}");
    }
    let kinds: BTreeSet<_> = {
        let long = download("csv-long");
        let mut rows = csv::Reader::from_reader(long.trim_start_matches('\u{feff}').as_bytes());
        rows.records().map(|row| row.unwrap()[4].to_owned()).collect()
    };
    let known = ["allocation", "answer", "clarity", "comment", "lever", "pot", "project-points"];
    assert_eq!(kinds, known.map(str::to_owned).into());
    let json: Value = serde_json::from_str(&download("json")).unwrap();
    let sent = full_ballot();
    for field in ["allocation", "levers", "pot", "projects", "comments", "clarity", "answers"] {
        assert_eq!(json["submissions"][0][field], sent["ballot"][field], "{field}");
    }
}

#[test]
fn an_officer_sees_the_ways_and_is_warned_of_those_without_anything_to_choose() {
    let place = Installation::empty();
    let settings = place.folder().join("ways.toml");
    std::fs::write(&settings, everything("\"ranking\"\nat_most = 2")).unwrap();
    let from = ["--title-bg", "Бюджет", "--from", settings.to_str().unwrap()];
    place.done(["consultation", "create", SLUG].iter().chain(&from));
    let draft = fixture("town-budget.csv");
    place.done(["import", draft.to_str().unwrap(), "--layout", "lines", "--consultation", SLUG]);
    let opened = place.glasno(["consultation", "open", SLUG]);
    assert!(opened.status.success());
    let said = complaint(&opened);
    assert!(said.lines().count() == 2 && said.contains("areas") && said.contains("projects"), "{said}");
    let shown = place.done(["consultation", "show", SLUG]);
    for part in [
        "rebalance, comments, clarity, organisations, pot, projects, questions",
        "10 points to share",
        "at most 2 in order",
        "counted by city_greedy",
        "bus, why, lines, grade, children",
    ] {
        assert!(shown.contains(part), "“{part}” is missing in {shown}");
    }
}

#[test]
fn a_way_that_the_officer_turns_off_is_off_at_once() {
    let town = Town::open();
    town.offer(&everything("\"knapsack\""));
    let ways = |town: &Town| town.get(CONSULTATION).json()["consultation"]["ways"].clone();
    assert_eq!(ways(&town)["projects"]["method"], json!({ "kind": "knapsack" }));
    assert_eq!(ways(&town)["questions"].as_array().unwrap().len(), 5);
    town.offer(&format!("questions = []\n{POT}"));
    assert_eq!(
        ways(&town),
        json!({ "rebalance": true, "comments": true, "pot": { "unit": "points", "total": 10 } })
    );
    assert_eq!(town.send(&full_ballot()).status, 422);
}
