//! Who is for which project, and how much of it each of them has.

use num_traits::{One as _, ToPrimitive as _};

use super::RuleError;
use crate::election::{Ballot, Profile};
use crate::rational::whole;
use crate::rule::Satisfaction;
use crate::{BallotKind, Election, Rational};

/// How much a ballot weighs for a project it names, in whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// One.
    One,
    /// The number of projects ranked below it, and this much more.
    Rank(i64),
    /// The points it gives.
    Points,
}

impl Weight {
    /// The weight that a measure of satisfaction gives, where it can be used with these ballots.
    pub fn of(satisfaction: Satisfaction, kind: BallotKind) -> Result<Self, RuleError> {
        match (satisfaction, kind) {
            (Satisfaction::Cost | Satisfaction::Cardinality, _)
            | (Satisfaction::CostSquareRoot, BallotKind::Approval) => Ok(Self::One),
            (Satisfaction::Borda, BallotKind::Ordinal) => Ok(Self::Rank(0)),
            (Satisfaction::Points, BallotKind::Points) => Ok(Self::Points),
            _ => Err(RuleError::Ballots { satisfaction: satisfaction.code(), kind }),
        }
    }

    /// The weight by which cities rank: points of a ranking are L, L-1, … 1.
    pub const fn of_city(kind: BallotKind) -> Self {
        match kind {
            BallotKind::Approval => Self::One,
            BallotKind::Ordinal => Self::Rank(1),
            BallotKind::Points => Self::Points,
        }
    }

    /// The weight of the choice that stands at this place of the ballot.
    pub fn at(self, ballot: &Ballot<'_>, place: usize) -> i64 {
        match self {
            Self::One => 1,
            Self::Rank(more) => {
                i64::try_from(ballot.choices.len() - 1 - place).unwrap_or(i64::MAX).saturating_add(more)
            }
            Self::Points => ballot.points.get(place).copied().unwrap_or_default(),
        }
    }
}

/// The factor between a whole weight and what it counts: `10^-decimals` for points, else one.
pub(super) fn weight_unit(election: &Election, weight: Weight) -> Rational {
    match weight {
        Weight::Points => {
            Rational::new(1.into(), num_bigint::BigInt::from(10).pow(election.profile.points_decimals()))
        }
        Weight::One | Weight::Rank(_) => Rational::one(),
    }
}

/// What a voter has of each project for a weight of one, exactly.
pub(super) fn scales(election: &Election, satisfaction: Satisfaction, weight: Weight) -> Vec<Rational> {
    let unit = weight_unit(election, weight);
    let scale = |cost: &Rational| match satisfaction {
        Satisfaction::Cost => cost.clone(),
        Satisfaction::CostSquareRoot => cost
            .to_f64()
            .and_then(|cost| Rational::from_float(cost.sqrt()))
            // Costs beyond the doubles are refused before.
            .unwrap_or_else(Rational::one),
        Satisfaction::Cardinality | Satisfaction::Borda | Satisfaction::Points => unit.clone(),
    };
    election.projects.iter().map(|project| scale(&project.cost)).collect()
}

/// For each project how many voters chose it.
pub(super) fn supporters(election: &Election) -> Vec<u64> {
    let mut supporters = vec![0; election.projects.len()];
    for ballot in election.profile.ballots() {
        for choice in ballot.choices {
            supporters[*choice as usize] += ballot.voters;
        }
    }
    supporters
}

/// For each project the sum of the weights of all voters.
pub(super) fn totals(election: &Election, weight: Weight) -> Vec<Rational> {
    let mut totals = vec![0_i128; election.projects.len()];
    for ballot in election.profile.ballots() {
        for (place, choice) in ballot.choices.iter().enumerate() {
            totals[*choice as usize] += i128::from(ballot.voters) * i128::from(weight.at(&ballot, place));
        }
    }
    totals.into_iter().map(whole).collect()
}

/// For each project the ballots with a positive weight for it, project by project in one piece of memory.
#[derive(Debug)]
pub(super) struct Backing {
    ends: Vec<usize>,
    ballots: Vec<u32>,
    /// Empty where all weights are one.
    weights: Vec<i64>,
}

impl Backing {
    pub fn of(election: &Election, weight: Weight) -> Self {
        let mut ends = vec![0_usize; election.projects.len()];
        let each = |visit: &mut dyn FnMut(u32, usize, i64)| {
            for (at, ballot) in (0_u32..).zip(election.profile.ballots()) {
                for (place, choice) in ballot.choices.iter().enumerate() {
                    let weight = weight.at(&ballot, place);
                    if weight > 0 && ballot.voters > 0 {
                        visit(at, *choice as usize, weight);
                    }
                }
            }
        };
        each(&mut |_, project, _| ends[project] += 1);
        let mut begin = 0;
        for end in &mut ends {
            begin += core::mem::replace(end, begin);
        }
        let mut ballots = vec![0; begin];
        let mut weights = vec![0; if weight == Weight::One { 0 } else { begin }];
        // Each entry moves on as its project is filled, and so becomes the end of it.
        each(&mut |ballot, project, weight| {
            ballots[ends[project]] = ballot;
            if let Some(place) = weights.get_mut(ends[project]) {
                *place = weight;
            }
            ends[project] += 1;
        });
        Self { ends, ballots, weights }
    }

    fn range(&self, project: usize) -> core::ops::Range<usize> {
        let begin = if project == 0 { 0 } else { self.ends[project - 1] };
        begin..self.ends[project]
    }

    /// The places of the ballots behind a project.
    pub fn ballots(&self, project: usize) -> &[u32] {
        &self.ballots[self.range(project)]
    }

    /// What all voters behind a project weigh together.
    pub fn total(&self, profile: &Profile, project: usize) -> i128 {
        self.weighted(project)
            .map(|(ballot, weight)| i128::from(profile.ballot(ballot).voters) * i128::from(weight))
            .sum()
    }

    /// The ballots behind a project with their weights.
    pub fn weighted(&self, project: usize) -> impl Iterator<Item = (usize, i64)> {
        let range = self.range(project);
        let weights = if self.weights.is_empty() { &[][..] } else { &self.weights[range.clone()] };
        self.ballots[range]
            .iter()
            .enumerate()
            .map(move |(at, ballot)| (*ballot as usize, weights.get(at).copied().unwrap_or(1)))
    }
}
