//! What an import found, for the officer to check before it counts.

use glasno_model::draft::PastKind;
use glasno_model::{Amount, Currency, Discretion};
use serde::Serialize;

use super::{Column, CurrencyReason, Layout, Place};

mod say;

/// What an import found. Amounts are in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The layout that was read; a draft of projects alone has none.
    pub layout: Option<Layout>,
    /// The sheet that was read; a CSV file has none.
    pub sheet: Option<Box<str>>,
    /// How many lines the draft has.
    pub lines: usize,
    /// How many groups, on all levels.
    pub groups: usize,
    /// How many activities the file has (layout `ebk`), those without money included.
    pub activities: Option<usize>,
    /// How many of them have no money at all and make no line.
    pub activities_without_money: Option<usize>,
    /// How many of them more than one payer pays for.
    pub activities_with_several_payers: Option<usize>,
    /// How many printed totals were proved.
    pub proved: Proved,
    /// The currency of the file.
    pub source_currency: Currency,
    /// How it was decided.
    pub currency_reason: CurrencyReason,
    /// The sum of the lines in the file's currency.
    pub source_total: Amount,
    /// The currency of the draft.
    pub currency: Currency,
    /// The sum of the lines in the draft's currency.
    pub total: Amount,
    /// The file's total converted at once, where the file is in another currency.
    pub converted_total: Option<Amount>,
    /// How many minor units the sum of the converted lines is above the converted total, where they differ.
    pub rounding_difference: Option<Amount>,
    /// The sum of the lines that citizens can move.
    pub movable_total: Amount,
    /// Its share of the total in tenths of a percent, where the total is above nothing.
    pub movable_per_mille: Option<u32>,
    /// The lines by who decides on them.
    pub by_discretion: Vec<Part>,
    /// What stands beside the lines.
    pub beside: Beside,
    /// What the officer should look at. None of it keeps the import from counting.
    pub warnings: Vec<Warning>,
}

/// How many printed totals were proved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Proved {
    /// Sums inside rows.
    pub rows: usize,
    /// Totals of functions or groups.
    pub groups: usize,
    /// Totals of the whole file, the expected one included.
    pub grand: usize,
}

/// What stands beside the lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// How many lines the sheet of explanations says more about.
    pub explained: usize,
    /// How many consequences are stated.
    pub consequences: usize,
    /// How many lines of revenue.
    pub revenue_lines: usize,
    /// Their sum in the draft's currency.
    pub revenue_total: Amount,
    /// How many of them have a lever.
    pub levers: usize,
    /// How many projects.
    pub projects: usize,
    /// What they cost together, in the draft's currency.
    pub projects_total: Amount,
    /// How many areas a pot is shared over.
    pub pot_areas: usize,
    /// How many areas projects are found by.
    pub place_areas: usize,
    /// The figures of other years.
    pub past: Vec<Past>,
}

/// The figures of another year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Past {
    /// The year.
    pub year: u16,
    /// Which figures of it.
    pub kind: PastKind,
    /// The currency that they were read in.
    pub currency: Currency,
    /// How many lines have one, of spending or revenue.
    pub lines: usize,
}

/// The lines on which the same one decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Who decides.
    pub discretion: Discretion,
    /// How many lines.
    pub lines: usize,
    /// Their sum in the file's currency.
    pub source_total: Amount,
    /// Their sum in the draft's currency.
    pub total: Amount,
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "what", content = "found")]
pub enum Warning {
    /// A column that was not read.
    UnknownColumn(Column),
    /// A column of a sheet beside the lines that was not read.
    UnreadColumn(Place),
    /// The sheet of this name has paragraphs instead of ids, as the official annex of revenue does; it was not read.
    RevenueAnnex(Box<str>),
    /// The file has no money of this kind at all.
    NoColumnsFor(Discretion),
    /// The file prints no total, so that nothing could be proved.
    NothingProved,
    /// The file says this word, the officer another currency.
    CurrencyContradicted(String),
    /// This activity is not in our dictionary: it has no name in the other language.
    UnknownActivity(String),
    /// Other sheets of the workbook were not read.
    OtherSheets(Vec<Box<str>>),
}
