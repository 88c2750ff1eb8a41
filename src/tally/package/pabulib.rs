//! The `.pb` file of a package: the proposals on the newest draft as cumulative ballots.
//!
//! The projects are the lines that citizens could move, at their draft amounts; each ballot divides its points among them
//! as the proposal divides the money.

use core::cell::RefCell;
use core::fmt;

use glasno_model::Currency;

use super::audit::{Asked, PabulibFacts};
use super::ballots::{Proposal, Proposals};
use super::count::Count;
use super::lines::{Draft, Lines};
use crate::Rational;
use crate::pabulib::division::{self, DividedSum, DivisionError, PointsBallot};
use crate::pabulib::{self, Ballots, Fields, Vote, WriteError, WriteProblem};

/// What there is to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PabulibPlan {
    /// What the audit tells.
    pub facts: PabulibFacts,
    draft: usize,
}

/// Why a package has no `.pb` file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPabulib {
    /// Nobody proposed an amount.
    #[error("nobody proposed an amount")]
    NoBallots,
    /// Nobody chose a project.
    #[error("nobody chose a project")]
    NoChoices,
    /// Every proposal leaves all lines without money, or there is none that could be moved.
    #[error("no proposal divides any money")]
    NothingToDivide,
    /// Pabulib would not take such a file.
    #[error("Pabulib would not take the file: {0}")]
    Refused(WriteError),
}

/// Why the file was not written to its end.
#[derive(Debug, thiserror::Error)]
pub enum PabulibError<E> {
    /// The proposals cannot be read.
    #[error(transparent)]
    Proposals(E),
    /// There can be no such file.
    #[error(transparent)]
    None(#[from] NoPabulib),
    /// Where the text goes has no room, or wants no more of it.
    #[error("the text could not be passed on")]
    Output,
}

/// Finds out whether there is something to write.
///
/// # Errors
/// Where there can be no file, with the reason.
pub fn plan(lines: &Lines, asked: &Asked, count: &Count) -> Result<PabulibPlan, NoPabulib> {
    let draft = count.newest().ok_or(NoPabulib::NoBallots)?;
    let (tally, budget) = (&count.tallies[draft], &lines.drafts[draft]);
    let movable: i128 = movable(budget).map(|(_, amount)| i128::from(amount)).sum();
    let movable = i64::try_from(movable).map_err(|_| NoPabulib::NothingToDivide)?;
    // A ballot that gives no line anything costs less than the draft by all that can be moved.
    let empty = tally.differences().count(-movable);
    if empty == tally.ballots() {
        return Err(NoPabulib::NothingToDivide);
    }
    let lines = movable_places(budget).count();
    let facts = PabulibFacts {
        file: format!("{}_{}_{}.pb", asked.country, asked.slug, instance(budget, asked)),
        draft_version: budget.version,
        ballots: tally.ballots() - empty,
        points: u32::try_from(division::points_in_all(lines)).unwrap_or_default(),
        left_out: empty,
    };
    Ok(PabulibPlan { facts, draft })
}

/// Writes the file, piece by piece. Nothing is written where there can be no file.
///
/// # Errors
/// Where the proposals cannot be read, there can be no file, or `out` does not take it.
pub fn write<P: Proposals + ?Sized>(
    plan: &PabulibPlan,
    lines: &Lines,
    asked: &Asked,
    proposals: &P,
    out: &mut impl fmt::Write,
) -> Result<(), PabulibError<P::Error>> {
    let draft = &lines.drafts[plan.draft];
    let unit = Rational::from_integer(lines.currency.minor_units().max(1).into());
    let projects: Vec<division::Line> = movable_places(draft)
        .map(|place| {
            let line = &draft.lines[place];
            division::Line {
                id: line.id.to_string(),
                name: if line.name.trim().is_empty() { line.id.to_string() } else { line.name.clone() },
                amount: Rational::from_integer(line.amount.minor().into()) / &unit,
            }
        })
        .collect();
    let (meta, projects) = division::tables(about(asked, lines.currency, instance(draft, asked)), &projects)
        .map_err(not_divided)?;
    let ballots = Divided::new(plan.draft, draft, proposals);
    let written = pabulib::write_ballots(&meta, &projects, &ballots, out);
    if let Some(error) = ballots.failed.into_inner() {
        return Err(PabulibError::Proposals(error));
    }
    written.map_err(|error| match error.problem {
        WriteProblem::Output => PabulibError::Output,
        _ => NoPabulib::Refused(error).into(),
    })
}

fn not_divided<E>(_: DivisionError) -> PabulibError<E> {
    // A line below nothing cannot be moved, so none is among the projects.
    NoPabulib::NothingToDivide.into()
}

/// What both files say of the consultation.
pub(super) fn about(asked: &Asked, currency: Currency, instance: String) -> Fields {
    let language = asked.languages.first().copied().unwrap_or(glasno_model::Language::BULGARIAN);
    let said =
        |text: &str| if text.trim().is_empty() { asked.slug.to_string() } else { text.trim().to_owned() };
    let day = |day: &str| day.split('-').rev().collect::<Vec<_>>().join(".");
    let end = asked.closes_on.as_deref().unwrap_or(&asked.made_on);
    let begin = asked.opens_on.as_deref().unwrap_or(end).min(end);
    let mut fields: Fields = [
        ("description", said(asked.title.get(language))),
        ("country", asked.country.clone()),
        ("unit", said(asked.organiser.get(language))),
        ("instance", instance),
        ("date_begin", day(begin)),
        ("date_end", day(end)),
        ("currency", currency.code().to_owned()),
    ]
    .into_iter()
    .collect();
    // The format knows tags of two letters only.
    if language.tag().len() == 2 {
        fields.set("language", language.tag());
    }
    fields
}

/// The year of the budget, or that of the consultation where the file does not say it.
fn instance(draft: &Draft, asked: &Asked) -> String {
    draft.fiscal_year.map_or_else(|| year(asked), |year| year.to_string())
}

/// The year of the consultation.
pub(super) fn year(asked: &Asked) -> String {
    asked.closes_on.as_ref().unwrap_or(&asked.made_on).chars().take(4).collect()
}

fn movable_places(draft: &Draft) -> impl Iterator<Item = usize> {
    (0..draft.lines.len()).filter(|place| draft.lines[*place].is_movable)
}

fn movable(draft: &Draft) -> impl Iterator<Item = (usize, i64)> {
    movable_places(draft).map(|place| (place, draft.lines[place].amount.minor()))
}

/// The proposals on one draft as ballots of points.
struct Divided<'a, P: Proposals + ?Sized> {
    proposals: &'a P,
    draft: usize,
    /// The draft's own amounts of the lines that can be moved.
    amounts: Vec<i64>,
    /// For each line of the draft its place among these.
    places: Vec<Option<usize>>,
    failed: RefCell<Option<P::Error>>,
}

impl<'a, P: Proposals + ?Sized> Divided<'a, P> {
    fn new(draft: usize, budget: &Draft, proposals: &'a P) -> Self {
        let mut places = vec![None; budget.lines.len()];
        for (at, place) in movable_places(budget).enumerate() {
            places[place] = Some(at);
        }
        let amounts = movable(budget).map(|(_, amount)| amount).collect();
        Self { proposals, draft, amounts, places, failed: RefCell::new(None) }
    }

    fn amounts(&self, proposal: Proposal<'_>, amounts: &mut Vec<i64>) {
        amounts.clone_from(&self.amounts);
        for (place, amount) in proposal.amounts {
            let at = usize::try_from(*place).ok().and_then(|place| *self.places.get(place)?);
            if let Some(own) = at.and_then(|at| amounts.get_mut(at)) {
                *own = amount.minor();
            }
        }
    }
}

impl<P: Proposals + ?Sized> Ballots for Divided<'_, P> {
    fn columns(&self) -> Vec<&str> {
        Vec::new()
    }

    fn points_decimals(&self) -> u32 {
        0
    }

    fn each<E>(&self, mut take: impl FnMut(Vote<'_>, &[&str]) -> Result<(), E>) -> Result<(), E> {
        let (mut as_points, mut amounts) = (PointsBallot::new(self.amounts.len()), Vec::new());
        let mut refused = Ok(());
        let read = self.proposals.each(&mut |proposal| {
            if proposal.draft != self.draft || refused.is_err() {
                return;
            }
            self.amounts(proposal, &mut amounts);
            let division = DividedSum { voter_id: proposal.id, amounts: &amounts };
            // No amount is below nothing, so every proposal is a division.
            if let Ok(vote) = as_points.of(division) {
                refused = take(vote, &[]);
            }
        });
        if let Err(error) = read {
            *self.failed.borrow_mut() = Some(error);
        }
        refused
    }
}
