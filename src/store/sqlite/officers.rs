//! Officers and their sessions.

use glasno_model::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::errors::is_missing_reference;
use crate::{SESSIONS_PER_OFFICER, StoreError};

pub(super) fn put(
    connection: &Connection,
    name: &str,
    password_hash: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    connection.execute(
        "insert into officer (name, password_hash, password_set_at) values (?1, ?2, ?3)
         on conflict (name) do update
         set password_hash = excluded.password_hash, password_set_at = excluded.password_set_at",
        params![name, password_hash, now.unix_seconds()],
    )?;
    // Whoever sets a new password may be doing it because somebody else knows the old one.
    connection.execute("delete from session where officer = ?1", [name])?;
    Ok(())
}

pub(super) fn password_hash(connection: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    let hash = connection
        .prepare_cached("select password_hash from officer where name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    Ok(hash)
}

pub(super) fn add_session(
    connection: &Connection,
    token_hash: [u8; 32],
    officer: &str,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let added = connection.execute(
        "insert into session (token_hash, officer, expires_at) values (?1, ?2, ?3)",
        params![token_hash, officer, expires_at.unix_seconds()],
    );
    match added {
        Err(error) if is_missing_reference(&error) => {
            return Err(StoreError::NotThere(format!("officer {officer}")));
        }
        other => other?,
    };
    connection.execute(
        "delete from session
         where officer = ?1
           and token_hash not in (
               select token_hash from session where officer = ?1 order by expires_at desc limit ?2
           )",
        params![officer, SESSIONS_PER_OFFICER],
    )?;
    Ok(())
}

pub(super) fn session_officer(
    connection: &Connection,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let officer = connection
        .prepare_cached("select officer from session where token_hash = ?1 and expires_at > ?2")?
        .query_row(params![token_hash, now.unix_seconds()], |row| row.get(0))
        .optional()?;
    Ok(officer)
}

pub(super) fn end_session(connection: &Connection, token_hash: [u8; 32]) -> Result<(), StoreError> {
    connection.execute("delete from session where token_hash = ?1", [token_hash])?;
    Ok(())
}
