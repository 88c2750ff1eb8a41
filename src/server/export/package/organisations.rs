//! The register of participating organisations in the package.

use glasno_model::ways::OrganisationDocument;
use glasno_tally::package::{Csv, organisations};

use crate::export::defuse;

/// The table, sorted by name as the register is.
pub(super) fn csv(organisations: &[OrganisationDocument]) -> String {
    let table = organisations::table();
    let mut csv = Csv::new(table.header());
    for organisation in organisations {
        let (name, area) = (defuse::csv_cell(&organisation.name), defuse::csv_cell(&organisation.area));
        csv.row([&*name, organisation.kind.code(), &*area]);
    }
    csv.take()
}
