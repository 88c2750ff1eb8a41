//! `results.xlsx`: the tables for a spreadsheet, from the same cells as the CSV files.

use std::io::{Seek as _, Write};

use glasno_tally::package::{Kind, Rows, Table};
use glasno_words::{Language, Speak as _, server::Word};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::export::{
    ExportError,
    xlsx::{
        Limits,
        sheets::{Column, Sheets},
    },
};

/// The workbook while it is being made. Rows go to temporary files.
pub(super) struct Book {
    workbook: Workbook,
    money: Format,
    sheets: Vec<Worksheet>,
}

impl Book {
    /// A workbook without sheets, its money with the decimals of the currency.
    pub fn begin(minor_units: i64) -> Self {
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(1);
        let money = Format::new().set_num_format(match minor_units {
            1 => "#,##0",
            1000 => "#,##0.000",
            _ => "#,##0.00",
        });
        Self { workbook, money, sheets: Vec::new() }
    }

    /// Adds a whole table.
    pub fn table(&mut self, table: &Table, csv: &str, language: Language) -> Result<(), ExportError> {
        let mut sheet = self.sheet(table, language)?;
        let mut rows = Rows::new(csv.as_bytes());
        let not_ours = |error: glasno_tally::package::RowsError| {
            ExportError::NotCountable(format!("{}: {error}", table.file()))
        };
        rows.header(table.header()).map_err(not_ours)?;
        while let Some(row) = rows.next().map_err(not_ours)? {
            self.row(&mut sheet, table, row.iter())?;
        }
        self.end(sheet)
    }

    /// Begins a sheet, to which rows are added one by one.
    pub fn sheet(&mut self, table: &Table, language: Language) -> Result<Sheets, ExportError> {
        let columns = table.columns.iter().map(|column| match column.kind {
            Kind::Money => Column::money(column.name.clone(), &self.money),
            Kind::Text => Column::new(column.name.clone(), 60),
            Kind::Code => Column::new(column.name.clone(), 20),
            Kind::Whole | Kind::Decimal | Kind::Year | Kind::Flag => Column::new(column.name.clone(), 12),
        });
        let title = title(table.name).map_or(table.name, |word| word.text(language));
        Sheets::begin(&mut self.workbook, Limits::EXCEL, title, columns.collect())
    }

    /// Adds a row.
    pub fn row<'c>(
        &mut self,
        sheet: &mut Sheets,
        table: &Table,
        cells: impl Iterator<Item = &'c str>,
    ) -> Result<(), ExportError> {
        sheet.next_row(&mut self.workbook)?;
        for (cell, column) in cells.zip(&table.columns) {
            // The decimal's nearest double is the number that a spreadsheet makes of the typed decimal.
            match cell.parse::<f64>() {
                _ if cell.is_empty() => sheet.skip(),
                Ok(number) if column.kind.is_number() => sheet.number(number)?,
                _ => sheet.defused(cell)?,
            }
        }
        Ok(())
    }

    /// Ends a sheet.
    pub fn end(&mut self, sheet: Sheets) -> Result<(), ExportError> {
        self.sheets.extend(sheet.finish()?);
        Ok(())
    }

    /// Writes the workbook.
    pub fn finish(mut self, out: &mut impl Write) -> Result<(), ExportError> {
        for sheet in self.sheets {
            self.workbook.push_worksheet(sheet);
        }
        let mut file = tempfile::tempfile()?;
        self.workbook.save_to_writer(&mut file)?;
        file.rewind()?;
        std::io::copy(&mut file, out)?;
        Ok(())
    }
}

fn title(table: &str) -> Option<Word> {
    match table {
        "lines" => Some(Word::ExportSheetLines),
        "comments" => Some(Word::ExportSheetComments),
        "results_lines" => Some(Word::PackageSheetResults),
        "results_projects" => Some(Word::PackageSheetProjects),
        "breakdowns" => Some(Word::PackageSheetBreakdowns),
        "organisations" => Some(Word::ExportSheetOrganisations),
        _ => None,
    }
}
