//! The one executable of Glasno: collection endpoint, officers' pages, import, exports, command line.
//!
//! The way of the data: [`import`] reads a workbook into a budget draft, the [`http`] rooms show it and take
//! ballots, [`export`] writes what came in. [`cli`] is how an operator reaches all of it.

pub mod http;
pub mod import;
pub mod results;
pub mod export;
pub mod cli;
pub mod assets;
pub mod clock;
mod encoding;
pub mod random;
