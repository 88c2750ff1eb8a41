//! Cuts a text into records and cells: `;` between cells, RFC 4180 quotes, any line ends.

use std::borrow::Cow;

use super::Problem;

/// One cell of a record, without quotes and without spaces around it.
pub(super) struct Cell<'a> {
    pub(super) text: Cow<'a, str>,
    /// The physical line on which it begins, from 1.
    pub(super) line: usize,
}

/// The physical line, and what is wrong there.
type Misquoted = (usize, Problem);

/// The records of a text that have not been read yet.
pub(super) struct Records<'a> {
    text: &'a str,
    at: usize,
    /// The physical line that is being read, from 1.
    pub(super) line: usize,
}

impl<'a> Records<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// Reads the next record that is not blank. False at the end.
    pub(super) fn next(&mut self, cells: &mut Vec<Cell<'a>>) -> Result<bool, Misquoted> {
        while self.at < self.text.len() {
            cells.clear();
            while self.cell(cells)? {}
            if cells.len() != 1 || !cells[0].text.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads a cell and what ends it. False where the record ends with it.
    fn cell(&mut self, cells: &mut Vec<Cell<'a>>) -> Result<bool, Misquoted> {
        let line = self.line;
        let text =
            if self.byte() == Some(b'"') { self.quoted()? } else { Cow::Borrowed(trimmed(self.plain())) };
        cells.push(Cell { text, line });
        let end = self.byte();
        self.at += 1;
        if end == Some(b';') {
            return Ok(true);
        }
        if end == Some(b'\r') && self.byte() == Some(b'\n') {
            self.at += 1;
        }
        self.line += 1;
        Ok(false)
    }

    /// Up to the next delimiter or line end.
    fn plain(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let length = rest.bytes().position(|byte| matches!(byte, b';' | b'\n' | b'\r')).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A quoted cell. What stands between the closing quote and the next delimiter belongs to it, as in Python's csv
    /// module: names such as `"Green" park` stand like this in files that people have edited.
    fn quoted(&mut self) -> Result<Cow<'a, str>, Misquoted> {
        let opened = self.line;
        let mut unquoted = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let Some(length) = rest.find('"') else {
                return Err((opened, Problem::UnclosedQuote));
            };
            let part = &rest[..length];
            self.line += line_ends(part);
            self.at += length + 1;
            unquoted.push_str(part);
            if self.byte() == Some(b'"') {
                unquoted.push('"');
                self.at += 1;
            } else {
                unquoted.push_str(self.plain());
                return Ok(Cow::Owned(unquoted.trim().to_owned()));
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

/// The text without spaces around it. Most cells have none, and two bytes tell.
pub(super) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// How many lines end in this text: at LF, at CR LF, at CR.
pub(super) fn line_ends(text: &str) -> usize {
    let line_feeds = text.bytes().filter(|byte| *byte == b'\n').count();
    let lone_returns = text.bytes().zip(text.bytes().skip(1).chain([0]));
    line_feeds + lone_returns.filter(|pair| pair.0 == b'\r' && pair.1 != b'\n').count()
}
