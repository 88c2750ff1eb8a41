//! CSV as spreadsheets write it (RFC 4180), with comma, semicolon or tab.
//!
//! Our own reader, for two things that general ones give away: the row's number as a spreadsheet shows it, blank rows
//! and line ends inside cells counted rightly, and an error at a quotation mark that nobody closed.

use super::{Cell, MAX_CELL_CHARACTERS, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Row, Sheet};
use crate::import::{Column, ImportError, Kind, Place};

/// The file read with each separator that its first lines hold, the most frequent one first.
pub(super) fn candidates(text: &str) -> Vec<Sheet> {
    let head: String = text.lines().take(40).collect();
    let mut separators = [',', ';', '\t'].map(|separator| (head.matches(separator).count(), separator));
    separators.sort_by_key(|(count, _)| core::cmp::Reverse(*count));
    let used = separators.iter().filter(|(count, _)| *count > 0).count().max(1);
    separators.iter().take(used).map(|(_, separator)| parse(text, *separator)).collect()
}

/// Reads as far as nothing is wrong.
fn parse(text: &str, separator: char) -> Sheet {
    let mut reader = Reader { rows: Vec::new(), row: Row::new(1), column: 0, cell: String::new(), cells: 0 };
    let fault = reader.read(text, separator).err();
    Sheet { name: None, rows: reader.rows, fault }
}

struct Reader {
    rows: Vec<Row>,
    row: Row,
    column: usize,
    cell: String,
    cells: usize,
}

impl Reader {
    fn read(&mut self, text: &str, separator: char) -> Result<(), ImportError> {
        let mut letters = text.chars().peekable();
        let mut quoted = false;
        let mut opened = (1, 0);
        while let Some(letter) = letters.next() {
            match letter {
                '"' if quoted && letters.peek() == Some(&'"') => {
                    letters.next();
                    self.cell.push('"');
                }
                '"' if quoted => quoted = false,
                '"' if self.cell.is_empty() => {
                    quoted = true;
                    opened = (self.row.number, self.column);
                }
                '\r' if !quoted && letters.peek() == Some(&'\n') => {}
                '\n' | '\r' if !quoted => self.end_row()?,
                _ if letter == separator && !quoted => self.end_cell()?,
                _ => self.cell.push(letter),
            }
        }
        if quoted {
            let place = Place { sheet: None, row: Some(opened.0), column: Some(Column::at(opened.1)) };
            return Err(ImportError { place, kind: Kind::OpenQuote });
        }
        self.end_row()
    }

    fn end_cell(&mut self) -> Result<(), ImportError> {
        let text = core::mem::take(&mut self.cell);
        if text.chars().nth(MAX_CELL_CHARACTERS).is_some() {
            return Err(self.refuse(Kind::CellTooLong));
        }
        if !text.trim().is_empty() {
            if self.column >= MAX_COLUMNS {
                return Err(self.refuse(Kind::TooManyColumns));
            }
            self.cells += self.row.put(self.column, Cell::Text(text));
            if self.cells > MAX_CELLS {
                return Err(self.refuse(Kind::TooManyCells));
            }
        }
        self.column += 1;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ImportError> {
        self.end_cell()?;
        self.column = 0;
        if self.row.number > MAX_ROWS && !self.row.cells.is_empty() {
            return Err(self.refuse(Kind::TooManyRows));
        }
        let next = Row::new(self.row.number + 1);
        let row = core::mem::replace(&mut self.row, next);
        if !row.cells.is_empty() {
            self.rows.push(row);
        }
        Ok(())
    }

    fn refuse(&self, kind: Kind) -> ImportError {
        ImportError { place: Place { sheet: None, row: Some(self.row.number), column: None }, kind }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let rows = parse("a,\"b\nc\"\n\n\"say \"\"yes\"\"\",2\r\n", ',').rows;
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(rows[0].cells(), [Cell::Text("a".into()), Cell::Text("b\nc".into())]);
        assert_eq!(rows[1].cells(), [Cell::Text("say \"yes\"".into()), Cell::Text("2".into())]);
    }

    #[test]
    fn an_open_quotation_mark_is_named_where_it_opens() {
        let error = parse("a,b\n1,\"2\n3,4\n", ',').fault.unwrap();
        assert_eq!(error.kind, Kind::OpenQuote);
        assert_eq!((error.place.row, error.place.column), (Some(2), Some(Column::at(1))));
    }
}
