//! Two attributes at a time: how many people of each group live in each district.
//!
//! The sums of rows and columns are known from the two breakdowns, so hiding the small cells is not enough: a cell that
//! is alone in its row is found by subtraction, and one that is not may still be pressed between the sums of its row and
//! its column. Cells are hidden until each hidden one can, for all that is published, be as large as the threshold, and
//! be anything in a range that is at least as wide. The range is exact: it is found by moving people around circles of
//! hidden cells, which changes no sum (a maximum flow; Gusfield, SIAM J. Computing 17(3), 1988).

use std::collections::VecDeque;

/// A place in a table: row and column.
pub(super) type Place = (usize, usize);

/// Says for each cell whether it is hidden. With every sum of a row or column at least the threshold, and two of each, it
/// always finds a safe choice: to hide all is one.
pub(super) fn protect(cells: &[Vec<u64>], fewest: u64) -> Vec<Vec<bool>> {
    let mut hidden: Vec<Vec<bool>> =
        cells.iter().map(|row| row.iter().map(|cell| *cell < fewest).collect()).collect();
    while let Some(unsafe_place) = first_unsafe(cells, &hidden, fewest) {
        let Some(circle) = cheapest_circle(cells, &hidden, unsafe_place, fewest) else {
            break;
        };
        for (row, column) in circle {
            hidden[row][column] = true;
        }
    }
    hidden
}

fn places(cells: &[Vec<u64>]) -> impl Iterator<Item = Place> {
    cells.iter().enumerate().flat_map(|(row, cells)| (0..cells.len()).map(move |column| (row, column)))
}

/// The smallest hidden cell that can be guessed too well.
fn first_unsafe(cells: &[Vec<u64>], hidden: &[Vec<bool>], fewest: u64) -> Option<Place> {
    let is_unsafe = |(row, column): &Place| {
        hidden[*row][*column] && {
            let (low, high) = range(cells, hidden, (*row, *column));
            high < fewest || high - low < fewest
        }
    };
    places(cells).filter(is_unsafe).min_by_key(|(row, column)| cells[*row][*column])
}

/// The cells to hide so that people can be moved around one more circle through this place: those that make it safe by
/// themselves before those that do not, then those that hide the fewest people.
fn cheapest_circle(
    cells: &[Vec<u64>],
    hidden: &[Vec<bool>],
    (row, column): Place,
    fewest: u64,
) -> Option<[Place; 3]> {
    let circles =
        places(cells).filter(|(other_row, other_column)| *other_row != row && *other_column != column);
    let rated = circles.filter_map(|(other_row, other_column)| {
        let circle = [(row, other_column), (other_row, column), (other_row, other_column)];
        let new = || circle.into_iter().filter(|(row, column)| !hidden[*row][*column]);
        new().next()?;
        let [first, second, opposite] = circle.map(|(row, column)| cells[row][column]);
        let (up, down) = (first.min(second), cells[row][column].min(opposite));
        let is_enough = cells[row][column] + up >= fewest && up + down >= fewest;
        let people: u64 = new().map(|(row, column)| cells[row][column]).sum();
        Some(((!is_enough, people), circle))
    });
    rated.min_by_key(|(rating, _)| *rating).map(|(_, circle)| circle)
}

/// The least and the most that a hidden cell can be, for all that is published: the sums of rows and columns, the cells
/// that are not hidden, and that nobody counts less than nothing.
pub(super) fn range(cells: &[Vec<u64>], hidden: &[Vec<bool>], place: Place) -> (u64, u64) {
    let (row, column) = place;
    let value = cells[row][column];
    // To raise the cell, people go around from its column to its row; to lower it, from its row to its column.
    let raised =
        Circles::new(cells, hidden, place).move_people(Node::Column(column), Node::Row(row), u64::MAX);
    let lowered = Circles::new(cells, hidden, place).move_people(Node::Row(row), Node::Column(column), value);
    (value - lowered, value + raised)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    Row(usize),
    Column(usize),
}

/// Hidden cells, all but one, as ways between rows and columns: from row to column a cell grows, without limit; from
/// column to row it shrinks, down to nothing.
struct Circles<'a> {
    cells: Vec<Vec<u64>>,
    hidden: &'a [Vec<bool>],
    except: Place,
}

impl<'a> Circles<'a> {
    fn new(cells: &[Vec<u64>], hidden: &'a [Vec<bool>], except: Place) -> Self {
        Self { cells: cells.to_vec(), hidden, except }
    }

    /// Moves as many people as go from one node to the other, at most `limit`, along shortest ways (Edmonds and Karp).
    fn move_people(&mut self, from: Node, to: Node, limit: u64) -> u64 {
        let mut moved = 0;
        while moved < limit {
            let Some(way) = self.shortest_way(from, to) else {
                break;
            };
            let room = way.iter().map(|(from, to)| self.room(*from, *to)).fold(limit - moved, u64::min);
            for (from, to) in way {
                match (from, to) {
                    (Node::Row(row), Node::Column(column)) => self.cells[row][column] += room,
                    (Node::Column(column), Node::Row(row)) => self.cells[row][column] -= room,
                    _ => {}
                }
            }
            moved += room;
        }
        moved
    }

    fn room(&self, from: Node, to: Node) -> u64 {
        let ((Node::Row(row), Node::Column(column)) | (Node::Column(column), Node::Row(row))) = (from, to)
        else {
            return 0;
        };
        match from {
            _ if !self.hidden[row][column] || (row, column) == self.except => 0,
            Node::Row(_) => u64::MAX,
            Node::Column(_) => self.cells[row][column],
        }
    }

    fn shortest_way(&self, from: Node, to: Node) -> Option<Vec<(Node, Node)>> {
        let (rows, columns) = (self.cells.len(), self.cells.first().map_or(0, Vec::len));
        let nodes: Vec<Node> = (0..rows).map(Node::Row).chain((0..columns).map(Node::Column)).collect();
        let mut steps: Vec<(Node, Node)> = Vec::new();
        let mut waiting = VecDeque::from([from]);
        while let Some(here) = waiting.pop_front() {
            for next in &nodes {
                let is_known = *next == from || steps.iter().any(|(_, reached)| reached == next);
                if is_known || self.room(here, *next) == 0 {
                    continue;
                }
                steps.push((here, *next));
                waiting.push_back(*next);
            }
        }
        let mut way = Vec::new();
        let mut end = to;
        while end != from {
            let step = steps.iter().find(|(_, reached)| *reached == end)?;
            way.push(*step);
            end = step.0;
        }
        Some(way)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_small_cell_takes_three_others_with_it() {
        let cells = [vec![3, 40, 60], vec![50, 30, 70], vec![80, 90, 20]].to_vec();
        let hidden = protect(&cells, 10);
        assert_eq!(hidden, [vec![true, true, false], vec![true, true, false], vec![false; 3]]);
        assert_eq!(range(&cells, &hidden, (0, 0)), (0, 43));
    }

    #[test]
    fn a_cell_between_tight_sums_needs_more_than_a_square() {
        // With the zeros hidden as well, a square of 0, 0, 0 and 50 would leave each zero a zero.
        let cells = [vec![0, 0, 50], vec![0, 12, 40], vec![60, 45, 30]].to_vec();
        let hidden = protect(&cells, 10);
        for place in places(&cells).filter(|(row, column)| hidden[*row][*column]) {
            let (low, high) = range(&cells, &hidden, place);
            assert!(high >= 10 && high - low >= 10, "{place:?}: {low} to {high}");
        }
    }

    #[test]
    fn where_everybody_is_many_nothing_is_hidden() {
        assert_eq!(protect(&[vec![10, 40], vec![50, 30]], 10), [[false; 2]; 2]);
    }

    /// Every table with these sums and these shown cells.
    fn possible_tables(cells: &[Vec<u64>], hidden: &[Vec<bool>]) -> Vec<Vec<u64>> {
        let order: Vec<Place> = places(cells).filter(|(row, column)| hidden[*row][*column]).collect();
        let mut rows = vec![0; cells.len()];
        let mut columns = vec![0; cells[0].len()];
        for (row, column) in &order {
            rows[*row] += cells[*row][*column];
            columns[*column] += cells[*row][*column];
        }
        let (mut found, mut guess) = (Vec::new(), Vec::new());
        search(&order, &mut rows, &mut columns, &mut guess, &mut found);
        found
    }

    fn search(
        order: &[Place],
        rows: &mut [u64],
        columns: &mut [u64],
        guess: &mut Vec<u64>,
        found: &mut Vec<Vec<u64>>,
    ) {
        let Some((row, column)) = order.get(guess.len()).copied() else {
            if rows.iter().chain(columns.iter()).all(|rest| *rest == 0) {
                found.push(guess.clone());
            }
            return;
        };
        for value in 0..=rows[row].min(columns[column]) {
            rows[row] -= value;
            columns[column] -= value;
            guess.push(value);
            search(order, rows, columns, guess, found);
            guess.pop();
            rows[row] += value;
            columns[column] += value;
        }
    }

    fn table(largest: u64) -> impl Strategy<Value = Vec<Vec<u64>>> {
        (2_usize..4, 2_usize..4).prop_flat_map(move |(rows, columns)| {
            prop::collection::vec(prop::collection::vec(0..=largest, columns), rows)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(80))]

        #[test]
        fn the_range_is_what_one_finds_who_tries_every_table(
            cells in table(3), mask in prop::collection::vec(any::<bool>(), 9),
        ) {
            let mask: Vec<Vec<bool>> = cells.iter().enumerate()
                .map(|(row, cells)| (0..cells.len()).map(|column| mask[row * 3 + column]).collect()).collect();
            let tables = possible_tables(&cells, &mask);
            for (at, place) in places(&cells).filter(|(row, column)| mask[*row][*column]).enumerate() {
                let values = || tables.iter().map(|table| table[at]);
                prop_assert_eq!(range(&cells, &mask, place), (values().min().unwrap(), values().max().unwrap()));
            }
        }

        #[test]
        fn every_hidden_cell_could_be_many_and_anything_in_a_wide_range(cells in table(40), small in table(12)) {
            for cells in [cells, small] {
                let sums = |cells: &[Vec<u64>]| cells.iter().map(|row| row.iter().sum()).collect::<Vec<u64>>();
                let turned: Vec<Vec<u64>> =
                    (0..cells[0].len()).map(|column| cells.iter().map(|row| row[column]).collect()).collect();
                // The breakdowns see to it that no sum is small.
                if sums(&cells).into_iter().chain(sums(&turned)).any(|sum| sum < 10) {
                    continue;
                }
                let hidden = protect(&cells, 10);
                for (row, column) in places(&cells) {
                    if hidden[row][column] {
                        let (low, high) = range(&cells, &hidden, (row, column));
                        prop_assert!(high >= 10 && high - low >= 10, "{} to {}", low, high);
                    } else {
                        prop_assert!(cells[row][column] >= 10);
                    }
                }
            }
        }
    }
}
