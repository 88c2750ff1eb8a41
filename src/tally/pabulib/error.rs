//! What can be wrong with a file, where, and what to do.

use core::fmt;

/// Why a file is refused: the line, the field, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {field}: {problem}")]
pub struct ReadError {
    /// The physical line, from 1, where the cell begins. Where something is missing, the last line that was read.
    pub line: usize,
    /// The key in META, or the column; where neither is known, the section or the character that stands there.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

impl ReadError {
    pub(super) fn new(line: usize, field: impl Into<String>, problem: Problem) -> Self {
        Self { line, field: field.into(), problem }
    }
}

/// The tables of a file, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// The election as a whole.
    Meta,
    /// The projects.
    Projects,
    /// The ballots.
    Votes,
}

impl Section {
    /// Every section.
    pub const ALL: [Self; 3] = [Self::Meta, Self::Projects, Self::Votes];

    /// The line with which it begins.
    pub const fn marker(self) -> &'static str {
        match self {
            Self::Meta => "META",
            Self::Projects => "PROJECTS",
            Self::Votes => "VOTES",
        }
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.marker())
    }
}

/// What is wrong. The texts are those that stand in the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The bytes are no UTF-8.
    #[error("the text is not UTF-8. Save the file as UTF-8")]
    NotUtf8,
    /// A quoted cell has no end.
    #[error("the quote that opens here is never closed. Close it, or write every quote inside it twice")]
    UnclosedQuote,
    /// A section is not there.
    #[error("the section {0} is missing. A file has META, PROJECTS and VOTES, in this order")]
    MissingSection(Section),
    /// A section begins where another one should.
    #[error(
        "the section {found} stands where {expected} should begin. The order is META, PROJECTS, VOTES, each once"
    )]
    SectionOrder {
        /// The one that stands there.
        found: Section,
        /// The one that should.
        expected: Section,
    },
    /// Something stands before META.
    #[error("a file begins with the line META")]
    BeforeMeta,
    /// The line after the section's name is not the header.
    #[error("the header of {section} begins with “{expected}”")]
    Header {
        /// The section.
        section: Section,
        /// How its header begins.
        expected: &'static str,
    },
    /// A required key or column is not there.
    #[error("this is required in {0} and is missing. Add it")]
    MissingField(Section),
    /// A required cell is empty.
    #[error("the cell is empty. Fill it in")]
    EmptyCell,
    /// A key or a column stands there twice.
    #[error("this stands in {0} twice. Keep one of them")]
    RepeatedField(Section),
    /// A row has another number of cells than the header.
    #[error("the row has {found} cells and the header {expected}. Quote a cell that holds a semicolon")]
    CellCount {
        /// Cells in the row.
        found: usize,
        /// Cells in the header.
        expected: usize,
    },
    /// No number stands there.
    #[error("“{0}” is not a number. Write digits with a decimal point, such as 75000.50")]
    NotANumber(String),
    /// A number stands there that is not whole or is too large, or no number at all.
    #[error("“{0}” is not a whole number from 0 to 4294967295")]
    NotAWholeNumber(String),
    /// The comma could part thousands or decimals.
    #[error(
        "“{0}” can be read in two ways. Write it with a decimal point, or without a separator of thousands"
    )]
    AmbiguousComma(String),
    /// A budget below nothing.
    #[error("{0} is less than nothing")]
    Negative(String),
    /// A cost of nothing or less.
    #[error("a cost of {0} cannot be counted. A cost is more than 0")]
    CostNotPositive(String),
    /// No such vote type.
    #[error("“{0}” is not a vote type. Vote types are approval, choose-1, ordinal, cumulative and scoring")]
    UnknownVoteType(String),
    /// `selected` is something else.
    #[error("“{0}” does not say whether the project is funded. Write 1 or 0; Poznań also has 2 and 3")]
    Selected(String),
    /// A project id stands there twice.
    #[error("the project “{0}” stands in the file twice. Give each its own id")]
    RepeatedProject(String),
    /// A voter id stands there twice.
    #[error("the voter “{0}” stands in the file twice. Keep one of the two ballots")]
    RepeatedVoter(String),
    /// META announces another number of projects.
    #[error(
        "{announced} projects are announced and {found} are there. Correct the number or add what is missing"
    )]
    ProjectCount {
        /// In META.
        announced: usize,
        /// In PROJECTS.
        found: usize,
    },
    /// META announces another number of ballots.
    #[error(
        "{announced} ballots are announced and {found} are there. Correct the number or add what is missing"
    )]
    VoteCount {
        /// In META.
        announced: usize,
        /// In VOTES.
        found: usize,
    },
    /// The ballot is empty.
    #[error("the ballot is empty. Leave it out and say in the comment how many were left out")]
    EmptyBallot,
    /// The ballot names a project that PROJECTS does not have.
    #[error("there is no project “{0}”. Correct the id or add the project")]
    UnknownProject(String),
    /// The ballot names a project twice.
    #[error("the ballot names the project “{0}” twice. Name it once")]
    RepeatedChoice(String),
    /// The ballot names more projects than it may.
    #[error("the ballot names {found} projects and may name at most {most}")]
    TooManyChoices {
        /// On the ballot.
        found: usize,
        /// `max_length`, or 1 for choose-1.
        most: usize,
    },
    /// The ballot names fewer projects than it must.
    #[error("the ballot names {found} projects and must name at least {least}")]
    TooFewChoices {
        /// On the ballot.
        found: usize,
        /// `min_length`.
        least: usize,
    },
    /// Points and projects do not stand side by side.
    #[error("{points} points stand beside {choices} projects. Give each project its points")]
    PointsCount {
        /// Points on the ballot.
        points: usize,
        /// Projects on the ballot.
        choices: usize,
    },
    /// Points outside of the file's own limits, or less than nothing on a cumulative ballot.
    #[error(
        "{0} points are outside of what the file allows (min_points, max_points; never below 0 in a cumulative vote)"
    )]
    PointsLimit(String),
    /// Points that are no decimal, or too large or too fine to be counted exactly.
    #[error(
        "“{0}” are not points. Write a decimal with at most 9 digits after the point and no more than 18 in all"
    )]
    NotPoints(String),
}
