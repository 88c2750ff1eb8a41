//! What is written, and what cannot be.

use proptest::prelude::*;

use super::*;
use crate::pabulib::division::{self, DividedSum, Line};
use crate::rational;

fn about() -> Fields {
    Fields::from_iter([
        ("description", "Test"),
        ("country", "Bulgaria"),
        ("unit", "Sofia"),
        ("instance", "2027"),
        ("rule", "unknown"),
        ("date_begin", "01.11.2026"),
        ("date_end", "30.11.2026"),
    ])
}

fn project(id: &str, cost: &str) -> Project {
    let cost = rational::parse(cost).unwrap();
    Project { id: id.to_owned(), cost, votes: None, score: None, selected: None, fields: Fields::new() }
}

/// Three ballots on three projects, one of them empty.
fn file() -> File {
    let mut votes = Votes::new(["age", "voting_method"], 0);
    for (voter_id, choices) in [("x", &[1_u32, 0][..]), ("y", &[0]), ("z", &[])] {
        votes.push(Vote { voter_id, choices, points: &[] }, ["65+", "paper"]);
    }
    let meta = Meta { vote_type: VoteType::Approval, budget: rational::whole(100), fields: about() };
    File { meta, projects: vec![project("a", "60"), project("b", "50.5"), project("c", "30")], votes }
}

#[test]
fn an_officer_publishes_what_was_counted() {
    let expected = "META
key;value
description;Test
country;Bulgaria
unit;Sofia
instance;2027
num_projects;3
num_votes;2
budget;100
vote_type;approval
rule;unknown
date_begin;01.11.2026
date_end;30.11.2026
comment;#1: 1 empty ballot was left out.
PROJECTS
project_id;cost;votes;name
a;60;2;a
b;50.5;1;b
c;30;0;c
VOTES
voter_id;vote;age;voting_method
x;b,a;65-120;paper
y;a;65-120;paper
";
    assert_eq!(write(&file()).unwrap(), expected);
}

/// The file with one thing changed cannot be written, for this reason.
fn check(change: impl FnOnce(&mut File), expected: &str) {
    let mut file = file();
    change(&mut file);
    assert_eq!(write(&file).unwrap_err().to_string(), expected);
}

fn set(key: &'static str, value: &'static str) -> impl FnOnce(&mut File) {
    move |file| file.meta.fields.set(key, value)
}

#[test]
fn an_officer_learns_what_pabulib_would_refuse() {
    check(set("unit", " "), "META, unit: a value is required");
    check(
        set("scoring_fn", "Borda"),
        "META, scoring_fn: Pabulib knows no such field. Leave it out, or say it in the comment",
    );
    check(set("date_end", "31.10.2026"), "META, date_end: this contradicts date_begin");
    check(
        set("date_end", "31.11.2026"),
        "META, date_end: “31.11.2026” is not a date such as 30.11.2026, or a year",
    );
    check(set("currency", "eur"), "META, currency: “eur” is not a currency code such as EUR");
    check(
        set("max_length", "1"),
        "VOTES, x vote: 2 projects are fewer or more than min_length and max_length allow",
    );
    check(set("rule", "greedy-threshold"), "META, min_project_score_threshold: a value is required");
    check(
        |file| file.projects[0].cost = rational::parse("1/3").unwrap() + rational::whole(1),
        "PROJECTS, a cost: 4/3 cannot be written as a decimal",
    );
    check(
        |file| file.projects[0].cost = rational::whole(101),
        "PROJECTS, a cost: the project costs more than the whole budget; Pabulib refuses that (999999999 marks a \
         withdrawn one)",
    );
    check(
        |file| file.projects.iter_mut().for_each(|project| project.selected = Some(1)),
        "PROJECTS, selected: the funded projects cost more than the budget",
    );
    check(
        |file| {
            file.meta.fields.set("rule", "greedy");
            for (project, selected) in file.projects.iter_mut().zip([0, 1, 1]) {
                project.selected = Some(selected);
            }
        },
        "PROJECTS, selected: this contradicts the declared rule, which funds other projects",
    );
    check(|file| file.projects[1].selected = Some(1), "PROJECTS, a selected: a value is required");
    check(|file| file.projects[1].id = "a".to_owned(), "PROJECTS, a project_id: “a” stands there twice");
    check(
        |file| file.projects[1].fields.set("latitude", "42.7"),
        "PROJECTS, b longitude: this contradicts latitude",
    );
    for id in ["None", "votes", "a,b", " a", ""] {
        let mut file = file();
        file.projects[2].id = id.to_owned();
        assert_eq!(write(&file).unwrap_err().field, "project_id", "{id}");
    }
    let ballot = |choices: &'static [u32], points: &'static [i64]| {
        move |file: &mut File| file.votes.push(Vote { voter_id: "w", choices, points }, ["30", "paper"])
    };
    check(ballot(&[3], &[]), "VOTES, w vote: the ballot does not name each of its projects once");
    check(ballot(&[1, 1], &[]), "VOTES, w vote: the ballot does not name each of its projects once");
    let points = "VOTES, w points: each project takes whole points that min_points and max_points allow, never negative \
                  in a cumulative vote, and none where the vote has no points";
    check(ballot(&[1], &[1]), points);
    let voter = |voter_id: &'static str, age: &'static str| {
        move |file: &mut File| file.votes.push(Vote { voter_id, choices: &[1], points: &[] }, [age, "paper"])
    };
    check(voter("x", "30"), "VOTES, x voter_id: “x” stands there twice");
    check(voter("w", "old"), "VOTES, w age: “old” is not an age such as 42 or 30-44");
    let unsaid =
        |file: &mut File| file.votes.push(Vote { voter_id: "w", choices: &[1], points: &[] }, [""; 2]);
    check(unsaid, "VOTES, voting_method: a value is required");
}

#[test]
fn a_project_whose_name_is_blank_is_called_by_its_id() {
    let mut nameless = file();
    nameless.projects[0].fields.set("name", " \u{2028}");
    nameless.projects[0].fields.set("proposer", " ");
    assert_eq!(write(&nameless).unwrap(), write(&file()).unwrap());
}

#[test]
fn a_divided_budget_becomes_points_that_sum_up() {
    for (amounts, points) in [
        (vec![1, 1, 1], Some(vec![34, 33, 33])),
        (vec![0, 5, 0], Some(vec![0, 100, 0])),
        (vec![199, 1, 0], Some(vec![100, 0, 0])),
        (vec![i64::MAX, i64::MAX], Some(vec![50, 50])),
        (vec![0, 0], None),
        (vec![5, -1], None),
    ] {
        assert_eq!(division::points(&amounts, 100), points);
    }
}

#[test]
fn a_divided_budget_is_written_as_points() {
    let line =
        |id: &str, amount| Line { id: id.to_owned(), name: id.to_owned(), amount: rational::whole(amount) };
    let lines = [line("schools", 500), line("parks", 300), line("roads", 200)];
    let ballots = [("x", [500, 300, 200]), ("y", [100, 900, 0]), ("z", [100, 100, 100])];
    let ballots = ballots.iter().map(|(voter_id, amounts)| DividedSum { voter_id, amounts });
    let written = write(&division::file(about(), &lines, ballots).unwrap()).unwrap();
    let tables = "budget;1000
vote_type;cumulative
rule;unknown
date_begin;01.11.2026
date_end;30.11.2026
max_points;100
min_sum_points;100
max_sum_points;100
fully_funded;1
PROJECTS
project_id;cost;votes;score;name;selected
schools;500;3;94;schools;1
parks;300;3;153;parks;1
roads;200;2;53;roads;1
VOTES
voter_id;vote;points
x;schools,parks,roads;50,30,20
y;parks,schools;90,10
z;schools,parks,roads;34,33,33
";
    assert_eq!(
        written.split_once("budget").map(|(_, rest)| format!("budget{rest}")).as_deref(),
        Some(tables)
    );
}

/// A cost or a budget in hundredths.
fn hundredths(number: u32) -> crate::Rational {
    crate::Rational::new(number.into(), 100.into())
}

prop_compose! {
    fn any_file()(
        vote_type in prop::sample::select(&VoteType::ALL[..]),
        projects in prop::collection::vec((100..9_999_u32, "\\PC*[\n\r;\"]*\\PC*"), 1..7),
        ballots in prop::collection::vec(
            (Just((0..6_u32).collect::<Vec<_>>()).prop_shuffle(), 0..7_usize, prop::collection::vec(0..9_i64, 6)),
            0..30,
        ),
        decimals in 0..2_u32,
    ) -> File {
        let mut file = File {
            meta: Meta { vote_type, budget: hundredths(10_000), fields: about() },
            projects: Vec::new(),
            votes: Votes::new([""; 0], decimals),
        };
        file.meta.fields.set("max_sum_points", "100");
        for (at, (cost, name)) in projects.iter().enumerate() {
            let mut project = project(&format!("{at};\"p"), "1");
            project.cost = hundredths(*cost);
            project.fields.set("name", name.as_str());
            file.projects.push(project);
        }
        for (voter, (order, length, points)) in ballots.iter().enumerate() {
            let mut choices: Vec<u32> = order.iter().copied().filter(|at| (*at as usize) < projects.len()).collect();
            choices.truncate(if vote_type == VoteType::ChooseOne { (*length).min(1) } else { *length });
            let beside = if vote_type.has_points() { choices.len() } else { 0 };
            let points: Vec<i64> = points[..beside].iter().map(|points| points * 10_i64.pow(decimals)).collect();
            file.votes.push(Vote { voter_id: &voter.to_string(), choices: &choices, points: &points }, []);
        }
        file
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_reads_a_written_file_counts_the_same_election(file in any_file()) {
        let read_back = read(write(&file).unwrap().as_bytes()).unwrap();
        let (written, read_back) = (file.election().unwrap(), read_back.election().unwrap());
        prop_assert_eq!(&written.budget, &read_back.budget);
        prop_assert_eq!(&written.projects, &read_back.projects);
        let unit = |profile: &crate::Profile| 10_i64.pow(profile.points_decimals());
        let ballots = |profile: &crate::Profile| -> Vec<(u64, Vec<u32>, Vec<i64>)> {
            let named = profile.ballots().filter(|ballot| !ballot.choices.is_empty());
            let whole = |points: &[i64]| points.iter().map(|points| points / unit(profile)).collect();
            named.map(|ballot| (ballot.voters, ballot.choices.to_vec(), whole(ballot.points))).collect()
        };
        prop_assert_eq!(ballots(&written.profile), ballots(&read_back.profile));
    }

    #[test]
    fn whatever_a_file_holds_reading_it_comes_to_an_end(text in "(META|PROJECTS|VOTES|[a-z_;,0-9\"\n\r]|\\PC)*") {
        drop(read(text.as_bytes()));
    }
}
