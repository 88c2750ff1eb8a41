//! The ballots on projects: parted from the rest of what somebody sent, under random ids of their own.

use std::{cell::RefCell, collections::HashMap, io};

use glasno_model::{
    Language, Project, ProjectId, Text,
    ways::{ProjectChoice, ProjectMethod, ProjectVote},
};
use glasno_tally::package::{
    Csv,
    audit::{BallotForm, BallotLimits, ProjectParameters},
    decimal,
    projects::{self, Ballot, Choice, Choices},
};

use super::{
    archive::Archive,
    shuffle::{Shuffle, Sorted},
};
use crate::{
    export::{ExportError, Frame, defuse},
    random::Random,
};

/// How often ballots are drawn again. Each time the official rule is computed anew, and Equal Shares takes its time.
const REPLICATES: u32 = 100;
const FLUSH_AT_BYTES: usize = 64 * 1024;

/// What was asked about projects.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    choice: &'a ProjectChoice,
    /// Those of the newest draft that has any.
    projects: &'a [Project],
}

impl<'a> Asked<'a> {
    /// Nothing where citizens choose no projects, or there is none to choose.
    pub fn of(frame: &'a Frame) -> Option<Self> {
        let choice = frame.consultation.ways.projects.get().as_ref()?;
        let mut newest_first = frame.drafts.iter().rev().map(|draft| draft.projects.get().as_slice());
        Some(Self { choice, projects: newest_first.find(|projects| !projects.is_empty())? })
    }

    /// How they are counted.
    pub fn parameters(&self, frame: &Frame) -> ProjectParameters {
        let none = BallotLimits::default();
        let (form, limits) = match self.choice.method {
            ProjectMethod::Knapsack => (BallotForm::Approval, BallotLimits { within_budget: true, ..none }),
            ProjectMethod::Approval { at_most } => {
                (BallotForm::Approval, BallotLimits { projects: Some(at_most), ..none })
            }
            ProjectMethod::Ranking { at_most } => {
                (BallotForm::Ranking, BallotLimits { projects: Some(at_most), ..none })
            }
            ProjectMethod::Points { total, at_most } => {
                (BallotForm::Points, BallotLimits { points: Some(total), points_for_one: at_most, ..none })
            }
        };
        let budget = decimal::of_amount(self.choice.budget, frame.consultation.currency.minor_units());
        ProjectParameters { budget, form, limits, rule: self.choice.rule.clone(), replicates: REPLICATES }
    }

    /// `projects.csv`, and the election as whoever reads it finds it.
    fn table(&self, frame: &Frame, parameters: &ProjectParameters) -> Result<(String, Ballot), ExportError> {
        let currency = frame.consultation.currency;
        let language = frame.consultation.languages.first().copied().unwrap_or(Language::BULGARIAN);
        let mut csv = Csv::new(glasno_tally::package::tables::projects().header());
        for project in self.projects {
            let cost = decimal::of_amount(project.cost, currency.minor_units());
            csv.row([&*defuse::csv_cell(project.id.as_str()), &name(&project.name, language), &cost]);
        }
        let csv = csv.take();
        let ballot = projects::read_projects(csv.as_bytes(), parameters, currency)
            .map_err(|error| ExportError::NotCountable(format!("projects.csv: {error}")))?;
        Ok((csv, ballot))
    }
}

fn name(name: &Text, language: Language) -> String {
    defuse::csv_cell(name.get(language)).into_owned()
}

/// The choices while submissions come.
pub(super) struct Gathering<'a> {
    places: HashMap<&'a ProjectId, u32>,
    form: Option<BallotForm>,
    choices: Shuffle<'a>,
    counts: Counts,
    record: Vec<u8>,
    order: Vec<(u32, u32)>,
}

/// How many ballots on projects there are, and what is not among them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    /// Ballots in the table.
    pub ballots: u64,
    /// Choices of projects that the newest draft no longer has.
    pub gone: u64,
    /// Ballots that choose only such projects.
    pub ballots_gone: u64,
    /// Ballots that were sent while something else was asked about projects.
    pub otherwise: u64,
}

impl<'a> Gathering<'a> {
    /// No choice yet.
    pub fn new(frame: &'a Frame, random: &'a dyn Random) -> Self {
        let asked = Asked::of(frame);
        let projects = asked.map_or(&[][..], |asked| asked.projects);
        Self {
            places: projects.iter().map(|project| &project.id).zip(0..).collect(),
            form: asked.map(|asked| asked.parameters(frame).form),
            choices: Shuffle::new(random),
            counts: Counts::default(),
            record: Vec::new(),
            order: Vec::new(),
        }
    }

    /// Takes what one ballot says of projects.
    pub fn add(&mut self, votes: &[ProjectVote]) -> io::Result<()> {
        if votes.is_empty() {
            return Ok(());
        }
        let is_points = self.form == Some(BallotForm::Points);
        if self.form.is_none() || votes.iter().any(|vote| vote.points.is_some() != is_points) {
            self.counts.otherwise += 1;
            return Ok(());
        }
        self.order.clear();
        for vote in votes {
            match self.places.get(&vote.project) {
                Some(place) => self.order.push((*place, vote.points.unwrap_or_default())),
                None => self.counts.gone += 1,
            }
        }
        if self.order.is_empty() {
            self.counts.ballots_gone += 1;
            return Ok(());
        }
        if self.form != Some(BallotForm::Ranking) {
            // In which order somebody ticked boxes is nobody's business.
            self.order.sort_unstable();
        }
        self.record.clear();
        for (place, points) in &self.order {
            self.record.extend_from_slice(&place.to_le_bytes());
            self.record.extend_from_slice(&points.to_le_bytes());
        }
        self.counts.ballots += 1;
        self.choices.add(&self.record)
    }

    /// All choices by their random ids.
    pub fn finish(self) -> io::Result<(Spooled, Counts)> {
        let sorted = RefCell::new(self.choices.sorted()?);
        Ok((Spooled { sorted, is_points: self.form == Some(BallotForm::Points) }, self.counts))
    }
}

/// The choices by their random ids, as often as somebody asks.
pub(super) struct Spooled {
    sorted: RefCell<Sorted>,
    is_points: bool,
}

impl Choices for Spooled {
    type Error = io::Error;

    fn each(&self, take: &mut dyn FnMut(&Choice)) -> io::Result<()> {
        let mut sorted = self.sorted.borrow_mut();
        sorted.rewind()?;
        let mut record = Vec::new();
        let mut choice = Choice { id: String::new(), choices: Vec::new(), points: Vec::new() };
        while let Some(id) = sorted.next(&mut record)? {
            choice.id = id.text('p');
            choice.choices.clear();
            choice.points.clear();
            for entry in record.chunks_exact(8) {
                let (place, points) = entry.split_first_chunk().ok_or(io::ErrorKind::InvalidData)?;
                let (points, _) = points.split_first_chunk().ok_or(io::ErrorKind::InvalidData)?;
                choice.choices.push(u32::from_le_bytes(*place));
                if self.is_points {
                    choice.points.push(u32::from_le_bytes(*points).into());
                }
            }
            take(&choice);
        }
        Ok(())
    }
}

/// Writes `projects.csv` and `ballots_projects.csv`; gives the election back.
pub(super) fn write(
    frame: &Frame,
    asked: Asked<'_>,
    parameters: &ProjectParameters,
    choices: &Spooled,
    archive: &mut Archive,
) -> Result<Ballot, ExportError> {
    use io::Write as _;
    let (csv, mut ballot) = asked.table(frame, parameters)?;
    archive.add("projects.csv", csv.as_bytes())?;
    let mut file = archive.file("ballots_projects.csv")?;
    let mut csv = Csv::new(glasno_tally::package::tables::ballots_projects().header());
    let (mut waiting, mut failed) = (0, None);
    choices.each(&mut |choice| {
        projects::write(&mut csv, &ballot, parameters.form, choice);
        waiting += 1;
        if waiting * 64 >= FLUSH_AT_BYTES && failed.is_none() {
            failed = file.write_all(csv.take().as_bytes()).err();
            waiting = 0;
        }
    })?;
    failed.map_or(Ok(()), Err)?;
    file.write_all(csv.take().as_bytes())?;
    file.end();
    ballot.election.profile = projects::profile(parameters.form, choices)?;
    Ok(ballot)
}
