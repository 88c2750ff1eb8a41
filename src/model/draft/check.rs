//! What makes a document a draft: unique names, references that lead somewhere, and measure in everything.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::{BudgetLine, Consequence, DraftDocument, PastAmount};
use crate::project::{Area, AreaKind, Project};
use crate::revenue::{Lever, RevenueLine};
use crate::{Amount, GroupId, LineId, Text};

/// The most groups of a draft: a tree as deep as the largest draft is long.
pub const MOST_GROUPS: usize = 20_000;
/// The most lines of spending.
pub const MOST_LINES: usize = 10_000;
/// The most lines of revenue.
pub const MOST_REVENUE_LINES: usize = 2_000;
/// The most projects.
pub const MOST_PROJECTS: usize = 2_000;
/// The most areas.
pub const MOST_AREAS: usize = 200;
/// The most other years' amounts of a line.
pub const MOST_PAST_AMOUNTS: usize = 30;
/// The most stated consequences of a line.
pub const MOST_CONSEQUENCES: usize = 20;
/// The most steps of a lever.
pub const MOST_LEVER_STEPS: usize = 20;
/// The longest name, in characters.
pub const NAME_CHARACTERS: usize = 1_000;
/// The longest text that explains something, in characters.
pub const TEXT_CHARACTERS: usize = 10_000;
/// The longest code, in characters.
pub const CODE_CHARACTERS: usize = 100;
/// The years that a history may name.
pub const PAST_YEARS: RangeInclusive<u16> = 1990..=2100;

/// Why a document is not a draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// There is nothing at all to decide on: no line, no project, no area to share a pot over.
    #[error("the draft has no lines, no projects and no areas to share a pot over")]
    Empty,
    /// There are more of them than anybody could read.
    #[error("the draft has more than {at_most} {of}")]
    TooMany {
        /// Of what, in words: `lines`.
        of: &'static str,
        /// How many there may be.
        at_most: usize,
    },
    /// A name, a text or a code is longer than anybody would read.
    #[error("a text of {of} has more than {at_most} characters")]
    TextTooLong {
        /// The id of what it belongs to.
        of: String,
        /// How long it may be.
        at_most: usize,
    },
    /// Two lines have one id, of spending or of revenue.
    #[error("the line {0} stands twice")]
    DuplicateLine(LineId),
    /// Two groups have one id.
    #[error("the group {0} stands twice")]
    DuplicateGroup(GroupId),
    /// Two projects have one id.
    #[error("the project {0} stands twice")]
    DuplicateProject(String),
    /// Two areas have one id.
    #[error("the area {0} stands twice")]
    DuplicateArea(String),
    /// A line or group stands in a group that is not there, or that comes only after it.
    #[error("there is no group {0} before the place that names it")]
    UnknownGroup(GroupId),
    /// A project belongs to an area that is not there.
    #[error("there is no area {0}")]
    UnknownArea(String),
    /// The bounds of a line leave out its own amount.
    #[error("the amount of line {0} is outside its own bounds")]
    OutsideBounds(LineId),
    /// The other years of a line are out of order, stand twice, are no years, or lack half of their source.
    #[error("the history of line {0} is not in order")]
    BadHistory(LineId),
    /// A threshold of a line's consequences stands twice, can never be reached, or says nothing.
    #[error("the consequences of line {0} do not hold together")]
    BadConsequences(LineId),
    /// A step, a unit or a project costs nothing or less.
    #[error("an amount of {0} must be more than nothing")]
    NotPositive(String),
    /// A lever has no steps, or one of them changes nothing or has no name.
    #[error("the lever of line {0} does not hold together")]
    BadLever(LineId),
    /// The sum of the lines cannot be held.
    #[error("the total is too large")]
    TotalTooLarge,
}

/// Proves everything but that the ids of spending lines are unique among themselves and that their sum can be held.
pub(super) fn document(document: &DraftDocument) -> Result<(), DraftError> {
    let (revenue, projects, areas) = (document.revenue.get(), document.projects.get(), document.areas.get());
    let has_pot = areas.iter().any(|area| area.kind == AreaKind::Pot);
    if document.lines.is_empty() && revenue.is_empty() && projects.is_empty() && !has_pot {
        return Err(DraftError::Empty);
    }
    at_most(document.groups.len(), "groups", MOST_GROUPS)?;
    at_most(document.lines.len(), "lines", MOST_LINES)?;
    at_most(revenue.len(), "lines of revenue", MOST_REVENUE_LINES)?;
    at_most(projects.len(), "projects", MOST_PROJECTS)?;
    at_most(areas.len(), "areas", MOST_AREAS)?;
    groups(document)?;
    document.lines.iter().try_for_each(line)?;
    revenue_lines(document, revenue)?;
    projects_and_areas(projects, areas)
}

/// Each group has a name of its own and stands after its parent; each line stands in one of them.
fn groups(document: &DraftDocument) -> Result<(), DraftError> {
    let mut groups = BTreeSet::new();
    for group in &document.groups {
        if let Some(parent) = group.parent.as_ref().filter(|parent| !groups.contains(parent)) {
            return Err(DraftError::UnknownGroup(parent.clone()));
        }
        if !groups.insert(&group.id) {
            return Err(DraftError::DuplicateGroup(group.id.clone()));
        }
        named(group.id.as_str(), &group.code, &group.name)?;
    }
    match document.lines.iter().find(|line| !groups.contains(&line.group)) {
        Some(line) => Err(DraftError::UnknownGroup(line.group.clone())),
        None => Ok(()),
    }
}

fn line(line: &BudgetLine) -> Result<(), DraftError> {
    let below = line.is_movable() && line.amount < line.least();
    if below || line.most().is_some_and(|most| line.is_movable() && line.amount > most) {
        return Err(DraftError::OutsideBounds(line.id.clone()));
    }
    named(line.id.as_str(), &line.code, &line.name)?;
    explained(line.id.as_str(), [&line.description, &line.decided_by, &line.bounds_reason])?;
    history(&line.id, line.history.get())?;
    consequences(&line.id, line.consequences.get())?;
    if let Some(step) = line.step {
        positive(line.id.as_str(), step)?;
    }
    if let Some(unit) = line.unit.get() {
        positive(line.id.as_str(), unit.amount)?;
        named(line.id.as_str(), "", &unit.name)?;
    }
    Ok(())
}

fn history(line: &LineId, past: &[PastAmount]) -> Result<(), DraftError> {
    at_most(past.len(), "other years' amounts of a line", MOST_PAST_AMOUNTS)?;
    let holds = past.iter().all(|past| {
        PAST_YEARS.contains(&past.year) && past.source_amount.is_some() == past.source_currency.is_some()
    });
    let is_in_order = past.windows(2).all(|pair| pair[0].order() < pair[1].order());
    if holds && is_in_order { Ok(()) } else { Err(DraftError::BadHistory(line.clone())) }
}

fn consequences(line: &LineId, consequences: &[Consequence]) -> Result<(), DraftError> {
    at_most(consequences.len(), "consequences of a line", MOST_CONSEQUENCES)?;
    let percents: BTreeSet<i16> = consequences.iter().map(|consequence| consequence.percent).collect();
    // Nobody can take away more than all there is.
    let can_be_reached = percents.iter().all(|percent| *percent != 0 && *percent >= -100);
    let say_something = consequences.iter().all(|consequence| !consequence.text.is_empty());
    if percents.len() < consequences.len() || !can_be_reached || !say_something {
        return Err(DraftError::BadConsequences(line.clone()));
    }
    explained(line.as_str(), consequences.iter().map(|consequence| &consequence.text))
}

fn revenue_lines(document: &DraftDocument, revenue: &[RevenueLine]) -> Result<(), DraftError> {
    let mut ids: BTreeSet<&LineId> = BTreeSet::new();
    if !revenue.is_empty() {
        ids.extend(document.lines.iter().map(|line| &line.id));
    }
    for line in revenue {
        if !ids.insert(&line.id) {
            return Err(DraftError::DuplicateLine(line.id.clone()));
        }
        named(line.id.as_str(), &line.code, &line.name)?;
        explained(line.id.as_str(), [&line.description])?;
        history(&line.id, &line.history)?;
        line.lever.as_ref().map_or(Ok(()), |pulled| lever(&line.id, pulled))?;
    }
    let total = Amount::sum(revenue.iter().map(|line| line.amount));
    total.map(drop).ok_or(DraftError::TotalTooLarge)
}

fn lever(line: &LineId, lever: &Lever) -> Result<(), DraftError> {
    at_most(lever.steps.len(), "steps of a lever", MOST_LEVER_STEPS)?;
    let does_nothing =
        |step: &crate::revenue::LeverStep| step.yield_difference.is_zero() || step.name.is_empty();
    if lever.steps.is_empty() || lever.steps.iter().any(does_nothing) {
        return Err(DraftError::BadLever(line.clone()));
    }
    lever.steps.iter().try_for_each(|step| named(line.as_str(), "", &step.name))
}

fn projects_and_areas(projects: &[Project], areas: &[Area]) -> Result<(), DraftError> {
    let mut area_ids = BTreeSet::new();
    for area in areas {
        if !area_ids.insert(&area.id) {
            return Err(DraftError::DuplicateArea(area.id.to_string()));
        }
        named(area.id.as_str(), "", &area.name)?;
        explained(area.id.as_str(), [&area.description])?;
    }
    let mut ids = BTreeSet::new();
    for project in projects {
        if !ids.insert(&project.id) {
            return Err(DraftError::DuplicateProject(project.id.to_string()));
        }
        if let Some(area) = project.area.as_ref().filter(|area| !area_ids.contains(area)) {
            return Err(DraftError::UnknownArea(area.to_string()));
        }
        positive(project.id.as_str(), project.cost)?;
        named(project.id.as_str(), "", &project.name)?;
        explained(project.id.as_str(), [&project.place, &project.description])?;
    }
    Ok(())
}

fn at_most(count: usize, of: &'static str, at_most: usize) -> Result<(), DraftError> {
    if count > at_most { Err(DraftError::TooMany { of, at_most }) } else { Ok(()) }
}

fn positive(of: &str, amount: Amount) -> Result<(), DraftError> {
    if amount > Amount::ZERO { Ok(()) } else { Err(DraftError::NotPositive(of.to_owned())) }
}

fn named(of: &str, code: &str, name: &Text) -> Result<(), DraftError> {
    fits(of, code, CODE_CHARACTERS)?;
    name.iter().try_for_each(|(_, text)| fits(of, text, NAME_CHARACTERS))
}

fn explained<'a>(of: &str, texts: impl IntoIterator<Item = &'a Text>) -> Result<(), DraftError> {
    texts.into_iter().flat_map(Text::iter).try_for_each(|(_, text)| fits(of, text, TEXT_CHARACTERS))
}

fn fits(of: &str, text: &str, at_most: usize) -> Result<(), DraftError> {
    // A text has at least as many bytes as characters: most are not counted.
    if text.len() <= at_most || text.chars().count() <= at_most {
        return Ok(());
    }
    Err(DraftError::TextTooLong { of: of.to_owned(), at_most })
}

#[cfg(test)]
#[path = "check_tests.rs"]
pub(crate) mod tests;
