//! The rules once more, as slowly and plainly as they are defined: every voter alone, every amount a fraction.

use std::collections::BTreeMap;

use num_traits::{One as _, Signed, ToPrimitive as _, Zero as _};

use crate::rational::whole;
use crate::{BallotKind, Election, Rational};

/// What each voter has of each project.
pub fn satisfaction(election: &Election, measure: &str) -> Vec<BTreeMap<usize, Rational>> {
    let unit = whole(10).pow(i32::try_from(election.profile.points_decimals()).unwrap());
    let mut voters = Vec::new();
    for ballot in election.profile.ballots() {
        let mut has = BTreeMap::new();
        for (place, choice) in ballot.choices.iter().enumerate() {
            let project = *choice as usize;
            let cost = &election.projects[project].cost;
            let amount = match measure {
                "cost" => cost.clone(),
                "card" => Rational::one(),
                "cost_sqrt" => Rational::from_float(cost.to_f64().unwrap().sqrt()).unwrap(),
                "borda" => whole(i64::try_from(ballot.choices.len() - place - 1).unwrap()),
                "score" => whole(ballot.points[place]) / &unit,
                _ => panic!("no measure {measure}"),
            };
            has.insert(project, amount);
        }
        voters.extend((0..ballot.voters).map(|_| has.clone()));
    }
    voters
}

/// What came of one round: the project, the most that a voter paid, and how many could not pay their part.
pub type Round = (usize, Rational, u64);

/// Equal shares with this much for every voter, ties by the ids.
pub fn shares(election: &Election, voters: &[BTreeMap<usize, Rational>], budget: &Rational) -> Vec<Round> {
    let mut money = vec![budget.clone(); voters.len()];
    let mut rounds = Vec::new();
    let taken = |rounds: &[Round], project: usize| rounds.iter().any(|round| round.0 == project);
    let positive = |voter: &BTreeMap<usize, Rational>, project| {
        voter.get(&project).filter(|has| has.is_positive()).cloned()
    };
    loop {
        let mut best: Option<(Rational, &str, usize)> = None;
        for (project, named) in election.projects.iter().enumerate() {
            let mut supporters: Vec<(Rational, &Rational)> = (voters.iter().zip(&money))
                .filter_map(|(voter, money)| positive(voter, project).map(|has| (has, money)))
                .collect();
            let together: Rational = supporters.iter().map(|supporter| supporter.1.clone()).sum();
            if taken(&rounds, project)
                || supporters.is_empty()
                || together < named.cost
                || named.cost.is_zero()
            {
                continue;
            }
            supporters.sort_by_key(|(has, money)| *money / has);
            let (mut due, mut all): (Rational, Rational) =
                (named.cost.clone(), supporters.iter().map(|one| one.0.clone()).sum());
            for (has, money) in supporters {
                let price = &due / &all;
                if &price * &has <= *money {
                    let candidate = (price, named.id.as_str(), project);
                    best = Some(best.map_or(candidate.clone(), |best| best.min(candidate)));
                    break;
                }
                due -= money;
                all -= has;
            }
        }
        let Some((price, _, project)) = best else { return rounds };
        let (mut most, mut could_not_pay) = (Rational::zero(), 0);
        for (voter, money) in voters.iter().zip(&mut money) {
            let Some(has) = positive(voter, project) else { continue };
            let part = &price * has;
            could_not_pay += u64::from(*money < part);
            let pays = part.min(money.clone());
            *money -= &pays;
            most = most.max(pays);
        }
        rounds.push((project, most, could_not_pay));
    }
}

/// The rounds that decide, step by step, with what every voter could spend in them.
pub fn increased(election: &Election, measure: &str, increase: &str) -> (Vec<Round>, Rational) {
    let voters = satisfaction(election, measure);
    let mut budget = &election.budget / whole(voters.len());
    let cost = |rounds: &[Round]| -> Rational {
        rounds.iter().map(|round| election.projects[round.0].cost.clone()).sum()
    };
    let supported =
        |project: &usize| voters.iter().any(|voter| voter.get(project).is_some_and(Signed::is_positive));
    let mut rounds = shares(election, &voters, &budget);
    let mut steps = Rational::zero();
    loop {
        let rest = &election.budget - cost(&rounds);
        let open = (0..election.projects.len())
            .filter(supported)
            .filter(|project| !rounds.iter().any(|round| round.0 == *project))
            .any(|project| {
                let cost = &election.projects[project].cost;
                !cost.is_zero() && (increase == "_add1_until_overspend" || *cost <= rest)
            });
        steps += whole(1);
        if increase.is_empty() || !open || (increase == "_add1_until_overspend" && steps > election.budget) {
            return (rounds, budget);
        }
        budget += whole(1);
        let next = shares(election, &voters, &budget);
        if cost(&next) > election.budget {
            return (rounds, budget - whole(1));
        }
        rounds = next;
    }
}

/// The measures of satisfaction that ballots of a kind allow.
pub const fn measures(kind: BallotKind) -> [&'static str; 3] {
    match kind {
        BallotKind::Approval => ["cost", "card", "cost_sqrt"],
        BallotKind::Ordinal => ["cost", "card", "borda"],
        BallotKind::Points => ["cost", "card", "score"],
    }
}

/// Phragmén's rule with every voter's load, ties by the ids; in the order of taking.
pub fn phragmen(election: &Election) -> Vec<usize> {
    let voters = satisfaction(election, "card");
    let mut loads = vec![Rational::zero(); voters.len()];
    let mut rest = election.budget.clone();
    let mut taken = Vec::new();
    loop {
        let open = (0..election.projects.len()).filter(|project| {
            !taken.contains(project) && election.projects[*project].cost <= election.budget
        });
        let weighed: Vec<(bool, Rational, &str, usize)> = open
            .map(|project| {
                let supporters: Vec<usize> =
                    (0..voters.len()).filter(|voter| voters[*voter].contains_key(&project)).collect();
                let sum: Rational = supporters.iter().map(|voter| loads[*voter].clone()).sum();
                let sum = sum + &election.projects[project].cost;
                let load =
                    if supporters.is_empty() { Rational::zero() } else { sum / whole(supporters.len()) };
                (supporters.is_empty(), load, election.projects[project].id.as_str(), project)
            })
            .collect();
        let Some(best) = weighed.iter().min() else { return taken };
        let tied = weighed.iter().filter(|one| (one.0, &one.1) == (best.0, &best.1));
        if tied.clone().any(|one| election.projects[one.3].cost > rest) {
            return taken;
        }
        let project = best.3;
        for (voter, load) in voters.iter().zip(&mut loads) {
            if voter.contains_key(&project) {
                *load = best.1.clone();
            }
        }
        rest -= &election.projects[project].cost;
        taken.push(project);
    }
}
