//! Who stands in whom. Without recursion: a file may nest as deep as it has rows.

use std::collections::BTreeMap;

use super::Kind;
use super::rows::Entry;

/// The tree of a table's rows, by their positions.
pub(super) struct Tree {
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    /// Every row after its parent, in the order of the file within each parent.
    order: Vec<usize>,
}

impl Tree {
    /// Finds every row's parent. `refuse` hears of rows whose parent is not there or that stand in a circle.
    pub(super) fn of<'e, 'a>(entries: &'e [Entry<'a>], mut refuse: impl FnMut(&'e Entry<'a>, Kind)) -> Self {
        let positions: BTreeMap<&str, usize> =
            entries.iter().enumerate().rev().map(|(at, entry)| (entry.id.as_str(), at)).collect();
        let mut parents = vec![None; entries.len()];
        let mut children = vec![Vec::new(); entries.len()];
        let mut top = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            match positions.get(entry.parent.as_str()) {
                _ if entry.parent.is_empty() => top.push(at),
                Some(parent) => {
                    parents[at] = Some(*parent);
                    children[*parent].push(at);
                }
                None => refuse(entry, Kind::UnknownParent(entry.parent.clone())),
            }
        }
        let mut tree = Self { parents, children, order: Vec::with_capacity(entries.len()) };
        tree.walk(top);
        // Rows below a row whose parent is unknown are not reached either, but their mistake is that row's.
        if tree.order.len() < entries.len() {
            tree.circles(entries, refuse);
        }
        tree
    }

    fn walk(&mut self, top: Vec<usize>) {
        let mut waiting: Vec<usize> = top.into_iter().rev().collect();
        while let Some(at) = waiting.pop() {
            self.order.push(at);
            waiting.extend(self.children[at].iter().rev());
        }
    }

    /// Each row that is among its own ancestors.
    fn circles<'e, 'a>(&self, entries: &'e [Entry<'a>], mut refuse: impl FnMut(&'e Entry<'a>, Kind)) {
        // 0: not seen, otherwise the number of the walk that saw it first.
        let mut seen = vec![0_usize; entries.len()];
        for start in 0..entries.len() {
            let mut at = Some(start);
            while let Some(here) = at.filter(|here| seen[*here] == 0) {
                seen[here] = start + 1;
                at = self.parents[here];
            }
            // The walk ended on a row of its own: from there the circle goes round once.
            let Some(first) = at.filter(|here| seen[*here] == start + 1) else { continue };
            let mut here = first;
            loop {
                refuse(&entries[here], Kind::ParentLoop(entries[here].id.clone()));
                let Some(next) = self.parents[here].filter(|next| *next != first) else { break };
                here = next;
            }
        }
    }

    pub(super) fn in_reading_order(&self) -> impl Iterator<Item = usize> {
        self.order.iter().copied()
    }

    pub(super) fn parent(&self, at: usize) -> Option<usize> {
        self.parents[at]
    }

    pub(super) fn is_group(&self, at: usize) -> bool {
        !self.children[at].is_empty()
    }

    pub(super) fn groups(&self) -> impl Iterator<Item = usize> {
        self.in_reading_order().filter(|at| self.is_group(*at))
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = usize> {
        self.in_reading_order().filter(|at| !self.is_group(*at))
    }

    pub(super) fn has_lines_at_the_top(&self) -> bool {
        self.lines().any(|at| self.parents[at].is_none())
    }

    /// The sum of the lines below each row; for a line, its own amount.
    pub(super) fn sums(&self, amount: impl Fn(usize) -> i128) -> Vec<i128> {
        let mut sums = vec![0; self.parents.len()];
        for at in self.order.iter().rev().copied() {
            if !self.is_group(at) {
                sums[at] = amount(at);
            }
            if let Some(parent) = self.parents[at] {
                sums[parent] += sums[at];
            }
        }
        sums
    }
}
