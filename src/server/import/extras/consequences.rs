//! The sheet of consequences: what follows from a change of a line, one row a threshold.

use std::collections::BTreeMap;

use glasno_model::draft::{Consequence, MOST_CONSEQUENCES};

use super::{Errors, FlatColumn, Kind, Opened, Parts, explanations};

pub(super) fn read(opened: &Opened<'_>, parts: &mut Parts, errors: &mut Errors) {
    let lines = explanations::lines(parts);
    let mut stated: BTreeMap<usize, Vec<Consequence>> = BTreeMap::new();
    let mut first_rows: BTreeMap<(usize, i16), u32> = BTreeMap::new();
    for row in opened.rows().iter().filter(|row| !opened.is_blank(row)) {
        let mut cells = opened.cells(errors);
        let line = lines.find(&cells.text(row, FlatColumn::Line));
        let line = line.map_err(|kind| cells.refuse(row, FlatColumn::Line, kind)).ok();
        let found = cells.text(row, FlatColumn::Percent);
        let percent = percent(&found);
        if percent.is_none() {
            cells.refuse(row, FlatColumn::Percent, Kind::BadPercent(found.clone()));
        }
        let text = cells.explanation(row, FlatColumn::text_in);
        if text.is_empty() {
            cells.refuse(row, FlatColumn::Text(glasno_model::Language::BULGARIAN), Kind::NoText);
        }
        let (Some(line), Some(percent)) = (line, percent) else { continue };
        if let Some(first_row) = first_rows.get(&(line, percent)).copied() {
            cells.refuse(row, FlatColumn::Percent, Kind::DuplicateEntry { found, first_row });
            continue;
        }
        first_rows.insert((line, percent), row.number);
        let of_line = stated.entry(line).or_default();
        if of_line.len() == MOST_CONSEQUENCES {
            cells.refuse(row, FlatColumn::Line, Kind::TooManyEntries { at_most: MOST_CONSEQUENCES });
        }
        of_line.push(Consequence { percent, text });
    }
    parts.beside.consequences = stated.values().map(Vec::len).sum();
    for (at, mut consequences) in stated {
        consequences.sort_by_key(|consequence| consequence.percent);
        if let Some(line) = parts.lines.get_mut(at) {
            line.consequences = consequences.into();
        }
    }
}

/// A whole percent that a change can reach: `-10`, `−10 %`, `+5`.
fn percent(cell: &str) -> Option<i16> {
    let number = cell.trim_end_matches('%').trim().replace(['−', '–'], "-");
    number.parse().ok().filter(|percent| *percent >= -100 && *percent != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_a_whole_percent_that_can_be_reached() {
        for (cell, expected) in [
            ("-10", Some(-10)),
            ("−10 %", Some(-10)),
            ("+5%", Some(5)),
            ("250", Some(250)),
            ("-100", Some(-100)),
        ] {
            assert_eq!(percent(cell), expected, "{cell}");
        }
        for cell in ["", "0", "-101", "-0.1", "10,5", "десет", "+-5", "99999"] {
            assert_eq!(percent(cell), None, "{cell}");
        }
    }
}
