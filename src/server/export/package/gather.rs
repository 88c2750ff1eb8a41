//! The one pass over the submissions: proposals and comments are parted from each other and from whoever sent them.

use std::{cell::RefCell, io};

use glasno_model::{Amount, BallotDocument, BudgetDraft, Submission};
use glasno_tally::{
    allocation::Tallies,
    package::{Lines, Proposal, Proposals},
};
use glasno_words::{Language, Speak as _, server::Word};

use super::{
    mask::{Masks, mask},
    projects,
    shuffle::{RandomId, Shuffle, Sorted},
};
use crate::{
    export::{ExportError, Frame},
    random::Random,
};

/// What the submissions hold.
pub(super) struct Gathering<'a> {
    frame: &'a Frame,
    proposals: Shuffle<'a>,
    comments: Shuffle<'a>,
    chosen: projects::Gathering<'a>,
    /// Counts by channel, respondent group and district. They never stand beside a ballot.
    tallies: Tallies,
    ballots: Ballots,
    /// Places that were masked in comments.
    masked: u64,
    record: Vec<u8>,
    order: Vec<(u32, Amount)>,
}

impl<'a> Gathering<'a> {
    /// Nothing yet.
    pub fn new(frame: &'a Frame, random: &'a dyn Random) -> Result<Self, ExportError> {
        let mut tallies = Tallies::default();
        for draft in &frame.drafts {
            tallies.know(draft, frame.consultation.balance_rule)?;
        }
        Ok(Self {
            frame,
            proposals: Shuffle::new(random),
            comments: Shuffle::new(random),
            chosen: projects::Gathering::new(frame, random),
            tallies,
            ballots: Ballots::default(),
            masked: 0,
            record: Vec::new(),
            order: Vec::new(),
        })
    }

    /// Takes a submission apart.
    pub fn add(&mut self, submission: &Submission) -> Result<(), ExportError> {
        let Some(ballot) = &submission.ballot else { return Ok(()) };
        let version = ballot.draft_version;
        let place = usize::try_from(version).ok().and_then(|version| version.checked_sub(1));
        let draft = place.and_then(|place| self.frame.drafts.get(place));
        let draft = draft.ok_or(ExportError::DraftReplaced(version))?;
        self.ballots.add(ballot);
        if !ballot.allocation.is_empty() {
            self.proposal(ballot, draft)?;
            self.tallies.add(submission.channel, ballot)?;
        }
        self.chosen.add(&ballot.projects)?;
        self.comments(ballot, draft)
    }

    /// All that was gathered: counts, proposals, choices and comments, each of the latter by random ids.
    pub fn finish(self, lines: &'a Lines) -> Result<Gathered<'a>, ExportError> {
        let (choices, projects) = self.chosen.finish()?;
        Ok(Gathered {
            tallies: self.tallies,
            ballots: self.ballots,
            projects,
            masked: self.masked,
            proposals: Spooled { sorted: RefCell::new(self.proposals.sorted()?), lines },
            choices,
            comments: self.comments.sorted()?,
        })
    }

    fn proposal(&mut self, ballot: &BallotDocument, draft: &BudgetDraft) -> Result<(), ExportError> {
        self.order.clear();
        let mut next = 0;
        for proposed in &ballot.allocation {
            // Ballots mostly name lines in the draft's order.
            let place = match draft.lines.get(next) {
                Some(line) if line.id == proposed.line => next,
                _ => draft
                    .position(&proposed.line)
                    .ok_or_else(|| ExportError::UnknownLine { line: proposed.line.clone() })?,
            };
            next = place + 1;
            self.order.push((u32::try_from(place).unwrap_or(u32::MAX), proposed.amount));
        }
        // The order in which somebody touched lines is nobody's business.
        self.order.sort_unstable_by_key(|(place, _)| *place);
        self.record.clear();
        self.record.extend_from_slice(&draft.version.to_le_bytes());
        for (place, amount) in &self.order {
            self.record.extend_from_slice(&place.to_le_bytes());
            self.record.extend_from_slice(&amount.minor().to_le_bytes());
        }
        Ok(self.proposals.add(&self.record)?)
    }

    fn comments(&mut self, ballot: &BallotDocument, draft: &BudgetDraft) -> Result<(), ExportError> {
        // Whoever reads the comment understands the mask: it is in the language of the comment.
        let language = Language::from_tag(ballot.language.tag()).unwrap_or(Language::En);
        let masks = Masks {
            email: Word::PackageMaskedEmail.text(language),
            phone: Word::PackageMaskedPhone.text(language),
            personal: Word::PackageMaskedPersonal.text(language),
        };
        for comment in &ballot.comments {
            let (text, masked) = mask(&comment.text, masks);
            self.masked += masked;
            let line = comment.line.as_ref().map_or("", |line| line.as_str());
            self.record.clear();
            for part in [&draft.version.to_string(), line, ballot.language.tag(), &text] {
                self.record.extend_from_slice(part.as_bytes());
                // No part but the last one can hold it.
                self.record.push(0);
            }
            self.record.pop();
            self.comments.add(&self.record)?;
        }
        Ok(())
    }
}

/// What came of the one pass.
pub(super) struct Gathered<'a> {
    /// By channel, respondent group and district. They never stand beside a ballot.
    pub tallies: Tallies,
    /// How many ballots say what.
    pub ballots: Ballots,
    /// How many of them choose projects.
    pub projects: projects::Counts,
    /// Places that were masked in comments.
    pub masked: u64,
    /// The proposals.
    pub proposals: Spooled<'a>,
    /// The choices of projects.
    pub choices: projects::Spooled,
    /// The comments.
    pub comments: Sorted,
}

/// How many ballots say what.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ballots {
    /// Those that propose amounts.
    pub counted: u64,
    /// Those that propose none, but choose projects.
    pub only_projects: u64,
    /// Those that do neither, but take part in another way than by commenting.
    pub only_other_answers: u64,
    /// Those that only comment.
    pub only_comments: u64,
    /// All that pull levers.
    pub levers: u64,
    /// All that share a pot.
    pub pots: u64,
    /// All that say of a line whether it is clear.
    pub clarity: u64,
    /// All that answer questions.
    pub answers: u64,
}

impl Ballots {
    fn add(&mut self, ballot: &BallotDocument) {
        let others = [
            (&mut self.levers, !ballot.levers.is_empty()),
            (&mut self.pots, !ballot.pot.is_empty()),
            (&mut self.clarity, !ballot.clarity.is_empty()),
            (&mut self.answers, !ballot.answers.is_empty()),
        ];
        let mut says_more = false;
        for (count, says) in others {
            *count += u64::from(says);
            says_more |= says;
        }
        let one = if !ballot.allocation.is_empty() {
            &mut self.counted
        } else if !ballot.projects.is_empty() {
            &mut self.only_projects
        } else if says_more {
            &mut self.only_other_answers
        } else {
            &mut self.only_comments
        };
        *one += 1;
    }

    /// All of them.
    pub const fn all(&self) -> u64 {
        self.counted + self.only_projects + self.only_other_answers + self.only_comments
    }
}

/// A comment: draft version, line (empty for the whole), language, text.
pub(super) fn comment(record: &[u8]) -> Option<[&str; 4]> {
    let mut parts = core::str::from_utf8(record).ok()?.splitn(4, '\0');
    Some([parts.next()?, parts.next()?, parts.next()?, parts.next()?])
}

/// The proposals by their random ids, as often as somebody asks.
pub(super) struct Spooled<'a> {
    sorted: RefCell<Sorted>,
    lines: &'a Lines,
}

impl Proposals for Spooled<'_> {
    type Error = io::Error;

    fn each(&self, take: &mut dyn FnMut(Proposal<'_>)) -> io::Result<()> {
        let mut sorted = self.sorted.borrow_mut();
        sorted.rewind()?;
        let (mut record, mut amounts) = (Vec::new(), Vec::new());
        while let Some(id) = sorted.next(&mut record)? {
            let (version, rest) = record.split_first_chunk().ok_or(io::ErrorKind::InvalidData)?;
            let draft =
                self.lines.place_of(u32::from_le_bytes(*version)).ok_or(io::ErrorKind::InvalidData)?;
            amounts.clear();
            for entry in rest.chunks_exact(12) {
                amounts.push(read_amount(entry).ok_or(io::ErrorKind::InvalidData)?);
            }
            take(Proposal { id: &id_text(id), draft, amounts: &amounts });
        }
        Ok(())
    }
}

fn id_text(id: RandomId) -> String {
    id.text('b')
}

fn read_amount(entry: &[u8]) -> Option<(u32, Amount)> {
    let (place, rest) = entry.split_first_chunk()?;
    let (minor, _) = rest.split_first_chunk()?;
    Some((u32::from_le_bytes(*place), Amount::from_minor(i64::from_le_bytes(*minor)).ok()?))
}
