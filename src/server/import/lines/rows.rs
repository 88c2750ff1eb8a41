//! The rows of the layout `lines`, cell by cell.

use std::collections::BTreeMap;

use glasno_model::draft::{PastAmount, UnitEquivalent};
use glasno_model::{Amount, Currency, Discretion, LineId, Text};

use super::Errors;
use super::table::Table;
use crate::import::extras::unit;
use crate::import::flat::{Cells, FlatColumn, PastFound, read_past};
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
    pub(super) decided_by: Text,
    pub(super) amount: Option<Amount>,
    pub(super) history: Vec<PastAmount>,
    pub(super) min: Option<Amount>,
    pub(super) max: Option<Amount>,
    pub(super) bounds_reason: Text,
    pub(super) step: Option<Amount>,
    pub(super) unit: Option<UnitEquivalent>,
}

/// Reads every row. `currencies` are that of the file and that of the draft.
pub(super) fn read<'a>(
    table: &Table<'a, FlatColumn>,
    currencies: (Currency, Currency),
    errors: &mut Errors,
    past: &mut PastFound,
) -> Vec<Entry<'a>> {
    let mut first_rows = BTreeMap::new();
    let mut entries = Vec::new();
    for row in table.body() {
        let mut cells = Cells { table, currency: currencies.0, errors };
        // A row that has neither id nor amount is a note under the table.
        let is_note = [FlatColumn::Id, FlatColumn::Amount].map(|column| cells.text(row, column).is_empty());
        if is_note != [true, true] {
            let history = read_past(table, row, currencies, cells.errors, past);
            entries.push(entry(row, history, &mut first_rows, &mut cells));
        }
    }
    entries
}

fn entry<'a>(
    row: &'a Row,
    history: Vec<PastAmount>,
    first_rows: &mut BTreeMap<String, u32>,
    cells: &mut Cells<'_, 'a>,
) -> Entry<'a> {
    // What is wrong with an id is told here; the row is read all the same, so that its other mistakes are told too.
    let _ = cells.id::<LineId>(row, first_rows);
    cells.check_currency(row);
    Entry {
        row,
        id: cells.text(row, FlatColumn::Id),
        parent: cells.text(row, FlatColumn::Parent),
        code: cells.code(row),
        name: cells.name(row),
        description: cells.explanation(row, FlatColumn::description_in),
        discretion: cells.discretion(row),
        decided_by: cells.explanation(row, FlatColumn::decided_by_in),
        amount: cells.amount(row, FlatColumn::Amount),
        history,
        min: cells.amount(row, FlatColumn::Min),
        max: cells.amount(row, FlatColumn::Max),
        bounds_reason: cells.explanation(row, FlatColumn::bounds_reason_in),
        step: cells.positive(row, FlatColumn::Step),
        unit: unit(row, cells),
    }
}
