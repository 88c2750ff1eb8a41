//! What is published, as equations about what is not.

use super::*;

/// A count that somebody would like to know.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unknown {
    Size {
        dimension: usize,
        category: usize,
    },
    Answer {
        dimension: usize,
        category: usize,
        line: usize,
        answer: usize,
    },
    /// How many of a category answered a line.
    Base {
        dimension: usize,
        category: usize,
        line: usize,
    },
    Silent {
        dimension: usize,
        category: usize,
        line: usize,
    },
    Cell {
        row: usize,
        column: usize,
    },
}

impl Unknown {
    fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for (dimension, size) in SIZES.into_iter().enumerate() {
            for category in 0..size {
                all.push(Self::Size { dimension, category });
                for line in (0..LINES).filter(|_| has_answers(dimension)) {
                    all.extend((0..ANSWERS).map(|answer| Self::Answer { dimension, category, line, answer }));
                    all.push(Self::Base { dimension, category, line });
                    all.push(Self::Silent { dimension, category, line });
                }
            }
        }
        let cell = |row| (0..SIZES[CROSS.1]).map(move |column| Self::Cell { row, column });
        all.extend((0..SIZES[CROSS.0]).flat_map(cell));
        all
    }

    fn value(self, people: &[Person]) -> u64 {
        count(people, |person| match self {
            Self::Size { dimension, category } => person.categories[dimension] == category,
            Self::Answer { dimension, category, line, answer } => {
                person.categories[dimension] == category && person.answers[line] == Some(answer)
            }
            Self::Base { dimension, category, line } => {
                person.categories[dimension] == category && person.answers[line].is_some()
            }
            Self::Silent { dimension, category, line } => {
                person.categories[dimension] == category && person.answers[line].is_none()
            }
            Self::Cell { row, column } => {
                person.categories[CROSS.0] == row && person.categories[CROSS.1] == column
            }
        })
    }
}

/// Some unknowns less others are a number.
#[derive(Debug)]
pub(super) struct Equation {
    pub plus: Vec<usize>,
    pub minus: Vec<usize>,
    pub is: i128,
}

pub(super) struct System {
    pub unknowns: Vec<Unknown>,
    pub equations: Vec<Equation>,
}

impl System {
    /// Everything that follows from what is published: the tables, and the results of the whole.
    pub fn of(publication: &Publication, people: &[Person]) -> Self {
        let mut system = Self { unknowns: Unknown::all(), equations: Vec::new() };
        for (dimension, breakdown) in publication.breakdowns().iter().enumerate() {
            system.know_dimension(dimension, breakdown, people);
        }
        for cross in publication.crosses() {
            system.know_cross(cross);
        }
        system
    }

    fn at(&self, unknown: Unknown) -> usize {
        self.unknowns.iter().position(|known| *known == unknown).unwrap()
    }

    fn know(&mut self, plus: impl IntoIterator<Item = Unknown>, minus: &[Unknown], is: u64) {
        let plus = plus.into_iter().map(|unknown| self.at(unknown)).collect();
        let minus = minus.iter().map(|unknown| self.at(*unknown)).collect();
        self.equations.push(Equation { plus, minus, is: i128::from(is) });
    }

    fn know_dimension(&mut self, dimension: usize, breakdown: &Breakdown, people: &[Person]) {
        let size = |category| Unknown::Size { dimension, category };
        let all = 0..SIZES[dimension];
        self.know(all.clone().map(size), &[], people.len() as u64);
        for line in 0..breakdown.lines.len() {
            let answers = move |category| {
                (0..ANSWERS).map(move |answer| Unknown::Answer { dimension, category, line, answer })
            };
            for answer in 0..ANSWERS {
                let of_answer = |category| Unknown::Answer { dimension, category, line, answer };
                self.know(
                    all.clone().map(of_answer),
                    &[],
                    count(people, |person| person.answers[line] == Some(answer)),
                );
            }
            for (category, row) in breakdown.rows.iter().enumerate() {
                let base = Unknown::Base { dimension, category, line };
                self.know(answers(category), &[base], 0);
                self.know([base, Unknown::Silent { dimension, category, line }], &[size(category)], 0);
                if let Figure::Shown(figures) = &row.answers[line] {
                    for (unknown, figure) in answers(category).zip(&figures.0) {
                        self.know([unknown], &[], *figure);
                    }
                }
            }
            if let Some((together, Figure::Shown(figures))) =
                breakdown.together.as_ref().map(|together| (together, &together.answers[line]))
            {
                let categories: Vec<usize> =
                    together.categories.iter().map(|name| name.parse().unwrap()).collect();
                for (answer, figure) in figures.0.iter().enumerate() {
                    let of_answer =
                        |category: &usize| Unknown::Answer { dimension, category: *category, line, answer };
                    self.know(categories.iter().map(of_answer), &[], *figure);
                }
            }
        }
        for (category, row) in breakdown.rows.iter().enumerate() {
            if let Figure::Shown(voters) = row.voters {
                self.know([size(category)], &[], voters);
            }
        }
        if let Some(together) = &breakdown.together {
            self.know(
                together.categories.iter().map(|name| size(name.parse().unwrap())),
                &[],
                together.voters,
            );
        }
    }

    fn know_cross(&mut self, cross: &Cross) {
        for row in 0..SIZES[CROSS.0] {
            let cells = (0..SIZES[CROSS.1]).map(|column| Unknown::Cell { row, column });
            self.know(cells, &[Unknown::Size { dimension: CROSS.0, category: row }], 0);
        }
        for column in 0..SIZES[CROSS.1] {
            let cells = (0..SIZES[CROSS.0]).map(|row| Unknown::Cell { row, column });
            self.know(cells, &[Unknown::Size { dimension: CROSS.1, category: column }], 0);
        }
        for (rows, cells) in cross.rows.iter().zip(&cross.cells) {
            for (columns, cell) in cross.columns.iter().zip(cells) {
                let Figure::Shown(people) = cell else { continue };
                let pair = |row: &String| {
                    let row = row.parse().unwrap();
                    columns.iter().map(move |column| Unknown::Cell { row, column: column.parse().unwrap() })
                };
                self.know(rows.iter().flat_map(pair), &[], *people);
            }
        }
    }

    /// Could it have been these people, for all that is published?
    pub fn allows(&self, people: &[Person]) -> bool {
        let values: Vec<i128> =
            self.unknowns.iter().map(|unknown| i128::from(unknown.value(people))).collect();
        let sum = |places: &[usize]| places.iter().map(|at| values[*at]).sum::<i128>();
        self.equations.iter().all(|equation| sum(&equation.plus) - sum(&equation.minus) == equation.is)
    }
}

/// Is this hidden, though something of its kind is shown?
pub(super) fn is_hidden(publication: &Publication, unknown: Unknown) -> bool {
    let row = |dimension: usize, category: usize| &publication.breakdowns()[dimension].rows[category];
    match unknown {
        Unknown::Size { dimension, category } => row(dimension, category).voters.is_suppressed(),
        Unknown::Answer { dimension, category, line, .. }
        | Unknown::Base { dimension, category, line }
        | Unknown::Silent { dimension, category, line } => {
            row(dimension, category).answers[line].is_suppressed()
        }
        Unknown::Cell { row, column } => {
            let cross = &publication.crosses()[0];
            let place = |groups: &[Vec<String>], category: usize| {
                groups.iter().position(|group| group.contains(&category.to_string())).unwrap()
            };
            cross.cells[place(&cross.rows, row)][place(&cross.columns, column)].is_suppressed()
        }
    }
}
