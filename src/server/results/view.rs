//! What the ballots of a consultation come to, ready to be shown: by the page, the table and the command.

use std::sync::Arc;

use glasno_model::{Amount, BudgetDraft};
use glasno_store::Dimension;
use glasno_tally::{
    Rational,
    allocation::LineResult,
    honesty::{
        Interval,
        raking::{RakingError, Report},
    },
};

/// Below so many ballots no share is shown.
pub const LEAST_BASE: u64 = 10;
/// Below so many ballots a share carries the word “few”.
pub const FEW_BASE: u64 = 30;

/// How much a share of so many ballots can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Footing {
    /// Enough ballots.
    Firm,
    /// From [`LEAST_BASE`] to below [`FEW_BASE`]: shown with a word.
    Few,
    /// Below [`LEAST_BASE`]: not shown.
    TooFew,
}

impl Footing {
    /// What a share of so many ballots can carry.
    pub const fn of(base: u64) -> Self {
        match base {
            0..LEAST_BASE => Self::TooFew,
            LEAST_BASE..FEW_BASE => Self::Few,
            _ => Self::Firm,
        }
    }
}

/// Everything that officers see of the results.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// How many ballots count, whatever they propose.
    pub ballots: u64,
    /// All of them by channel.
    pub channels: Vec<(Category, Option<u64>)>,
    /// The newest version of the draft, then the older ones that a ballot was made on.
    pub drafts: Vec<DraftResults>,
}

/// What the ballots on one version of the draft come to.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftResults {
    /// The draft.
    pub draft: Arc<BudgetDraft>,
    /// How many ballots propose amounts on it. All figures are of these.
    pub ballots: u64,
    /// How many more say something else; they are part of no figure of a line.
    pub silent: u64,
    /// The lines that citizens may move, in the draft's order; none before the first ballot.
    pub lines: Vec<LineResults>,
    /// How the ballots divide, by each dimension in which there is something to divide.
    pub divisions: Vec<Division>,
    /// Weighted figures, where the officer has given margins.
    pub weighted: Option<Result<Weighted, RakingError>>,
}

/// How ballots divide by one dimension. The size of a hidden category is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// What they are divided by.
    pub dimension: Dimension,
    /// Every category that has ballots, in the order in which people see them.
    pub categories: Vec<(Category, Option<u64>)>,
}

/// Whoever gave the same answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// The word of a group or channel, the id of a district.
    Said(String),
    /// Those who did not say.
    NotSaid,
}

/// What the ballots come to on one line.
#[derive(Debug, Clone, PartialEq)]
pub struct LineResults {
    /// The place of the line in the draft.
    pub place: usize,
    /// Its figures.
    pub all: LineResult,
    /// Its part of the people's budget: the division of the money that is nearest to all ballots.
    pub people: Option<Amount>,
    /// The figures of each category that is not hidden, as in [`DraftResults::divisions`].
    pub divided: Vec<Vec<Option<LineResult>>>,
    /// The weighted figures.
    pub weighted: Option<WeightedLine>,
}

/// How the ballots were weighted.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighted {
    /// What it took and what it cost.
    pub report: Report,
}

/// A line's weighted figures. Estimates, not amounts to be paid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedLine {
    /// The mean proposal, in minor units.
    pub mean: f64,
    /// Who wants more than the draft, from 0 to 1.
    pub more: f64,
    /// How stable that is.
    pub interval: Interval,
}

impl LineResults {
    /// What the line would get by the people's budget, or the mean where there is none; in minor units.
    pub fn headline(&self) -> Rational {
        self.people.map_or_else(|| self.all.mean.clone(), minor)
    }

    /// How much that is above the draft, in minor units.
    pub fn change(&self) -> Rational {
        self.headline() - minor(self.all.draft)
    }

    /// How much the mean is above the draft, in minor units.
    pub fn mean_change(&self) -> Rational {
        &self.all.mean - minor(self.all.draft)
    }
}

/// An amount to compute with, in minor units.
pub fn minor(amount: Amount) -> Rational {
    glasno_tally::rational::whole(amount.minor())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_officer_sees_no_share_of_a_handful_of_people() {
        for (base, expected) in [
            (0, Footing::TooFew),
            (9, Footing::TooFew),
            (10, Footing::Few),
            (29, Footing::Few),
            (30, Footing::Firm),
        ] {
            assert_eq!(Footing::of(base), expected, "{base}");
        }
    }
}
