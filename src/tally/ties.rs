//! How ties are broken: by an order that was published before anybody knew whom it would help.

use core::cmp::Ordering;

use sha2::{Digest as _, Sha256};

/// Which of two equally good projects goes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TieOrder {
    /// The smaller id as text, code point by code point; what pabutools does.
    Lexicographic,
    /// The cheaper one, then the one with more votes, then by published lot. What officers' outcomes use.
    Chain {
        /// The published text that the lot is drawn with.
        seed: String,
    },
    /// The one that stands first in the file; what cities do.
    File,
}

/// What broke a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BrokenBy {
    /// The cheaper project.
    Cost,
    /// The project with more votes.
    Votes,
    /// The published lot.
    Lot,
    /// The smaller id.
    Lexicographic,
    /// The place in the file.
    File,
}

/// A tie and how it was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The round in which it was met, from 1.
    pub round: u32,
    /// The places of the tied projects among the election's, best first by the order that broke it.
    pub among: Vec<usize>,
    /// What told the first from the second.
    pub broken_by: BrokenBy,
}

/// The lot of a project: SHA-256 of `glasno lot v1`, the seed and the id, each ended by a line feed. The smaller lot wins.
///
/// Anybody can draw it again: `printf 'glasno lot v1\nSEED\nID\n' | sha256sum`.
pub fn lot(seed: &str, id: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in ["glasno lot v1", seed, id] {
        hash.update(part.as_bytes());
        hash.update(b"\n");
    }
    hash.finalize().into()
}

/// What a project brings into a tie.
#[derive(Debug, Clone)]
pub(crate) struct Contender<'a> {
    pub at: usize,
    pub id: &'a str,
    pub cost: &'a crate::Rational,
    pub votes: u64,
}

impl TieOrder {
    /// Compares two contenders; the smaller one goes first. Says what made the difference.
    pub(crate) fn compare(&self, one: &Contender<'_>, other: &Contender<'_>) -> (Ordering, BrokenBy) {
        match self {
            Self::Lexicographic => (one.id.cmp(other.id), BrokenBy::Lexicographic),
            Self::File => (one.at.cmp(&other.at), BrokenBy::File),
            Self::Chain { seed } => match (one.cost.cmp(other.cost), other.votes.cmp(&one.votes)) {
                (Ordering::Equal, Ordering::Equal) => {
                    let by_lot = || lot(seed, one.id).cmp(&lot(seed, other.id));
                    (if one.at == other.at { Ordering::Equal } else { by_lot() }, BrokenBy::Lot)
                }
                (Ordering::Equal, by_votes) => (by_votes, BrokenBy::Votes),
                (by_cost, _) => (by_cost, BrokenBy::Cost),
            },
        }
    }
}
