//! `results_lines.csv`: what the proposals come to.

use std::collections::HashMap;

use glasno_model::{Amount, LineId};

use super::audit::Parameters;
use super::count::Count;
use super::lines::{Draft, Line, Lines};
use super::{Csv, decimal, tables};
use crate::allocation::stability::LineStability;
use crate::allocation::{AllocationTally, CommonAllocation, LineResult, Part};
use crate::division::DivisionRule;

/// The table, and how many of its rows are suppressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultsLines {
    /// The file.
    pub csv: String,
    /// Rows of drafts on which too few proposed something.
    pub suppressed: u64,
}

/// The rules that the amounts follow from, by column, for the audit.
pub const RULES: [(&str, DivisionRule); 2] = [
    ("utilitarian_amount", DivisionRule::Utilitarian),
    ("ind_markets_amount", DivisionRule::IndependentMarkets),
];

/// Computes the table. Only lines that citizens could move have a row.
pub fn results_lines(lines: &Lines, parameters: &Parameters, count: &Count) -> ResultsLines {
    let table = tables::results_lines();
    let mut results = ResultsLines { csv: String::new(), suppressed: 0 };
    let mut csv = Csv::new(table.header());
    for (draft, tally) in lines.drafts.iter().zip(&count.tallies) {
        let movable = draft.lines.iter().filter(|line| line.is_movable);
        if tally.ballots() < parameters.least_participants {
            for line in movable {
                suppressed(&mut csv, draft, line, tally.ballots(), table.columns.len());
                results.suppressed += 1;
            }
            continue;
        }
        let figures = Figures::of(tally, parameters, lines.currency.minor_units());
        for (line, result) in movable.zip(tally.results()) {
            figures.row(&mut csv, draft, line, &result);
        }
    }
    results.csv = csv.take();
    results
}

fn suppressed(csv: &mut Csv, draft: &Draft, line: &Line, ballots: u64, columns: usize) {
    csv.cell(&draft.version.to_string());
    csv.cell(&line.cell);
    csv.cell(&ballots.to_string());
    (4..columns).for_each(|_| csv.cell(""));
    csv.cell("true");
    csv.end_row();
}

/// Figures of a draft that are computed for all of its lines together.
struct Figures {
    minor_units: i64,
    common: [HashMap<LineId, Amount>; RULES.len()],
    stability: HashMap<LineId, LineStability>,
}

impl Figures {
    fn of(tally: &AllocationTally, parameters: &Parameters, minor_units: i64) -> Self {
        let by_line = |common: CommonAllocation| common.lines.into_iter().collect();
        // Where no money can be moved there is nothing to divide, and the cells stay empty.
        let common = RULES.map(|(_, rule)| tally.common_allocation(rule).map(by_line).unwrap_or_default());
        let stability = tally.stability(&parameters.seed, parameters.bootstrap.replicates);
        let stability = stability.into_iter().map(|line| (line.line.clone(), line)).collect();
        Self { minor_units, common, stability }
    }

    fn row(&self, csv: &mut Csv, draft: &Draft, line: &Line, result: &LineResult) {
        csv.cell(&draft.version.to_string());
        csv.cell(&line.cell);
        let counts = [result.ballots, result.touched, result.untouched, result.kept];
        let parts = [&result.more, &result.same, &result.less];
        for count in counts.into_iter().chain(parts.map(|part| part.ballots)) {
            csv.cell(&count.to_string());
        }
        for Part { ballots, of, interval } in parts {
            csv.cell(&decimal::rounded(
                &crate::Rational::new((*ballots).into(), (*of).into()),
                decimal::SHARE_DECIMALS,
            ));
            csv.cell(&decimal::of_estimate(interval.low));
            csv.cell(&decimal::of_estimate(interval.high));
        }
        for amount in [&result.mean, &result.median, &result.lower_quartile, &result.upper_quartile] {
            csv.cell(&decimal::of_minor(amount, self.minor_units));
        }
        for common in &self.common {
            csv.cell(
                &common
                    .get(&line.id)
                    .map_or_else(String::new, |it| decimal::of_amount(*it, self.minor_units)),
            );
        }
        let range = self.stability.get(&line.id).map(|line| &line.mean);
        for bound in [range.map(|range| &range.low), range.map(|range| &range.high)] {
            csv.cell(&bound.map_or_else(String::new, |bound| decimal::of_minor(bound, self.minor_units)));
        }
        csv.cell("false");
        csv.end_row();
    }
}
