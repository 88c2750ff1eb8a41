//! Weighted figures beside the unweighted ones. The weights themselves stay in here.

use std::collections::BTreeMap;

use glasno_store::{Dimension, Margin};
use glasno_tally::{
    allocation::{AllocationTally, Cell, Tallies, histogram::Histogram},
    honesty::raking::{self, RakingError, Scale, Total},
};

use super::view::{LineResults, Weighted, WeightedLine};

/// Weighs the ballots on a version of the draft to the margins, and gives each line its weighted figures. Nothing where
/// there are no margins or no ballots.
pub fn weigh(
    tallies: &Tallies,
    version: u32,
    margins: &[Margin],
    lines: &mut [LineResults],
) -> Option<Result<Weighted, RakingError>> {
    if margins.is_empty() || lines.is_empty() {
        return None;
    }
    let parts: BTreeMap<Vec<Option<usize>>, AllocationTally> =
        tallies.broken_down(version, |cell| Some(margins.iter().map(|margin| place(cell, margin)).collect()));
    let cells: Vec<raking::Cell> = parts
        .iter()
        .map(|(categories, part)| raking::Cell { categories: categories.clone(), voters: part.ballots() })
        .collect();
    let known: Vec<raking::Margin> = margins.iter().map(known).collect();
    let weighting = match raking::weigh(&known, &cells) {
        Ok(weighting) => weighting,
        Err(error) => return Some(Err(error)),
    };
    for line in lines {
        let counts: Vec<Counts> = parts.values().map(|part| Counts::of(part, line)).collect();
        let totals = |sum: fn(&Counts) -> i64| -> Vec<Total> {
            counts.iter().map(|counts| Total { voters: counts.voters, sum: sum(counts) }).collect()
        };
        let change = weighting.mean(&totals(|counts| counts.change));
        let more = weighting.share(&totals(|counts| counts.more));
        line.weighted = change.zip(more).map(|(change, more)| WeightedLine {
            mean: float(line.all.draft.minor()) + change.weighted,
            more: more.weighted.share,
            interval: more.weighted.interval,
        });
    }
    Some(Ok(Weighted { report: weighting.report }))
}

/// What one cell says about one line.
struct Counts {
    voters: u64,
    /// By how much its proposals differ from the draft together, in minor units.
    change: i64,
    /// How many want more.
    more: i64,
}

impl Counts {
    fn of(part: &AllocationTally, line: &LineResults) -> Self {
        let draft = line.all.draft.minor();
        let proposed = part.proposed(&line.all.line).map(Histogram::ascending).unwrap_or_default();
        let (mut change, mut more) = (0_i128, 0_u64);
        for (amount, ballots) in proposed {
            change += i128::from(amount - draft) * i128::from(ballots);
            more += if amount > draft { ballots } else { 0 };
        }
        Self {
            voters: part.ballots(),
            // A thousand million ballots with a thousand million each would not fit; nobody has so much money.
            change: i64::try_from(change).unwrap_or(if change < 0 { i64::MIN } else { i64::MAX }),
            more: i64::try_from(more).unwrap_or(i64::MAX),
        }
    }
}

fn known(margin: &Margin) -> raking::Margin {
    let category = |(name, share): (&str, glasno_store::Share)| raking::Category {
        name: name.to_owned(),
        target: share.as_f64(),
    };
    raking::Margin {
        name: margin.dimension().code().to_owned(),
        scale: Scale::Nominal,
        categories: margin.shares().map(category).collect(),
    }
}

/// The place of a cell's category in a margin; nothing where they did not say, or said what the margin does not name.
fn place(cell: &Cell, margin: &Margin) -> Option<usize> {
    let said = match margin.dimension() {
        Dimension::Channel => cell.channel.code(),
        Dimension::Group => cell.respondent.group?.code(),
        Dimension::District => cell.respondent.district.as_ref()?.as_str(),
    };
    margin.shares().position(|(category, _)| category == said)
}

#[expect(clippy::cast_precision_loss, reason = "a weighted mean is an estimate; amounts stay below 2⁵³")]
const fn float(amount: i64) -> f64 {
    amount as f64
}
