//! Numbers as they stand in a file.

use num_bigint::BigInt;
use num_traits::{Pow as _, Signed as _, Zero as _};

use super::Problem;
use crate::{Rational, rational};

/// A decimal. A comma before other than three digits is a decimal comma, as pabutools reads it; before three digits it
/// may as well part thousands.
pub(super) fn number(text: &str) -> Result<Rational, Problem> {
    let refused = |_| Problem::NotANumber(text.to_owned());
    match text.split_once(',') {
        None => rational::parse(text).map_err(refused),
        Some((_, decimals)) if decimals.len() == 3 || decimals.contains(',') => {
            Err(Problem::AmbiguousComma(text.to_owned()))
        }
        Some((whole, decimals)) => rational::parse(&format!("{whole}.{decimals}")).map_err(refused),
    }
}

/// A count. Spreadsheets turn 5 into 5.0.
pub(super) fn count(text: &str) -> Result<usize, Problem> {
    let refused = || Problem::NotAWholeNumber(text.to_owned());
    let digits = text.strip_suffix(".0").unwrap_or(text);
    digits.parse::<u32>().ok().and_then(|number| usize::try_from(number).ok()).ok_or_else(refused)
}

/// A number as a decimal, if it is one: a third is none.
pub(super) fn decimal(number: &Rational) -> Option<String> {
    let (mut rest, mut decimals) = (number.denom().clone(), 0_u32);
    for prime in [2_u32, 5] {
        let mut power = 0;
        while (&rest % prime).is_zero() {
            rest /= prime;
            power += 1;
        }
        decimals = decimals.max(power);
    }
    if rest != BigInt::from(1) {
        return None;
    }
    let scaled = (number * Rational::from_integer(BigInt::from(10).pow(decimals))).to_integer();
    let sign = if scaled.is_negative() { "-" } else { "" };
    let digits = format!("{:0>width$}", scaled.abs(), width = decimals as usize + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals as usize);
    Some(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_written_as_the_officer_wrote_it() {
        for text in ["0", "1", "-3", "75000.5", "0.05", "-0.25", "130230253.17", "100"] {
            assert_eq!(decimal(&rational::parse(text).unwrap()).as_deref(), Some(text));
        }
        assert_eq!(decimal(&rational::parse("1/3").unwrap()), None);
    }

    #[test]
    fn a_comma_is_read_only_where_it_can_mean_one_thing() {
        assert_eq!(number("12,5"), Ok(rational::parse("12.5").unwrap()));
        assert_eq!(number("12,500"), Err(Problem::AmbiguousComma("12,500".to_owned())));
        assert_eq!(number("1,200,5"), Err(Problem::AmbiguousComma("1,200,5".to_owned())));
    }
}
