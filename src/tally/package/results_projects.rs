//! `results_projects.csv`: what became of the projects, by the official rule and by others.

use std::collections::BTreeMap;

use glasno_model::Currency;

use super::audit::{ProjectParameters, ProjectsFacts, TieBroken};
use super::projects::{Ballot, money};
use super::{Csv, decimal, tables};
use crate::honesty::bootstrap;
use crate::outcome::{Decision, Needed, Step};
use crate::project::{RuleError, outcome};
use crate::rule::{CityGreedy, Completion, EqualShares, Increase, Satisfaction};
use crate::ties::{BrokenBy, Tie, lot};
use crate::{Outcome, Rational, Rule, TieOrder};

/// The table, and what the audit tells beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultsProjects {
    /// The file.
    pub csv: String,
    /// What came of the ballot.
    pub facts: ProjectsFacts,
    /// Every tie of the official rule, and how it was broken.
    pub ties: Vec<TieBroken>,
}

/// The rules that the columns `selected_…` follow from.
pub const RULES: [(&str, Rule); 3] = [
    ("selected_city_greedy", Rule::CityGreedy(CityGreedy::Skip)),
    (
        "selected_mes",
        Rule::EqualShares(EqualShares {
            satisfaction: Satisfaction::Cost,
            increase: Increase::UntilOverspend,
            completion: Some(Completion::Votes),
            comparison: false,
        }),
    ),
    ("selected_phragmen", Rule::Phragmen),
];

/// Computes the table.
///
/// # Errors
/// Where the official rule has no outcome for such ballots.
pub fn results_projects(
    ballot: &Ballot,
    parameters: &ProjectParameters,
    rule: Rule,
    currency: Currency,
    seed: &str,
) -> Result<ResultsProjects, RuleError> {
    let ties = TieOrder::Chain { seed: seed.to_owned() };
    let election = &ballot.election;
    let official = outcome(election, rule, &ties)?;
    let others = RULES.map(|(_, rule)| outcome(election, rule, &ties).ok());
    let stability = bootstrap(election, seed, parameters.replicates, |drawn| {
        outcome(drawn, rule, &ties).map(|outcome| outcome.selected)
    })?;
    let ranks: BTreeMap<usize, usize> =
        official.selected.iter().zip(1..).map(|(place, rank)| (*place, rank)).collect();
    let mut csv = Csv::new(tables::results_projects().header());
    for (at, (id, name)) in ballot.cells.iter().enumerate() {
        let reason = &official.reasons[at];
        let probability = Rational::new(stability.funded[at].into(), stability.replicates.max(1).into());
        let selected = |outcome: &Option<Outcome>| {
            outcome.as_ref().map_or("", |outcome| flag(outcome.selected.contains(&at)))
        };
        let mes = others[1].as_ref().map(|outcome| &outcome.reasons[at].decision);
        let (round, price) = match mes {
            Some(Decision::Funded { round, by: Step::Main, price, .. }) => {
                (round.to_string(), price.as_ref())
            }
            _ => (String::new(), None),
        };
        csv.row([
            id,
            name,
            &money(&election.projects[at].cost, currency),
            &reason.supporters.to_string(),
            &reason.score.as_ref().map_or_else(String::new, number),
            &ranks.get(&at).map_or_else(String::new, usize::to_string),
            flag(ranks.contains_key(&at)),
            selected(&others[0]),
            selected(&others[1]),
            selected(&others[2]),
            &decimal::rounded(&probability, decimal::SHARE_DECIMALS),
            &round,
            &price.map_or_else(String::new, |price| decimal::rounded(price, decimal::SHARE_DECIMALS)),
            &why(&reason.decision, ballot, currency),
        ]);
    }
    let facts = ProjectsFacts {
        budget: money(&election.budget, currency),
        voters: election.profile.voters(),
        rule: rule.to_string(),
        selected: official.selected.iter().map(|at| election.projects[*at].id.clone()).collect(),
        total_cost: money(&official.total_cost, currency),
        pabulib: None,
    };
    let ties = official.ties.iter().map(|tie| broken(tie, ballot, rule, seed)).collect();
    Ok(ResultsProjects { csv: csv.take(), facts, ties })
}

const fn flag(is_so: bool) -> &'static str {
    if is_so { "true" } else { "false" }
}

/// Whole where it is whole, else with six digits.
fn number(number: &Rational) -> String {
    decimal::rounded(number, if number.is_integer() { 0 } else { decimal::SHARE_DECIMALS })
}

fn broken(tie: &Tie, ballot: &Ballot, rule: Rule, seed: &str) -> TieBroken {
    let among: Vec<String> = tie.among.iter().map(|at| ballot.election.projects[*at].id.clone()).collect();
    let lots = if tie.broken_by == BrokenBy::Lot {
        let digits = |id: &String| {
            lot(seed, id).iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"))
        };
        among.iter().map(digits).collect()
    } else {
        Vec::new()
    };
    let broken_by = match tie.broken_by {
        BrokenBy::Cost => "cost",
        BrokenBy::Votes => "votes",
        BrokenBy::Lot => "lot",
        BrokenBy::Lexicographic => "lexicographic",
        BrokenBy::File => "file",
    };
    TieBroken { rule: rule.to_string(), round: tie.round, among, broken_by: broken_by.into(), lots }
}

/// Why a project was funded, or what it would have needed.
fn why(decision: &Decision, ballot: &Ballot, currency: Currency) -> String {
    let sum = |amount: &Rational| format!("{} {currency}", money(amount, currency));
    match decision {
        Decision::Funded { round, by: Step::Main, .. } => format!("funded in round {round}"),
        Decision::Funded { round, by: Step::Completion, .. } => {
            format!("funded in round {round} with what was left over")
        }
        Decision::Funded { by: Step::Comparison, .. } => {
            "funded because more voters prefer the outcome of greedy".to_owned()
        }
        Decision::Passed { needed, .. } => match needed {
            Needed::LargerBudget(by) => format!("costs {} more than the whole budget", sum(by)),
            Needed::Room { money, score: Some(score) } => {
                format!(
                    "{} were missing at its turn; {} more votes or points would have brought it before",
                    sum(money),
                    number(score)
                )
            }
            Needed::Room { money, score: None } => format!("{} were missing at its turn", sum(money)),
            Needed::SupportersMoney(by) => format!("its supporters had {} too little left", sum(by)),
            Needed::Rest { supporters_money, money } => {
                format!(
                    "its supporters had {} too little left, and at its turn for the rest {} were missing",
                    sum(supporters_money),
                    sum(money)
                )
            }
            Needed::Withdrawn => "withdrawn".to_owned(),
            Needed::Support => "nobody is for it".to_owned(),
            Needed::Threshold(by) => format!("{} below the threshold", number(by)),
            Needed::EarlierTurn { stopped_by } => {
                let id = ballot.election.projects.get(*stopped_by).map_or("", |project| &project.id);
                format!("the rule had stopped at {id}")
            }
        },
    }
}
