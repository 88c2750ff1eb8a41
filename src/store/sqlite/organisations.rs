//! The register of participating organisations. Nothing here knows of a submission.

use glasno_model::Slug;
use glasno_model::ways::{Organisation, OrganisationDocument, OrganisationKind};
use rusqlite::{Connection, Row, params};

use super::consultations;
use super::errors::damaged;
use crate::StoreError;

/// An organisation as it goes into the table. Made where there are many threads, so that the one writer only writes.
pub(super) struct Entry {
    name_key: String,
    area_key: String,
    organisation: Organisation,
}

impl Entry {
    pub(super) fn new(organisation: Organisation) -> Self {
        let (name_key, area_key) = organisation.key();
        Self { name_key, area_key, organisation }
    }

    /// Enters it unless it is there. Who came first is not corrected by whoever comes later under the same name.
    pub(super) fn store(&self, connection: &Connection, consultation: i64) -> Result<(), StoreError> {
        let Self { name_key, area_key, organisation } = self;
        connection
            .prepare_cached(
                "insert into organisation (consultation, name_key, area_key, name, kind, area)
                 values (?1, ?2, ?3, ?4, ?5, ?6)
                 on conflict (consultation, name_key, area_key) do nothing",
            )?
            .execute(params![
                consultation,
                name_key,
                area_key,
                organisation.name(),
                organisation.kind().code(),
                organisation.area()
            ])?;
        Ok(())
    }
}

/// See [`crate::Store::enter_organisation`].
pub(super) fn enter(connection: &Connection, slug: &Slug, entry: &Entry) -> Result<(), StoreError> {
    let consultation = consultations::id(connection, slug)?.ok_or_else(|| consultations::absent(slug))?;
    entry.store(connection, consultation)
}

/// See [`crate::Store::organisations`].
pub(super) fn list(connection: &Connection, slug: &Slug) -> Result<Vec<OrganisationDocument>, StoreError> {
    let Some(consultation) = consultations::id(connection, slug)? else { return Ok(Vec::new()) };
    let mut statement = connection.prepare_cached(
        "select name, kind, area from organisation where consultation = ?1 order by name_key, area_key",
    )?;
    let mut rows = statement.query([consultation])?;
    let mut organisations = Vec::new();
    while let Some(row) = rows.next()? {
        organisations.push(read(row)?);
    }
    Ok(organisations)
}

fn read(row: &Row) -> Result<OrganisationDocument, StoreError> {
    let kind: String = row.get(1)?;
    let kind = OrganisationKind::from_code(&kind)
        .ok_or_else(|| damaged("the register of organisations", &format!("there is no kind {kind}")))?;
    Ok(OrganisationDocument { name: row.get(0)?, kind, area: row.get(2)? })
}

/// See [`crate::Store::remove_organisation`].
pub(super) fn remove(
    connection: &Connection,
    slug: &Slug,
    (name, area): (&str, &str),
) -> Result<bool, StoreError> {
    let Some(consultation) = consultations::id(connection, slug)? else { return Ok(false) };
    let removed = connection
        .prepare_cached("delete from organisation where consultation = ?1 and name = ?2 and area = ?3")?
        .execute(params![consultation, name, area])?;
    Ok(removed > 0)
}
