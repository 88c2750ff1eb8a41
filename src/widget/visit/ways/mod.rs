//! What the citizen says beside the budget and the comments: a pot shared, projects chosen, questions answered.
//!
//! Each file holds what stands in the fields of one way, and the part of the ballot that follows from it. The rules of
//! a way are read by the part that shows it; what every citizen loads knows of a way only whether it is finished and
//! what the review says of it.

pub mod clarity;
pub mod pot;
pub mod projects;
pub mod questions;

use glasno_model::{
    Violation,
    ways::{Way, Ways},
};

use leptos::prelude::{UpdateValue as _, WithValue as _};

use super::Visit;
use super::proposal::Proposal;

/// What is said in all the ways that are on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// How the pot is shared.
    pub pot: pot::Shares,
    /// The projects that are chosen.
    pub projects: projects::Chosen,
    /// The answers to the officer's questions.
    pub questions: questions::Replies,
    /// For which lines it was said whether they are clear.
    pub clarity: clarity::Marks,
    /// Has the citizen tried to go on? From then on what is missing is said where it is missing.
    pub tried: bool,
    /// The ways that are on, in the order that they stand in.
    pub sections: Vec<Section>,
}

/// One way as the whole visit sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The way.
    pub way: Way,
    /// The place that something is still missing at, or wrong; nothing once the ballot can be sent as far as this way
    /// is concerned. Until the part that knows its rules has come, that is the heading.
    pub unfinished: Option<String>,
    /// What the review says: a name and what was said for it.
    pub summary: Vec<(String, String)>,
}

/// The place of a way's heading.
pub const fn heading(way: Way) -> &'static str {
    match way {
        Way::Pot => "way-pot",
        Way::Projects => "way-projects",
        _ => "way-questions",
    }
}

impl Said {
    /// Nothing said yet in the ways that are on.
    pub fn begin(ways: &Ways) -> Self {
        let on = [
            (Way::Pot, ways.pot.is_empty()),
            (Way::Projects, ways.projects.is_empty()),
            (Way::Questions, ways.questions.is_empty()),
        ];
        let section = |(way, is_off): (Way, bool)| {
            let unfinished = Some(format!("#{}", heading(way)));
            (!is_off).then(|| Section { way, unfinished, summary: Vec::new() })
        };
        Self { sections: on.into_iter().filter_map(section).collect(), ..Self::default() }
    }

    /// Is nothing said?
    pub fn is_empty(&self) -> bool {
        self.pot.shares.is_empty()
            && self.projects.votes.is_empty()
            && self.questions.answers.is_empty()
            && self.clarity.is_empty()
    }

    /// Is the same said? Whether somebody tried to go on is not something said.
    pub fn is_the_same(&self, other: &Self) -> bool {
        self.pot == other.pot
            && self.projects.votes == other.projects.votes
            && self.questions == other.questions
            && self.clarity == other.clarity
    }

    /// Keeps of what is shown now all that nobody said: the order of the cards and the area that is looked at, and where
    /// the same is said, how each way stands. A part that came after a step was taken is not forgotten with the step.
    pub fn keep_what_is_shown(&mut self, shown: Self) {
        if self.is_the_same(&shown) {
            self.sections = shown.sections;
        }
        self.tried = shown.tried;
        self.projects.order = shown.projects.order;
        self.projects.area = shown.projects.area;
    }

    /// The first way that is not finished, and the place in it.
    pub fn unfinished(&self) -> Option<(Way, &str)> {
        self.sections.iter().find_map(|section| Some((section.way, section.unfinished.as_deref()?)))
    }

    /// How a way stands now.
    pub fn settle(&mut self, way: Way, unfinished: Option<String>, summary: Vec<(String, String)>) {
        if let Some(section) = self.sections.iter_mut().find(|section| section.way == way) {
            (section.unfinished, section.summary) = (unfinished, summary);
        }
    }
}

impl Visit {
    /// The ways that are on beside the budget and comments.
    pub fn ways(self) -> Vec<Way> {
        self.work.with_value(|work| work.proposal.said.sections.iter().map(|section| section.way).collect())
    }

    /// Changes what is said in a way.
    pub fn change(self, change: impl FnOnce(&mut Said)) {
        self.work.update_value(|work| change(&mut work.proposal.said));
        self.edited();
    }

    /// Looks something up in what is said, anew whenever it changes.
    pub fn said_in_ways<T>(self, look: impl FnOnce(&Said) -> T) -> T {
        self.proposal(|proposal: &Proposal| look(&proposal.said))
    }
}

/// What a check of the model finds.
fn found(check: impl FnOnce(&mut dyn FnMut(String, Violation))) -> Vec<(String, Violation)> {
    let mut found = Vec::new();
    check(&mut |place, violation| found.push((place, violation)));
    found
}

/// Reads a whole number as people type it: with spaces between the thousands. One that is too large to be meant is
/// the largest that there is. Nothing where it is no whole number.
pub fn whole_number(text: &str) -> Option<i64> {
    let kept: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let (sign, digits) = match kept.strip_prefix(['-', '−', '–']) {
        Some(digits) => (-1, digits),
        None => (1, kept.as_str()),
    };
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| sign * digits.parse().unwrap_or(i64::MAX))
}

/// Reads how much somebody gives. An empty field is nothing; more than can be held is the most that can.
pub fn share(text: &str) -> Option<u32> {
    if text.trim().is_empty() {
        return Some(0);
    }
    whole_number(text).filter(|number| *number >= 0).map(|number| u32::try_from(number).unwrap_or(u32::MAX))
}

/// How much a press on − or + moves: a round number that shares the whole in about twenty.
pub const fn step(total: u32) -> u32 {
    let (mut unit, wanted) = (1, total / 20);
    while wanted / unit >= 10 {
        unit *= 10;
    }
    match wanted / unit {
        0 | 1 => unit,
        2..5 => 2 * unit,
        _ => 5 * unit,
    }
}

#[cfg(test)]
mod tests;
