//! Exact fractions, read from decimals and fractions and written as such.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Pow as _, Signed as _, Zero as _};

/// An exact fraction of any size.
pub type Rational = BigRational;

/// What stands there is neither a decimal such as `75000.50` nor a fraction such as `3/10`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is neither a decimal such as 75000.50 nor a fraction such as 3/10")]
pub struct NotANumber(pub String);

/// The longest number that is read, in characters: enough for every budget, and no way to fill the memory.
const LONGEST: usize = 400;

/// Reads a decimal (`-12.50`) or a fraction (`3/10`), exactly.
///
/// # Errors
/// When it is neither, when a denominator is nothing, or when it has more than 400 characters.
pub fn parse(text: &str) -> Result<Rational, NotANumber> {
    let refused = || NotANumber(text.chars().take(LONGEST).collect());
    if text.len() > LONGEST {
        return Err(refused());
    }
    if let Some(number) = short(text) {
        return Ok(number);
    }
    match text.split_once('/') {
        Some((numerator, denominator)) => {
            let (numerator, denominator) = (decimal(numerator), decimal(denominator));
            match (numerator, denominator) {
                (Some(numerator), Some(denominator)) if !denominator.is_zero() => Ok(numerator / denominator),
                _ => Err(refused()),
            }
        }
        None => decimal(text).ok_or_else(refused),
    }
}

/// The shapes that nearly all numbers have, `12`, `0.25` and `3/10` with few digits, ten times as fast; nothing for others.
fn short(text: &str) -> Option<Rational> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (numerator, denominator) = if let Some((numerator, denominator)) = digits.split_once('/') {
        (few_digits(numerator)?, few_digits(denominator).filter(|denominator| *denominator > 0)?)
    } else if let Some((whole, part)) = digits.split_once('.') {
        let unit = 10_i64.checked_pow(u32::try_from(part.len()).ok()?)?;
        (few_digits(whole)?.checked_mul(unit)?.checked_add(few_digits(part)?)?, unit)
    } else {
        (few_digits(digits)?, 1)
    };
    let divisor = greatest_common_divisor(numerator, denominator);
    let signed = if digits.len() < text.len() { -numerator } else { numerator };
    Some(Rational::new_raw((signed / divisor).into(), (denominator / divisor).into()))
}

fn few_digits(text: &str) -> Option<i64> {
    let fits = (1..=18).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.bytes().fold(0, |number, byte| 10 * number + i64::from(byte - b'0')))
}

const fn greatest_common_divisor(one: i64, other: i64) -> i64 {
    if other == 0 { one } else { greatest_common_divisor(other, one % other) }
}

fn decimal(text: &str) -> Option<Rational> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() && part.is_empty() || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let number = BigInt::parse_bytes(format!("{whole}{part}").as_bytes(), 10)?;
    let unit = BigInt::from(10).pow(part.len());
    Some(Rational::new(number * sign, unit))
}

/// A whole number as a fraction.
pub fn whole(number: impl Into<BigInt>) -> Rational {
    Rational::new_raw(number.into(), BigInt::one())
}

/// The number as a decimal with so many digits after the point, rounded half away from zero: `2/3` to `0.67`.
pub fn rounded(number: &Rational, decimals: u32) -> String {
    let scaled = (number * whole(BigInt::from(10).pow(decimals))).round().to_integer();
    let digits = format!("{:0>1$}", scaled.magnitude(), decimals as usize + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals as usize);
    let sign = if scaled.is_negative() { "-" } else { "" };
    let point = if decimals == 0 { "" } else { "." };
    format!("{sign}{whole}{point}{part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_officer_reads_fractions_as_decimals() {
        for (fraction, decimals, expected) in [
            ("2/3", 2, "0.67"),
            ("1/8", 2, "0.13"),
            ("-1/8", 2, "-0.13"),
            ("-1/1000", 2, "0.00"),
            ("5/2", 0, "3"),
            ("1234567", 1, "1234567.0"),
        ] {
            assert_eq!(rounded(&parse(fraction).unwrap(), decimals), expected, "{fraction}");
        }
    }

    #[test]
    fn a_researcher_writes_decimals_and_fractions() {
        for (text, expected) in [
            ("75000.0", "75000"),
            ("3/10", "3/10"),
            ("0.30", "3/10"),
            ("-1.5", "-3/2"),
            (".5", "1/2"),
            ("2.", "2"),
            ("6/4", "3/2"),
            ("0/7", "0"),
            ("-0.0", "0"),
            ("-6/4", "-3/2"),
            ("0.5/0.25", "2"),
            ("999999999999999999/3", "333333333333333333"),
            ("9999999999999999999/3", "3333333333333333333"),
            ("1000000000000000000.5", "2000000000000000001/2"),
            ("00012.50", "25/2"),
        ] {
            assert_eq!(parse(text).unwrap().to_string(), expected, "{text}");
        }
        for text in ["", ".", "1e9", "1/0", "1,5", " 1", "--1", "1/2/3", "+1", "٣", &"9".repeat(401)] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
