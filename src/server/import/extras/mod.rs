//! The sheets beside the lines: explanations, consequences, revenue with its levers, areas and projects.
//!
//! A sheet is known by its name (`book`), its columns by their headers (`flat`). Each is read into the draft's parts
//! by the module of its name. All their errors are told together, once the lines themselves hold.
//!
//! To add a sheet: its names in `book`, its columns in [`Columns`], a module here.

use glasno_model::{Amount, Currency};

use super::assemble::Parts;
use super::book::{Book, Role};
use super::currency::{self, Conversion};
use super::flat::{Cells, FlatColumn, first_currency};
use super::read::Row;
use super::table::{self, Table};
use super::{Errors, ImportError, Kind, Place, Warning, ebk};

mod areas;
mod columns;
mod consequences;
mod explanations;
mod levers;
mod projects;
mod references;
mod revenue;

pub(super) use explanations::unit;
use references::References;

/// Reads every sheet beside the lines into the parts.
pub(super) fn read(book: &Book, parts: &mut Parts) -> Result<(), Vec<ImportError>> {
    let mut errors = Errors::default();
    for (role, read) in [
        (Role::Explanations, explanations::read as Read),
        (Role::Consequences, consequences::read),
        (Role::Revenue, revenue::read),
        (Role::Levers, levers::read),
        (Role::Areas, areas::read),
        (Role::Projects, projects::read),
    ] {
        if let Some(opened) = open(book, role, parts, &mut errors) {
            read(&opened, parts, &mut errors);
        }
    }
    errors.check()
}

/// Reads one sheet.
type Read = fn(&Opened<'_>, &mut Parts, &mut Errors);

/// A sheet whose columns and currency are known.
struct Opened<'b> {
    table: Table<'b, FlatColumn>,
    conversion: Conversion,
}

impl<'b> Opened<'b> {
    fn rows(&self) -> &'b [Row] {
        self.table.body()
    }

    fn cells<'r>(&'r self, errors: &'r mut Errors) -> Cells<'r, 'b> {
        Cells { table: &self.table, currency: self.conversion.from, errors }
    }

    /// Does nothing stand in any column that we know? A note beside or under the table is no row of it.
    fn is_blank(&self, row: &'b Row) -> bool {
        self.table.columns().all(|column| self.table.text(row, column).is_empty())
    }

    /// Says, at the first of the rows beyond, that there are too many.
    fn refuse_more_than(&self, at_most: usize, rows: &[&Row], errors: &mut Errors) {
        if let Some(row) = rows.get(at_most) {
            errors.push(self.table.row_place(row), Kind::TooManyEntries { at_most });
        }
    }
}

/// Finds the columns and the currency of a sheet, or says why it cannot be read.
fn open<'b>(book: &'b Book, role: Role, parts: &mut Parts, errors: &mut Errors) -> Option<Opened<'b>> {
    let sheets = book.sheets(role);
    let first = sheets.first()?;
    let Some((_, table)) = table::find_by(sheets, columns::are_two) else {
        // An annex in the official form, by paragraphs, is common beside the one of expenditure.
        if role == Role::Revenue && ebk::revenue_header(first).is_some() {
            parts.warnings.push(Warning::RevenueAnnex(first.name.clone().unwrap_or_default()));
            return None;
        }
        let place = Place { sheet: first.name.clone(), ..Place::default() };
        let needed = columns::needed(role).map(columns::Needed::name).collect::<Vec<_>>().join(", ");
        errors
            .add(first.fault.clone().unwrap_or(ImportError { place, kind: Kind::NoSheetHeader { needed } }));
        return None;
    };
    let mut missing = false;
    for column in columns::needed(role).filter(|column| !column.is_in(&table)) {
        missing = true;
        errors.push(table.header_place(), Kind::MissingColumn(column.name()));
    }
    table.sheet.fault.clone().into_iter().for_each(|fault| errors.add(fault));
    table.refuse_duplicates(errors);
    for (found, place) in table.titles.iter().filter(|(title, _)| currency::says_thousands(title)) {
        errors.push(place.clone(), Kind::InThousands { found: found.clone() });
    }
    let unread = table.unknown.iter().cloned().chain(table.unused(|column| columns::are_read(role, column)));
    let place = |column| Place { column: Some(column), ..table.header_place() };
    parts.warnings.extend(unread.map(|column| Warning::UnreadColumn(place(column))));
    let conversion = conversion(&table, parts).map_err(|error| errors.add(error)).ok()?;
    (!missing).then_some(Opened { table, conversion })
}

/// The currency of a sheet: its own column's, else the one that its titles or header name, else that of the lines.
fn conversion(table: &Table<'_, FlatColumn>, parts: &Parts) -> Result<Conversion, ImportError> {
    let from: Currency = match first_currency(table) {
        Some(currency) => currency,
        None => currency::in_titles(&table.titles)?.unwrap_or(parts.decided.currency),
    };
    Conversion::new(from, parts.conversion.into)
        .map_err(|kind| ImportError { place: table.header_place(), kind })
}

/// The sum of amounts for the report; the largest amount where it cannot be held, which the draft then refuses.
pub(super) fn sum(amounts: impl Iterator<Item = Amount>) -> Amount {
    Amount::sum(amounts).unwrap_or(Amount::MAX)
}
