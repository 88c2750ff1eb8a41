//! The store in one SQLite file: one writer thread, a few readers, consultations in memory.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use glasno_model::ways::{Organisation, OrganisationDocument};
use glasno_model::{BudgetDraft, Label, Slug, SubmissionId, Timestamp, draft::DraftDocument};

use crate::{
    Changed, ConsultationRecord, Counts, KeptSubmission, NewChange, NewSubmission, Snapshot, Store,
    StoreError, StoredEvent, StoredSubmission, Submitted,
};

mod arrivals;
mod backup;
mod ballot;
mod changes;
mod connection;
mod consultations;
mod errors;
mod events;
mod installation;
mod migrations;
mod officers;
mod organisations;
mod readers;
mod receipts;
mod snapshots;
mod submissions;
mod uuid;
mod writer;

#[cfg(test)]
mod tests;

pub use connection::DATABASE_FILE;

use changes::LaterEvent;
use readers::Readers;
use snapshots::Snapshots;
use submissions::FirstEvent;
use writer::Writer;

/// The store in the file [`DATABASE_FILE`] of a data folder.
///
/// Several processes may have it open: a server, and the command line beside it. Dropping it waits until all that
/// was asked for is on disk.
pub struct SqliteStore {
    file: PathBuf,
    // Before the writer, so that it is closed first: the last connection to close tidies the file up, and only the
    // writer's can.
    readers: Arc<Readers>,
    snapshots: Snapshots,
    writer: Writer,
}

impl SqliteStore {
    /// Opens the database of a data folder. Folder and file are made where they are missing, readable by their owner
    /// only, and older tables are brought up to date.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] where the file is damaged, of another program or of a newer version;
    /// [`StoreError::Unavailable`] where the folder cannot be written or another process keeps the file locked.
    pub fn open(data_dir: &Path) -> Result<Self, StoreError> {
        Self::open_with(data_dir, connection::PATIENCE)
    }

    fn open_with(data_dir: &Path, patience: Duration) -> Result<Self, StoreError> {
        let file = connection::prepare_file(data_dir)?;
        let mut connection = connection::writing(&file, patience)?;
        if !connection::is_new(&connection)? {
            connection::check_identity(&connection, &file)?;
        }
        connection::use_write_ahead_log(&connection, &file)?;
        migrations::migrate(&mut connection)?;
        connection::check_soundness(&connection)?;
        let opened = file.clone();
        Ok(Self {
            readers: Readers::new(file.clone()),
            snapshots: Snapshots::new(file.clone()),
            writer: Writer::start(connection, move || connection::writing(&opened, patience))?,
            file,
        })
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn create_consultation(&self, record: &ConsultationRecord) -> Result<(), StoreError> {
        let record = record.clone();
        self.writer.change(move |connection| consultations::create(connection, &record)).await
    }

    async fn update_consultation(&self, record: &ConsultationRecord) -> Result<(), StoreError> {
        let record = record.clone();
        self.writer.change(move |connection| consultations::update(connection, &record)).await
    }

    async fn consultations(&self) -> Result<Vec<ConsultationRecord>, StoreError> {
        self.readers.read(consultations::list).await
    }

    async fn snapshot(&self, slug: &Slug) -> Result<Option<Arc<Snapshot>>, StoreError> {
        self.snapshots.get(slug, &self.readers).await
    }

    async fn add_draft(&self, slug: &Slug, draft: DraftDocument, now: Timestamp) -> Result<u32, StoreError> {
        let slug = slug.clone();
        self.writer.change(move |connection| consultations::add_draft(connection, &slug, draft, now)).await
    }

    async fn draft(&self, slug: &Slug, version: u32) -> Result<Option<BudgetDraft>, StoreError> {
        let slug = slug.clone();
        self.readers.read(move |connection| consultations::draft(connection, &slug, version)).await
    }

    async fn submit(&self, submission: NewSubmission) -> Result<Submitted, StoreError> {
        self.writer.store(FirstEvent::new(submission)?).await
    }

    async fn submitted_before(&self, submission: &NewSubmission) -> Result<Option<Submitted>, StoreError> {
        let (slug, id, content_hash) =
            (submission.consultation.clone(), submission.id.clone(), submission.content_hash);
        self.readers.read(move |connection| submissions::before(connection, &slug, &id, content_hash)).await
    }

    async fn submission(
        &self,
        id: &SubmissionId,
        receipt_hash: [u8; 32],
    ) -> Result<Option<KeptSubmission>, StoreError> {
        let id = id.clone();
        self.readers.read(move |connection| receipts::by_id(connection, &id, &receipt_hash)).await
    }

    async fn find_submission(
        &self,
        slug: &Slug,
        receipt_hash: [u8; 32],
    ) -> Result<Option<KeptSubmission>, StoreError> {
        // What was there at the first look has to be found; what comes meanwhile would have no end.
        let mut until = None;
        loop {
            let wanted = slug.clone();
            let look = move |connection: &_| receipts::by_receipt(connection, &wanted, &receipt_hash);
            let looked = self.readers.read(look).await?;
            if looked.found.is_some() || looked.reach >= *until.get_or_insert(looked.newest) {
                return Ok(looked.found);
            }
            let slug = slug.clone();
            self.writer.change(move |connection| receipts::catch_up(connection, &slug)).await?;
        }
    }

    async fn change(&self, change: NewChange) -> Result<Changed, StoreError> {
        self.writer.store(LaterEvent::new(change)?).await
    }

    async fn newest_sequence(&self, slug: &Slug) -> Result<i64, StoreError> {
        let slug = slug.clone();
        self.readers.read(move |connection| submissions::newest_sequence(connection, &slug)).await
    }

    async fn submissions_between(
        &self,
        slug: &Slug,
        sequence: i64,
        until: i64,
        limit: usize,
    ) -> Result<Vec<StoredSubmission>, StoreError> {
        let slug = slug.clone();
        self.readers
            .read(move |connection| submissions::page(connection, &slug, sequence, until, limit))
            .await
    }

    async fn events_after(
        &self,
        slug: &Slug,
        sequence: i64,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let slug = slug.clone();
        self.readers.read(move |connection| events::page(connection, &slug, sequence, limit)).await
    }

    async fn counts_until(&self, slug: &Slug, until: i64) -> Result<Counts, StoreError> {
        let slug = slug.clone();
        self.readers.read(move |connection| submissions::counts(connection, &slug, until)).await
    }

    async fn organisations(&self, slug: &Slug) -> Result<Vec<OrganisationDocument>, StoreError> {
        let slug = slug.clone();
        self.readers.read(move |connection| organisations::list(connection, &slug)).await
    }

    async fn enter_organisation(&self, slug: &Slug, organisation: Organisation) -> Result<(), StoreError> {
        let (slug, entry) = (slug.clone(), organisations::Entry::new(organisation));
        self.writer.change(move |connection| organisations::enter(connection, &slug, &entry)).await
    }

    async fn remove_organisation(&self, slug: &Slug, name: &str, area: &str) -> Result<bool, StoreError> {
        let (slug, name, area) = (slug.clone(), name.to_owned(), area.to_owned());
        self.writer.change(move |connection| organisations::remove(connection, &slug, (&name, &area))).await
    }

    async fn arrivals(&self, slug: &Slug) -> Result<Vec<(Label, u64)>, StoreError> {
        let slug = slug.clone();
        self.readers.read(move |connection| arrivals::list(connection, &slug)).await
    }

    async fn put_officer(&self, name: &str, password_hash: &str, now: Timestamp) -> Result<(), StoreError> {
        let (name, hash) = (name.to_owned(), password_hash.to_owned());
        self.writer.change(move |connection| officers::put(connection, &name, &hash, now)).await
    }

    async fn officer_password_hash(&self, name: &str) -> Result<Option<String>, StoreError> {
        let name = name.to_owned();
        self.readers.read(move |connection| officers::password_hash(connection, &name)).await
    }

    async fn add_session(
        &self,
        token_hash: [u8; 32],
        officer: &str,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let officer = officer.to_owned();
        let add = move |connection: &_| officers::add_session(connection, token_hash, &officer, expires_at);
        self.writer.change(add).await
    }

    async fn session_officer(
        &self,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        self.readers.read(move |connection| officers::session_officer(connection, token_hash, now)).await
    }

    async fn end_session(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        self.writer.change(move |connection| officers::end_session(connection, token_hash)).await
    }

    async fn secret(&self, name: &str, fresh: [u8; 32]) -> Result<[u8; 32], StoreError> {
        let wanted = name.to_owned();
        let found = self.readers.read(move |connection| installation::secret(connection, &wanted)).await?;
        if let Some(secret) = found {
            return Ok(secret);
        }
        let name = name.to_owned();
        self.writer.change(move |connection| installation::keep_secret(connection, &name, fresh)).await
    }

    async fn check_writable(&self) -> Result<(), StoreError> {
        self.writer.change(installation::probe).await
    }
}
