//! Why a file cannot be written so that Pabulib would take it.

use super::Section;

/// Why a file cannot be written: the table, the row, the field, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{section}, {row}{field}: {problem}")]
pub struct WriteError {
    /// The table.
    pub section: Section,
    /// The row's id and a space; nothing in META and where a whole column is meant.
    pub row: String,
    /// The key or the column.
    pub field: String,
    /// What is wrong.
    pub problem: WriteProblem,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteProblem {
    /// A required value is not there.
    #[error("a value is required")]
    Missing,
    /// Pabulib knows no such field.
    #[error("Pabulib knows no such field. Leave it out, or say it in the comment")]
    UnknownField,
    /// The value is not what the field takes.
    #[error("“{value}” is not {expected}")]
    Value {
        /// What stands there.
        value: String,
        /// What should.
        expected: &'static str,
    },
    /// Two values contradict each other.
    #[error("this contradicts {0}")]
    Contradiction(&'static str),
    /// An id that readers would take for something else.
    #[error(
        "“{0}” cannot be an id: it has a comma or spaces around it, or it is “none” or the name of a section"
    )]
    Id(String),
    /// An id stands there twice.
    #[error("“{0}” stands there twice")]
    Repeated(String),
    /// A cost or a budget that no decimal can say.
    #[error("{0} cannot be written as a decimal")]
    NotADecimal(String),
    /// A project costs more than there is.
    #[error(
        "the project costs more than the whole budget; Pabulib refuses that (999999999 marks a withdrawn one)"
    )]
    AboveBudget,
    /// The funded projects cost more than there is.
    #[error("the funded projects cost more than the budget")]
    Overspent,
    /// The ballot names a place where no project is, or names one twice.
    #[error("the ballot does not name each of its projects once")]
    Choices,
    /// The ballot is shorter or longer than META allows.
    #[error("{0} projects are fewer or more than min_length and max_length allow")]
    Length(usize),
    /// Points are missing, superfluous, not whole, negative in a cumulative vote, or outside of META's limits.
    #[error(
        "each project takes whole points that min_points and max_points allow, never negative in a cumulative vote, and \
         none where the vote has no points"
    )]
    Points,
    /// Where the text goes has no room or is closed.
    #[error("the text could not be passed on")]
    Output,
}
