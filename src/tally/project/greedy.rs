//! Greedy utilitarian welfare: the most satisfaction per unit of cost first.

use num_traits::{One as _, Zero as _};

use super::facts::Facts;
use super::ranking::{Misfit, Ranking};
use super::support::{Weight, scales, totals, weight_unit};
use super::{RuleError, conclude};
use crate::outcome::Step;
use crate::rule::Satisfaction;
use crate::{Outcome, Rational, TieOrder};

/// The projects that greedy utilitarian welfare funds.
pub(super) fn outcome(
    facts: &Facts<'_>,
    satisfaction: Satisfaction,
    order: &TieOrder,
) -> Result<Outcome, RuleError> {
    let mut contest = facts.contest(order);
    let ranking = ranking(facts, satisfaction)?;
    let all = (0..facts.election.projects.len()).collect();
    let rest = facts.money.budget.clone();
    let turns = ranking.walk(all, rest, &facts.money, Misfit::GoOn, 1, &mut contest);
    Ok(conclude::greedy(facts, &ranking, turns, contest.ties, Step::Main))
}

/// Ranks by satisfaction per unit of cost.
pub(super) fn ranking(facts: &Facts<'_>, satisfaction: Satisfaction) -> Result<Ranking, RuleError> {
    let election = facts.election;
    let weight = Weight::of(satisfaction, election.profile.kind())?;
    let unit = weight_unit(election, weight);
    let totals = totals(election, weight);
    let worth = |(project, scale): (usize, Rational)| {
        let cost = &election.projects[project].cost;
        let supported = totals[project] > Rational::zero();
        match (cost.is_zero(), supported) {
            // pabutools puts a project that costs nothing first, with rankings even where nobody is for it.
            (true, supported) if supported || satisfaction == Satisfaction::Borda => None,
            (true, _) => Some(Rational::zero()),
            (false, _) => Some(scale / cost / &unit),
        }
    };
    Ok(Ranking {
        worth: scales(election, satisfaction, weight).into_iter().enumerate().map(worth).collect(),
        scores: totals.iter().map(|total| total * &unit).collect(),
        step: if weight == Weight::Points { unit.clone() } else { Rational::one() },
        counts_supporters: weight == Weight::One,
        floor: true,
    })
}
