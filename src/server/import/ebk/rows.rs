//! The rows of an annex: activities, totals, headings. Each row's own sums are proved here.

use std::collections::BTreeMap;

use glasno_model::{Amount, Currency};

use super::columns::{EXPENSES, EbkColumn, Payer};
use super::dictionary;
use super::table::{Layout as _, Table, is_total_word, words};
use super::{Errors, Kind, Proved};
use crate::import::Sum;
use crate::import::read::{Cell, Row};

/// What stands under the header.
pub(super) struct Rows<'a> {
    /// The columns of amounts; every list of amounts here is in their order.
    pub(super) columns: Vec<EbkColumn>,
    pub(super) entries: Vec<Entry<'a>>,
    /// The names that the file gives its functions.
    pub(super) function_names: BTreeMap<u8, String>,
    /// Could every row be read? Only then is a total's difference worth telling.
    pub(super) is_complete: bool,
}

pub(super) enum Entry<'a> {
    Activity(Activity),
    Total(Total<'a>),
}

/// One activity with its money.
pub(super) struct Activity {
    pub(super) function: u8,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) amounts: Vec<Amount>,
    /// What each payer gives in all, also where the file has no column for it.
    payer_totals: [Amount; 3],
}

/// A printed total of other rows.
pub(super) struct Total<'a> {
    pub(super) row: &'a Row,
    /// The function that it sums, where the row says so.
    pub(super) function: Option<u8>,
    pub(super) printed: Vec<Option<Amount>>,
}

impl Activity {
    /// What stands in a column; nothing where there is no such column.
    pub(super) fn amount(&self, columns: &[EbkColumn], column: EbkColumn) -> Amount {
        if let EbkColumn::PayerTotal(payer) = column {
            return self.payer_totals[payer as usize];
        }
        let at = columns.iter().position(|other| *other == column);
        at.and_then(|at| self.amounts.get(at)).copied().unwrap_or_default()
    }

    /// Those who pay anything at all, be it that it comes to nothing in the end.
    pub(super) fn payers(&self, columns: &[EbkColumn]) -> Vec<Payer> {
        let pays = |payer: &Payer| {
            !self.payer_totals[*payer as usize].is_zero()
                || EXPENSES.iter().any(|kind| !self.amount(columns, EbkColumn::Part(*payer, *kind)).is_zero())
        };
        Payer::ALL.into_iter().filter(pays).collect()
    }
}

impl Rows<'_> {
    pub(super) fn activities(&self) -> impl Iterator<Item = &Activity> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Activity(activity) => Some(activity),
            Entry::Total(_) => None,
        })
    }
}

pub(super) fn read<'a>(
    table: &Table<'a, EbkColumn>,
    currency: Currency,
    errors: &mut Errors,
    proved: &mut Proved,
) -> Rows<'a> {
    let columns: Vec<EbkColumn> = table.columns().filter(|column| column.holds_amounts()).collect();
    let rows = Rows { columns, entries: Vec::new(), function_names: BTreeMap::new(), is_complete: true };
    let mut reader = Reader { table, currency, errors, proved, first_rows: BTreeMap::new(), rows };
    for row in table.body().iter().filter(|row| !numbers_columns(row)) {
        reader.row(row);
    }
    reader.rows
}

/// Annexes number their columns under the header: 1, 2, 3, …
fn numbers_columns(row: &Row) -> bool {
    let numbers: Vec<String> = row.cells().iter().filter(|cell| !cell.is_empty()).map(Cell::text).collect();
    numbers.len() > 3 && numbers.iter().enumerate().all(|(at, number)| *number == (at + 1).to_string())
}

struct Reader<'r, 'a> {
    table: &'r Table<'a, EbkColumn>,
    currency: Currency,
    errors: &'r mut Errors,
    proved: &'r mut Proved,
    /// The row in which each activity stands.
    first_rows: BTreeMap<String, u32>,
    rows: Rows<'a>,
}

impl<'a> Reader<'_, 'a> {
    fn row(&mut self, row: &'a Row) {
        let printed: Vec<_> =
            self.rows.columns.iter().map(|column| self.table.amount(row, *column, self.currency)).collect();
        let code = self.table.text(row, EbkColumn::ActivityCode);
        // A single digit is a function, which some annexes list in the same column.
        let is_coded = code.len() > 1 && code.bytes().all(|byte| byte.is_ascii_digit());
        if !is_coded && !printed.iter().any(|amount| matches!(amount, Ok(Some(_)))) {
            // A heading, a signature, a note: whatever stands in it, it is no money.
            self.heading(row);
            return;
        }
        let mut amounts = Vec::new();
        for amount in printed {
            match amount {
                Ok(amount) => amounts.push(amount),
                Err(error) => self.errors.add(error),
            }
        }
        if amounts.len() < self.rows.columns.len() {
            self.rows.is_complete = false;
        } else if is_coded {
            self.activity(row, &code, &amounts);
        } else {
            self.total(row, &code, amounts);
        }
    }

    fn heading(&mut self, row: &Row) {
        let number = [EbkColumn::FunctionCode, EbkColumn::ActivityCode]
            .into_iter()
            .find_map(|column| function_number(&self.table.text(row, column)));
        if let Some(function) = number {
            for column in [EbkColumn::FunctionName, EbkColumn::ActivityName] {
                self.name_function(function, self.table.text(row, column));
            }
        }
    }

    fn name_function(&mut self, function: u8, name: String) {
        if !name.is_empty() {
            self.rows.function_names.entry(function).or_insert(name);
        }
    }

    fn activity(&mut self, row: &'a Row, printed_code: &str, printed: &[Option<Amount>]) {
        let Some((function, code)) = self.code(row, printed_code) else {
            self.rows.is_complete = false;
            return;
        };
        let printed_name = self.table.text(row, EbkColumn::ActivityName);
        if printed_name.is_empty() && dictionary::names(&code).is_empty() {
            self.errors.push(self.table.place(row, EbkColumn::ActivityName), Kind::NoName);
        }
        if let Some(first_row) = self.first_rows.insert(code.clone(), row.number) {
            let place = self.table.place(row, EbkColumn::ActivityCode);
            self.errors.push(place, Kind::DuplicateActivity { code: code.clone(), first_row });
            self.rows.is_complete = false;
        }
        self.name_function(function, self.table.text(row, EbkColumn::FunctionName));
        let Some((amounts, payer_totals)) = self.prove(row, printed) else {
            self.rows.is_complete = false;
            return;
        };
        let activity = Activity { function, code, name: printed_name, amounts, payer_totals };
        self.rows.entries.push(Entry::Activity(activity));
    }

    /// The function and the three digits of an activity's code, which some forms write with the function before it.
    fn code(&mut self, row: &Row, printed: &str) -> Option<(u8, String)> {
        let place = self.table.place(row, EbkColumn::ActivityCode);
        let (written, code) = match printed.len() {
            3 => (None, printed),
            4 => (printed.get(..1), printed.get(1..).unwrap_or_default()),
            _ => (None, ""),
        };
        let Some(function) = code.get(..1).and_then(|digit| digit.parse().ok()).filter(|digit| *digit > 0)
        else {
            self.errors.push(place, Kind::BadCode(printed.to_owned()));
            return None;
        };
        let cell = self.table.text(row, EbkColumn::FunctionCode);
        let named = function_number(&cell);
        if named.is_none() && !cell.is_empty() {
            self.errors.push(self.table.place(row, EbkColumn::FunctionCode), Kind::BadFunction(cell));
            return None;
        }
        let others = [written.and_then(|digit| digit.parse().ok()), named];
        if let Some(other) = others.into_iter().flatten().find(|other| *other != function) {
            self.errors.push(place, Kind::OtherFunction { function: other, code: printed.to_owned() });
            return None;
        }
        Some((function, code.to_owned()))
    }

    /// Proves a row's own sums. The amounts that hold are those of the parts, which the sums then equal.
    fn prove(&mut self, row: &Row, printed: &[Option<Amount>]) -> Option<(Vec<Amount>, [Amount; 3])> {
        let columns = self.rows.columns.clone();
        let at = |column| columns.iter().position(|other| *other == column);
        let value = |column| at(column).and_then(|at| printed[at]);
        let mut payer_totals = [Amount::ZERO; 3];
        for payer in Payer::ALL {
            let total = value(EbkColumn::PayerTotal(payer));
            let has_parts = at(EbkColumn::Part(payer, EXPENSES[0])).is_some();
            payer_totals[payer as usize] = if has_parts {
                let parts = EXPENSES.iter().filter_map(|kind| value(EbkColumn::Part(payer, *kind)));
                self.prove_sum(row, EbkColumn::PayerTotal(payer), Sum::Payer, total, Amount::sum(parts))?
            } else {
                total.unwrap_or_default()
            };
        }
        let sum = Amount::sum(payer_totals);
        let total = self.prove_sum(row, EbkColumn::Total, Sum::Row, value(EbkColumn::Total), sum)?;
        let amounts = columns.iter().zip(printed).map(|(column, printed)| match column {
            EbkColumn::PayerTotal(payer) => payer_totals[*payer as usize],
            EbkColumn::Total => total,
            _ => printed.unwrap_or_default(),
        });
        Some((amounts.collect(), payer_totals))
    }

    fn prove_sum(
        &mut self,
        row: &Row,
        column: EbkColumn,
        sum: Sum,
        printed: Option<Amount>,
        computed: Option<Amount>,
    ) -> Option<Amount> {
        let Some(computed) = computed else {
            self.errors.push(self.table.row_place(row), Kind::AmountTooLarge(String::new()));
            return None;
        };
        if let Some(printed) = printed {
            self.proved.rows += 1;
            if printed != computed {
                let kind = Kind::WrongSum { sum, printed, computed, currency: self.currency };
                self.errors.push(self.table.place(row, column), kind);
            }
        }
        Some(computed)
    }

    /// A row with money and without an activity: a total that says so, or a function's by its code alone.
    fn total(&mut self, row: &'a Row, code: &str, printed: Vec<Option<Amount>>) {
        let function_code = self.table.text(row, EbkColumn::FunctionCode);
        let function_name = self.table.text(row, EbkColumn::FunctionName);
        let name = self.table.text(row, EbkColumn::ActivityName);
        let text = [function_code.as_str(), &function_name, code, &name].join(" ");
        let function = function_number(&function_code)
            .or_else(|| function_number(code))
            .or_else(|| function_in(&text))
            .or_else(|| dictionary::function_named(&text));
        let says_total = words(&text).iter().any(|word| is_total_word(word));
        // A name of its own beside a function's code is an activity whose code somebody forgot.
        let is_function = function_number(code).is_some()
            || code.is_empty() && (name.is_empty() || dictionary::function_named(&name) == function);
        if says_total || function.is_some() && is_function {
            if let Some(function) = function.filter(|_| !says_total) {
                self.name_function(function, function_name);
            }
            self.rows.entries.push(Entry::Total(Total { row, function, printed }));
            return;
        }
        let kind = if code.is_empty() { Kind::NoCode } else { Kind::BadCode(code.to_owned()) };
        self.errors.push(self.table.place(row, EbkColumn::ActivityCode), kind);
        self.rows.is_complete = false;
    }
}

/// The number at the beginning of a function's cell: `6`, `VI`, `VI. Жилищно строителство`.
fn function_number(cell: &str) -> Option<u8> {
    words(cell).first().and_then(|word| numeral(word))
}

/// The number beside the word "function" in a text: `Общо за функция VI`.
fn function_in(text: &str) -> Option<u8> {
    let words = words(text);
    let at = words.iter().position(|word| word.starts_with("функц") || word.starts_with("function"))?;
    let beside = [words.get(at + 1), at.checked_sub(1).and_then(|at| words.get(at))];
    beside.into_iter().flatten().find_map(|word| numeral(word))
}

fn numeral(word: &str) -> Option<u8> {
    const ROMAN: [&str; 9] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let roman = || (1..).zip(ROMAN).find(|(_, roman)| *roman == word).map(|(number, _)| number);
    word.parse().ok().filter(|number| (1..=9).contains(number)).or_else(roman)
}
