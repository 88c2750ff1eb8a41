//! Amounts as people type them into a field.

use crate::{Amount, Currency};

/// What was typed is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not an amount")]
pub struct NotAnAmount;

/// Reads an amount as people type it: `1 240 000`, `1240000,50`, `1.240.000`, `€ 12`, in whole units with or
/// without a fraction.
///
/// Spaces of every kind, apostrophes and the currency's sign are passed over. Of point and comma, the last one
/// followed by one or two digits at the end stands before the fraction; one followed by three digits divides
/// thousands, as on every budget sheet.
///
/// # Errors
/// When anything else stands there, when thousands are divided unevenly, or when it is too large.
pub fn parse_amount(text: &str, currency: Currency) -> Result<Amount, NotAnAmount> {
    let kept: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '\'' | '’' | '€' | '$' | '£'))
        .map(|letter| if matches!(letter, '−' | '–') { '-' } else { letter })
        .collect();
    let (negative, digits) = match kept.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, kept.as_str()),
    };
    let (whole, fraction) = match digits.rfind(['.', ',']) {
        Some(at) if digits.len() - at <= 3 => (&digits[..at], &digits[at + 1..]),
        _ => (digits, ""),
    };
    // One sign divides thousands, the other stands before the fraction; where both do both, somebody mistyped.
    let before_fraction = digits[whole.len()..].chars().next();
    let mut dividing = whole.chars().filter(|letter| matches!(letter, '.' | ','));
    let first = dividing.next();
    if first.is_some() && (first == before_fraction || dividing.any(|letter| Some(letter) != first)) {
        return Err(NotAnAmount);
    }
    let minor_units = currency.minor_units();
    let units = parse_whole(whole)?.checked_mul(minor_units).ok_or(NotAnAmount)?;
    let total = units.checked_add(parse_fraction(fraction, minor_units)?).ok_or(NotAnAmount)?;
    Amount::from_minor(if negative { -total } else { total }).map_err(|_| NotAnAmount)
}

fn parse_whole(text: &str) -> Result<i64, NotAnAmount> {
    let mut parts = text.split(['.', ',']);
    let mut digits = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if part.len() != 3 || digits.is_empty() {
            return Err(NotAnAmount);
        }
        digits.push_str(part);
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        digits.parse().map_err(|_| NotAnAmount)
    } else {
        Err(NotAnAmount)
    }
}

fn parse_fraction(text: &str, minor_units: i64) -> Result<i64, NotAnAmount> {
    let mut place = minor_units;
    let mut value = 0;
    for byte in text.bytes() {
        place /= 10;
        if !byte.is_ascii_digit() || place == 0 {
            return Err(NotAnAmount);
        }
        value += i64::from(byte - b'0') * place;
    }
    Ok(value)
}

/// By how much a press on − or + changes a line of this amount: about a fiftieth of it, rounded to 1, 2 or 5 and
/// zeros, at least one unit. A line of nothing moves by a thousand units.
pub fn step(amount: Amount, currency: Currency) -> Amount {
    let unit = currency.minor_units();
    let wanted = if amount.is_zero() { 1000 } else { amount.magnitude().minor() / unit / 50 };
    let mut step = 1;
    for (at, factor) in [2, 5, 10].into_iter().cycle().enumerate() {
        let decade = 10_i64.pow(u32::try_from(at / 3).unwrap_or(0).min(15));
        if decade * factor > wanted {
            break;
        }
        step = decade * factor;
    }
    Amount::from_minor(step.saturating_mul(unit)).unwrap_or(Amount::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        let check = |text: &str, minor: i64| {
            assert_eq!(parse_amount(text, Currency::EUR).map(Amount::minor), Ok(minor), "{text}");
        };
        check("1 240 000", 124_000_000);
        check("1\u{a0}240\u{202f}000,5", 124_000_050);
        check("1.240.000", 124_000_000);
        check("1,240.55", 124_055);
        check("1.240", 124_000);
        check("12,34 €", 1_234);
        check("−5", -500);
        check("007", 700);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            " ",
            "-",
            ",",
            "1e5",
            "12a",
            "1,2,3",
            "1,234.567,8",
            "1,234,56",
            "1.234,567",
            "1 2.3456",
            "12.34.5",
            ",50",
            "99999999999999999999",
            "१२",
        ] {
            assert_eq!(parse_amount(text, Currency::EUR), Err(NotAnAmount), "{text}");
        }
        let yen = "JPY".parse().unwrap();
        assert_eq!(parse_amount("12,5", yen), Err(NotAnAmount));
        assert_eq!(parse_amount("1250", yen).map(Amount::minor), Ok(1_250));
    }

    #[test]
    fn a_press_moves_about_a_fiftieth_in_round_figures() {
        let check = |amount: i64, expected: i64| {
            assert_eq!(
                step(Amount::from_minor(amount * 100).unwrap(), Currency::EUR).minor(),
                expected * 100
            );
        };
        check(2_164_920, 20_000);
        check(4_999, 50);
        check(10, 1);
        check(0, 1_000);
        check(-70_000, 1_000);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*") {
            let _ = parse_amount(&text, Currency::EUR);
        }

        #[test]
        fn a_step_is_at_most_a_fiftieth_or_one_unit(minor in 100_i64..=Amount::MAX.minor()) {
            let step = step(Amount::from_minor(minor).unwrap(), Currency::EUR).minor();
            prop_assert!(step == 100 || step <= minor / 50);
        }
    }
}
