//! The data folder, and the runtime that commands work on it with.

use std::path::PathBuf;

use clap::Args;
use glasno_store::{SqliteStore, Store};
use glasno_words::{Language, server::Word};
use tokio::runtime::Runtime;

use super::refused::Refused;

/// Where everything is kept.
#[derive(Debug, Args)]
pub struct Data {
    /// The folder with everything that is kept; made where it is missing.
    #[arg(long = "data", id = "data", env = "GLASNO_DATA", value_name = "DIR")]
    pub folder: PathBuf,
}

impl Data {
    /// Opens the database.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn open(&self, language: Language) -> Result<SqliteStore, Refused> {
        open(&self.folder, language)
    }
}

/// Opens the database of a folder.
///
/// # Errors
/// When it cannot be used.
pub fn open(folder: &std::path::Path, language: Language) -> Result<SqliteStore, Refused> {
    SqliteStore::open(folder).map_err(|error| Refused::by_store(&error, language))
}

/// A runtime for asynchronous work.
///
/// # Errors
/// When the operating system gives no threads.
pub fn runtime(language: Language) -> Result<Runtime, Refused> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    // Reads of the database and downloads wait in threads of their own; more of them would only fill the memory.
    builder.enable_all().max_blocking_threads(64);
    builder
        .build()
        .map_err(|error| Refused::because(Word::CliStartFailed, language, &[("cause", &error.to_string())]))
}

/// Opens the database and works on it.
///
/// # Errors
/// When it cannot be used, or the work is refused.
pub fn with_store<T>(
    data: &Data,
    language: Language,
    work: impl AsyncFnOnce(&dyn Store) -> Result<T, Refused>,
) -> Result<T, Refused> {
    let store = data.open(language)?;
    runtime(language)?.block_on(work(&store))
}
