//! Money as decimal text, exactly, without a float on the way.

use glasno_model::Amount;

/// Appends an amount in units of its currency, with as many decimals as the currency has: `-1234.05`.
/// `minor_units` is 1, 100 or 1000.
pub(super) fn push(buffer: &mut Vec<u8>, amount: Amount, minor_units: i64) {
    let decimals = minor_units.max(1).ilog10();
    let mut rest = amount.minor().unsigned_abs();
    // From the last digit to the first: sixteen digits, a point and a minus fit well.
    let mut letters = [b'0'; 24];
    let mut at = letters.len();
    let mut written = 0;
    while rest > 0 || written <= decimals {
        if written == decimals && decimals > 0 {
            at -= 1;
            letters[at] = b'.';
        }
        at -= 1;
        letters[at] = b'0' + (rest % 10).to_le_bytes()[0];
        rest /= 10;
        written += 1;
    }
    if amount.is_negative() {
        at -= 1;
        letters[at] = b'-';
    }
    buffer.extend_from_slice(&letters[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimal(minor: i64, minor_units: i64) -> String {
        let mut buffer = Vec::new();
        push(&mut buffer, Amount::from_minor(minor).unwrap(), minor_units);
        String::from_utf8(buffer).unwrap()
    }

    #[test]
    fn an_officer_reads_every_cent() {
        assert_eq!(decimal(0, 100), "0.00");
        assert_eq!(decimal(-5, 100), "-0.05");
        assert_eq!(decimal(123_405, 100), "1234.05");
        assert_eq!(decimal(-7, 1), "-7");
        assert_eq!(decimal(0, 1), "0");
        assert_eq!(decimal(1_001, 1000), "1.001");
        assert_eq!(decimal(Amount::MIN.minor(), 100), "-90071992547409.91");
    }

    proptest! {
        #[test]
        fn the_digits_are_those_of_the_amount(minor in Amount::MIN.minor()..=Amount::MAX.minor()) {
            let (whole, cents) = (minor.unsigned_abs() / 100, minor.unsigned_abs() % 100);
            let sign = if minor < 0 { "-" } else { "" };
            prop_assert_eq!(decimal(minor, 100), format!("{sign}{whole}.{cents:02}"));
        }
    }
}
