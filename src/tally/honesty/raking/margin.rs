//! Known margins, and categories that are too thin to weigh by.

use super::{Cell, RakingError};

/// What is known about the whole municipality: how it divides by one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// The question, such as “age”.
    pub name: String,
    /// Whether neighbouring categories resemble each other.
    pub scale: Scale,
    /// Its categories with their targets.
    pub categories: Vec<Category>,
}

/// Whether neighbouring categories resemble each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Like ages: a thin category goes together with a neighbour.
    Ordered,
    /// Like districts: a thin category goes together with the smallest other one.
    Nominal,
}

/// A category and how much of the municipality it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Category {
    /// Its name, such as “18–44”.
    pub name: String,
    /// A share, a percentage or a number of people: only the proportions within a margin count. More than 0, at most 10¹².
    pub target: f64,
}

/// A category that is too thin to weigh by: fewer than 10 participants, or less than 5 % of those who answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thin {
    /// Place of the margin.
    pub margin: usize,
    /// Place of the category in it.
    pub category: usize,
    /// How many participants it has.
    pub voters: u64,
    /// How many answered the margin's question.
    pub answered: u64,
}

/// Categories of a margin that were put together.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Collapse {
    /// The margin's name.
    pub margin: String,
    /// The names of the categories that became one, group by group.
    pub together: Vec<Vec<String>>,
    /// All became one, so the margin tells nothing and was left out.
    pub left_out: bool,
}

/// More people than there are; a larger target is a mistake, and sums of such would overflow.
const LARGEST_TARGET: f64 = 1e12;

/// Margins and cells without thin categories.
#[derive(Debug, Clone, PartialEq)]
pub struct Collapsed {
    /// The margins that are left.
    pub margins: Vec<Margin>,
    /// The cells, as many and in the same order as before.
    pub cells: Vec<Cell>,
    /// What was put together or left out.
    pub collapses: Vec<Collapse>,
}

const fn is_thin(voters: u64, answered: u64) -> bool {
    voters < 10 || voters.saturating_mul(20) < answered
}

/// The categories that are too thin to weigh by.
///
/// # Errors
/// When cells do not fit the margins.
pub fn thin(margins: &[Margin], cells: &[Cell]) -> Result<Vec<Thin>, RakingError> {
    fits(margins, cells)?;
    let of_margin = |(margin, known): (usize, &Margin)| {
        let counts = counts(margin, known.categories.len(), cells);
        let answered = counts.iter().sum();
        let thin = |(category, voters)| Thin { margin, category, voters, answered };
        counts
            .into_iter()
            .enumerate()
            .map(thin)
            .filter(|thin| is_thin(thin.voters, answered))
            .collect::<Vec<_>>()
    };
    Ok(margins.iter().enumerate().flat_map(of_margin).collect())
}

/// Puts thin categories together with others until none is left, the thinnest first; a margin of which one category
/// remains is left out. Says what was done.
///
/// # Errors
/// When a target is not more than nothing, or cells do not fit the margins.
pub fn collapse(margins: &[Margin], cells: &[Cell]) -> Result<Collapsed, RakingError> {
    targets(margins)?;
    fits(margins, cells)?;
    let (mut kept, mut maps, mut collapses) = (Vec::new(), Vec::new(), Vec::new());
    for (at, margin) in margins.iter().enumerate() {
        let groups = groups(margin, counts(at, margin.categories.len(), cells));
        let left_out = groups.len() < 2;
        let names = |group: &Vec<usize>| -> Vec<String> {
            group.iter().map(|category| margin.categories[*category].name.clone()).collect()
        };
        let together: Vec<_> = groups.iter().filter(|group| group.len() > 1).map(names).collect();
        if left_out || !together.is_empty() {
            collapses.push(Collapse { margin: margin.name.clone(), together, left_out });
        }
        if left_out {
            continue;
        }
        let category = |group: &Vec<usize>| Category {
            name: names(group).join(" + "),
            target: group.iter().map(|category| margin.categories[*category].target).sum(),
        };
        kept.push(Margin { categories: groups.iter().map(category).collect(), ..margin.clone() });
        maps.push((at, groups));
    }
    let of_cell = |cell: &Cell| Cell {
        voters: cell.voters,
        categories: maps
            .iter()
            .map(|(margin, groups)| {
                let category = cell.categories[*margin]?;
                groups.iter().position(|group| group.contains(&category))
            })
            .collect(),
    };
    Ok(Collapsed { margins: kept, cells: cells.iter().map(of_cell).collect(), collapses })
}

/// Which categories belong together so that none is thin; each group ascending, the groups by their first.
fn groups(margin: &Margin, counts: Vec<u64>) -> Vec<Vec<usize>> {
    let answered: u64 = counts.iter().sum();
    let mut groups: Vec<(Vec<usize>, u64)> =
        counts.into_iter().enumerate().map(|(category, voters)| (vec![category], voters)).collect();
    loop {
        let thinnest = (0..groups.len()).min_by_key(|at| groups[*at].1);
        let Some(thinnest) = thinnest.filter(|at| groups.len() > 1 && is_thin(groups[*at].1, answered))
        else {
            groups.sort();
            return groups.into_iter().map(|(group, _)| group).collect();
        };
        let (group, voters) = groups.remove(thinnest);
        // Without the removed one, its neighbours stand at the places before and at it.
        let partners = match margin.scale {
            Scale::Ordered => thinnest.saturating_sub(1)..groups.len().min(thinnest + 1),
            Scale::Nominal => 0..groups.len(),
        };
        if let Some(partner) = partners.min_by_key(|at| groups[*at].1) {
            groups[partner].0.extend(group);
            groups[partner].0.sort_unstable();
            groups[partner].1 += voters;
        }
    }
}

fn counts(margin: usize, categories: usize, cells: &[Cell]) -> Vec<u64> {
    let mut counts = vec![0; categories];
    for cell in cells {
        if let Some(category) = cell.categories[margin] {
            counts[category] += cell.voters;
        }
    }
    counts
}

/// The targets as shares of each margin.
pub(super) fn shares(margins: &[Margin]) -> Vec<Vec<f64>> {
    let of_margin = |margin: &Margin| {
        let total: f64 = margin.categories.iter().map(|category| category.target).sum();
        margin.categories.iter().map(|category| category.target / total).collect()
    };
    margins.iter().map(of_margin).collect()
}

/// Can these cells be raked to these margins?
pub(super) fn check(margins: &[Margin], cells: &[Cell]) -> Result<(), RakingError> {
    targets(margins)?;
    fits(margins, cells)?;
    if cells.iter().all(|cell| cell.voters == 0) {
        return Err(RakingError::Nobody);
    }
    for (at, margin) in margins.iter().enumerate() {
        let counts = counts(at, margin.categories.len(), cells);
        if let Some(empty) = counts.iter().position(|voters| *voters == 0) {
            let category = margin.categories[empty].name.clone();
            return Err(RakingError::Empty { margin: margin.name.clone(), category });
        }
    }
    Ok(())
}

fn targets(margins: &[Margin]) -> Result<(), RakingError> {
    for margin in margins {
        let senseless = |category: &&Category| !(category.target > 0.0 && category.target <= LARGEST_TARGET);
        if let Some(category) = margin.categories.iter().find(senseless) {
            return Err(RakingError::Target { margin: margin.name.clone(), category: category.name.clone() });
        }
    }
    Ok(())
}

fn fits(margins: &[Margin], cells: &[Cell]) -> Result<(), RakingError> {
    let fits = |cell: &Cell| {
        let known = |(category, margin): (&Option<usize>, &Margin)| {
            category.is_none_or(|at| at < margin.categories.len())
        };
        cell.categories.len() == margins.len() && cell.categories.iter().zip(margins).all(known)
    };
    cells.iter().position(|cell| !fits(cell)).map_or(Ok(()), |at| Err(RakingError::Cell(at)))
}
