//! The register of participating organisations as a file of its own.

use std::io::{self, Write};

use glasno_model::ways::OrganisationDocument;

use super::csv::Cells;

/// The columns of the register, everywhere.
pub(super) const COLUMNS: [&str; 3] = ["name", "type", "area"];

/// Writes it as CSV for a spreadsheet, its texts defused.
pub(crate) fn csv(organisations: &[OrganisationDocument], out: &mut dyn Write) -> io::Result<()> {
    let mut cells = Cells::begin(out, COLUMNS)?;
    for organisation in organisations {
        cells.text(&organisation.name);
        cells.word(organisation.kind.code());
        cells.text(&organisation.area);
        cells.end_row()?;
    }
    cells.finish().map(drop)
}

/// Writes it as JSON for programs, nothing defused.
pub(crate) fn json(organisations: &[OrganisationDocument], out: &mut dyn Write) -> serde_json::Result<()> {
    #[derive(serde::Serialize)]
    struct Register<'a> {
        organisations: &'a [OrganisationDocument],
    }
    serde_json::to_writer_pretty(&mut *out, &Register { organisations })?;
    out.write_all(b"\n").map_err(serde_json::Error::io)
}

#[cfg(test)]
mod tests {
    use glasno_model::ways::OrganisationKind;

    use super::*;

    fn organisation(name: &str, area: &str) -> OrganisationDocument {
        OrganisationDocument { name: name.into(), kind: OrganisationKind::SportClub, area: area.into() }
    }

    #[test]
    fn an_officer_opens_no_formula_that_an_organisation_has_for_a_name() {
        let mut out = Vec::new();
        csv(&[organisation("=cmd|' /C calc'!A0", "Юг; @SUM(A1)"), organisation("Клуб", "")], &mut out)
            .unwrap();
        let text = String::from_utf8(out).unwrap();
        let rows = ["'=cmd|' /C calc'!A0,sport-club,\"Юг;' @SUM(A1)\"", "Клуб,sport-club,"];
        assert_eq!(text, format!("\u{feff}name,type,area\r\n{}\r\n{}\r\n", rows[0], rows[1]));
    }

    #[test]
    fn a_program_reads_every_byte_of_a_name() {
        let mut out = Vec::new();
        json(&[organisation("=1", "")], &mut out).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(read, serde_json::json!({ "organisations": [{ "name": "=1", "kind": "sport-club" }] }));
    }
}
