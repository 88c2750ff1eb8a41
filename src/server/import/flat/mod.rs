//! What the layout `lines` and the sheets beside it have in common: their columns, and how a cell of each is read.

mod cells;
mod columns;
mod headers;
mod past;

pub(super) use cells::{Cells, first_currency};
pub(super) use columns::FlatColumn;
pub(super) use headers::discretion;
pub(super) use past::{PastFound, read as read_past};
