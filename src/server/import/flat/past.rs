//! Columns of other years: `adopted_2026`, `reported_2024_bgn`, `Отчет 2024 г., лв.`.
//!
//! Their currency is the one that the header names. Where it names none and the file is in leva or euro, years until
//! 2025 are in leva and years from 2026 in euro, whatever the rest of the file is in; a file in any other currency
//! has all its years in that one.

use std::collections::BTreeMap;

use glasno_model::Currency;
use glasno_model::draft::{PAST_YEARS, PastAmount, PastKind};

use super::columns::FlatColumn;
use crate::import::read::Row;
use crate::import::table::Table;
use crate::import::{Errors, Kind, currency};

/// A figure of another year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) struct PastColumn {
    pub(super) year: u16,
    pub(super) kind: PastKind,
    /// The currency that the header names.
    pub(super) currency: Option<Currency>,
}

impl PastColumn {
    pub(super) fn name(self) -> String {
        format!("{}_{}", self.kind.code(), self.year)
    }

    pub(super) const fn order(self) -> (u16, PastKind) {
        (self.year, self.kind)
    }

    fn currency(self, of_file: Currency) -> Currency {
        let by_year = if self.year <= 2025 { Currency::BGN } else { Currency::EUR };
        let is_bulgarian = of_file == Currency::BGN || of_file == Currency::EUR;
        self.currency.unwrap_or(if is_bulgarian { by_year } else { of_file })
    }
}

/// One kind, one year, and besides them only words that add nothing, or a currency.
pub(super) fn recognise(name: &str, words: &[String]) -> Option<PastColumn> {
    let (mut year, mut kind) = (None, None);
    for word in words {
        if let Some(found) = word.parse().ok().filter(|year| PAST_YEARS.contains(year)) {
            if year.replace(found).is_some() {
                return None;
            }
        } else if let Some(found) = kind_of(word) {
            if kind.replace(found).is_some() {
                return None;
            }
        } else if !adds_nothing(word) && currency::of_word(word).is_none() {
            return None;
        }
    }
    let currency = words.iter().find_map(|word| currency::of_word(word));
    let currency = currency.or_else(|| name.contains('€').then_some(Currency::EUR));
    Some(PastColumn { year: year?, kind: kind?, currency })
}

fn kind_of(word: &str) -> Option<PastKind> {
    let begins = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
    if begins(&["adopted", "приет"]) {
        Some(PastKind::Adopted)
    } else if begins(&["revised", "уточнен", "актуализиран"]) {
        Some(PastKind::Revised)
    } else if begins(&["reported", "отчет"]) {
        Some(PastKind::Reported)
    } else {
        None
    }
}

fn adds_nothing(word: &str) -> bool {
    ["г", "год", "година", "за", "по", "в", "бюджет", "план", "сума", "budget", "amount", "year"]
        .contains(&word)
}

/// How many lines have a figure of another year, by year and kind, with the currency that it was read in.
pub(in crate::import) type PastFound = BTreeMap<(u16, PastKind, Currency), usize>;

/// The other years of a row, in order. `of_file` is the currency of the rest, `into` that of the draft.
pub(in crate::import) fn read<'a>(
    table: &Table<'a, FlatColumn>,
    row: &'a Row,
    (of_file, into): (Currency, Currency),
    errors: &mut Errors,
    found: &mut PastFound,
) -> Vec<PastAmount> {
    let mut history = Vec::new();
    for column in table.columns() {
        let FlatColumn::Past(past) = column else { continue };
        let currency = past.currency(of_file);
        match table.amount(row, column, currency) {
            Err(error) => errors.add(error),
            Ok(None) => {}
            Ok(Some(amount)) => match PastAmount::converted(past.year, past.kind, amount, currency, into) {
                Some(amount) => {
                    *found.entry((past.year, past.kind, currency)).or_default() += 1;
                    history.push(amount);
                }
                None => {
                    errors.push(table.place(row, column), Kind::NoConversion { from: currency, into });
                }
            },
        }
    }
    history.sort_by_key(PastAmount::order);
    history
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table::words;

    fn read_header(name: &str) -> Option<PastColumn> {
        recognise(name, &words(name))
    }

    #[test]
    fn other_years_are_recognised_in_both_languages() {
        let check = |name, year, kind, currency| {
            assert_eq!(read_header(name), Some(PastColumn { year, kind, currency }), "{name}");
        };
        check("adopted_2026", 2026, PastKind::Adopted, None);
        check("reported_2024_bgn", 2024, PastKind::Reported, Some(Currency::BGN));
        check("Отчет за 2024 г., лв.", 2024, PastKind::Reported, Some(Currency::BGN));
        check("Приет бюджет 2025 (€)", 2025, PastKind::Adopted, Some(Currency::EUR));
        check("Уточнен план 2026 година, евро", 2026, PastKind::Revised, Some(Currency::EUR));
    }

    #[test]
    fn what_could_mean_something_else_is_not_a_past_year() {
        for name in [
            "Бюджет 2027",
            "Отчет",
            "2024",
            "Отчет 2024 2025",
            "Приет отчет 2024",
            "Отчет 2024 хил.",
            "adopted_1",
        ] {
            assert_eq!(read_header(name), None, "{name}");
        }
    }

    #[test]
    fn years_until_2025_are_in_leva_unless_the_header_says_otherwise() {
        let currency =
            |name, of_file: &str| read_header(name).unwrap().currency(of_file.parse().unwrap()).to_string();
        assert_eq!(currency("reported_2025", "EUR"), "BGN");
        assert_eq!(currency("reported_2026", "BGN"), "EUR");
        assert_eq!(currency("reported_2025_eur", "BGN"), "EUR");
        assert_eq!(currency("reported_2019", "USD"), "USD");
    }
}
