//! Weighting to known margins: what would the participants say together if women, the young, each district had among
//! them the share that they have in the municipality?
//!
//! An officer's internal view, always beside the unweighted figure. Weights never decide a ballot's outcome, and they
//! never leave with the ballots, for they would tell who belongs to which group.
//!
//! - [`weigh`] is the whole way: collapse thin categories, rake, trim, report;
//! - [`rake`] is iterative proportional fitting alone (Deming and Stephan, Annals of Mathematical Statistics 11(4), 1940).
//!   With one margin whose categories are the cells of a known joint distribution it is post-stratification.
//!
//! It works on [`Cell`]s, so it needs no ballots. Only additions, multiplications, divisions and square roots of IEEE 754
//! doubles are used, over cells in one fixed order: the same figures on every machine, whatever order the cells come in.

mod cells;
mod estimate;
mod fit;
mod margin;
#[cfg(test)]
mod tests;

pub use estimate::{Estimate, Total};
pub use fit::{CAP, SWEEPS, TOLERANCE};
pub use margin::{Category, Collapse, Collapsed, Margin, Scale, Thin, collapse, thin};

use cells::Cells;

/// Participants who gave the same answers to the margins' questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// For each margin the place of their category, or nothing where they gave no answer.
    pub categories: Vec<Option<usize>>,
    /// How many they are.
    pub voters: u64,
}

/// Why no weights can be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RakingError {
    /// There is nobody to weigh.
    #[error("there are no participants to weigh")]
    Nobody,
    /// A target is nothing, negative or not a number.
    #[error("margin “{margin}”: the target of “{category}” has to be more than nothing")]
    Target {
        /// The margin.
        margin: String,
        /// The category.
        category: String,
    },
    /// Nobody who took part can stand for the category.
    #[error("margin “{margin}”: nobody of “{category}” took part; put it together with another category")]
    Empty {
        /// The margin.
        margin: String,
        /// The category.
        category: String,
    },
    /// A cell does not fit the margins.
    #[error("cell {0} does not fit the margins")]
    Cell(usize),
}

/// Weights for the cells, and how they came about.
///
/// Deliberately not serialisable: a weight beside a ballot tells who cast it.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighting {
    cells: Cells,
    /// One for each different cell; the mean over the participants is 1.
    weights: Vec<f64>,
    /// What an officer has to know about them.
    pub report: Report,
}

/// How the weights came about and what they cost.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Report {
    /// How many participants were weighed.
    pub voters: u64,
    /// Categories that were put together because they were thin, margin by margin.
    pub collapsed: Vec<Collapse>,
    /// How often all margins were gone through until they fitted, the first time.
    pub sweeps: u32,
    /// Did they fit within [`SWEEPS`]? If not, the answers contradict the margins.
    pub converged: bool,
    /// The cap on a weight, as a multiple of the mean.
    pub cap: f64,
    /// How many participants carry a weight that was cut to the cap.
    pub trimmed_voters: u64,
    /// The largest difference between a category's weighted share and its target, from 0 to 1. Next to nothing unless the
    /// cap stands in the way.
    pub largest_gap: f64,
    /// The smallest weight.
    pub smallest_weight: f64,
    /// The largest weight.
    pub largest_weight: f64,
    /// The effective sample size (Kish): as many equally weighted participants would tell as much.
    pub effective_voters: f64,
    /// The design effect: participants by effective participants, from 1.
    pub design_effect: f64,
}

/// Collapses thin categories, rakes, and trims to [`CAP`] times the mean.
///
/// # Errors
/// When there is nobody, or margins or cells make no sense.
pub fn weigh(margins: &[Margin], cells: &[Cell]) -> Result<Weighting, RakingError> {
    let Collapsed { margins, cells, collapses } = collapse(margins, cells)?;
    let mut weighting = rake(&margins, &cells, CAP)?;
    weighting.report.collapsed = collapses;
    Ok(weighting)
}

/// Rakes to the margins and trims to `cap` times the mean (infinity: no trimming), raking again after each cut.
///
/// # Errors
/// When there is nobody, when nobody stands for a category, or when margins or cells make no sense.
pub fn rake(margins: &[Margin], cells: &[Cell], cap: f64) -> Result<Weighting, RakingError> {
    margin::check(margins, cells)?;
    let cells = Cells::of(cells);
    let fitted = fit::fit(&margin::shares(margins), &cells, cap);
    let effective_voters = estimate::effective(&cells.voters, &fitted.weights).unwrap_or(0.0);
    let voters = cells.voters.iter().sum();
    let fold = |start: f64, pick: fn(f64, f64) -> f64| fitted.weights.iter().copied().fold(start, pick);
    let report = Report {
        voters,
        collapsed: Vec::new(),
        sweeps: fitted.sweeps,
        converged: fitted.converged,
        cap,
        trimmed_voters: fitted.trimmed_voters,
        largest_gap: fitted.largest_gap,
        smallest_weight: fold(f64::INFINITY, f64::min),
        largest_weight: fold(0.0, f64::max),
        effective_voters,
        design_effect: cells::float(voters) / effective_voters,
    };
    Ok(Weighting { cells, weights: fitted.weights, report })
}

impl Weighting {
    /// The weight of each cell, in the order in which the cells were given. For the officer's eyes and never beside ballots.
    pub fn weights(&self) -> Vec<f64> {
        self.cells.place_of.iter().map(|at| self.weights[*at]).collect()
    }
}
