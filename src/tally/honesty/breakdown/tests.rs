use Figure::{Shown, Suppressed};

use super::*;
use crate::honesty::suppression::Audience;

/// A dimension with one line and three answers: more, the same, less.
fn counts(dimension: &str, categories: &[(&str, u64, [u64; 3])]) -> Counts {
    let category = |(name, voters, answers): &(&str, u64, [u64; 3])| CategoryCounts {
        name: (*name).to_owned(),
        voters: *voters,
        answers: vec![answers.to_vec()],
    };
    Counts {
        dimension: dimension.to_owned(),
        lines: vec!["606".to_owned()],
        categories: categories.iter().map(category).collect(),
    }
}

fn sizes(dimension: &str, categories: &[(&str, u64)]) -> Counts {
    let category = |(name, voters): &(&str, u64)| CategoryCounts {
        name: (*name).to_owned(),
        voters: *voters,
        answers: Vec::new(),
    };
    Counts {
        dimension: dimension.to_owned(),
        lines: Vec::new(),
        categories: categories.iter().map(category).collect(),
    }
}

fn groups() -> Counts {
    counts(
        "group",
        &[
            ("citizen", 120, [60, 40, 20]),
            ("business", 4, [0, 0, 4]),
            ("ngo", 11, [6, 5, 0]),
            ("", 25, [10, 10, 5]),
        ],
    )
}

#[test]
fn a_small_group_is_told_only_together_with_the_next() {
    let mut publication = Publication::new(Audience::Public);
    let breakdown = publication.break_down(&groups()).unwrap();
    let voters: Vec<_> = breakdown.rows.iter().map(|row| row.voters).collect();
    assert_eq!(voters, [Shown(120), Suppressed, Suppressed, Shown(25)]);
    assert_eq!(breakdown.rows[1].answers, [Suppressed]);
    let together = breakdown.together.as_ref().unwrap();
    assert_eq!((together.categories.join(" "), together.voters), ("business ngo".to_owned(), 15));
    assert_eq!(together.answers, [Shown(Answers(vec![6, 5, 4]))]);
}

#[test]
fn officers_see_groups_of_five() {
    let mut publication = Publication::new(Audience::Internal);
    let six = counts("group", &[("citizen", 120, [60, 40, 20]), ("business", 6, [0, 2, 4])]);
    assert_eq!(publication.break_down(&six).unwrap().rows[1].voters, Shown(6));
    assert_eq!(Publication::new(Audience::Public).break_down(&six).unwrap().together, None);
}

#[test]
fn a_question_that_few_of_a_group_answered_is_not_told_of_it() {
    let question = counts(
        "group",
        &[
            ("citizen", 120, [60, 40, 0]),
            ("business", 40, [1, 2, 0]),
            ("ngo", 30, [8, 6, 1]),
            ("culture", 30, [9, 9, 9]),
        ],
    );
    let breakdown = Publication::new(Audience::Public).break_down(&question).unwrap().clone();
    let is_hidden: Vec<_> = breakdown.rows.iter().map(|row| row.answers[0].is_suppressed()).collect();
    assert_eq!(is_hidden, [false, true, true, false]);
    // How many they are is known all the same: it is nothing about the question.
    assert_eq!(breakdown.rows[1].voters, Shown(40));
}

#[test]
fn where_sizes_would_give_away_how_few_answered_more_is_hidden() {
    // 19 of the 22 in the two middle ones answered, so it would be 9 to 12 of the first of them; with the last beside
    // them it can be anybody.
    let question =
        [("a", 200, [90, 60, 0]), ("b", 12, [5, 4, 0]), ("c", 10, [1, 9, 0]), ("d", 100, [20, 20, 10])];
    let breakdown =
        Publication::new(Audience::Public).break_down(&counts("group", &question)).unwrap().clone();
    let is_hidden: Vec<_> = breakdown.rows.iter().map(|row| row.answers[0].is_suppressed()).collect();
    assert_eq!(is_hidden, [false, true, true, true]);
}

#[test]
fn shares_are_told_from_thirty_answers_on() {
    let breakdown = Publication::new(Audience::Public).break_down(&groups()).unwrap().clone();
    let answers = |row: usize| breakdown.rows[row].answers[0].shown().unwrap();
    assert!((answers(0).share(0).unwrap().share - 0.5).abs() < 1e-12);
    assert_eq!((answers(3).share(0), answers(3).are_few(), answers(0).share(3)), (None, true, None));
}

#[test]
fn two_attributes_are_told_as_numbers_of_people() {
    let mut publication = Publication::new(Audience::Public);
    publication.break_down(&groups()).unwrap();
    let districts = sizes("district", &[("Център", 70), ("Изток", 60), ("Запад", 30)]);
    publication.break_down(&districts).unwrap();
    let people = [vec![60, 40, 20], vec![0, 3, 1], vec![5, 5, 1], vec![5, 12, 8]];
    let cross = publication.cross("group", "district", &people).unwrap();
    // Businesses and associations are one row, as in the breakdown, and the last.
    assert_eq!(cross.rows, [vec!["citizen"], vec![""], vec!["business", "ngo"]]);
    assert!(cross.cells[2].iter().all(Figure::is_suppressed));
    // Its cells are hidden, and so are those of the row that moves fewest people with it.
    assert!(cross.cells[1].iter().all(Figure::is_suppressed));
    assert_eq!(cross.cells[0], [Shown(60), Shown(40), Shown(20)]);
}

#[test]
fn tables_that_go_round_in_a_circle_are_refused() {
    let mut publication = Publication::new(Audience::Public);
    publication.break_down(&groups()).unwrap();
    let halves = counts("channel", &[("web", 100, [50, 40, 10]), ("paper", 60, [26, 15, 19])]);
    publication.break_down(&halves).unwrap();
    let circle = |one: &str, other: &str| Err(BreakdownError::Circle(one.to_owned(), other.to_owned()));
    let people = [vec![80, 40], vec![2, 2], vec![6, 5], vec![12, 13]];
    assert_eq!(publication.cross("group", "channel", &people).cloned(), circle("group", "channel"));
    for dimension in ["district", "age"] {
        publication.break_down(&sizes(dimension, &[("A", 100), ("B", 60)])).unwrap();
    }
    publication.cross("group", "district", &people).unwrap();
    publication.cross("district", "age", &[vec![70, 30], vec![30, 30]]).unwrap();
    assert_eq!(publication.cross("age", "group", &[]).cloned(), circle("age", "group"));
    assert_eq!(publication.cross("age", "age", &[]).cloned(), circle("age", "age"));
}

#[test]
fn beside_public_ballots_answers_are_told_by_one_attribute() {
    let mut publication = Publication::beside_ballots(Audience::Public);
    publication.break_down(&sizes("channel", &[("web", 100), ("paper", 60)])).unwrap();
    publication.break_down(&groups()).unwrap();
    let districts = counts("district", &[("A", 100, [50, 40, 10]), ("B", 60, [26, 15, 19])]);
    let refused = BreakdownError::BesideBallots("district".to_owned());
    assert_eq!(publication.break_down(&districts), Err(refused));
    publication.break_down(&sizes("district", &[("A", 100), ("B", 60)])).unwrap();
}

#[test]
fn counts_that_contradict_each_other_are_refused() {
    let refuse = |counts: Counts| {
        let mut publication = Publication::new(Audience::Public);
        publication.break_down(&groups()).unwrap();
        publication.break_down(&counts).cloned().unwrap_err()
    };
    let name = || "channel".to_owned();
    assert_eq!(refuse(groups()), BreakdownError::Twice("group".to_owned()));
    assert_eq!(refuse(counts("channel", &[("web", 159, [76, 55, 28])])), BreakdownError::Totals(name()));
    assert_eq!(refuse(counts("channel", &[("web", 160, [76, 55, 28])])), BreakdownError::Totals(name()));
    let too_many = BreakdownError::TooManyAnswers { dimension: name(), category: "web".to_owned() };
    assert_eq!(refuse(counts("channel", &[("web", 160, [76, 55, 30])])), too_many);
    let mut crooked = counts("channel", &[("web", 100, [40, 30, 29]), ("paper", 60, [36, 25, 0])]);
    crooked.categories[1].answers[0].pop();
    assert_eq!(refuse(crooked), BreakdownError::Shape(name()));
    let mut publication = Publication::new(Audience::Public);
    publication.break_down(&sizes("age", &[("A", 100), ("B", 60)])).unwrap();
    publication.break_down(&sizes("district", &[("A", 90), ("B", 70)])).unwrap();
    let sums = Err(BreakdownError::Sums("age".to_owned(), "district".to_owned()));
    for people in [vec![vec![50, 50]], vec![vec![50], vec![50]], vec![vec![50, 50], vec![30, 30]]] {
        assert_eq!(publication.cross("age", "district", &people).cloned(), sums);
    }
    let unknown = Err(BreakdownError::Unknown("group".to_owned()));
    assert_eq!(publication.cross("group", "age", &[]).cloned(), unknown);
}

#[test]
fn a_hidden_row_reads_as_hidden_in_a_download() {
    let breakdown = Publication::new(Audience::Public).break_down(&groups()).unwrap().clone();
    assert_eq!(
        serde_json::to_string(&breakdown.rows[1]).unwrap(),
        r#"{"category":"business","voters":"suppressed","answers":["suppressed"]}"#
    );
}
