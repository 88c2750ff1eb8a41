//! Whether the funded projects follow the declared rule, as Pabulib's checker will see it.

use core::cmp::Reverse;
use core::ops::SubAssign;

use num_bigint::BigInt;
use num_traits::{One as _, ToPrimitive as _};

use super::number::{decimal, number};
use super::write_check::Totals;
use super::write_projects::WITHDRAWN;
use super::{Meta, Project, Section, VoteType, WriteError, WriteProblem};
use crate::{BallotKind, Rational, rational};

/// In which order projects are written, and whether the rule can be declared.
pub(super) struct Ranked {
    /// Places among the projects.
    pub(super) order: Vec<usize>,
    /// Why no rule is declared, where it would be refused although it was followed.
    pub(super) kept_to_itself: Option<&'static str>,
}

impl Ranked {
    /// The checker ranks equal scores by their place in the file, so the funded one of a tie goes first: then every way of
    /// breaking ties is one that it would find.
    pub(super) fn of(
        meta: &Meta,
        projects: &[Project],
        costs: &[Rational],
        totals: &Totals,
    ) -> Result<Self, WriteError> {
        let mut order: Vec<usize> = (0..projects.len()).collect();
        let rule = meta.fields.get("rule").unwrap_or_default();
        if projects.iter().all(|project| project.selected.is_none()) {
            return Ok(Self { order, kept_to_itself: None });
        }
        if rule.starts_with("equalshares") && meta.vote_type == VoteType::Approval {
            let why = "pabulib-checker raises the voters' budgets in other steps and may not end";
            return Ok(Self { order, kept_to_itself: Some(why) });
        }
        if !matches!(rule, "greedy" | "greedy-no-skip" | "greedy-threshold") {
            return Ok(Self { order, kept_to_itself: None });
        }
        let scores: Vec<i128> = match meta.vote_type.kind() {
            BallotKind::Approval => totals.votes.iter().map(|votes| i128::from(*votes)).collect(),
            BallotKind::Ordinal | BallotKind::Points => totals.scores.clone(),
        };
        order.sort_by_key(|at| (Reverse(scores[*at]), projects[*at].selected != Some(1)));
        let greedy = Greedy { meta, projects, costs, scores, order: &order };
        if !greedy.is_followed() {
            let problem = WriteProblem::Contradiction("the declared rule, which funds other projects");
            let field = "selected".to_owned();
            return Err(WriteError { section: Section::Projects, row: String::new(), field, problem });
        }
        let why = "pabulib-checker, which counts with doubles and whole units, would fund others";
        let kept_to_itself = (!greedy.checker_agrees()).then_some(why);
        Ok(Self { order, kept_to_itself })
    }
}

/// A greedy rule and what was funded by it.
struct Greedy<'a> {
    meta: &'a Meta,
    projects: &'a [Project],
    costs: &'a [Rational],
    scores: Vec<i128>,
    order: &'a [usize],
}

impl Greedy<'_> {
    /// Exactly, with a threshold only where there is one.
    fn is_followed(&self) -> bool {
        self.replayed(&self.meta.budget, self.costs, self.threshold()) == self.funded()
    }

    /// As the checker computes: costs and the budget as doubles, nothing below a score of 0, and in whole units no project
    /// left that would still have fitted.
    fn checker_agrees(&self) -> bool {
        let double = |number: &Rational| {
            decimal(number).and_then(|decimal| decimal.parse::<f64>().ok()).unwrap_or(f64::INFINITY)
        };
        let costs: Vec<f64> = self.costs.iter().map(double).collect();
        let threshold = self.threshold().unwrap_or(0);
        self.replayed(&double(&self.meta.budget), &costs, Some(threshold)) == self.funded()
            && !self.seems_unused(threshold)
    }

    /// What the rule funds, by place among the projects.
    fn replayed<N: Clone + PartialOrd + for<'n> SubAssign<&'n N>>(
        &self,
        budget: &N,
        costs: &[N],
        threshold: Option<i128>,
    ) -> Vec<bool> {
        let stops = self.meta.fields.get("rule") == Some("greedy-no-skip");
        let (mut left, mut funded) = (budget.clone(), vec![false; costs.len()]);
        for &at in self.order {
            let below = threshold.is_some_and(|threshold| self.scores[at] < threshold);
            if below || self.costs[at] == rational::whole(WITHDRAWN) {
                continue;
            }
            if left >= costs[at] {
                left -= &costs[at];
                funded[at] = true;
            } else if stops {
                break;
            }
        }
        funded
    }

    /// The checker's own complaint of unused money, which it counts without the cents.
    fn seems_unused(&self, threshold: i128) -> bool {
        let units = |at: usize| self.costs[at].floor().to_integer();
        let all: BigInt = (0..self.costs.len()).map(units).sum();
        let budget = self.meta.budget.floor().to_integer();
        if self.meta.fields.get("rule") == Some("greedy-no-skip") || budget >= all {
            return false;
        }
        let funded = self.funded();
        let spent: BigInt = (0..self.costs.len()).filter(|at| funded[*at]).map(units).sum();
        let eligible = |at: usize| threshold <= 0 || self.scores[at] > threshold;
        let unfunded = (0..self.costs.len()).filter(|at| self.projects[*at].selected == Some(0));
        unfunded.filter(|at| eligible(*at)).any(|at| units(at) <= &budget - &spent)
    }

    fn funded(&self) -> Vec<bool> {
        self.projects.iter().map(|project| project.selected == Some(1)).collect()
    }

    fn threshold(&self) -> Option<i128> {
        let threshold = self.meta.fields.get("min_project_score_threshold")?;
        number(threshold).ok().filter(|number| number.denom().is_one())?.to_i128()
    }
}
