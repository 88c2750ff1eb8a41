//! What is kept of a consultation.

use std::sync::Arc;

use glasno_model::{BudgetDraft, Consultation, Stage};

use crate::Margin;

/// A consultation with what is not public about it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ConsultationRecord {
    /// Texts and rules.
    pub consultation: Consultation,
    /// The officer's stage; the one that holds also depends on the clock.
    pub stage: Stage,
    /// The pages that may send to it, as origins (`https://www.example.bg`); any page where the list is empty.
    pub allowed_origins: Vec<String>,
    /// May a page in a sandbox send too, of which a browser says no more than `Origin: null`? It may be anybody's.
    #[serde(default = "yes")]
    pub allow_sandboxed: bool,
    /// What is known about everybody who could take part, at most one margin a dimension; for officers only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub margins: Vec<Margin>,
}

/// A consultation with its newest draft, as of one moment. Cheap to take: it is kept in memory until something
/// changes in the database, whichever process changed it.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The consultation.
    pub record: ConsultationRecord,
    /// The newest draft; nothing before the first import.
    pub draft: Option<Arc<BudgetDraft>>,
    /// Grows with every change of the record or the draft.
    pub revision: u64,
}

/// What holds where nobody has said it.
const fn yes() -> bool {
    true
}
