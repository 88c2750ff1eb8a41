//! Comma-separated values: UTF-8 with a byte order mark, so that Excel knows the letters; CRLF and quotes as in
//! RFC 4180; a decimal point whatever the language, so that programs agree.

mod cells;
mod decimal;
mod long;
mod long_choices;
mod wide;

pub(super) use cells::Cells;
pub(super) use long::Long;
pub(super) use wide::Wide;
