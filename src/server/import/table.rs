//! Finding the table in a sheet: the header row, the columns it names, and the rows under it.

use glasno_model::{Amount, Currency};

use super::number::{self, Fault, Role, Style, Written};
use super::read::{Cell, Row, Sheet};
use super::{Column, Errors, ImportError, Kind, Place};

/// How far down the header is looked for: titles and letterheads stand above it.
const HEADER_WITHIN: usize = 20;

/// The columns of a layout.
pub(super) trait Layout: Copy + Eq {
    /// What each header cell names; nothing where a name says nothing to us.
    fn recognise(names: &[String]) -> Vec<Option<Self>>;

    /// Are these columns enough to be sure of the layout? What is missing then is said as missing.
    fn is_header(columns: &[Option<Self>]) -> bool;

    /// Does the column hold amounts?
    fn holds_amounts(self) -> bool;

    /// Do the amounts have a currency of their own, so that its header says nothing about the rest of the file?
    fn has_own_currency(self) -> bool {
        false
    }

    /// Would both columns tell the same, so that there may be only one of them?
    fn is_same(self, other: Self) -> bool {
        self == other
    }
}

/// A table whose columns are known.
pub(super) struct Table<'a, C> {
    pub(super) sheet: &'a Sheet,
    /// What stands above the header, and the header itself, each with its place.
    pub(super) titles: Vec<(String, Place)>,
    /// The position of the header among the sheet's rows.
    header: usize,
    /// The known columns: index, meaning, name.
    columns: Vec<(usize, C, String)>,
    /// The columns with a name that says nothing to us.
    pub(super) unknown: Vec<Column>,
    /// The style of numbers by position in `columns`.
    styles: Vec<Style>,
    style: Style,
}

/// The table in the first of the sheets that has one, with the position of that sheet.
pub(super) fn find<C: Layout>(sheets: &[Sheet]) -> Option<(usize, Table<'_, C>)> {
    find_by(sheets, C::is_header)
}

/// The same where the sheet's name already says what it is about, and fewer columns are enough.
pub(super) fn find_by<C: Layout>(
    sheets: &[Sheet],
    is_header: fn(&[Option<C>]) -> bool,
) -> Option<(usize, Table<'_, C>)> {
    sheets.iter().enumerate().find_map(|(at, sheet)| {
        (0..sheet.rows.len().min(HEADER_WITHIN))
            .find_map(|row| Table::at(sheet, row, is_header))
            .map(|table| (at, table))
    })
}

impl<'a, C: Layout> Table<'a, C> {
    fn at(sheet: &'a Sheet, begin: usize, is_header: fn(&[Option<C>]) -> bool) -> Option<Self> {
        let (names, columns, header) = best_header(sheet, begin, is_header)?;
        let unknown = names
            .iter()
            .zip(&columns)
            .enumerate()
            .filter(|(_, (name, column))| column.is_none() && !name.is_empty())
            .map(|(at, (name, _))| Column::named(at, name))
            .collect();
        let columns: Vec<_> = columns
            .into_iter()
            .zip(names)
            .enumerate()
            .filter_map(|(at, (column, name))| Some((at, column?, name)))
            .collect();
        let mut table = Self {
            sheet,
            titles: Vec::new(),
            header,
            columns,
            unknown,
            styles: Vec::new(),
            style: Style::default(),
        };
        table.titles = table.read_titles(begin);
        table.styles = table.columns.iter().map(|(at, column, _)| table.style_of(*at, *column)).collect();
        table.style = table.styles.iter().fold(Style::default(), |style, other| style.and(*other));
        Some(table)
    }

    fn read_titles(&self, begin: usize) -> Vec<(String, Place)> {
        let rows = self.sheet.rows[..=self.header].iter().enumerate();
        let cells = rows.flat_map(|(number, row)| {
            row.cells().iter().enumerate().map(move |(at, cell)| (number, row, at, cell))
        });
        let speaks_for_itself = |number: usize, at: usize| {
            let own = |(column, meaning, _): &(usize, C, String)| *column == at && meaning.has_own_currency();
            number >= begin && self.columns.iter().any(own)
        };
        cells
            .filter(|(number, _, at, _)| !speaks_for_itself(*number, *at))
            .map(|(_, row, at, cell)| (row, at, cell))
            .filter(|(_, _, cell)| matches!(cell, Cell::Text(_)))
            .map(|(row, at, cell)| (cell.text(), self.place_at(row.number, Some(Column::at(at)))))
            .collect()
    }

    fn style_of(&self, at: usize, column: C) -> Style {
        let texts = self.body().iter().filter(|_| column.holds_amounts()).map(|row| row.cell(at));
        texts.fold(Style::default(), |style, cell| match cell {
            Cell::Text(text) => {
                Written::parse(text).ok().flatten().map_or(style, |written| style.and(written.style))
            }
            _ => style,
        })
    }

    /// The rows under the header.
    pub(super) fn body(&self) -> &'a [Row] {
        &self.sheet.rows[self.header + 1..]
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = C> {
        self.columns.iter().map(|(_, column, _)| *column)
    }

    pub(super) fn has(&self, column: C) -> bool {
        self.columns().any(|other| other == column)
    }

    /// The known columns that a table of its kind has no use for.
    pub(super) fn unused(&self, is_used: impl Fn(C) -> bool) -> impl Iterator<Item = Column> {
        let unused = self.columns.iter().filter(move |(_, column, _)| !is_used(*column));
        unused.map(|(at, _, name)| Column::named(*at, name))
    }

    /// Says each column that stands twice. The first one is read.
    pub(super) fn refuse_duplicates(&self, errors: &mut Errors) {
        for (position, (at, column, name)) in self.columns.iter().enumerate() {
            let before = &self.columns[..position];
            if let Some((first, ..)) = before.iter().find(|(_, other, _)| other.is_same(*column)) {
                let place = self.place_at(self.header_number(), Some(Column::named(*at, name)));
                errors.push(place, Kind::DuplicateColumn { first: Column::at(*first).letter });
            }
        }
    }

    /// The place of the header row.
    pub(super) fn header_place(&self) -> Place {
        self.place_at(self.header_number(), None)
    }

    fn header_number(&self) -> u32 {
        self.sheet.rows[self.header].number
    }

    /// The place of a row, at the column where there is one.
    pub(super) fn place(&self, row: &Row, column: C) -> Place {
        let found = self.columns.iter().find(|(_, other, _)| *other == column);
        self.place_at(row.number, found.map(|(at, _, name)| Column::named(*at, name)))
    }

    /// The place of a column in the header.
    pub(super) fn place_of(&self, column: C) -> Place {
        self.place(&self.sheet.rows[self.header], column)
    }

    /// The place of a row as a whole.
    pub(super) fn row_place(&self, row: &Row) -> Place {
        self.place_at(row.number, None)
    }

    fn place_at(&self, row: u32, column: Option<Column>) -> Place {
        Place { sheet: self.sheet.name.clone(), row: Some(row), column }
    }

    fn cell(&self, row: &'a Row, column: C) -> &'a Cell {
        self.columns
            .iter()
            .find(|(_, other, _)| *other == column)
            .map_or(&Cell::Empty, |(at, ..)| row.cell(*at))
    }

    /// The text of a cell; empty where the column is not there.
    pub(super) fn text(&self, row: &'a Row, column: C) -> String {
        self.cell(row, column).text()
    }

    /// The amount in a cell; nothing where it is empty.
    pub(super) fn amount(
        &self,
        row: &'a Row,
        column: C,
        currency: Currency,
    ) -> Result<Option<Amount>, ImportError> {
        let cell = self.cell(row, column);
        let read = match cell {
            Cell::Empty => return Ok(None),
            Cell::Number(number) => number::from_float(*number, currency).map(Some),
            Cell::Text(text) => Written::parse(text).and_then(|written| {
                written
                    .map(|written| written.amount(currency, |mark| self.role(column, mark, currency)))
                    .transpose()
            }),
            Cell::FormulaFault(found) => {
                return Err(ImportError {
                    place: self.place(row, column),
                    kind: Kind::FormulaFault(found.clone()),
                });
            }
            Cell::FormulaWithoutValue => {
                return Err(ImportError { place: self.place(row, column), kind: Kind::FormulaWithoutValue });
            }
        };
        read.map_err(|fault| ImportError {
            place: self.place(row, column),
            kind: kind_of(fault, cell.text(), currency),
        })
    }

    fn role(&self, column: C, mark: char, currency: Currency) -> Option<Role> {
        let at = self.columns.iter().position(|(_, other, _)| *other == column)?;
        self.styles.get(at)?.role(mark, self.style, number::decimals(currency) == 3)
    }
}

/// What to tell the officer about an amount that cannot be read.
pub(super) fn kind_of(fault: Fault, found: String, currency: Currency) -> Kind {
    match fault {
        Fault::NotANumber => Kind::NotAnAmount(found),
        Fault::Unclear => Kind::UnclearAmount(found),
        Fault::TooManyDecimals => Kind::TooManyDecimals { found, decimals: number::decimals(currency) },
        Fault::TooLarge => Kind::AmountTooLarge(found),
        Fault::OtherCurrency(_) => Kind::OtherCurrency { found, expected: currency },
    }
}

/// The names and columns of the header that begins at this row, and the row that it ends with: this one alone, or
/// together with the next where that says more than either does by itself.
fn best_header<C: Layout>(
    sheet: &Sheet,
    at: usize,
    is_header: fn(&[Option<C>]) -> bool,
) -> Option<(Vec<String>, Vec<Option<C>>, usize)> {
    let names_of = |row: &Row| row.cells().iter().map(Cell::text).collect::<Vec<_>>();
    let known = |columns: &[Option<C>]| columns.iter().flatten().count();
    let own = names_of(&sheet.rows[at]);
    let columns = C::recognise(&own);
    if let Some(next) = sheet.rows.get(at + 1) {
        let lower = names_of(next);
        let both = joined(&own, &lower);
        let columns_of_both = C::recognise(&both);
        let by_itself = known(&columns).max(known(&C::recognise(&lower)));
        if is_header(&columns_of_both) && known(&columns_of_both) > by_itself {
            return Some((both, columns_of_both, at + 1));
        }
    }
    is_header(&columns).then_some((own, columns, at))
}

/// A header of two rows, as merged cells make it: "Местни дейности" over "Персонал", "Издръжка", "Общо".
///
/// A name in the upper row holds for the columns to its right until the next name, or until a column of totals ends
/// its block.
fn joined(upper: &[String], lower: &[String]) -> Vec<String> {
    let text = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
    let mut heading = String::new();
    (0..upper.len().max(lower.len()))
        .map(|at| {
            let (upper, lower) = (text(upper, at), text(lower, at));
            if !upper.is_empty() {
                heading.clone_from(&upper);
            }
            if lower.is_empty() {
                return upper;
            }
            let name = format!("{heading} {lower}").trim().to_owned();
            if words(&lower).iter().any(|word| is_total_word(word)) {
                heading.clear();
            }
            name
        })
        .collect()
}

/// The words of a header in small letters, without punctuation: `state_total` is `state`, `total`.
pub(super) fn words(name: &str) -> Vec<String> {
    name.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The words that make a row or a column a sum.
pub(super) fn is_total_word(word: &str) -> bool {
    matches!(word, "общо" | "всичко" | "сума" | "total" | "totals" | "sum")
}
