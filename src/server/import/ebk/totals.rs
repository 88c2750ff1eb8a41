//! Proves the totals of functions and of the whole file.

use glasno_model::{Amount, Currency};

use super::columns::EbkColumn;
use super::rows::{Activity, Entry, Rows, Total};
use super::table::Table;
use super::{Errors, Kind, Proved};
use crate::import::Sum;

/// What a total sums.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Function(u8),
    Grand,
}

/// The running sums, wide enough for any number of amounts.
struct Sums {
    functions: [Vec<i128>; 9],
    grand: Vec<i128>,
}

impl Sums {
    fn new(width: usize) -> Self {
        Self { functions: core::array::from_fn(|_| vec![0; width]), grand: vec![0; width] }
    }

    fn add(&mut self, activity: &Activity) {
        let function = &mut self.functions[usize::from(activity.function) - 1];
        for (at, amount) in activity.amounts.iter().enumerate() {
            function[at] += i128::from(amount.minor());
            self.grand[at] += i128::from(amount.minor());
        }
    }

    fn of(&self, scope: Scope) -> &[i128] {
        match scope {
            Scope::Function(function) => &self.functions[usize::from(function) - 1],
            Scope::Grand => &self.grand,
        }
    }
}

pub(super) fn prove(
    table: &Table<'_, EbkColumn>,
    rows: &Rows<'_>,
    currency: Currency,
    errors: &mut Errors,
    proved: &mut Proved,
) {
    let mut sums = Sums::new(rows.columns.len());
    rows.activities().for_each(|activity| sums.add(activity));
    for (total, scope) in scopes(rows, &sums) {
        let Some(scope) = scope else {
            errors.push(table.row_place(total.row), Kind::UnclearTotal);
            continue;
        };
        let sum = match scope {
            Scope::Function(function) => {
                proved.groups += 1;
                Sum::Function(function)
            }
            Scope::Grand => {
                proved.grand += 1;
                Sum::Grand
            }
        };
        for ((column, printed), computed) in rows.columns.iter().zip(&total.printed).zip(sums.of(scope)) {
            let Some(printed) = *printed else { continue };
            if i128::from(printed.minor()) == *computed {
                continue;
            }
            let computed = i64::try_from(*computed).ok().and_then(|sum| Amount::from_minor(sum).ok());
            let kind = computed.map_or(Kind::AmountTooLarge(String::new()), |computed| Kind::WrongSum {
                sum: sum.clone(),
                printed,
                computed,
                currency,
            });
            errors.push(table.place(total.row, *column), kind);
        }
    }
}

/// What each total sums: the function that it names; else the one function whose rows stand above it since the total
/// before; else, after the last activity or before the first, everything. Nothing where the rows above it are of
/// several functions.
fn scopes<'t, 'a>(rows: &'t Rows<'a>, sums: &Sums) -> Vec<(&'t Total<'a>, Option<Scope>)> {
    let last_activity = rows.entries.iter().rposition(|entry| matches!(entry, Entry::Activity(_)));
    let last_unnamed = rows
        .entries
        .iter()
        .rposition(|entry| matches!(entry, Entry::Total(total) if total.function.is_none()));
    let mut block: Vec<u8> = Vec::new();
    let mut scopes = Vec::new();
    for (at, entry) in rows.entries.iter().enumerate() {
        match entry {
            Entry::Activity(activity) if block.contains(&activity.function) => {}
            Entry::Activity(activity) => block.push(activity.function),
            Entry::Total(total) => {
                let is_after_all = last_activity.is_none_or(|last| at > last);
                let scope = match (total.function, block.as_slice()) {
                    (Some(function), _) => Some(Scope::Function(function)),
                    (None, []) => Some(Scope::Grand),
                    // The last function's total and the file's both come after everything: the amounts tell.
                    (None, [function]) => {
                        let is_function = !is_after_all
                            || last_unnamed != Some(at)
                            || equals(&total.printed, sums.of(Scope::Function(*function)));
                        Some(if is_function { Scope::Function(*function) } else { Scope::Grand })
                    }
                    (None, _) => is_after_all.then_some(Scope::Grand),
                };
                scopes.push((total, scope));
                block.clear();
            }
        }
    }
    scopes
}

fn equals(printed: &[Option<Amount>], sums: &[i128]) -> bool {
    printed
        .iter()
        .zip(sums)
        .all(|(printed, sum)| printed.is_none_or(|printed| i128::from(printed.minor()) == *sum))
}
