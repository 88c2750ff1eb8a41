//! What has to be known of all ballots before the first line of a file is written, and whether they may be written.

use num_traits::ToPrimitive as _;

use super::number::number;
use super::places::{Places, hash_text};
use super::write_cells::clean;
use super::{Ballots, Meta, Project, Section, Texts, Vote, VoteType, WriteError, WriteProblem, fields};
use crate::BallotKind;

/// What the ballots come to.
pub(super) struct Totals {
    /// Ballots that name at least one project.
    pub(super) ballots: u64,
    /// Empty ballots; they are left out.
    pub(super) empty: u64,
    /// For each project, the ballots that name it.
    pub(super) votes: Vec<u64>,
    /// For each project, its points; with ordinal ballots of length L, L for the first and 1 for the last.
    pub(super) scores: Vec<i128>,
    /// For each column of the ballots, in how many of those that are not empty something stands.
    pub(super) filled: Vec<u64>,
}

/// What a ballot may be, by META.
struct Limits {
    vote_type: VoteType,
    least: usize,
    most: usize,
    min_points: i64,
    max_points: i64,
    /// One point in the ballots' units.
    unit: i64,
}

/// Goes through all ballots once.
pub(super) fn totals(
    meta: &Meta,
    projects: &[Project],
    ballots: &impl Ballots,
) -> Result<Totals, WriteError> {
    let limits = Limits::of(meta, ballots.points_decimals())?;
    let columns = ballots.columns();
    let mut totals = Totals {
        ballots: 0,
        empty: 0,
        votes: vec![0; projects.len()],
        scores: vec![0; projects.len()],
        filled: vec![0; columns.len()],
    };
    let mut voters = Voters { ids: Texts::default(), places: Places::new(1 << 12) };
    let mut named = vec![0; projects.len()];
    ballots.each(|vote, cells| {
        let refused = |field: &str, problem| row_error(vote.voter_id, field, problem);
        voters.add(vote.voter_id).map_err(|problem| refused("voter_id", problem))?;
        if vote.choices.is_empty() {
            totals.empty += 1;
            return Ok(());
        }
        totals.ballots += 1;
        let once = |choice: &u32| {
            let last = named.get_mut(*choice as usize)?;
            (core::mem::replace(last, totals.ballots) != totals.ballots).then_some(())
        };
        if vote.choices.iter().try_for_each(once).is_none() {
            return Err(refused("vote", WriteProblem::Choices));
        }
        limits.check(vote)?;
        totals.count(vote, &limits);
        for ((at, name), text) in columns.iter().enumerate().zip(cells) {
            let kind = fields::VOTES.iter().find(|field| field.name == *name).map(|field| field.kind);
            let value = kind.map(|kind| kind.value(text)).transpose();
            let value = value.map_err(|problem| refused(name, problem))?.unwrap_or_default();
            totals.filled[at] += u64::from(!value.is_empty());
        }
        Ok(())
    })?;
    Ok(totals)
}

impl Totals {
    fn count(&mut self, vote: Vote<'_>, limits: &Limits) {
        for (at, choice) in vote.choices.iter().enumerate() {
            let place = *choice as usize;
            self.votes[place] += 1;
            self.scores[place] += match limits.vote_type.kind() {
                BallotKind::Approval => 0,
                BallotKind::Ordinal => (vote.choices.len() - at) as i128,
                BallotKind::Points => i128::from(vote.points[at] / limits.unit),
            };
        }
    }
}

impl Limits {
    fn of(meta: &Meta, points_decimals: u32) -> Result<Self, WriteError> {
        let whole = |key: &str, otherwise: i64| {
            let Some(text) = meta.fields.get(key) else { return Ok(otherwise) };
            let whole =
                number(text).ok().filter(crate::Rational::is_integer).and_then(|whole| whole.to_i64());
            whole.ok_or_else(|| {
                let problem = WriteProblem::Value { value: text.to_owned(), expected: "a whole number" };
                WriteError { section: Section::Meta, row: String::new(), field: key.to_owned(), problem }
            })
        };
        let length = |length: i64| usize::try_from(length).unwrap_or(0);
        let one = meta.vote_type == VoteType::ChooseOne;
        let above = if meta.vote_type == VoteType::Cumulative { 0 } else { i64::MIN };
        Ok(Self {
            vote_type: meta.vote_type,
            least: length(whole("min_length", 1)?),
            most: if one { 1 } else { length(whole("max_length", i64::MAX)?) },
            min_points: whole("min_points", above)?.max(above),
            max_points: whole("max_points", i64::MAX)?,
            unit: 10_i64.checked_pow(points_decimals).unwrap_or(i64::MAX),
        })
    }

    fn check(&self, vote: Vote<'_>) -> Result<(), WriteError> {
        let length = vote.choices.len();
        if length < self.least || length > self.most {
            return Err(row_error(vote.voter_id, "vote", WriteProblem::Length(length)));
        }
        let beside = if self.vote_type.has_points() { length } else { 0 };
        let allowed = |points: &i64| {
            points % self.unit == 0 && (self.min_points..=self.max_points).contains(&(points / self.unit))
        };
        if vote.points.len() != beside || !vote.points.iter().all(allowed) {
            return Err(row_error(vote.voter_id, "points", WriteProblem::Points));
        }
        Ok(())
    }
}

/// The voters so far.
struct Voters {
    ids: Texts,
    places: Places,
}

impl Voters {
    fn add(&mut self, id: &str) -> Result<(), WriteProblem> {
        let id = checked_id(id)?;
        let (ids, next) = (&self.ids, u32::try_from(self.ids.len()).unwrap_or(u32::MAX));
        if self.places.find_or_insert(hash_text(id), next, |place| ids.get(place as usize) == id).is_some() {
            return Err(WriteProblem::Repeated(id.to_owned()));
        }
        self.ids.push(id);
        Ok(())
    }
}

/// An id as it is. Every reader takes a row that begins with `votes` for the section of that name, pabutools takes
/// `none` for nothing, and a comma would cut a list of ids.
pub(super) fn checked_id(id: &str) -> Result<&str, WriteProblem> {
    let taken = ["none", "meta", "projects", "votes"].iter().any(|name| name.eq_ignore_ascii_case(id));
    if id.is_empty() {
        Err(WriteProblem::Missing)
    } else if taken || id.contains([',', '\n']) || clean(id) != id {
        Err(WriteProblem::Id(id.to_owned()))
    } else {
        Ok(id)
    }
}

pub(super) fn row_error(row: &str, field: &str, problem: WriteProblem) -> WriteError {
    WriteError { section: Section::Votes, row: format!("{row} "), field: field.to_owned(), problem }
}
