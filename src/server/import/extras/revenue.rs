//! The sheet of revenue: where the money comes from, one row a tax, a fee or a transfer.

use std::collections::{BTreeMap, BTreeSet};

use glasno_model::draft::MOST_REVENUE_LINES;
use glasno_model::{Amount, LineId, RevenueLine};

use super::{Cells, Errors, FlatColumn, Kind, Opened, Parts, Row};
use crate::import::Sum;
use crate::import::flat::read_past;
use crate::import::table::{is_total_word, words};

pub(super) fn read(opened: &Opened<'_>, parts: &mut Parts, errors: &mut Errors) {
    let spending: BTreeSet<String> = parts.lines.iter().map(|line| line.id.to_string()).collect();
    let mut first_rows: BTreeMap<String, u32> = BTreeMap::new();
    let mut rows = Vec::new();
    let mut total = Amount::ZERO;
    for row in opened.rows().iter().filter(|row| !opened.is_blank(row)) {
        let mut cells = opened.cells(errors);
        let found = cells.text(row, FlatColumn::Id);
        if found.is_empty() && says_total(opened, row) {
            prove(row, total, &mut cells, parts);
            continue;
        }
        let Some(id) = id(row, &found, &spending, &mut first_rows, &mut cells) else { continue };
        cells.check_currency(row);
        let (code, name) = (cells.code(row), cells.name(row));
        let description = cells.explanation(row, FlatColumn::description_in);
        let currencies = (parts.decided.currency, opened.conversion.into);
        let history = read_past(cells.table, row, currencies, cells.errors, &mut parts.past);
        let Some(amount) = cells.needed(row, FlatColumn::Amount) else { continue };
        match total.checked_add(amount) {
            Some(sum) => total = sum,
            None => cells.refuse(row, FlatColumn::Amount, Kind::AmountTooLarge(amount.minor().to_string())),
        }
        rows.push(row);
        parts.revenue.push(RevenueLine {
            id,
            code,
            name,
            description,
            amount: opened.conversion.apply(amount),
            source_amount: opened.conversion.source(amount),
            history,
            lever: None,
        });
    }
    opened.refuse_more_than(MOST_REVENUE_LINES, &rows, errors);
}

/// An id that no other line has, of revenue or of spending.
fn id<'b>(
    row: &'b Row,
    found: &str,
    spending: &BTreeSet<String>,
    first_rows: &mut BTreeMap<String, u32>,
    cells: &mut Cells<'_, 'b>,
) -> Option<LineId> {
    if spending.contains(found) {
        cells.refuse(row, FlatColumn::Id, Kind::IdOfALine(found.to_owned()));
        return None;
    }
    cells.id(row, first_rows)
}

/// A row without an id whose texts say that it is a sum.
fn says_total<'b>(opened: &Opened<'b>, row: &'b Row) -> bool {
    let texts = opened.table.columns().filter(|column| !matches!(column, FlatColumn::Amount));
    texts
        .map(|column| opened.table.text(row, column))
        .any(|text| words(&text).iter().any(|word| is_total_word(word)))
}

/// Proves a printed total of all rows above it.
fn prove<'b>(row: &'b Row, computed: Amount, cells: &mut Cells<'_, 'b>, parts: &mut Parts) {
    let Some(printed) = cells.amount(row, FlatColumn::Amount) else { return };
    parts.proved.grand += 1;
    if printed != computed {
        let kind = Kind::WrongSum { sum: Sum::Revenue, printed, computed, currency: cells.currency };
        cells.refuse(row, FlatColumn::Amount, kind);
    }
}
