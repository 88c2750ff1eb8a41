//! A file as it is counted.

use super::number::number;
use super::places::{Places, hash_words};
use super::{File, Problem, Vote};
use crate::{BallotKind, Election, Profile, Project, Rational};

/// A file that was made by a program and cannot be counted; one that was read can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ElectionError {
    /// A ballot names a place where no project is.
    #[error("the ballot of “{0}” names a project that is not there")]
    UnknownProject(String),
    /// Points and projects do not stand side by side.
    #[error("the ballot of “{0}” needs points beside each project, and only where the vote has points")]
    PointsCount(String),
    /// The threshold is no number.
    #[error("min_project_score_threshold: {0}")]
    Threshold(Problem),
}

impl File {
    /// The election, equal ballots together.
    ///
    /// A project that a scoring ballot does not list has no points from it, whatever `default_score` says: neither
    /// pabutools nor Pabulib's checker adds it.
    ///
    /// # Errors
    /// When a program has made the file with ballots that do not fit its projects. A file that was read has none.
    pub fn election(&self) -> Result<Election, ElectionError> {
        let threshold = self.meta.fields.get("min_project_score_threshold");
        Ok(Election {
            budget: self.meta.budget.clone(),
            projects: self
                .projects
                .iter()
                .map(|own| Project { id: own.id.clone(), cost: own.cost.clone() })
                .collect(),
            profile: self.profile()?,
            official_scores: self.official_scores(),
            threshold: threshold.map(number).transpose().map_err(ElectionError::Threshold)?,
        })
    }

    /// The column `score`, else the column `votes`; a project without a value there has none.
    fn official_scores(&self) -> Option<Vec<Rational>> {
        let column = |of: fn(&super::Project) -> Option<&Rational>| {
            let there = self.projects.iter().any(|project| of(project).is_some());
            there.then(|| {
                self.projects.iter().map(|project| of(project).cloned().unwrap_or_default()).collect()
            })
        };
        column(|project| project.score.as_ref()).or_else(|| column(|project| project.votes.as_ref()))
    }

    fn profile(&self) -> Result<Profile, ElectionError> {
        let kind = self.meta.vote_type.kind();
        let mut distinct = Distinct::new(kind, self.votes.points_decimals(), self.votes.len());
        for vote in self.votes.iter() {
            if vote.choices.iter().any(|choice| *choice as usize >= self.projects.len()) {
                return Err(ElectionError::UnknownProject(vote.voter_id.to_owned()));
            }
            let points = if kind == BallotKind::Points { vote.choices.len() } else { 0 };
            if vote.points.len() != points {
                return Err(ElectionError::PointsCount(vote.voter_id.to_owned()));
            }
            distinct.add(vote);
        }
        Ok(distinct.profile.reweighted(&distinct.voters))
    }
}

/// The different ballots so far.
struct Distinct {
    profile: Profile,
    /// How many voters cast each.
    voters: Vec<u64>,
    places: Places,
    choices: Vec<u32>,
    points: Vec<i64>,
    paired: Vec<(u32, i64)>,
}

impl Distinct {
    fn new(kind: BallotKind, points_decimals: u32, ballots: usize) -> Self {
        Self {
            profile: Profile::new(kind, points_decimals),
            voters: Vec::new(),
            places: Places::new(ballots.min(1 << 18)),
            choices: Vec::new(),
            points: Vec::new(),
            paired: Vec::new(),
        }
    }

    fn add(&mut self, vote: Vote<'_>) {
        self.arrange(vote);
        let (choices, points, profile) = (&self.choices, &self.points, &self.profile);
        let words = choices.iter().map(|choice| u64::from(*choice));
        let hash = hash_words(words.chain(points.iter().map(|points| points.cast_unsigned())));
        let next = u32::try_from(self.voters.len()).unwrap_or(u32::MAX);
        let found = self.places.find_or_insert(hash, next, |place| {
            let ballot = profile.ballot(place as usize);
            ballot.choices == choices && ballot.points == points
        });
        if let Some(place) = found {
            self.voters[place as usize] += 1;
        } else {
            self.profile.add(1, choices, points);
            self.voters.push(1);
        }
    }

    /// Only a ranking means its order; elsewhere the same choices in another order are the same ballot.
    fn arrange(&mut self, vote: Vote<'_>) {
        self.choices.clear();
        self.points.clear();
        match self.profile.kind() {
            BallotKind::Ordinal => self.choices.extend_from_slice(vote.choices),
            BallotKind::Approval => {
                self.choices.extend_from_slice(vote.choices);
                self.choices.sort_unstable();
            }
            BallotKind::Points => {
                self.paired.clear();
                self.paired.extend(vote.choices.iter().copied().zip(vote.points.iter().copied()));
                self.paired.sort_unstable();
                self.choices.extend(self.paired.iter().map(|pair| pair.0));
                self.points.extend(self.paired.iter().map(|pair| pair.1));
            }
        }
    }
}
