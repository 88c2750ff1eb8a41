//! The sheet that tells what the columns mean, in the reader's language.

use glasno_model::draft::PastKind;
use glasno_words::server::Word;
use glasno_words::{Language, Speak as _};
use rust_xlsxwriter::Workbook;

use super::budget;
use super::sheets::{Column, Sheets};
use crate::export::{ExportError, Frame};

mod choices;

/// Sheet, column, meaning, unit.
pub(super) fn columns(language: Language) -> Vec<Column> {
    [
        (Word::ExportDictionarySheet, 22),
        (Word::ExportDictionaryColumn, 20),
        (Word::ExportDictionaryMeaning, 100),
        (Word::ExportDictionaryUnit, 22),
    ]
    .into_iter()
    .map(|(header, width)| Column::new(header.text(language), width))
    .collect()
}

/// Writes a row for every column of the other sheets, and the two things that hold for all. `more` are the sheets that
/// not every workbook has.
pub(super) fn write(
    frame: &Frame,
    more: &[Word],
    workbook: &mut Workbook,
    sheet: &mut Sheets,
) -> Result<(), ExportError> {
    let mut page = Page { language: frame.language, workbook, sheet };
    page.submissions(frame)?;
    page.budget_lines(frame)?;
    page.comments()?;
    if more.contains(&Word::ExportSheetAnswers) {
        page.answers()?;
    }
    if more.contains(&Word::ExportSheetClarity) {
        page.clarity()?;
    }
    if frame.organisations.is_some() {
        page.organisations()?;
        page.row(None, "", Word::ExportNoteOrganisations.text(frame.language), "")?;
    }
    page.row(None, "", Word::ExportNoteDraftRows.text(frame.language), "")?;
    page.row(None, "", Word::ExportNoteDefused.text(frame.language), "")
}

struct Page<'a> {
    language: Language,
    workbook: &'a mut Workbook,
    sheet: &'a mut Sheets,
}

impl Page<'_> {
    fn submissions(&mut self, frame: &Frame) -> Result<(), ExportError> {
        let before = [
            (Word::ExportColumnSubmission, Word::ExportUnitCode),
            (Word::ExportColumnVersion, Word::ExportUnitNumber),
            (Word::ExportColumnChannel, Word::ExportUnitCode),
            (Word::ExportColumnReceived, Word::ExportUnitDate),
            (Word::ExportColumnLanguage, Word::ExportUnitCode),
            (Word::ExportColumnDraftVersion, Word::ExportUnitNumber),
            (Word::ExportColumnCurrency, Word::ExportUnitCode),
        ];
        let after = [
            (Word::ExportColumnCommentWhole, Word::ExportUnitText),
            (Word::ExportColumnLineComments, Word::ExportUnitNumber),
        ];
        let mut headers = frame.wide_header();
        let words = |page: &mut Self, header: Option<String>, (meaning, unit): (Word, Word)| {
            let sheet = Some(Word::ExportSheetSubmissions);
            page.row(
                sheet,
                &header.unwrap_or_default(),
                meaning.text(page.language),
                unit.text(page.language),
            )
        };
        for entry in before {
            words(self, headers.next(), entry)?;
        }
        for line in &frame.lines {
            let meaning = Word::ExportColumnLineAmount.say(self.language, &[("name", frame.name(line))]);
            let header = headers.next().unwrap_or_default();
            let currency = frame.consultation.currency;
            self.row(Some(Word::ExportSheetSubmissions), &header, &meaning, currency.code())?;
        }
        for entry in after {
            words(self, headers.next(), entry)?;
        }
        self.choices(frame, &mut headers)
    }

    fn budget_lines(&mut self, frame: &Frame) -> Result<(), ExportError> {
        let language = self.language;
        let (text, code) = (Word::ExportUnitText.text(language), Word::ExportUnitCode.text(language));
        let money = frame.consultation.currency.code().to_owned();
        let sheet = Some(Word::ExportSheetLines);
        let number = Word::ExportUnitNumber.text(language);
        self.row(sheet, "draft_version", Word::ExportColumnDraftVersion.text(language), number)?;
        self.row(sheet, "line", Word::ExportColumnLine.text(language), code)?;
        self.row(sheet, "function", Word::ExportColumnFunction.text(language), text)?;
        self.row(sheet, "code", Word::ExportColumnCode.text(language), code)?;
        for written in budget::languages(frame) {
            let meaning = Word::ExportColumnName.say(language, &[("language", written.tag())]);
            self.row(sheet, &budget::name_header(written), &meaning, text)?;
        }
        self.row(sheet, "who_decides", Word::ExportColumnWhoDecides.text(language), text)?;
        self.row(sheet, "amount", Word::ExportColumnAmount.text(language), &money)?;
        self.row(sheet, "currency", Word::ExportColumnCurrency.text(language), code)?;
        let source = frame.drafts.last().map_or(String::new(), |draft| draft.source.currency.to_string());
        self.row(sheet, "source_amount", Word::ExportColumnSourceAmount.text(language), &source)?;
        self.row(sheet, "source_currency", Word::ExportColumnSourceCurrency.text(language), code)?;
        self.row(sheet, "min", Word::ExportColumnMin.text(language), &money)?;
        self.row(sheet, "max", Word::ExportColumnMax.text(language), &money)?;
        for (year, kind) in budget::pasts(frame) {
            let word = match kind {
                PastKind::Adopted => Word::ExportColumnAdopted,
                PastKind::Revised => Word::ExportColumnRevised,
                PastKind::Reported => Word::ExportColumnReported,
            };
            let meaning = word.say(language, &[("year", &year.to_string())]);
            self.row(sheet, &budget::past_header((year, kind)), &meaning, &money)?;
        }
        Ok(())
    }

    fn comments(&mut self) -> Result<(), ExportError> {
        let rows = [
            ("submission", Word::ExportColumnSubmission, Word::ExportUnitCode),
            ("line", Word::ExportColumnCommentLine, Word::ExportUnitCode),
            ("line_name", Word::ExportColumnLineName, Word::ExportUnitText),
            ("comment", Word::ExportColumnComment, Word::ExportUnitText),
            ("language", Word::ExportColumnLanguage, Word::ExportUnitCode),
        ];
        self.sheet_of(Word::ExportSheetComments, rows)
    }

    fn organisations(&mut self) -> Result<(), ExportError> {
        let rows = [
            ("name", Word::ExportColumnOrganisationName, Word::ExportUnitText),
            ("type", Word::ExportColumnOrganisationKind, Word::ExportUnitCode),
            ("area", Word::ExportColumnOrganisationArea, Word::ExportUnitText),
        ];
        self.sheet_of(Word::ExportSheetOrganisations, rows)
    }

    fn sheet_of<const N: usize>(
        &mut self,
        sheet: Word,
        rows: [(&str, Word, Word); N],
    ) -> Result<(), ExportError> {
        rows.into_iter().try_for_each(|(header, meaning, unit)| {
            self.row(Some(sheet), header, meaning.text(self.language), unit.text(self.language))
        })
    }

    fn row(
        &mut self,
        sheet: Option<Word>,
        header: &str,
        meaning: &str,
        unit: &str,
    ) -> Result<(), ExportError> {
        self.sheet.next_row(self.workbook)?;
        self.sheet.text(sheet.map_or("", |sheet| sheet.text(self.language)))?;
        self.sheet.text(header)?;
        self.sheet.text(meaning)?;
        self.sheet.text(unit)
    }
}
