//! What is wrong with a file, and where.

use glasno_model::{Amount, Currency};
use serde::Serialize;

mod say;
pub(super) use say::money;

/// The most errors that are listed at once; one more entry says how many there are beyond.
pub const MOST_ERRORS: usize = 100;

/// One thing that is wrong: where, what stands there, and through [`ImportError::say`] what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportError {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: Kind,
}

/// A place in the file; all of it empty where the file as a whole is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The sheet of a workbook; a CSV file has none.
    pub sheet: Option<Box<str>>,
    /// The row as the spreadsheet shows it, from 1.
    pub row: Option<u32>,
    /// The column.
    pub column: Option<Column>,
}

/// A column by its letter and by what its header says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// `A`, `B`, … `AA`.
    pub letter: Box<str>,
    /// What the header says; empty where no header was found.
    pub name: Box<str>,
}

impl Column {
    pub(super) fn at(index: usize) -> Self {
        Self { letter: letters(index), name: Box::default() }
    }

    pub(super) fn named(index: usize, name: &str) -> Self {
        Self { letter: letters(index), name: name.into() }
    }
}

/// The letters of a column counted from 0, as spreadsheets have them: `A` … `Z`, `AA` ….
fn letters(index: usize) -> Box<str> {
    let mut rest = index + 1;
    let mut name = Vec::new();
    while rest > 0 {
        rest -= 1;
        name.extend(('A'..='Z').nth(rest % 26));
        rest /= 26;
    }
    name.into_iter().rev().collect()
}

/// What can be wrong. `found` is always what stands in the cell.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named like what they hold, and each variant is explained")]
pub enum Kind {
    // --- the file ---
    /// There is nothing in it.
    EmptyFile,
    /// More than 32 MB.
    FileTooLarge,
    /// Neither text nor a workbook.
    NotASpreadsheet,
    /// The old `.xls`.
    OldExcel,
    /// A workbook behind a password.
    Protected,
    /// A document of another kind: text, `OpenDocument`, binary workbook.
    OtherOfficeFile,
    /// A workbook that cannot be read, with the cause.
    Damaged(String),
    /// A small file that unfolds to hundreds of megabytes.
    UnfoldsTooFar,
    /// More than 200,000 rows.
    TooManyRows,
    /// More than 200 columns.
    TooManyColumns,
    /// More than 4,000,000 cells.
    TooManyCells,
    /// A text of more than 32,767 characters.
    CellTooLong,
    /// A quotation mark that is never closed.
    OpenQuote,

    // --- the header ---
    /// No row among the first twenty names the columns of a layout that we know.
    NoHeader,
    /// It is about revenue; expenditure is expected.
    Revenue,
    /// This column is needed.
    MissingColumn(String),
    /// The same column stands at `first` already.
    DuplicateColumn { first: Box<str> },
    /// The title says that the amounts are in thousands.
    InThousands { found: String },
    /// The title names two currencies.
    UnclearCurrency { first: String, second: String },
    /// No law fixes a rate between these.
    NoConversion { from: Currency, into: Currency },
    /// A header, and no line under it.
    NoLines,
    /// Two sheets have names for the same table.
    SheetTwice { first: String, second: String },
    /// A file was given for a sheet that we do not know.
    UnknownSheet(String),
    /// The sheet's name says what it is about, and none of its first rows names the columns for that.
    NoSheetHeader { needed: String },
    /// More rows than a draft may have of this kind.
    TooManyEntries { at_most: usize },

    // --- amounts ---
    /// Not an amount.
    NotAnAmount(String),
    /// A comma or point that may part thousands or decimals.
    UnclearAmount(String),
    /// More decimals than the currency has.
    TooManyDecimals { found: String, decimals: usize },
    /// Beyond what can be held.
    AmountTooLarge(String),
    /// The cell names another currency.
    OtherCurrency { found: String, expected: Currency },
    /// A formula ended in an error.
    FormulaFault(String),
    /// A formula without its value.
    FormulaWithoutValue,
    /// There must be an amount.
    NoAmount,
    /// A sum that the file prints is not the sum of its parts.
    WrongSum { sum: Sum, printed: Amount, computed: Amount, currency: Currency },

    // --- the layout `ebk` ---
    /// Money in a row that has no activity code and is no total.
    NoCode,
    /// Not the code of an activity.
    BadCode(String),
    /// Not a function from 1 to 9.
    BadFunction(String),
    /// The row's function is not the one of its activity code.
    OtherFunction { function: u8, code: String },
    /// The activity stands in an earlier row already.
    DuplicateActivity { code: String, first_row: u32 },
    /// No name, and none that we know.
    NoName,
    /// A total of which nobody can tell what it sums.
    UnclearTotal,

    // --- the layout `lines` ---
    /// No id.
    NoId,
    /// Not an id.
    BadId(String),
    /// The id stands in an earlier row already.
    DuplicateId { found: String, first_row: u32 },
    /// No row has this id.
    UnknownParent(String),
    /// Following the parents leads round in a circle.
    ParentLoop(String),
    /// Not one of the words for who decides.
    BadDiscretion(String),
    /// Not a currency code.
    BadCurrency(String),
    /// Another currency than the rest of the file.
    MixedCurrencies { found: String, expected: Currency },
    /// The amount is outside the row's own bounds.
    OutsideBounds,
    /// An amount of the year before, and nobody knows which figure of it.
    WhichPast,

    // --- what stands beside the lines ---
    /// A text, a name or a code is longer than anybody would read.
    TextTooLong { at_most: usize },
    /// The amount must be more than nothing.
    NotPositive,
    /// There must be an amount other than nothing.
    NothingChanged,
    /// A line of spending has this id already.
    IdOfALine(String),
    /// The other half of a pair of cells is missing: the unit's name or its price.
    HalfUnit,
    /// No line, no line of revenue or no area is called that.
    UnknownReference(String),
    /// Several lines have this code.
    AmbiguousReference { found: String, candidates: String },
    /// The row does not say what it is about.
    NoReference,
    /// Not a whole percent that a change can reach.
    BadPercent(String),
    /// The same in an earlier row already.
    DuplicateEntry { found: String, first_row: u32 },
    /// Not one of the words for what an area is there for.
    BadAreaKind(String),
    /// There must be a text.
    NoText,

    /// So many more errors.
    More(usize),
}

/// Which sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sum {
    /// What one payer gives to an activity.
    Payer,
    /// All of an activity's row.
    Row,
    /// A function's total, by its number.
    Function(u8),
    /// The total of the whole file.
    Grand,
    /// A group's total in the layout `lines`, by its id.
    Group(String),
    /// The total of all revenue.
    Revenue,
    /// The total that the officer expects.
    Expected,
}

/// Collects what is wrong, so that an officer sees all of it at once.
#[derive(Debug, Default)]
pub(super) struct Errors {
    list: Vec<ImportError>,
    beyond: usize,
}

impl Errors {
    pub(super) fn push(&mut self, place: Place, kind: Kind) {
        self.add(ImportError { place, kind });
    }

    pub(super) fn add(&mut self, error: ImportError) {
        if self.list.len() < MOST_ERRORS {
            self.list.push(error);
        } else {
            self.beyond += 1;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The errors, if there are any.
    pub(super) fn check(self) -> Result<(), Vec<ImportError>> {
        let mut list = self.list;
        if self.beyond > 0 {
            list.push(ImportError { place: Place::default(), kind: Kind::More(self.beyond) });
        }
        if list.is_empty() { Ok(()) } else { Err(list) }
    }
}
