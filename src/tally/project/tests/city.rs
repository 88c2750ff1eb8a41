//! City greedy.

use super::elections::{approval, funded, ids, ordinal, outcome_with, points, reason};
use crate::TieOrder;
use crate::outcome::{Decision, Needed};
use crate::project::RuleError;
use crate::rational::whole;
use crate::ties::{BrokenBy, Tie};

/// 8 votes for a, 5 for b, 4 for c, 2 for d; b does not fit beside a.
fn four() -> crate::Election {
    approval(
        "100",
        &[("a", "60"), ("b", "50"), ("c", "30"), ("d", "10")],
        &[(4, "ab"), (3, "ac"), (1, "abcd"), (1, "d")],
    )
}

#[test]
fn a_city_goes_on_where_a_project_does_not_fit_or_stops_there() {
    let election = four();
    assert_eq!(funded(&election, "city_greedy"), "a c d");
    assert_eq!(funded(&election, "city_greedy_no_skip"), "a");
    let outcome = outcome_with(&election, "city_greedy_no_skip", &TieOrder::File).unwrap();
    let needed = |id| reason(&election, &outcome, id).decision.clone();
    // With four more votes than 5 it would have come before a: with three more only level with it, and behind.
    let room = Needed::Room { money: whole(10), score: Some(whole(4)) };
    assert_eq!(needed("b"), Decision::Passed { round: 2, needed: room });
    assert_eq!(needed("d"), Decision::Passed { round: 2, needed: Needed::EarlierTurn { stopped_by: 1 } });
}

#[test]
fn a_city_funds_no_project_below_its_threshold() {
    let mut election = four();
    assert_eq!(
        outcome_with(&election, "city_greedy_threshold", &TieOrder::File),
        Err(RuleError::NoThreshold)
    );
    election.threshold = Some(whole(4));
    let outcome = outcome_with(&election, "city_greedy_threshold", &TieOrder::File).unwrap();
    assert_eq!(ids(&election, &outcome), "a c");
    let decision = &reason(&election, &outcome, "d").decision;
    assert_eq!(*decision, Decision::Passed { round: 1, needed: Needed::Threshold(whole(2)) });
    assert_eq!(funded(&election, "city_greedy"), "a c d", "other rules know no threshold");
}

#[test]
fn a_withdrawn_project_stops_nobody() {
    let election = approval("100", &[("w", "999999999"), ("b", "50")], &[(9, "w"), (1, "b")]);
    assert_eq!(funded(&election, "city_greedy_no_skip"), "b");
    let expensive = approval("100", &[("w", "999999998"), ("b", "50")], &[(9, "w"), (1, "b")]);
    assert_eq!(funded(&expensive, "city_greedy_no_skip"), "");
}

#[test]
fn a_citys_own_scores_count_more_than_the_ballots() {
    let mut election = approval("10", &[("a", "10"), ("b", "10")], &[(9, "a"), (1, "b")]);
    election.official_scores = Some(vec![whole(9), whole(20)]);
    assert_eq!(funded(&election, "city_greedy"), "b");
    assert_eq!(funded(&election, "greedy_cost"), "a", "other rules know no official scores");
}

#[test]
fn a_ranking_of_three_gives_three_two_and_one() {
    // 3 + 3 for a; 2 + 2 + 1 for b; 1 + 1 for c.
    let election = ordinal("10", &[("a", "10"), ("b", "10"), ("c", "10")], &[(2, "abc"), (1, "b")]);
    let outcome = outcome_with(&election, "city_greedy", &TieOrder::File).unwrap();
    let score = |id| reason(&election, &outcome, id).score.clone();
    assert_eq!((score("a"), score("b"), score("c")), (Some(whole(6)), Some(whole(5)), Some(whole(2))));
    assert_eq!(ids(&election, &outcome), "a");
}

#[test]
fn points_are_added_up() {
    let election = points("10", &[("a", "10"), ("b", "10")], &[(2, "a1 b2"), (1, "a9")]);
    assert_eq!(funded(&election, "city_greedy"), "a");
}

#[test]
fn a_tie_is_broken_by_the_order_that_was_published() {
    let election = approval("30", &[("10", "30"), ("2", "30"), ("1", "20")], &[(4, "")]);
    let broken = |order: &TieOrder| {
        let outcome = outcome_with(&election, "city_greedy", order).unwrap();
        (ids(&election, &outcome), outcome.ties)
    };
    let tie = |among: &[usize], broken_by| vec![Tie { round: 1, among: among.to_vec(), broken_by }];
    assert_eq!(broken(&TieOrder::File), ("10".to_owned(), tie(&[0, 1, 2], BrokenBy::File)));
    // As text, so that ten stands before two.
    assert_eq!(broken(&TieOrder::Lexicographic), ("1".to_owned(), tie(&[2, 0, 1], BrokenBy::Lexicographic)));
    let (first, ties) = broken(&TieOrder::Chain { seed: "2026".to_owned() });
    assert_eq!((first.as_str(), ties[0].broken_by), ("1", BrokenBy::Cost));
}

#[test]
fn equal_projects_are_told_apart_by_the_published_lot() {
    let election = approval("30", &[("a", "30"), ("b", "30")], &[(1, "ab")]);
    let winner = |seed: &str| {
        let outcome =
            outcome_with(&election, "city_greedy", &TieOrder::Chain { seed: seed.to_owned() }).unwrap();
        assert_eq!(outcome.ties[0].broken_by, BrokenBy::Lot);
        ids(&election, &outcome)
    };
    let winners: Vec<String> = (0..20).map(|seed| winner(&seed.to_string())).collect();
    assert!(winners.contains(&"a".to_owned()) && winners.contains(&"b".to_owned()));
    assert_eq!(winner("7"), winner("7"));
}
