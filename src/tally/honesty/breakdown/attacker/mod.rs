//! Somebody who wants to know: takes everything published as equations about the hidden counts, and solves them.

mod solve;
mod system;

use proptest::prelude::*;

use super::*;
use crate::honesty::suppression::Audience;
use system::{System, Unknown, is_hidden};

const LINES: usize = 2;
const ANSWERS: usize = 3;
/// Categories of the three dimensions.
const SIZES: [usize; 3] = [5, 4, 3];
/// The two dimensions whose people are also told crosswise; so the second has no answers.
const CROSS: (usize, usize) = (0, 1);

/// Somebody who took part: a category of each dimension, an answer to each line or none.
#[derive(Debug, Clone, Copy)]
struct Person {
    categories: [usize; 3],
    answers: [Option<usize>; LINES],
}

fn has_answers(dimension: usize) -> bool {
    dimension != CROSS.1
}

fn count(people: &[Person], is_meant: impl Fn(&Person) -> bool) -> u64 {
    people.iter().filter(|person| is_meant(person)).count() as u64
}

fn counts(people: &[Person], dimension: usize) -> Counts {
    let lines = if has_answers(dimension) { LINES } else { 0 };
    let category = |at: usize| {
        let is_in = move |person: &Person| person.categories[dimension] == at;
        let answers = |line: usize| {
            (0..ANSWERS)
                .map(|answer| count(people, |person| is_in(person) && person.answers[line] == Some(answer)))
                .collect()
        };
        CategoryCounts {
            name: at.to_string(),
            voters: count(people, is_in),
            answers: (0..lines).map(answers).collect(),
        }
    };
    Counts {
        dimension: dimension.to_string(),
        lines: (0..lines).map(|line| line.to_string()).collect(),
        categories: (0..SIZES[dimension]).map(category).collect(),
    }
}

fn people_in(people: &[Person], row: usize, column: usize) -> u64 {
    count(people, |person| person.categories[CROSS.0] == row && person.categories[CROSS.1] == column)
}

fn publish(people: &[Person], audience: Audience) -> Publication {
    let mut publication = Publication::new(audience);
    for dimension in 0..SIZES.len() {
        publication.break_down(&counts(people, dimension)).unwrap();
    }
    let cells: Vec<Vec<u64>> = (0..SIZES[CROSS.0])
        .map(|row| (0..SIZES[CROSS.1]).map(|column| people_in(people, row, column)).collect())
        .collect();
    publication.cross(&CROSS.0.to_string(), &CROSS.1.to_string(), &cells).unwrap();
    publication
}

/// From one crowded category to one that hardly anybody chose.
fn skewed(size: usize) -> impl Strategy<Value = usize> {
    (0_usize..100)
        .prop_map(move |roll| [60, 80, 90, 96].iter().filter(|bound| roll >= **bound).count() % size)
}

fn people() -> impl Strategy<Value = Vec<Person>> {
    let answers =
        [prop::option::weighted(0.95, 0_usize..ANSWERS), prop::option::weighted(0.3, 0_usize..ANSWERS)];
    let person = (skewed(SIZES[0]), skewed(SIZES[1]), skewed(SIZES[2]), answers)
        .prop_map(|(one, two, three, answers)| Person { categories: [one, two, three], answers });
    prop::collection::vec(person, 60..220)
}

fn hidden_categories(publication: &Publication, dimension: usize) -> Vec<usize> {
    let rows = &publication.breakdowns()[dimension].rows;
    (0..rows.len()).filter(|category| rows[*category].voters.is_suppressed()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn one_who_solves_the_equations_finds_no_hidden_figure(people in people()) {
        let publication = publish(&people, Audience::Public);
        let system = System::of(&publication, &people);
        prop_assert!(system.allows(&people));
        let solved: Vec<Unknown> = system.solved().into_iter().map(|at| system.unknowns[at]).collect();
        let found: Vec<_> = solved.iter().filter(|unknown| is_hidden(&publication, **unknown)).collect();
        prop_assert!(found.is_empty(), "{:?}", found);
        // The attacker is no fool: what is shown is found.
        let shown = system.unknowns.iter().filter(|unknown| !is_hidden(&publication, **unknown));
        let blocks_are_single = |unknown: &&Unknown| !matches!(unknown, Unknown::Cell { .. });
        prop_assert!(shown.filter(blocks_are_single).all(|unknown| solved.contains(unknown)));
    }

    #[test]
    fn one_who_also_knows_that_nobody_counts_less_than_nothing_presses_no_group_below_the_threshold(
        people in people(), audience in prop::sample::select(vec![Audience::Public, Audience::Internal]),
    ) {
        let fewest = i128::from(audience.fewest());
        let publication = publish(&people, audience);
        let system = System::of(&publication, &people);
        for (unknown, (low, high)) in system.unknowns.iter().zip(system.bounds(people.len())) {
            let (Unknown::Size { dimension, .. } | Unknown::Base { dimension, .. }) = *unknown else { continue };
            // Where a whole line is hidden, no more can be done: its total is the result of the consultation.
            let all_hidden = |line: usize| {
                publication.breakdowns()[dimension].rows.iter().all(|row| row.answers[line].is_suppressed())
            };
            if matches!(unknown, Unknown::Base { line, .. } if all_hidden(*line)) || !is_hidden(&publication, *unknown) {
                continue;
            }
            prop_assert!(high >= fewest && high - low >= fewest, "{:?} is {} to {}", unknown, low, high);
        }
    }

    #[test]
    fn all_hidden_people_could_be_in_any_one_of_the_hidden_groups(people in people()) {
        let publication = publish(&people, Audience::Public);
        let system = System::of(&publication, &people);
        for dimension in 0..SIZES.len() {
            let hidden = hidden_categories(&publication, dimension);
            for into in &hidden {
                let mut others = people.clone();
                for person in others.iter_mut().filter(|person| hidden.contains(&person.categories[dimension])) {
                    person.categories[dimension] = *into;
                }
                prop_assert!(system.allows(&others));
            }
        }
    }

    #[test]
    fn whoever_swaps_hidden_groups_changes_nothing_that_is_published(people in people(), turn in 1_usize..5) {
        let publication = publish(&people, Audience::Public);
        for dimension in 0..SIZES.len() {
            let hidden = hidden_categories(&publication, dimension);
            let mut others = people.clone();
            for person in &mut others {
                if let Some(at) = hidden.iter().position(|category| *category == person.categories[dimension]) {
                    person.categories[dimension] = hidden[(at + turn) % hidden.len()];
                }
            }
            let other = publish(&others, Audience::Public);
            prop_assert_eq!(other.breakdowns(), publication.breakdowns());
            prop_assert_eq!(other.crosses(), publication.crosses());
        }
    }

    #[test]
    fn no_figure_speaks_of_fewer_than_the_threshold(people in people()) {
        let publication = publish(&people, Audience::Public);
        for breakdown in publication.breakdowns() {
            for row in &breakdown.rows {
                prop_assert!(row.voters.shown().is_none_or(|voters| *voters >= 10));
                prop_assert!(row.answers.iter().all(|answers| answers.shown().is_none_or(|answers| answers.base() >= 10)));
            }
            if let Some(together) = &breakdown.together {
                prop_assert!(together.voters >= 10 && together.categories.len() > 1);
            }
        }
        for cell in publication.crosses()[0].cells.iter().flatten() {
            prop_assert!(cell.shown().is_none_or(|people| *people >= 10));
        }
    }
}
