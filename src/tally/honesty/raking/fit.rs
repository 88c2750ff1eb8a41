//! Iterative proportional fitting, and trimming.

use super::cells::{Cells, float};

/// Raking ends when no factor differs from 1 by this much.
pub const TOLERANCE: f64 = 1e-10;

/// Raking ends after this many times through all margins in any case.
pub const SWEEPS: u32 = 100;

/// The usual cap: nobody speaks for more than five average participants.
pub const CAP: f64 = 5.0;

/// How often weights are cut and raked again. Cutting and raking in turn come closer to a common solution each time, if
/// there is one.
const ROUNDS: u32 = 100;

/// A float's worth of slack, so that a weight at the cap is not cut again and again.
const SLACK: f64 = 1e-9;

pub(super) struct Fitted {
    pub weights: Vec<f64>,
    pub sweeps: u32,
    pub converged: bool,
    pub trimmed_voters: u64,
    pub largest_gap: f64,
}

/// Fits weights to the targets (`targets[margin][category]`, adding up to 1 in each margin).
pub(super) fn fit(targets: &[Vec<f64>], cells: &Cells, cap: f64) -> Fitted {
    // A cap below the mean cannot be kept.
    let cap = cap.max(1.0);
    let mut weights = vec![1.0; cells.voters.len()];
    let (sweeps, converged) = rake(targets, cells, &mut weights);
    scale(cells, &mut weights);
    let mut trimmed = false;
    for _ in 0..ROUNDS {
        if weights.iter().all(|weight| *weight <= cap * (1.0 + SLACK)) {
            break;
        }
        trimmed = true;
        cut(cells, &mut weights, cap);
        rake(targets, cells, &mut weights);
        scale(cells, &mut weights);
    }
    if trimmed {
        // The cap holds in any case, even where the margins then do not.
        cut(cells, &mut weights, cap);
    }
    let at_cap = |weight: f64| trimmed && weight >= cap * (1.0 - SLACK);
    let trimmed_voters = weights
        .iter()
        .zip(&cells.voters)
        .filter(|(weight, _)| at_cap(**weight))
        .map(|(_, voters)| voters)
        .sum();
    let largest_gap = largest_gap(targets, cells, &weights);
    Fitted { weights, sweeps, converged, trimmed_voters, largest_gap }
}

fn rake(targets: &[Vec<f64>], cells: &Cells, weights: &mut [f64]) -> (u32, bool) {
    for sweep in 1..=SWEEPS {
        let mut largest = 0.0_f64;
        for (margin, targets) in targets.iter().enumerate() {
            let current = current(margin, targets.len(), cells, weights);
            let factors: Vec<f64> =
                targets.iter().zip(current).map(|(target, current)| target / current).collect();
            largest = factors.iter().fold(largest, |largest, factor| largest.max((factor - 1.0).abs()));
            for (weight, categories) in weights.iter_mut().zip(&cells.categories) {
                // Who gave no answer is left untouched.
                if let Some(category) = categories[margin] {
                    *weight *= factors[category];
                }
            }
        }
        if largest < TOLERANCE {
            return (sweep, true);
        }
    }
    (SWEEPS, false)
}

/// The weighted share of each category among those who answered.
fn current(margin: usize, categories: usize, cells: &Cells, weights: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; categories];
    for ((weight, voters), cell) in weights.iter().zip(&cells.voters).zip(&cells.categories) {
        if let Some(category) = cell[margin] {
            sums[category] += weight * float(*voters);
        }
    }
    let total: f64 = sums.iter().sum();
    sums.into_iter().map(|sum| sum / total).collect()
}

/// Scales the weights to a mean of 1 over the participants.
fn scale(cells: &Cells, weights: &mut [f64]) {
    let total: f64 = weights.iter().zip(&cells.voters).map(|(weight, voters)| weight * float(*voters)).sum();
    let factor = float(cells.voters.iter().sum()) / total;
    for weight in weights {
        *weight *= factor;
    }
}

/// Cuts weights to the cap and raises the others in proportion, so that the mean stays 1. Needs a cap of at least 1.
fn cut(cells: &Cells, weights: &mut [f64], cap: f64) {
    let total = float(cells.voters.iter().sum());
    // Each round puts at least one more cell at the cap, or is the last.
    for _ in 0..=weights.len() {
        let (mut capped, mut free) = (0.0, 0.0);
        for (weight, voters) in weights.iter_mut().zip(&cells.voters) {
            if *weight >= cap {
                *weight = cap;
                capped += cap * float(*voters);
            } else {
                free += *weight * float(*voters);
            }
        }
        let factor = (total - capped) / free;
        if free <= 0.0 || (factor - 1.0).abs() <= f64::EPSILON {
            return;
        }
        weights.iter_mut().filter(|weight| **weight < cap).for_each(|weight| *weight *= factor);
    }
    for weight in weights {
        *weight = weight.min(cap);
    }
}

fn largest_gap(targets: &[Vec<f64>], cells: &Cells, weights: &[f64]) -> f64 {
    let gaps = targets.iter().enumerate().flat_map(|(margin, targets)| {
        let current = current(margin, targets.len(), cells, weights);
        targets.iter().zip(current).map(|(target, current)| (target - current).abs()).collect::<Vec<_>>()
    });
    gaps.fold(0.0, f64::max)
}
