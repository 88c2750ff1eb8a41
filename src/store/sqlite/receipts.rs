//! Submissions as their citizens find them again: by the id with the receipt, or by the receipt alone.

use glasno_model::{Slug, SubmissionId, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::errors::damaged;
use super::{consultations, submissions, uuid};
use crate::{KeptSubmission, StoreError};

/// Ids are the browsers' own, so that one may stand in several consultations; the receipt tells which is meant. The
/// word `cross` keeps SQLite to this order: one look into the index for each of a few consultations.
pub(super) const BY_ID: &str = "
    select consultation.id, consultation.slug, event.received_at, event.receipt_hash
    from consultation
    cross join event on event.consultation = consultation.id
                    and event.submission_id = ?1
                    and event.version = 1
    order by consultation.id desc";

/// See [`crate::Store::submission`].
pub(super) fn by_id(
    connection: &Connection,
    id: &SubmissionId,
    receipt_hash: &[u8; 32],
) -> Result<Option<KeptSubmission>, StoreError> {
    let mut statement = connection.prepare_cached(BY_ID)?;
    let mut rows = statement.query([uuid::bytes(id)])?;
    let mut found: Option<(i64, String, i64)> = None;
    while let Some(row) = rows.next()? {
        if is_same(&row.get(3)?, receipt_hash) && found.is_none() {
            found = Some((row.get(0)?, row.get(1)?, row.get(2)?));
        }
    }
    let Some((consultation, slug, received_at)) = found else { return Ok(None) };
    let slug = Slug::try_from(slug).map_err(|error| damaged("the name of a consultation", &error))?;
    last(connection, consultation, uuid::bytes(id), slug, received_at)
}

/// What a look into the table of receipts came to.
pub(super) struct Looked {
    pub found: Option<KeptSubmission>,
    /// How far the table has come.
    pub reach: i64,
    /// How far it could have come.
    pub newest: i64,
}

pub(super) const BY_RECEIPT: &str = "
    select event.submission_id, event.received_at, event.receipt_hash
    from receipt
    cross join event on event.sequence = receipt.event
    where receipt.consultation = ?1 and receipt.hash_start = ?2
    order by receipt.event desc";

/// Looks for a submission among those that the table of receipts knows.
pub(super) fn by_receipt(
    connection: &Connection,
    slug: &Slug,
    receipt_hash: &[u8; 32],
) -> Result<Looked, StoreError> {
    let Some(consultation) = consultations::id(connection, slug)? else {
        return Ok(Looked { found: None, reach: 0, newest: 0 });
    };
    let (reach, newest) = (reach(connection, consultation)?, submissions::newest_sequence(connection, slug)?);
    let mut statement = connection.prepare_cached(BY_RECEIPT)?;
    let mut rows = statement.query(params![consultation, &receipt_hash[..8]])?;
    let mut known = None;
    while let Some(row) = rows.next()? {
        if is_same(&row.get(2)?, receipt_hash) && known.is_none() {
            known = Some((row.get(0)?, row.get(1)?));
        }
    }
    let found = match known {
        Some((id, received_at)) => last(connection, consultation, id, slug.clone(), received_at)?,
        None => None,
    };
    Ok(Looked { found, reach, newest })
}

/// So many events are entered in one transaction: some hundredths of a second, for which those who submit wait.
const CHUNK: i64 = 4_096;

pub(super) const UNENTERED: &str = "
    select max(sequence)
    from (select sequence from event where consultation = ?1 and sequence > ?2 order by sequence limit ?3)";

/// Enters the next submissions into the table of receipts.
pub(super) fn catch_up(connection: &Connection, slug: &Slug) -> Result<(), StoreError> {
    let Some(consultation) = consultations::id(connection, slug)? else { return Ok(()) };
    let reach = reach(connection, consultation)?;
    let until: Option<i64> = connection
        .prepare_cached(UNENTERED)?
        .query_row(params![consultation, reach, CHUNK], |row| row.get(0))?;
    let Some(until) = until else { return Ok(()) };
    // In the order of the table, so that each of its pages is touched once.
    connection
        .prepare_cached(
            "insert into receipt (consultation, hash_start, event)
             select consultation, substr(receipt_hash, 1, 8) as hash_start, sequence
             from event
             where consultation = ?1 and sequence > ?2 and sequence <= ?3 and version = 1
             order by hash_start",
        )?
        .execute(params![consultation, reach, until])?;
    connection
        .prepare_cached(
            "insert into receipt_reach (consultation, sequence) values (?1, ?2)
             on conflict (consultation) do update set sequence = excluded.sequence",
        )?
        .execute(params![consultation, until])?;
    Ok(())
}

fn reach(connection: &Connection, consultation: i64) -> Result<i64, StoreError> {
    let reach = connection
        .prepare_cached("select sequence from receipt_reach where consultation = ?1")?
        .query_row([consultation], |row| row.get(0))
        .optional()?;
    Ok(reach.unwrap_or(0))
}

pub(super) const LAST: &str = "
    select sequence, submission_id, version, kind, channel, received_at, draft_version, ballot, content_hash
    from event
    where consultation = ?1 and submission_id = ?2
    order by version desc
    limit 1";

/// The last event of a submission that is there.
fn last(
    connection: &Connection,
    consultation: i64,
    id: [u8; 16],
    slug: Slug,
    received_at: i64,
) -> Result<Option<KeptSubmission>, StoreError> {
    let mut statement = connection.prepare_cached(LAST)?;
    let mut rows = statement.query(params![consultation, id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let sequence: i64 = row.get(0)?;
    let submission = submissions::read(row).map_err(|error| damaged(&format!("event {sequence}"), &error))?;
    Ok(Some(KeptSubmission {
        consultation: slug,
        received_at: Timestamp::from_unix_seconds(received_at),
        content_hash: row.get(8)?,
        submission,
    }))
}

/// Compares two hashes in a time that does not depend on where they differ.
pub(super) fn is_same(known: &[u8; 32], shown: &[u8; 32]) -> bool {
    let difference =
        known.iter().zip(shown).fold(0, |difference, (known, shown)| difference | (known ^ shown));
    // The optimiser must not learn that one difference is enough to know.
    std::hint::black_box(difference) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_anothers_wherever_it_differs() {
        let known = std::array::from_fn(|at| u8::try_from(at).unwrap());
        assert!(is_same(&known, &known));
        for at in 0..32 {
            let mut shown = known;
            shown[at] ^= 0x80;
            assert!(!is_same(&known, &shown), "at {at}");
        }
    }
}
