//! Real elections with outcomes that others computed: read from the reference data where it is there.

#![expect(clippy::expect_used, reason = "a panic here is how a test fails")]
#![expect(clippy::print_stdout, reason = "what was left out is said")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use glasno_tally::{Election, Outcome, Rule, TieOrder, pabulib, project};
use serde_json::Value;

/// The folder of reference data, or a word that it is not there.
fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("GLASNO_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let found = folder.join("data/pabulib").is_dir();
    if !found {
        println!("no reference data in {}: nothing is compared", folder.display());
    }
    found.then_some(folder)
}

fn read(folder: &std::path::Path, file: &str) -> (pabulib::File, Election) {
    let bytes = std::fs::read(folder.join("data/pabulib").join(file)).expect("the file is there");
    let file = pabulib::read(&bytes).unwrap_or_else(|error| panic!("{file}: {error}"));
    let election = file.election().expect("an election");
    (file, election)
}

fn ids<'a>(election: &'a Election, outcome: &Outcome) -> Vec<&'a str> {
    outcome.selected.iter().map(|project| election.projects[*project].id.as_str()).collect()
}

fn texts(ids: &Value) -> Vec<&str> {
    ids.as_array().expect("a list").iter().map(|id| id.as_str().expect("an id")).collect()
}

fn json(path: PathBuf) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("the file is there")).expect("JSON")
}

#[test]
fn a_researcher_gets_the_outcomes_that_pabutools_computed() {
    let Some(folder) = shared() else { return };
    let reference = json(folder.join("data/pabulib/outcomes.json"));
    let mut compared = 0;
    for entry in reference["elections"].as_array().expect("a list") {
        let file = entry["file"].as_str().expect("a name");
        let (_, election) = read(&folder, file);
        for (name, expected) in entry["results"].as_object().expect("an object") {
            let rule: Rule = name.parse().expect("a rule");
            let outcome = project::outcome(&election, rule, &TieOrder::Lexicographic).expect("an outcome");
            let Some(selected) = expected.get("selected") else { continue };
            let mut selected = texts(selected);
            if rule == Rule::Phragmen {
                selected.sort_unstable();
            }
            assert_eq!(ids(&election, &outcome), selected, "{file} {name}");
            assert_eq!(outcome.total_cost.to_string(), expected["total_cost"], "{file} {name}");
            compared += 1;
        }
    }
    assert!(compared > 200, "only {compared} outcomes were there");
}

#[test]
fn a_city_gets_the_result_that_it_published() {
    let Some(folder) = shared() else { return };
    let reference = json(folder.join("data/pabulib/outcomes.json"));
    for entry in reference["elections"].as_array().expect("a list") {
        let rule = match entry["rule_in_file"].as_str().unwrap_or_default() {
            "greedy" => "city_greedy",
            "greedy-threshold" => "city_greedy_threshold",
            "greedy-no-skip" => "city_greedy_no_skip",
            "equalshares/add1-comparison" => "mes_cost_add1_until_overspend_comparison",
            _ => continue,
        };
        let Some(selected) = entry.get("selected_in_file") else { continue };
        let file = entry["file"].as_str().expect("a name");
        let (_, election) = read(&folder, file);
        let outcome =
            project::outcome(&election, rule.parse().expect("a rule"), &TieOrder::File).expect("an outcome");
        let ours: BTreeSet<&str> = ids(&election, &outcome).into_iter().collect();
        assert_eq!(ours, texts(selected).into_iter().collect(), "{file} {rule}");
    }
}

#[test]
fn wieliczka_gets_its_official_result_of_2023() {
    let Some(folder) = shared() else { return };
    let official = json(folder.join("data/wieliczka_official.json"));
    let (_, election) = read(&folder, official["file"].as_str().expect("a name"));
    for (rule, expected) in official["results"].as_object().expect("an object") {
        let outcome = project::outcome(&election, rule.parse().expect("a rule"), &TieOrder::Lexicographic)
            .expect("an outcome");
        assert_eq!(ids(&election, &outcome), texts(&expected["selected"]), "{rule}");
        assert_eq!(outcome.total_cost.to_string(), expected["total_cost"], "{rule}");
    }
}
