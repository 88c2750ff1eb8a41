//! Greedy utilitarian welfare.

use super::elections::{approval, funded, ordinal, outcome_with, points};
use crate::project::RuleError;
use crate::{BallotKind, TieOrder};

#[test]
fn satisfaction_per_cost_is_votes_where_satisfaction_is_the_cost() {
    // a: 3 votes at 30; b: 2 votes at 10.
    let election = approval("35", &[("a", "30"), ("b", "10")], &[(3, "a"), (2, "b")]);
    assert_eq!(funded(&election, "greedy_cost"), "a");
    assert_eq!(funded(&election, "greedy_card"), "b");
    // 3 / √30 = 0.548 and 2 / √10 = 0.632.
    assert_eq!(funded(&election, "greedy_cost_sqrt"), "b");
}

#[test]
fn projects_that_nobody_is_for_come_last_and_are_taken_where_they_fit() {
    let election = approval("30", &[("2", "10"), ("10", "15"), ("x", "10")], &[(1, "x")]);
    assert_eq!(funded(&election, "greedy_cost"), "x 10", "of two without votes the smaller text goes first");
}

#[test]
fn a_project_that_costs_nothing_goes_first() {
    let election = approval("10", &[("a", "10"), ("f", "0"), ("g", "0")], &[(9, "a"), (1, "f")]);
    assert_eq!(funded(&election, "greedy_cost"), "f a g");
}

#[test]
fn the_last_of_a_ranking_counts_nothing() {
    // a: 1 + 1; b: 0 + 0 + 0, though three voters rank it.
    let election = ordinal("10", &[("a", "10"), ("b", "10")], &[(2, "ab"), (1, "b")]);
    assert_eq!(funded(&election, "greedy_borda"), "a");
    assert_eq!(funded(&election, "greedy_cost"), "b");
    assert_eq!(funded(&election, "mes_borda+greedy_borda"), "a");
}

#[test]
fn points_below_nothing_count_no_less_than_nothing() {
    let election = points("20", &[("a", "10"), ("b", "10"), ("c", "10")], &[(1, "a-5 b0 c1")]);
    assert_eq!(funded(&election, "greedy_score"), "c a", "a and b are level, so the ids decide");
}

#[test]
fn a_measure_that_ballots_do_not_give_is_refused() {
    let approval = approval("10", &[("a", "10")], &[(1, "a")]);
    let points = points("10", &[("a", "10")], &[(1, "a1")]);
    let refused = |election: &crate::Election, rule: &str, satisfaction, kind| {
        let expected = Err(RuleError::Ballots { satisfaction, kind });
        assert_eq!(outcome_with(election, rule, &TieOrder::File), expected, "{rule}");
    };
    refused(&approval, "greedy_borda", "borda", BallotKind::Approval);
    refused(&approval, "mes_score", "score", BallotKind::Approval);
    refused(&points, "mes_cost_sqrt", "cost_sqrt", BallotKind::Points);
    refused(&points, "mes_cost+greedy_borda", "borda", BallotKind::Points);
    refused(&points, "phragmen", "phragmen", BallotKind::Points);
}

#[test]
fn money_that_cannot_be_is_refused() {
    let negative = approval("10", &[("a", "-1")], &[(1, "a")]);
    assert_eq!(outcome_with(&negative, "city_greedy", &TieOrder::File), Err(RuleError::Negative));
    let endless = "9".repeat(300);
    let extreme = approval(&endless, &[("a", "1")], &[(1, "a")]);
    assert_eq!(outcome_with(&extreme, "mes_cost", &TieOrder::File), Err(RuleError::Extreme));
}
