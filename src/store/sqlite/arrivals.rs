//! Where citizens came from, as counts. Nothing here knows of a submission.

use glasno_model::{Label, Slug};
use rusqlite::{Connection, params};

use super::consultations;
use super::errors::damaged;
use crate::{MOST_LABELS, StoreError};

/// Counts one more; by a new label only while there are fewer than [`MOST_LABELS`].
pub(super) fn count(connection: &Connection, consultation: i64, label: &Label) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "insert into arrival (consultation, label, submissions)
             select ?1, ?2, 1
             where exists (select 1 from arrival where consultation = ?1 and label = ?2)
                or (select count(*) from arrival where consultation = ?1) < ?3
             on conflict (consultation, label) do update set submissions = submissions + 1",
        )?
        .execute(params![consultation, label.as_str(), MOST_LABELS])?;
    Ok(())
}

/// See [`crate::Store::arrivals`].
pub(super) fn list(connection: &Connection, slug: &Slug) -> Result<Vec<(Label, u64)>, StoreError> {
    let Some(consultation) = consultations::id(connection, slug)? else { return Ok(Vec::new()) };
    let mut statement = connection
        .prepare_cached("select label, submissions from arrival where consultation = ?1 order by label")?;
    let mut rows = statement.query([consultation])?;
    let mut arrivals = Vec::new();
    while let Some(row) = rows.next()? {
        let label: String = row.get(0)?;
        let label = Label::try_from(label).map_err(|error| damaged("where citizens came from", &error))?;
        arrivals.push((label, row.get(1)?));
    }
    Ok(arrivals)
}
