//! The layout `lines`: one row a line, a flat table of any tree.
//!
//! A row that others name as their parent is a group, and its amount, where it has one, is proved as the sum of the
//! lines below it. All other rows are lines.

use std::collections::BTreeSet;

use glasno_model::draft::{MOST_GROUPS, MOST_LINES, UnitEquivalent};
use glasno_model::{Amount, BudgetLine, Currency, Group, GroupId, Language, LineId, Text};
use glasno_words::server::Word;
use glasno_words::{Language as Spoken, Speak as _};

use super::assemble::Parts;
use super::context::{self, Context};
use super::currency::{Conversion, CurrencyReason};
use super::flat::{FlatColumn, PastFound, first_currency};
use super::read::Row;
use super::table::{self, Table};
use super::{Errors, ImportError, Kind, Options, Proved, Sum, Warning};

mod rows;
mod tree;

use rows::Entry;

pub(super) fn import(table: &Table<'_, FlatColumn>, options: &Options) -> Result<Parts, Vec<ImportError>> {
    let mut errors = Errors::default();
    for needed in [FlatColumn::Id, FlatColumn::Amount] {
        if !table.has(needed) {
            errors.push(table.header_place(), Kind::MissingColumn(needed.name()));
        }
    }
    if table.has(FlatColumn::Previous) {
        errors.push(table.place_of(FlatColumn::Previous), Kind::WhichPast);
    }
    errors.check()?;
    let column = first_currency(table);
    // A consultation is held in euro unless its officer says otherwise.
    let currency = options.currency_of_consultation.unwrap_or(Currency::EUR);
    let otherwise = (currency, CurrencyReason::Consultation);
    let Context { fiscal_year, decided, conversion } = context::of(table, options, column, otherwise)?;

    let mut errors = Errors::default();
    let mut past = PastFound::default();
    let entries = rows::read(table, (decided.currency, conversion.into), &mut errors, &mut past);
    let tree = tree::Tree::of(&entries, |entry, kind| {
        errors.push(table.place(entry.row, FlatColumn::Parent), kind);
    });
    let mut proved = Proved::default();
    if errors.is_empty() {
        check_lines(table, &entries, &tree, &mut errors);
        prove_groups(table, &entries, &tree, decided.currency, &mut errors, &mut proved);
    }
    errors.check()?;
    let (groups, lines) = draft(table, &entries, &tree, conversion)?;
    let unread = table.unknown.iter().cloned().chain(table.unused(is_read));
    Ok(Parts {
        sheet: table.sheet.name.clone(),
        fiscal_year,
        groups,
        lines,
        past,
        proved,
        warnings: unread.map(Warning::UnknownColumn).collect(),
        ..Parts::new(Some(super::Layout::Lines), decided, conversion)
    })
}

/// The columns of the sheets beside the lines say nothing here.
fn is_read(column: FlatColumn) -> bool {
    use FlatColumn as C;
    let beside = matches!(column, C::Line | C::Revenue | C::Area | C::Kind | C::Cost | C::Yield | C::Percent);
    !beside && !matches!(column, C::Text(_) | C::Place(_))
}

/// There are no more of them than a draft may have. A line needs an amount, and bounds that leave it where it is.
fn check_lines(table: &Table<'_, FlatColumn>, entries: &[Entry<'_>], tree: &tree::Tree, errors: &mut Errors) {
    for (mut beyond, at_most) in [
        (tree.lines().skip(MOST_LINES).collect::<Vec<_>>(), MOST_LINES),
        (tree.groups().skip(MOST_GROUPS).collect(), MOST_GROUPS),
    ] {
        beyond.truncate(1);
        for at in beyond {
            errors.push(table.row_place(entries[at].row), Kind::TooManyEntries { at_most });
        }
    }
    for at in tree.lines() {
        let entry = &entries[at];
        let Some(amount) = entry.amount else {
            errors.push(table.place(entry.row, FlatColumn::Amount), Kind::NoAmount);
            continue;
        };
        let is_movable = entry.discretion.is_movable() && !amount.is_negative();
        let least = entry.min.unwrap_or(Amount::ZERO);
        let is_outside = is_movable && (amount < least || entry.max.is_some_and(|most| amount > most));
        if is_outside || least.is_negative() {
            errors.push(table.place(entry.row, FlatColumn::Amount), Kind::OutsideBounds);
        }
    }
}

fn prove_groups(
    table: &Table<'_, FlatColumn>,
    entries: &[Entry<'_>],
    tree: &tree::Tree,
    currency: Currency,
    errors: &mut Errors,
    proved: &mut Proved,
) {
    let sums = tree.sums(|at| entries[at].amount.map_or(0, |amount| i128::from(amount.minor())));
    for at in tree.groups() {
        let (entry, Some(printed)) = (&entries[at], entries[at].amount) else { continue };
        proved.groups += 1;
        if i128::from(printed.minor()) == sums[at] {
            continue;
        }
        let computed = i64::try_from(sums[at]).ok().and_then(|sum| Amount::from_minor(sum).ok());
        let kind = computed.map_or(Kind::AmountTooLarge(String::new()), |computed| Kind::WrongSum {
            sum: Sum::Group(entry.id.clone()),
            printed,
            computed,
            currency,
        });
        errors.push(table.place(entry.row, FlatColumn::Amount), kind);
    }
}

/// Groups, each after its parent, and lines, both in the order of the rows within their parent.
fn draft(
    table: &Table<'_, FlatColumn>,
    entries: &[Entry<'_>],
    tree: &tree::Tree,
    conversion: Conversion,
) -> Result<(Vec<Group>, Vec<BudgetLine>), Vec<ImportError>> {
    let (mut groups, mut lines) = (Vec::new(), Vec::new());
    let top = top_group(entries);
    if let Some(top) = tree.has_lines_at_the_top().then_some(&top) {
        let id = group_id(table, top, entries.first().map(|entry| entry.row))?;
        groups.push(Group { id, parent: None, code: String::new(), name: name_of_the_whole() });
    }
    for at in tree.in_reading_order() {
        let entry = &entries[at];
        let parent = tree.parent(at).map(|parent| entries[parent].id.as_str());
        if tree.is_group(at) {
            let parent = parent.map(|parent| group_id(table, parent, Some(entry.row))).transpose()?;
            let id = group_id(table, &entry.id, Some(entry.row))?;
            groups.push(Group { id, parent, code: entry.code.clone(), name: entry.name.clone() });
            continue;
        }
        let source = entry.amount.unwrap_or_default();
        let id = line_id(table, entry)?;
        let group = group_id(table, parent.unwrap_or(&top), Some(entry.row))?;
        let amount = conversion.apply(source);
        lines.push(BudgetLine {
            code: entry.code.clone(),
            description: entry.description.clone(),
            decided_by: entry.decided_by.clone(),
            source_amount: conversion.source(source),
            history: entry.history.clone().into(),
            min: entry.min.map(|min| conversion.apply(min)),
            max: entry.max.map(|max| conversion.apply(max)),
            bounds_reason: entry.bounds_reason.clone(),
            step: entry.step.map(|step| conversion.apply(step)),
            unit: entry
                .unit
                .clone()
                .map(|unit| UnitEquivalent { amount: conversion.apply(unit.amount), name: unit.name })
                .into(),
            ..BudgetLine::new(id, group, entry.name.clone(), entry.discretion, amount)
        });
    }
    Ok((groups, lines))
}

/// The name of the group that holds lines which stand in no other.
fn name_of_the_whole() -> Text {
    Text::new(Language::BULGARIAN, Word::ImportAllLines.text(Spoken::Bg))
        .with(Language::ENGLISH, Word::ImportAllLines.text(Spoken::En))
}

/// The id of the group for lines that stand in none: one that no row has.
fn top_group(entries: &[Entry<'_>]) -> String {
    let ids: BTreeSet<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    let mut id = "all".to_owned();
    while ids.contains(id.as_str()) {
        id.push('-');
    }
    id
}

fn group_id(table: &Table<'_, FlatColumn>, id: &str, row: Option<&Row>) -> Result<GroupId, Vec<ImportError>> {
    GroupId::try_from(id.to_owned()).map_err(|_| vec![bad_id(table, id, row)])
}

fn line_id(table: &Table<'_, FlatColumn>, entry: &Entry<'_>) -> Result<LineId, Vec<ImportError>> {
    LineId::try_from(entry.id.clone()).map_err(|_| vec![bad_id(table, &entry.id, Some(entry.row))])
}

fn bad_id(table: &Table<'_, FlatColumn>, id: &str, row: Option<&Row>) -> ImportError {
    let place = row.map_or_else(|| table.header_place(), |row| table.place(row, FlatColumn::Id));
    ImportError { place, kind: Kind::BadId(id.to_owned()) }
}
