//! The command line: what it refuses, how it says so, and what programs read from it.

use std::process::{Command, Output};

use glasno_tests::support::{Installation, executable, fixture};
use serde_json::Value;

use crate::town::{SLUG, Town, ballot, complaint, installation};

/// Every command there is. A new one belongs here, so that it has a manual.
const COMMANDS: [&[&str]; 18] = [
    &[],
    &["serve"],
    &["import"],
    &["consultation"],
    &["consultation", "create"],
    &["consultation", "update"],
    &["consultation", "open"],
    &["consultation", "close"],
    &["consultation", "show"],
    &["officer"],
    &["officer", "add"],
    &["results"],
    &["export"],
    &["outcome"],
    &["divide"],
    &["recount"],
    &["backup"],
    &["restore"],
];

#[test]
fn every_command_explains_itself() {
    for command in COMMANDS {
        let output = glasno(&[command, &["--help"]].concat());
        let manual = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{command:?}");
        assert!(manual.contains("Usage: glasno"), "{command:?}: {manual}");
        // Whatever a command names as its parts is a command of the table above.
        let parts = manual
            .split("Commands:")
            .nth(1)
            .into_iter()
            .flat_map(|list| list.trim_start_matches('\n').lines());
        let names = parts.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
        for name in names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help") {
            let whole = [command, &[name]].concat();
            assert!(COMMANDS.contains(&whole.as_slice()), "{whole:?} is not in the table");
        }
    }
}

#[test]
fn a_dry_run_needs_no_data_folder_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let file = fixture("sample-budget.xlsx");
    let mut command = Command::new(executable());
    command.args(["import", file.to_str().unwrap(), "--dry-run", "--json", "--language", "en"]);
    let output = command.current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", complaint(&output));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(found["report"]["lines"].as_u64().unwrap() > 40 && found["draft_version"].is_null());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn exit_codes_tell_done_from_refused_from_wrong_usage() {
    let place = installation();
    let broken = place.folder().join("broken.csv");
    std::fs::write(&broken, "id,name_bg,amount\na,Паркове,hundred\n").unwrap();
    let (sample, broken) = (fixture("sample-budget.xlsx"), broken.to_str().unwrap().to_owned());
    let sample = sample.to_str().unwrap();
    let out = place.folder().join("out.csv");
    let out = out.to_str().unwrap();
    for (code, arguments) in [
        (0, &["consultation", "show", SLUG][..]),
        (0, &["export", SLUG, "--format", "csv", "--out", out]),
        (0, &["import", sample, "--dry-run"]),
        (0, &["import", sample, "--consultation", SLUG]),
        (1, &["import", &broken, "--consultation", SLUG]),
        (1, &["import", sample, "--consultation", SLUG, "--expect-total", "1"]),
        (1, &["import", "no-such-file.csv", "--consultation", SLUG]),
        (1, &["import", sample, "--consultation", "moon"]),
        (1, &["consultation", "show", "moon"]),
        (1, &["consultation", "open", "moon"]),
        (1, &["consultation", "create", SLUG, "--title-bg", "Втори път"]),
        (1, &["consultation", "create", "nameless"]),
        (1, &["consultation", "create", "odd", "--title-bg", "x", "--time-zone", "Europe/Atlantis"]),
        (
            1,
            &[
                "consultation",
                "create",
                "late",
                "--title-bg",
                "x",
                "--opens-at",
                "2027-01-02T09:00",
                "--closes-at",
                "2027-01-01T09:00",
            ],
        ),
        (1, &["export", "moon", "--format", "csv", "--out", out]),
        (1, &["export", SLUG, "--format", "csv", "--out", "/no/such/folder/out.csv"]),
        (1, &["restore", "no-such-file"]),
        (1, &["officer", "add", "ivanova"]),
        (2, &["consultation", "show", "No Slug"]),
        (2, &["consultation", "create", "odd", "--population", "many"]),
        (2, &["export", SLUG, "--format", "pdf", "--out", out]),
        (2, &["export", SLUG, "--format", "csv"]),
        (2, &["import", sample]),
        (2, &["serve", "--rate-limit", "often"]),
        (2, &["serve", "--listen", "here"]),
        (2, &["serve", "--trusted-proxy", "everybody"]),
        (2, &["serve", "--public-url", "glasno.example.bg"]),
        (2, &["dance"]),
    ] {
        let output = place.glasno(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", complaint(&output));
        let said = complaint(&output);
        assert_eq!(said.is_empty(), code == 0, "{arguments:?}: {said}");
        assert!(!said.contains("panicked") && !said.contains("Os {"), "{arguments:?}: {said}");
    }
}

#[test]
fn an_import_with_one_mistake_stores_nothing() {
    let place = installation();
    let before = shown(&place);
    let file = place.folder().join("broken.csv");
    std::fs::write(&file, "id,name_bg,amount\na,Паркове,100\nb,Улици,hundred\nc,Училища,\n").unwrap();
    let output = place.glasno(["import", file.to_str().unwrap(), "--consultation", SLUG, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let errors: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(errors["errors"].as_array().unwrap().iter().all(Value::is_string), "{errors}");
    assert!(complaint(&output).contains("hundred"), "{}", complaint(&output));
    assert_eq!(shown(&place), before);
}

#[test]
fn a_corrected_draft_is_a_new_version_and_old_ballots_stay() {
    let town = Town::open();
    assert_eq!(town.send(&ballot(1)).status, 201);
    let draft = fixture("town-budget.csv");
    let import = ["import", draft.to_str().unwrap(), "--layout", "lines", "--consultation", SLUG, "--json"];
    let said: Value = serde_json::from_str(&town.installation().done(import)).unwrap();
    assert_eq!(said["draft_version"], 2);
    let refused = town.send(&ballot(2));
    assert_eq!((refused.status, &refused.json()["violations"][0]["current"]), (422, &Value::from(2)));
    let again = town.send(&ballot(1));
    assert_eq!(again.status, 200, "{}", again.text());
    assert_eq!(town.kept(), 1);
}

#[test]
fn programs_read_what_was_done() {
    let town = Town::open();
    town.send(&ballot(1));
    let place = town.installation();
    let found = shown(place);
    let field = |pointer: &str| found.pointer(pointer).unwrap_or_else(|| panic!("{pointer}: {found}"));
    for (pointer, expected) in [
        ("/counts/submissions", Value::from(1)),
        ("/counts/withdrawn", Value::from(0)),
        ("/effective_stage", Value::from("open")),
        ("/draft_version", Value::from(1)),
        ("/lines", Value::from(4)),
        ("/total", Value::from(370_000)),
        ("/movable_total", Value::from(170_000)),
        ("/record/stage", Value::from("open")),
        ("/record/consultation/slug", Value::from(SLUG)),
    ] {
        assert_eq!(field(pointer), &expected, "{pointer}");
    }
    for (format, rows) in [("csv", 2), ("csv-long", 3), ("json", 1)] {
        let out = place.folder().join(format);
        let said = place.done(["export", SLUG, "--format", format, "--out", out.to_str().unwrap(), "--json"]);
        let said: Value = serde_json::from_str(&said).unwrap();
        assert_eq!(said["submissions"], 1, "{format}: {said}");
        assert_eq!(said["rows"], rows, "{format}: {said}");
        assert!(out.metadata().unwrap().len() > 0);
    }
}

fn shown(place: &Installation) -> Value {
    serde_json::from_str(&place.done(["consultation", "show", SLUG, "--json"])).unwrap()
}

fn glasno(arguments: &[&str]) -> Output {
    Command::new(executable()).args(arguments).output().expect("glasno runs")
}
