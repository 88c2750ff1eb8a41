//! How much a line's median and mean hang on who happened to come.
//!
//! The double-or-nothing bootstrap (A. B. Owen, D. Eckles, “Bootstrapping data arrays of arbitrary order”, Annals of
//! Applied Statistics 6(3), 2012): in a replicate each ballot counts twice or not at all, by a fair coin. Such weights have
//! mean 1 and variance 1, as those of the ordinary bootstrap nearly do, but each ballot's coin is its own. Of c equal
//! ballots therefore twice as many count as there are ones among c coins, and histograms are all that is needed.
//!
//! Replicate `r` of a line, from 1, takes the [stream](crate::honesty::random) of the published seed for the purpose
//! `line ID r`. For each amount, ascending, the stream gives as many bits as ballots propose it: whole numbers of 64, and
//! of the last one the lowest bits. A replicate in which no ballot is left draws again from where its stream stands. There
//! are no floats: the same figures to the byte everywhere.

use super::AllocationTally;
use super::quantile::quantile;
use super::results::{mean, with_untouched};
use crate::Rational;
use crate::honesty::random::Stream;
use glasno_model::LineId;

/// The number of replicates when nobody asks for another.
pub const REPLICATES: u32 = 500;

/// Between which amounts 95 % of the replicates lie, in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineStability {
    /// The line.
    pub line: LineId,
    /// The range of the median.
    pub median: Range,
    /// The range of the mean.
    pub mean: Range,
}

/// The 2.5 % and the 97.5 % point of the replicates: of 500, the thirteenth from either end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// The lower one.
    pub low: Rational,
    /// The upper one.
    pub high: Rational,
}

impl AllocationTally {
    /// How stable the figures of every line are that citizens may move, in the order of the draft; nothing before the first
    /// ballot or without a replicate.
    pub fn stability(&self, seed: &str, replicates: u32) -> Vec<LineStability> {
        let lines = self.frame.lines().iter().zip(&self.counts.lines).filter(|(line, _)| line.movable);
        lines
            .filter_map(|(line, proposed)| {
                let amounts = with_untouched(line.amount.minor(), proposed, self.ballots());
                let drawn = (1..=replicates).map(|number| replicate(&amounts, seed, &line.id, number));
                let (medians, means): (Vec<_>, Vec<_>) =
                    drawn.collect::<Option<Vec<_>>>()?.into_iter().unzip();
                Some(LineStability { line: line.id.clone(), median: range(medians)?, mean: range(means)? })
            })
            .collect()
    }
}

/// Median and mean of one replicate; nothing where there is no ballot.
fn replicate(amounts: &[(i64, u64)], seed: &str, line: &LineId, number: u32) -> Option<(Rational, Rational)> {
    let mut stream = Stream::new(seed, &format!("line {line} {number}"));
    if amounts.is_empty() {
        return None;
    }
    loop {
        let heads = amounts.iter().map(|(amount, count)| (*amount, heads(&mut stream, *count)));
        let drawn: Vec<(i64, u64)> = heads.filter(|(_, count)| *count > 0).collect();
        // Counting everybody twice changes neither median nor mean, so once is enough.
        if let (Some(median), Some(mean)) = (quantile(&drawn, 1, 2), mean(&drawn)) {
            return Some((median, mean));
        }
    }
}

/// How many of so many fair coins show heads.
fn heads(stream: &mut Stream, coins: u64) -> u64 {
    let whole: u64 = (0..coins / 64).map(|_| u64::from(stream.next_u64().count_ones())).sum();
    match coins % 64 {
        0 => whole,
        rest => whole + u64::from((stream.next_u64() & ((1 << rest) - 1)).count_ones()),
    }
}

/// The same rank from either end, the first not below 2.5 % of the replicates.
fn range(mut values: Vec<Rational>) -> Option<Range> {
    values.sort_unstable_by(crate::division::compare);
    let at = values.len().div_ceil(40).checked_sub(1)?;
    let high = values.get(values.len().checked_sub(at + 1)?)?.clone();
    Some(Range { low: values.swap_remove(at), high })
}
