//! The second `.pb` file of a package: the ballots on projects as they were cast, and which projects are funded.

use core::cell::RefCell;
use core::fmt;

use glasno_model::Currency;

use super::audit::{Asked, BallotForm, ProjectParameters, ProjectsFacts};
use super::pabulib::{NoPabulib, PabulibError, about, year};
use super::projects::{Ballot, Choice, Choices};
use crate::Rule;
use crate::pabulib::{self, Ballots, Meta, Project, Section, Vote, VoteType, WriteProblem};
use crate::rule::{CityGreedy, EqualShares, Increase, Satisfaction};

/// How the file's name ends.
pub(super) const ENDING: &str = "_projects";

/// What is written.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    /// The projects.
    pub ballot: &'a Ballot,
    /// How they were chosen.
    pub parameters: &'a ProjectParameters,
    /// What came of it.
    pub facts: &'a ProjectsFacts,
    /// The currency of all amounts.
    pub currency: Currency,
}

/// The file's name.
pub fn name(asked: &Asked) -> String {
    format!("{}_{}_{}{ENDING}.pb", asked.country, asked.slug, year(asked))
}

/// Writes the file, piece by piece. Nothing is written where there can be no file.
///
/// # Errors
/// Where the choices cannot be read, there can be no file, or `out` does not take it.
pub fn write<C: Choices + ?Sized>(
    counted: Counted<'_>,
    asked: &Asked,
    choices: &C,
    out: &mut impl fmt::Write,
) -> Result<(), PabulibError<C::Error>> {
    if counted.facts.voters == 0 {
        return Err(NoPabulib::NoChoices.into());
    }
    let rule: Option<Rule> = counted.facts.rule.parse().ok();
    let declared = rule.and_then(declared).unwrap_or("unknown");
    match attempt(counted, asked, declared, choices, out) {
        // Where Pabulib means something else by the rule's name, the file does not claim it.
        Err(PabulibError::None(NoPabulib::Refused(error)))
            if error.section == Section::Projects
                && error.field == "selected"
                && matches!(error.problem, WriteProblem::Contradiction(_)) =>
        {
            attempt(counted, asked, "unknown", choices, out)
        }
        other => other,
    }
}

fn attempt<C: Choices + ?Sized>(
    counted: Counted<'_>,
    asked: &Asked,
    rule: &str,
    choices: &C,
    out: &mut impl fmt::Write,
) -> Result<(), PabulibError<C::Error>> {
    let meta = meta(counted, asked, rule);
    let projects = projects(counted);
    let ballots = Cast { choices, failed: RefCell::new(None) };
    let written = pabulib::write_ballots(&meta, &projects, &ballots, out);
    if let Some(error) = ballots.failed.into_inner() {
        return Err(PabulibError::Proposals(error));
    }
    written.map_err(|error| match error.problem {
        WriteProblem::Output => PabulibError::Output,
        _ => NoPabulib::Refused(error).into(),
    })
}

fn meta(counted: Counted<'_>, asked: &Asked, rule: &str) -> Meta {
    let parameters = counted.parameters;
    let mut fields = about(asked, counted.currency, year(asked));
    fields.set("subunit", "projects");
    fields.set("rule", rule);
    if rule == "unknown" {
        // Researchers know the rule by this name all the same.
        fields.set("comment", format!("#1: Decided by {}.", counted.facts.rule));
    }
    let limits = &parameters.limits;
    let mut limit = |name: &str, most: Option<u32>| {
        fields.set(name, most.map_or_else(String::new, |most| most.to_string()));
    };
    limit("max_length", limits.projects);
    limit("max_points", limits.points_for_one);
    limit("max_sum_points", limits.points);
    if limits.within_budget {
        fields.set("max_sum_cost", counted.facts.budget.clone());
    }
    let vote_type = match parameters.form {
        BallotForm::Approval => VoteType::Approval,
        BallotForm::Ranking => VoteType::Ordinal,
        BallotForm::Points if limits.points.is_some() => VoteType::Cumulative,
        BallotForm::Points => VoteType::Scoring,
    };
    Meta { vote_type, budget: counted.ballot.election.budget.clone(), fields }
}

fn projects(counted: Counted<'_>) -> Vec<Project> {
    let all = counted.ballot.election.projects.iter().zip(&counted.ballot.cells);
    all.map(|(project, (_, name))| Project {
        id: project.id.clone(),
        cost: project.cost.clone(),
        votes: None,
        score: None,
        selected: Some(u8::from(counted.facts.selected.contains(&project.id))),
        fields: [("name", name.strip_prefix('\'').unwrap_or(name))].into_iter().collect(),
    })
    .collect()
}

/// Pabulib's own name of a rule; the other way round than
/// [`File::declared_rule`](crate::pabulib::File::declared_rule).
const fn declared(rule: Rule) -> Option<&'static str> {
    match rule {
        Rule::CityGreedy(CityGreedy::Skip) => Some("greedy"),
        Rule::CityGreedy(CityGreedy::NoSkip) => Some("greedy-no-skip"),
        Rule::EqualShares(EqualShares {
            satisfaction: Satisfaction::Cost,
            increase,
            completion: None,
            comparison,
        }) => match (increase, comparison) {
            (Increase::None, false) => Some("equalshares"),
            (Increase::None, true) => Some("equalshares-comparison"),
            (Increase::UntilOverspend, false) => Some("equalshares/add1"),
            (Increase::UntilOverspend, true) => Some("equalshares/add1-comparison"),
            (Increase::UntilExhaustive, _) => None,
        },
        _ => None,
    }
}

/// The choices as ballots.
struct Cast<'a, C: Choices + ?Sized> {
    choices: &'a C,
    failed: RefCell<Option<C::Error>>,
}

impl<C: Choices + ?Sized> Ballots for Cast<'_, C> {
    fn columns(&self) -> Vec<&str> {
        Vec::new()
    }

    fn points_decimals(&self) -> u32 {
        0
    }

    fn each<E>(&self, mut take: impl FnMut(Vote<'_>, &[&str]) -> Result<(), E>) -> Result<(), E> {
        let mut refused = Ok(());
        let read = self.choices.each(&mut |Choice { id, choices, points }| {
            if refused.is_ok() {
                refused = take(Vote { voter_id: id, choices, points }, &[]);
            }
        });
        if let Err(error) = read {
            *self.failed.borrow_mut() = Some(error);
        }
        refused
    }
}
