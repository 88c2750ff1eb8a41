//! Exact numbers as decimals. Where digits are left off, halves go up: 0.125 becomes 0.13 and −0.125 becomes −0.12.

use glasno_model::Amount;
use num_bigint::BigInt;
use num_traits::Signed as _;

use crate::{Rational, rational};

/// How many digits after the point a share has.
pub const SHARE_DECIMALS: u32 = 6;

/// How many digits after the point money has, of a currency with 1, 100 or 1000 minor units.
pub fn decimals_of(minor_units: i64) -> u32 {
    minor_units.max(1).ilog10()
}

/// A number with so many digits after the point.
pub fn rounded(number: &Rational, decimals: u32) -> String {
    let unit = rational::whole(BigInt::from(10).pow(decimals));
    let half = Rational::new(1.into(), 2.into());
    placed(&(number * unit + half).floor().to_integer(), decimals)
}

/// Money in minor units as money in units of its currency.
pub fn of_minor(minor: &Rational, minor_units: i64) -> String {
    rounded(&(minor / rational::whole(minor_units.max(1))), decimals_of(minor_units))
}

/// An amount in units of its currency.
pub fn of_amount(amount: Amount, minor_units: i64) -> String {
    let decimals = decimals_of(minor_units);
    let sign = if amount.is_negative() { "-" } else { "" };
    let (minor, unit) = (amount.minor().unsigned_abs(), 10_u64.pow(decimals));
    match decimals as usize {
        0 => format!("{sign}{minor}"),
        width => format!("{sign}{}.{:0width$}", minor / unit, minor % unit),
    }
}

/// An estimate, such as a bound of an interval, with six digits after the point; empty where it is not a number.
///
/// Estimates come from floats. Six digits of a share hide the last bits, in which machines could differ.
pub fn of_estimate(estimate: f64) -> String {
    rational::Rational::from_float(estimate).map_or_else(String::new, |exact| rounded(&exact, SHARE_DECIMALS))
}

/// The amount that a cell holds. Only what [`of_amount`] writes is taken, so that a number has one spelling.
pub fn amount(cell: &str, minor_units: i64) -> Option<Amount> {
    let (is_negative, digits) = cell.strip_prefix('-').map_or((false, cell), |digits| (true, digits));
    // The longest amount has sixteen digits; nineteen fit into the number.
    if digits.len() > 20 {
        return None;
    }
    let (whole, part) = match decimals_of(minor_units) as usize {
        0 => (digits, ""),
        decimals => digits.split_once('.').filter(|(_, part)| part.len() == decimals)?,
    };
    if whole.is_empty() || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    let mut minor: i64 = 0;
    for digit in whole.bytes().chain(part.bytes()) {
        let digit = digit.is_ascii_digit().then(|| i64::from(digit - b'0'))?;
        minor = minor.checked_mul(10)?.checked_add(digit)?;
    }
    if is_negative && minor == 0 {
        return None;
    }
    Amount::from_minor(if is_negative { -minor } else { minor }).ok()
}

/// A whole number of the last digits, with the point in its place.
fn placed(digits: &BigInt, decimals: u32) -> String {
    let sign = if digits.is_negative() { "-" } else { "" };
    let decimals = decimals as usize;
    let all = format!("{:0>width$}", digits.magnitude().to_string(), width = decimals + 1);
    let (whole, part) = all.split_at(all.len() - decimals);
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(number: &str, decimals: u32, expected: &str) {
        assert_eq!(rounded(&rational::parse(number).unwrap(), decimals), expected, "{number}");
    }

    #[test]
    fn halves_go_up() {
        check("0.125", 2, "0.13");
        check("-0.125", 2, "-0.12");
        check("1/3", 6, "0.333333");
        check("2/3", 6, "0.666667");
        check("-1/1000", 2, "0.00");
        check("5/2", 0, "3");
        check("-7", 0, "-7");
        check("999.995", 2, "1000.00");
    }

    #[test]
    fn an_estimate_has_six_digits_and_no_estimate_has_none() {
        assert_eq!(of_estimate(0.530_837_12), "0.530837");
        assert_eq!(of_estimate(f64::NAN), "");
    }

    #[test]
    fn an_amount_has_one_spelling() {
        for (cell, minor) in [("1100.00", 110_000), ("-0.05", -5), ("0.00", 0)] {
            assert_eq!(amount(cell, 100).map(Amount::minor), Some(minor), "{cell}");
        }
        for cell in [
            "1100",
            "1100.0",
            "+1.00",
            "1.000",
            "-0.00",
            "01.00",
            "1/1",
            "",
            "1e3",
            ".50",
            "99999999999999999.00",
        ] {
            assert_eq!(amount(cell, 100), None, "{cell}");
        }
        assert_eq!(amount("7", 1).map(Amount::minor), Some(7));
    }

    proptest! {
        #[test]
        fn every_amount_reads_back(
            minor in Amount::MIN.minor()..=Amount::MAX.minor(),
            minor_units in prop::sample::select(vec![1_i64, 100, 1000]),
        ) {
            let written = Amount::from_minor(minor).unwrap();
            prop_assert_eq!(amount(&of_amount(written, minor_units), minor_units), Some(written));
            let exact = rational::whole(minor);
            prop_assert_eq!(of_minor(&exact, minor_units), of_amount(written, minor_units));
        }
    }
}
