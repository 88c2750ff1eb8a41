//! Consultations in memory, as fresh as the database.
//!
//! Every ballot that arrives asks for its consultation, so the answer must cost almost nothing; and an officer who
//! closes a consultation on the command line, in another process, must be obeyed with the next ballot. So each
//! look asks SQLite for its `data_version` (a few microseconds), after any commit for the consultation's revision,
//! and reads the draft again only where that has changed.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use glasno_model::Slug;
use rusqlite::{Connection, OptionalExtension};

use super::readers::Readers;
use super::{connection, consultations};
use crate::{Snapshot, StoreError};

pub(super) struct Snapshots {
    file: PathBuf,
    kept: Mutex<Kept>,
    /// One reads a changed draft, and the others wait for it instead of reading it too.
    reloading: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Kept {
    connection: Option<Connection>,
    snapshots: HashMap<Slug, (Arc<Snapshot>, SeenAt)>,
}

/// The `data_version` of the watching connection. It grows with the commits of all other connections.
type SeenAt = i64;

enum Look {
    Fresh(Arc<Snapshot>),
    Absent,
    Stale(SeenAt),
}

impl Snapshots {
    pub(super) fn new(file: PathBuf) -> Self {
        Self { file, kept: Mutex::default(), reloading: tokio::sync::Mutex::default() }
    }

    pub(super) async fn get(
        &self,
        slug: &Slug,
        readers: &Arc<Readers>,
    ) -> Result<Option<Arc<Snapshot>>, StoreError> {
        match self.look(slug)? {
            Look::Fresh(snapshot) => return Ok(Some(snapshot)),
            Look::Absent => return Ok(None),
            Look::Stale(_) => {}
        }
        let _turn = self.reloading.lock().await;
        let seen_at = match self.look(slug)? {
            Look::Fresh(snapshot) => return Ok(Some(snapshot)),
            Look::Absent => return Ok(None),
            Look::Stale(seen_at) => seen_at,
        };
        let wanted = slug.clone();
        let read = readers.read(move |connection| consultations::snapshot(connection, &wanted)).await?;
        let snapshot = read.map(Arc::new);
        if let Some(snapshot) = &snapshot {
            // Read after the look, so it is at least as new as what the look saw.
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.snapshots.insert(slug.clone(), (Arc::clone(snapshot), seen_at));
        }
        Ok(snapshot)
    }

    /// Reads a page or two that are in memory anyway, hence without leaving the calling thread.
    fn look(&self, slug: &Slug) -> Result<Look, StoreError> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = match kept.connection.take() {
            Some(connection) => connection,
            None => connection::reading(&self.file)?,
        };
        let look = kept.look(&connection, slug);
        if look.is_ok() {
            kept.connection = Some(connection);
        } else {
            // The next connection counts its versions from anew.
            kept.snapshots.clear();
        }
        look
    }
}

impl Kept {
    fn look(&mut self, connection: &Connection, slug: &Slug) -> Result<Look, StoreError> {
        let now: SeenAt =
            connection.prepare_cached("pragma data_version")?.query_row([], |row| row.get(0))?;
        let known = self.snapshots.get_mut(slug);
        if let Some((snapshot, _)) = known.as_ref().filter(|(_, seen_at)| *seen_at == now) {
            return Ok(Look::Fresh(Arc::clone(snapshot)));
        }
        let revision: Option<u64> = connection
            .prepare_cached("select revision from consultation where slug = ?1")?
            .query_row([slug.as_str()], |row| row.get(0))
            .optional()?;
        Ok(match (known, revision) {
            (_, None) => Look::Absent,
            (Some((snapshot, seen_at)), Some(revision)) if snapshot.revision == revision => {
                *seen_at = now;
                Look::Fresh(Arc::clone(snapshot))
            }
            _ => Look::Stale(now),
        })
    }
}
