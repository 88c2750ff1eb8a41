//! Two ways to solve: exactly, and with bounds.

use super::system::{Equation, System};

impl System {
    /// The unknowns that the equations alone determine: Gaussian elimination over a field of 2⁶¹ − 1 elements, where
    /// nothing is rounded.
    pub fn solved(&self) -> Vec<usize> {
        const PRIME: u128 = (1 << 61) - 1;
        let invert = |value: u128| {
            let (mut result, mut base, mut exponent) = (1, value, PRIME - 2);
            while exponent > 0 {
                if exponent & 1 == 1 {
                    result = result * base % PRIME;
                }
                base = base * base % PRIME;
                exponent >>= 1;
            }
            result
        };
        let row = |equation: &Equation| {
            let mut row = vec![0_u128; self.unknowns.len()];
            equation.plus.iter().for_each(|at| row[*at] = 1);
            equation.minus.iter().for_each(|at| row[*at] = PRIME - 1);
            row
        };
        let mut rows: Vec<Vec<u128>> = self.equations.iter().map(row).collect();
        let mut done = 0;
        for column in 0..self.unknowns.len() {
            let Some(pivot) = (done..rows.len()).find(|at| rows[*at][column] != 0) else { continue };
            rows.swap(done, pivot);
            let inverse = invert(rows[done][column]);
            rows[done].iter_mut().for_each(|value| *value = *value * inverse % PRIME);
            let pivot_row = rows[done].clone();
            for (at, row) in rows.iter_mut().enumerate() {
                let factor = PRIME - row[column];
                if at != done && row[column] != 0 {
                    row.iter_mut()
                        .zip(&pivot_row)
                        .for_each(|(value, pivot)| *value = (*value + factor * pivot) % PRIME);
                }
            }
            done += 1;
        }
        let single = |row: &Vec<u128>| {
            let mut places = (0..row.len()).filter(|at| row[*at] != 0);
            places.next().filter(|_| places.next().is_none())
        };
        rows.iter().filter_map(single).collect()
    }

    /// The least and the most that each unknown can be: bounds are carried from equation to equation until none moves.
    pub fn bounds(&self, people: usize) -> Vec<(i128, i128)> {
        let mut bounds = vec![(0, people as i128); self.unknowns.len()];
        let mut moves = true;
        while moves {
            moves = false;
            for equation in &self.equations {
                let terms = || {
                    equation.plus.iter().map(|at| (*at, 1)).chain(equation.minus.iter().map(|at| (*at, -1)))
                };
                let ends = |(at, sign): (usize, i128)| {
                    let (low, high) = bounds[at];
                    if sign > 0 { (low, high) } else { (-high, -low) }
                };
                let (low, high) = terms().map(ends).fold((0, 0), |sum, end| (sum.0 + end.0, sum.1 + end.1));
                let tightened: Vec<_> = terms()
                    .map(|(at, sign)| {
                        let (own_low, own_high) = ends((at, sign));
                        let (low, high) = (equation.is - (high - own_high), equation.is - (low - own_low));
                        (at, if sign > 0 { (low, high) } else { (-high, -low) })
                    })
                    .collect();
                for (at, (low, high)) in tightened {
                    let tighter = (bounds[at].0.max(low), bounds[at].1.min(high));
                    moves |= tighter != bounds[at];
                    bounds[at] = tighter;
                }
            }
        }
        bounds
    }
}
