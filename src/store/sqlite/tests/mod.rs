//! The conformance suite over SQLite, and what only a file has to keep.

use tempfile::TempDir;

use crate::SqliteStore;

mod faults;
mod file;
mod history;
mod organisations;
mod receipts;

crate::conformance::conformance!(store);

fn store() -> (SqliteStore, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (SqliteStore::open(folder.path()).unwrap(), folder)
}
