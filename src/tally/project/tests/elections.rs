//! Elections written in a line or two, and small ones by chance.

use proptest::prelude::*;

use crate::election::{Profile, Project};
use crate::outcome::Reason;
use crate::project::RuleError;
use crate::rational::{parse, whole};
use crate::{BallotKind, Election, Outcome, TieOrder, project};

/// An election of projects `(id, cost)` with ballots `(voters, ids)`; each character of the ids is one project's id.
pub fn approval(budget: &str, projects: &[(&str, &str)], ballots: &[(u64, &str)]) -> Election {
    election(BallotKind::Approval, budget, projects, ballots)
}

/// As [`approval`], with the projects of each ballot from the best to the last.
pub fn ordinal(budget: &str, projects: &[(&str, &str)], ballots: &[(u64, &str)]) -> Election {
    election(BallotKind::Ordinal, budget, projects, ballots)
}

/// As [`approval`], where `a3 b1` gives three points to `a` and one to `b`.
pub fn points(budget: &str, projects: &[(&str, &str)], ballots: &[(u64, &str)]) -> Election {
    election(BallotKind::Points, budget, projects, ballots)
}

fn election(kind: BallotKind, budget: &str, projects: &[(&str, &str)], ballots: &[(u64, &str)]) -> Election {
    let place = |id: &str| projects.iter().position(|project| project.0 == id).expect("a project of this id");
    let mut profile = Profile::new(kind, 0);
    for (voters, ballot) in ballots {
        let mut choices: Vec<(u32, i64)> = if kind == BallotKind::Points {
            let choice = |text: &str| (place(&text[..1]), text[1..].parse().expect("points"));
            ballot
                .split_whitespace()
                .map(choice)
                .map(|(at, points)| (u32::try_from(at).unwrap(), points))
                .collect()
        } else {
            let choice = |id: char| (u32::try_from(place(&id.to_string())).unwrap(), 0);
            ballot.chars().map(choice).collect()
        };
        if kind != BallotKind::Ordinal {
            choices.sort_unstable();
        }
        let places: Vec<u32> = choices.iter().map(|choice| choice.0).collect();
        let points: Vec<i64> = choices.iter().map(|choice| choice.1).collect();
        profile.add(*voters, &places, if kind == BallotKind::Points { &points } else { &[] });
    }
    Election {
        budget: parse(budget).unwrap(),
        projects: projects
            .iter()
            .map(|(id, cost)| Project { id: (*id).to_owned(), cost: parse(cost).unwrap() })
            .collect(),
        profile,
        official_scores: None,
        threshold: None,
    }
}

/// The outcome under the rule of this name.
pub fn outcome_with(election: &Election, rule: &str, order: &TieOrder) -> Result<Outcome, RuleError> {
    project::outcome(election, rule.parse().unwrap(), order)
}

/// The outcome under the rule of this name, ties by the ids.
pub fn outcome(election: &Election, rule: &str) -> Outcome {
    outcome_with(election, rule, &TieOrder::Lexicographic).unwrap()
}

/// The ids of the funded projects in order, with a space between.
pub fn funded(election: &Election, rule: &str) -> String {
    ids(election, &outcome(election, rule))
}

/// The ids of an outcome's funded projects in order, with a space between.
pub fn ids(election: &Election, outcome: &Outcome) -> String {
    let ids: Vec<&str> =
        outcome.selected.iter().map(|project| election.projects[*project].id.as_str()).collect();
    ids.join(" ")
}

/// What is told of the project with this id.
pub fn reason<'a>(election: &Election, outcome: &'a Outcome, id: &str) -> &'a Reason {
    let at = election.projects.iter().position(|project| project.id == id).expect("a project of this id");
    &outcome.reasons[at]
}

/// Every rule that can be used with such ballots, by its name.
pub fn rules(kind: BallotKind) -> Vec<String> {
    let own = match kind {
        BallotKind::Approval => "cost_sqrt",
        BallotKind::Ordinal => "borda",
        BallotKind::Points => "score",
    };
    let mut rules = vec!["city_greedy".to_owned(), "city_greedy_no_skip".to_owned()];
    for measure in ["cost", "card", own] {
        rules.push(format!("greedy_{measure}"));
        for increase in ["", "_add1", "_add1_until_overspend"] {
            for rest in
                [String::new(), "_comparison".to_owned(), "+votes".to_owned(), format!("+greedy_{measure}")]
            {
                rules.push(format!("mes_{measure}{increase}{rest}"));
            }
        }
    }
    if kind == BallotKind::Approval {
        rules.push("phragmen".to_owned());
    }
    rules
}

/// Small elections with many ties: few different costs, equal ballots, projects that nobody is for or that cost more than
/// there is.
pub fn small() -> impl Strategy<Value = Election> {
    let kind = prop_oneof![Just(BallotKind::Approval), Just(BallotKind::Ordinal), Just(BallotKind::Points)];
    let costs = prop_oneof![
        prop::collection::vec(1_i64..6, 1..7),
        prop::collection::vec(prop_oneof![Just(0_i64), Just(5), Just(10), Just(40)], 1..7),
        prop::collection::vec(1_i64..900, 1..7),
    ];
    (kind, costs, 0_i64..130, 1_i64..30).prop_flat_map(|(kind, costs, percent, part)| {
        let projects = costs.len();
        let order = Just((0..u32::try_from(projects).unwrap()).collect::<Vec<u32>>()).prop_shuffle();
        let ballot = (0_u64..4, order, 0..=projects, prop::collection::vec(-1_i64..6, projects));
        prop::collection::vec(ballot, 1..9).prop_map(move |ballots| {
            let mut profile = Profile::new(kind, u32::from(kind == BallotKind::Points));
            for (voters, order, length, points) in ballots {
                let mut choices = order[..length].to_vec();
                if kind != BallotKind::Ordinal {
                    choices.sort_unstable();
                }
                // Sometimes with more digits than a double holds once they are added up.
                let factor = if part > 20 { 1_000_000_000_007 } else { 1 };
                let points: Vec<i64> = points[..length].iter().map(|points| points * factor).collect();
                profile.add(voters, &choices, if kind == BallotKind::Points { &points } else { &[] });
            }
            let cost = |cost: &i64| whole(*cost) / whole(if part < 3 { part } else { 1 });
            let id = |at: usize| if part % 2 == 0 { format!("{}", projects - at) } else { format!("{at}") };
            let projects: Vec<Project> = costs
                .iter()
                .enumerate()
                .map(|(at, price)| Project { id: id(at), cost: cost(price) })
                .collect();
            let all: crate::Rational = projects.iter().map(|project| project.cost.clone()).sum();
            let budget = (all * whole(percent) / whole(100)).floor();
            Election { budget, projects, profile, official_scores: None, threshold: None }
        })
    })
}
