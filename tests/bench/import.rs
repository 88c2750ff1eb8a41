//! How long the import of the sample takes, from the command to its end.

use std::time::Instant;

use anyhow::{Result, bail};
use glasno_tests::support::{Installation, SLUG, fixture};

use crate::{
    Effort,
    report::{Report, median},
};

/// Imports several times; the one in the middle counts.
///
/// # Errors
/// When it is refused.
pub fn measure(report: &mut Report, effort: Effort) -> Result<()> {
    let installation = Installation::with_consultation();
    let file = fixture("sample-budget.xlsx");
    let mut seconds = Vec::new();
    for _ in 0..if effort == Effort::Quick { 3 } else { 11 } {
        let begun = Instant::now();
        let output = installation.glasno([
            "import".as_ref(),
            file.as_os_str(),
            "--consultation".as_ref(),
            SLUG.as_ref(),
        ]);
        seconds.push(begun.elapsed().as_secs_f64());
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr));
        }
    }
    report.at_most("import of the sample workbook", median(seconds), "s", 0.2);
    Ok(())
}
