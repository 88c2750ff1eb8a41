//! The rows of the layout `lines`, cell by cell.

use std::collections::BTreeMap;

use glasno_model::{Amount, Currency, Discretion, LineId, Text};

use super::columns::{self, LinesColumn};
use super::table::Table;
use super::{Errors, Kind};
use crate::import::read::Row;

/// One row, a group or a line.
pub(super) struct Entry<'a> {
    pub(super) row: &'a Row,
    pub(super) id: String,
    pub(super) parent: String,
    pub(super) code: String,
    pub(super) name: Text,
    pub(super) description: Text,
    pub(super) discretion: Discretion,
    pub(super) amount: Option<Amount>,
    pub(super) previous: Option<(Amount, Currency)>,
    pub(super) min: Option<Amount>,
    pub(super) max: Option<Amount>,
}

/// The currency that the first row with one names.
pub(super) fn first_currency(table: &Table<'_, LinesColumn>) -> Option<Currency> {
    table.body().iter().find_map(|row| currency(&table.text(row, LinesColumn::Currency)))
}

fn currency(cell: &str) -> Option<Currency> {
    match cell.to_lowercase().as_str() {
        "лв" | "лв." | "лева" => Some(Currency::BGN),
        "€" | "евро" => Some(Currency::EUR),
        _ => cell.to_uppercase().parse().ok(),
    }
}

pub(super) fn read<'a>(
    table: &Table<'a, LinesColumn>,
    file_currency: Currency,
    errors: &mut Errors,
) -> Vec<Entry<'a>> {
    let mut reader = Reader { table, file_currency, errors, first_rows: BTreeMap::new() };
    table.body().iter().filter_map(|row| reader.entry(row)).collect()
}

struct Reader<'r, 'a> {
    table: &'r Table<'a, LinesColumn>,
    file_currency: Currency,
    errors: &'r mut Errors,
    first_rows: BTreeMap<String, u32>,
}

impl<'a> Reader<'_, 'a> {
    /// Nothing for a row that has neither id nor amount: a note under the table.
    fn entry(&mut self, row: &'a Row) -> Option<Entry<'a>> {
        let text = |column| self.table.text(row, column);
        let (id, parent, code) = (text(LinesColumn::Id), text(LinesColumn::Parent), text(LinesColumn::Code));
        if id.is_empty() && text(LinesColumn::Amount).is_empty() {
            return None;
        }
        self.check_id(row, &id);
        self.check_currency(row);
        let name = self.texts(row, |column| match column {
            LinesColumn::Name(language) => Some(language),
            _ => None,
        });
        if name.is_empty() {
            self.refuse(row, LinesColumn::Name(glasno_model::Language::BULGARIAN), Kind::NoName);
        }
        let description = self.texts(row, |column| match column {
            LinesColumn::Description(language) => Some(language),
            _ => None,
        });
        let decides = self.table.text(row, LinesColumn::Discretion);
        let discretion = columns::discretion(&decides).unwrap_or_else(|| {
            self.refuse(row, LinesColumn::Discretion, Kind::BadDiscretion(decides));
            Discretion::Local
        });
        let previous_currency = self.previous_currency(row);
        Some(Entry {
            row,
            id,
            parent,
            code,
            name,
            description,
            discretion,
            amount: self.amount(row, LinesColumn::Amount, self.file_currency),
            previous: self
                .amount(row, LinesColumn::Previous, previous_currency)
                .map(|amount| (amount, previous_currency)),
            min: self.amount(row, LinesColumn::Min, self.file_currency),
            max: self.amount(row, LinesColumn::Max, self.file_currency),
        })
    }

    fn check_id(&mut self, row: &Row, id: &str) {
        if id.is_empty() {
            self.refuse(row, LinesColumn::Id, Kind::NoId);
        } else if id.parse::<LineId>().is_err() {
            self.refuse(row, LinesColumn::Id, Kind::BadId(id.to_owned()));
        } else if let Some(first_row) = self.first_rows.get(id).copied() {
            self.refuse(row, LinesColumn::Id, Kind::DuplicateId { found: id.to_owned(), first_row });
        } else {
            self.first_rows.insert(id.to_owned(), row.number);
        }
    }

    fn check_currency(&mut self, row: &'a Row) {
        let found = self.table.text(row, LinesColumn::Currency);
        match currency(&found) {
            _ if found.is_empty() => {}
            None => self.refuse(row, LinesColumn::Currency, Kind::BadCurrency(found)),
            Some(other) if other != self.file_currency => {
                let kind = Kind::MixedCurrencies { found, expected: self.file_currency };
                self.refuse(row, LinesColumn::Currency, kind);
            }
            Some(_) => {}
        }
    }

    /// The currency of last year's amount: its own column's, else the row's.
    fn previous_currency(&mut self, row: &'a Row) -> Currency {
        let found = self.table.text(row, LinesColumn::PreviousCurrency);
        if found.is_empty() {
            return self.file_currency;
        }
        currency(&found).unwrap_or_else(|| {
            self.refuse(row, LinesColumn::PreviousCurrency, Kind::BadCurrency(found));
            self.file_currency
        })
    }

    fn texts(&self, row: &'a Row, language: impl Fn(LinesColumn) -> Option<glasno_model::Language>) -> Text {
        let languages =
            self.table.columns().filter_map(|column| language(column).map(|language| (column, language)));
        languages.fold(Text::default(), |texts, (column, language)| {
            texts.with(language, self.table.text(row, column))
        })
    }

    fn amount(&mut self, row: &'a Row, column: LinesColumn, currency: Currency) -> Option<Amount> {
        self.table.amount(row, column, currency).unwrap_or_else(|error| {
            self.errors.add(error);
            None
        })
    }

    fn refuse(&mut self, row: &Row, column: LinesColumn, kind: Kind) {
        self.errors.push(self.table.place(row, column), kind);
    }
}
