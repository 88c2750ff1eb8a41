//! META: the election as a whole, and what it announces of the other sections.

use num_traits::Signed as _;

use super::number::{count, number};
use super::read::Reader;
use super::{Fields, Meta, Problem, ReadError, Section, VoteType};
use crate::Rational;

/// What META says of the file and its ballots.
pub(super) struct Announced {
    pub(super) meta: Meta,
    /// How many projects there should be, and the line that says so.
    pub(super) projects: (usize, usize),
    /// How many ballots there should be, and the line that says so.
    pub(super) votes: (usize, usize),
    pub(super) min_length: usize,
    pub(super) max_length: Option<usize>,
    pub(super) min_points: Option<Rational>,
    pub(super) max_points: Option<Rational>,
}

/// What [`Meta`] and the other sections hold themselves.
const OWN_PLACE: [&str; 4] = ["num_projects", "num_votes", "budget", "vote_type"];

/// Numbers that the counting reads from [`Meta::fields`].
const NUMBERS: [&str; 5] =
    ["min_sum_cost", "max_sum_cost", "min_sum_points", "max_sum_points", "min_project_score_threshold"];

pub(super) fn read(reader: &mut Reader<'_>) -> Result<Announced, ReadError> {
    let header = reader.header(Section::Meta, "key")?;
    if header.get(1).is_none_or(|name| name != "value") {
        let wrong = Problem::Header { section: Section::Meta, expected: "key;value" };
        return Err(reader.error(0, "value", wrong));
    }
    let keys = Keys::read(reader)?;
    let budget = keys.required("budget", number)?;
    if budget.is_negative() {
        return Err(keys.error("budget", Problem::Negative(budget.to_string())));
    }
    let vote_type = keys.required("vote_type", |text| {
        VoteType::of_code(text).ok_or_else(|| Problem::UnknownVoteType(text.to_owned()))
    })?;
    for key in NUMBERS {
        keys.optional(key, number)?;
    }
    let max_length = keys.optional("max_length", count)?;
    Ok(Announced {
        projects: (keys.required("num_projects", count)?, keys.line("num_projects")),
        votes: (keys.required("num_votes", count)?, keys.line("num_votes")),
        min_length: keys.optional("min_length", count)?.unwrap_or(1),
        max_length: if vote_type == VoteType::ChooseOne { Some(1) } else { max_length },
        min_points: keys.optional("min_points", number)?,
        max_points: keys.optional("max_points", number)?,
        meta: Meta { vote_type, budget, fields: keys.others() },
    })
}

/// Each key with its value and its line.
struct Keys {
    rows: Vec<(String, String, usize)>,
    last_line: usize,
}

impl Keys {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ReadError> {
        let mut rows: Vec<(String, String, usize)> = Vec::new();
        while reader.row(Some(Section::Projects))? {
            let key = reader.text(0).to_owned();
            if key.is_empty() {
                return Err(reader.error(0, "key", Problem::EmptyCell));
            }
            if reader.cells.len() < 2 || reader.cells[2..].iter().any(|cell| !cell.text.is_empty()) {
                let found = reader.cells.len();
                return Err(reader.error(0, key, Problem::CellCount { found, expected: 2 }));
            }
            if rows.iter().any(|(other, ..)| *other == key) {
                return Err(reader.error(0, key, Problem::RepeatedField(Section::Meta)));
            }
            rows.push((key, reader.text(1).to_owned(), reader.cells[1].line));
        }
        Ok(Self { rows, last_line: reader.last_line() })
    }

    fn row(&self, key: &str) -> Option<&(String, String, usize)> {
        self.rows.iter().find(|(other, ..)| other == key)
    }

    fn line(&self, key: &str) -> usize {
        self.row(key).map_or(self.last_line, |row| row.2)
    }

    fn error(&self, key: &str, problem: Problem) -> ReadError {
        ReadError::new(self.line(key), key, problem)
    }

    fn required<T>(&self, key: &str, parse: impl Fn(&str) -> Result<T, Problem>) -> Result<T, ReadError> {
        let absent =
            if self.row(key).is_some() { Problem::EmptyCell } else { Problem::MissingField(Section::Meta) };
        self.optional(key, parse)?.ok_or_else(|| self.error(key, absent))
    }

    fn optional<T>(
        &self,
        key: &str,
        parse: impl Fn(&str) -> Result<T, Problem>,
    ) -> Result<Option<T>, ReadError> {
        let text = self.row(key).map(|row| row.1.as_str()).filter(|text| !text.is_empty());
        text.map(parse).transpose().map_err(|problem| self.error(key, problem))
    }

    fn others(self) -> Fields {
        let others = self.rows.into_iter().filter(|(key, ..)| !OWN_PLACE.contains(&key.as_str()));
        others.map(|(key, value, _)| (key, value)).collect()
    }
}
