//! What citizens do with their submissions later on: events after the first.

use glasno_model::{Channel, EventKind, Receipt, Slug, SubmissionId, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::errors::is_missing_reference;
use super::receipts::is_same;
use super::writer::Event;
use super::{ballot, consultations, uuid};
use crate::{Change, Changed, NewChange, StoreError};

/// A change as it goes into the table. Made where there are many threads, so that the one writer only writes.
pub(super) struct LaterEvent {
    consultation: Slug,
    id: SubmissionId,
    id_bytes: [u8; 16],
    receipt_hash: [u8; 32],
    content_hash: [u8; 32],
    received_at: Timestamp,
    replacement: Option<Replacement>,
}

struct Replacement {
    version: u32,
    draft_version: u32,
    ballot: String,
}

impl LaterEvent {
    pub(super) fn new(change: NewChange) -> Result<Self, StoreError> {
        let NewChange { consultation, id, receipt_hash, content_hash, received_at, change } = change;
        let replacement = match change {
            Change::Withdraw => None,
            Change::Replace { version, ballot } => {
                let draft_version = ballot.draft_version;
                let ballot = ballot::to_json(&ballot).map_err(|error| {
                    StoreError::Unreadable(format!("the ballot cannot be written ({error})"))
                })?;
                Some(Replacement { version, draft_version, ballot })
            }
        };
        let id_bytes = uuid::bytes(&id);
        Ok(Self { consultation, id, id_bytes, receipt_hash, content_hash, received_at, replacement })
    }

    fn receipt(&self, version: u32, received_at: Timestamp) -> Receipt {
        Receipt { id: self.id.clone(), version, received_at }
    }

    /// What there is to answer without writing anything.
    fn answer(&self, last: &Last) -> Option<Changed> {
        let repeated = || Changed::Repeated(self.receipt(last.version, last.received_at));
        if !is_same(&last.receipt_hash, &self.receipt_hash) {
            return Some(Changed::NotFound);
        }
        match &self.replacement {
            None if last.is_withdrawn => Some(repeated()),
            None => None,
            Some(_) if last.is_withdrawn => Some(Changed::Withdrawn),
            // Also where another version was seen: what was wanted is what counts.
            Some(_) if last.content_hash == self.content_hash => Some(repeated()),
            Some(wanted) => (wanted.version != last.version).then_some(Changed::Meanwhile),
        }
    }
}

impl Event for LaterEvent {
    type Answer = Changed;

    fn store(&self, connection: &Connection) -> Result<Result<Changed, StoreError>, StoreError> {
        let Some(consultation) = consultations::id(connection, &self.consultation)? else {
            return Ok(Err(consultations::absent(&self.consultation)));
        };
        let Some(last) = Last::read(connection, consultation, self.id_bytes)? else {
            return Ok(Ok(Changed::NotFound));
        };
        if let Some(answer) = self.answer(&last) {
            return Ok(Ok(answer));
        }
        let (version, replacement) = (last.version + 1, self.replacement.as_ref());
        let kind = if replacement.is_some() { EventKind::Changed } else { EventKind::Withdrawn };
        let draft_version = replacement.map_or(last.draft_version, |replacement| replacement.draft_version);
        let added = connection.prepare_cached(INSERT)?.execute(params![
            consultation,
            self.id_bytes,
            version,
            kind.code(),
            Channel::Web.code(),
            draft_version,
            self.received_at.unix_seconds(),
            self.content_hash,
            self.receipt_hash,
            replacement.map(|replacement| &replacement.ballot)
        ]);
        match added {
            Ok(_) => Ok(Ok(Changed::Done(self.receipt(version, self.received_at)))),
            Err(error) if is_missing_reference(&error) => {
                let what = format!("draft {draft_version} of {}", self.consultation);
                Ok(Err(StoreError::NotThere(what)))
            }
            Err(error) => Err(error.into()),
        }
    }
}

const INSERT: &str = "
    insert into event (consultation, submission_id, version, kind, channel, draft_version, received_at,
                       content_hash, receipt_hash, ballot)
    values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

/// The last event of a submission, without its ballot.
struct Last {
    version: u32,
    is_withdrawn: bool,
    draft_version: u32,
    received_at: Timestamp,
    content_hash: [u8; 32],
    receipt_hash: [u8; 32],
}

impl Last {
    fn read(connection: &Connection, consultation: i64, id: [u8; 16]) -> Result<Option<Self>, StoreError> {
        let last = connection
            .prepare_cached(
                "select version, kind = 'withdrawn', draft_version, received_at, content_hash, receipt_hash
                 from event
                 where consultation = ?1 and submission_id = ?2
                 order by version desc
                 limit 1",
            )?
            .query_row(params![consultation, id], |row| {
                Ok(Self {
                    version: row.get(0)?,
                    is_withdrawn: row.get(1)?,
                    draft_version: row.get(2)?,
                    received_at: Timestamp::from_unix_seconds(row.get(3)?),
                    content_hash: row.get(4)?,
                    receipt_hash: row.get(5)?,
                })
            })
            .optional()?;
        Ok(last)
    }
}
