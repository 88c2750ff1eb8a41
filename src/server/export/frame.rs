//! What is known before the first submission: the drafts, and with them the columns.

use std::collections::HashMap;

use glasno_model::ways::OrganisationDocument;
use glasno_model::{
    Amount, BallotDocument, BudgetDraft, Consultation, Language, LineId, Slug, Submission, Text,
};
use glasno_store::{Store, StoreError};
use jiff::tz::TimeZone;
use tokio::runtime::Handle;

use super::choices::Choices;
use super::entry::{Entry, ExportIds};
use super::error::ExportError;
use crate::random::Random;

/// The columns that stand before the lines in a wide table.
pub(super) const BEFORE_LINES: [&str; 7] =
    ["submission", "version", "channel", "received", "language", "draft_version", "currency"];
/// The columns that stand after the lines in a wide table; those of the choices follow.
pub(super) const AFTER_LINES: [&str; 2] = ["comment_whole", "line_comments"];
/// What stands as the submission in the rows that hold a draft's own amounts.
pub(super) const DRAFT: &str = "draft";

/// A consultation with everything that its downloads have in common.
pub(super) struct Frame {
    pub consultation: Consultation,
    /// All drafts, version 1 first.
    pub drafts: Vec<BudgetDraft>,
    /// The lines of the newest draft in its order, then those that only older ones have.
    pub lines: Vec<LineId>,
    /// The columns of what ballots say beside amounts and comments.
    pub choices: Choices,
    pub language: glasno_words::Language,
    /// The register of participating organisations by name; nothing where none is kept.
    pub organisations: Option<Vec<OrganisationDocument>>,
    places: HashMap<LineId, usize>,
    ids: ExportIds,
    time_zone: TimeZone,
}

impl Frame {
    /// Asks the store for all of it.
    pub fn load(
        store: &dyn Store,
        runtime: &Handle,
        random: &dyn Random,
        slug: &Slug,
        language: glasno_words::Language,
    ) -> Result<Self, ExportError> {
        let mut fresh = [0; 32];
        random.fill(&mut fresh)?;
        let secret = runtime.block_on(store.secret("export", fresh))?;
        let snapshot = runtime
            .block_on(store.snapshot(slug))?
            .ok_or_else(|| ExportError::NoConsultation(slug.clone()))?;
        let newest = snapshot.draft.as_ref().map_or(0, |draft| draft.version);
        let drafts = (1..=newest)
            .map(|version| {
                let draft = runtime.block_on(store.draft(slug, version))?;
                draft.ok_or_else(|| StoreError::NotThere(format!("draft {version} of {slug}")).into())
            })
            .collect::<Result<Vec<_>, ExportError>>()?;
        let mut frame = Self::new(snapshot.record.consultation.clone(), drafts, secret, language)?;
        if frame.consultation.ways.organisations {
            frame.organisations = Some(runtime.block_on(store.organisations(slug))?);
        }
        Ok(frame)
    }

    /// Puts the columns in order. The drafts are given version 1 first.
    pub fn new(
        consultation: Consultation,
        drafts: Vec<BudgetDraft>,
        secret: [u8; 32],
        language: glasno_words::Language,
    ) -> Result<Self, ExportError> {
        let time_zone = TimeZone::get(&consultation.time_zone)
            .map_err(|_| ExportError::UnknownTimeZone(consultation.time_zone.clone()))?;
        let (lines, places) = columns(&drafts);
        let choices = Choices::new(&consultation, &drafts);
        let ids = ExportIds::new(secret);
        let organisations = None;
        Ok(Self { consultation, drafts, lines, choices, language, organisations, places, ids, time_zone })
    }

    /// What the downloads tell about a submission; nothing where it was withdrawn.
    pub fn entry<'a>(&'a self, submission: &'a Submission) -> Result<Option<Entry<'a>>, ExportError> {
        let Some(ballot) = &submission.ballot else { return Ok(None) };
        let received = jiff::Timestamp::from_second(submission.received_at.unix_seconds());
        let received = received.unwrap_or(jiff::Timestamp::MAX).to_zoned(self.time_zone.clone()).date();
        Ok(Some(Entry {
            id: self.ids.name(&submission.id),
            version: submission.version,
            channel: submission.channel,
            received: received.to_string(),
            draft: self.draft(ballot.draft_version)?,
            ballot,
        }))
    }

    /// Puts the proposed amounts into their columns; a line that was left untouched stays empty.
    pub fn spread(&self, ballot: &BallotDocument, cells: &mut [Option<Amount>]) -> Result<(), ExportError> {
        cells.fill(None);
        let mut expected = 0;
        for proposed in &ballot.allocation {
            // Ballots name lines in the draft's order, most often all of them: looking at the next column first
            // saves the hash in millions of cells.
            let place = match self.lines.get(expected) {
                Some(line) if *line == proposed.line => expected,
                _ => *self
                    .places
                    .get(&proposed.line)
                    .ok_or_else(|| ExportError::UnknownLine { line: proposed.line.clone() })?,
            };
            cells[place] = Some(proposed.amount);
            expected = place + 1;
        }
        Ok(())
    }

    /// The drafts with their own amounts in their columns, the newest first.
    pub fn draft_rows(&self) -> impl Iterator<Item = (&BudgetDraft, Vec<Option<Amount>>)> {
        self.drafts.iter().rev().map(|draft| {
            let mut cells = vec![None; self.lines.len()];
            for line in &draft.lines {
                if let Some(place) = self.places.get(&line.id) {
                    cells[*place] = Some(line.amount);
                }
            }
            (draft, cells)
        })
    }

    /// The headers of a wide table. A line whose id is also the name of another column says that it is a line.
    pub fn wide_header(&self) -> impl Iterator<Item = String> {
        let taken = |id: &str| BEFORE_LINES.contains(&id) || AFTER_LINES.contains(&id);
        let line = move |line: &LineId| {
            if taken(line.as_str()) { format!("line:{line}") } else { line.to_string() }
        };
        let before = BEFORE_LINES.into_iter().map(str::to_owned);
        let after = AFTER_LINES.into_iter().map(str::to_owned);
        before.chain(self.lines.iter().map(line)).chain(after).chain(self.choices.headers())
    }

    /// The name of a line in a draft; empty where the draft does not have it.
    pub fn name_in<'a>(&self, draft: &'a BudgetDraft, line: &LineId) -> &'a str {
        draft.line(line).map_or("", |line| self.read(&line.name))
    }

    /// The name of a line in the newest draft that has it.
    pub fn name(&self, line: &LineId) -> &str {
        let newest = self.drafts.iter().rev().find(|draft| draft.line(line).is_some());
        newest.map_or("", |draft| self.name_in(draft, line))
    }

    /// A text of the municipality in the language of the download.
    pub fn read<'a>(&self, text: &'a Text) -> &'a str {
        text.get(match self.language {
            glasno_words::Language::Bg => Language::BULGARIAN,
            glasno_words::Language::En => Language::ENGLISH,
        })
    }

    fn draft(&self, version: u32) -> Result<&BudgetDraft, ExportError> {
        let position = usize::try_from(version).ok().and_then(|version| version.checked_sub(1));
        position.and_then(|at| self.drafts.get(at)).ok_or(ExportError::DraftReplaced(version))
    }
}

fn columns(drafts: &[BudgetDraft]) -> (Vec<LineId>, HashMap<LineId, usize>) {
    let (mut lines, mut places) = (Vec::new(), HashMap::new());
    for line in drafts.iter().rev().flat_map(|draft| &draft.lines) {
        if !places.contains_key(&line.id) {
            places.insert(line.id.clone(), lines.len());
            lines.push(line.id.clone());
        }
    }
    (lines, places)
}
