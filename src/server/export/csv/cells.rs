//! Cells and rows as bytes. Written by hand because an export is mostly amounts: they go into the buffer without a
//! string of their own.

use std::io::{self, Write};

use glasno_model::Amount;

use super::decimal;
use crate::export::defuse;

const FLUSH_AT_BYTES: usize = 64 * 1024;

/// Writes one table.
pub(in crate::export) struct Cells<'a> {
    out: &'a mut dyn Write,
    buffer: Vec<u8>,
    rows: u64,
}

impl<'a> Cells<'a> {
    /// Begins with the byte order mark and the header.
    pub fn begin(
        out: &'a mut dyn Write,
        header: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> io::Result<Self> {
        let mut cells = Self { out, buffer: Vec::with_capacity(2 * FLUSH_AT_BYTES), rows: 0 };
        cells.buffer.extend_from_slice("\u{feff}".as_bytes());
        for name in header {
            cells.text(name.as_ref());
        }
        cells.end_row()?;
        cells.rows = 0;
        Ok(cells)
    }

    /// A text that somebody wrote: defused, and in quotes where it needs them.
    pub fn text(&mut self, text: &str) {
        let text = defuse::csv_cell(text);
        let spaced = text.starts_with(' ') || text.ends_with(' ');
        if !spaced && !text.contains([',', ';', '"', '\t', '\r', '\n']) {
            return self.word(&text);
        }
        self.buffer.push(b'"');
        for (at, part) in text.split('"').enumerate() {
            if at > 0 {
                self.buffer.extend_from_slice(b"\"\"");
            }
            self.buffer.extend_from_slice(part.as_bytes());
        }
        self.buffer.extend_from_slice(b"\",");
    }

    /// A word of ours, which needs neither.
    pub fn word(&mut self, word: &str) {
        self.buffer.extend_from_slice(word.as_bytes());
        self.buffer.push(b',');
    }

    /// A count.
    pub fn count(&mut self, count: impl core::fmt::Display) -> io::Result<()> {
        write!(self.buffer, "{count},")
    }

    /// An amount of money.
    pub fn amount(&mut self, amount: Amount, minor_units: i64) {
        decimal::push(&mut self.buffer, amount, minor_units);
        self.buffer.push(b',');
    }

    /// Nothing.
    pub fn empty(&mut self) {
        self.buffer.push(b',');
    }

    /// Ends the row: the comma after its last cell becomes the line end.
    pub fn end_row(&mut self) -> io::Result<()> {
        self.buffer.pop();
        self.buffer.extend_from_slice(b"\r\n");
        self.rows += 1;
        if self.buffer.len() >= FLUSH_AT_BYTES { self.flush() } else { Ok(()) }
    }

    /// Writes what is left, and tells how many rows there are below the header.
    pub fn finish(mut self) -> io::Result<u64> {
        self.flush()?;
        self.out.flush()?;
        Ok(self.rows)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}
