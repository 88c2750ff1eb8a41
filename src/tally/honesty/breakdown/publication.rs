//! All that is told about one set of participants.

use super::row::{Group, breakdown, groups};
use super::{Breakdown, BreakdownError, Counts, cross};
use crate::honesty::suppression::{Audience, Figure};

/// All that is told about one set of participants, such as those who answered one version of a draft.
pub struct Publication {
    audience: Audience,
    breakdowns: Vec<Breakdown>,
    /// For each breakdown, which categories are told together.
    groups: Vec<Vec<Group>>,
    crosses: Vec<Cross>,
    ballots_are_public: bool,
    /// How many participants, and for each line known so far how many gave each answer.
    voters: Option<u64>,
    totals: Vec<(String, Vec<u64>)>,
}

/// How many people are in each category of one dimension and of another.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Cross {
    /// The dimension of the rows.
    pub of_rows: String,
    /// The dimension of the columns.
    pub of_columns: String,
    /// The categories of each row: one, or those that are hidden in the breakdown together.
    pub rows: Vec<Vec<String>>,
    /// The categories of each column.
    pub columns: Vec<Vec<String>>,
    /// Row by row.
    pub cells: Vec<Vec<Figure<u64>>>,
}

impl Publication {
    /// Nothing told yet.
    pub const fn new(audience: Audience) -> Self {
        Self {
            audience,
            breakdowns: Vec::new(),
            groups: Vec::new(),
            crosses: Vec::new(),
            ballots_are_public: false,
            voters: None,
            totals: Vec::new(),
        }
    }

    /// Nothing told yet, and the ballots themselves are public: then answers are told by one dimension only, because two
    /// would tell together who cast which ballot.
    pub fn beside_ballots(audience: Audience) -> Self {
        Self { ballots_are_public: true, ..Self::new(audience) }
    }

    /// The breakdowns so far.
    pub fn breakdowns(&self) -> &[Breakdown] {
        &self.breakdowns
    }

    /// The crosses so far.
    pub fn crosses(&self) -> &[Cross] {
        &self.crosses
    }

    /// Tells the results by one more dimension, as far as they can be told.
    ///
    /// # Errors
    /// When the counts contradict themselves or those of the other dimensions.
    pub fn break_down(&mut self, counts: &Counts) -> Result<&Breakdown, BreakdownError> {
        self.check(counts)?;
        let groups = groups(counts, self.audience);
        self.breakdowns.push(breakdown(counts, &groups, self.audience));
        self.groups.push(groups);
        Ok(&self.breakdowns[self.breakdowns.len() - 1])
    }

    /// Tells how many people are in each category of one dimension and of another: `counts[row][column]` by the categories
    /// of the two breakdowns.
    ///
    /// # Errors
    /// When a dimension was not broken down, when the counts do not add up to its sizes, or when this table beside the
    /// others would give hidden cells away.
    pub fn cross(
        &mut self,
        of_rows: &str,
        of_columns: &str,
        counts: &[Vec<u64>],
    ) -> Result<&Cross, BreakdownError> {
        let (rows, columns) = (self.place(of_rows)?, self.place(of_columns)?);
        let names = || (of_rows.to_owned(), of_columns.to_owned());
        if self.are_connected(rows, columns) {
            return Err(BreakdownError::Circle(names().0, names().1));
        }
        let (row_groups, column_groups) = (&self.groups[rows], &self.groups[columns]);
        let Some(cells) = merge(counts, row_groups, column_groups) else {
            return Err(BreakdownError::Sums(names().0, names().1));
        };
        let hidden = cross::protect(&cells, self.audience.fewest());
        let figure =
            |(cell, hidden): (&u64, bool)| if hidden { Figure::Suppressed } else { Figure::Shown(*cell) };
        let cells = cells
            .iter()
            .zip(hidden)
            .map(|(cells, hidden)| cells.iter().zip(hidden).map(figure).collect())
            .collect();
        let labels = |at: usize| {
            let name = |category: &usize| self.breakdowns[at].rows[*category].category.clone();
            self.groups[at].iter().map(|group| group.categories.iter().map(name).collect()).collect()
        };
        let (of_rows, of_columns) = names();
        self.crosses.push(Cross { of_rows, of_columns, rows: labels(rows), columns: labels(columns), cells });
        Ok(&self.crosses[self.crosses.len() - 1])
    }

    fn place(&self, dimension: &str) -> Result<usize, BreakdownError> {
        self.breakdowns
            .iter()
            .position(|known| known.dimension == dimension)
            .ok_or_else(|| BreakdownError::Unknown(dimension.to_owned()))
    }

    /// Does a chain of tables lead from one dimension to the other? All that have answers are linked by them.
    fn are_connected(&self, one: usize, other: usize) -> bool {
        let name = |at: usize| self.breakdowns[at].dimension.as_str();
        let are_linked = |one: usize, other: usize| {
            let has_answers = |at: usize| !self.breakdowns[at].lines.is_empty();
            let crosses = |cross: &Cross| {
                let pair = (cross.of_rows.as_str(), cross.of_columns.as_str());
                pair == (name(one), name(other)) || pair == (name(other), name(one))
            };
            has_answers(one) && has_answers(other) || self.crosses.iter().any(crosses)
        };
        let mut reached = vec![one];
        let mut at = 0;
        while let Some(here) = reached.get(at).copied() {
            let next =
                (0..self.breakdowns.len()).filter(|next| are_linked(here, *next) && !reached.contains(next));
            let next: Vec<usize> = next.collect();
            reached.extend(next);
            at += 1;
        }
        reached.contains(&other)
    }

    fn check(&mut self, counts: &Counts) -> Result<(), BreakdownError> {
        let dimension = || counts.dimension.clone();
        if self.breakdowns.iter().any(|known| known.dimension == counts.dimension) {
            return Err(BreakdownError::Twice(dimension()));
        }
        let has_answers = |known: &Breakdown| !known.lines.is_empty();
        if self.ballots_are_public && !counts.lines.is_empty() && self.breakdowns.iter().any(has_answers) {
            return Err(BreakdownError::BesideBallots(dimension()));
        }
        let width = |line: usize| {
            counts.categories.first().and_then(|category| category.answers.get(line)).map(Vec::len)
        };
        let mut voters = 0_u64;
        let mut totals: Vec<Vec<u64>> =
            (0..counts.lines.len()).map(|line| vec![0; width(line).unwrap_or(0)]).collect();
        let is_twice = |(at, line): (usize, &String)| counts.lines[..at].contains(line);
        if counts.lines.iter().enumerate().any(is_twice) {
            return Err(BreakdownError::Shape(dimension()));
        }
        for category in &counts.categories {
            if category.answers.len() != totals.len() {
                return Err(BreakdownError::Shape(dimension()));
            }
            voters += category.voters;
            for (total, answers) in totals.iter_mut().zip(&category.answers) {
                if total.len() != answers.len() {
                    return Err(BreakdownError::Shape(dimension()));
                }
                if answers.iter().sum::<u64>() > category.voters {
                    let category = category.name.clone();
                    return Err(BreakdownError::TooManyAnswers { dimension: dimension(), category });
                }
                for (total, count) in total.iter_mut().zip(answers) {
                    *total += count;
                }
            }
        }
        let contradicts = |(line, total): (&String, &Vec<u64>)| {
            self.totals.iter().any(|(known, known_total)| known == line && known_total != total)
        };
        if self.voters.is_some_and(|known| known != voters)
            || counts.lines.iter().zip(&totals).any(contradicts)
        {
            return Err(BreakdownError::Totals(dimension()));
        }
        self.voters = Some(voters);
        self.totals.extend(counts.lines.iter().cloned().zip(totals));
        Ok(())
    }
}

/// The counts by groups; nothing unless they add up to the groups' sizes.
fn merge(counts: &[Vec<u64>], rows: &[Group], columns: &[Group]) -> Option<Vec<Vec<u64>>> {
    let (height, width) = (categories(rows), categories(columns));
    if counts.len() != height || counts.iter().any(|row| row.len() != width) {
        return None;
    }
    let cell = |row: &Group, column: &Group| -> u64 {
        let of_row = |row: &usize| column.categories.iter().map(|column| counts[*row][*column]).sum::<u64>();
        row.categories.iter().map(of_row).sum()
    };
    let cells: Vec<Vec<u64>> =
        rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect()).collect();
    let rows_add_up = rows.iter().zip(&cells).all(|(row, cells)| cells.iter().sum::<u64>() == row.voters);
    let columns_add_up = columns
        .iter()
        .enumerate()
        .all(|(at, column)| cells.iter().map(|cells| cells[at]).sum::<u64>() == column.voters);
    (rows_add_up && columns_add_up).then_some(cells)
}

fn categories(groups: &[Group]) -> usize {
    groups.iter().map(|group| group.categories.len()).sum()
}
