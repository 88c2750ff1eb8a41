//! Persistence: one trait, [`Store`], and its embedded implementation over SQLite.
//!
//! To add a database: a folder beside `sqlite/` that implements the trait, and a line in the conformance suite.

use std::sync::Arc;

use async_trait::async_trait;
use glasno_model::{
    BallotDocument, BudgetDraft, Channel, Consultation, EventKind, Receipt, Slug, Stage, Submission, SubmissionId,
    Timestamp, draft::DraftDocument,
};

/// A consultation with what is not public about it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ConsultationRecord {
    /// Texts and rules.
    pub consultation: Consultation,
    /// The officer's stage; the one that holds also depends on the clock.
    pub stage: Stage,
    /// The pages that may send to it, as origins (`https://www.example.bg`); any page where the list is empty.
    pub allowed_origins: Vec<String>,
}

/// A consultation with its newest draft, as of one moment. Cheap to take: it is kept in memory until something
/// changes in the database, whichever process changed it.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The consultation.
    pub record: ConsultationRecord,
    /// The newest draft; nothing before the first import.
    pub draft: Option<Arc<BudgetDraft>>,
    /// Grows with every change of the record or the draft.
    pub revision: u64,
}

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
}

/// What became of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submitted {
    /// It is on disk now.
    New(Receipt),
    /// The same content was on disk before.
    Repeated(Receipt),
    /// The id was used before with another content; nothing was stored.
    IdReused,
}

/// One row for an export: the last event of a submission that was not withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSubmission {
    /// Ever-growing place among all events; ask for the next page with the last one.
    pub sequence: i64,
    /// The event.
    pub submission: Submission,
}

/// How many submissions a consultation has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Submissions that count.
    pub submissions: u64,
    /// Submissions that their citizens took back.
    pub withdrawn: u64,
}

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is already something of this name.
    #[error("{0} is already there")]
    AlreadyThere(String),
    /// There is nothing of this name.
    #[error("there is no {0}")]
    NotThere(String),
    /// The disk or the database cannot be used right now; trying again later makes sense.
    #[error("the database cannot be used right now: {0}")]
    Unavailable(String),
    /// What stands in the database cannot be read: it is damaged, or of a newer version.
    #[error("the database cannot be read: {0}")]
    Unreadable(String),
}

/// Everything that Glasno keeps. Every key leads with the consultation.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Stores a new consultation in the stage of the record.
    async fn create_consultation(&self, record: &ConsultationRecord) -> Result<(), StoreError>;
    /// Replaces the record of a consultation.
    async fn update_consultation(&self, record: &ConsultationRecord) -> Result<(), StoreError>;
    /// Every consultation, in the order of their making.
    async fn consultations(&self) -> Result<Vec<ConsultationRecord>, StoreError>;
    /// A consultation with its newest draft.
    async fn snapshot(&self, slug: &Slug) -> Result<Option<Arc<Snapshot>>, StoreError>;

    /// Adds a draft as the next version, whatever version it carries, and says which one that is.
    async fn add_draft(&self, slug: &Slug, draft: DraftDocument, now: Timestamp) -> Result<u32, StoreError>;
    /// A draft of a consultation by its version.
    async fn draft(&self, slug: &Slug, version: u32) -> Result<Option<BudgetDraft>, StoreError>;

    /// Stores a submission; returns only once it is on disk.
    async fn submit(&self, submission: NewSubmission) -> Result<Submitted, StoreError>;
    /// Up to `limit` submissions after a place, each as of its last event, without withdrawn ones, in the order of
    /// their last event. Start with 0.
    async fn submissions_after(&self, slug: &Slug, sequence: i64, limit: usize) -> Result<Vec<StoredSubmission>, StoreError>;
    /// How many submissions there are.
    async fn counts(&self, slug: &Slug) -> Result<Counts, StoreError>;

    /// Adds an officer with an argon2 hash of the password, or replaces the hash.
    async fn put_officer(&self, name: &str, password_hash: &str, now: Timestamp) -> Result<(), StoreError>;
    /// The argon2 hash of an officer's password.
    async fn officer_password_hash(&self, name: &str) -> Result<Option<String>, StoreError>;
    /// Remembers a session by the hash of its token.
    async fn add_session(&self, token_hash: [u8; 32], officer: &str, expires_at: Timestamp) -> Result<(), StoreError>;
    /// The officer of a session that has not expired.
    async fn session_officer(&self, token_hash: [u8; 32], now: Timestamp) -> Result<Option<String>, StoreError>;
    /// Forgets a session.
    async fn end_session(&self, token_hash: [u8; 32]) -> Result<(), StoreError>;

    /// A secret of this installation by its name: the one there is, or `fresh`, stored from now on.
    async fn secret(&self, name: &str, fresh: [u8; 32]) -> Result<[u8; 32], StoreError>;
    /// Can something be stored right now? Writes and undoes a row.
    async fn check_writable(&self) -> Result<(), StoreError>;
}

const _: fn(EventKind) = |_| {};
