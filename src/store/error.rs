//! Why the store does not do what was asked.

use glasno_model::draft::DraftError;

/// Why the store did not do what was asked. The text is for the operator, never for a citizen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is already something of this name.
    #[error("{0} is already there")]
    AlreadyThere(String),
    /// There is nothing of this name.
    #[error("there is no {0}")]
    NotThere(String),
    /// The draft contradicts itself; kept, it could never be read again.
    #[error("the draft cannot be kept: {0}")]
    NotADraft(#[from] DraftError),
    /// The disk or the database cannot be used right now; trying again later makes sense.
    #[error("the database cannot be used right now: {0}")]
    Unavailable(String),
    /// What stands in the database cannot be read: it is damaged, or of a newer version.
    #[error("the database cannot be read: {0}")]
    Unreadable(String),
}
