//! The one file to keep, and back from it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::connection::{
    DATABASE_FILE, check_identity, create_private_file, prepare_folder, reading, sync_folder, unusable,
};
use crate::{SqliteStore, StoreError};

impl SqliteStore {
    /// Copies the whole database, as of one moment, into one new file, while everything goes on. The copy is read
    /// through to its last page before it gets its name.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`] where the file exists: a backup never overwrites anything.
    /// [`StoreError::Unreadable`] where the database turns out to be damaged.
    pub async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let (file, to) = (self.file.clone(), to.to_owned());
        tokio::task::spawn_blocking(move || copy(&reading(&file)?, &to)).await.unwrap_or_else(|error| {
            Err(StoreError::Unavailable(format!("the backup was cut short ({error})")))
        })
    }

    /// Makes the database of a data folder from a backup. Nothing may have the folder open.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`] where the folder has a database: it is never overwritten.
    /// [`StoreError::Unreadable`] where the backup is damaged, of another program or of a newer version.
    pub fn restore(from: &Path, data_dir: &Path) -> Result<(), StoreError> {
        if !from.is_file() {
            return Err(StoreError::NotThere(format!("file {}", from.display())));
        }
        prepare_folder(data_dir)?;
        let file = data_dir.join(DATABASE_FILE);
        // SQLite would play a log that was left behind by another database into the restored one.
        for leftover in ["", "-wal", "-shm", "-journal"].map(|ending| with_ending(&file, ending)) {
            refuse_existing(&leftover)?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let backup = Connection::open_with_flags(from, flags)?;
        check_identity(&backup, from)?;
        copy(&backup, &file)
    }
}

/// Copies under a name of its own first: a file under the name that was asked for is always whole.
fn copy(source: &Connection, to: &Path) -> Result<(), StoreError> {
    refuse_existing(to)?;
    let partial = with_ending(to, ".partial");
    create_private_file(&partial).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => StoreError::AlreadyThere(format!(
            "{}, which an unfinished copy left behind and may be deleted,",
            partial.display()
        )),
        _ => unusable(&partial, &error),
    })?;
    let outcome = fill(source, &partial).and_then(|()| name(&partial, to));
    if outcome.is_err() {
        // The error that is reported is the one that matters; a leftover is named by the next attempt.
        let _ = std::fs::remove_file(&partial);
    }
    outcome
}

fn fill(source: &Connection, partial: &Path) -> Result<(), StoreError> {
    let mut copy = Connection::open(partial)?;
    // All pages in one step: a copy in several starts over whenever somebody writes. Nobody waits for it.
    let progress = Backup::new(source, &mut copy)?.step(-1)?;
    if progress != StepResult::Done {
        return Err(StoreError::Unavailable(format!("another process keeps it locked ({progress:?})")));
    }
    // One file, without a log beside it.
    copy.pragma_update(None, "journal_mode", "delete")?;
    check_identity(&copy, partial)?;
    let found: String = copy.query_row("pragma integrity_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Err(super::errors::damaged("the copy of the database", &found));
    }
    copy.close().map_err(|(_, error)| error)?;
    std::fs::File::open(partial).and_then(|file| file.sync_all()).map_err(|error| unusable(partial, &error))
}

/// Gives the finished copy its name, unless somebody took it in the meantime.
fn name(partial: &Path, to: &Path) -> Result<(), StoreError> {
    match std::fs::hard_link(partial, to) {
        Ok(()) => std::fs::remove_file(partial),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return refuse_existing(to),
        // Memory sticks and some network disks have no second names.
        Err(_) => {
            refuse_existing(to)?;
            std::fs::rename(partial, to)
        }
    }
    .and_then(|()| {
        sync_folder(to.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new(".")))
    })
    .map_err(|error| unusable(to, &error))
}

fn refuse_existing(file: &Path) -> Result<(), StoreError> {
    // Also a link that leads nowhere is something.
    match file.symlink_metadata() {
        Ok(_) => Err(StoreError::AlreadyThere(format!("{}", file.display()))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(unusable(file, &error)),
    }
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
