//! The sheet of areas: what a pot is shared over, and what projects are found by.

use std::collections::BTreeMap;

use glasno_model::draft::MOST_AREAS;
use glasno_model::{Area, AreaKind};

use super::{Errors, FlatColumn, Kind, Opened, Parts};
use crate::import::table::words;

pub(super) fn read(opened: &Opened<'_>, parts: &mut Parts, errors: &mut Errors) {
    let mut first_rows = BTreeMap::new();
    let mut rows = Vec::new();
    for row in opened.rows().iter().filter(|row| !opened.is_blank(row)) {
        let mut cells = opened.cells(errors);
        let id = cells.id(row, &mut first_rows);
        let found = cells.text(row, FlatColumn::Kind);
        let kind = kind(&found);
        if kind.is_none() {
            cells.refuse(row, FlatColumn::Kind, Kind::BadAreaKind(found));
        }
        let name = cells.name(row);
        let description = cells.explanation(row, FlatColumn::description_in);
        let (Some(id), Some(kind)) = (id, kind) else { continue };
        rows.push(row);
        parts.areas.push(Area { id, kind, name, description });
    }
    opened.refuse_more_than(MOST_AREAS, &rows, errors);
}

/// What an area is there for, in the words of the sheet or in Bulgarian.
fn kind(cell: &str) -> Option<AreaKind> {
    match words(cell).join(" ").as_str() {
        "pot" | "за разпределяне" | "разпределяне" => Some(AreaKind::Pot),
        "place" | "място" | "район" | "квартал" => Some(AreaKind::Place),
        _ => None,
    }
}
