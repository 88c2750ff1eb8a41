//! The figures of each line.

use glasno_model::{Amount, LineId};

use super::AllocationTally;
use super::class::{Class, ClassCount};
use super::frame::FrameLine;
use super::histogram::Histogram;
use super::quantile::quantile;
use crate::Rational;
use crate::honesty::wilson::{Interval, wilson};

/// What the ballots come to for one line that citizens may move. Amounts are in minor units.
#[derive(Debug, Clone, PartialEq)]
pub struct LineResult {
    /// The line.
    pub line: LineId,
    /// Its amount in the draft.
    pub draft: Amount,
    /// How many ballots were counted; at least one.
    pub ballots: u64,
    /// How many of them name the line.
    pub touched: u64,
    /// How many do not: they left it as it is without saying so.
    pub untouched: u64,
    /// How many name it with the draft's own amount: kept on purpose.
    pub kept: u64,
    /// Those who want more.
    pub more: Part,
    /// Those who want the same: kept and untouched together.
    pub same: Part,
    /// Those who want less.
    pub less: Part,
    /// The mean amount, untouched ballots with the draft's.
    pub mean: Rational,
    /// The amount that a quarter of the ballots does not exceed; see [`super::quantile`] for the convention of all three.
    pub lower_quartile: Rational,
    /// The amount in the middle.
    pub median: Rational,
    /// The amount that three quarters of the ballots do not exceed.
    pub upper_quartile: Rational,
    /// How many ballots propose how much change.
    pub classes: Vec<ClassCount>,
}

/// A part of the ballots.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// How many.
    pub ballots: u64,
    /// Of how many; at least one.
    pub of: u64,
    /// Wilson's interval at 95 %: how much the share would move if other, similar citizens had come.
    pub interval: Interval,
}

impl Part {
    fn new(ballots: u64, of: u64) -> Option<Self> {
        Some(Self { ballots, of, interval: wilson(ballots, of)? })
    }

    /// The share, exactly.
    pub fn share(&self) -> Rational {
        Rational::new(self.ballots.into(), self.of.into())
    }
}

impl AllocationTally {
    /// The figures of every line that citizens may move, in the order of the draft; nothing before the first ballot.
    pub fn results(&self) -> Vec<LineResult> {
        let lines = self.frame.lines().iter().zip(&self.counts.lines).filter(|(line, _)| line.movable);
        lines.filter_map(|(line, proposed)| result(line, proposed, self.ballots())).collect()
    }

    /// The figures of one line; nothing before the first ballot, for a line that citizens cannot move, and where the draft
    /// has no such line.
    pub fn result(&self, line: &LineId) -> Option<LineResult> {
        let mut lines = self.frame.lines().iter().zip(&self.counts.lines);
        let (line, proposed) = lines.find(|(known, _)| known.id == *line && known.movable)?;
        result(line, proposed, self.ballots())
    }
}

/// The amounts of all ballots, ascending; the untouched ones count with the draft's.
pub(super) fn with_untouched(draft: i64, proposed: &Histogram, ballots: u64) -> Vec<(i64, u64)> {
    let mut all = proposed.ascending();
    let touched: u64 = all.iter().map(|(_, count)| count).sum();
    let untouched = ballots.saturating_sub(touched);
    if untouched > 0 {
        match all.binary_search_by_key(&draft, |(amount, _)| *amount) {
            Ok(at) => all[at].1 += untouched,
            Err(at) => all.insert(at, (draft, untouched)),
        }
    }
    all
}

/// The mean of amounts with their counts; nothing where nothing was counted.
pub(super) fn mean(amounts: &[(i64, u64)]) -> Option<Rational> {
    let count: u64 = amounts.iter().map(|(_, count)| count).sum();
    // Amounts are below 2⁵³ and ballots below 2⁶⁴: the sum stays below 2¹²⁷.
    let sum: i128 = amounts.iter().map(|(amount, count)| i128::from(*amount) * i128::from(*count)).sum();
    (count > 0).then(|| Rational::new(sum.into(), count.into()))
}

fn result(line: &FrameLine, proposed: &Histogram, ballots: u64) -> Option<LineResult> {
    let draft = line.amount.minor();
    let touched = proposed.total();
    let all = with_untouched(draft, proposed, ballots);
    let count = |wanted: &dyn Fn(i64) -> bool| -> u64 {
        all.iter().filter(|(amount, _)| wanted(*amount)).map(|(_, count)| count).sum()
    };
    let in_class = |class: Class| class.counted(count(&|amount| Class::of(draft, amount) == class));
    let part = |ballots_of_part| Part::new(ballots_of_part, ballots);
    Some(LineResult {
        line: line.id.clone(),
        draft: line.amount,
        ballots,
        touched,
        untouched: ballots - touched,
        kept: proposed.count(draft),
        more: part(count(&|amount| amount > draft))?,
        same: part(count(&|amount| amount == draft))?,
        less: part(count(&|amount| amount < draft))?,
        mean: mean(&all)?,
        lower_quartile: quantile(&all, 1, 4)?,
        median: quantile(&all, 1, 2)?,
        upper_quartile: quantile(&all, 3, 4)?,
        classes: Class::all().map(in_class).collect(),
    })
}
