//! What leaves the house about one submission, and what does not.

use glasno_model::{BallotDocument, BudgetDraft, Channel, SubmissionId};
use hmac::digest::Key;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// A submission as every download tells it.
///
/// The submission's own id stays here, for with the receipt code it opens the submission; and so does the hour, for
/// somebody who saw a neighbour at the screen could find the row by it.
pub(super) struct Entry<'a> {
    /// The name of the submission in all downloads.
    pub id: ExportId,
    /// Which event of the submission this is, from 1.
    pub version: u32,
    /// How it came.
    pub channel: Channel,
    /// The day on which it came, in the consultation's time zone: `2027-01-15`.
    pub received: String,
    /// The draft that the ballot was made on.
    pub draft: &'a BudgetDraft,
    /// The ballot.
    pub ballot: &'a BallotDocument,
}

impl<'a> Entry<'a> {
    /// The comment on the whole draft.
    pub fn comment_on_whole(&self) -> Option<&'a str> {
        let whole = self.ballot.comments.iter().find(|comment| comment.line.is_none());
        whole.map(|comment| comment.text.as_str())
    }

    /// How many comments are on lines.
    pub fn line_comments(&self) -> usize {
        self.ballot.comments.iter().filter(|comment| comment.line.is_some()).count()
    }
}

const ID_LETTERS: usize = 17;

/// A submission's name in the downloads: `s` and 16 hexadecimal digits.
///
/// The letter keeps spreadsheets from reading `1234567890123456` or `12e4567890123456` as a number and rounding it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ExportId([u8; ID_LETTERS]);

impl ExportId {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        // Made of ASCII letters and digits below, so this is always text.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Gives submissions their names: HMAC-SHA256 of the submission's id under a secret of the installation, cut to 64
/// bits. The same submission has the same name in every download, and nobody without the secret finds the way back.
pub(super) struct ExportIds(Hmac<Sha256>);

impl ExportIds {
    /// Names under this secret.
    pub fn new(secret: [u8; 32]) -> Self {
        // HMAC fills a key up to its block with zeros; a whole block cannot be refused.
        let mut block = Key::<Hmac<Sha256>>::default();
        block[..secret.len()].copy_from_slice(&secret);
        Self(Hmac::new(&block))
    }

    /// The name of a submission.
    pub fn name(&self, id: &SubmissionId) -> ExportId {
        let mut mac = self.0.clone();
        mac.update(id.as_str().as_bytes());
        let digest = mac.finalize().into_bytes();
        let mut letters = [b's'; ID_LETTERS];
        for (pair, byte) in letters[1..].chunks_exact_mut(2).zip(&digest) {
            pair[0] = b"0123456789abcdef"[usize::from(byte >> 4)];
            pair[1] = b"0123456789abcdef"[usize::from(byte & 0x0f)];
        }
        ExportId(letters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_depends_on_the_secret_and_tells_nothing_of_the_id() {
        let id = SubmissionId::from_random([7; 16]);
        let name = ExportIds::new([1; 32]).name(&id);
        assert_eq!(name, ExportIds::new([1; 32]).name(&id));
        assert_ne!(name, ExportIds::new([2; 32]).name(&id));
        assert_ne!(name, ExportIds::new([1; 32]).name(&SubmissionId::from_random([8; 16])));
        // Computed with Python: hmac.new(bytes([1] * 32), id, "sha256").
        assert_eq!(name.as_str(), "s466ee89095a62722");
    }
}
