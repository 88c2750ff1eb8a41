//! Pabulib's `.pb` files: elections of projects as open data, read and written.
//!
//! The format is described at <https://pabulib.org/format>; where that page and Pabulib's own `pabulib-checker` differ,
//! the checker decides. Whoever publishes a result from these files is asked to cite Faliszewski et al.,
//! “Participatory Budgeting: Data, Tools, and Analysis”, IJCAI 2023.
//!
//! - [`read`] makes a [`File`] of bytes, or says in which line and field what is wrong and what to do;
//! - [`File::election`] makes it countable, equal ballots together;
//! - [`write()`] makes the text of a file that the checker calls valid; [`write_ballots`] does so piece by piece, from
//!   ballots that need not be in memory all at once.
//!
//! Reading is lenient where no count can change: a byte order mark, CRLF, blank lines, spaces around a cell or an id,
//! unknown keys and columns, and `target`, which is how `beneficiaries` was called until April 2026. It is strict where
//! a count would be wrong: an unknown project, a ballot that breaks the file's own limits, a number of ballots that is not
//! the one announced. Writing is strict: no byte order mark, LF, known fields in their order.
//!
//! To add a field that Pabulib has added: a row in `fields.rs`.

pub mod division;
mod election;
mod error;
mod fields;
mod file;
mod number;
mod places;
mod read;
mod read_meta;
mod read_projects;
mod read_votes;
mod scan;
mod votes;
mod write;
mod write_cells;
mod write_check;
mod write_error;
mod write_meta;
mod write_projects;
mod write_rule;

#[cfg(test)]
mod tests;

pub use election::ElectionError;
pub use error::{Problem, ReadError, Section};
pub use file::{Fields, File, Meta, Project, VoteType};
pub use read::read;
pub use votes::{Ballots, Texts, Vote, Votes};
pub use write::{write, write_ballots};
pub use write_error::{WriteError, WriteProblem};
