//! The sheet of explanations: more about lines that stand in another sheet, one row a line.

use std::collections::BTreeMap;

use glasno_model::draft::{NAME_CHARACTERS, PastAmount, UnitEquivalent};
use glasno_model::{Amount, BudgetLine, Language};

use super::{Cells, Errors, FlatColumn, Kind, Opened, Parts, References, Row};
use crate::import::flat::read_past;

pub(super) fn read(opened: &Opened<'_>, parts: &mut Parts, errors: &mut Errors) {
    let lines = lines(parts);
    let mut first_rows: BTreeMap<usize, u32> = BTreeMap::new();
    for row in opened.rows().iter().filter(|row| !opened.is_blank(row)) {
        let mut cells = opened.cells(errors);
        let found = cells.text(row, FlatColumn::Line);
        let at = match lines.find(&found) {
            Ok(at) => at,
            Err(kind) => {
                cells.refuse(row, FlatColumn::Line, kind);
                continue;
            }
        };
        if let Some(first_row) = first_rows.get(&at).copied() {
            cells.refuse(row, FlatColumn::Line, Kind::DuplicateEntry { found, first_row });
            continue;
        }
        first_rows.insert(at, row.number);
        cells.check_currency(row);
        explain(opened, row, at, parts, &mut cells);
    }
    parts.beside.explained = first_rows.len();
}

/// The lines by their ids and codes.
pub(super) fn lines(parts: &Parts) -> References {
    References::of(parts.lines.iter().map(|line| (line.id.as_str(), vec![line.code.as_str()])))
}

/// Puts what the row says into the line, in the place of what the line's own sheet says; an empty cell leaves that.
fn explain<'b>(opened: &Opened<'b>, row: &'b Row, at: usize, parts: &mut Parts, cells: &mut Cells<'_, 'b>) {
    let currencies = (parts.decided.currency, opened.conversion.into);
    let past = read_past(cells.table, row, currencies, cells.errors, &mut parts.past);
    let Some(line) = parts.lines.get_mut(at) else { return };
    if !past.is_empty() {
        let is_said_anew = |known: &&PastAmount| past.iter().any(|past| past.order() == known.order());
        let known = line.history.get().iter().filter(|known| !is_said_anew(known));
        let mut history: Vec<PastAmount> = known.chain(&past).copied().collect();
        history.sort_by_key(PastAmount::order);
        line.history = history.into();
    }
    if !cells.text(row, FlatColumn::Discretion).is_empty() {
        line.discretion = cells.discretion(row);
    }
    let texts = [
        (&mut line.description, FlatColumn::description_in as fn(FlatColumn) -> Option<Language>),
        (&mut line.decided_by, FlatColumn::decided_by_in),
        (&mut line.bounds_reason, FlatColumn::bounds_reason_in),
    ];
    for (text, language) in texts {
        let found = cells.explanation(row, language);
        if !found.is_empty() {
            *text = found;
        }
    }
    let apply = |amount: Amount| opened.conversion.apply(amount);
    if let Some(step) = cells.positive(row, FlatColumn::Step) {
        line.step = Some(apply(step));
    }
    if let Some(unit) = unit(row, cells) {
        line.unit = Some(UnitEquivalent { amount: apply(unit.amount), name: unit.name }).into();
    }
    line.min = cells.amount(row, FlatColumn::Min).map(apply).or(line.min);
    line.max = cells.amount(row, FlatColumn::Max).map(apply).or(line.max);
    check_bounds(line, row, cells);
}

fn check_bounds<'b>(line: &BudgetLine, row: &'b Row, cells: &mut Cells<'_, 'b>) {
    let is_outside = line.amount < line.least() || line.most().is_some_and(|most| line.amount > most);
    if line.is_movable() && is_outside || line.least().is_negative() {
        let column = if cells.table.has(FlatColumn::Min) { FlatColumn::Min } else { FlatColumn::Max };
        cells.refuse(row, column, Kind::OutsideBounds);
    }
}

/// What one unit costs and what it is called, both or neither.
pub(in crate::import) fn unit<'b>(row: &'b Row, cells: &mut Cells<'_, 'b>) -> Option<UnitEquivalent> {
    let has_amount = !cells.text(row, FlatColumn::UnitAmount).is_empty();
    let amount = cells.positive(row, FlatColumn::UnitAmount);
    let name = cells.texts(row, NAME_CHARACTERS, FlatColumn::unit_name_in);
    if has_amount == name.is_empty() {
        let missing =
            if has_amount { FlatColumn::UnitName(Language::BULGARIAN) } else { FlatColumn::UnitAmount };
        cells.refuse(row, missing, Kind::HalfUnit);
    }
    Some(UnitEquivalent { amount: amount?, name }).filter(|unit| !unit.name.is_empty())
}
