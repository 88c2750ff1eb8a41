//! Weighted figures, always beside the unweighted ones.

use super::Weighting;
use super::cells::float;
use crate::honesty::suppression::Share;
use crate::honesty::wilson::wilson_effective;

/// What the participants of one cell said about one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// How many of them answered.
    pub voters: u64,
    /// The sum of what they said: how many were for it, or an amount in minor units of currency.
    pub sum: i64,
}

/// A figure without and with weights.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Estimate<T> {
    /// Each participant counts alike.
    pub unweighted: T,
    /// Each participant counts by weight.
    pub weighted: T,
    /// How many answered.
    pub voters: u64,
    /// As many equally weighted participants would tell as much (Kish).
    pub effective_voters: f64,
}

impl Weighting {
    /// The share of those who are for something; `sum` says how many in each cell, in the order in which the cells were
    /// given. Nothing when nobody answered, or when more are for it than answered.
    pub fn share(&self, totals: &[Total]) -> Option<Estimate<Share>> {
        let (means, sum) = self.means(totals)?;
        let successes = u64::try_from(sum).ok()?;
        // Rounding may carry a unanimous answer past the end.
        let weighted = means.weighted.clamp(0.0, 1.0);
        Some(Estimate {
            unweighted: Share::of(successes, means.voters)?,
            weighted: Share {
                share: weighted,
                interval: wilson_effective(weighted, means.effective_voters)?,
            },
            voters: means.voters,
            effective_voters: means.effective_voters,
        })
    }

    /// The mean of a quantity, in its unit. Nothing when nobody answered.
    pub fn mean(&self, totals: &[Total]) -> Option<Estimate<f64>> {
        self.means(totals).map(|(means, _)| means)
    }

    fn means(&self, totals: &[Total]) -> Option<(Estimate<f64>, i128)> {
        if totals.len() != self.cells.place_of.len() {
            return None;
        }
        let voters = self.cells.sums(totals.iter().map(|total| total.voters));
        let sums = self.cells.sums(totals.iter().map(|total| i128::from(total.sum)));
        let effective_voters = effective(&voters, &self.weights)?;
        let (mut weighted, mut weight_of_all) = (0.0, 0.0);
        for ((weight, voters), sum) in self.weights.iter().zip(&voters).zip(&sums) {
            weighted += weight * amount(*sum);
            weight_of_all += weight * float(*voters);
        }
        let (voters, sum) = (voters.iter().sum(), sums.iter().sum());
        let (unweighted, weighted) = (amount(sum) / float(voters), weighted / weight_of_all);
        Some((Estimate { unweighted, weighted, voters, effective_voters }, sum))
    }
}

/// The effective sample size (Σw)² / Σw²; nothing when there is nobody.
pub(super) fn effective(voters: &[u64], weights: &[f64]) -> Option<f64> {
    let (mut sum, mut squares) = (0.0, 0.0);
    for (voters, weight) in voters.iter().zip(weights) {
        sum += float(*voters) * weight;
        squares += float(*voters) * weight * weight;
    }
    (squares > 0.0).then(|| sum * sum / squares)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a mean of money is an estimate here; sums stay below 2⁵³ cents"
)]
const fn amount(sum: i128) -> f64 {
    sum as f64
}
