//! Connections to the one file, and whether it is ours.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::migrations;
use crate::StoreError;

/// The database in a data folder. While a server runs, SQLite keeps two more files beside it; a backup is made with
/// [`crate::SqliteStore::backup`], never by copying.
pub const DATABASE_FILE: &str = "glasno.sqlite3";

/// “Glas”; the first migration writes it into the file.
const APPLICATION_ID: i32 = 0x476c_6173;

/// A writer waits so long for another process. A submission that arrives while one group waits, waits for a second
/// time with its own: together that stays below the five seconds after which a citizen is told to try again.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// A connection that writes, and waits so long where another process writes. The file has to be there.
pub(super) fn writing(file: &Path, patience: Duration) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(patience)?;
    // `full`: what is committed has reached the disk. In WAL mode the default of many builds, `normal`, loses the
    // last commits in a power cut.
    // The log is moved into the database every 16 MB instead of every 4: a page of the index by submission, written
    // again and again in between, is then moved once. Reading such a log takes a restart some hundredths of a second.
    // The limit gives back the disk space of a log that grew beyond that during a long backup.
    connection.execute_batch(
        "pragma synchronous = full;
         pragma foreign_keys = on;
         pragma trusted_schema = off;
         pragma cell_size_check = on;
         pragma wal_autocheckpoint = 4000;
         pragma journal_size_limit = 67108864;
         pragma cache_size = -4096;",
    )?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

/// A connection that only reads, with a small cache: an export reads each page once, and the system keeps it anyway.
pub(super) fn reading(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.execute_batch(
        "pragma trusted_schema = off;
         pragma cell_size_check = on;
         pragma cache_size = -512;",
    )?;
    Ok(connection)
}

/// The database file of a data folder; folder and file are made where they are missing, for their owner only.
pub(super) fn prepare_file(data_dir: &Path) -> Result<PathBuf, StoreError> {
    prepare_folder(data_dir)?;
    let file = data_dir.join(DATABASE_FILE);
    // Only ever created here, never opened: closing a file of one's own next to SQLite's drops SQLite's locks.
    match create_private_file(&file) {
        Ok(()) => sync_folder(data_dir).map_err(|error| unusable(data_dir, &error))?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(unusable(&file, &error)),
    }
    Ok(file)
}

/// Makes a data folder where it is missing, for its owner only.
pub(super) fn prepare_folder(data_dir: &Path) -> Result<(), StoreError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(data_dir).map_err(|error| unusable(data_dir, &error))
}

/// Is there nothing in the file yet?
pub(super) fn is_new(connection: &Connection) -> Result<bool, StoreError> {
    let is_empty = "select not exists (select 1 from sqlite_schema)";
    Ok(identity(connection)? == (0, 0) && connection.query_row(is_empty, [], |row| row.get(0))?)
}

/// Refuses a file that is not ours, or of a newer version.
pub(super) fn check_identity(connection: &Connection, file: &Path) -> Result<(), StoreError> {
    let (application, version) = identity(connection)?;
    let file = file.display();
    if application != APPLICATION_ID {
        return Err(StoreError::Unreadable(format!("{file} is not a database of Glasno")));
    }
    if version > migrations::NEWEST {
        return Err(StoreError::Unreadable(format!(
            "{file} was written by a newer Glasno (its tables are of version {version}, this one knows up to {}); \
             start the newer one",
            migrations::NEWEST
        )));
    }
    Ok(())
}

fn identity(connection: &Connection) -> Result<(i32, usize), StoreError> {
    let application = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok((application, connection.pragma_query_value(None, "user_version", |row| row.get(0))?))
}

/// Switches to the write-ahead log, without which readers and the writer would wait for each other.
pub(super) fn use_write_ahead_log(connection: &Connection, file: &Path) -> Result<(), StoreError> {
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    if mode == "wal" {
        return Ok(());
    }
    Err(StoreError::Unavailable(format!(
        "{} is on a disk that cannot share memory between processes, perhaps a network folder; use a local disk",
        file.display()
    )))
}

/// A look at what is small, whole, and at the newest event: finds a truncated or overwritten file in a moment. The
/// full check of every page takes minutes on a large file; making a backup does it.
pub(super) fn check_soundness(connection: &Connection) -> Result<(), StoreError> {
    for table in ["consultation", "budget_draft", "officer", "secret"] {
        let found: String =
            connection.query_row(&format!("pragma quick_check({table})"), [], |row| row.get(0))?;
        if found != "ok" {
            return Err(super::errors::damaged(&format!("the table {table}"), &found));
        }
    }
    let newest = "select length(ballot) from event order by sequence desc limit 1";
    match connection.query_row(newest, [], |row| row.get::<_, Option<i64>>(0)) {
        Ok(_) | Err(rusqlite::Error::QueryReturnedNoRows) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Creates an empty file that only its owner may read; fails where something of this name is there.
pub(super) fn create_private_file(file: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}

/// Makes the names in a folder as durable as the files.
pub(super) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    // Elsewhere a folder cannot be opened, and its names are durable by themselves.
    if cfg!(unix) { std::fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

pub(super) fn unusable(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Unavailable(format!("{} cannot be used ({error})", path.display()))
}
