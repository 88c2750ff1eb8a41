//! What SQLite says, as a sentence for the operator.

use rusqlite::{Error, ErrorCode, ffi};

use crate::StoreError;

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        use ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, FileLockingProtocolFailed,
            NotADatabase, OutOfMemory, PermissionDenied, ReadOnly, SystemIoFailure,
        };
        let advice = match error.sqlite_error_code() {
            Some(DiskFull) => "the disk is full",
            Some(DatabaseBusy | DatabaseLocked | FileLockingProtocolFailed) => {
                "another process keeps it locked"
            }
            Some(ReadOnly | PermissionDenied) => {
                "it may only be read; look at the owner of the data folder and at how its disk is mounted"
            }
            Some(SystemIoFailure) => "the disk reports a fault",
            Some(CannotOpen) => "the file cannot be opened",
            Some(OutOfMemory) => "there is no memory left",
            Some(DatabaseCorrupt | NotADatabase) => {
                return Self::Unreadable(format!(
                    "the file is damaged, or not a database; keep it aside and restore the newest backup ({error})"
                ));
            }
            _ => return Self::Unreadable(error.to_string()),
        };
        Self::Unavailable(format!("{advice} ({error})"))
    }
}

/// Did a foreign key lead nowhere?
pub(super) fn is_missing_reference(error: &Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY)
}

/// What stands in the database is not what was written into it.
pub(super) fn damaged(what: &str, error: &impl std::fmt::Display) -> StoreError {
    StoreError::Unreadable(format!("{what} is damaged ({error})"))
}
