//! The import as an officer meets it: real shapes of files, everything that can be wrong with them, and noise.

use glasno_model::Currency;

use super::*;

mod beside;
mod beside_refused;
mod currencies;
mod ebk_files;
mod lines_files;
mod malformed;
mod noise;
mod sample;
mod workbook;

/// The header of the layout `ebk` with its own names.
const EBK: &str = "function_code,function_name,activity_code,activity_name,state_personnel,state_operating,state_capital,\
                   state_total,local_personnel,local_operating,local_capital,local_total,topup_personnel,\
                   topup_operating,topup_capital,topup_total,total\n";

fn into_euro() -> Options {
    Options::new(Some(Currency::EUR))
}

fn read_ebk(rows: &str, options: &Options) -> Result<Imported, Vec<ImportError>> {
    import("annex.csv", format!("{EBK}{rows}").as_bytes(), options)
}

/// The amounts of all lines by their ids, in minor units.
fn amounts(imported: &Imported) -> Vec<(&str, i64)> {
    imported.draft.lines.iter().map(|line| (line.id.as_str(), line.amount.minor())).collect()
}
