//! Consultations and their drafts.

use std::sync::Arc;

use glasno_model::{BudgetDraft, Slug, Stage, Timestamp, draft::DraftDocument};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::de::DeserializeOwned;

use super::errors::damaged;
use crate::{ConsultationRecord, Snapshot, StoreError};

pub(super) fn create(connection: &Connection, record: &ConsultationRecord) -> Result<(), StoreError> {
    let added = connection.execute(
        "insert into consultation (slug, stage, settings, allowed_origins, margins, allow_sandboxed, revision)
         values (?1, ?2, ?3, ?4, ?5, ?6, 1)
         on conflict (slug) do nothing",
        params![
            record.consultation.slug.as_str(),
            record.stage.code(),
            json(&record.consultation)?,
            json(&record.allowed_origins)?,
            json(&record.margins)?,
            record.allow_sandboxed
        ],
    )?;
    if added == 0 {
        return Err(StoreError::AlreadyThere(format!("the consultation {}", record.consultation.slug)));
    }
    Ok(())
}

pub(super) fn update(connection: &Connection, record: &ConsultationRecord) -> Result<(), StoreError> {
    let changed = connection.execute(
        "update consultation
         set stage = ?2, settings = ?3, allowed_origins = ?4, margins = ?5, allow_sandboxed = ?6,
             revision = revision + 1
         where slug = ?1",
        params![
            record.consultation.slug.as_str(),
            record.stage.code(),
            json(&record.consultation)?,
            json(&record.allowed_origins)?,
            json(&record.margins)?,
            record.allow_sandboxed
        ],
    )?;
    if changed == 0 { Err(absent(&record.consultation.slug)) } else { Ok(()) }
}

pub(super) fn list(connection: &Connection) -> Result<Vec<ConsultationRecord>, StoreError> {
    let mut statement = connection.prepare_cached(
        "select slug, stage, settings, allowed_origins, margins, allow_sandboxed from consultation order by id",
    )?;
    let mut rows = statement.query([])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(record(row)?);
    }
    Ok(records)
}

pub(super) fn snapshot(connection: &Connection, slug: &Slug) -> Result<Option<Snapshot>, StoreError> {
    let mut statement = connection.prepare_cached(
        "select slug, stage, settings, allowed_origins, margins, allow_sandboxed, revision,
                (select max(version) from budget_draft where consultation = consultation.id)
         from consultation
         where slug = ?1",
    )?;
    let mut rows = statement.query([slug.as_str()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let newest: Option<u32> = row.get(7)?;
    let draft = newest.map(|version| draft(connection, slug, version)).transpose()?.flatten();
    Ok(Some(Snapshot { record: record(row)?, draft: draft.map(Arc::new), revision: row.get(6)? }))
}

pub(super) fn add_draft(
    connection: &Connection,
    slug: &Slug,
    mut document: DraftDocument,
    now: Timestamp,
) -> Result<u32, StoreError> {
    let consultation = id(connection, slug)?.ok_or_else(|| absent(slug))?;
    document.version = connection.query_row(
        "select coalesce(max(version), 0) + 1 from budget_draft where consultation = ?1",
        [consultation],
        |row| row.get(0),
    )?;
    let draft = BudgetDraft::try_from(document)?;
    connection.execute(
        "insert into budget_draft (consultation, version, imported_at, document) values (?1, ?2, ?3, ?4)",
        params![consultation, draft.version, now.unix_seconds(), json(&*draft)?],
    )?;
    connection.execute("update consultation set revision = revision + 1 where id = ?1", [consultation])?;
    Ok(draft.version)
}

pub(super) fn draft(
    connection: &Connection,
    slug: &Slug,
    version: u32,
) -> Result<Option<BudgetDraft>, StoreError> {
    let document: Option<String> = connection
        .prepare_cached(
            "select document
             from budget_draft join consultation on consultation.id = budget_draft.consultation
             where slug = ?1 and version = ?2",
        )?
        .query_row(params![slug.as_str(), version], |row| row.get(0))
        .optional()?;
    document.map(|text| read_json(&format!("draft {version} of {slug}"), &text)).transpose()
}

/// The number under which everything of a consultation is kept.
pub(super) fn id(connection: &Connection, slug: &Slug) -> Result<Option<i64>, StoreError> {
    let id = connection
        .prepare_cached("select id from consultation where slug = ?1")?
        .query_row([slug.as_str()], |row| row.get(0))
        .optional()?;
    Ok(id)
}

pub(super) fn absent(slug: &Slug) -> StoreError {
    StoreError::NotThere(format!("consultation {slug}"))
}

fn record(row: &Row) -> Result<ConsultationRecord, StoreError> {
    let slug: String = row.get(0)?;
    let read = |column: usize, what: &str| -> Result<String, StoreError> {
        row.get(column).map_err(|error| damaged(&format!("the {what} of {slug}"), &error))
    };
    let stage = read(1, "stage")?;
    Ok(ConsultationRecord {
        stage: [Stage::Draft, Stage::Open, Stage::Closed, Stage::Published]
            .into_iter()
            .find(|known| known.code() == stage)
            .ok_or_else(|| damaged(&format!("the stage of {slug}"), &stage))?,
        consultation: read_json(&format!("the text of {slug}"), &read(2, "text")?)?,
        allowed_origins: read_json(&format!("the list of origins of {slug}"), &read(3, "list of origins")?)?,
        allow_sandboxed: row
            .get(5)
            .map_err(|error| damaged(&format!("the setting for sandboxed pages of {slug}"), &error))?,
        margins: read_json(&format!("the list of margins of {slug}"), &read(4, "list of margins")?)?,
    })
}

fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::Unreadable(format!("this cannot be written as JSON ({error})")))
}

fn read_json<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| damaged(what, &error))
}
