//! Divisions of a sum as an election: a line is a project that costs its draft amount, a ballot is whole points.
//!
//! Pabulib has no ballot of its own for a divided budget. A cumulative ballot with a fixed sum of points says the same in
//! hundredths, and every reader of such files understands it. The draft is fully funded, and no rule is declared.

use num_traits::One as _;

use super::{Fields, File, Meta, Project, Vote, VoteType, Votes};
use crate::{Rational, rational};

/// A line of the budget that ballots divide the sum among.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Unique among the lines. No comma, since lists of ids are joined with it.
    pub id: String,
    /// Its name as people read it.
    pub name: String,
    /// Its amount in the draft, in the currency's main unit.
    pub amount: Rational,
}

/// Why a division cannot be written as points.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DivisionError {
    /// A refund or another line below nothing has no share.
    #[error("“{0}” is below nothing, and so has no share of the sum")]
    Negative(String),
    /// The ballot has another number of amounts than there are lines.
    #[error("the ballot of “{0}” does not have one amount for each line")]
    Amounts(String),
}

/// The points that one ballot gives away: 1000 where there are more than 50 lines, else 100.
pub const fn points_in_all(lines: usize) -> i64 {
    if lines > 50 { 1000 } else { 100 }
}

/// Divides whole points in the ratio of the amounts, by largest remainder; of equal remainders the earlier line's goes
/// first. Nothing where the amounts come to nothing or one of them is below it.
pub fn points(amounts: &[i64], in_all: i64) -> Option<Vec<i64>> {
    let total: i128 = amounts.iter().map(|amount| i128::from(*amount)).sum();
    if total == 0 || amounts.iter().any(|amount| *amount < 0) {
        return None;
    }
    let whole = |amount: &i64| i128::from(*amount) * i128::from(in_all) / total;
    let mut points: Vec<i64> =
        amounts.iter().map(|amount| i64::try_from(whole(amount)).unwrap_or(in_all)).collect();
    let left = usize::try_from(in_all - points.iter().sum::<i64>()).unwrap_or(0);
    let mut by_remainder: Vec<usize> = (0..amounts.len()).collect();
    by_remainder
        .sort_by_key(|line| core::cmp::Reverse(i128::from(amounts[*line]) * i128::from(in_all) % total));
    for line in by_remainder.into_iter().take(left) {
        points[line] += 1;
    }
    Some(points)
}

/// The two tables above the ballots. `about` holds what [`Meta::fields`] requires and is not said here: `description`,
/// `country`, `unit`, `instance`, `date_begin`, `date_end`.
///
/// The budget is the sum of the draft, with 1 for a line of less: so the writer makes it, since Pabulib takes no cost of 0.
///
/// # Errors
/// When a line is below nothing.
pub fn tables(about: Fields, lines: &[Line]) -> Result<(Meta, Vec<Project>), DivisionError> {
    let mut projects = Vec::with_capacity(lines.len());
    for line in lines {
        if line.amount < rational::whole(0) {
            return Err(DivisionError::Negative(line.id.clone()));
        }
        projects.push(Project {
            id: line.id.clone(),
            cost: line.amount.clone(),
            votes: None,
            score: None,
            selected: Some(1),
            fields: [("name", line.name.as_str())].into_iter().collect(),
        });
    }
    let budget = lines.iter().map(|line| line.amount.clone().max(Rational::one())).sum();
    let mut fields = about;
    let points = points_in_all(lines.len()).to_string();
    for (key, value) in [
        ("rule", "unknown"),
        ("max_points", &points),
        ("min_sum_points", &points),
        ("max_sum_points", &points),
    ] {
        fields.set(key, value);
    }
    Ok((Meta { vote_type: VoteType::Cumulative, budget, fields }, projects))
}

/// One ballot of a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DividedSum<'a> {
    /// Unique in the file.
    pub voter_id: &'a str,
    /// One amount for each line, in any common unit.
    pub amounts: &'a [i64],
}

/// Turns divisions into ballots of points, one at a time.
#[derive(Debug, Clone)]
pub struct PointsBallot {
    in_all: i64,
    choices: Vec<u32>,
    points: Vec<i64>,
}

impl PointsBallot {
    /// For ballots over so many lines.
    pub const fn new(lines: usize) -> Self {
        Self { in_all: points_in_all(lines), choices: Vec::new(), points: Vec::new() }
    }

    /// The ballot: most points first, then by line; lines without points are not on it. A division of nothing is an empty
    /// ballot, which the writer leaves out and counts.
    ///
    /// # Errors
    /// When an amount is below nothing.
    pub fn of<'a>(&'a mut self, division: DividedSum<'a>) -> Result<Vote<'a>, DivisionError> {
        self.choices.clear();
        self.points.clear();
        if division.amounts.iter().any(|amount| *amount < 0) {
            return Err(DivisionError::Negative(division.voter_id.to_owned()));
        }
        let points = points(division.amounts, self.in_all).unwrap_or_default();
        let mut given: Vec<(i64, u32)> =
            points.into_iter().zip(0..).filter(|(points, _)| *points > 0).collect();
        given.sort_by_key(|(points, _)| core::cmp::Reverse(*points));
        self.choices.extend(given.iter().map(|(_, line)| *line));
        self.points.extend(given.iter().map(|(points, _)| *points));
        Ok(Vote { voter_id: division.voter_id, choices: &self.choices, points: &self.points })
    }
}

/// A whole file of divisions in memory. For more ballots than that takes, write [`tables`] with [`super::write_ballots`]
/// and a [`Ballots`](super::Ballots) of your own over [`PointsBallot`].
///
/// # Errors
/// When an amount is below nothing, or a ballot does not have one for each line.
pub fn file<'a>(
    about: Fields,
    lines: &[Line],
    ballots: impl IntoIterator<Item = DividedSum<'a>>,
) -> Result<File, DivisionError> {
    let (meta, projects) = tables(about, lines)?;
    let mut votes = Votes::new([""; 0], 0);
    let mut as_points = PointsBallot::new(lines.len());
    for division in ballots {
        if division.amounts.len() != lines.len() {
            return Err(DivisionError::Amounts(division.voter_id.to_owned()));
        }
        votes.push(as_points.of(division)?, []);
    }
    Ok(File { meta, projects, votes })
}
