//! Errors in the reader's language: where, what stands there, what was expected.

use glasno_model::{Amount, Currency};
use glasno_words::server::Word;
use glasno_words::{Language, Speak as _, form};

use super::{ImportError, Kind, MOST_ERRORS, Place, Sum};
use crate::import::book::sheet_names;
use crate::import::read::{MAX_BYTES, MAX_CELL_CHARACTERS, MAX_CELLS, MAX_COLUMNS, MAX_ROWS};

/// The longest piece of a cell that is repeated in a sentence, in characters.
const MOST_SHOWN: usize = 60;

impl ImportError {
    /// The whole sentence: the place, then what is wrong and what to do.
    pub fn say(&self, language: Language) -> String {
        let place = self.place.say(language);
        let what = self.kind.say(language);
        if place.is_empty() { what } else { format!("{place}: {what}") }
    }
}

impl Place {
    /// The place in words; empty for the file as a whole.
    pub fn say(&self, language: Language) -> String {
        let row = self.row.map(|row| row.to_string());
        let mut parts = Vec::new();
        if let Some(sheet) = &self.sheet {
            parts.push(Word::ImportPlaceSheet.say(language, &[("sheet", sheet)]));
        }
        if let Some(row) = &row {
            parts.push(Word::ImportPlaceRow.say(language, &[("row", row)]));
        }
        if let Some(column) = &self.column {
            let values = [("letter", &*column.letter), ("name", &shown(&column.name))];
            let word = if column.name.is_empty() { Word::ImportPlaceLetter } else { Word::ImportPlaceColumn };
            parts.push(word.say(language, &values));
        }
        parts.join(", ")
    }
}

impl Kind {
    /// What is wrong, and what was expected.
    pub fn say(&self, language: Language) -> String {
        use Word as W;
        let plain = |word: Word| word.say(language, &[]);
        let found = |word: Word, found: &str| word.say(language, &[("found", &shown(found))]);
        let number = |word: Word, limit: &str| word.say(language, &[("limit", limit)]);
        match self {
            Self::EmptyFile => plain(W::ImportEmptyFile),
            Self::FileTooLarge => number(W::ImportFileTooLarge, &(MAX_BYTES / 1024 / 1024).to_string()),
            Self::NotASpreadsheet => plain(W::ImportNotASpreadsheet),
            Self::OldExcel => plain(W::ImportOldExcel),
            Self::Protected => plain(W::ImportProtected),
            Self::OtherOfficeFile => plain(W::ImportOtherOfficeFile),
            Self::Damaged(cause) => W::ImportDamaged.say(language, &[("cause", &shown(cause))]),
            Self::UnfoldsTooFar => plain(W::ImportUnfoldsTooFar),
            Self::TooManyRows => number(W::ImportTooManyRows, &MAX_ROWS.to_string()),
            Self::TooManyColumns => number(W::ImportTooManyColumns, &MAX_COLUMNS.to_string()),
            Self::TooManyCells => number(W::ImportTooManyCells, &MAX_CELLS.to_string()),
            Self::CellTooLong => number(W::ImportCellTooLong, &MAX_CELL_CHARACTERS.to_string()),
            Self::OpenQuote => plain(W::ImportOpenQuote),
            Self::NoHeader => plain(W::ImportNoHeader),
            Self::Revenue => plain(W::ImportRevenue),
            Self::MissingColumn(name) => W::ImportMissingColumn.say(language, &[("name", name)]),
            Self::DuplicateColumn { first } => W::ImportDuplicateColumn.say(language, &[("first", first)]),
            Self::InThousands { found: title } => found(W::ImportInThousands, title),
            Self::UnclearCurrency { first, second } => {
                W::ImportUnclearCurrency.say(language, &[("first", first), ("second", second)])
            }
            Self::NoConversion { from, into } => {
                W::ImportNoConversion.say(language, &[("from", from.code()), ("into", into.code())])
            }
            Self::NoLines => plain(W::ImportNoLines),
            Self::SheetTwice { first, second } => {
                W::ImportSheetTwice.say(language, &[("first", &shown(first)), ("second", &shown(second))])
            }
            Self::UnknownSheet(text) => {
                W::ImportUnknownSheet.say(language, &[("found", &shown(text)), ("known", &sheet_names())])
            }
            Self::NoSheetHeader { needed } => W::ImportNoSheetHeader.say(language, &[("needed", needed)]),
            Self::TooManyEntries { at_most } => number(W::ImportTooManyEntries, &at_most.to_string()),
            Self::NotAnAmount(text) => found(W::ImportNotAnAmount, text),
            Self::UnclearAmount(text) => found(W::ImportUnclearAmount, text),
            Self::TooManyDecimals { found, decimals } => W::ImportTooManyDecimals
                .say(language, &[("found", &shown(found)), ("decimals", &decimals.to_string())]),
            Self::AmountTooLarge(text) => found(W::ImportAmountTooLarge, text),
            Self::OtherCurrency { found, expected } => W::ImportOtherCurrency
                .say(language, &[("found", &shown(found)), ("expected", expected.code())]),
            Self::FormulaFault(text) => found(W::ImportFormulaFault, text),
            Self::FormulaWithoutValue => plain(W::ImportFormulaWithoutValue),
            Self::NoAmount => plain(W::ImportNoAmount),
            Self::WrongSum { sum, printed, computed, currency } => {
                wrong_sum(sum, *printed, *computed, *currency, language)
            }
            Self::NoCode => plain(W::ImportNoCode),
            Self::BadCode(text) => found(W::ImportBadCode, text),
            Self::BadFunction(text) => found(W::ImportBadFunction, text),
            Self::OtherFunction { function, code } => W::ImportOtherFunction
                .say(language, &[("function", &function.to_string()), ("code", &shown(code))]),
            Self::DuplicateActivity { code, first_row } => W::ImportDuplicateActivity
                .say(language, &[("code", &shown(code)), ("row", &first_row.to_string())]),
            Self::NoName => plain(W::ImportNoName),
            Self::UnclearTotal => plain(W::ImportUnclearTotal),
            Self::NoId => plain(W::ImportNoId),
            Self::BadId(text) => found(W::ImportBadId, text),
            Self::DuplicateId { found, first_row } => W::ImportDuplicateId
                .say(language, &[("found", &shown(found)), ("row", &first_row.to_string())]),
            Self::UnknownParent(text) => found(W::ImportUnknownParent, text),
            Self::ParentLoop(text) => found(W::ImportParentLoop, text),
            Self::BadDiscretion(text) => found(W::ImportBadDiscretion, text),
            Self::BadCurrency(text) => found(W::ImportBadCurrency, text),
            Self::MixedCurrencies { found, expected } => W::ImportMixedCurrencies
                .say(language, &[("found", &shown(found)), ("expected", expected.code())]),
            Self::OutsideBounds => plain(W::ImportOutsideBounds),
            Self::WhichPast => plain(W::ImportWhichPast),
            Self::TextTooLong { at_most } => number(W::ImportCellTooLong, &at_most.to_string()),
            Self::NotPositive => plain(W::ImportNotPositive),
            Self::NothingChanged => plain(W::ImportNothingChanged),
            Self::IdOfALine(text) => found(W::ImportIdOfALine, text),
            Self::HalfUnit => plain(W::ImportHalfUnit),
            Self::UnknownReference(text) => found(W::ImportUnknownReference, text),
            Self::AmbiguousReference { found, candidates } => W::ImportAmbiguousReference
                .say(language, &[("found", &shown(found)), ("candidates", &shown(candidates))]),
            Self::NoReference => plain(W::ImportNoReference),
            Self::BadPercent(text) => found(W::ImportBadPercent, text),
            Self::DuplicateEntry { found, first_row } => W::ImportDuplicateEntry
                .say(language, &[("found", &shown(found)), ("row", &first_row.to_string())]),
            Self::BadAreaKind(text) => found(W::ImportBadAreaKind, text),
            Self::NoText => plain(W::ImportNoText),
            Self::More(count) => {
                let sentence = form(W::ImportMore.text(language), if *count == 1 { "one" } else { "other" });
                glasno_words::fill(
                    sentence,
                    &[("n", &count.to_string()), ("shown", &MOST_ERRORS.to_string())],
                )
            }
        }
    }
}

fn wrong_sum(sum: &Sum, printed: Amount, computed: Amount, currency: Currency, language: Language) -> String {
    let what = match sum {
        Sum::Payer => Word::ImportSumPayer.say(language, &[]),
        Sum::Row => Word::ImportSumRow.say(language, &[]),
        Sum::Function(function) => Word::ImportSumFunction.say(language, &[("n", &function.to_string())]),
        Sum::Grand => Word::ImportSumGrand.say(language, &[]),
        Sum::Group(id) => Word::ImportSumGroup.say(language, &[("id", &shown(id))]),
        Sum::Revenue => Word::ImportSumRevenue.say(language, &[]),
        Sum::Expected => Word::ImportSumExpected.say(language, &[]),
    };
    // Amounts lie below 2⁵³, so their difference always fits.
    let difference = printed.minor() - computed.minor();
    Word::ImportWrongSum.say(
        language,
        &[
            ("sum", &what),
            ("printed", &money(printed.minor(), currency, language)),
            ("computed", &money(computed.minor(), currency, language)),
            ("difference", &money(difference, currency, language)),
            ("currency", currency.code()),
        ],
    )
}

/// Enough of a cell to find it again, on one line, without what would move a terminal's cursor.
fn shown(text: &str) -> String {
    let mut letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut shown: String = letters.by_ref().take(MOST_SHOWN).collect();
    if letters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// An amount as the language writes it, without its currency: `−1 234,50`, `-1,234.50`. The command line has no `Intl`.
pub(in crate::import) fn money(minor: i64, currency: Currency, language: Language) -> String {
    let (thousands, point, minus) = match language {
        Language::Bg => ('\u{a0}', ',', '−'),
        Language::En => (',', '.', '-'),
    };
    let unit = currency.minor_units().unsigned_abs();
    let (whole, rest) = (minor.unsigned_abs() / unit, minor.unsigned_abs() % unit);
    let digits = whole.to_string();
    let mut text = String::new();
    if minor < 0 {
        text.push(minus);
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(thousands);
        }
        text.push(digit);
    }
    let decimals = crate::import::number::decimals(currency);
    if decimals > 0 {
        return format!("{text}{point}{rest:0decimals$}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Column;

    #[test]
    fn an_officer_reads_where_what_and_how_much() {
        let error = ImportError {
            place: Place {
                sheet: Some("Разходи".into()),
                row: Some(7),
                column: Some(Column { letter: "H".into(), name: "state_total".into() }),
            },
            kind: Kind::WrongSum {
                sum: Sum::Payer,
                printed: Amount::from_minor(123_456_700).unwrap(),
                computed: Amount::from_minor(123_456_750).unwrap(),
                currency: Currency::BGN,
            },
        };
        assert_eq!(
            error.say(Language::En),
            "Sheet “Spending”, row 7, column H (state_total)".replace("Spending", "Разходи")
                + ": The total of this payer does not add up: printed 1,234,567.00, computed 1,234,567.50, difference \
                   -0.50 BGN. Correct the amounts or the total."
        );
        assert!(error.say(Language::Bg).contains("разлика −0,50 BGN"), "{}", error.say(Language::Bg));
    }

    #[test]
    fn a_cell_cannot_flood_the_message() {
        let said = Kind::NotAnAmount(format!("a\u{1b}[2J{}", "x".repeat(5000))).say(Language::Bg);
        assert!(said.chars().count() < 300 && !said.contains('\u{1b}'));
    }
}
