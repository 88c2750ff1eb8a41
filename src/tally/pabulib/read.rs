//! Reads a file, section by section.

use super::scan::{Cell, Records, line_ends};
use super::{File, Problem, ReadError, Section, read_meta, read_projects, read_votes};

/// Reads a `.pb` file.
///
/// # Errors
/// Says in which line and field what is wrong and what to do; see [`Problem`].
pub fn read(bytes: &[u8]) -> Result<File, ReadError> {
    let text = core::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        ReadError::new(1 + line_ends(&before), Section::of_last_marker(&before), Problem::NotUtf8)
    })?;
    // Excel and pabutools write a byte order mark; Pabulib's checker refuses it. It says nothing, so it is skipped.
    let mut reader = Reader::new(text.strip_prefix('\u{feff}').unwrap_or(text));
    if reader.row(Some(Section::Meta))? {
        let first = reader.text(0).to_owned();
        return Err(reader.error(0, first, Problem::BeforeMeta));
    }
    let announced = read_meta::read(&mut reader)?;
    let projects = read_projects::read(&mut reader, &announced)?;
    let votes = read_votes::read(&mut reader, &announced, &projects)?;
    Ok(File { meta: announced.meta, projects, votes })
}

impl Section {
    fn of_last_marker(text: &str) -> &'static str {
        let markers = text.lines().rev().filter_map(|line| of_marker(line.trim()));
        markers.map(Self::marker).next().unwrap_or(Self::Meta.marker())
    }
}

fn of_marker(text: &str) -> Option<Section> {
    Section::ALL.into_iter().find(|section| section.marker().eq_ignore_ascii_case(text))
}

/// The file as far as it has been read.
pub(super) struct Reader<'a> {
    records: Records<'a>,
    /// The record that was read last.
    pub(super) cells: Vec<Cell<'a>>,
    /// The names of this section's columns.
    columns: Vec<String>,
}

impl<'a> Reader<'a> {
    const fn new(text: &'a str) -> Self {
        Self { records: Records::new(text), cells: Vec::new(), columns: Vec::new() }
    }

    /// Reads the next row. False where the `following` section begins, or with none following, where the file ends.
    pub(super) fn row(&mut self, following: Option<Section>) -> Result<bool, ReadError> {
        let another = self.records.next(&mut self.cells).map_err(|(line, problem)| {
            let column = self.columns.get(self.cells.len()).map_or(Section::Meta.marker(), String::as_str);
            ReadError::new(line, column, problem)
        })?;
        if !another {
            return following.map_or(Ok(false), |section| {
                let last_line = self.records.line.saturating_sub(1).max(1);
                Err(ReadError::new(last_line, section.marker(), Problem::MissingSection(section)))
            });
        }
        // A padded spreadsheet writes `VOTES;;;`.
        let alone = self.cells[1..].iter().all(|cell| cell.text.is_empty());
        match of_marker(&self.cells[0].text).filter(|_| alone) {
            None => Ok(true),
            Some(found) if Some(found) == following => Ok(false),
            Some(found) => {
                let expected = following.unwrap_or(Section::Votes);
                Err(self.error(0, found.marker(), Problem::SectionOrder { found, expected }))
            }
        }
    }

    /// Reads the names of the columns, of which the first has to be this one. Empty ones at the end are dropped.
    pub(super) fn header(&mut self, section: Section, first: &'static str) -> Result<Vec<String>, ReadError> {
        self.columns = vec![section.marker().to_owned()];
        let wrong = Problem::Header { section, expected: first };
        if !self.row(None)? {
            return Err(ReadError::new(self.last_line(), first, wrong));
        }
        let mut names: Vec<String> = self.cells.iter().map(|cell| cell.text.to_string()).collect();
        while names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        if names.first().is_none_or(|name| name != first) {
            return Err(self.error(0, first, wrong));
        }
        for (at, name) in names.iter().enumerate() {
            if names[..at].contains(name) {
                return Err(self.error(at, name.clone(), Problem::RepeatedField(section)));
            }
        }
        self.columns.clone_from(&names);
        Ok(names)
    }

    /// Makes sure that the row has a cell for each column and, but for a spreadsheet's padding, none besides.
    pub(super) fn check_cells(&self) -> Result<(), ReadError> {
        let (found, expected) = (self.cells.len(), self.columns.len());
        let beyond = self.cells.get(expected..).unwrap_or_default();
        if found >= expected && beyond.iter().all(|cell| cell.text.is_empty()) {
            return Ok(());
        }
        let at = found.min(expected) - usize::from(found < expected);
        let column = self.columns.get(found.min(expected - 1)).map_or("", String::as_str);
        Err(self.error(at, column, Problem::CellCount { found, expected }))
    }

    /// The cell's text. There is one for each column once [`check_cells`](Self::check_cells) has passed.
    pub(super) fn text(&self, at: usize) -> &str {
        &self.cells[at].text
    }

    pub(super) fn error(&self, at: usize, field: impl Into<String>, problem: Problem) -> ReadError {
        ReadError::new(self.cells[at].line, field, problem)
    }

    /// The last line that was read.
    pub(super) fn last_line(&self) -> usize {
        self.records.line.saturating_sub(1).max(1)
    }
}
