//! Reads a table row by row. It takes what [`Csv`](super::Csv) writes, and no more of it into memory than one row.

use std::io::{self, BufRead, Read as _};

use super::table_error::{Expected, TableError};

/// The longest row that is read, in bytes: a comment of 4,000 characters fits many times over, and no hostile file fills
/// the memory.
const LONGEST_ROW: u64 = 1 << 20;

/// Reads the rows of a CSV file.
#[derive(Debug)]
pub struct Rows<R> {
    input: R,
    buffer: Vec<u8>,
    /// Where the cells stand in the buffer, their quotes taken off.
    cells: Vec<(usize, usize)>,
    /// How many cells a row has, once the first one was read.
    width: Option<usize>,
    line: u64,
    lines_read: u64,
}

/// A row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The line of the file that it begins in, from 1.
    pub line: u64,
    text: &'a str,
    cells: &'a [(usize, usize)],
}

/// Why there is no further row.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is not such a table.
    #[error(transparent)]
    Table(#[from] TableError),
}

impl<R: BufRead> Rows<R> {
    /// Reads from the beginning of a file.
    pub const fn new(input: R) -> Self {
        Self { input, buffer: Vec::new(), cells: Vec::new(), width: None, line: 0, lines_read: 0 }
    }

    /// Reads the header, which must be this one.
    ///
    /// # Errors
    /// With what stands there instead.
    pub fn header<'h>(&mut self, expected: impl Iterator<Item = &'h str>) -> Result<(), RowsError> {
        let expected: Vec<&str> = expected.collect();
        let header = |cells: &[&str]| cells.join(",");
        match self.next()? {
            Some(row) if row.iter().eq(expected.iter().copied()) => Ok(()),
            row => {
                let found = row.map_or(String::new(), |row| header(&row.iter().collect::<Vec<_>>()));
                Err(TableError::new(1, None, &found, Expected::Header(header(&expected))).into())
            }
        }
    }

    /// The next row; nothing after the last one. Every row has as many cells as the first one.
    ///
    /// # Errors
    /// Where what stands there is no row.
    #[expect(
        clippy::should_implement_trait,
        reason = "a row borrows from its reader, which no iterator can say"
    )]
    pub fn next(&mut self) -> Result<Option<Row<'_>>, RowsError> {
        if !self.read_row()? {
            return Ok(None);
        }
        let line = self.line;
        let broken = |found: &[u8]| {
            TableError::new(
                line,
                None,
                String::from_utf8_lossy(&found[..found.len().min(400)]).trim_end(),
                Expected::Csv,
            )
        };
        if !self.split() {
            return Err(broken(&self.buffer).into());
        }
        let Ok(text) = core::str::from_utf8(&self.buffer) else { return Err(broken(&self.buffer).into()) };
        let width = *self.width.get_or_insert(self.cells.len());
        if self.cells.len() != width {
            return Err(TableError::new(line, None, text.trim_end(), Expected::Cells(width)).into());
        }
        Ok(Some(Row { line, text, cells: &self.cells }))
    }

    /// Reads up to a line end that stands in no quotes. Is there a row?
    fn read_row(&mut self) -> Result<bool, RowsError> {
        self.buffer.clear();
        self.line = self.lines_read + 1;
        let mut is_inside_quotes = false;
        loop {
            let begins = self.buffer.len();
            let room = LONGEST_ROW - begins as u64;
            let read = self.input.by_ref().take(room).read_until(b'\n', &mut self.buffer)?;
            self.lines_read += 1;
            is_inside_quotes =
                self.buffer[begins..].iter().fold(is_inside_quotes, |inside, byte| inside ^ (*byte == b'"'));
            if read == 0 || read as u64 == room || (self.buffer.last() != Some(&b'\n') && is_inside_quotes) {
                if self.buffer.is_empty() {
                    return Ok(false);
                }
                let found = String::from_utf8_lossy(&self.buffer[..self.buffer.len().min(400)]);
                return Err(TableError::new(self.line, None, found.trim_end(), Expected::Csv).into());
            }
            if !is_inside_quotes {
                return Ok(true);
            }
        }
    }

    /// Finds the cells; says no where the quotes are wrong.
    fn split(&mut self) -> bool {
        self.cells.clear();
        let row = self.buffer.strip_suffix(b"\n").unwrap_or(&self.buffer);
        let end = row.strip_suffix(b"\r").unwrap_or(row).len();
        let (mut read, mut write) = (0, 0);
        loop {
            let begins = write;
            if read < end && self.buffer[read] == b'"' {
                read += 1;
                loop {
                    if read >= end {
                        return false;
                    }
                    let byte = self.buffer[read];
                    read += 1;
                    if byte == b'"' {
                        if read < end && self.buffer[read] == b'"' {
                            read += 1;
                        } else {
                            break;
                        }
                    }
                    self.buffer[write] = byte;
                    write += 1;
                }
            } else {
                while read < end && self.buffer[read] != b',' {
                    if self.buffer[read] == b'"' {
                        return false;
                    }
                    self.buffer[write] = self.buffer[read];
                    read += 1;
                    write += 1;
                }
            }
            self.cells.push((begins, write));
            match self.buffer.get(read) {
                Some(b',') if read < end => {
                    read += 1;
                    // A comma keeps the cells apart, so that no letter of one joins the next into another letter.
                    self.buffer[write] = b',';
                    write += 1;
                }
                _ if read == end => {
                    self.buffer.truncate(write);
                    return true;
                }
                _ => return false,
            }
        }
    }
}

impl<'a> Row<'a> {
    /// A cell by its place; empty beyond the last one.
    pub fn cell(&self, at: usize) -> &'a str {
        self.cells.get(at).and_then(|(begin, end)| self.text.get(*begin..*end)).unwrap_or_default()
    }

    /// Every cell.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> {
        let row = *self;
        (0..row.cells.len()).map(move |at| row.cell(at))
    }

    /// An error in this row.
    pub fn error(&self, column: &str, found: &str, expected: Expected) -> RowsError {
        TableError::new(self.line, Some(column), found, expected).into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::package::Csv;

    fn read(text: &[u8]) -> Result<Vec<Vec<String>>, RowsError> {
        let (mut rows, mut all) = (Rows::new(text), Vec::new());
        while let Some(row) = rows.next()? {
            all.push(row.iter().map(str::to_owned).collect());
        }
        Ok(all)
    }

    fn failure(text: &[u8]) -> TableError {
        match read(text) {
            Err(RowsError::Table(error)) => error,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_broken_table_is_refused_with_its_line() {
        assert_eq!(failure(b"a,b\r\n1\r\n").line, 2);
        assert_eq!(failure(b"a,b\r\n1,2,3\r\n").expected, Expected::Cells(2));
        assert_eq!(failure(b"a\r\n\"x\r\ny\"\r\n\"b\"c\r\n").line, 4);
        assert_eq!(failure(b"a\r\nx\"y\r\n").line, 2);
        assert_eq!(failure(b"a\r\n\"never closed\r\n\r\n").line, 2);
        assert_eq!(failure(b"a\r\n\xff\r\n").expected, Expected::Csv);
        assert_eq!(failure(&vec![b'x'; 3 << 20]).expected, Expected::Csv);
        assert_eq!(failure("ж\",\"".as_bytes()).line, 1);
    }

    #[test]
    fn a_table_without_a_last_line_end_is_whole() {
        assert_eq!(read(b"a,b\n,\"\"").unwrap(), [["a", "b"], ["", ""]]);
        assert!(read(b"").unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn whatever_was_written_reads_back(
            rows in prop::collection::vec(prop::collection::vec("[a-zж,;\"'\r\n ]{0,6}", 3), 1..8),
        ) {
            let mut csv = Csv::default();
            for row in &rows {
                csv.row(row.iter().map(String::as_str));
            }
            prop_assert_eq!(read(csv.take().as_bytes()).unwrap(), rows);
        }

        #[test]
        fn no_file_breaks_the_reader(bytes in prop::collection::vec(prop::sample::select(b"a,\"\r\n\xd0\xb6".to_vec()), 0..40)) {
            let _ = read(&bytes);
        }
    }
}
