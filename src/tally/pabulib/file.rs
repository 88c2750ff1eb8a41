//! What a `.pb` file holds.

use super::Votes;
use crate::rule::{CityGreedy, EqualShares, Increase, Satisfaction};
use crate::{BallotKind, Rational, Rule};

/// A `.pb` file: three tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The election as a whole.
    pub meta: Meta,
    /// The projects, in the order of the file.
    pub projects: Vec<Project>,
    /// The ballots, in the order of the file.
    pub votes: Votes,
}

/// The election as a whole. How many projects and votes there are stands in the other two tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// What a ballot says.
    pub vote_type: VoteType,
    /// What may be spent, in the election's currency.
    pub budget: Rational,
    /// Every other key with its value as text: `description`, `rule`, `max_length`, …
    pub fields: Fields,
}

/// A project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Unique in the file. No comma, since lists of ids are joined with it.
    pub id: String,
    /// What it costs, in the election's currency. Read, it is more than nothing; 999999999 says that it was withdrawn.
    pub cost: Rational,
    /// The file's own count of ballots that name the project. The writer counts for itself.
    pub votes: Option<Rational>,
    /// The file's own sum of points. The writer adds up for itself.
    pub score: Option<Rational>,
    /// 1 funded, 0 not; Poznań also writes 2 and 3 for projects funded in special ways.
    pub selected: Option<u8>,
    /// Every other column with its value as text: `name`, `category`, …
    pub fields: Fields,
}

/// Names with their values as text, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// No field yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The value, if there is one that is not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(field, _)| *field == name).map(|(_, value)| value)
    }

    /// Sets the value; an empty one takes the field away.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        let (name, value) = (name.into(), value.into());
        let place = self.0.iter().position(|(field, _)| *field == name);
        match (place, value.is_empty()) {
            (Some(place), false) => self.0[place].1 = value,
            (Some(place), true) => drop(self.0.remove(place)),
            (None, false) => self.0.push((name, value)),
            (None, true) => {}
        }
    }

    /// Every field.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Fields {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut fields = Self::new();
        for (name, value) in pairs {
            fields.set(name, value);
        }
        fields
    }
}

/// What a ballot says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VoteType {
    /// The projects that the voter is for. With `max_sum_cost` in [`Meta::fields`] it is a knapsack ballot.
    Approval,
    /// The one project that the voter is for.
    ChooseOne,
    /// Projects, the best one first.
    Ordinal,
    /// Projects with points out of a fixed sum.
    Cumulative,
    /// Projects with points of any size.
    Scoring,
}

impl VoteType {
    /// Every vote type.
    pub const ALL: [Self; 5] =
        [Self::Approval, Self::ChooseOne, Self::Ordinal, Self::Cumulative, Self::Scoring];

    /// Its name in a file.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::ChooseOne => "choose-1",
            Self::Ordinal => "ordinal",
            Self::Cumulative => "cumulative",
            Self::Scoring => "scoring",
        }
    }

    /// The vote type with this name in a file.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|vote_type| vote_type.code() == code)
    }

    /// What its ballots say when they are counted.
    pub const fn kind(self) -> BallotKind {
        match self {
            Self::Approval | Self::ChooseOne => BallotKind::Approval,
            Self::Ordinal => BallotKind::Ordinal,
            Self::Cumulative | Self::Scoring => BallotKind::Points,
        }
    }

    /// Do points stand beside the projects?
    pub const fn has_points(self) -> bool {
        matches!(self.kind(), BallotKind::Points)
    }
}

impl File {
    /// The rule by which the file says that it was decided, where we know how to compute it.
    ///
    /// `greedy-exclusive` and `greedy-custom` hang on facts that no file holds.
    pub fn declared_rule(&self) -> Option<Rule> {
        let shares = |increase, comparison| {
            Rule::EqualShares(EqualShares {
                satisfaction: Satisfaction::Cost,
                increase,
                completion: None,
                comparison,
            })
        };
        match self.meta.fields.get("rule")? {
            "greedy" => Some(Rule::CityGreedy(CityGreedy::Skip)),
            "greedy-no-skip" => Some(Rule::CityGreedy(CityGreedy::NoSkip)),
            "greedy-threshold" => Some(Rule::CityGreedy(CityGreedy::Threshold)),
            "equalshares" => Some(shares(Increase::None, false)),
            "equalshares-comparison" => Some(shares(Increase::None, true)),
            "equalshares/add1" => Some(shares(Increase::UntilOverspend, false)),
            "equalshares/add1-comparison" => Some(shares(Increase::UntilOverspend, true)),
            _ => None,
        }
    }
}
