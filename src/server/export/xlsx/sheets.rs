//! One table over as many sheets as it needs.

use glasno_model::{Amount, Currency};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use super::Limits;
use crate::export::{ExportError, defuse};

/// A column as it looks.
#[derive(Debug, Clone)]
pub(in crate::export) struct Column {
    header: String,
    /// In letters, as spreadsheets measure it.
    width: u16,
    format: Option<Format>,
}

impl Column {
    /// A column of texts or counts.
    pub fn new(header: impl Into<String>, width: u16) -> Self {
        Self { header: header.into(), width, format: None }
    }

    /// A column of money.
    pub fn money(header: impl Into<String>, format: &Format) -> Self {
        Self { header: header.into(), width: 16, format: Some(format.clone()) }
    }
}

/// A table. Where a sheet is full the next one begins, with the same header and a number after its title.
pub(in crate::export) struct Sheets {
    title: String,
    columns: Vec<Column>,
    limits: Limits,
    full: Vec<Worksheet>,
    current: Worksheet,
    row: u32,
    column: u16,
    rows: u64,
    bytes: u64,
}

impl Sheets {
    pub fn begin(
        workbook: &mut Workbook,
        limits: Limits,
        title: &str,
        columns: Vec<Column>,
    ) -> Result<Self, ExportError> {
        if columns.len() > usize::from(limits.columns) {
            return Err(ExportError::TooManyColumns {
                found: columns.len(),
                at_most: usize::from(limits.columns),
            });
        }
        let current = begin_sheet(workbook, title, &columns)?;
        let title = title.to_owned();
        Ok(Self { title, columns, limits, full: Vec::new(), current, row: 0, column: 0, rows: 0, bytes: 0 })
    }

    /// Begins the next row, on the next sheet where this one is full.
    pub fn next_row(&mut self, workbook: &mut Workbook) -> Result<(), ExportError> {
        if self.row + 1 >= self.limits.rows {
            let title = format!("{} {}", self.title, self.full.len() + 2);
            let next = begin_sheet(workbook, &title, &self.columns)?;
            self.full.push(core::mem::replace(&mut self.current, next));
            self.row = 0;
        }
        self.row += 1;
        self.rows += 1;
        self.column = 0;
        Ok(())
    }

    /// A text, never a formula; defused all the same, since the sheet may be saved as CSV.
    pub fn text(&mut self, text: &str) -> Result<(), ExportError> {
        if !text.is_empty() {
            let text = defuse::cell(text);
            self.bytes += text.len() as u64;
            self.current.write_string(self.row, self.column, text)?;
        }
        self.skip();
        Ok(())
    }

    /// A text that was defused before.
    pub fn defused(&mut self, text: &str) -> Result<(), ExportError> {
        self.bytes += text.len() as u64;
        self.current.write_string(self.row, self.column, text)?;
        self.skip();
        Ok(())
    }

    /// A number.
    pub fn number(&mut self, number: f64) -> Result<(), ExportError> {
        self.current.write_number(self.row, self.column, number)?;
        self.skip();
        Ok(())
    }

    /// A whole number; as text where a spreadsheet could not show each digit.
    pub fn whole(&mut self, number: i64) -> Result<(), ExportError> {
        const EXACT: u64 = 1 << 53;
        if number.unsigned_abs() > EXACT {
            return self.text(&number.to_string());
        }
        #[expect(clippy::cast_precision_loss, reason = "at most 2^53: the double is exact")]
        self.number(number as f64)
    }

    /// Money in units of its currency; an empty cell where there is none.
    pub fn money(&mut self, amount: Option<Amount>, currency: Currency) -> Result<(), ExportError> {
        if let Some(amount) = amount {
            return self.number(units(amount, currency.minor_units()));
        }
        self.skip();
        Ok(())
    }

    /// An empty cell. Every cell counts some 64 bytes in the estimate of the sheet's size.
    pub fn skip(&mut self) {
        self.column += 1;
        self.bytes += 64;
    }

    /// How many rows there are below the headers.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// About how many bytes the largest of the sheets will have before compression, or more.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The sheets in their order.
    pub fn finish(mut self) -> Result<Vec<Worksheet>, ExportError> {
        if let Some(last) = self.columns.len().checked_sub(1).and_then(|last| u16::try_from(last).ok()) {
            self.current.autofilter(0, 0, self.row, last)?;
            for sheet in &mut self.full {
                sheet.autofilter(0, 0, self.limits.rows - 1, last)?;
            }
        }
        self.full.push(self.current);
        Ok(self.full)
    }
}

fn begin_sheet(workbook: &mut Workbook, title: &str, columns: &[Column]) -> Result<Worksheet, ExportError> {
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(0x00E8_EEF4))
        .set_border_bottom(FormatBorder::Thin);
    let mut sheet = workbook.new_worksheet_with_constant_memory()?;
    sheet.set_name(title)?;
    sheet.set_freeze_panes(1, 1)?;
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width(at, column.width)?;
        if let Some(format) = &column.format {
            sheet.set_column_format(at, format)?;
        }
        sheet.write_string_with_format(0, at, defuse::cell(&column.header), &head)?;
    }
    Ok(sheet)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "both numbers are below 2^53 and exact; the quotient is the double nearest to the decimal"
)]
fn units(amount: Amount, minor_units: i64) -> f64 {
    amount.minor() as f64 / minor_units as f64
}
