//! `projects.csv` and `ballots_projects.csv`: the election of a project ballot, written and read back.

use std::collections::BTreeMap;
use std::io::BufRead;

use glasno_model::Currency;

use super::audit::{BallotForm, ProjectParameters};
use super::rows::{Row, Rows, RowsError};
use super::table_error::{Expected, TableError};
use super::{Csv, decimal, tables};
use crate::{BallotKind, Election, Profile, Project, Rational, rational};

/// An election with the names of its projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot {
    /// The election.
    pub election: Election,
    /// The projects' ids and names as they stand in `projects.csv`, in the order of the election.
    pub cells: Vec<(String, String)>,
}

/// What one participant chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The ballot's id in this package; ids ascend.
    pub id: String,
    /// Places of projects: ranked ones in order, others ascending. None at all is a ballot too: it counts in the number of
    /// voters, and so in what each of them has to spend.
    pub choices: Vec<u32>,
    /// Points beside each, where the ballot gives points.
    pub points: Vec<i64>,
}

/// The most projects and the most rows that are read.
const MOST_PROJECTS: u64 = 100_000;

/// `projects.csv`: ids and names as they are to stand there.
pub fn projects_csv(ballot: &Ballot, currency: Currency) -> String {
    let mut csv = Csv::new(tables::projects().header());
    for ((id, name), project) in ballot.cells.iter().zip(&ballot.election.projects) {
        csv.row([id, name, &money(&project.cost, currency)].map(String::as_str));
    }
    csv.take()
}

/// `ballots_projects.csv`.
pub fn choices_csv<'a>(
    ballot: &Ballot,
    form: BallotForm,
    choices: impl IntoIterator<Item = &'a Choice>,
) -> String {
    let mut csv = Csv::new(tables::ballots_projects().header());
    for choice in choices {
        if choice.choices.is_empty() {
            csv.row([choice.id.as_str(), "", ""]);
        }
        for (at, place) in choice.choices.iter().enumerate() {
            let project = ballot.cells.get(*place as usize).map_or("", |(id, _)| id);
            let value = match form {
                BallotForm::Approval => 1,
                BallotForm::Ranking => i64::try_from(at + 1).unwrap_or(i64::MAX),
                BallotForm::Points => choice.points.get(at).copied().unwrap_or_default(),
            };
            csv.row([choice.id.as_str(), project, &value.to_string()]);
        }
    }
    csv.take()
}

/// Money in units of the currency.
pub(super) fn money(amount: &Rational, currency: Currency) -> String {
    decimal::rounded(amount, decimal::decimals_of(currency.minor_units()))
}

/// Reads both tables.
///
/// # Errors
/// With the first cell that is not as it should be, and the name of its file.
pub fn read(
    projects: impl BufRead,
    choices: impl BufRead,
    parameters: &ProjectParameters,
    currency: Currency,
) -> Result<Ballot, (&'static str, RowsError)> {
    let mut ballot =
        read_projects(projects, parameters, currency).map_err(|error| ("projects.csv", error))?;
    ballot.election.profile = read_choices(choices, &ballot.cells, parameters.form)
        .map_err(|error| ("ballots_projects.csv", error))?;
    Ok(ballot)
}

fn read_projects(
    input: impl BufRead,
    parameters: &ProjectParameters,
    currency: Currency,
) -> Result<Ballot, RowsError> {
    let of_money = |cell: &str| decimal::amount(cell, currency.minor_units());
    let units = |amount: glasno_model::Amount| {
        rational::whole(amount.minor()) / rational::whole(currency.minor_units())
    };
    let budget = of_money(&parameters.budget)
        .ok_or_else(|| TableError::new(1, Some("cost"), &parameters.budget, Expected::Money))?;
    let (mut projects, mut cells) = (Vec::new(), Vec::new());
    let mut known = std::collections::BTreeSet::new();
    let mut rows = Rows::new(input);
    rows.header(tables::projects().header())?;
    while let Some(row) = rows.next()? {
        let id = row.cell(0);
        if id.is_empty() || !known.insert(id.to_owned()) {
            return Err(row.error("project_id", id, Expected::NewRow));
        }
        if projects.len() as u64 >= MOST_PROJECTS {
            return Err(row.error("project_id", id, Expected::FewerRows(MOST_PROJECTS)));
        }
        let cost = of_money(row.cell(2)).filter(|cost| !cost.is_negative());
        let Some(cost) = cost else { return Err(row.error("cost", row.cell(2), Expected::Money)) };
        projects.push(Project { id: id.strip_prefix('\'').unwrap_or(id).to_owned(), cost: units(cost) });
        cells.push((id.to_owned(), row.cell(1).to_owned()));
    }
    let profile = Profile::new(parameters.form.kind(), 0);
    let election =
        Election { budget: units(budget), projects, profile, official_scores: None, threshold: None };
    Ok(Ballot { election, cells })
}

fn read_choices(
    input: impl BufRead,
    cells: &[(String, String)],
    form: BallotForm,
) -> Result<Profile, RowsError> {
    let places: BTreeMap<&str, u32> = cells.iter().zip(0..).map(|((id, _), at)| (id.as_str(), at)).collect();
    let mut reader = Reader {
        places,
        form,
        id: String::new(),
        choices: Vec::new(),
        points: Vec::new(),
        equal: BTreeMap::new(),
    };
    let mut rows = Rows::new(input);
    rows.header(tables::ballots_projects().header())?;
    while let Some(row) = rows.next()? {
        reader.take(&row)?;
    }
    reader.hand_over();
    let mut profile = Profile::new(form.kind(), 0);
    for ((choices, points), voters) in &reader.equal {
        profile.add(*voters, choices, points);
    }
    Ok(profile)
}

/// The ballot whose rows are being read, and those that were.
struct Reader<'a> {
    places: BTreeMap<&'a str, u32>,
    form: BallotForm,
    id: String,
    choices: Vec<u32>,
    points: Vec<i64>,
    equal: BTreeMap<(Vec<u32>, Vec<i64>), u64>,
}

impl Reader<'_> {
    fn take(&mut self, row: &Row<'_>) -> Result<(), RowsError> {
        let (id, project, value) = (row.cell(0), row.cell(1), row.cell(2));
        let begins = id != self.id;
        if begins {
            if id <= self.id.as_str() {
                return Err(row.error("ballot_id", id, Expected::NextId));
            }
            self.hand_over();
            id.clone_into(&mut self.id);
            if project.is_empty() && value.is_empty() {
                return Ok(());
            }
        }
        let Some(place) = self.places.get(project).copied() else {
            return Err(row.error("project_id", project, Expected::KnownProject));
        };
        // A row after that of an empty ballot, or a project that the ballot names twice.
        let is_new = if self.form == BallotForm::Ranking {
            !self.choices.contains(&place)
        } else {
            self.choices.last().is_none_or(|last| *last < place)
        };
        if !is_new || (!begins && self.choices.is_empty()) {
            return Err(row.error("project_id", project, Expected::NewRow));
        }
        let number: i64 = value.parse().map_err(|_| row.error("value", value, Expected::Counts))?;
        let fits = match self.form {
            BallotForm::Approval => number == 1,
            BallotForm::Ranking => usize::try_from(number) == Ok(self.choices.len() + 1),
            BallotForm::Points => (0..=i64::from(i32::MAX)).contains(&number),
        };
        if !fits || number.to_string() != value {
            return Err(row.error("value", value, Expected::Counts));
        }
        self.choices.push(place);
        if self.form == BallotForm::Points {
            self.points.push(number);
        }
        Ok(())
    }

    fn hand_over(&mut self) {
        if !self.id.is_empty() {
            let ballot = (core::mem::take(&mut self.choices), core::mem::take(&mut self.points));
            *self.equal.entry(ballot).or_insert(0) += 1;
        }
    }
}

impl BallotForm {
    /// What such ballots say when they are counted.
    pub const fn kind(self) -> BallotKind {
        match self {
            Self::Approval => BallotKind::Approval,
            Self::Ranking => BallotKind::Ordinal,
            Self::Points => BallotKind::Points,
        }
    }
}
