//! Ties among projects, and what broke them.

use core::cmp::Ordering;

use crate::ties::{BrokenBy, Contender, Tie};
use crate::{Election, TieOrder};

/// Breaks the ties of an election, and keeps a record.
#[derive(Debug)]
pub(super) struct Contest<'a> {
    election: &'a Election,
    order: &'a TieOrder,
    supporters: &'a [u64],
    pub ties: Vec<Tie>,
}

impl<'a> Contest<'a> {
    pub const fn new(election: &'a Election, order: &'a TieOrder, supporters: &'a [u64]) -> Self {
        Self { election, order, supporters, ties: Vec::new() }
    }

    /// Which of two projects goes first, if the first one had so many more votes; and what tells them apart.
    pub fn compare_with(&self, one: usize, further_votes: u64, other: usize) -> (Ordering, BrokenBy) {
        let contender = |at: usize, further: u64| {
            let project = &self.election.projects[at];
            Contender {
                at,
                id: &project.id,
                cost: &project.cost,
                votes: self.supporters[at].saturating_add(further),
            }
        };
        self.order.compare(&contender(one, further_votes), &contender(other, 0))
    }

    /// Which of two projects goes first.
    pub fn compare(&self, one: usize, other: usize) -> Ordering {
        self.compare_with(one, 0, other).0
    }

    /// Puts tied projects in order, best first, and records the tie if there is more than one.
    pub fn settle(&mut self, round: u32, among: &mut [usize]) {
        if let [_, _, ..] = among {
            among.sort_by(|one, other| self.compare(*one, *other));
            let (_, broken_by) = self.compare_with(among[0], 0, among[1]);
            self.ties.push(Tie { round, among: among.to_vec(), broken_by });
        }
    }
}
