//! An election of projects as it is counted: a budget, priced projects, and ballots grouped where they are equal.

use crate::Rational;

/// A project with a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Unique in the election. Ties by name compare it as text, code point by code point: `10` stands before `2`.
    pub id: String,
    /// What it costs, in the election's currency.
    pub cost: Rational,
}

/// What a ballot says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BallotKind {
    /// The projects that the voter is for.
    Approval,
    /// The projects in the order in which the voter wants them.
    Ordinal,
    /// Projects with points.
    Points,
}

/// Ballots that say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ballot<'a> {
    /// How many voters cast this ballot.
    pub voters: u64,
    /// Places of projects in [`Election::projects`]. In order of preference for ordinal ballots, else ascending.
    pub choices: &'a [u32],
    /// Points beside each choice, in units of `10^-`[`Profile::points_decimals`]; empty where the ballots have no points.
    pub points: &'a [i64],
}

/// All ballots of an election, equal ones together, in one piece of memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    kind: BallotKind,
    points_decimals: u32,
    /// Where the choices of each ballot end, and how many voters cast it.
    ends: Vec<(u32, u64)>,
    choices: Vec<u32>,
    points: Vec<i64>,
    voters: u64,
}

impl Profile {
    /// No ballots yet. Points are counted in units of `10^-points_decimals`.
    pub const fn new(kind: BallotKind, points_decimals: u32) -> Self {
        Self { kind, points_decimals, ends: Vec::new(), choices: Vec::new(), points: Vec::new(), voters: 0 }
    }

    /// Adds `voters` voters with one ballot. `points` is empty or as long as `choices`.
    ///
    /// It does not look for equal ballots that were added before; see [`crate::pabulib`] for how a file's are grouped.
    pub fn add(&mut self, voters: u64, choices: &[u32], points: &[i64]) {
        debug_assert!(points.is_empty() == (self.kind != BallotKind::Points) || choices.is_empty());
        self.choices.extend_from_slice(choices);
        self.points.extend_from_slice(points);
        // Four thousand million choices are more than fit into memory.
        self.ends.push((u32::try_from(self.choices.len()).unwrap_or(u32::MAX), voters));
        self.voters += voters;
    }

    /// What the ballots say.
    pub const fn kind(&self) -> BallotKind {
        self.kind
    }

    /// Points are whole numbers of `10^-points_decimals`.
    pub const fn points_decimals(&self) -> u32 {
        self.points_decimals
    }

    /// How many voters there are, those with an empty ballot among them.
    pub const fn voters(&self) -> u64 {
        self.voters
    }

    /// How many different ballots there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Has nobody voted?
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The ballot at this place.
    ///
    /// # Panics
    /// Beyond [`len`](Self::len).
    pub fn ballot(&self, at: usize) -> Ballot<'_> {
        let begin = if at == 0 { 0 } else { self.ends[at - 1].0 as usize };
        let (end, voters) = self.ends[at];
        let range = begin..end as usize;
        let points = if self.points.is_empty() { &[][..] } else { &self.points[range.clone()] };
        Ballot { voters, choices: &self.choices[range], points }
    }

    /// Every different ballot.
    pub fn ballots(&self) -> impl ExactSizeIterator<Item = Ballot<'_>> {
        (0..self.len()).map(|at| self.ballot(at))
    }

    /// The same ballots, each cast by another number of voters: `voters[i]` for the ballot at place `i`.
    #[must_use]
    pub fn reweighted(&self, voters: &[u64]) -> Self {
        let mut other = self.clone();
        for ((_, count), voters) in other.ends.iter_mut().zip(voters) {
            *count = *voters;
        }
        other.voters = other.ends.iter().map(|(_, count)| count).sum();
        other
    }
}

/// An election of projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Election {
    /// What may be spent.
    pub budget: Rational,
    /// The projects, in the order of the file.
    pub projects: Vec<Project>,
    /// The ballots.
    pub profile: Profile,
    /// The official score of each project, where the ballots alone do not tell it (a file's `score` or `votes` column).
    /// City rules rank by it.
    pub official_scores: Option<Vec<Rational>>,
    /// The least score with which a project can be funded, for city greedy with a threshold.
    pub threshold: Option<Rational>,
}
