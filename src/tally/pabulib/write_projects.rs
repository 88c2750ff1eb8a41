//! PROJECTS as it is written.

use std::borrow::Cow;

use num_bigint::BigInt;
use num_traits::{One as _, Zero as _};

use super::fields::{self, Field, Kind, Presence};
use super::number::decimal;
use super::write_cells::clean;
use super::write_check::{Totals, checked_id};
use super::write_rule::Ranked;
use super::{Meta, Project, Section, WriteError, WriteProblem};
use crate::{BallotKind, Rational};

/// A project with this cost was withdrawn after the vote; Pabulib's own convention.
pub(super) const WITHDRAWN: u32 = 999_999_999;

/// The rows of PROJECTS, checked.
pub(super) struct ProjectRows<'a> {
    columns: Vec<&'static Field>,
    rows: Vec<Vec<String>>,
    /// Ids of projects whose cost was below 1 and is written as 1.
    pub(super) raised: Vec<&'a str>,
    /// In whole units of currency, as the checker counts.
    pub(super) total_cost: BigInt,
    /// See [`Ranked::kept_to_itself`].
    pub(super) kept_to_itself: Option<&'static str>,
}

impl<'a> ProjectRows<'a> {
    pub(super) fn of(meta: &Meta, projects: &'a [Project], totals: &Totals) -> Result<Self, WriteError> {
        let columns = columns(meta, projects)?;
        let (budget, withdrawn) = (meta.budget.floor().to_integer(), BigInt::from(WITHDRAWN));
        let mut funded = BigInt::zero();
        let mut rows = Self {
            columns,
            rows: Vec::new(),
            raised: Vec::new(),
            total_cost: BigInt::zero(),
            kept_to_itself: None,
        };
        let mut costs = Vec::with_capacity(projects.len());
        for (at, project) in projects.iter().enumerate() {
            let refused = |field: &str, problem| row_error(&project.id, field, problem);
            checked_id(&project.id).map_err(|problem| refused("project_id", problem))?;
            if projects[..at].iter().any(|other| other.id == project.id) {
                return Err(refused("project_id", WriteProblem::Repeated(project.id.clone())));
            }
            let cost = rows.cost(project);
            let units = cost.floor().to_integer();
            if units > budget && units != withdrawn {
                return Err(refused("cost", WriteProblem::AboveBudget));
            }
            if project.selected == Some(1) {
                funded += &units;
            }
            rows.total_cost += units;
            rows.add(project, &cost, totals, at)?;
            costs.push(cost);
        }
        if funded > budget {
            let problem = WriteProblem::Overspent;
            return Err(WriteError {
                section: Section::Projects,
                row: String::new(),
                field: "selected".to_owned(),
                problem,
            });
        }
        let ranked = Ranked::of(meta, projects, &costs, totals)?;
        rows.rows = ranked.order.iter().map(|at| core::mem::take(&mut rows.rows[*at])).collect();
        rows.kept_to_itself = ranked.kept_to_itself;
        Ok(rows)
    }

    /// Pabulib refuses a cost that is 0 in whole units.
    fn cost(&mut self, project: &'a Project) -> Rational {
        if project.cost >= Rational::one() {
            return project.cost.clone();
        }
        self.raised.push(&project.id);
        Rational::one()
    }

    fn add(
        &mut self,
        project: &Project,
        cost: &Rational,
        totals: &Totals,
        at: usize,
    ) -> Result<(), WriteError> {
        let mut cells = Vec::with_capacity(self.columns.len());
        for field in &self.columns {
            let refused = |problem| row_error(&project.id, field.name, problem);
            let value = match field.name {
                "project_id" => project.id.clone(),
                "cost" => {
                    decimal(cost).ok_or_else(|| refused(WriteProblem::NotADecimal(cost.to_string())))?
                }
                "votes" => totals.votes[at].to_string(),
                "score" => totals.scores[at].to_string(),
                // The checker asks each funded project for its name; where there is none, the id is one.
                "name" if known(project, "name").is_empty() => project.id.clone(),
                "selected" => project.selected.map(|code| code.to_string()).unwrap_or_default(),
                name => field.kind.value(&known(project, name)).map_err(refused)?.into_owned(),
            };
            if value.is_empty() && field.presence != Presence::Sparse {
                return Err(refused(WriteProblem::Missing));
            }
            cells.push(value);
        }
        let given = |name| !known(project, name).is_empty();
        if given("latitude") != given("longitude") {
            return Err(row_error(&project.id, "longitude", WriteProblem::Contradiction("latitude")));
        }
        self.rows.push(cells);
        Ok(())
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|field| field.name)
    }

    pub(super) fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }
}

/// The columns in which anything stands, in Pabulib's order.
fn columns(meta: &Meta, projects: &[Project]) -> Result<Vec<&'static Field>, WriteError> {
    for project in projects {
        for (name, _) in project.fields.iter() {
            if !fields::PROJECTS.iter().any(|field| field.name == name) {
                return Err(row_error(&project.id, name, WriteProblem::UnknownField));
            }
        }
    }
    let wanted = |field: &&Field| match field.name {
        "project_id" | "cost" | "votes" | "name" => true,
        "score" => meta.vote_type.kind() != BallotKind::Approval,
        "selected" => projects.iter().any(|project| project.selected.is_some()),
        name => {
            field.kind != Kind::Computed && projects.iter().any(|project| !known(project, name).is_empty())
        }
    };
    Ok(fields::PROJECTS.iter().filter(wanted).collect())
}

/// What the column says of the project, if that is more than spaces.
fn known<'a>(project: &'a Project, column: &str) -> Cow<'a, str> {
    clean(project.fields.get(column).unwrap_or_default())
}

fn row_error(id: &str, field: &str, problem: WriteProblem) -> WriteError {
    WriteError { section: Section::Projects, row: format!("{id} "), field: field.to_owned(), problem }
}
