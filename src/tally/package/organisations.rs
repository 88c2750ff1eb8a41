//! `organisations.csv`: the public register of participating organisations.
//!
//! It follows from no other table, and no other follows from it. What can be checked is that it tells nothing by the order
//! of its rows, and that nobody stands in it twice.

use std::io::BufRead;

use glasno_model::ways::organisation;

use super::column::{Column, Kind, Table};
use super::table_error::Expected;
use super::{Rows, RowsError};

/// What an organisation can be.
pub const KINDS: [&str; 6] = {
    let [a, b, c, d, e, f] = organisation::OrganisationKind::ALL;
    [a.code(), b.code(), c.code(), d.code(), e.code(), f.code()]
};

/// Who took part and asked to be named.
pub fn table() -> Table {
    Table {
        name: "organisations",
        title: "Participating organisations",
        description: "The organisations that took part and asked to be named, sorted by name. Nothing leads from here to a \
                      ballot or a comment, and it is not known which ballot came with which organisation. An apostrophe \
                      stands before a text that a spreadsheet would run as a formula.",
        columns: vec![
            Column::new("name", Kind::Text, "The name as the organisation itself wrote it.").required(),
            Column::new("type", Kind::Code, "What it is.").required().one_of(&KINDS),
            Column::new("area", Kind::Text, "Where it works, or on what; empty where it was not said."),
        ],
        primary_key: &["name", "area"],
        refers_to: None,
    }
}

/// Checks the table: every row has a name and a known type, and stands after the one before.
///
/// # Errors
/// With the first row that does not.
pub fn check(input: impl BufRead) -> Result<(), RowsError> {
    let mut rows = Rows::new(input);
    rows.header(table().header())?;
    let mut before = None;
    while let Some(row) = rows.next()? {
        let [name, kind, area] = [row.cell(0), row.cell(1), row.cell(2)];
        if name.is_empty() {
            return Err(row.error("name", name, Expected::Name));
        }
        if !KINDS.contains(&kind) {
            return Err(row.error("type", kind, Expected::OneOf(&KINDS)));
        }
        let place = Some((organisation::key(name), organisation::key(area)));
        if place <= before {
            return Err(row.error("name", name, Expected::NextName));
        }
        before = place;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(rows: &str) -> Option<String> {
        check(format!("name,type,area\r\n{rows}").as_bytes()).err().map(|error| error.to_string())
    }

    #[test]
    fn a_reader_finds_each_organisation_once_and_by_name() {
        assert_eq!(wrong(""), None);
        assert_eq!(wrong("„Аванс“ ООД,business,\r\nКлуб,sport-club,Запад\r\nКлуб,sport-club,Юг\r\n"), None);
        for (rows, expected) in [
            (",ngo,\r\n", "a name is expected"),
            ("Искра,party,\r\n", "one of business, ngo,"),
            ("Искра,ngo,\r\nАванс,ngo,\r\n", "a name that sorts after the one before"),
            ("Искра,ngo,Юг\r\n„ИСКРА“,ngo,юг\r\n", "a name that sorts after the one before"),
        ] {
            let wrong = wrong(rows).unwrap_or_default();
            assert!(wrong.contains(expected), "{rows}: {wrong}");
        }
    }
}
