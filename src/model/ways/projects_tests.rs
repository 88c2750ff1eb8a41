//! The rules of choosing projects, in sentences.

use super::*;
use crate::Text;

fn projects() -> Vec<Project> {
    [("park", 60), ("bikes", 50), ("lights", 30)]
        .into_iter()
        .map(|(id, cost)| Project {
            id: id.parse().unwrap(),
            name: Text::default(),
            cost: Amount::from_minor(cost).unwrap(),
            source_cost: None,
            place: Text::default(),
            area: None,
            description: Text::default(),
        })
        .collect()
}

fn vote(project: &str, points: Option<u32>) -> ProjectVote {
    ProjectVote { project: project.parse().unwrap(), points }
}

fn broken(method: ProjectMethod, votes: &[ProjectVote]) -> Vec<(String, Violation)> {
    let budget = Amount::from_minor(100).unwrap();
    let choice = ProjectChoice { budget, method, rule: "city_greedy".into() };
    let mut found = Vec::new();
    choice.check(votes, &projects(), &mut |place, violation| found.push((place, violation)));
    found
}

#[test]
fn a_knapsack_fits_into_the_budget() {
    let method = ProjectMethod::Knapsack;
    assert_eq!(broken(method, &[vote("park", None), vote("lights", None)]), []);
    let by = Amount::from_minor(10).unwrap();
    assert_eq!(
        broken(method, &[vote("park", None), vote("bikes", None)]),
        [("/ballot/projects".into(), Violation::ProjectsOverBudget { by })]
    );
}

#[test]
fn a_citizen_chooses_or_ranks_no_more_than_so_many() {
    let votes = [vote("park", None), vote("bikes", None)];
    for method in [ProjectMethod::Approval { at_most: 1 }, ProjectMethod::Ranking { at_most: 1 }] {
        let violation = Violation::TooManyProjects { at_most: 1, found: 2 };
        assert_eq!(broken(method, &votes), [("/ballot/projects".into(), violation)]);
        assert_eq!(broken(method, &votes[..1]), []);
    }
}

#[test]
fn points_are_given_from_what_there_is() {
    let method = ProjectMethod::Points { total: 10, at_most: Some(6) };
    assert_eq!(broken(method, &[vote("park", Some(6)), vote("bikes", Some(4))]), []);
    assert_eq!(
        broken(method, &[vote("park", Some(7)), vote("bikes", Some(4))]),
        [
            ("/ballot/projects/0/points".into(), Violation::TooManyPoints { at_most: 6 }),
            ("/ballot/projects".into(), Violation::PointsExceeded { by: 1 }),
        ]
    );
}

#[test]
fn points_stand_where_points_are_given_and_nowhere_else() {
    let wrong = |id: &str| Violation::WrongPoints { project: id.parse().unwrap() };
    let points = ProjectMethod::Points { total: 10, at_most: None };
    for (method, points) in [
        (points, None),
        (points, Some(0)),
        (ProjectMethod::Knapsack, Some(0)),
        (ProjectMethod::Knapsack, Some(1)),
    ] {
        let found = broken(method, &[vote("lights", points)]);
        assert_eq!(found, [("/ballot/projects/0/points".into(), wrong("lights"))], "{method:?} {points:?}");
    }
}

#[test]
fn a_project_of_the_draft_stands_once() {
    let id = |id: &str| id.parse().unwrap();
    assert_eq!(
        broken(
            ProjectMethod::Approval { at_most: 5 },
            &[vote("park", None), vote("moon", None), vote("park", None)]
        ),
        [
            ("/ballot/projects/1/project".into(), Violation::UnknownProject { project: id("moon") }),
            ("/ballot/projects/2/project".into(), Violation::DuplicateProject { project: id("park") }),
        ]
    );
}
