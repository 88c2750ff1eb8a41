//! The sheet of participating organisations. No column leads to a submission, and the rows are sorted by name.

use glasno_words::{Speak as _, server::Word};
use rust_xlsxwriter::Workbook;

use super::Limits;
use super::sheets::{Column, Sheets};
use crate::export::{ExportError, Frame, organisations::COLUMNS};

/// The sheet; nothing where no register is kept.
pub(super) fn sheets(frame: &Frame, workbook: &mut Workbook) -> Result<Option<Sheets>, ExportError> {
    let Some(organisations) = &frame.organisations else { return Ok(None) };
    let title = Word::ExportSheetOrganisations.text(frame.language);
    let columns = COLUMNS.into_iter().zip([60, 16, 40]).map(|(header, width)| Column::new(header, width));
    let mut sheets = Sheets::begin(workbook, Limits::EXCEL, title, columns.collect())?;
    for organisation in organisations {
        sheets.next_row(workbook)?;
        sheets.text(&organisation.name)?;
        sheets.text(organisation.kind.code())?;
        sheets.text(&organisation.area)?;
    }
    Ok(Some(sheets))
}
