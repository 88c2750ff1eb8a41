//! What belongs to the installation itself: its secrets, and whether it can still write.

use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;

pub(super) fn secret(connection: &Connection, name: &str) -> Result<Option<[u8; 32]>, StoreError> {
    let secret = connection
        .prepare_cached("select value from secret where name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    Ok(secret)
}

/// Keeps `fresh` unless another process was faster; the one that is kept from now on.
pub(super) fn keep_secret(
    connection: &Connection,
    name: &str,
    fresh: [u8; 32],
) -> Result<[u8; 32], StoreError> {
    connection.execute(
        "insert into secret (name, value) values (?1, ?2) on conflict (name) do nothing",
        params![name, fresh],
    )?;
    Ok(secret(connection, name)?.unwrap_or(fresh))
}

/// Writes a row and takes it back. To be committed, not rolled back: only a commit reaches the disk, and a full
/// disk is what this is to find.
pub(super) fn probe(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("insert into write_probe (bytes) values (zeroblob(65536))", [])?;
    connection.execute("delete from write_probe", [])?;
    Ok(())
}
