//! The submission: a ballot as it was received, and the receipt for it.

use serde::{Deserialize, Serialize};

use crate::{BallotDocument, ReceiptCode, Timestamp};

/// The id that the browser made for a submission, a UUID in small letters. It is not a secret and stands in no export.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SubmissionId(Box<str>);

/// What stands there is not a UUID in small letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the id is not a UUID such as 3f0c5a3e-6f0e-4b8e-9d1c-0a4f5d1e2b3c")]
pub struct NotASubmissionId;

impl SubmissionId {
    /// A version 4 UUID (RFC 9562) from sixteen random bytes.
    pub fn from_random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let mut text = String::with_capacity(36);
        for (at, byte) in bytes.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for nibble in [byte >> 4, byte & 0x0f] {
                text.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
            }
        }
        Self(text.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SubmissionId {
    type Error = NotASubmissionId;

    fn try_from(text: String) -> Result<Self, NotASubmissionId> {
        let shape = text.len() == 36
            && text.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
            });
        if shape { Ok(Self(text.into())) } else { Err(NotASubmissionId) }
    }
}

impl From<SubmissionId> for String {
    fn from(id: SubmissionId) -> Self {
        id.0.into()
    }
}

impl core::fmt::Display for SubmissionId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a submission reached the municipality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// The widget or the plain form.
    Web,
    /// A form on paper, handed in at a counter.
    Paper,
    /// A box in a public place.
    Box,
    /// A telephone call.
    Phone,
    /// A public hearing.
    Hall,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 5] = [Self::Web, Self::Paper, Self::Box, Self::Phone, Self::Hall];

    /// The word in JSON and tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Paper => "paper",
            Self::Box => "box",
            Self::Phone => "phone",
            Self::Hall => "hall",
        }
    }
}

/// What happened to a submission. Events are only ever added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// It was sent for the first time.
    Submitted,
    /// The citizen replaced it; the last one counts.
    Changed,
    /// The citizen took it back.
    Withdrawn,
}

impl EventKind {
    /// The word in JSON and tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Changed => "changed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What the browser posts: one document, sent once, under an id of its own making.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubmissionDocument {
    /// The id; the same id with the same content gets the same answer.
    pub id: SubmissionId,
    /// The code that the citizen keeps.
    pub receipt_code: ReceiptCode,
    /// What the citizen proposes and says.
    pub ballot: BallotDocument,
}

/// A ballot as it was received: one event in the life of a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// The submission that this belongs to.
    pub id: SubmissionId,
    /// 1 for the first event of a submission, one more for each later one.
    pub version: u32,
    /// What happened.
    pub kind: EventKind,
    /// How it came.
    pub channel: Channel,
    /// When it was stored.
    pub received_at: Timestamp,
    /// The ballot; nothing where the submission was withdrawn.
    pub ballot: Option<BallotDocument>,
}

/// What the endpoint answers once a submission is on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The submission.
    pub id: SubmissionId,
    /// Which event of it this is, from 1.
    pub version: u32,
    /// When it was stored.
    pub received_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_of_version_four() {
        let id = SubmissionId::from_random([0xff; 16]);
        assert_eq!(id.as_str(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(SubmissionId::try_from(id.to_string()), Ok(id));
        for bad in ["", "FFFFFFFF-ffff-4fff-bfff-ffffffffffff", "ffffffff-ffff-4fff-bfff-fffffffffff"] {
            assert_eq!(SubmissionId::try_from(bad.to_owned()), Err(NotASubmissionId));
        }
    }
}
