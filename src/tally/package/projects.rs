//! `projects.csv` and `ballots_projects.csv`: the election of a project ballot, written and read back.

use core::cell::RefCell;
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

/// All choices of a package, in the order of their ids, as often as somebody asks.
pub trait Choices {
    /// What can go wrong.
    type Error;

    /// Hands each choice to `take`.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn each(&self, take: &mut dyn FnMut(&Choice)) -> Result<(), Self::Error>;
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
        write(&mut csv, ballot, form, choice);
    }
    csv.take()
}

/// Appends a choice's rows; tells how many.
pub fn write(csv: &mut Csv, ballot: &Ballot, form: BallotForm, choice: &Choice) -> u64 {
    if choice.choices.is_empty() {
        csv.row([choice.id.as_str(), "", ""]);
        return 1;
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
    choice.choices.len() as u64
}

/// All choices as they are counted, equal ones together.
///
/// # Errors
/// Where they cannot be read.
pub fn profile<C: Choices + ?Sized>(form: BallotForm, choices: &C) -> Result<Profile, C::Error> {
    let mut equal: BTreeMap<(Vec<u32>, Vec<i64>), u64> = BTreeMap::new();
    choices.each(&mut |choice| {
        *equal.entry((choice.choices.clone(), choice.points.clone())).or_insert(0) += 1;
    })?;
    let mut profile = Profile::new(form.kind(), 0);
    for ((choices, points), voters) in &equal {
        profile.add(*voters, choices, points);
    }
    Ok(profile)
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
    let choices = Once { input: RefCell::new(choices), cells: &ballot.cells, form: parameters.form };
    let profile = profile(parameters.form, &choices).map_err(|error| ("ballots_projects.csv", error))?;
    ballot.election.profile = profile;
    Ok(ballot)
}

/// A table that is read once.
struct Once<'a, R> {
    input: RefCell<R>,
    cells: &'a [(String, String)],
    form: BallotForm,
}

impl<R: BufRead> Choices for Once<'_, R> {
    type Error = RowsError;

    fn each(&self, take: &mut dyn FnMut(&Choice)) -> Result<(), RowsError> {
        read_choices(&mut *self.input.borrow_mut(), self.cells, self.form, take)
    }
}

/// Reads `projects.csv`: an election in which nobody has voted yet.
///
/// # Errors
/// With the first row that is not as it should be.
pub fn read_projects(
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

/// Reads `ballots_projects.csv` and hands each choice to `take`.
///
/// # Errors
/// With the first row that is not as it should be.
pub fn read_choices(
    input: impl BufRead,
    cells: &[(String, String)],
    form: BallotForm,
    take: &mut dyn FnMut(&Choice),
) -> Result<(), RowsError> {
    let places: BTreeMap<&str, u32> = cells.iter().zip(0..).map(|((id, _), at)| (id.as_str(), at)).collect();
    let choice = Choice { id: String::new(), choices: Vec::new(), points: Vec::new() };
    let mut reader = Reader { places, form, choice };
    let mut rows = Rows::new(input);
    rows.header(tables::ballots_projects().header())?;
    while let Some(row) = rows.next()? {
        reader.take(&row, take)?;
    }
    reader.hand_over(take);
    Ok(())
}

/// The ballot whose rows are being read.
struct Reader<'a> {
    places: BTreeMap<&'a str, u32>,
    form: BallotForm,
    choice: Choice,
}

impl Reader<'_> {
    fn take(&mut self, row: &Row<'_>, take: &mut dyn FnMut(&Choice)) -> Result<(), RowsError> {
        let (id, project, value) = (row.cell(0), row.cell(1), row.cell(2));
        let begins = id != self.choice.id;
        if begins {
            if id <= self.choice.id.as_str() {
                return Err(row.error("ballot_id", id, Expected::NextId));
            }
            self.hand_over(take);
            id.clone_into(&mut self.choice.id);
            if project.is_empty() && value.is_empty() {
                return Ok(());
            }
        }
        let Some(place) = self.places.get(project).copied() else {
            return Err(row.error("project_id", project, Expected::KnownProject));
        };
        // A row after that of an empty ballot, or a project that the ballot names twice.
        let is_new = if self.form == BallotForm::Ranking {
            !self.choice.choices.contains(&place)
        } else {
            self.choice.choices.last().is_none_or(|last| *last < place)
        };
        if !is_new || (!begins && self.choice.choices.is_empty()) {
            return Err(row.error("project_id", project, Expected::NewRow));
        }
        let number: i64 = value.parse().map_err(|_| row.error("value", value, Expected::Counts))?;
        let fits = match self.form {
            BallotForm::Approval => number == 1,
            BallotForm::Ranking => usize::try_from(number) == Ok(self.choice.choices.len() + 1),
            BallotForm::Points => (0..=i64::from(i32::MAX)).contains(&number),
        };
        if !fits || number.to_string() != value {
            return Err(row.error("value", value, Expected::Counts));
        }
        self.choice.choices.push(place);
        if self.form == BallotForm::Points {
            self.choice.points.push(number);
        }
        Ok(())
    }

    fn hand_over(&mut self, take: &mut dyn FnMut(&Choice)) {
        if !self.choice.id.is_empty() {
            take(&self.choice);
            self.choice.choices.clear();
            self.choice.points.clear();
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
