//! The ballots of a project ballot, written and counted again.

use super::super::audit::{BallotForm, BallotLimits, ProjectParameters};
use super::super::projects::{self, Ballot, Choice};
use super::super::results_projects::results_projects;
use super::*;
use crate::rational::whole;
use crate::{Election, Profile, Project, Rule};

fn parameters(form: BallotForm) -> ProjectParameters {
    ProjectParameters {
        budget: "150.00".into(),
        form,
        limits: BallotLimits::default(),
        rule: "city_greedy".into(),
        replicates: 40,
    }
}

/// A playground, a bridge, a fountain and a monument.
fn ballot(form: BallotForm) -> Ballot {
    let projects = [("play", 100), ("bridge", 200), ("water", 50), ("stone", 50)];
    let project = |(id, cost): (&str, i64)| Project { id: id.into(), cost: whole(cost) };
    let election = Election {
        budget: whole(150),
        projects: projects.map(project).to_vec(),
        profile: Profile::new(form.kind(), 0),
        official_scores: None,
        threshold: None,
    };
    let cells = projects.map(|(id, _)| (id.to_owned(), format!("„{id}“; ново"))).to_vec();
    Ballot { election, cells }
}

fn choices(form: BallotForm, all: &[&[u32]]) -> Vec<Choice> {
    let choice = |(at, choices): (usize, &&[u32])| Choice {
        id: format!("b{at:03}"),
        choices: choices.to_vec(),
        points: if form == BallotForm::Points {
            choices.iter().map(|it| i64::from(*it) + 1).collect()
        } else {
            Vec::new()
        },
    };
    all.iter().enumerate().map(choice).collect()
}

fn read(form: BallotForm, choices: &[Choice]) -> Ballot {
    let ballot = ballot(form);
    let (projects, choices) =
        (projects::projects_csv(&ballot, Currency::EUR), projects::choices_csv(&ballot, form, choices));
    projects::read(projects.as_bytes(), choices.as_bytes(), &parameters(form), Currency::EUR).unwrap()
}

fn table(ballot: &Ballot, rule: &str, seed: &str) -> super::super::results_projects::ResultsProjects {
    let rule: Rule = rule.parse().unwrap();
    results_projects(ballot, &parameters(BallotForm::Approval), rule, Currency::EUR, seed).unwrap()
}

#[test]
fn a_citizen_reads_why_a_project_is_funded_or_not() {
    let form = BallotForm::Approval;
    let ballot = read(form, &choices(form, &[&[0, 2], &[0, 2], &[0, 3], &[1], &[]]));
    assert_eq!(ballot.election.profile.voters(), 5, "who chooses none has voted too");
    let results = table(&ballot, "city_greedy", "seed");
    let rows: Vec<&str> = results.csv.lines().skip(1).collect();
    assert!(rows[0].starts_with("play,\"„play“; ново\",100.00,3,3,1,true,true,true,"), "{}", rows[0]);
    assert!(rows[0].ends_with(",funded in round 1"), "{}", rows[0]);
    assert!(rows[1].ends_with("costs 50.00 EUR more than the whole budget"), "{}", rows[1]);
    assert!(rows[3].contains("50.00 EUR were missing at its turn"), "{}", rows[3]);
    assert_eq!(
        (results.facts.selected, results.facts.total_cost.as_str()),
        (vec!["play".into(), "water".into()], "150.00")
    );
}

#[test]
fn a_lot_can_be_drawn_again_from_what_is_published() {
    let form = BallotForm::Approval;
    let ballot = read(form, &choices(form, &[&[0], &[0], &[2], &[3]]));
    let results = table(&ballot, "city_greedy", "town 2027-01-15");
    let [tie] = results.ties.as_slice() else { panic!("{:?}", results.ties) };
    assert_eq!((tie.broken_by.as_str(), tie.among.len()), ("lot", 2));
    assert!(tie.lots[0] < tie.lots[1], "the smaller lot goes first");
    // printf '%s\n' 'glasno lot v1' 'town 2027-01-15' 'water' | sha256sum
    let water = tie.among.iter().position(|id| id == "water").unwrap();
    assert!(tie.lots[water].starts_with("aa6d26521831"), "{tie:?}");
}

#[test]
fn a_ballot_that_contradicts_itself_is_found_with_its_line() {
    let form = BallotForm::Ranking;
    let ballot = ballot(form);
    let projects = projects::projects_csv(&ballot, Currency::EUR);
    let header = "ballot_id,project_id,value\r\n";
    for (rows, line) in [
        ("b1,play,1\r\nb1,play,2\r\n", 3),
        ("b1,play,2\r\n", 2),
        ("b1,play,01\r\n", 2),
        ("b1,moon,1\r\n", 2),
        ("b1,,\r\nb1,play,1\r\n", 3),
        ("b2,play,1\r\nb1,play,1\r\n", 3),
        ("b1,play,99999999999999999999\r\n", 2),
    ] {
        let choices = format!("{header}{rows}");
        let read = projects::read(projects.as_bytes(), choices.as_bytes(), &parameters(form), Currency::EUR);
        match read {
            Err(("ballots_projects.csv", RowsError::Table(error))) => {
                assert_eq!(error.line, line, "{rows}");
            }
            other => panic!("{rows}: {other:?}"),
        }
    }
}

proptest! {
    #[test]
    fn ballots_on_projects_read_back_in_every_form(
        all in prop::collection::vec(prop::sample::subsequence(vec![0_u32, 1, 2, 3], 0..=4), 1..20),
        form in prop::sample::select(vec![BallotForm::Approval, BallotForm::Ranking, BallotForm::Points]),
    ) {
        let all: Vec<&[u32]> = all.iter().map(Vec::as_slice).collect();
        let ballot = read(form, &choices(form, &all));
        prop_assert_eq!(ballot.election.profile.voters(), all.len() as u64);
        let rule = match form {
            BallotForm::Points => "city_greedy",
            _ => "mes_cost_add1_until_overspend+votes",
        };
        prop_assert_eq!(table(&ballot, rule, "s"), table(&read(form, &choices(form, &all)), rule, "s"));
    }
}
