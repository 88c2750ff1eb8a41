//! The submission: a ballot as it was received, and the receipt for it.

use serde::{Deserialize, Serialize};

use crate::ways::OrganisationDocument;
use crate::{BallotDocument, Label, ReceiptCode, Slug, Stage, Timestamp};

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
    /// The organisation that speaks, for the public register. It stands beside the ballot and not in it, because it is
    /// stored apart from it; so it is no part of the content that tells one submission from another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationDocument>,
    /// Where the citizen came from. It is only counted, apart from the ballot, and no part of the content either.
    #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// What the browser puts in the place of a submission: another ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeDocument {
    /// The version that the citizen saw. Where another one counts by now, nothing is changed.
    pub version: u32,
    /// The whole ballot that counts from now on.
    pub ballot: BallotDocument,
}

/// What the browser posts to find a submission of which the citizen has only the code.
///
/// It has no `Debug` text, as the code has none.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SearchDocument {
    /// The consultation that the citizen took part in.
    pub consultation: Slug,
    /// The code as it was typed: read with [`str::parse`], which forgives what people do to codes.
    pub receipt_code: Box<str>,
}

/// A submission as it counts now, for whoever holds its receipt code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubmissionView {
    /// The submission.
    pub id: SubmissionId,
    /// Its consultation.
    pub consultation: Slug,
    /// Which event of it counts, from 1; a change names it.
    pub version: u32,
    /// What that event was.
    pub kind: EventKind,
    /// When the submission came first.
    pub received_at: Timestamp,
    /// When what counts now was stored.
    pub changed_at: Timestamp,
    /// The stage of the consultation that holds now.
    pub stage: Stage,
    /// Until when it can be changed or withdrawn, where the consultation names a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<Timestamp>,
    /// The ballot that counts; nothing where it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ballot: Option<BallotDocument>,
}

impl SubmissionView {
    /// May the citizen change or withdraw it now?
    pub fn is_changeable(&self) -> bool {
        self.stage == Stage::Open && self.kind != EventKind::Withdrawn
    }
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
    fn a_citizen_may_change_what_was_not_withdrawn_while_the_consultation_is_open() {
        let seen = |stage, kind| SubmissionView {
            id: SubmissionId::from_random([7; 16]),
            consultation: "sofia-2027".parse().unwrap(),
            version: 2,
            kind,
            received_at: Timestamp::from_unix_seconds(1),
            changed_at: Timestamp::from_unix_seconds(2),
            stage,
            closes_at: None,
            ballot: None,
        };
        assert!(seen(Stage::Open, EventKind::Submitted).is_changeable());
        assert!(seen(Stage::Open, EventKind::Changed).is_changeable());
        assert!(!seen(Stage::Open, EventKind::Withdrawn).is_changeable());
        for stage in [Stage::Draft, Stage::Closed, Stage::Published] {
            assert!(!seen(stage, EventKind::Submitted).is_changeable(), "{stage:?}");
        }
    }

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
