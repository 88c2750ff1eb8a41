//! The draft as a tree: what stands under which heading, and how much it is together.

use super::{BudgetDraft, GroupId};
use crate::Amount;

/// One heading with what stands under it. Positions count in the draft's own lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The heading above this one.
    pub parent: Option<usize>,
    /// The headings right under it.
    pub groups: Vec<usize>,
    /// The lines right under it.
    pub lines: Vec<usize>,
    /// The sum of all lines under it, at any depth.
    pub total: Amount,
    /// The sum of those that citizens may move.
    pub movable: Amount,
    /// How many lines stand under it, at any depth.
    pub line_count: usize,
}

/// The whole tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// One branch for each group of the draft, in the draft's order.
    pub branches: Vec<Branch>,
    /// The groups at the top.
    pub top: Vec<usize>,
    /// For each line the group that it stands in.
    pub group_of_line: Vec<usize>,
}

impl Outline {
    /// The tree of a draft.
    pub fn of(draft: &BudgetDraft) -> Self {
        let position = |id: &GroupId| draft.groups.iter().position(|group| group.id == *id);
        let mut branches: Vec<Branch> = draft
            .groups
            .iter()
            .map(|group| Branch {
                parent: group.parent.as_ref().and_then(position),
                groups: Vec::new(),
                lines: Vec::new(),
                total: Amount::ZERO,
                movable: Amount::ZERO,
                line_count: 0,
            })
            .collect();
        let top = (0..branches.len()).filter(|group| branches[*group].parent.is_none()).collect();
        for group in 0..branches.len() {
            if let Some(parent) = branches[group].parent {
                branches[parent].groups.push(group);
            }
        }
        let mut outline = Self { branches, top, group_of_line: Vec::with_capacity(draft.lines.len()) };
        let mut group = 0;
        for (line, budget_line) in draft.lines.iter().enumerate() {
            // Lines of one group mostly stand together: the last one's group is tried first.
            if draft.groups.get(group).is_none_or(|last| last.id != budget_line.group) {
                // A draft exists only with every line in a group that is there.
                group = position(&budget_line.group).unwrap_or_default();
            }
            outline.group_of_line.push(group);
            outline.branches[group].lines.push(line);
            outline.add(group, budget_line.amount, budget_line.is_movable());
        }
        outline
    }

    /// A group and all headings above it, from the inside out.
    pub fn with_ancestors(&self, group: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(group), |inner| self.branches.get(*inner)?.parent)
    }

    fn add(&mut self, group: usize, amount: Amount, movable: bool) {
        let mut next = Some(group);
        while let Some(branch) = next.and_then(|group| self.branches.get_mut(group)) {
            // The draft's whole total fits; a partial sum beyond it is kept at the limit.
            branch.total = branch.total.checked_add(amount).unwrap_or(Amount::MAX);
            if movable {
                branch.movable = branch.movable.checked_add(amount).unwrap_or(Amount::MAX);
            }
            branch.line_count += 1;
            next = branch.parent;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::tests::{document, line};
    use crate::draft::{Discretion, Group};
    use crate::{Language, Text};

    #[test]
    fn a_heading_sums_what_stands_under_it_at_any_depth() {
        let mut inner = line("b", Discretion::StateDelegated, 30);
        inner.group = "6-1".parse().unwrap();
        let mut document = document(vec![line("a", Discretion::Local, 500), inner]);
        document.groups.push(Group {
            id: "6-1".parse().unwrap(),
            parent: Some("6".parse().unwrap()),
            code: String::new(),
            name: Text::new(Language::ENGLISH, "Waste"),
        });
        let outline = Outline::of(&document.try_into().unwrap());
        assert_eq!(outline.top, [0]);
        assert_eq!((outline.branches[0].total.minor(), outline.branches[0].movable.minor()), (530, 500));
        assert_eq!((outline.branches[0].line_count, &outline.branches[0].groups), (2, &vec![1]));
        assert_eq!((outline.branches[1].total.minor(), &outline.branches[1].lines), (30, &vec![1]));
        assert_eq!(outline.with_ancestors(1).collect::<Vec<_>>(), [1, 0]);
    }
}
