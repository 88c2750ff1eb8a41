//! What goes into the store with a submission, and what comes out of it.

use glasno_model::ways::Organisation;
use glasno_model::{BallotDocument, Channel, Label, Receipt, Slug, Submission, SubmissionId, Timestamp};

/// A submission to be stored.
#[derive(Debug, Clone)]
pub struct NewSubmission {
    /// The consultation that it belongs to.
    pub consultation: Slug,
    /// The id that the browser made.
    pub id: SubmissionId,
    /// The keyed hash of the receipt code.
    pub receipt_hash: [u8; 32],
    /// A hash of the whole content, by which a repetition is told from another content under the same id.
    pub content_hash: [u8; 32],
    /// How it came.
    pub channel: Channel,
    /// When it came.
    pub received_at: Timestamp,
    /// The ballot, already checked.
    pub ballot: BallotDocument,
    /// The organisation that wants to stand in the register. It is kept apart from everything above.
    pub organisation: Option<Organisation>,
    /// Where the citizen came from. It is counted where the submission is new, and kept apart likewise.
    pub label: Option<Label>,
}

/// What became of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submitted {
    /// It is on disk now.
    New(Receipt),
    /// The same content was on disk before; this is the receipt of that time.
    Repeated(Receipt),
    /// The id was used before with another content; nothing was stored.
    IdReused,
}

/// What a citizen does with a submission later on.
#[derive(Debug, Clone)]
pub struct NewChange {
    /// The consultation that it belongs to.
    pub consultation: Slug,
    /// The submission.
    pub id: SubmissionId,
    /// The keyed hash of the receipt code, which has to be that of the submission.
    pub receipt_hash: [u8; 32],
    /// A hash of the whole content, made as that of a submission is: by it a repetition is known.
    pub content_hash: [u8; 32],
    /// When it came.
    pub received_at: Timestamp,
    /// What it does.
    pub change: Change,
}

/// A change of a submission.
#[derive(Debug, Clone)]
pub enum Change {
    /// Another ballot counts from now on.
    Replace {
        /// The version that the citizen saw.
        version: u32,
        /// The ballot, already checked.
        ballot: Box<BallotDocument>,
    },
    /// The submission does not count any more.
    Withdraw,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// It is on disk now.
    Done(Receipt),
    /// What counts was the same already; this is the receipt of that time.
    Repeated(Receipt),
    /// Another version counts than the citizen saw; nothing was stored.
    Meanwhile,
    /// It was withdrawn before; nothing was stored.
    Withdrawn,
    /// There is no submission of this id and this receipt.
    NotFound,
}

/// A submission for whoever holds its receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSubmission {
    /// The consultation that it belongs to.
    pub consultation: Slug,
    /// When its first event was stored.
    pub received_at: Timestamp,
    /// The hash of the content that counts.
    pub content_hash: [u8; 32],
    /// Its last event, withdrawn or not.
    pub submission: Submission,
}

/// One row for an export: the last event of a submission that was not withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSubmission {
    /// Ever-growing place among all events; ask for the next page with the last one.
    pub sequence: i64,
    /// The event.
    pub submission: Submission,
}

/// One event as a count takes it: what it adds, and what it takes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Ever-growing place among all events; go on counting after the last one.
    pub sequence: i64,
    /// The event. Its ballot counts from now on; a withdrawn submission has none.
    pub submission: Submission,
    /// What counted for this submission until now; nothing at its first event, and where it had been withdrawn.
    pub replaces: Option<Replaced>,
}

/// What counted for a submission before a later event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// How it had come.
    pub channel: Channel,
    /// The ballot of that time.
    pub ballot: BallotDocument,
}

/// How many submissions a consultation has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Submissions that count.
    pub submissions: u64,
    /// Submissions that their citizens took back.
    pub withdrawn: u64,
}
