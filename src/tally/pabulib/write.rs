//! Writes a file that Pabulib's checker calls valid.

use core::fmt;

use super::fields::{self, Field, Presence};
use super::write_cells::cell;
use super::write_check::{Totals, row_error, totals};
use super::write_meta::meta_rows;
use super::write_projects::ProjectRows;
use super::{Ballots, File, Meta, Project, Section, Vote, VoteType, WriteError, WriteProblem};

/// The text of a file that pabulib-checker calls valid: UTF-8 without a byte order mark, LF, fields in their order.
///
/// Numbers of projects and ballots, votes, scores and `fully_funded` are counted here, whatever the file says. Empty
/// ballots are left out, a cost below 1 is written as 1, a project without a name is called by its id. Where `selected` is
/// given, the checker computes a declared rule again. With a greedy rule projects are therefore written by score, the
/// funded one of equals first, so that it finds the same; where it still would not, and with equal shares, the rule is
/// `unknown`. The comment says each of these.
///
/// # Errors
/// Says what Pabulib would refuse, and where.
pub fn write(file: &File) -> Result<String, WriteError> {
    let mut text = String::new();
    write_ballots(&file.meta, &file.projects, &file.votes, &mut text)?;
    Ok(text)
}

/// As [`write()`], piece by piece. Goes through the ballots twice: to count and check them, then to write them.
///
/// # Errors
/// As [`write()`]; nothing was written then. Further where `out` does not take the text.
pub fn write_ballots(
    meta: &Meta,
    projects: &[Project],
    ballots: &impl Ballots,
    out: &mut impl fmt::Write,
) -> Result<(), WriteError> {
    let totals = totals(meta, projects, ballots)?;
    let rows = ProjectRows::of(meta, projects, &totals)?;
    let meta_rows = meta_rows(meta, &rows, &totals)?;
    let columns = vote_columns(ballots, &totals)?;
    let mut table = Table { out };
    table.section(Section::Meta, ["key", "value"])?;
    for (key, value) in &meta_rows {
        table.row([*key, value.as_str()])?;
    }
    table.section(Section::Projects, rows.columns())?;
    for cells in rows.rows() {
        table.row(cells.iter().map(String::as_str))?;
    }
    let points = meta.vote_type.has_points().then_some("points");
    let header =
        ["voter_id", "vote"].into_iter().chain(points).chain(columns.iter().map(|column| column.1.name));
    table.section(Section::Votes, header)?;
    let mut lists = Lists::new(meta.vote_type, ballots.points_decimals());
    ballots.each(|vote, cells| {
        if vote.choices.is_empty() {
            return Ok(());
        }
        lists.take(vote, projects);
        let own = [vote.voter_id, &lists.choices].into_iter().chain(points.map(|_| lists.points.as_str()));
        let values =
            columns.iter().map(|(at, field)| field.kind.value(cells.get(*at).copied().unwrap_or_default()));
        let values =
            values.collect::<Result<Vec<_>, _>>().map_err(|problem| row_error(vote.voter_id, "", problem))?;
        table.row(own.chain(values.iter().map(|value| &**value)))
    })
}

/// The columns that go into the file, each with its place among the ballots' own.
fn vote_columns(ballots: &impl Ballots, totals: &Totals) -> Result<Vec<(usize, &'static Field)>, WriteError> {
    let names = ballots.columns();
    let mut columns = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let column = |problem| WriteError {
            section: Section::Votes,
            row: String::new(),
            field: (*name).to_owned(),
            problem,
        };
        if names[..at].contains(name) {
            return Err(column(WriteProblem::Repeated((*name).to_owned())));
        }
        let field =
            fields::VOTES.iter().find(|field| field.name == *name && field.kind != fields::Kind::Computed);
        let field = field.ok_or_else(|| column(WriteProblem::UnknownField))?;
        if totals.filled[at] > 0 {
            if field.presence == Presence::Optional && totals.filled[at] < totals.ballots {
                return Err(column(WriteProblem::Missing));
            }
            columns.push((at, field));
        }
    }
    columns.sort_by_key(|column| fields::VOTES.iter().position(|field| field.name == column.1.name));
    Ok(columns)
}

/// A ballot's two lists as text.
struct Lists {
    by_points: bool,
    unit: i64,
    order: Vec<usize>,
    choices: String,
    points: String,
}

impl Lists {
    fn new(vote_type: VoteType, points_decimals: u32) -> Self {
        let unit = 10_i64.checked_pow(points_decimals).unwrap_or(i64::MAX);
        Self {
            by_points: vote_type.has_points(),
            unit,
            order: Vec::new(),
            choices: String::new(),
            points: String::new(),
        }
    }

    /// Points never rise along a ballot; equal ones stay as they came.
    fn take(&mut self, vote: Vote<'_>, projects: &[Project]) {
        self.order.clear();
        self.order.extend(0..vote.choices.len());
        if self.by_points {
            self.order.sort_by_key(|at| core::cmp::Reverse(vote.points[*at]));
        }
        self.choices.clear();
        self.points.clear();
        for (rank, at) in self.order.iter().enumerate() {
            let comma = if rank == 0 { "" } else { "," };
            self.choices.extend([comma, &projects[vote.choices[*at] as usize].id]);
            if self.by_points {
                self.points.extend([comma, &(vote.points[*at] / self.unit).to_string()]);
            }
        }
    }
}

/// Rows and what holds them together.
struct Table<'a, W> {
    out: &'a mut W,
}

impl<W: fmt::Write> Table<'_, W> {
    fn section<'a>(
        &mut self,
        section: Section,
        header: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), WriteError> {
        self.row([section.marker()])?;
        self.row(header)
    }

    fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> Result<(), WriteError> {
        let mut written = Ok(());
        for (at, text) in cells.into_iter().enumerate() {
            let delimiter = if at == 0 { "" } else { ";" };
            written =
                written.and_then(|()| self.out.write_str(delimiter)).and_then(|()| cell(self.out, text));
        }
        written.and_then(|()| self.out.write_str("\n")).map_err(|fmt::Error| WriteError {
            section: Section::Votes,
            row: String::new(),
            field: String::new(),
            problem: WriteProblem::Output,
        })
    }
}
