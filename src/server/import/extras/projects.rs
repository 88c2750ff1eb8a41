//! The sheet of projects: what citizens may choose from, one row a project.

use std::collections::BTreeMap;

use glasno_model::Project;
use glasno_model::draft::MOST_PROJECTS;

use super::{Errors, FlatColumn, Opened, Parts, References, columns};

pub(super) fn read(opened: &Opened<'_>, parts: &mut Parts, errors: &mut Errors) {
    let names =
        |area: &glasno_model::Area| area.name.iter().map(|(_, name)| name.to_owned()).collect::<Vec<_>>();
    let names: Vec<Vec<String>> = parts.areas.iter().map(names).collect();
    let areas = References::of(
        parts
            .areas
            .iter()
            .zip(&names)
            .map(|(area, names)| (area.id.as_str(), names.iter().map(String::as_str).collect())),
    );
    let column = columns::price(&opened.table, FlatColumn::Cost);
    let mut first_rows = BTreeMap::new();
    let mut rows = Vec::new();
    for row in opened.rows().iter().filter(|row| !opened.is_blank(row)) {
        let mut cells = opened.cells(errors);
        cells.check_currency(row);
        let id = cells.id(row, &mut first_rows);
        let name = cells.name(row);
        let cost = match cells.needed(row, column) {
            Some(_) => cells.positive(row, column),
            None => None,
        };
        let place = cells.explanation(row, FlatColumn::place_in);
        let description = cells.explanation(row, FlatColumn::description_in);
        let found = cells.text(row, FlatColumn::Area);
        let area = if found.is_empty() {
            None
        } else {
            let at = areas.find(&found).map_err(|kind| cells.refuse(row, FlatColumn::Area, kind));
            at.ok().and_then(|at| parts.areas.get(at)).map(|area| area.id.clone())
        };
        let (Some(id), Some(cost)) = (id, cost) else { continue };
        rows.push(row);
        parts.projects.push(Project {
            id,
            name,
            cost: opened.conversion.apply(cost),
            source_cost: opened.conversion.source(cost),
            place,
            area,
            description,
        });
    }
    opened.refuse_more_than(MOST_PROJECTS, &rows, errors);
}
