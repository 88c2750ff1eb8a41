//! The outcome for programs. Numbers that must be exact are texts: a decimal or a fraction.

use glasno_tally::{
    Rational,
    outcome::{Decision, Needed, Reason},
    ties::Tie,
};
use serde_json::{Map, Value, json};

use super::Counted;

/// All of it.
pub(super) fn json(counted: &Counted<'_>) -> Value {
    let (outcome, profile) = (counted.outcome, &counted.election.profile);
    let mut all = json!({
        "rule": counted.rule.to_string(),
        "tie_order": counted.ties.code(),
        "seed": counted.seed,
        "vote_type": counted.file.meta.vote_type.code(),
        "voters": profile.voters(),
        "distinct_ballots": profile.len(),
        "budget": counted.election.budget.to_string(),
        "selected": outcome.selected.iter().map(|at| counted.id(*at)).collect::<Vec<_>>(),
        "total_cost": outcome.total_cost.to_string(),
        "projects": (0..outcome.reasons.len()).map(|at| project(counted, at)).collect::<Vec<_>>(),
        "ties": outcome.ties.iter().map(|tie| self::tie(counted, tie)).collect::<Vec<_>>(),
    });
    let mut add = |name: &str, value: Option<Value>| {
        if let (Some(all), Some(value)) = (all.as_object_mut(), value) {
            all.insert(name.to_owned(), value);
        }
    };
    add("voter_budget", outcome.voter_budget.as_ref().map(exact));
    let comparison = outcome.comparison.map(|comparison| {
        json!({ "prefer_shares": comparison.prefer_shares, "prefer_greedy": comparison.prefer_greedy })
    });
    add("comparison", comparison);
    add("replicates", counted.stability.map(|stability| stability.replicates.into()));
    let timings = counted.timings.map(|[reading, counting]| {
        json!({ "read_seconds": reading.as_secs_f64(), "count_seconds": counting.as_secs_f64() })
    });
    add("timings", timings);
    all
}

impl Counted<'_> {
    /// The id of the project at this place.
    pub(super) fn id(&self, at: usize) -> &str {
        self.election.projects.get(at).map_or("", |project| project.id.as_str())
    }
}

fn exact(number: &Rational) -> Value {
    Value::String(number.to_string())
}

fn project(counted: &Counted<'_>, at: usize) -> Value {
    let mut fields = Map::new();
    let mut add = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
    add("id", counted.id(at).into());
    if let Some(name) = counted.file.projects.get(at).and_then(|project| project.fields.get("name")) {
        add("name", name.into());
    }
    if let Some(project) = counted.election.projects.get(at) {
        add("cost", exact(&project.cost));
    }
    if let Some(reason) = counted.outcome.reasons.get(at) {
        for (name, value) in told(counted, reason) {
            add(name, value);
        }
    }
    if let Some(stability) = counted.stability {
        add("funded_replicates", stability.funded.get(at).copied().unwrap_or_default().into());
    }
    Value::Object(fields)
}

fn told(counted: &Counted<'_>, reason: &Reason) -> Vec<(&'static str, Value)> {
    let mut told = vec![("supporters", reason.supporters.into())];
    told.extend(reason.score.as_ref().map(|score| ("score", exact(score))));
    match &reason.decision {
        Decision::Funded { round, by, price, could_not_pay } => {
            told.extend([("selected", true.into()), ("round", (*round).into()), ("by", json!(by))]);
            told.extend(price.as_ref().map(|price| ("price", exact(price))));
            told.push(("could_not_pay", (*could_not_pay).into()));
        }
        Decision::Passed { round, needed } => {
            told.extend([("selected", false.into()), ("round", (*round).into())]);
            told.push(("needed", self::needed(counted, needed)));
        }
    }
    told
}

fn needed(counted: &Counted<'_>, needed: &Needed) -> Value {
    match needed {
        Needed::LargerBudget(money) => json!({ "kind": "larger-budget", "money": exact(money) }),
        Needed::Room { money, score } => {
            json!({ "kind": "room", "money": exact(money), "score": score.as_ref().map(exact) })
        }
        Needed::SupportersMoney(money) => json!({ "kind": "supporters-money", "money": exact(money) }),
        Needed::Rest { supporters_money, money } => {
            json!({ "kind": "rest", "supporters_money": exact(supporters_money), "money": exact(money) })
        }
        Needed::Withdrawn => json!({ "kind": "withdrawn" }),
        Needed::Support => json!({ "kind": "support" }),
        Needed::Threshold(score) => json!({ "kind": "threshold", "score": exact(score) }),
        Needed::EarlierTurn { stopped_by } => {
            json!({ "kind": "earlier-turn", "stopped_by": counted.id(*stopped_by) })
        }
    }
}

fn tie(counted: &Counted<'_>, tie: &Tie) -> Value {
    json!({
        "round": tie.round,
        "among": tie.among.iter().map(|at| counted.id(*at)).collect::<Vec<_>>(),
        "broken_by": tie.broken_by,
    })
}
