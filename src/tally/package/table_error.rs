//! Why a table of a package cannot be read.

use core::fmt;

/// Where a table is wrong, and what should stand there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: “{found}” stands here; {expected} is expected")]
pub struct TableError {
    /// The line of the file, from 1.
    pub line: u64,
    /// The column; nothing where the whole row is meant.
    pub column: Option<String>,
    /// What stands there, shortened.
    pub found: String,
    /// What should.
    pub expected: Expected,
}

/// What should stand in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// CSV in UTF-8 as RFC 4180 has it.
    Csv,
    /// This header.
    Header(String),
    /// So many cells.
    Cells(usize),
    /// A whole number from 1.
    Version,
    /// Money with as many decimals as the currency has.
    Money,
    /// `true` or `false`.
    Flag,
    /// A currency code, the same in the whole package.
    Currency,
    /// A line of this draft in `lines.csv`.
    KnownLine,
    /// A row that was not there before.
    NewRow,
    /// An id that sorts after the one before, so that the order of arrival is not told.
    NextId,
    /// The draft's own amount.
    Baseline(String),
    /// The version that the ballot's first row names.
    OneVersion(u32),
    /// A line that stands later in the draft than the one before, so that none stands twice.
    LaterLine,
    /// A table with no more rows than this.
    FewerRows(u64),
    /// A number of participants that agrees with the others in its row.
    Counts,
    /// A project of `projects.csv`.
    KnownProject,
    /// A name.
    Name,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A name that sorts after the one before, so that the order of arrival is not told.
    NextName,
    /// This, computed from the row's own counts.
    Computed(String),
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Csv => f.write_str("CSV in UTF-8"),
            Self::Header(header) => write!(f, "the header {header}"),
            Self::Cells(cells) => write!(f, "a row of {cells} cells"),
            Self::Version => f.write_str("a whole number from 1"),
            Self::Money => f.write_str("an amount such as 1100.00"),
            Self::Flag => f.write_str("true or false"),
            Self::Currency => f.write_str("the currency of the package"),
            Self::KnownLine => f.write_str("a line of this draft in lines.csv"),
            Self::NewRow => f.write_str("a row that was not there before"),
            Self::NextId => f.write_str("an id that sorts after the one before"),
            Self::Baseline(amount) => write!(f, "the draft's own amount, {amount},"),
            Self::OneVersion(version) => write!(f, "the draft version of the ballot's first row, {version},"),
            Self::LaterLine => f.write_str("a line that stands later in the draft than the one before"),
            Self::FewerRows(rows) => write!(f, "a table of at most {rows} rows"),
            Self::Counts => f.write_str("a number that agrees with the others in its row"),
            Self::KnownProject => f.write_str("a project of projects.csv"),
            Self::Name => f.write_str("a name"),
            Self::OneOf(words) => write!(f, "one of {}", words.join(", ")),
            Self::NextName => f.write_str("a name that sorts after the one before"),
            Self::Computed(value) => write!(f, "{value}, computed from the row's own counts,"),
        }
    }
}

impl TableError {
    /// An error at a line.
    pub fn new(line: u64, column: Option<&str>, found: &str, expected: Expected) -> Self {
        // A hostile cell may be as long as the file.
        let found = found.chars().take(80).collect();
        Self { line, column: column.map(str::to_owned), found, expected }
    }
}
