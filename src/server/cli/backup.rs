//! `glasno backup` and `glasno restore`.

use std::path::PathBuf;

use clap::Args;
use glasno_store::{SqliteStore, StoreError};
use glasno_words::{Language, server::Word};

use super::{
    Done,
    data::{self, Data},
    refused::Refused,
};

/// What `backup` is told.
#[derive(Debug, Args)]
pub struct BackupArguments {
    #[command(flatten)]
    data: Data,
    /// The file to make; it must not exist.
    #[arg(long, env = "GLASNO_OUT", value_name = "FILE")]
    out: PathBuf,
}

/// What `restore` is told.
#[derive(Debug, Args)]
pub struct RestoreArguments {
    /// The file that `backup` made.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    data: Data,
}

/// Copies everything to one file.
///
/// # Errors
/// When the file exists, or either side cannot be used.
pub fn backup(arguments: &BackupArguments, language: Language) -> Done {
    let store = arguments.data.open(language)?;
    data::runtime(language)?
        .block_on(store.backup(&arguments.out))
        .map_err(|error| refuse(&error, Word::CliBackupThere, &arguments.out, language))
}

/// Makes a data folder from a backup.
///
/// # Errors
/// When the folder holds a database, or the backup cannot be read.
pub fn restore(arguments: &RestoreArguments, language: Language) -> Done {
    SqliteStore::restore(&arguments.file, &arguments.data.folder)
        .map_err(|error| refuse(&error, Word::CliRestoreThere, &arguments.data.folder, language))
}

fn refuse(error: &StoreError, there: Word, path: &std::path::Path, language: Language) -> Refused {
    match error {
        StoreError::AlreadyThere(_) => {
            Refused::because(there, language, &[("path", &path.display().to_string())])
        }
        other => Refused::by_store(other, language),
    }
}
