//! The package's CSV files: RFC 4180 with CRLF and a decimal point, in UTF-8.
//!
//! Without a byte order mark, other than the officer's downloads: those are opened in a spreadsheet, where the mark
//! tells the letters; these are read by programs, many of which would take it for a part of the first column's name.
//! Whoever wants to see them in a spreadsheet takes `results.xlsx`.

/// Writes a table into memory.
#[derive(Debug, Clone, Default)]
pub struct Csv {
    text: String,
    row_begins: usize,
}

impl Csv {
    /// Begins with the header.
    pub fn new<'a>(header: impl IntoIterator<Item = &'a str>) -> Self {
        let mut csv = Self::default();
        csv.row(header);
        csv
    }

    /// Adds a cell to the row.
    pub fn cell(&mut self, text: &str) {
        if self.text.len() > self.row_begins {
            self.text.push(',');
        } else if text.is_empty() {
            // A row that begins with nothing must not look as if it had not begun.
            self.text.push_str("\"\"");
            return;
        }
        push(&mut self.text, text);
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.text.push_str("\r\n");
        self.row_begins = self.text.len();
    }

    /// Adds a whole row.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        cells.into_iter().for_each(|cell| self.cell(cell));
        self.end_row();
    }

    /// What was written since the last call, so that a long table need not stand in memory whole.
    pub fn take(&mut self) -> String {
        debug_assert_eq!(self.text.len(), self.row_begins, "a row is not ended");
        self.row_begins = 0;
        core::mem::take(&mut self.text)
    }
}

/// Appends a cell, in quotes where it needs them.
pub fn push(text: &mut String, cell: &str) {
    let spaced = cell.starts_with(' ') || cell.ends_with(' ');
    if !spaced && !cell.contains([',', ';', '"', '\t', '\r', '\n']) {
        text.push_str(cell);
        return;
    }
    text.push('"');
    for (at, part) in cell.split('"').enumerate() {
        if at > 0 {
            text.push_str("\"\"");
        }
        text.push_str(part);
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_reads_every_cell_as_it_was_meant() {
        let mut csv = Csv::new(["a", "b"]);
        csv.row(["", "x"]);
        csv.row(["„Не“; да", "два \"пъти\"\r\nи, пак"]);
        assert_eq!(csv.take(), "a,b\r\n\"\",x\r\n\"„Не“; да\",\"два \"\"пъти\"\"\r\nи, пак\"\r\n");
        csv.row(["1", " 2"]);
        assert_eq!(csv.take(), "1,\" 2\"\r\n");
    }
}
