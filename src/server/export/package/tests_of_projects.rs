//! What a package tells of the projects that citizens chose.

use std::collections::BTreeMap;

use glasno_model::{
    Amount, BudgetDraft, Language, Project, Text, Ways,
    draft::DraftDocument,
    ways::{Clarity, LeverChoice, PotShare, ProjectChoice, ProjectMethod, ProjectVote},
};
use glasno_store::StoredSubmission;
use proptest::prelude::*;

use super::tests::{counted, unpacked};
use crate::export::tests::{draft, file, frame, line, submission, workbook};
use crate::export::{Format, Frame};

const COSTS: [(&str, i64); 5] =
    [("play", 10_000), ("bridge", 14_000), ("water", 5_000), ("stone", 5_000), ("tree", 950)];

fn money(minor: i64) -> Amount {
    Amount::from_minor(minor).unwrap()
}

fn with_projects(version: u32, ids: &[&str]) -> BudgetDraft {
    let project = |(id, cost): &(&str, i64)| Project {
        id: id.parse().unwrap(),
        name: Text::new(Language::BULGARIAN, format!("=„{id}“; ново")),
        cost: money(*cost),
        source_cost: None,
        place: Text::default(),
        area: None,
        description: Text::default(),
    };
    let projects: Vec<Project> = COSTS.iter().filter(|(id, _)| ids.contains(id)).map(project).collect();
    let plain = draft(version, vec![line("roads", "Пътища", 500)]).into_document();
    DraftDocument { projects: projects.into(), ..plain }.try_into().unwrap()
}

/// A consultation about projects. The last version of the draft has no bridge any more.
fn town(method: ProjectMethod, rule: &str) -> Frame {
    let all = COSTS.map(|(id, _)| id);
    let mut frame =
        frame(vec![with_projects(1, &all), with_projects(2, &["play", "water", "stone", "tree"])]);
    let choice = ProjectChoice { budget: money(15_000), method, rule: rule.into() };
    frame.consultation.ways = Ways { projects: Some(choice).into(), ..Ways::default() };
    frame
}

fn chooses(number: u8, votes: &[(&str, Option<u32>)]) -> StoredSubmission {
    let mut sent = submission(number, &[], &[]);
    let vote =
        |(project, points): &(&str, _)| ProjectVote { project: project.parse().unwrap(), points: *points };
    sent.submission.ballot.as_mut().unwrap().projects = votes.iter().map(vote).collect();
    sent
}

fn package(frame: &Frame, sent: &[StoredSubmission]) -> BTreeMap<String, Vec<u8>> {
    unpacked(&file(frame, sent, Format::Zip).0)
}

fn text(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(files[name].clone()).unwrap_or_else(|_| panic!("{name}"))
}

fn audit(files: &BTreeMap<String, Vec<u8>>) -> serde_json::Value {
    serde_json::from_slice(&files["audit.json"]).unwrap()
}

const PB: &str = "Bulgaria_sofia-2027_2027_projects.pb";

#[test]
fn a_reader_finds_what_was_chosen_and_what_is_funded() {
    let frame = town(ProjectMethod::Approval { at_most: 3 }, "city_greedy");
    let sent = [
        chooses(1, &[("water", None), ("play", None)]),
        chooses(2, &[("play", None), ("bridge", None)]),
        chooses(3, &[("stone", None)]),
        chooses(4, &[("bridge", None)]),
        chooses(5, &[("play", Some(3))]),
        submission(6, &[("roads", 400)], &[]),
    ];
    let files = package(&frame, &sent);
    assert!(counted(&files).is_good(), "{:?}", counted(&files));
    assert_eq!(
        text(&files, "projects.csv").lines().nth(1),
        Some("play,\"'=„play“; ново\",100.00"),
        "the names of projects are texts of somebody"
    );
    let choices = text(&files, "ballots_projects.csv");
    assert_eq!(choices.lines().count(), 5);
    let results = text(&files, "results_projects.csv");
    assert!(results.lines().nth(1).unwrap().contains(",100.00,2,2,1,true,"), "{results}");
    let audit = audit(&files);
    assert_eq!(audit["outcome"]["projects"]["voters"], 3);
    assert_eq!(audit["outcome"]["projects"]["selected"][0], "play");
    let tie = &audit["outcome"]["ties"][0];
    assert_eq!((&tie["broken_by"], tie["among"].as_array().unwrap().len()), (&"lot".into(), 2), "{audit}");
    let counts = &audit["counts"];
    assert_eq!((&counts["project_ballots"], &counts["only_projects"]), (&3.into(), &5.into()));
    assert_eq!((&counts["counted"], &counts["only_comments"]), (&1.into(), &0.into()));
    let left_out = audit["left_out"].to_string();
    for (what, count) in [
        ("choices in ballots_projects.csv", 2),
        ("ballots in ballots_projects.csv", 1),
        ("ballots in ballots.csv", 5),
    ] {
        let found = format!("{{\"count\":{count},\"what\":\"{what}\"");
        assert!(left_out.contains(&found), "{found} in {left_out}");
    }
    let pb = text(&files, PB);
    for row in ["rule;greedy\n", "max_length;3\n", "budget;150\n", "num_votes;3\n", "subunit;projects\n"] {
        assert!(pb.contains(row), "{row} in {pb}");
    }
    let sheets = workbook::cells(&files["results.xlsx"]);
    assert_eq!(sheets["Projects"].len(), 5);
    for readme in ["README.bg.txt", "README.en.txt"] {
        let readme = text(&files, readme);
        assert!(readme.contains("city_greedy") && readme.contains(PB) && !readme.contains('{'), "{readme}");
    }
}

#[test]
fn nobody_finds_out_who_chose_a_project() {
    let mut both = chooses(1, &[("water", None), ("play", None)]);
    both.submission.ballot.as_mut().unwrap().allocation =
        submission(1, &[("roads", 400)], &[]).submission.ballot.unwrap().allocation;
    let files = package(&town(ProjectMethod::Knapsack, "city_greedy"), &[both]);
    let id = |name: &str| {
        let row = text(&files, name).lines().nth(1).unwrap().to_owned();
        row.split(',').next().unwrap()[1..].to_owned()
    };
    assert_ne!(id("ballots.csv"), id("ballots_projects.csv"));
    let choices = text(&files, "ballots_projects.csv");
    let places = [",play,1\r\n", ",water,1\r\n"].map(|row| choices.find(row).unwrap());
    assert!(places.is_sorted(), "the order of ticks is not told");
    assert!(text(&files, PB).contains("max_sum_cost;150"), "{}", text(&files, PB));
}

#[test]
fn what_has_no_table_is_told_by_its_number() {
    let frame = town(ProjectMethod::Knapsack, "city_greedy");
    let mut sent: Vec<_> = (1..=5).map(|number| submission(number, &[], &[(None, "Да")])).collect();
    let mut ballots = sent.iter_mut().map(|sent| sent.submission.ballot.as_mut().unwrap());
    let id = |id: &str| id.parse().unwrap();
    ballots.next().unwrap().levers = vec![LeverChoice { line: "fee".parse().unwrap(), step: 0 }];
    ballots.next().unwrap().pot = vec![PotShare { area: "sport".parse().unwrap(), amount: 1 }];
    for ballot in ballots.take(2) {
        ballot.clarity = vec![Clarity { line: id("roads"), clear: true }];
    }
    let files = package(&frame, &sent);
    assert!(counted(&files).is_good());
    let audit = audit(&files);
    assert_eq!(audit["counts"]["only_other_answers"], 4);
    assert_eq!(audit["counts"]["only_comments"], 1);
    assert_eq!(audit["counts"]["received"], 5);
    let left_out = audit["left_out"].as_array().unwrap();
    let waiting: Vec<(&str, u64)> = left_out
        .iter()
        .filter(|entry| entry["why"] == "not yet part of the format")
        .map(|entry| (entry["what"].as_str().unwrap(), entry["count"].as_u64().unwrap()))
        .collect();
    assert_eq!(
        waiting,
        [
            ("ballots that pull levers of revenue: the levers", 1),
            ("ballots that share a pot: the shares", 1),
            ("ballots that say whether a line is clear: what they say", 2),
        ]
    );
    let readme = text(&files, "README.en.txt");
    let words = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("have no table in this package yet"), "{readme}");
}

#[test]
fn before_anybody_chooses_a_project_there_is_a_package_all_the_same() {
    for rule in ["city_greedy", "mes_cost_add1_until_overspend+votes", "phragmen", "tea_time"] {
        let files = package(&town(ProjectMethod::Approval { at_most: 2 }, rule), &[]);
        assert!(counted(&files).is_good(), "{rule}: {:?}", counted(&files));
        assert!(!files.contains_key(PB));
        assert_eq!(files.contains_key("results_projects.csv"), rule != "tea_time", "{rule}");
        assert_eq!(text(&files, "ballots_projects.csv").lines().count(), 1);
    }
}

#[test]
fn a_consultation_without_projects_has_no_tables_of_them() {
    let mut frame = town(ProjectMethod::Knapsack, "city_greedy");
    frame.consultation.ways = Ways::default();
    let files = package(&frame, &[chooses(1, &[("play", None)])]);
    assert!(counted(&files).is_good());
    assert!(!files.keys().any(|name| name.contains("projects")), "{:?}", files.keys());
    let left_out = audit(&files)["left_out"].to_string();
    assert!(left_out.contains("sent while something else was asked about projects"), "{left_out}");
}

type Votes = Vec<(&'static str, Option<u32>)>;

/// Ballots that keep the rules of a method.
fn ballots(method: ProjectMethod) -> impl Strategy<Value = Vec<Votes>> {
    let ids: Vec<&'static str> = COSTS.iter().map(|(id, _)| *id).collect();
    let ballot = prop::sample::subsequence(ids, 1..=3).prop_shuffle().prop_map(move |chosen| {
        let mut left = 15_000;
        let chosen = chosen.into_iter().filter(move |id| {
            let cost = COSTS.iter().find(|(other, _)| other == id).unwrap().1;
            left -= cost;
            !matches!(method, ProjectMethod::Knapsack) || left >= 0
        });
        let points = |at| matches!(method, ProjectMethod::Points { .. }).then_some(3 - at);
        chosen.zip(0_u32..).map(|(id, at)| (id, points(at))).collect::<Vec<_>>()
    });
    prop::collection::vec(ballot, 1..12)
}

fn case() -> impl Strategy<Value = (ProjectMethod, &'static str, Vec<Votes>)> {
    const APPROVING: [&str; 4] =
        ["city_greedy", "mes_cost_add1_until_overspend+votes", "mes_cost", "phragmen"];
    let methods = [
        (ProjectMethod::Knapsack, APPROVING.as_slice()),
        (ProjectMethod::Approval { at_most: 3 }, APPROVING.as_slice()),
        (ProjectMethod::Ranking { at_most: 3 }, &["city_greedy", "mes_borda_add1+greedy_borda"]),
        (ProjectMethod::Points { total: 10, at_most: Some(5) }, &["city_greedy", "mes_score"]),
    ];
    prop::sample::select(methods.to_vec()).prop_flat_map(|(method, rules)| {
        (Just(method), prop::sample::select(rules.to_vec()), ballots(method))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_citizens_choose_is_counted_again_and_no_changed_byte_goes_unnoticed(
        (method, rule, ballots) in case(), which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(),
    ) {
        let sent: Vec<_> = (1..).zip(&ballots).map(|(number, votes)| chooses(number, votes)).collect();
        let mut files = package(&town(method, rule), &sent);
        let report = counted(&files);
        prop_assert!(report.is_good(), "{report:?}");
        let equal = |name: &str| report.files.iter().any(|(file, verdict)| file == name && verdict.code() == "equal");
        prop_assert!(equal("results_projects.csv") && equal("audit.json"), "{:?}", report);
        let tables: Vec<String> = files.keys().filter(|name| name.contains("projects")).cloned().collect();
        let cast = audit(&files)["outcome"]["projects"]["voters"].as_u64().unwrap();
        prop_assert_eq!(files.contains_key(PB), cast > 0);
        prop_assert!(cast == 0 || equal(PB), "{:?}", report);
        let name = which.get(&tables);
        let bytes = files.get_mut(name).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1;
        let report = counted(&files);
        prop_assert!(report.files.iter().any(|(file, verdict)| file == name && !verdict.is_good()), "{} {}", name, at);
    }
}
