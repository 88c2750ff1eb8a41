//! One dimension: which rows are shown, for which lines.

use super::{Answers, Breakdown, Counts, Row, Together};
use crate::honesty::suppression::{Audience, Figure, hide};

/// Categories that are told as one: each shown one by itself, the hidden ones together.
pub(super) struct Group {
    pub categories: Vec<usize>,
    pub voters: u64,
}

/// The groups of a dimension, the shown ones first and in order. One group where all are hidden.
pub(super) fn groups(counts: &Counts, audience: Audience) -> Vec<Group> {
    let sizes: Vec<u64> = counts.categories.iter().map(|category| category.voters).collect();
    let hidden = hide(&sizes, audience, |_| true);
    let (together, shown): (Vec<usize>, Vec<usize>) = (0..sizes.len()).partition(|at| hidden[*at]);
    let of =
        |categories: Vec<usize>| Group { voters: categories.iter().map(|at| sizes[*at]).sum(), categories };
    let single = shown.into_iter().map(|at| of(vec![at]));
    single.chain((!together.is_empty()).then(|| of(together.clone()))).collect()
}

/// What can be told of the dimension.
pub(super) fn breakdown(counts: &Counts, groups: &[Group], audience: Audience) -> Breakdown {
    let mut rows: Vec<Row> = counts
        .categories
        .iter()
        .map(|category| Row {
            category: category.name.clone(),
            voters: Figure::Suppressed,
            answers: vec![Figure::Suppressed; counts.lines.len()],
        })
        .collect();
    let by_line: Vec<Vec<Figure<Answers>>> =
        (0..counts.lines.len()).map(|line| shown_answers(counts, line, groups, audience)).collect();
    let answers_of = |group: usize| by_line.iter().map(|figures| figures[group].clone()).collect::<Vec<_>>();
    let mut together = None;
    for (at, group) in groups.iter().enumerate() {
        match group.categories.as_slice() {
            [category] if group.voters >= audience.fewest() => {
                rows[*category].voters = Figure::Shown(group.voters);
                rows[*category].answers = answers_of(at);
            }
            _ if groups.len() > 1 => {
                let name = |category: &usize| counts.categories[*category].name.clone();
                let categories = group.categories.iter().map(name).collect();
                together = Some(Together { categories, voters: group.voters, answers: answers_of(at) });
            }
            _ => {}
        }
    }
    Breakdown { dimension: counts.dimension.clone(), lines: counts.lines.clone(), rows, together }
}

/// What each group said of a line. Where too few of a group said anything of it, its answers to this line are hidden, and
/// others' with them, as categories are; but here the groups' sizes are known, and have to leave enough room.
fn shown_answers(counts: &Counts, line: usize, groups: &[Group], audience: Audience) -> Vec<Figure<Answers>> {
    let answers: Vec<Answers> = groups.iter().map(|group| sum(counts, line, &group.categories)).collect();
    let bases: Vec<u64> = answers.iter().map(Answers::base).collect();
    let leaves_room = |hidden: &[usize]| {
        let answered: u64 = hidden.iter().map(|at| bases[*at]).sum();
        let voters: u64 = hidden.iter().map(|at| groups[*at].voters).sum();
        hidden.iter().all(|at| {
            let size = groups[*at].voters;
            // All the others may have answered, or as few of them as the sum allows.
            let (low, high) = (answered.saturating_sub(voters - size), answered.min(size));
            high >= audience.fewest() && high - low >= audience.fewest()
        })
    };
    let hidden = hide(&bases, audience, leaves_room);
    let figure = |(answers, hidden)| if hidden { Figure::Suppressed } else { Figure::Shown(answers) };
    answers.into_iter().zip(hidden).map(figure).collect()
}

fn sum(counts: &Counts, line: usize, categories: &[usize]) -> Answers {
    let mut sums = vec![0; counts.categories.first().map_or(0, |category| category.answers[line].len())];
    for category in categories {
        for (sum, count) in sums.iter_mut().zip(&counts.categories[*category].answers[line]) {
            *sum += count;
        }
    }
    Answers(sums)
}
