//! What holds for a whole table before its rows are read: the year, the currencies, and that it can be read at all.

use glasno_model::Currency;

use super::assemble::Parts;
use super::currency::{self, Conversion, CurrencyReason, Decided};
use super::table::{Layout, Table};
use super::{Errors, ImportError, Kind, Options, Place};

pub(super) struct Context {
    pub(super) fiscal_year: Option<u16>,
    pub(super) decided: Decided,
    pub(super) conversion: Conversion,
}

/// Decides what holds for the table. `column` is the currency that its rows name.
pub(super) fn of<C: Layout>(
    table: &Table<'_, C>,
    options: &Options,
    column: Option<Currency>,
    otherwise: (Currency, CurrencyReason),
) -> Result<Context, Vec<ImportError>> {
    let mut errors = Errors::default();
    table.sheet.fault.clone().into_iter().for_each(|fault| errors.add(fault));
    table.refuse_duplicates(&mut errors);
    for (found, place) in &table.titles {
        if currency::says_thousands(found) {
            errors.push(place.clone(), Kind::InThousands { found: found.clone() });
        }
    }
    let fiscal_year =
        options.fiscal_year.or_else(|| year_in(table.titles.iter().map(|(title, _)| title.as_str())));
    let decided = currency::decide(options, column, &table.titles, fiscal_year, otherwise);
    let context = decided.and_then(|decided| {
        let own = if decided.currency == Currency::BGN { Currency::EUR } else { decided.currency };
        let conversion = Conversion::new(decided.currency, options.currency_of_consultation.unwrap_or(own))
            .map_err(|kind| ImportError { place: table.header_place(), kind })?;
        Ok(Context { fiscal_year, decided, conversion })
    });
    match context {
        Ok(context) => errors.check().map(|()| context),
        Err(error) => {
            errors.add(error);
            Err(errors.check().err().unwrap_or_default())
        }
    }
}

/// A file without lines: the currency is the officer's word or the consultation's, as long as no sheet names another.
pub(super) fn without_lines(options: &Options) -> Result<Parts, ImportError> {
    let currency = options.currency_of_consultation.unwrap_or(Currency::EUR);
    let otherwise = (currency, CurrencyReason::Consultation);
    let decided = currency::decide(options, None, &[], None, otherwise)?;
    let conversion = Conversion::new(decided.currency, currency)
        .map_err(|kind| ImportError { place: Place::default(), kind })?;
    Ok(Parts { fiscal_year: options.fiscal_year, ..Parts::new(None, decided, conversion) })
}

/// The one year that the titles name outside parentheses, which hold what it is compared with or where it comes from.
fn year_in<'a>(titles: impl Iterator<Item = &'a str>) -> Option<u16> {
    let mut years = titles.flat_map(|title| {
        let mut depth = 0_i32;
        let open: String = title
            .chars()
            .map(|letter| {
                depth += i32::from(letter == '(') - i32::from(letter == ')');
                if depth > 0 { ' ' } else { letter }
            })
            .collect();
        let words: Vec<u16> = open
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| word.len() == 4 && word.starts_with("20"))
            .filter_map(|word| word.parse().ok())
            .collect();
        words
    });
    let first = years.next()?;
    years.all(|year| year == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_is_the_one_outside_parentheses() {
        assert_eq!(year_in(["Община", "Бюджет за 2027 г. (по 2025 г.)"].into_iter()), Some(2027));
        assert_eq!(year_in(["Бюджет 2025", "Отчет 2024"].into_iter()), None);
        assert_eq!(year_in(["Решение 20251"].into_iter()), None);
    }
}
