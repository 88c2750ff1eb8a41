//! The register of participating organisations over the real executable: who stands in it, and that nothing leads from it
//! to a ballot.

use std::{io::Read as _, process::Command};

use glasno_model::ProblemType::RuleBroken;
use glasno_tests::support::{OFFICER, PASSWORD, executable};
use rusqlite::{Connection as Database, types::Value as Cell};
use serde_json::{Value, json};

use crate::{
    town::{SLUG, Town, ballot, id},
    wire::Answer,
};

const REGISTER: &str = "/officer/c/town/organisations";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn town() -> Town {
    let town = Town::open();
    town.installation().add_officer(OFFICER, PASSWORD);
    town.offer("[ways]\norganisations = true\n");
    town
}

/// A ballot with an organisation beside it.
fn speaking(number: u64, name: &str, kind: &str, area: &str) -> Value {
    let mut sent = ballot(number);
    sent["organisation"] = json!({ "name": name, "kind": kind, "area": area });
    sent
}

fn log_in(town: &Town) -> String {
    let answer =
        town.post("/officer/login", &[FORM], format!("name={OFFICER}&password={PASSWORD}").as_bytes());
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

fn read(town: &Town, path: &str) -> Answer {
    town.get_with(path, &[("cookie", &log_in(town))])
}

/// The rows of the register as its officer downloads them.
fn register(town: &Town) -> Vec<String> {
    let table = read(town, &format!("{REGISTER}.csv")).text();
    table.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn an_organisation_stands_in_the_register_by_name_and_once() {
    let town = town();
    for (number, name) in [(1, "Ямбол чете"), (2, "Читалище „Искра“"), (3, "ЧИТАЛИЩЕ \"ИСКРА\"")]
    {
        let answer = town.send(&speaking(number, name, "chitalishte", ""));
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    assert_eq!(town.send(&ballot(4)).status, 201, "who speaks for nobody is as welcome");
    assert_eq!(register(&town), ["Читалище „Искра“,chitalishte,", "Ямбол чете,chitalishte,"]);
    assert_eq!(town.kept(), 4);
}

#[test]
fn an_organisation_whose_answer_was_lost_sends_again_and_stands_there_once() {
    let town = town();
    let sent = speaking(1, "Искра", "ngo", "Юг");
    let first = town.send(&sent);
    let again = town.send(&sent);
    assert_eq!((first.status, again.status), (201, 200));
    assert_eq!(first.body, again.body);
    assert_eq!(register(&town), ["Искра,ngo,Юг"]);
    // The organisation is no part of what tells a repetition: a hash over both would be a link between them.
    assert_eq!(town.send(&ballot(1)).status, 200);
    assert_eq!(town.kept(), 1);
}

#[test]
fn nothing_in_the_database_leads_from_an_organisation_to_its_ballot() {
    let town = town();
    for (number, name) in [(1, "Ясен"), (2, "Аванс"), (3, "Клуб")] {
        assert_eq!(town.send(&speaking(number, name, "business", "Център")).status, 201);
    }
    let shown = town.get_with(
        &format!("/api/v1/submissions/{}", id(1)),
        &[("authorization", &format!("Glasno-Receipt {}", ballot(1)["receipt_code"].as_str().unwrap()))],
    );
    assert!(shown.status == 200 && !shown.text().contains("Ясен"), "{}", shown.text());

    let database = Database::open(town.installation().folder().join("glasno.sqlite3")).unwrap();
    let mut statement = database.prepare("select * from organisation").unwrap();
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    assert_eq!(columns, ["consultation", "name_key", "area_key", "name", "kind", "area"]);
    let name = |row: &rusqlite::Row<'_>| row.get::<_, String>("name");
    let names: Vec<String> = statement.query_map([], name).unwrap().map(Result::unwrap).collect();
    assert_eq!(names, ["Аванс", "Клуб", "Ясен"], "the order of the alphabet and not that of arrival");
    let mut events = database.prepare("select * from event").unwrap();
    let width = events.column_count();
    let mut rows = events.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        for at in 0..width {
            if let Cell::Text(text) = row.get::<_, Cell>(at).unwrap() {
                for name in ["Аванс", "Клуб", "Ясен", "Център", "organisation"] {
                    assert!(!text.contains(name), "{name} stands beside a ballot: {text}");
                }
            }
        }
    }
}

#[test]
fn an_organisation_is_refused_with_the_rule_and_its_place() {
    let town = town();
    for (organisation, broken) in [
        (json!({ "name": " ", "kind": "ngo" }), &["empty-name /organisation/name"][..]),
        (json!({ "name": "a\u{0}", "kind": "ngo" }), &["control-character /organisation/name"]),
        (
            json!({ "name": "я".repeat(201), "kind": "ngo", "area": "я".repeat(101) }),
            &["too-long /organisation/name", "too-long /organisation/area"],
        ),
    ] {
        let mut sent = ballot(1);
        sent["organisation"] = organisation;
        assert_eq!(violations(&town.send(&sent)), broken);
    }
    for wrong in [json!({ "name": "Искра" }), json!({ "name": "Искра", "kind": "party" }), json!("Искра")]
    {
        let mut sent = ballot(1);
        sent["organisation"] = wrong;
        assert_eq!(town.send(&sent).status, 422);
    }
    town.offer("[ways]\nclarity = true\n");
    let mut both = speaking(1, "Искра", "ngo", "");
    both["ballot"]["allocation"][0]["amount"] = json!(-1);
    assert_eq!(
        violations(&town.send(&both)),
        ["below-minimum /ballot/allocation/0/amount", "way-off /organisation"]
    );
    assert_eq!(town.kept(), 0);
    assert!(register(&town).is_empty());
}

fn violations(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.outcome(), (422, Some(RuleBroken)), "{}", answer.text());
    let problem = answer.json();
    let found = problem["violations"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    found.map(|found| format!("{} {}", text(&found["rule"]), text(&found["pointer"]))).collect()
}

#[test]
fn an_organisation_that_withdraws_its_ballot_stays_in_the_register() {
    let town = town();
    assert_eq!(town.send(&speaking(1, "Искра", "ngo", "")).status, 201);
    let code = format!("Glasno-Receipt {}", ballot(1)["receipt_code"].as_str().unwrap());
    let path = format!("/api/v1/submissions/{}", id(1));
    let answer = town.connect().ask("DELETE", &path, &[("authorization", &code)], b"").unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(register(&town), ["Искра,ngo,"]);
}

#[test]
fn an_officer_takes_out_what_is_no_organisation_and_no_formula_gets_out() {
    let town = town();
    for (number, name) in [(1, "=HYPERLINK(\"https://spam.example\")"), (2, "Искра")] {
        assert_eq!(town.send(&speaking(number, name, "other", "@here")).status, 201);
    }
    assert_eq!(register(&town)[0], "\"'=HYPERLINK(\"\"https://spam.example\"\")\",other,'@here");
    let cookie = log_in(&town);
    let form = "act=remove&kind=other&area=%40here&name=%3DHYPERLINK(%22https%3A%2F%2Fspam.example%22)";
    let foreign = [FORM, ("cookie", &cookie), ("sec-fetch-site", "cross-site")];
    assert_eq!(town.post(REGISTER, &foreign, form.as_bytes()).status, 403);
    assert_eq!(register(&town).len(), 2, "a form on another page acts for nobody");
    assert_eq!(town.post(REGISTER, &[FORM, ("cookie", &cookie)], form.as_bytes()).status, 200);
    assert_eq!(register(&town), ["Искра,other,'@here"]);
    for path in [REGISTER.to_owned(), format!("{REGISTER}.csv"), format!("{REGISTER}.json")] {
        assert_eq!(town.get(&path).status, 303, "{path} is for officers");
    }
}

#[test]
fn a_stranger_finds_the_register_in_the_package_and_counts_it_again() {
    let town = town();
    for (number, name) in [(1, "Ясен"), (2, "Аванс; =1")] {
        assert_eq!(town.send(&speaking(number, name, "ngo", "Юг")).status, 201);
    }
    let out = town.installation().folder().join("open.zip");
    town.installation().done(["export", SLUG, "--format", "zip", "--out", out.to_str().unwrap()]);
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&out).unwrap()).unwrap();
    let mut table = String::new();
    archive.by_name("organisations.csv").unwrap().read_to_string(&mut table).unwrap();
    assert_eq!(table, "name,type,area\r\n\"Аванс;' =1\",ngo,Юг\r\nЯсен,ngo,Юг\r\n");
    let counted = Command::new(executable()).arg("recount").arg(&out).arg("--json").output().unwrap();
    let said: Value = serde_json::from_slice(&counted.stdout).unwrap();
    assert_eq!((counted.status.code(), &said["equal"]), (Some(0), &json!(true)), "{said}");
    let files = said["files"].as_array().unwrap();
    assert!(files.iter().any(|file| file["file"] == "organisations.csv"), "{said}");
}
