//! All events in their order, for whoever counts.

use glasno_model::Slug;
use rusqlite::{Connection, Row, params};

use super::errors::damaged;
use super::{ballot, consultations, submissions};
use crate::{Replaced, StoreError, StoredEvent};

/// The versions of a submission have no gaps, so what an event replaces is the event of the version before. A first
/// event looks for nothing: compared with null, the join is over before it touches the index.
pub(super) const PAGE: &str = "
    select event.sequence, event.submission_id, event.version, event.kind, event.channel, event.received_at,
           event.draft_version, event.ballot, before.channel, before.draft_version, before.ballot
    from event
    left join event as before
        on before.consultation = event.consultation
       and before.submission_id = event.submission_id
       and before.version = nullif(event.version, 1) - 1
    where event.consultation = ?1 and event.sequence > ?2
    order by event.sequence
    limit ?3";

/// See [`crate::Store::events_after`].
pub(super) fn page(
    connection: &Connection,
    slug: &Slug,
    sequence: i64,
    limit: usize,
) -> Result<Vec<StoredEvent>, StoreError> {
    let Some(consultation) = consultations::id(connection, slug)? else { return Ok(Vec::new()) };
    let mut statement = connection.prepare_cached(PAGE)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![consultation, sequence, limit])?;
    let mut page = Vec::new();
    while let Some(row) = rows.next()? {
        let sequence = row.get(0)?;
        page.push(event(sequence, row).map_err(|error| damaged(&format!("event {sequence}"), &error))?);
    }
    Ok(page)
}

fn event(sequence: i64, row: &Row) -> Result<StoredEvent, Box<dyn std::error::Error>> {
    let replaces = match row.get_ref(10)?.as_str_or_null()? {
        Some(json) => Some(Replaced {
            channel: submissions::channel_of(row.get_ref(8)?.as_str()?)?,
            ballot: ballot::from_json(json, row.get(9)?)?,
        }),
        None => None,
    };
    Ok(StoredEvent { sequence, submission: submissions::read(row)?, replaces })
}
