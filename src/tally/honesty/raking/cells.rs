//! Cells in one fixed order, equal ones together: sums of floats then do not hang on the order in which cells come.

use std::collections::BTreeMap;

use super::Cell;

/// Different cells, sorted by their categories.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cells {
    pub categories: Vec<Vec<Option<usize>>>,
    pub voters: Vec<u64>,
    /// For each cell as it was given, its place here.
    pub place_of: Vec<usize>,
}

impl Cells {
    pub fn of(given: &[Cell]) -> Self {
        let mut sorted: BTreeMap<&[Option<usize>], u64> = BTreeMap::new();
        for cell in given {
            *sorted.entry(&cell.categories).or_default() += cell.voters;
        }
        let places: BTreeMap<&[Option<usize>], usize> =
            sorted.keys().enumerate().map(|(at, categories)| (*categories, at)).collect();
        Self {
            place_of: given.iter().map(|cell| places[cell.categories.as_slice()]).collect(),
            categories: sorted.keys().map(|categories| categories.to_vec()).collect(),
            voters: sorted.into_values().collect(),
        }
    }

    /// Adds up what was given for each cell, in whole numbers.
    pub fn sums<T: Copy + Default + core::ops::AddAssign>(&self, given: impl Iterator<Item = T>) -> Vec<T> {
        let mut sums = vec![T::default(); self.voters.len()];
        for (at, value) in self.place_of.iter().zip(given) {
            sums[*at] += value;
        }
        sums
    }
}

/// A count as a double; exact up to 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "weights are estimates, and counts of people stay below 2⁵³")]
pub(super) const fn float(count: u64) -> f64 {
    count as f64
}
