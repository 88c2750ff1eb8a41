//! What holds for every election.

use proptest::prelude::*;

use super::elections::{outcome, rules, small};
use super::reference;
use crate::election::Profile;
use crate::outcome::{Decision, Step};
use crate::rational::whole;
use crate::{Election, Rational, TieOrder, project};

/// Failing cases are printed, not kept: a folder of them beside the crates would be taken for a crate.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// The same ballots, in another order and one voter at a time.
fn apart(election: &Election, backwards: bool) -> Election {
    let profile = &election.profile;
    let mut other = Profile::new(profile.kind(), profile.points_decimals());
    let mut places: Vec<usize> = (0..profile.len()).collect();
    if backwards {
        places.reverse();
    }
    for place in places {
        let ballot = profile.ballot(place);
        for _ in 0..ballot.voters {
            other.add(1, ballot.choices, ballot.points);
        }
    }
    Election { profile: other, ..election.clone() }
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn equal_shares_come_out_as_by_the_definition(election in small()) {
        prop_assume!(election.profile.voters() > 0);
        for measure in reference::measures(election.profile.kind()) {
            for increase in ["", "_add1", "_add1_until_overspend"] {
                let name = format!("mes_{measure}{increase}");
                let (rounds, voter_budget) = reference::increased(&election, measure, increase);
                let ours = outcome(&election, &name);
                let ours_rounds: Vec<reference::Round> = ours.selected.iter()
                    .filter(|project| election.projects[**project].cost > whole(0))
                    .map(|project| match &ours.reasons[*project].decision {
                        Decision::Funded { by: Step::Main, price: Some(price), could_not_pay, .. } =>
                            (*project, price.clone(), *could_not_pay),
                        other => panic!("{other:?}"),
                    })
                    .collect();
                prop_assert_eq!(ours_rounds, rounds, "{}", name);
                prop_assert_eq!(ours.voter_budget, Some(voter_budget), "{}", name);
            }
        }
    }

    #[test]
    fn phragmens_rule_comes_out_as_by_the_definition(election in small()) {
        prop_assume!(election.profile.kind() == crate::BallotKind::Approval);
        let mut expected = reference::phragmen(&election);
        expected.sort_by_key(|project| &election.projects[*project].id);
        prop_assert_eq!(outcome(&election, "phragmen").selected, expected);
    }

    #[test]
    fn the_order_in_which_ballots_came_in_changes_nothing(election in small(), backwards in any::<bool>()) {
        let apart = apart(&election, backwards);
        for rule in rules(election.profile.kind()) {
            prop_assert_eq!(outcome(&election, &rule), outcome(&apart, &rule), "{}", rule);
        }
    }

    #[test]
    fn nothing_is_spent_twice_or_beyond_the_budget(election in small()) {
        for order in [TieOrder::Lexicographic, TieOrder::File, TieOrder::Chain { seed: "лот".to_owned() }] {
            for rule in rules(election.profile.kind()) {
                let outcome = project::outcome(&election, rule.parse().unwrap(), &order).unwrap();
                let cost: Rational = outcome.selected.iter().map(|at| election.projects[*at].cost.clone()).sum();
                prop_assert!(cost <= election.budget, "{}", rule);
                prop_assert_eq!(&cost, &outcome.total_cost);
                for (at, reason) in outcome.reasons.iter().enumerate() {
                    let funded = matches!(reason.decision, Decision::Funded { .. });
                    prop_assert_eq!(funded, outcome.selected.contains(&at), "{}", rule);
                }
                let mut once = outcome.selected.clone();
                once.sort_unstable();
                once.dedup();
                prop_assert_eq!(once.len(), outcome.selected.len(), "{}", rule);
            }
        }
    }

    #[test]
    fn another_currency_funds_the_same_projects(election in small(), rate in 1_i64..200, zeros in 0_u32..40) {
        let rate = whole(rate) / whole(7) * whole(num_bigint::BigInt::from(10).pow(zeros));
        let mut other = election.clone();
        other.budget *= &rate;
        other.projects.iter_mut().for_each(|project| project.cost *= &rate);
        // The root of an amount in another currency is another double; an increase by one is another increase.
        let same = |rule: &String| !rule.contains("sqrt") && !rule.contains("add1");
        for rule in rules(election.profile.kind()).iter().filter(|rule| same(rule)) {
            prop_assert_eq!(outcome(&election, rule).selected, outcome(&other, rule).selected, "{}", rule);
        }
    }
}
