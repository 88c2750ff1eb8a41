//! Phragmén's sequential rule.

use super::elections::{approval, funded, outcome, reason};
use crate::outcome::{Decision, Needed, Step};
use crate::rational::whole;

#[test]
fn supporters_level_out_what_they_carry() {
    // First a brings its three to 10 each. Then b: (10 + 10 + 20) / 3; c: 20 / 1.
    let election =
        approval("70", &[("c", "20"), ("b", "20"), ("a", "30")], &[(1, "a"), (2, "ab"), (1, "b"), (1, "c")]);
    let outcome = outcome(&election, "phragmen");
    let told = |id| reason(&election, &outcome, id).decision.clone();
    let funded =
        |round, price| Decision::Funded { round, by: Step::Main, price: Some(price), could_not_pay: 0 };
    // b first: 20 / 3; then a: (20 / 3 * 2 + 30) / 3; then c.
    assert_eq!(told("b"), funded(1, whole(20) / whole(3)));
    assert_eq!(told("a"), funded(2, whole(130) / whole(9)));
    assert_eq!(told("c"), funded(3, whole(20)));
    assert_eq!(super::elections::ids(&election, &outcome), "a b c", "by id, whatever the order of taking");
}

#[test]
fn it_stops_where_any_of_the_best_does_not_fit() {
    // b and c are level at 10, and only b fits beside a.
    let election =
        approval("40", &[("a", "20"), ("b", "20"), ("c", "30"), ("d", "1")], &[(4, "a"), (2, "b"), (3, "c")]);
    assert_eq!(funded(&election, "phragmen"), "a");
    let outcome = outcome(&election, "phragmen");
    let told = |id| reason(&election, &outcome, id).decision.clone();
    // With seven supporters its load is 30 / 7, less than 5; with six it is 5, and a goes first by its id.
    let room = Needed::Room { money: whole(10), score: Some(whole(4)) };
    assert_eq!(told("c"), Decision::Passed { round: 2, needed: room });
    assert_eq!(told("b"), Decision::Passed { round: 2, needed: Needed::EarlierTurn { stopped_by: 2 } });
}

#[test]
fn what_nobody_is_for_comes_last_and_only_where_all_of_it_fits() {
    let projects = [("a", "20"), ("x", "10"), ("y", "15")];
    assert_eq!(funded(&approval("60", &projects, &[(1, "a")]), "phragmen"), "a x y");
    assert_eq!(funded(&approval("44", &projects, &[(1, "a")]), "phragmen"), "a x");
    assert_eq!(funded(&approval("34", &projects, &[(1, "a")]), "phragmen"), "a");
}

#[test]
fn a_project_beyond_the_budget_is_left_out_before() {
    let election = approval("20", &[("z", "30"), ("a", "20")], &[(9, "z"), (1, "a")]);
    assert_eq!(funded(&election, "phragmen"), "a");
}
