//! What a recount says about each file.

use glasno_tally::package::TableError;

use super::source::Difference;

/// What became of a package.
#[derive(Debug)]
pub struct Report {
    /// How many proposals were counted.
    pub ballots: u64,
    /// Rows of results that are suppressed because too few took part.
    pub suppressed: u64,
    /// Each file by its name.
    pub files: Vec<(String, Verdict)>,
}

/// What became of one file.
#[derive(Debug)]
pub enum Verdict {
    /// Computed again from the tables: the same to the byte.
    Equal,
    /// What everything is computed from, or what nothing can be computed for: as it was packed.
    AsPacked,
    /// Cannot be computed again, because ballots carry no attributes: as it was packed, and its own figures agree.
    Consistent,
    /// Computed again: not the same.
    Differs(Difference),
    /// Not what the audit has the SHA-256 of.
    Changed {
        /// What the audit names.
        expected: String,
        /// What the file has.
        found: String,
    },
    /// It cannot be read as the table that it should be.
    Broken(TableError),
    /// A document whose contents are not what they should be: where, and why.
    Unreadable(String),
    /// It stands in the audit, but not in the package.
    Missing,
    /// It stands in the package, but not in the audit.
    Stranger,
    /// It unfolds further than any file of a package.
    TooLarge,
    /// It could not be computed again, since a file that it follows from is not as it should be.
    NotTried,
}

impl Verdict {
    /// Is everything as it should be?
    pub const fn is_good(&self) -> bool {
        matches!(self, Self::Equal | Self::AsPacked | Self::Consistent)
    }

    /// The word in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::AsPacked => "as-packed",
            Self::Consistent => "consistent",
            Self::Differs(_) => "differs",
            Self::Changed { .. } => "changed",
            Self::Broken(_) => "broken",
            Self::Unreadable(_) => "unreadable",
            Self::Missing => "missing",
            Self::Stranger => "stranger",
            Self::TooLarge => "too-large",
            Self::NotTried => "not-tried",
        }
    }
}

impl Report {
    /// Is the whole package as it should be?
    pub fn is_good(&self) -> bool {
        self.files.iter().all(|(_, verdict)| verdict.is_good())
    }
}
