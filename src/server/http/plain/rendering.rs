//! What makes a rendering of the form one submission.

use glasno_model::{ReceiptCode, SubmissionId};

use super::filled::Filled;
use crate::random::Random;

/// The name of the submission's id among the fields.
pub const ID: &str = "id";
/// The name of the receipt code among the fields.
pub const CODE: &str = "code";

/// The submission that a rendering of the form will become: sent twice, it is the same one.
///
/// They stand in the form as they stand in what a browser with script makes for itself. Nothing signs them: who
/// chooses an id or a code of their own can do so at the endpoint too, and harms nobody else; that no other site
/// posts the form for a citizen is seen to by its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendering {
    /// The id.
    pub id: SubmissionId,
    /// The code that the citizen will keep.
    pub code: ReceiptCode,
}

impl Rendering {
    /// A new one.
    ///
    /// # Errors
    /// When there is no randomness, or (one time in more than 10¹⁵) none that makes a code.
    pub fn fresh(random: &dyn Random) -> std::io::Result<Self> {
        let (mut id, mut code) = ([0; 16], [0; 48]);
        random.fill(&mut id)?;
        random.fill(&mut code)?;
        let code = ReceiptCode::from_random(&code)
            .ok_or_else(|| std::io::Error::other("no code from these bytes"))?;
        Ok(Self { id: SubmissionId::from_random(id), code })
    }

    /// The one that stands in a form; nothing where somebody changed it.
    pub fn of(filled: &Filled) -> Option<Self> {
        let id = SubmissionId::try_from(filled.first(ID).to_owned()).ok()?;
        Some(Self { id, code: filled.first(CODE).parse().ok()? })
    }
}
