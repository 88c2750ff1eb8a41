//! Why a ballot is refused, and where in it. Browser and endpoint use the same words.

use serde::{Deserialize, Serialize};

use crate::{Amount, DistrictId, LineId, RespondentGroup};

/// One broken rule. In JSON an object with `rule`, and the facts that the sentence for the citizen needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "rule")]
pub enum Violation {
    /// The ballot says nothing: no amount and no comment.
    Empty,
    /// The ballot was made on another version of the draft.
    OtherDraftVersion {
        /// The version that holds now.
        current: u32,
    },
    /// The draft has no such line.
    UnknownLine {
        /// The line that was named.
        line: LineId,
    },
    /// Two amounts for one line.
    DuplicateLine {
        /// The line.
        line: LineId,
    },
    /// Another amount for a line that cannot be moved.
    LockedLine {
        /// The line.
        line: LineId,
    },
    /// Less than the line's least amount.
    BelowMinimum {
        /// The line.
        line: LineId,
        /// The least amount.
        least: Amount,
    },
    /// More than the line's greatest amount.
    AboveMaximum {
        /// The line.
        line: LineId,
        /// The greatest amount.
        most: Amount,
    },
    /// The proposal costs more than the rule allows.
    Short {
        /// How much is missing.
        by: Amount,
    },
    /// The proposal leaves more money than the rule allows.
    LeftOver {
        /// How much is left.
        by: Amount,
    },
    /// Nothing but white space where a comment should be.
    EmptyComment,
    /// Two comments in one place.
    DuplicateComment,
    /// A comment is too long.
    CommentTooLong {
        /// How many characters (Unicode scalar values) it may have.
        at_most: usize,
        /// How many it has.
        found: usize,
    },
    /// All comments together are too long.
    CommentsTooLong {
        /// How many characters (Unicode scalar values) they may have.
        at_most: usize,
        /// How many they have.
        found: usize,
    },
    /// A comment holds a control character that no keyboard types.
    ControlCharacter,
    /// A respondent group that the consultation does not ask for.
    UnaskedGroup {
        /// The group that was named.
        group: RespondentGroup,
    },
    /// A district that the consultation does not ask for.
    UnaskedDistrict {
        /// The district that was named.
        district: DistrictId,
    },
}

/// A broken rule and its place in the submission, as an RFC 6901 JSON pointer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located {
    /// The place: `/ballot/allocation/3/amount`.
    pub pointer: String,
    /// What is wrong there.
    #[serde(flatten)]
    pub violation: Violation,
}
