//! What is said about a project is true: counted again with what it would have needed.

use proptest::prelude::*;

use super::elections::{approval, outcome, outcome_with, reason, rules, small};
use crate::election::Profile;
use crate::outcome::{Decision, Needed};
use crate::rational::whole;
use crate::{BallotKind, Election, Rational, TieOrder};

/// What is said of a project that is not funded.
fn needed(outcome: &crate::Outcome, project: usize) -> Option<&Needed> {
    match &outcome.reasons[project].decision {
        Decision::Passed { needed, .. } => Some(needed),
        Decision::Funded { .. } => None,
    }
}

/// The election with so much more score for one project: from voters who are for it only, or as more points from one.
fn with_further(election: &Election, project: usize, score: &Rational) -> Election {
    let mut election = election.clone();
    if let Some(scores) = &mut election.official_scores {
        scores[project] += score;
        return election;
    }
    let (old, at) = (election.profile, u32::try_from(project).unwrap());
    let mut profile = Profile::new(old.kind(), old.points_decimals());
    old.ballots().for_each(|ballot| profile.add(ballot.voters, ballot.choices, ballot.points));
    let steps = (score * whole(10).pow(i32::try_from(old.points_decimals()).unwrap())).to_integer();
    let steps = i64::try_from(steps).unwrap();
    match old.kind() {
        BallotKind::Points => profile.add(1, &[at], &[steps]),
        BallotKind::Approval | BallotKind::Ordinal => profile.add(u64::try_from(steps).unwrap(), &[at], &[]),
    }
    election.profile = profile;
    election
}

fn is_funded(election: &Election, rule: &str, order: &TieOrder, project: usize) -> bool {
    outcome_with(election, rule, order).unwrap().selected.contains(&project)
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Rules whose outcome follows one score for each project, and which one further vote of one voter raises by one step.
fn greedy_rules(kind: BallotKind) -> &'static [&'static str] {
    match kind {
        BallotKind::Approval => &[
            "city_greedy",
            "city_greedy_no_skip",
            "greedy_cost",
            "greedy_card",
            "greedy_cost_sqrt",
            "phragmen",
        ],
        BallotKind::Ordinal => &["city_greedy", "city_greedy_no_skip", "greedy_cost", "greedy_card"],
        BallotKind::Points => &["city_greedy", "city_greedy_no_skip", "greedy_score"],
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn the_least_further_score_funds_a_project_and_one_less_does_not(
        election in small(),
        chain in any::<bool>(),
        official in any::<bool>(),
    ) {
        let mut election = election;
        let kind = election.profile.kind();
        if official {
            election.official_scores = Some((0..election.projects.len()).map(|at| whole(at % 3)).collect());
        }
        // A voter with more points would also be one voter more, which counts in the chain.
        let order = if chain && kind == BallotKind::Approval {
            TieOrder::Chain { seed: "lot".to_owned() }
        } else {
            TieOrder::File
        };
        let step = if official || kind != BallotKind::Points { whole(1) } else { whole(1) / whole(10) };
        for rule in greedy_rules(kind).iter().filter(|rule| !official || rule.starts_with("city")) {
            let outcome = outcome_with(&election, rule, &order).unwrap();
            for project in 0..election.projects.len() {
                let Some(Needed::Room { money, score: Some(score) }) = needed(&outcome, project) else { continue };
                prop_assert!(*money > whole(0) && *score >= step, "{rule} {project}: {score}");
                let enough = with_further(&election, project, score);
                prop_assert!(is_funded(&enough, rule, &order, project), "{rule} {project}: {score} is too little");
                if *score > step {
                    let less = with_further(&election, project, &(score - &step));
                    prop_assert!(!is_funded(&less, rule, &order, project), "{rule} {project}: {score} is too much");
                }
            }
        }
    }

    #[test]
    fn a_larger_budget_is_asked_for_only_where_the_whole_would_not_do(election in small()) {
        for rule in rules(election.profile.kind()) {
            let outcome = outcome(&election, &rule);
            for (at, project) in election.projects.iter().enumerate() {
                let beyond = &project.cost - &election.budget;
                match needed(&outcome, at) {
                    Some(Needed::LargerBudget(more)) => prop_assert_eq!(more, &beyond, "{}", rule),
                    Some(_) => prop_assert!(beyond <= whole(0), "{rule} {at}"),
                    None => {}
                }
            }
        }
    }

    #[test]
    fn the_money_that_was_missing_would_have_made_room(election in small()) {
        for rule in ["city_greedy", "greedy_cost", "greedy_card"] {
            let outcome = outcome(&election, rule);
            for project in 0..election.projects.len() {
                let Some(Needed::Room { money, .. }) = needed(&outcome, project) else { continue };
                let spent_before: Rational = outcome.selected.iter()
                    .filter(|other| round(&outcome, **other) < round(&outcome, project))
                    .map(|other| election.projects[*other].cost.clone())
                    .sum();
                let cost = &election.projects[project].cost;
                prop_assert_eq!(spent_before + cost, &election.budget + money, "{}", rule);
            }
        }
    }
}

fn round(outcome: &crate::Outcome, project: usize) -> u32 {
    match &outcome.reasons[project].decision {
        Decision::Funded { round, .. } | Decision::Passed { round, .. } => *round,
    }
}

#[test]
fn an_officer_sees_what_a_projects_supporters_lacked_when_it_dropped_out() {
    // Everybody has 25. After the park, which costs its three supporters 20 each, the pool's two have 5 and 25.
    let election =
        approval("100", &[("p", "60"), ("q", "45"), ("r", "30")], &[(2, "p"), (1, "pq"), (1, "qr")]);
    let outcome = outcome(&election, "mes_cost");
    let told = |id| reason(&election, &outcome, id).decision.clone();
    let (by, price) = (crate::outcome::Step::Main, Some(whole(20)));
    assert_eq!(told("p"), Decision::Funded { round: 1, by, price, could_not_pay: 0 });
    assert_eq!(told("q"), Decision::Passed { round: 2, needed: Needed::SupportersMoney(whole(15)) });
    assert_eq!(told("r"), Decision::Passed { round: 1, needed: Needed::SupportersMoney(whole(5)) });
    assert_eq!(outcome.voter_budget, Some(whole(25)));
}

#[test]
fn an_officer_sees_what_was_missing_when_the_rest_was_spent() {
    let election =
        approval("100", &[("p", "60"), ("q", "45"), ("r", "30"), ("s", "11")], &[(3, "p"), (1, "qr")]);
    let outcome = outcome(&election, "mes_cost+greedy_card");
    let needed = |id| match &reason(&election, &outcome, id).decision {
        Decision::Passed { needed, .. } => Some(needed.clone()),
        Decision::Funded { .. } => None,
    };
    // Three voters pay 60; the fourth has 25. Of the 40 that are left the cheaper of that voter's two projects takes 30.
    assert_eq!(needed("p"), None);
    assert_eq!(needed("r"), None);
    assert_eq!(needed("q"), Some(Needed::Rest { supporters_money: whole(20), money: whole(35) }));
    assert_eq!(needed("s"), Some(Needed::Rest { supporters_money: whole(11), money: whole(1) }));
}
