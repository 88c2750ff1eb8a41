//! Choosing projects: within a budget, so many of all, in an order, or with points.

use serde::{Deserialize, Serialize};

use crate::{Amount, Project, ProjectId, Violation};

/// How citizens choose among the draft's projects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectChoice {
    /// What may be spent on projects, in the draft's currency.
    pub budget: Amount,
    /// What a ballot says.
    pub method: ProjectMethod,
    /// The rule that the outcome is computed by, by its published name, such as `mes_cost_add1_until_overspend+votes`.
    pub rule: String,
}

/// What a ballot of projects says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", deny_unknown_fields)]
pub enum ProjectMethod {
    /// Any projects that fit into the budget together.
    Knapsack,
    /// Some projects, whatever they cost.
    Approval {
        /// The most.
        at_most: u32,
    },
    /// Projects in an order, the one wanted most first.
    Ranking {
        /// The most.
        at_most: u32,
    },
    /// Points given to projects.
    Points {
        /// How many points there are to give.
        total: u32,
        /// The most for one project; all of them where there is no limit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_most: Option<u32>,
    },
}

/// One project on a ballot. In a ranking their order counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectVote {
    /// The project.
    pub project: ProjectId,
    /// Its points, where points are given; else nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<u32>,
}

impl ProjectChoice {
    /// What a ballot of these projects costs together, in minor units.
    pub fn cost(votes: &[ProjectVote], projects: &[Project]) -> i128 {
        let cost = |vote: &ProjectVote| projects.iter().find(|project| project.id == vote.project);
        votes.iter().filter_map(cost).map(|project| i128::from(project.cost.minor())).sum()
    }

    /// Tells `found` every rule that these votes break, each with its place below `/ballot/projects`.
    pub fn check(
        &self,
        votes: &[ProjectVote],
        projects: &[Project],
        found: &mut dyn FnMut(String, Violation),
    ) {
        let with_points = matches!(self.method, ProjectMethod::Points { .. });
        for (at, vote) in votes.iter().enumerate() {
            let project = vote.project.clone();
            if !projects.iter().any(|known| known.id == vote.project) {
                found(format!("/ballot/projects/{at}/project"), Violation::UnknownProject { project });
            } else if votes[..at].iter().any(|earlier| earlier.project == vote.project) {
                found(format!("/ballot/projects/{at}/project"), Violation::DuplicateProject { project });
            } else if vote.points.is_some_and(|points| points > 0) != with_points
                || !with_points && vote.points.is_some()
            {
                found(format!("/ballot/projects/{at}/points"), Violation::WrongPoints { project });
            }
        }
        match self.method {
            ProjectMethod::Knapsack => {
                let over = Self::cost(votes, projects) - i128::from(self.budget.minor());
                if over > 0 {
                    let by = i64::try_from(over).ok().and_then(|over| Amount::from_minor(over).ok());
                    let violation = Violation::ProjectsOverBudget { by: by.unwrap_or(Amount::MAX) };
                    found("/ballot/projects".into(), violation);
                }
            }
            ProjectMethod::Approval { at_most } | ProjectMethod::Ranking { at_most } => {
                let chosen = u32::try_from(votes.len()).unwrap_or(u32::MAX);
                if chosen > at_most {
                    let violation = Violation::TooManyProjects { at_most, found: chosen };
                    found("/ballot/projects".into(), violation);
                }
            }
            ProjectMethod::Points { total, at_most } => {
                let most = at_most.unwrap_or(total);
                for (at, vote) in votes.iter().enumerate() {
                    if vote.points.is_some_and(|points| points > most) {
                        let place = format!("/ballot/projects/{at}/points");
                        found(place, Violation::TooManyPoints { at_most: most });
                    }
                }
                let given: u64 = votes.iter().filter_map(|vote| vote.points).map(u64::from).sum();
                if let Some(by) = given.checked_sub(u64::from(total)).filter(|by| *by > 0) {
                    found("/ballot/projects".into(), Violation::PointsExceeded { by });
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "projects_tests.rs"]
mod tests;
