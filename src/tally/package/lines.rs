//! `lines.csv` as a count needs it. Exporter and recount both read it from the file, so that they cannot differ.

use std::collections::HashMap;
use std::io::BufRead;

use glasno_model::{Amount, Currency, Language, LineId};

use super::rows::{Row, Rows, RowsError};
use super::table_error::{Expected, TableError};
use super::{decimal, tables};

/// The lines of all drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// The currency of all amounts.
    pub currency: Currency,
    /// The languages of the names, in the order of the columns.
    pub languages: Vec<Language>,
    /// The drafts in the order of their versions.
    pub drafts: Vec<Draft>,
}

/// A version of the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// From 1.
    pub version: u32,
    /// The year of the budget, where it is known.
    pub fiscal_year: Option<u16>,
    /// Its lines in reading order.
    pub lines: Vec<Line>,
    places: HashMap<String, u32>,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: LineId,
    /// The id as it stands in the tables: with an apostrophe before it where a spreadsheet would take it for a formula.
    pub cell: String,
    /// The code of the activity.
    pub code: String,
    /// The heading above it, in the first language.
    pub group: String,
    /// The name in the first language of the table.
    pub name: String,
    /// The amount in the draft.
    pub amount: Amount,
    /// Could another amount be proposed?
    pub is_movable: bool,
    /// The least that could be proposed.
    pub least: Amount,
    /// The most, where there was a limit.
    pub most: Option<Amount>,
}

/// The most lines that are read. The budget of a state has some ten thousand.
const MOST_ROWS: u64 = 200_000;

impl Draft {
    /// The place of a line by the cell that names it.
    pub fn place(&self, cell: &str) -> Option<u32> {
        self.places.get(cell).copied()
    }

    /// The line at a place.
    pub fn line(&self, place: u32) -> Option<&Line> {
        self.lines.get(usize::try_from(place).ok()?)
    }

    /// The sum of the lines in minor units.
    pub fn total(&self) -> i128 {
        self.lines.iter().map(|line| i128::from(line.amount.minor())).sum()
    }
}

impl Lines {
    /// Reads the table, its amounts in this currency.
    ///
    /// # Errors
    /// With the first cell that is not as it should be.
    pub fn read(input: impl BufRead, currency: Currency) -> Result<Self, RowsError> {
        let mut rows = Rows::new(input);
        let columns = Columns::read(&mut rows)?;
        // A draft that consists of projects alone has no line.
        let mut lines = Self { currency, languages: columns.languages.clone(), drafts: Vec::new() };
        let mut count = 0;
        while let Some(row) = rows.next()? {
            count += 1;
            if count > MOST_ROWS {
                return Err(row.error("line_id", row.cell(1), Expected::FewerRows(MOST_ROWS)));
            }
            let found = row.cell(columns.place("currency"));
            if found != currency.code() {
                return Err(row.error("currency", found, Expected::Currency));
            }
            lines.take(&row, &columns)?;
        }
        Ok(lines)
    }

    /// The draft of a version.
    pub fn draft(&self, version: u32) -> Option<&Draft> {
        self.place_of(version).and_then(|place| self.drafts.get(place))
    }

    /// The place of a version among the drafts.
    pub fn place_of(&self, version: u32) -> Option<usize> {
        self.drafts.binary_search_by_key(&version, |draft| draft.version).ok()
    }

    fn take(&mut self, row: &Row<'_>, columns: &Columns) -> Result<(), RowsError> {
        let cell = |name| row.cell(columns.place(name));
        let version: u32 = match cell("draft_version").parse() {
            Ok(version) if version > 0 => version,
            _ => return Err(row.error("draft_version", cell("draft_version"), Expected::Version)),
        };
        let money = |name: &'static str| match decimal::amount(cell(name), self.currency.minor_units()) {
            Some(amount) => Ok(amount),
            None => Err(row.error(name, cell(name), Expected::Money)),
        };
        let optional = |name| if cell(name).is_empty() { Ok(None) } else { money(name).map(Some) };
        let id = cell("line_id");
        // No id begins with an apostrophe of its own.
        let Ok(parsed) = id.strip_prefix('\'').unwrap_or(id).parse() else {
            return Err(row.error("line_id", id, Expected::NewRow));
        };
        let line = Line {
            id: parsed,
            cell: id.to_owned(),
            code: cell("code").to_owned(),
            group: row.cell(columns.group_name).to_owned(),
            name: row.cell(columns.name).to_owned(),
            amount: money("draft_amount")?,
            is_movable: match (cell("movable"), cell("draft_amount").starts_with('-')) {
                ("true", false) => true,
                ("false", _) => false,
                (other, _) => return Err(row.error("movable", other, Expected::Flag)),
            },
            least: optional("min")?.unwrap_or(Amount::ZERO),
            most: optional("max")?,
        };
        if self.drafts.last().is_none_or(|last| last.version < version) {
            self.drafts.push(Draft {
                version,
                fiscal_year: cell("fiscal_year").parse().ok(),
                ..Draft::default()
            });
        }
        let draft = self.drafts.last_mut().filter(|last| last.version == version);
        let Some(draft) = draft else {
            return Err(row.error("draft_version", cell("draft_version"), Expected::NewRow));
        };
        let place = u32::try_from(draft.lines.len()).unwrap_or(u32::MAX);
        if draft.places.insert(line.cell.clone(), place).is_some() {
            return Err(row.error("line_id", &line.cell, Expected::NewRow));
        }
        draft.lines.push(line);
        Ok(())
    }
}

/// Where the columns stand, which hangs on how many languages there are.
struct Columns {
    languages: Vec<Language>,
    names: Vec<String>,
    group_name: usize,
    name: usize,
}

impl Columns {
    fn read(rows: &mut Rows<impl BufRead>) -> Result<Self, RowsError> {
        let Some(row) = rows.next()? else {
            let expected = tables::lines(&[Language::BULGARIAN]).header().collect::<Vec<_>>().join(",");
            return Err(TableError::new(1, None, "", Expected::Header(expected)).into());
        };
        let languages: Vec<Language> =
            row.iter().filter_map(|name| name.strip_prefix("name_")?.parse().ok()).collect();
        let table = tables::lines(&languages);
        if !row.iter().eq(table.header()) {
            let found: Vec<&str> = row.iter().collect();
            let expected = Expected::Header(table.header().collect::<Vec<_>>().join(","));
            return Err(TableError::new(1, None, &found.join(","), expected).into());
        }
        let names: Vec<String> = table.header().map(str::to_owned).collect();
        let first =
            |prefix: &str| names.iter().position(|name| name.starts_with(prefix)).unwrap_or(usize::MAX);
        Ok(Self { group_name: first("group_name_"), name: first("name_"), names, languages })
    }

    fn place(&self, name: &str) -> usize {
        self.names.iter().position(|column| column == name).unwrap_or(usize::MAX)
    }
}
