//! What is read although no checker would pass it, because nothing that is counted hangs on it.

use super::*;
use crate::rule::{CityGreedy, EqualShares, Increase, Satisfaction};
use crate::{BallotKind, Rule, rational};

const APPROVAL: &str = "META
key;value
num_projects;2
num_votes;3
budget;1000
vote_type;approval
rule;greedy-threshold
min_project_score_threshold;2
PROJECTS
project_id;cost;votes;score
10;600;3;7
2;500.50;1;
VOTES
voter_id;vote;age
x;10,2;30
y;10;
z;10;65+
";

fn election(text: &str) -> crate::Election {
    read(text.as_bytes()).unwrap().election().unwrap()
}

/// The same file, written in another way, counts the same.
fn check_same(changed: &str) {
    assert_ne!(changed, APPROVAL);
    assert_eq!(election(changed), election(APPROVAL), "{changed}");
}

#[test]
fn a_researcher_reads_files_as_spreadsheets_leave_them() {
    check_same(&APPROVAL.replace('\n', "\r\n"));
    check_same(&APPROVAL.replace('\n', "\r"));
    check_same(&format!("\u{feff}{APPROVAL}"));
    check_same(APPROVAL.trim_end());
    check_same(&APPROVAL.replace('\n', "\n\n  \n"));
    check_same(&APPROVAL.replace('\n', ";;\n"));
    check_same(&APPROVAL.replace("10,2", "\" 10 , 2 \""));
    check_same(&APPROVAL.replace("10,2", "2,10,"));
    check_same(&APPROVAL.replace("10;600", "\"1\"0; 600.0 "));
    check_same(&APPROVAL.replace("500.50", "500,5").replace("META", " Meta ").replace("VOTES", "votes"));
    check_same(&APPROVAL.replace("500.50;1;", "500.50;1;None").replace("num_votes;3", "num_votes;3.0"));
    check_same(&APPROVAL.replace("rule;", "scoring_fn;Borda\nrule;").replace(";age", ";favourite colour"));
}

#[test]
fn a_researcher_finds_every_field_again() {
    let text = APPROVAL
        .replace("cost;votes;score", "cost;target;name")
        .replace("10;600;3;7", "10;600;\"a,b\";Park \"N\"");
    let file = read(text.as_bytes()).unwrap();
    assert_eq!(file.projects[0].fields.get("beneficiaries"), Some("a,b"));
    assert_eq!(file.projects[0].fields.get("name"), Some("Park \"N\""));
    assert_eq!(file.meta.fields.get("rule"), Some("greedy-threshold"));
    let (name, ages) = file.votes.columns().next().unwrap();
    assert_eq!((name, ages.get(0), ages.get(1), ages.get(2), ages.len()), ("age", "30", "", "65+", 3));
    assert_eq!(file.votes.get(0), Vote { voter_id: "x", choices: &[0, 1], points: &[] });
}

#[test]
fn equal_ballots_are_counted_together() {
    let election = election(APPROVAL);
    assert_eq!(election.budget, rational::whole(1000));
    assert_eq!(election.projects[1].cost, rational::parse("500.5").unwrap());
    assert_eq!(election.threshold, Some(rational::whole(2)));
    assert_eq!(election.official_scores, Some(vec![rational::whole(7), rational::whole(0)]));
    let ballots: Vec<_> = election.profile.ballots().map(|ballot| (ballot.voters, ballot.choices)).collect();
    assert_eq!(ballots, [(1, &[0, 1][..]), (2, &[0])]);
}

#[test]
fn a_ranking_keeps_its_order_and_points_their_decimals() {
    let ranked = APPROVAL.replace("vote_type;approval", "vote_type;ordinal").replace("y;10;", "y;2,10;");
    let profile = election(&ranked).profile;
    assert_eq!(profile.kind(), BallotKind::Ordinal);
    assert_eq!(
        profile.ballots().map(|ballot| ballot.choices).collect::<Vec<_>>(),
        [&[0, 1][..], &[1, 0], &[0]]
    );

    let scored = APPROVAL
        .replace("vote_type;approval", "vote_type;scoring\ndefault_score;3")
        .replace("vote;age", "vote;points")
        .replace("x;10,2;30", "x;2,10;4,3.0")
        .replace("y;10;", "y;10,2;3,4.00")
        .replace("z;10;65+", "z;10;-0.25");
    let profile = election(&scored).profile;
    assert_eq!(profile.points_decimals(), 2);
    let ballots: Vec<_> =
        profile.ballots().map(|ballot| (ballot.voters, ballot.choices, ballot.points)).collect();
    assert_eq!(ballots, [(2, &[0, 1][..], &[300, 400][..]), (1, &[0], &[-25])]);
}

#[test]
fn the_rule_that_a_city_declares_is_one_of_ours() {
    let declared =
        |rule: &str| read(APPROVAL.replace("greedy-threshold", rule).as_bytes()).unwrap().declared_rule();
    let shares = |increase, comparison| {
        let satisfaction = Satisfaction::Cost;
        Some(Rule::EqualShares(EqualShares { satisfaction, increase, completion: None, comparison }))
    };
    assert_eq!(declared("greedy"), Some(Rule::CityGreedy(CityGreedy::Skip)));
    assert_eq!(declared("greedy-no-skip"), Some(Rule::CityGreedy(CityGreedy::NoSkip)));
    assert_eq!(declared("greedy-threshold"), Some(Rule::CityGreedy(CityGreedy::Threshold)));
    assert_eq!(declared("equalshares"), shares(Increase::None, false));
    assert_eq!(declared("equalshares-comparison"), shares(Increase::None, true));
    assert_eq!(declared("equalshares/add1"), shares(Increase::UntilOverspend, false));
    assert_eq!(declared("equalshares/add1-comparison"), shares(Increase::UntilOverspend, true));
    assert_eq!(declared("greedy-custom"), None);
    assert_eq!(declared("unknown"), None);
}
