//! The sheet of levers: what citizens may change about the revenue, one row a step.

use glasno_model::draft::MOST_LEVER_STEPS;
use glasno_model::{Lever, LeverStep};

use super::{Errors, FlatColumn, Kind, Opened, Parts, References, columns};

pub(super) fn read(opened: &Opened<'_>, parts: &mut Parts, errors: &mut Errors) {
    let revenue =
        References::of(parts.revenue.iter().map(|line| (line.id.as_str(), vec![line.code.as_str()])));
    let column = columns::price(&opened.table, FlatColumn::Yield);
    for row in opened.rows().iter().filter(|row| !opened.is_blank(row)) {
        let mut cells = opened.cells(errors);
        cells.check_currency(row);
        let line = revenue.find(&cells.text(row, FlatColumn::Revenue));
        let line = line.map_err(|kind| cells.refuse(row, FlatColumn::Revenue, kind)).ok();
        let name = cells.name(row);
        let Some(found) = cells.needed(row, column) else { continue };
        let yield_difference = opened.conversion.apply(found);
        if yield_difference.is_zero() {
            cells.refuse(row, column, Kind::NothingChanged);
        }
        let Some(line) = line.and_then(|at| parts.revenue.get_mut(at)) else { continue };
        let lever = line.lever.get_or_insert_with(|| Lever { steps: Vec::new() });
        if lever.steps.len() == MOST_LEVER_STEPS {
            cells.refuse(row, FlatColumn::Revenue, Kind::TooManyEntries { at_most: MOST_LEVER_STEPS });
        }
        lever.steps.push(LeverStep { name, yield_difference });
    }
}
