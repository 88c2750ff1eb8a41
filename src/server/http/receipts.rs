//! The receipts of a while ago, for those whose answer was lost on the way.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use glasno_model::{Receipt, Timestamp};
use glasno_store::NewSubmission;

use super::hash;

/// How many are remembered at least, and twice as many at most: some two megabytes.
const REMEMBERED: usize = 10_000;

/// What stands for one submission with one content.
pub type Content = [u8; 32];

/// The newest receipts.
///
/// A repetition is first of all the store's business, which never forgets. But the store is asked only once a ballot
/// keeps the rules that hold now, and a ballot that was taken a minute before the close no longer does.
#[derive(Default)]
pub struct Receipts(Mutex<Generations>);

/// When the young are many, the old are forgotten and the young become the old.
#[derive(Default)]
struct Generations {
    young: HashMap<Content, (u32, Timestamp)>,
    old: HashMap<Content, (u32, Timestamp)>,
}

impl Receipts {
    /// What stands for this submission.
    pub fn content(submission: &NewSubmission) -> Content {
        let consultation = submission.consultation.as_str().as_bytes();
        hash::plain(&[consultation, b"/", submission.id.as_str().as_bytes(), &submission.content_hash])
    }

    /// Remembers a receipt.
    pub fn remember(&self, content: Content, receipt: &Receipt) {
        let mut generations = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if generations.young.len() >= REMEMBERED {
            generations.old = std::mem::take(&mut generations.young);
        }
        generations.young.insert(content, (receipt.version, receipt.received_at));
    }

    /// The receipt for this very submission, if it was given not long ago.
    pub fn find(&self, submission: &NewSubmission) -> Option<Receipt> {
        let content = Self::content(submission);
        let generations = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (version, received_at) =
            *generations.young.get(&content).or_else(|| generations.old.get(&content))?;
        Some(Receipt { id: submission.id.clone(), version, received_at })
    }
}
