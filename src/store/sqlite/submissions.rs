//! Submissions: events that are only ever added.

use glasno_model::{Channel, EventKind, Label, Receipt, Slug, Submission, SubmissionId, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::errors::{damaged, is_missing_reference};
use super::writer::Event;
use super::{arrivals, ballot, consultations, organisations, uuid};
use crate::{Counts, NewSubmission, StoreError, StoredSubmission, Submitted};

/// A submission as it goes into the table. Made where there are many threads, so that the one writer only writes.
pub(super) struct FirstEvent {
    consultation: Slug,
    id: SubmissionId,
    id_bytes: [u8; 16],
    receipt_hash: [u8; 32],
    content_hash: [u8; 32],
    channel: Channel,
    received_at: Timestamp,
    draft_version: u32,
    ballot: String,
    organisation: Option<organisations::Entry>,
    label: Option<Label>,
}

impl FirstEvent {
    pub(super) fn new(submission: NewSubmission) -> Result<Self, StoreError> {
        let NewSubmission {
            consultation,
            id,
            receipt_hash,
            content_hash,
            channel,
            received_at,
            ballot,
            organisation,
            label,
        } = submission;
        let id_bytes = uuid::bytes(&id);
        let draft_version = ballot.draft_version;
        let ballot = ballot::to_json(&ballot)
            .map_err(|error| StoreError::Unreadable(format!("the ballot cannot be written ({error})")))?;
        Ok(Self {
            consultation,
            id,
            id_bytes,
            receipt_hash,
            content_hash,
            channel,
            received_at,
            draft_version,
            ballot,
            organisation: organisation.map(organisations::Entry::new),
            label,
        })
    }
}

pub(super) const INSERT: &str = "
    insert into event (consultation, submission_id, version, kind, channel, draft_version, received_at,
                       content_hash, receipt_hash, ballot)
    values (?1, ?2, 1, 'submitted', ?3, ?4, ?5, ?6, ?7, ?8)
    on conflict (consultation, submission_id, version) do nothing";

impl Event for FirstEvent {
    type Answer = Submitted;

    /// Adds the event unless it is there, and then the organisation unless it is; a new one's label is counted.
    ///
    /// The organisation is no part of the content: a hash over both would be a link between them, which whoever holds
    /// the file could find by trying every name of the register. So a repetition enters its organisation like the first
    /// time, and one that stands there already stays as it is.
    fn store(&self, connection: &Connection) -> Result<Result<Submitted, StoreError>, StoreError> {
        let Some(consultation) = consultations::id(connection, &self.consultation)? else {
            return Ok(Err(consultations::absent(&self.consultation)));
        };
        let submitted = insert(connection, consultation, self)?;
        if let (Ok(Submitted::New(_) | Submitted::Repeated(_)), Some(entry)) =
            (&submitted, &self.organisation)
        {
            entry.store(connection, consultation)?;
        }
        if let (Ok(Submitted::New(_)), Some(label)) = (&submitted, &self.label) {
            arrivals::count(connection, consultation, label)?;
        }
        Ok(submitted)
    }
}

fn insert(
    connection: &Connection,
    consultation: i64,
    new: &FirstEvent,
) -> Result<Result<Submitted, StoreError>, StoreError> {
    let added = connection.prepare_cached(INSERT)?.execute(params![
        consultation,
        new.id_bytes,
        new.channel.code(),
        new.draft_version,
        new.received_at.unix_seconds(),
        new.content_hash,
        new.receipt_hash,
        new.ballot
    ]);
    match added {
        Ok(0) => match first(connection, consultation, &new.id, new.content_hash)? {
            Some(submitted) => Ok(Ok(submitted)),
            None => Err(rusqlite::Error::QueryReturnedNoRows.into()),
        },
        Ok(_) => Ok(Ok(Submitted::New(receipt(&new.id, new.received_at)))),
        Err(error) if is_missing_reference(&error) => {
            let what = format!("draft {} of {}", new.draft_version, new.consultation);
            Ok(Err(StoreError::NotThere(what)))
        }
        Err(error) => Err(error.into()),
    }
}

/// See [`crate::Store::submitted_before`].
pub(super) fn before(
    connection: &Connection,
    slug: &Slug,
    id: &SubmissionId,
    content_hash: [u8; 32],
) -> Result<Option<Submitted>, StoreError> {
    match consultations::id(connection, slug)? {
        Some(consultation) => first(connection, consultation, id, content_hash),
        None => Ok(None),
    }
}

fn receipt(id: &SubmissionId, received_at: Timestamp) -> Receipt {
    Receipt { id: id.clone(), version: 1, received_at }
}

/// Whether this id was used before, and for the same content.
fn first(
    connection: &Connection,
    consultation: i64,
    id: &SubmissionId,
    content_hash: [u8; 32],
) -> Result<Option<Submitted>, StoreError> {
    let first: Option<([u8; 32], i64)> = connection
        .prepare_cached(
            "select content_hash, received_at
             from event
             where consultation = ?1 and submission_id = ?2 and version = 1",
        )?
        .query_row(params![consultation, uuid::bytes(id)], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(first.map(|(known, received_at)| {
        let same = known == content_hash;
        if same {
            Submitted::Repeated(receipt(id, Timestamp::from_unix_seconds(received_at)))
        } else {
            Submitted::IdReused
        }
    }))
}

/// As the view `last_event` has it, but with the eyes of the moment in which the event `?3` was the newest.
pub(super) const PAGE: &str = "
    select sequence, submission_id, version, kind, channel, received_at, draft_version, ballot
    from event
    where consultation = ?1 and sequence > ?2 and sequence <= ?3 and kind <> 'withdrawn'
        and not exists (
            select 1
            from event as later
            where later.version > 1
              and later.consultation = event.consultation
              and later.submission_id = event.submission_id
              and later.version > event.version
              and later.sequence <= ?3
        )
    order by sequence
    limit ?4";

/// See [`crate::Store::submissions_between`].
pub(super) fn page(
    connection: &Connection,
    slug: &Slug,
    sequence: i64,
    until: i64,
    limit: usize,
) -> Result<Vec<StoredSubmission>, StoreError> {
    let Some(consultation) = consultations::id(connection, slug)? else { return Ok(Vec::new()) };
    let mut statement = connection.prepare_cached(PAGE)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![consultation, sequence, until, limit])?;
    let mut page = Vec::new();
    while let Some(row) = rows.next()? {
        let sequence = row.get(0)?;
        let submission = read(row).map_err(|error| damaged(&format!("event {sequence}"), &error))?;
        page.push(StoredSubmission { sequence, submission });
    }
    Ok(page)
}

/// See [`crate::Store::newest_sequence`].
pub(super) fn newest_sequence(connection: &Connection, slug: &Slug) -> Result<i64, StoreError> {
    let Some(consultation) = consultations::id(connection, slug)? else { return Ok(0) };
    let newest = connection
        .prepare_cached("select coalesce(max(sequence), 0) from event where consultation = ?1")?
        .query_row([consultation], |row| row.get(0))?;
    Ok(newest)
}

/// The plus hides the place from SQLite's choice of an index: by place it would read every ballot on the way.
pub(super) const COUNT_ALL: &str =
    "select count(*) from event where consultation = ?1 and version = 1 and +sequence <= ?2";

pub(super) const COUNT_WITHDRAWN: &str = "
    select count(*)
    from event
    where consultation = ?1 and version > 1 and kind = 'withdrawn' and +sequence <= ?2
        and not exists (
            select 1
            from event as later
            where later.version > 1
              and later.consultation = event.consultation
              and later.submission_id = event.submission_id
              and later.version > event.version
              and later.sequence <= ?2
        )";

/// See [`crate::Store::counts_until`]. Reads indexes only, never a ballot.
pub(super) fn counts(connection: &Connection, slug: &Slug, until: i64) -> Result<Counts, StoreError> {
    let Some(consultation) = consultations::id(connection, slug)? else { return Ok(Counts::default()) };
    let count = |sql| -> Result<u64, StoreError> {
        Ok(connection.prepare_cached(sql)?.query_row([consultation, until], |row| row.get(0))?)
    };
    let (all, withdrawn) = (count(COUNT_ALL)?, count(COUNT_WITHDRAWN)?);
    Ok(Counts { submissions: all.saturating_sub(withdrawn), withdrawn })
}

/// An event whose first columns are those of [`PAGE`].
pub(super) fn read(row: &Row) -> Result<Submission, Box<dyn std::error::Error>> {
    let kind = row.get_ref(3)?.as_str()?;
    let channel = row.get_ref(4)?.as_str()?;
    let draft_version = row.get(6)?;
    Ok(Submission {
        id: SubmissionId::try_from(uuid::text(row.get(1)?))?,
        version: row.get(2)?,
        kind: [EventKind::Submitted, EventKind::Changed, EventKind::Withdrawn]
            .into_iter()
            .find(|known| known.code() == kind)
            .ok_or("nothing of this kind is known")?,
        channel: channel_of(channel)?,
        received_at: Timestamp::from_unix_seconds(row.get(5)?),
        ballot: row
            .get_ref(7)?
            .as_str_or_null()?
            .map(|json| ballot::from_json(json, draft_version))
            .transpose()?,
    })
}

pub(super) fn channel_of(code: &str) -> Result<Channel, &'static str> {
    Channel::ALL.into_iter().find(|known| known.code() == code).ok_or("this channel is not known")
}
