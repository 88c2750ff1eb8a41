//! The cells of a flat table, each read or refused with its place.

use std::collections::BTreeMap;

use glasno_model::draft::{CODE_CHARACTERS, NAME_CHARACTERS, TEXT_CHARACTERS};
use glasno_model::{Amount, Currency, Discretion, Language, Text};

use super::FlatColumn;
use crate::import::read::Row;
use crate::import::table::Table;
use crate::import::{Errors, Kind, currency as signs};

/// A table whose cells are read in one currency.
pub(in crate::import) struct Cells<'r, 'a> {
    pub(in crate::import) table: &'r Table<'a, FlatColumn>,
    pub(in crate::import) currency: Currency,
    pub(in crate::import) errors: &'r mut Errors,
}

impl<'a> Cells<'_, 'a> {
    /// An id that no row above has; nothing where it was refused.
    pub(in crate::import) fn id<I: TryFrom<String>>(
        &mut self,
        row: &'a Row,
        first_rows: &mut BTreeMap<String, u32>,
    ) -> Option<I> {
        let found = self.text(row, FlatColumn::Id);
        let kind = if found.is_empty() {
            Kind::NoId
        } else if let Some(first_row) = first_rows.get(&found).copied() {
            Kind::DuplicateId { found, first_row }
        } else if let Ok(id) = I::try_from(found.clone()) {
            first_rows.insert(found, row.number);
            return Some(id);
        } else {
            Kind::BadId(found)
        };
        self.refuse(row, FlatColumn::Id, kind);
        None
    }

    /// The text of a cell; empty where the column is not there.
    pub(in crate::import) fn text(&self, row: &'a Row, column: FlatColumn) -> String {
        self.table.text(row, column)
    }

    /// A short text such as a code.
    pub(in crate::import) fn code(&mut self, row: &'a Row) -> String {
        let code = self.text(row, FlatColumn::Code);
        self.check_length(row, FlatColumn::Code, &code, CODE_CHARACTERS);
        code
    }

    /// A name, which must be there, in the languages that the table has columns for.
    pub(in crate::import) fn name(&mut self, row: &'a Row) -> Text {
        let name = self.texts(row, NAME_CHARACTERS, FlatColumn::name_in);
        if name.is_empty() {
            self.refuse(row, FlatColumn::Name(Language::BULGARIAN), Kind::NoName);
        }
        name
    }

    /// What is said in longer sentences, in the languages that the table has columns for.
    pub(in crate::import) fn explanation(
        &mut self,
        row: &'a Row,
        language: impl Fn(FlatColumn) -> Option<Language>,
    ) -> Text {
        self.texts(row, TEXT_CHARACTERS, language)
    }

    /// The texts of some columns by their languages.
    pub(in crate::import) fn texts(
        &mut self,
        row: &'a Row,
        at_most: usize,
        language: impl Fn(FlatColumn) -> Option<Language>,
    ) -> Text {
        let columns: Vec<_> = self
            .table
            .columns()
            .filter_map(|column| language(column).map(|language| (column, language)))
            .collect();
        columns.into_iter().fold(Text::default(), |texts, (column, language)| {
            let text = self.text(row, column);
            self.check_length(row, column, &text, at_most);
            texts.with(language, text)
        })
    }

    fn check_length(&mut self, row: &'a Row, column: FlatColumn, text: &str, at_most: usize) {
        if text.chars().nth(at_most).is_some() {
            self.refuse(row, column, Kind::TextTooLong { at_most });
        }
    }

    /// The amount in a cell; nothing where it is empty or was refused.
    pub(in crate::import) fn amount(&mut self, row: &'a Row, column: FlatColumn) -> Option<Amount> {
        self.table.amount(row, column, self.currency).unwrap_or_else(|error| {
            self.errors.add(error);
            None
        })
    }

    /// An amount that must be more than nothing; nothing where the cell is empty or was refused.
    pub(in crate::import) fn positive(&mut self, row: &'a Row, column: FlatColumn) -> Option<Amount> {
        let amount = self.amount(row, column)?;
        if amount > Amount::ZERO {
            return Some(amount);
        }
        self.refuse(row, column, Kind::NotPositive);
        None
    }

    /// An amount that must be there; nothing where it was refused.
    pub(in crate::import) fn needed(&mut self, row: &'a Row, column: FlatColumn) -> Option<Amount> {
        let read = self.table.amount(row, column, self.currency);
        match read {
            Ok(Some(amount)) => return Some(amount),
            Ok(None) => self.refuse(row, column, Kind::NoAmount),
            Err(error) => self.errors.add(error),
        }
        None
    }

    /// Who decides; the council where the cell is empty or was refused.
    pub(in crate::import) fn discretion(&mut self, row: &'a Row) -> Discretion {
        let cell = self.text(row, FlatColumn::Discretion);
        super::discretion(&cell).unwrap_or_else(|| {
            self.refuse(row, FlatColumn::Discretion, Kind::BadDiscretion(cell));
            Discretion::Local
        })
    }

    /// Refuses a row that names another currency than the table's.
    pub(in crate::import) fn check_currency(&mut self, row: &'a Row) {
        let found = self.text(row, FlatColumn::Currency);
        match currency(&found) {
            _ if found.is_empty() => {}
            None => self.refuse(row, FlatColumn::Currency, Kind::BadCurrency(found)),
            Some(other) if other != self.currency => {
                let kind = Kind::MixedCurrencies { found, expected: self.currency };
                self.refuse(row, FlatColumn::Currency, kind);
            }
            Some(_) => {}
        }
    }

    /// Says what is wrong with a cell.
    pub(in crate::import) fn refuse(&mut self, row: &Row, column: FlatColumn, kind: Kind) {
        self.errors.push(self.table.place(row, column), kind);
    }
}

/// The currency that the first row with one names.
pub(in crate::import) fn first_currency(table: &Table<'_, FlatColumn>) -> Option<Currency> {
    table.body().iter().find_map(|row| currency(&table.text(row, FlatColumn::Currency)))
}

/// The currency that a cell names.
fn currency(cell: &str) -> Option<Currency> {
    signs::of_word(cell.trim_end_matches('.')).or_else(|| cell.to_uppercase().parse().ok())
}
