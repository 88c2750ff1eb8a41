//! The Method of Equal Shares.

use super::elections::{approval, funded, ids, ordinal, outcome, outcome_with, points, reason};
use crate::outcome::{Comparison, Decision, Step};
use crate::rational::whole;
use crate::ties::BrokenBy;
use crate::{Rational, TieOrder};

fn paid(election: &crate::Election, rule: &str, id: &str) -> Option<(Rational, u64)> {
    match reason(election, &outcome(election, rule), id).decision.clone() {
        Decision::Funded { price, could_not_pay, .. } => Some((price?, could_not_pay)),
        Decision::Passed { .. } => None,
    }
}

#[test]
fn a_minority_gets_its_share() {
    // Six of ten are for a, b and c, the others for m. Everybody has 10.
    let election =
        approval("100", &[("a", "30"), ("b", "30"), ("c", "30"), ("m", "40")], &[(6, "abc"), (4, "m")]);
    assert_eq!(funded(&election, "greedy_cost"), "a b c");
    assert_eq!(funded(&election, "mes_cost"), "a b m");
    assert_eq!(paid(&election, "mes_cost", "m"), Some((whole(10), 0)));
}

#[test]
fn who_cannot_pay_a_whole_part_gives_all_that_is_left() {
    // Everybody has 20. For a its two pay 15 each. For b the one of them who has 5 gives that, the two others 20 each.
    let election = approval("80", &[("a", "30"), ("b", "45")], &[(1, "a"), (1, "ab"), (2, "b")]);
    assert_eq!(funded(&election, "mes_card"), "a b");
    assert_eq!(paid(&election, "mes_card", "b"), Some((whole(20), 1)));
    // With satisfaction by cost both are equally dear at a: 30 / 2 / 30, b: 45 / 3 / 45 is better.
    assert_eq!(funded(&election, "mes_cost"), "b");
}

#[test]
fn a_voter_with_more_points_pays_more() {
    // Two voters with 30 each; a costs 40 and has 3 + 1 points: 30 and 10.
    let election = points("60", &[("a", "40"), ("b", "15")], &[(1, "a3"), (1, "a1 b1")]);
    assert_eq!(funded(&election, "mes_score"), "a b");
    assert_eq!(paid(&election, "mes_score", "a"), Some((whole(30), 0)));
    // Who gives nothing or less is no supporter.
    let without = points("60", &[("a", "30")], &[(1, "a0"), (1, "a-1")]);
    assert_eq!(funded(&without, "mes_score"), "");
    assert_eq!(funded(&without, "mes_cost"), "a", "by cost whoever names it is");
}

#[test]
fn the_last_of_a_ranking_is_no_supporter() {
    let election = ordinal("20", &[("a", "10"), ("b", "10")], &[(2, "ab")]);
    assert_eq!(funded(&election, "mes_borda"), "a");
    assert_eq!(funded(&election, "mes_cost"), "a b");
}

#[test]
fn empty_ballots_have_a_share_too() {
    let election = approval("20", &[("a", "10")], &[(1, "a"), (2, "")]);
    assert_eq!(funded(&election, "mes_cost"), "", "one third of the money is 20 / 3");
    assert_eq!(funded(&election, "mes_cost_add1"), "a");
    assert_eq!(outcome(&election, "mes_cost_add1").voter_budget, Some(whole(20) / whole(3) + whole(4)));
}

#[test]
fn increases_end_where_nothing_fits_or_go_on_until_too_much_is_spent() {
    // With 16 1/3 each, v is paid and u does not fit beside it. With 17 1/3, u is paid, which is better by cost: it stays
    // so until one of its two has 16 beside the 17 paid for it, and v would be too much.
    let election = approval("34", &[("v", "16"), ("u", "34")], &[(1, "vu"), (1, "u"), (1, "")]);
    let third = |number: u8| Some(whole(number) / whole(3));
    assert_eq!(funded(&election, "mes_cost"), "");
    assert_eq!(funded(&election, "mes_cost_add1"), "v");
    assert_eq!(outcome(&election, "mes_cost_add1").voter_budget, third(49));
    assert_eq!(funded(&election, "mes_cost_add1_until_overspend"), "u");
    assert_eq!(outcome(&election, "mes_cost_add1_until_overspend").voter_budget, third(97));
}

#[test]
fn increases_end_where_everything_is_funded() {
    let election = approval("100", &[("a", "10"), ("b", "20")], &[(1, "a"), (3, "b")]);
    assert_eq!(funded(&election, "mes_cost_add1_until_overspend"), "b a");
}

#[test]
fn a_very_large_currency_takes_no_longer() {
    let million = |number: u64| format!("{number}000000000000");
    let costs = [million(300), million(500), million(701)];
    let election = approval(
        &million(1000),
        &[("a", &costs[0]), ("b", &costs[1]), ("c", &costs[2])],
        &[(1, "a"), (2, "ab"), (1, "c"), (90, "")],
    );
    // 10^15 for 94 voters: some 10^14 increases of one.
    assert_eq!(funded(&election, "mes_cost_add1_until_overspend"), "a b");
    let (price, could_not_pay) = paid(&election, "mes_cost_add1_until_overspend", "b").unwrap();
    assert_eq!((price * whole(2), could_not_pay), (crate::rational::parse(&costs[1]).unwrap(), 0));
}

#[test]
fn what_is_left_is_spent_by_greedy_or_by_votes() {
    let election = approval(
        "40",
        &[("a", "30"), ("b", "11"), ("c", "10"), ("z", "5")],
        &[(3, "a"), (1, "bc"), (2, "b")],
    );
    // Everybody has 40 / 6: nobody can pay anything.
    assert_eq!(funded(&election, "mes_cost"), "b");
    assert_eq!(funded(&election, "mes_cost+greedy_cost"), "b c z");
    assert_eq!(funded(&election, "mes_cost+votes"), "b c z");
    let outcome = outcome(&election, "mes_cost+votes");
    let by = |id| match reason(&election, &outcome, id).decision {
        Decision::Funded { by, .. } => Some(by),
        Decision::Passed { .. } => None,
    };
    assert_eq!((by("b"), by("z"), by("a")), (Some(Step::Main), Some(Step::Completion), None));
}

#[test]
fn greedys_outcome_is_taken_where_more_voters_prefer_it() {
    // Five are for a, which costs all; four are for b.
    let election = approval("90", &[("a", "90"), ("b", "40")], &[(5, "a"), (4, "b")]);
    assert_eq!(funded(&election, "mes_cost"), "b");
    let compared = outcome(&election, "mes_cost_comparison");
    assert_eq!(ids(&election, &compared), "a");
    assert_eq!(compared.comparison, Some(Comparison { prefer_shares: 4, prefer_greedy: 5 }));
    assert!(matches!(compared.reasons[0].decision, Decision::Funded { by: Step::Comparison, .. }));

    let level = approval("80", &[("a", "80"), ("b", "40")], &[(4, "a"), (4, "b")]);
    assert_eq!(funded(&level, "mes_cost_comparison"), "b", "as many are no more");
}

#[test]
fn projects_at_exactly_the_same_price_are_tied() {
    // a and b cost their supporters 10 each, but b costs more in all.
    let election = approval("60", &[("b", "30"), ("a", "20"), ("c", "60")], &[(3, "b"), (2, "a"), (1, "c")]);
    let outcome = outcome(&election, "mes_card");
    assert_eq!(ids(&election, &outcome), "a b");
    assert_eq!((outcome.ties.len(), &outcome.ties[0].among[..], outcome.ties[0].round), (1, &[1, 0][..], 1));
    let chain = TieOrder::Chain { seed: String::new() };
    let by_chain = outcome_with(&election, "mes_card", &chain).unwrap();
    assert_eq!(by_chain.ties[0].broken_by, BrokenBy::Cost);
}

#[test]
fn a_project_that_costs_nothing_is_funded_where_somebody_is_for_it() {
    let election = approval("10", &[("f", "0"), ("g", "0"), ("a", "10")], &[(1, "fa")]);
    assert_eq!(funded(&election, "mes_cost"), "f a");
    assert_eq!(paid(&election, "mes_cost", "f"), Some((whole(0), 0)));
}

#[test]
fn an_election_without_voters_funds_nothing_by_shares() {
    let election = approval("10", &[("a", "10")], &[]);
    assert_eq!(funded(&election, "mes_cost_add1_until_overspend"), "");
    assert_eq!(funded(&election, "mes_cost+votes"), "a");
}
