//! In which order headings and lines stand.

use leptos::prelude::{Get as _, WithValue as _};

use super::Visit;

/// The order that the citizen chose. Kept as a number, because one more kind of signal would cost every citizen code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As in the draft.
    Draft,
    /// The largest amount first.
    Size,
    /// What the citizen changed most first.
    Change,
}

impl Order {
    /// All of them, as they are offered.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Size, Self::Change];

    /// The order of this number; the draft's where there is none.
    pub fn of(number: u32) -> Self {
        let found = Self::ALL.into_iter().find(|order| *order as u32 == number);
        found.unwrap_or(Self::Draft)
    }

    fn arrange(self, items: &mut [usize], size: &dyn Fn(usize) -> i64, change: &dyn Fn(usize) -> i64) {
        match self {
            Self::Draft => {}
            Self::Size => heaviest_first(items, size),
            Self::Change => heaviest_first(items, &|item| change(item).saturating_abs()),
        }
    }
}

impl Visit {
    /// Puts headings into the order that the citizen chose. An order by change stays until it is chosen anew or the
    /// list is opened again: nothing moves away under somebody's fingers.
    pub fn order_groups(self, groups: &mut [usize]) {
        let order = Order::of(self.order.get());
        self.facts(|facts| {
            self.work.with_value(|work| {
                let size =
                    |group: usize| facts.outline.branches.get(group).map_or(0, |branch| branch.total.minor());
                let change = |group: usize| work.headings.get(group).map_or(0, |heading| heading.difference);
                order.arrange(groups, &size, &change);
            });
        });
    }

    /// The same for lines.
    pub fn order_lines(self, lines: &mut [usize]) {
        let order = Order::of(self.order.get());
        self.facts(|facts| {
            self.work.with_value(|work| {
                let size = |line: usize| facts.line(line).map_or(0, |line| line.amount.minor());
                let change = |line: usize| work.proposal.amount(&facts.draft, line).minor() - size(line);
                order.arrange(lines, &size, &change);
            });
        });
    }
}

/// Puts the heaviest first; what weighs alike keeps its order.
///
/// A heap by hand: the standard sort would cost every citizen eight kilobytes of code.
pub fn heaviest_first(items: &mut [usize], weight: &dyn Fn(usize) -> i64) {
    // The lightest, and of those the last, stands on top of the heap and goes to the end.
    let mut heap: Vec<(i64, usize, usize)> =
        items.iter().enumerate().map(|(place, item)| (weight(*item), usize::MAX - place, *item)).collect();
    for root in (0..heap.len() / 2).rev() {
        sink(&mut heap, root);
    }
    for end in (0..heap.len()).rev() {
        heap.swap(0, end);
        items[end] = heap[end].2;
        heap.truncate(end);
        sink(&mut heap, 0);
    }
}

fn sink(heap: &mut [(i64, usize, usize)], mut root: usize) {
    loop {
        let mut least = root;
        for child in [2 * root + 1, 2 * root + 2] {
            if heap.get(child).is_some_and(|child| *child < heap[least]) {
                least = child;
            }
        }
        if least == root {
            return;
        }
        heap.swap(root, least);
        root = least;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(weights: &[i64]) {
        let mut items: Vec<usize> = (0..weights.len()).collect();
        heaviest_first(&mut items, &|item| weights[item]);
        let mut expected: Vec<usize> = (0..weights.len()).collect();
        expected.sort_by_key(|item| std::cmp::Reverse(weights[*item]));
        assert_eq!(items, expected, "{weights:?}");
    }

    #[test]
    fn the_heaviest_stands_first_and_equals_keep_their_places() {
        check(&[]);
        check(&[5]);
        check(&[1, 1, 1, 1]);
        check(&[3, 9, -4, 9, 0, 3]);
        let mut state = 1_i64;
        let many: Vec<i64> = std::iter::repeat_with(|| {
            state = (state * 75 + 74) % 65_537;
            state % 40
        })
        .take(500)
        .collect();
        check(&many);
    }

    #[test]
    fn a_number_that_names_no_order_leaves_the_draft_as_it_is() {
        assert_eq!(Order::of(2), Order::Change);
        assert_eq!(Order::of(7), Order::Draft);
    }
}
