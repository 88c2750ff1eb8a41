//! The layout `ebk`: the wide annex of a Bulgarian municipality, one activity of the Unified Budget Classification a
//! row, its money by who pays (state-delegated, local, top-up) and by kind (personnel, operating, capital).
//!
//! A line of the draft is an activity and one payer. Every sum that the annex prints is proved.

use std::collections::BTreeSet;

use glasno_model::draft::{Detail, Expense};
use glasno_model::{Amount, BudgetLine, Currency, Group, GroupId, Language, LineId, Text};

use super::assemble::{Activities, Parts};
use super::context::{self, Context};
use super::currency::{Conversion, CurrencyReason};
use super::read::{Cell, Sheet};
use super::table::{self, Table};
use super::{Errors, ImportError, Kind, Options, Place, Proved, Warning};

mod columns;
mod dictionary;
mod rows;
mod totals;

pub(super) use columns::EbkColumn;
use columns::{EXPENSES, Payer};
use rows::Activity;

pub(super) fn import(table: &Table<'_, EbkColumn>, options: &Options) -> Result<Parts, Vec<ImportError>> {
    let mut errors = Errors::default();
    let mut warnings = check_columns(table, &mut errors);
    errors.check()?;
    let assumed = (Currency::BGN, CurrencyReason::Assumed);
    let Context { fiscal_year, decided, conversion } = context::of(table, options, None, assumed)?;

    let mut errors = Errors::default();
    let mut proved = Proved::default();
    let read = rows::read(table, decided.currency, &mut errors, &mut proved);
    if read.is_complete {
        totals::prove(table, &read, decided.currency, &mut errors, &mut proved);
    }
    errors.check()?;

    let counted = Activities {
        all: read.activities().count(),
        without_money: read.activities().filter(|activity| activity.payers(&read.columns).is_empty()).count(),
        with_several_payers: read
            .activities()
            .filter(|activity| activity.payers(&read.columns).len() > 1)
            .count(),
    };
    let unknown = read.activities().filter(|activity| dictionary::names(&activity.code).is_empty());
    warnings.extend(unknown.map(|activity| Warning::UnknownActivity(activity.code.clone())));
    let (groups, lines) = draft(&read, conversion).map_err(|error| vec![error])?;
    Ok(Parts {
        sheet: table.sheet.name.clone(),
        fiscal_year,
        groups,
        lines,
        proved,
        activities: Some(counted),
        warnings,
        ..Parts::new(Some(super::Layout::Ebk), decided, conversion)
    })
}

/// Where a sheet has the header of a revenue annex: paragraphs instead of activities.
pub(super) fn revenue_header(sheet: &Sheet) -> Option<Place> {
    let is_paragraph = |cell: &Cell| {
        let text = cell.text().to_lowercase();
        text.trim() == "§" || text == "§§" || text.starts_with("paragraph") || text.starts_with("параграф")
    };
    let row = sheet.rows.iter().take(20).find(|row| row.cells().iter().any(is_paragraph))?;
    Some(Place { sheet: sheet.name.clone(), row: Some(row.number), column: None })
}

/// A payer has all three kinds of money, or only its total, or is not there at all.
fn check_columns(table: &Table<'_, EbkColumn>, errors: &mut Errors) -> Vec<Warning> {
    let mut warnings: Vec<_> = table.unknown.iter().cloned().map(Warning::UnknownColumn).collect();
    if !table.has(EbkColumn::ActivityCode) {
        errors.push(table.header_place(), Kind::MissingColumn(EbkColumn::ActivityCode.name()));
    }
    for payer in Payer::ALL {
        let (there, missing): (Vec<_>, Vec<_>) = EXPENSES
            .iter()
            .map(|expense| EbkColumn::Part(payer, *expense))
            .partition(|column| table.has(*column));
        if !there.is_empty() {
            for column in missing {
                errors.push(table.header_place(), Kind::MissingColumn(column.name()));
            }
        } else if !table.has(EbkColumn::PayerTotal(payer)) {
            warnings.push(Warning::NoColumnsFor(payer.discretion()));
        }
    }
    warnings
}

fn draft(
    read: &rows::Rows<'_>,
    conversion: Conversion,
) -> Result<(Vec<Group>, Vec<BudgetLine>), ImportError> {
    let bad_code = |code: &str| ImportError { place: Place::default(), kind: Kind::BadCode(code.to_owned()) };
    let (mut groups, mut known, mut lines) = (Vec::new(), BTreeSet::new(), Vec::new());
    for activity in read.activities() {
        let payers = activity.payers(&read.columns);
        let function = activity.function.to_string();
        let group = GroupId::try_from(function.clone()).map_err(|_| bad_code(&function))?;
        if !payers.is_empty() && known.insert(activity.function) {
            let printed = read.function_names.get(&activity.function).map_or("", String::as_str);
            let name = named(printed, &function);
            groups.push(Group { id: group.clone(), parent: None, code: function, name });
        }
        for payer in payers {
            let id = format!("{}-{}", activity.code, payer.code());
            let source = activity.amount(&read.columns, EbkColumn::PayerTotal(payer));
            let amount = conversion.apply(source);
            let id = LineId::try_from(id).map_err(|_| bad_code(&activity.code))?;
            let name = named(&activity.name, &activity.code);
            lines.push(BudgetLine {
                code: activity.code.clone(),
                source_amount: conversion.source(source),
                details: details(activity, read, payer, conversion, amount),
                ..BudgetLine::new(id, group.clone(), name, payer.discretion(), amount)
            });
        }
    }
    Ok((groups, lines))
}

/// What the file prints and what the dictionary adds in the languages that the file leaves out.
fn named(printed: &str, code: &str) -> Text {
    let is_cyrillic = printed.chars().any(|letter| ('\u{400}'..='\u{4ff}').contains(&letter));
    let language = if is_cyrillic { Language::BULGARIAN } else { Language::ENGLISH };
    dictionary::names(code).with(language, printed)
}

/// The kinds of money inside a line, each converted by itself; the cent that is then over or missing goes to the
/// largest of them, where it weighs least.
fn details(
    activity: &Activity,
    read: &rows::Rows<'_>,
    payer: Payer,
    conversion: Conversion,
    amount: Amount,
) -> Vec<Detail> {
    let mut details: Vec<Detail> = EXPENSES
        .iter()
        .map(|kind| (*kind, activity.amount(&read.columns, EbkColumn::Part(payer, *kind))))
        .filter(|(_, source)| !source.is_zero())
        .map(|(kind, source): (Expense, Amount)| Detail { kind, amount: conversion.apply(source) })
        .collect();
    let sum = Amount::sum(details.iter().map(|detail| detail.amount));
    let over = sum.and_then(|sum| amount.checked_sub(sum));
    if let (Some(over), Some(largest)) =
        (over, details.iter_mut().max_by_key(|detail| detail.amount.magnitude()))
    {
        largest.amount = largest.amount.checked_add(over).unwrap_or(largest.amount);
    }
    details
}
