//! VOTES: the ballots. The one section that is long, so nothing is made anew for each row.

use core::cmp::Ordering;

use super::places::{Places, hash_text};
use super::read::Reader;
use super::read_meta::Announced;
use super::read_projects::ByProjectId;
use super::scan::trimmed;
use super::{Problem, Project, ReadError, Section, Vote, VoteType, Votes};
use crate::Rational;

/// What a column is to the reader.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Id,
    Vote,
    Points,
    /// What is known of the voter besides the ballot.
    Voter,
}

pub(super) fn read(
    reader: &mut Reader<'_>,
    announced: &Announced,
    projects: &[Project],
) -> Result<Votes, ReadError> {
    let columns = reader.header(Section::Votes, "voter_id")?;
    let vote_type = announced.meta.vote_type;
    let required: &[&str] = if vote_type.has_points() { &["vote", "points"] } else { &["vote"] };
    for name in required {
        if !columns.iter().any(|column| column == name) {
            return Err(reader.error(0, *name, Problem::MissingField(Section::Votes)));
        }
    }
    let roles: Vec<Role> = columns.iter().map(|name| role(name)).collect();
    let known = columns.iter().zip(&roles).filter(|(_, role)| **role == Role::Voter).map(|(name, _)| name);
    let expected = announced.votes.0;
    let mut ballots = Ballots {
        announced,
        projects,
        by_id: ByProjectId::of(projects),
        listed: vec![0; projects.len()],
        votes: Votes::new(known, 0),
        voters: Places::new(expected.min(1 << 20)),
        choices: Vec::new(),
        points: Vec::new(),
    };
    ballots.votes.reserve(expected.min(1 << 20));
    while reader.row(None)? {
        reader.check_cells()?;
        ballots.add(reader, &roles)?;
    }
    let found = ballots.votes.len();
    if found != expected {
        let wrong = Problem::VoteCount { announced: expected, found };
        return Err(ReadError::new(announced.votes.1, "num_votes", wrong));
    }
    Ok(ballots.votes)
}

fn role(column: &str) -> Role {
    match column {
        "voter_id" => Role::Id,
        "vote" => Role::Vote,
        "points" => Role::Points,
        _ => Role::Voter,
    }
}

/// The ballots so far, and what is needed to take in one more.
struct Ballots<'a> {
    announced: &'a Announced,
    projects: &'a [Project],
    by_id: ByProjectId,
    /// For each project, how many ballots there were with the last one that lists it.
    listed: Vec<usize>,
    votes: Votes,
    voters: Places,
    choices: Vec<u32>,
    points: Vec<i64>,
}

impl Ballots<'_> {
    fn add(&mut self, reader: &Reader<'_>, roles: &[Role]) -> Result<(), ReadError> {
        self.choices.clear();
        self.points.clear();
        for (at, role) in roles.iter().enumerate() {
            let text = reader.text(at);
            match role {
                Role::Id => self.voter(text).map_err(|problem| reader.error(at, "voter_id", problem))?,
                Role::Vote => self.choices(text).map_err(|problem| reader.error(at, "vote", problem))?,
                Role::Points if !self.announced.meta.vote_type.has_points() => {}
                Role::Points => self.points(text).map_err(|problem| reader.error(at, "points", problem))?,
                Role::Voter => {}
            }
        }
        if self.announced.meta.vote_type.has_points() && self.points.len() != self.choices.len() {
            let wrong = Problem::PointsCount { points: self.points.len(), choices: self.choices.len() };
            return Err(reader.error(
                roles.iter().position(|role| *role == Role::Points).unwrap_or(0),
                "points",
                wrong,
            ));
        }
        let vote = Vote { voter_id: reader.text(0), choices: &self.choices, points: &self.points };
        let about = roles.iter().enumerate().filter(|(_, role)| **role == Role::Voter);
        self.votes.push(vote, about.map(|(at, _)| reader.text(at)));
        Ok(())
    }

    fn voter(&mut self, id: &str) -> Result<(), Problem> {
        if id.is_empty() {
            return Err(Problem::EmptyCell);
        }
        let (votes, next) = (&self.votes, u32::try_from(self.votes.len()).unwrap_or(u32::MAX));
        let found =
            self.voters.find_or_insert(hash_text(id), next, |place| votes.voter_id(place as usize) == id);
        found.map_or(Ok(()), |_| Err(Problem::RepeatedVoter(id.to_owned())))
    }

    fn choices(&mut self, list: &str) -> Result<(), Problem> {
        let ballot = self.votes.len() + 1;
        for id in list.split(',').map(trimmed) {
            // Both the checker and pabutools pass over the nothing in `1,2,`; beside points it would shift them.
            if id.is_empty() && !self.announced.meta.vote_type.has_points() {
                continue;
            }
            if list.is_empty() {
                break;
            }
            let place =
                self.by_id.find(self.projects, id).ok_or_else(|| Problem::UnknownProject(id.to_owned()))?;
            if core::mem::replace(&mut self.listed[place as usize], ballot) == ballot {
                return Err(Problem::RepeatedChoice(id.to_owned()));
            }
            self.choices.push(place);
        }
        let (found, least) = (self.choices.len(), self.announced.min_length);
        match self.announced.max_length {
            _ if found == 0 => Err(Problem::EmptyBallot),
            Some(most) if found > most => Err(Problem::TooManyChoices { found, most }),
            _ if found < least => Err(Problem::TooFewChoices { found, least }),
            _ => Ok(()),
        }
    }

    fn points(&mut self, list: &str) -> Result<(), Problem> {
        if list.is_empty() {
            return Err(Problem::EmptyCell);
        }
        for text in list.split(',').map(trimmed) {
            let refused = || Problem::NotPoints(text.to_owned());
            let (mut number, decimals) = decimal(text).ok_or_else(refused)?;
            let unit = self.votes.points_decimals();
            match decimals.cmp(&unit) {
                Ordering::Less => {
                    number = number.checked_mul(10_i64.pow(unit - decimals)).ok_or_else(refused)?;
                }
                Ordering::Equal => {}
                Ordering::Greater => {
                    let factor = 10_i64.pow(decimals - unit);
                    for earlier in &mut self.points {
                        *earlier = earlier.checked_mul(factor).ok_or_else(refused)?;
                    }
                    if !self.votes.refine_points(decimals) {
                        return Err(refused());
                    }
                }
            }
            self.check_points(text, number)?;
            self.points.push(number);
        }
        Ok(())
    }

    fn check_points(&self, text: &str, number: i64) -> Result<(), Problem> {
        let Announced { min_points, max_points, meta, .. } = self.announced;
        let below_nothing = meta.vote_type == VoteType::Cumulative && number < 0;
        let limited = min_points.is_some() || max_points.is_some();
        let points = || Rational::new(number.into(), 10_i64.pow(self.votes.points_decimals()).into());
        let outside = limited && {
            let points = points();
            min_points.as_ref().is_some_and(|least| points < *least)
                || max_points.as_ref().is_some_and(|most| points > *most)
        };
        if below_nothing || outside { Err(Problem::PointsLimit(text.to_owned())) } else { Ok(()) }
    }
}

/// A decimal as a whole number and the number of its decimals, without zeros at the end: `2.50` is (25, 1).
fn decimal(text: &str) -> Option<(i64, u32)> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let decimals = decimals.trim_end_matches('0');
    if decimals.is_empty() {
        return plain(whole).map(|number| (number, 0));
    }
    let number = plain(&format!("{whole}{decimals}"))?;
    let count = u32::try_from(decimals.len()).ok().filter(|count| *count <= 9)?;
    decimals.bytes().all(|byte| byte.is_ascii_digit()).then_some((number, count))
}

/// Digits with or without a minus, at most eighteen.
fn plain(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let good = digits.len() <= 18 && digits.bytes().all(|byte| byte.is_ascii_digit());
    good.then(|| text.parse().ok())?
}
