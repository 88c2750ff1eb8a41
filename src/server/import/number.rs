//! Amounts as people write them: `1 234,50`, `1,234.50`, `(1'234)`, `−5`.
//!
//! The last separator with one or two digits after it is the decimal one. A single comma or point before exactly
//! three digits can be either; the other cells of the column decide, and where they do not, the cell is refused.

use glasno_model::{Amount, Currency};

use super::currency;

mod style;
pub(super) use style::{Role, Style};

/// Why a cell is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    NotANumber,
    /// A comma or point that could part thousands or decimals.
    Unclear,
    TooManyDecimals,
    TooLarge,
    /// The cell names another currency than the file.
    OtherCurrency(Currency),
}

/// A number as it is written, before anybody knows what its separators mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    negative: bool,
    /// The digits before the decimal separator, or before the unclear one.
    whole: String,
    /// The digits after it.
    rest: String,
    /// The comma or point of which only the column can say what it means.
    unclear: Option<char>,
    /// What the cell shows about the separators of its column.
    pub(super) style: Style,
    currency: Option<Currency>,
}

impl Written {
    /// What stands in the cell; nothing where it is empty or shows a dash, as Excel's accounting format does for zero.
    pub(super) fn parse(text: &str) -> Result<Option<Self>, Fault> {
        let (text, currency) = currency::without_sign(text.trim());
        let (text, negative) = without_minus(text);
        if text.is_empty() {
            return if currency.is_some() { Err(Fault::NotANumber) } else { Ok(None) };
        }
        let mut runs = vec![String::new()];
        let mut separators = Vec::new();
        for letter in text.chars() {
            if letter.is_ascii_digit() {
                runs.last_mut().ok_or(Fault::NotANumber)?.push(letter);
            } else {
                separators.push(separator(letter).ok_or(Fault::NotANumber)?);
                runs.push(String::new());
            }
        }
        if runs.iter().any(String::is_empty) {
            return Err(Fault::NotANumber);
        }
        let mut written = Self {
            negative,
            whole: String::new(),
            rest: String::new(),
            unclear: None,
            style: Style::default(),
            currency,
        };
        written.place(&runs, &separators)?;
        Ok(Some(written))
    }

    /// Finds out which separators part thousands and which one the decimals.
    fn place(&mut self, runs: &[String], separators: &[char]) -> Result<(), Fault> {
        let (Some(last), Some(first)) = (runs.last(), runs.first()) else { return Err(Fault::NotANumber) };
        let Some((&mark, before)) = separators.split_last() else {
            self.whole.clone_from(first);
            self.style.ungrouped = first.len() > 3;
            return Ok(());
        };
        let can_be_decimal = matches!(mark, ',' | '.') && !before.contains(&mark);
        let is_group =
            last.len() == 3 && before.iter().all(|other| *other == mark) && (1..=3).contains(&first.len());
        if is_group && (!can_be_decimal || !before.is_empty()) {
            check_groups(runs)?;
            self.whole = runs.concat();
            self.style.note(mark, Role::Thousands);
            return Ok(());
        }
        if !can_be_decimal {
            return Err(Fault::NotANumber);
        }
        let (groups, rest) = (&runs[..runs.len() - 1], last.clone());
        if let Some(thousands) = before.first() {
            if before.iter().any(|other| other != thousands) {
                return Err(Fault::NotANumber);
            }
            check_groups(groups)?;
            self.style.note(*thousands, Role::Thousands);
        }
        self.whole = groups.concat();
        self.rest = rest;
        // A leading zero is no group of thousands: 0,125 has three decimals.
        if is_group && first.as_str() != "0" {
            self.unclear = Some(mark);
        } else {
            self.style.note(mark, Role::Decimal);
        }
        Ok(())
    }

    /// The amount in minor units of the currency. `role` is asked where a separator is unclear.
    pub(super) fn amount(
        &self,
        currency: Currency,
        role: impl Fn(char) -> Option<Role>,
    ) -> Result<Amount, Fault> {
        if let Some(other) = self.currency.filter(|other| *other != currency) {
            return Err(Fault::OtherCurrency(other));
        }
        let digits = decimals(currency);
        let (whole, rest) = match self.unclear.map(role) {
            Some(None) => return Err(Fault::Unclear),
            Some(Some(Role::Thousands)) => (format!("{}{}", self.whole, self.rest), ""),
            Some(Some(Role::Decimal)) | None => (self.whole.clone(), self.rest.as_str()),
        };
        if rest.len() > digits {
            return Err(Fault::TooManyDecimals);
        }
        let minor: i64 = format!("{whole}{rest:0<digits$}").parse().map_err(|_| Fault::TooLarge)?;
        Amount::from_minor(if self.negative { -minor } else { minor }).map_err(|_| Fault::TooLarge)
    }
}

/// How many decimals an amount of this currency may have.
pub(super) fn decimals(currency: Currency) -> usize {
    match currency.minor_units() {
        1 => 0,
        1000 => 3,
        _ => 2,
    }
}

/// An amount from a spreadsheet's number, which is a binary fraction: taken where it lies on a minor unit but for the
/// noise that such fractions carry (Excel keeps 15 significant digits), refused where it has more decimals.
pub(super) fn from_float(number: f64, currency: Currency) -> Result<Amount, Fault> {
    if !number.is_finite() {
        return Err(Fault::NotANumber);
    }
    #[expect(clippy::cast_precision_loss, reason = "1, 100 or 1000")]
    let minor = number * currency.minor_units() as f64;
    if minor.abs() > 9.007_199_254_740_991e15 {
        return Err(Fault::TooLarge);
    }
    let nearest = minor.round();
    let noise = (minor.abs() * 1e-14).clamp(1e-6, 1e-2);
    if (minor - nearest).abs() > noise {
        return Err(Fault::TooManyDecimals);
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2⁵³, checked above")]
    Amount::from_minor(nearest as i64).map_err(|_| Fault::TooLarge)
}

/// Every kind of space parts thousands alike, and so do both apostrophes.
fn separator(letter: char) -> Option<char> {
    match letter {
        ',' | '.' => Some(letter),
        ' ' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => Some(' '),
        '\'' | '’' => Some('\''),
        _ => None,
    }
}

fn without_minus(text: &str) -> (&str, bool) {
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return (inner.trim(), true);
    }
    let is_minus = |letter: char| matches!(letter, '-' | '−' | '–' | '—' | '‑');
    match text.strip_prefix(is_minus).or_else(|| text.strip_suffix(is_minus)) {
        Some(rest) => (rest.trim(), true),
        None => (text.strip_prefix('+').unwrap_or(text), false),
    }
}

fn check_groups(groups: &[String]) -> Result<(), Fault> {
    let fits = |(at, group): (usize, &String)| if at == 0 { group.len() <= 3 } else { group.len() == 3 };
    if groups.len() == 1 || groups.iter().enumerate().all(fits) { Ok(()) } else { Err(Fault::NotANumber) }
}

#[cfg(test)]
#[path = "number/tests.rs"]
mod tests;
