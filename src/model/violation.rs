//! Why a ballot is refused, and where in it. Browser and endpoint use the same words.

use serde::{Deserialize, Serialize};

use crate::identifier::{AreaId, OptionId, ProjectId, QuestionId};
use crate::ways::Way;
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
    /// The ballot takes part in a way that the consultation has not turned on.
    WayOff {
        /// The way.
        way: Way,
    },
    /// The draft has no lever of this name.
    UnknownLever {
        /// The line that was named.
        line: LineId,
    },
    /// The lever has no such step.
    UnknownStep {
        /// The line of the lever.
        line: LineId,
    },
    /// The pot is not shared over this area.
    UnknownArea {
        /// The area that was named.
        area: AreaId,
    },
    /// Two shares for one area.
    DuplicateArea {
        /// The area.
        area: AreaId,
    },
    /// More is shared than the pot holds.
    PotExceeded {
        /// How much more, in the pot's unit.
        by: u64,
    },
    /// Less is shared than the pot holds, and all of it has to be.
    PotLeftOver {
        /// How much is left, in the pot's unit.
        by: u64,
    },
    /// The draft has no such project.
    UnknownProject {
        /// The project that was named.
        project: ProjectId,
    },
    /// A project stands on the ballot twice.
    DuplicateProject {
        /// The project.
        project: ProjectId,
    },
    /// Points are missing, are nothing, or stand where none are given.
    WrongPoints {
        /// The project.
        project: ProjectId,
    },
    /// The chosen projects cost more than there is.
    ProjectsOverBudget {
        /// How much more.
        by: Amount,
    },
    /// More projects than may be chosen.
    TooManyProjects {
        /// How many may be.
        at_most: u32,
        /// How many are.
        found: u32,
    },
    /// More points for one project than it may get.
    TooManyPoints {
        /// How many it may get.
        at_most: u32,
    },
    /// More points are given than there are.
    PointsExceeded {
        /// How many more.
        by: u64,
    },
    /// The consultation has no such question.
    UnknownQuestion {
        /// The question that was named.
        question: QuestionId,
    },
    /// Two answers to one question.
    DuplicateAnswer {
        /// The question.
        question: QuestionId,
    },
    /// An answer to a question that is not shown after the other answers.
    HiddenQuestion {
        /// The question.
        question: QuestionId,
    },
    /// A question that has to be answered is not.
    RequiredAnswer {
        /// The question.
        question: QuestionId,
    },
    /// The answer is of another kind than the question.
    WrongAnswer {
        /// The question.
        question: QuestionId,
    },
    /// The answer chooses nothing.
    EmptyAnswer {
        /// The question.
        question: QuestionId,
    },
    /// The question has no such option.
    UnknownOption {
        /// The question.
        question: QuestionId,
        /// The option that was named.
        option: OptionId,
    },
    /// An option is chosen twice.
    DuplicateOption {
        /// The question.
        question: QuestionId,
        /// The option.
        option: OptionId,
    },
    /// More options than may be chosen.
    TooManyOptions {
        /// The question.
        question: QuestionId,
        /// How many may be.
        at_most: u32,
        /// How many are.
        found: u32,
    },
    /// The number is outside of what the question allows.
    OutOfRange {
        /// The question.
        question: QuestionId,
        /// The least, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        least: Option<i64>,
        /// The most, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most: Option<i64>,
    },
    /// An organisation without a name.
    EmptyName,
    /// The name or the area of an organisation is too long.
    TooLong {
        /// How many characters (Unicode scalar values) it may have.
        at_most: usize,
        /// How many it has.
        found: usize,
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
