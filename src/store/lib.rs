//! Persistence: one trait, [`Store`], and its embedded implementation over SQLite, [`SqliteStore`].
//!
//! What is written is on disk before it is answered, and submissions are only ever added. A reader of one page of
//! submissions holds one page in memory, however many there are.
//!
//! To add a table: a new file in `sqlite/migrations/` (a file that has shipped is never edited), a module beside
//! the others with the SQL and the functions that run it, and a method in the trait.
//! To add a database: a folder beside `sqlite/` that implements the trait, and one line that runs the conformance
//! suite over it. The suite says in sentences about people what every database has to keep.

use std::sync::Arc;

use async_trait::async_trait;
use glasno_model::ways::{Organisation, OrganisationDocument};
use glasno_model::{BudgetDraft, Label, Slug, SubmissionId, Timestamp, draft::DraftDocument};

mod consultation;
mod error;
mod margins;
mod sqlite;
mod submission;

#[cfg(test)]
mod conformance;

pub use consultation::{ConsultationRecord, Snapshot};
pub use error::StoreError;
pub use margins::{Dimension, Margin, NotAMargin, NotAShare, Share};
pub use sqlite::{DATABASE_FILE, SqliteStore};
pub use submission::{
    Change, Changed, Counts, KeptSubmission, NewChange, NewSubmission, Replaced, StoredEvent,
    StoredSubmission, Submitted,
};

/// Everything that Glasno keeps. Every key leads with the consultation.
///
/// Each method fails with [`StoreError::Unavailable`] while the disk or the database is away, and with
/// [`StoreError::Unreadable`] where what stands there is damaged; further errors are named at the method.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Stores a new consultation in the stage of the record.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`] where there is one of this name.
    async fn create_consultation(&self, record: &ConsultationRecord) -> Result<(), StoreError>;

    /// Replaces the record of a consultation.
    ///
    /// # Errors
    /// [`StoreError::NotThere`] where there is none of this name.
    async fn update_consultation(&self, record: &ConsultationRecord) -> Result<(), StoreError>;

    /// Every consultation, in the order of their making.
    async fn consultations(&self) -> Result<Vec<ConsultationRecord>, StoreError>;

    /// A consultation with its newest draft. What any process has changed is in it at once.
    async fn snapshot(&self, slug: &Slug) -> Result<Option<Arc<Snapshot>>, StoreError>;

    /// Adds a draft as the next version, whatever version it carries, and says which one that is.
    ///
    /// # Errors
    /// [`StoreError::NotThere`] without the consultation, [`StoreError::NotADraft`] where the document contradicts
    /// itself.
    async fn add_draft(&self, slug: &Slug, draft: DraftDocument, now: Timestamp) -> Result<u32, StoreError>;

    /// A draft of a consultation by its version.
    async fn draft(&self, slug: &Slug, version: u32) -> Result<Option<BudgetDraft>, StoreError>;

    /// Stores a submission; returns only once it is on disk. Its organisation is entered into the register beside it,
    /// once, however often it comes and under whichever submission; its label is counted where the submission is new.
    ///
    /// # Errors
    /// [`StoreError::NotThere`] without the consultation, or without the draft that the ballot was made on.
    async fn submit(&self, submission: NewSubmission) -> Result<Submitted, StoreError>;

    /// What [`submit`](Self::submit) would answer to a submission that was stored before, whatever has happened to the
    /// consultation since: [`Submitted::Repeated`] or [`Submitted::IdReused`]. Nothing where it was never stored.
    async fn submitted_before(&self, submission: &NewSubmission) -> Result<Option<Submitted>, StoreError>;

    /// A submission as of its last event, for whoever proves by the receipt to be its citizen. Nothing where the id is
    /// unknown or the receipt is another's; which of the two is not told.
    async fn submission(
        &self,
        id: &SubmissionId,
        receipt_hash: [u8; 32],
    ) -> Result<Option<KeptSubmission>, StoreError>;

    /// The same by the receipt alone; of several under one receipt the one that came last.
    async fn find_submission(
        &self,
        slug: &Slug,
        receipt_hash: [u8; 32],
    ) -> Result<Option<KeptSubmission>, StoreError>;

    /// Stores a change of a submission as its next event; returns only once it is on disk.
    ///
    /// # Errors
    /// [`StoreError::NotThere`] without the consultation, or without the draft that the ballot was made on.
    async fn change(&self, change: NewChange) -> Result<Changed, StoreError>;

    /// The place of the newest event of a consultation; 0 where there is none.
    async fn newest_sequence(&self, slug: &Slug) -> Result<i64, StoreError>;

    /// Up to `limit` submissions after a place, each as of its last event until another place, without those that were
    /// withdrawn by then, in the order of that event. Fewer than `limit` are the last ones.
    ///
    /// Start with 0, and with one [`newest_sequence`](Self::newest_sequence) for all pages: whatever citizens change
    /// between two pages, each submission is read once, as it stood at that place.
    async fn submissions_between(
        &self,
        slug: &Slug,
        sequence: i64,
        until: i64,
        limit: usize,
    ) -> Result<Vec<StoredSubmission>, StoreError>;

    /// Up to `limit` events after a place, every one in order, each with what it replaces. Start with 0; a count that
    /// remembers the last place it saw goes on from there. Fewer than `limit` are the last ones until now.
    async fn events_after(
        &self,
        slug: &Slug,
        sequence: i64,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, StoreError>;

    /// How many submissions there are; none where there is no consultation.
    async fn counts(&self, slug: &Slug) -> Result<Counts, StoreError> {
        self.counts_until(slug, i64::MAX).await
    }

    /// How many submissions there were when this place was the newest, to stand beside the pages until there.
    async fn counts_until(&self, slug: &Slug, until: i64) -> Result<Counts, StoreError>;

    /// The register of participating organisations by name, without any trace of when or with what they came. Two
    /// whose names and areas differ in nothing but capitals and signs are one.
    async fn organisations(&self, slug: &Slug) -> Result<Vec<OrganisationDocument>, StoreError>;

    /// Enters an organisation without a submission, as an officer does who took it out by mistake.
    ///
    /// # Errors
    /// [`StoreError::NotThere`] without the consultation.
    async fn enter_organisation(&self, slug: &Slug, organisation: Organisation) -> Result<(), StoreError>;

    /// Takes an organisation out of the register, by its name and area as [`organisations`](Self::organisations) tells
    /// them. Says whether it stood there.
    async fn remove_organisation(&self, slug: &Slug, name: &str, area: &str) -> Result<bool, StoreError>;

    /// How many submissions came by each label, in the order of the labels, whatever became of them since: at most
    /// [`MOST_LABELS`].
    async fn arrivals(&self, slug: &Slug) -> Result<Vec<(Label, u64)>, StoreError>;

    /// Adds an officer with an argon2 hash of the password, or replaces the hash, which ends the officer's sessions.
    async fn put_officer(&self, name: &str, password_hash: &str, now: Timestamp) -> Result<(), StoreError>;

    /// The argon2 hash of an officer's password.
    async fn officer_password_hash(&self, name: &str) -> Result<Option<String>, StoreError>;

    /// Remembers a session by the hash of its token. An officer has at most [`SESSIONS_PER_OFFICER`] of them: the
    /// one that would expire first gives way.
    ///
    /// # Errors
    /// [`StoreError::NotThere`] without the officer.
    async fn add_session(
        &self,
        token_hash: [u8; 32],
        officer: &str,
        expires_at: Timestamp,
    ) -> Result<(), StoreError>;

    /// The officer of a session that has not expired.
    async fn session_officer(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<String>, StoreError>;

    /// Forgets a session.
    async fn end_session(&self, token_hash: [u8; 32]) -> Result<(), StoreError>;

    /// A secret of this installation by its name: the one there is, or `fresh`, stored from now on.
    async fn secret(&self, name: &str, fresh: [u8; 32]) -> Result<[u8; 32], StoreError>;

    /// Can something be stored right now? Writes a row down to the disk and takes it back.
    async fn check_writable(&self) -> Result<(), StoreError>;
}

/// By how many labels submissions of one consultation are counted at most: anybody can write an address with a label of
/// their own, and an officer reads them all.
pub const MOST_LABELS: u32 = 200;

/// How many sessions an officer has at most, on as many devices.
pub const SESSIONS_PER_OFFICER: u32 = 20;
