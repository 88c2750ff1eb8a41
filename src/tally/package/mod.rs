//! The open-data package: what is told of a consultation so that anybody can count again.
//!
//! `lines.csv` and `ballots.csv` (and `projects.csv`, where projects were voted on) are written from what citizens sent.
//! Every other figure is computed from these tables alone, by the functions of this room. The exporter calls them with the
//! proposals that it has just written, the recount with those that it reads from the files; then the bytes are compared.
//! Nothing is written twice.
//!
//! - [`tables`] tells every column once: header, Table Schema and workbook come from there;
//! - [`csv`], [`rows`] and [`decimal`] fix how a table is spelled, to the byte;
//! - [`Lines`] and [`ballots`] read the input tables;
//! - [`datapackage`] and [`audit`] are the two descriptors.
//!
//! To add a column: its place in [`tables`] and in the function that writes the rows.

pub mod audit;
pub mod ballots;
pub mod breakdowns;
mod column;
pub mod count;
pub mod csv;
pub mod datapackage;
pub mod decimal;
mod lines;
pub mod organisations;
pub mod pabulib;
pub mod pabulib_projects;
pub mod projects;
pub mod results_lines;
pub mod results_projects;
pub mod rows;
mod table_error;
pub mod tables;
#[cfg(test)]
mod tests;

pub use audit::Audit;
pub use ballots::{Proposal, Proposals};
pub use column::{Column, Kind, Reference, Table};
pub use count::{Count, CountError, count};
pub use csv::Csv;
pub use datapackage::{DataPackage, FileFacts};
pub use lines::{Draft, Line, Lines};
pub use results_lines::{ResultsLines, results_lines};
pub use rows::{Row, Rows, RowsError};
pub use table_error::{Expected, TableError};
