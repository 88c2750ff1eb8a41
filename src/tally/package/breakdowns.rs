//! `breakdowns.csv`: the results by channel, respondent group and district.
//!
//! Every ballot stands in `ballots.csv`, so counts by category are equations, and with enough lines they can be solved for
//! who belongs where ([`crate::honesty::suppression`] tells how fast). So, beside the suppression of small categories:
//!
//! - what was said of the lines is told by one attribute only, of the others just how many people there are: whoever
//!   stands alone in a group of a district is found by neither;
//! - counts are multiples of ten, as Eurostat tells them, so that not even the one attribute is found; the bounds of an
//!   estimate are wider by what the rounding hides.

use std::collections::BTreeMap;
use std::io::BufRead;

use super::lines::Lines;
use super::rows::{Row, Rows, RowsError};
use super::table_error::Expected;
use super::{Csv, decimal, tables};
use crate::Rational;
use crate::allocation::{AllocationTally, Cell, Tallies};
use crate::honesty::breakdown::{Answers, Breakdown, BreakdownError, CategoryCounts, Counts, Publication};
use crate::honesty::suppression::{Audience, SHARES_FROM};
use crate::honesty::wilson;

/// The category of those who did not say. No id has such letters.
pub const NOT_SAID: &str = "(not-said)";
/// Counts are multiples of this.
const STEP: u64 = 10;

/// An attribute by which results are broken down.
#[derive(Debug, Clone)]
pub struct Dimension {
    /// `channel`, `group` or `district`.
    pub name: &'static str,
    /// What participants could choose, by code, and [`NOT_SAID`] where they could say nothing.
    pub categories: Vec<String>,
    /// The code of a cell.
    pub of: fn(&Cell) -> String,
    /// Is it the one attribute by which answers are told?
    pub has_answers: bool,
}

/// The attributes that a consultation is broken down by: those with at least two categories.
///
/// `groups` and `districts` are those that could be chosen. A channel is a category where a ballot came by it: which
/// channels there were is the municipality's affair and no participant's secret.
pub fn dimensions(tallies: &Tallies, groups: Vec<String>, districts: Vec<String>) -> Vec<Dimension> {
    let used = |of: fn(&Cell) -> String| -> Vec<String> {
        let versions = tallies.versions();
        versions.flat_map(|version| tallies.broken_down(version, |cell| Some(of(cell))).into_keys()).collect()
    };
    let dimension = |name, could: Vec<String>, of: fn(&Cell) -> String| {
        let mut categories =
            if could.is_empty() { could } else { [could, vec![NOT_SAID.to_owned()]].concat() };
        for found in used(of) {
            if !categories.contains(&found) {
                categories.push(found);
            }
        }
        Dimension { name, categories, of, has_answers: false }
    };
    let all = [
        dimension("channel", Vec::new(), |cell| cell.channel.code().to_owned()),
        dimension("group", groups, |cell| {
            cell.respondent.group.map_or(NOT_SAID, glasno_model::RespondentGroup::code).to_owned()
        }),
        dimension("district", districts, |cell| {
            cell.respondent.district.as_ref().map_or(NOT_SAID, |district| district.as_str()).to_owned()
        }),
    ];
    let mut all: Vec<Dimension> =
        all.into_iter().filter(|dimension| dimension.categories.len() > 1).collect();
    // Who somebody speaks for says most about an answer, and the way it came the least.
    let most = ["group", "district", "channel"]
        .into_iter()
        .find_map(|name| all.iter().position(|it| it.name == name));
    if let Some(dimension) = most.and_then(|at| all.get_mut(at)) {
        dimension.has_answers = true;
    }
    all
}

/// Writes the table.
///
/// # Errors
/// Where the counts contradict each other.
pub fn breakdowns(
    lines: &Lines,
    tallies: &Tallies,
    dimensions: &[Dimension],
) -> Result<String, BreakdownError> {
    let mut csv = Csv::new(tables::breakdowns().header());
    for draft in &lines.drafts {
        let movable: Vec<&super::Line> = draft.lines.iter().filter(|line| line.is_movable).collect();
        let cells: Vec<&str> = movable.iter().map(|line| line.cell.as_str()).collect();
        let mut publication = Publication::beside_ballots(Audience::Public);
        for dimension in dimensions {
            let parts = tallies.broken_down(draft.version, |cell| Some((dimension.of)(cell)));
            let counts = counts(dimension, &parts, if dimension.has_answers { &cells } else { &[] });
            let told = publication.break_down(&counts)?;
            write(&mut csv, draft.version, told);
        }
    }
    Ok(csv.take())
}

fn counts(dimension: &Dimension, parts: &BTreeMap<String, AllocationTally>, lines: &[&str]) -> Counts {
    let category = |name: &String| {
        let results = parts.get(name).map(AllocationTally::results).unwrap_or_default();
        let answers = if results.is_empty() || lines.is_empty() {
            vec![vec![0; 3]; lines.len()]
        } else {
            results.iter().map(|it| vec![it.more.ballots, it.same.ballots, it.less.ballots]).collect()
        };
        CategoryCounts {
            name: name.clone(),
            voters: parts.get(name).map_or(0, AllocationTally::ballots),
            answers,
        }
    };
    Counts {
        dimension: dimension.name.to_owned(),
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        categories: dimension.categories.iter().map(category).collect(),
    }
}

fn write(csv: &mut Csv, version: u32, told: &Breakdown) {
    for row in &told.rows {
        if told.lines.is_empty() {
            for cell in [&version.to_string(), &told.dimension, &row.category, ""] {
                csv.cell(cell);
            }
            let voters = row.voters.shown();
            csv.cell(&voters.map_or_else(String::new, u64::to_string));
            (0..6).for_each(|_| csv.cell(""));
            csv.cell(if voters.is_some() { "false" } else { "true" });
            csv.end_row();
        }
        for (line, answers) in told.lines.iter().zip(&row.answers) {
            for cell in [&version.to_string(), &told.dimension, &row.category, line] {
                csv.cell(cell);
            }
            if let (Some(voters), Some(Answers(answers))) = (row.voters.shown(), answers.shown()) {
                let rounded: Vec<u64> = answers.iter().map(|count| rounded(*count, *voters)).collect();
                csv.cell(&voters.to_string());
                for count in &rounded {
                    csv.cell(&count.to_string());
                }
                for figure in estimate(rounded.first().copied().unwrap_or_default(), *voters) {
                    csv.cell(&figure);
                }
                csv.cell("false");
            } else {
                (0..7).for_each(|_| csv.cell(""));
                csv.cell("true");
            }
            csv.end_row();
        }
    }
}

/// The nearest multiple of ten that is not above `most`; five goes up.
const fn rounded(count: u64, most: u64) -> u64 {
    let nearest = (count + STEP / 2) / STEP * STEP;
    if nearest > most { most / STEP * STEP } else { nearest }
}

/// Estimate, lower and upper bound; empty where there are too few for shares.
fn estimate(more: u64, n: u64) -> [String; 3] {
    if n < SHARES_FROM {
        return [const { String::new() }; 3];
    }
    let share = decimal::rounded(&Rational::new(more.into(), n.into()), decimal::SHARE_DECIMALS);
    let low = wilson(more.saturating_sub(STEP / 2), n).map(|interval| interval.low);
    let high = wilson((more + STEP / 2).min(n), n).map(|interval| interval.high);
    let bound = |bound: Option<f64>| bound.map_or_else(String::new, decimal::of_estimate);
    [share, bound(low), bound(high)]
}

/// Checks what can be checked without the ballots' attributes: the estimates follow from the counts, the counts fit
/// together, and nothing stands in a suppressed row. Tells how many rows are suppressed.
///
/// # Errors
/// With the first row that contradicts itself.
pub fn check(input: impl BufRead, lines: &Lines) -> Result<u64, RowsError> {
    let mut rows = Rows::new(input);
    rows.header(tables::breakdowns().header())?;
    let mut suppressed = 0;
    while let Some(row) = rows.next()? {
        suppressed += u64::from(check_row(&row, lines)?);
    }
    Ok(suppressed)
}

/// Is the row suppressed?
fn check_row(row: &Row<'_>, lines: &Lines) -> Result<bool, RowsError> {
    let draft = row.cell(0).parse().ok().and_then(|version| lines.draft(version));
    let is_size = row.cell(3).is_empty();
    if draft.is_none_or(|draft| !is_size && draft.place(row.cell(3)).is_none()) {
        return Err(row.error("line_id", row.cell(3), Expected::KnownLine));
    }
    match row.cell(11) {
        "true" => {
            let filled = (4..11).find(|at| !row.cell(*at).is_empty());
            filled.map_or(Ok(true), |at| Err(row.error("suppressed", row.cell(at), Expected::Counts)))
        }
        "false" => {
            let count = |at: usize, name| {
                row.cell(at).parse::<u64>().map_err(|_| row.error(name, row.cell(at), Expected::Counts))
            };
            let n = count(4, "n")?;
            if n < Audience::Public.fewest() {
                return Err(row.error("n", row.cell(4), Expected::Counts));
            }
            if is_size {
                let filled = (5..11).find(|at| !row.cell(*at).is_empty());
                return filled.map_or(Ok(false), |at| Err(row.error("n", row.cell(at), Expected::Counts)));
            }
            let parts = [count(5, "more")?, count(6, "same")?, count(7, "less")?];
            let sum = parts.iter().try_fold(0_u64, |sum, part| sum.checked_add(*part));
            // Three roundings by at most half a step each.
            let fits = sum.is_some_and(|sum| sum.abs_diff(n) <= 3 * STEP / 2);
            if !fits || parts.iter().any(|part| part % STEP != 0) {
                return Err(row.error("n", row.cell(4), Expected::Counts));
            }
            for ((at, name), expected) in
                [(8, "estimate"), (9, "low"), (10, "high")].into_iter().zip(estimate(parts[0], n))
            {
                if row.cell(at) != expected {
                    return Err(row.error(name, row.cell(at), Expected::Computed(expected)));
                }
            }
            Ok(false)
        }
        other => Err(row.error("suppressed", other, Expected::Flag)),
    }
}
