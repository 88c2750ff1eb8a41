//! Why a download was not made.

use glasno_model::{LineId, Slug};
use glasno_store::StoreError;
use glasno_tally::{allocation::AllocationError, honesty::breakdown::BreakdownError, package::CountError};
use glasno_words::Speak as _;
use glasno_words::server::Word;

/// Why a download was not made. Its text is for the operator; [`ExportError::sentence`] is for the officer.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is no such consultation.
    #[error("there is no consultation {0}")]
    NoConsultation(Slug),
    /// The table would be wider than a sheet can be.
    #[error("the table needs {found} columns, and a sheet has {at_most}: choose csv, csv-long or json")]
    TooManyColumns {
        /// How many columns it needs.
        found: usize,
        /// How many a sheet has.
        at_most: usize,
    },
    /// A ballot names a draft that was imported after the download began.
    #[error("draft version {0} was imported while the download was being made: start it again")]
    DraftReplaced(u32),
    /// A stored ballot names a line that its draft does not have.
    #[error("a stored ballot names line {line}, which no draft of the consultation has")]
    UnknownLine {
        /// The line.
        line: LineId,
    },
    /// A stored ballot names a lever, an area or a project that its draft does not have.
    #[error("a stored ballot names {0}, which its draft does not have")]
    UnknownChoice(String),
    /// The ballots contradict each other or their draft.
    #[error("the ballots cannot be counted: {0}")]
    NotCountable(String),
    /// The consultation's time zone is not in the time zone data.
    #[error("the consultation's time zone {0} is unknown")]
    UnknownTimeZone(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file cannot be written, or its reader went away.
    #[error("the file cannot be written: {0}")]
    Io(#[from] std::io::Error),
    /// A document cannot be written as JSON.
    #[error("the file cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    /// The workbook cannot be written.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

impl ExportError {
    /// What happened and what to do next, for the officer.
    pub fn sentence(&self, language: glasno_words::Language) -> String {
        match self {
            Self::TooManyColumns { found, at_most } => Word::ExportFailedTooWide
                .say(language, &[("found", &found.to_string()), ("at_most", &at_most.to_string())]),
            Self::DraftReplaced(_) => Word::ExportFailedDraftReplaced.text(language).to_owned(),
            Self::Store(StoreError::Unavailable(_)) | Self::Io(_) | Self::Json(_) | Self::Workbook(_) => {
                Word::ExportFailedForNow.text(language).to_owned()
            }
            Self::NoConsultation(_)
            | Self::UnknownLine { .. }
            | Self::UnknownChoice(_)
            | Self::NotCountable(_)
            | Self::UnknownTimeZone(_)
            | Self::Store(_) => Word::ExportFailed.text(language).to_owned(),
        }
    }
}

impl From<AllocationError> for ExportError {
    fn from(error: AllocationError) -> Self {
        Self::NotCountable(error.to_string())
    }
}

impl From<BreakdownError> for ExportError {
    fn from(error: BreakdownError) -> Self {
        Self::NotCountable(error.to_string())
    }
}

impl From<CountError<std::io::Error>> for ExportError {
    fn from(error: CountError<std::io::Error>) -> Self {
        match error {
            CountError::Proposals(error) => Self::Io(error),
            other => Self::NotCountable(other.to_string()),
        }
    }
}
