//! Wilson's interval for a share (E. B. Wilson, JASA 22, 1927), at 95 %.
//!
//! With participants who selected themselves it is no margin of sampling error: it says how much the share would move if
//! other, similar people had come. Only the four operations and square roots are used, which IEEE 754 rounds alike
//! everywhere: the same figures on every machine.

/// The 97.5 % quantile of the normal distribution.
pub const Z: f64 = 1.959_963_984_540_054;

/// An interval of shares, each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

/// The interval for `successes` of `n`; nothing when nobody was asked, or when there are more successes than people.
pub fn wilson(successes: u64, n: u64) -> Option<Interval> {
    if successes > n || n == 0 {
        return None;
    }
    wilson_effective(float(successes) / float(n), float(n))
}

/// The interval for a share from 0 to 1 that is as certain as one of `n` equally weighted people; nothing unless `n` is
/// more than 0 and the share is one.
pub fn wilson_effective(share: f64, n: f64) -> Option<Interval> {
    if !(0.0..=1.0).contains(&share) || n.is_nan() || n <= 0.0 || n.is_infinite() {
        return None;
    }
    let z_squared = Z * Z;
    let middle = share + z_squared / (2.0 * n);
    let reach = Z * (share * (1.0 - share) / n + z_squared / (4.0 * n * n)).sqrt();
    let divisor = 1.0 + z_squared / n;
    // At the ends the bound is exact, and rounding must not say otherwise.
    let low = if share <= 0.0 { 0.0 } else { ((middle - reach) / divisor).max(0.0) };
    let high = if share >= 1.0 { 1.0 } else { ((middle + reach) / divisor).min(1.0) };
    Some(Interval { low, high })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "an interval is an estimate, and counts of people stay below 2⁵³"
)]
const fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_officer_reads_the_intervals_of_the_textbook() {
        for (successes, n, low, high) in [
            (120, 200, 0.530_837, 0.665_394),
            (0, 10, 0.0, 0.277_533),
            (3, 10, 0.107_791, 0.603_222),
            (10, 10, 0.722_467, 1.0),
            (57, 1200, 0.036_842, 0.061_046),
        ] {
            let interval = wilson(successes, n).unwrap();
            assert!((interval.low - low).abs() < 5e-7, "{successes}/{n}: {interval:?}");
            assert!((interval.high - high).abs() < 5e-7, "{successes}/{n}: {interval:?}");
        }
        let weighted = wilson_effective(0.478, 170.72).unwrap();
        assert!(
            (weighted.low - 0.4044).abs() < 5e-5 && (weighted.high - 0.5526).abs() < 5e-5,
            "{weighted:?}"
        );
    }

    #[test]
    fn where_nobody_was_asked_there_is_no_interval() {
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(3, 2), None);
        for (share, n) in [(0.5, 0.0), (0.5, -1.0), (0.5, f64::NAN), (1.5, 9.0), (f64::NAN, 9.0)] {
            assert_eq!(wilson_effective(share, n), None);
        }
    }

    proptest! {
        #[test]
        fn the_share_lies_in_its_interval(n in 1_u64..1_000_000, part in 0.0..=1.0) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below a million, not negative")]
            let successes = (float(n) * part) as u64;
            let interval = wilson(successes, n).unwrap();
            let share = float(successes) / float(n);
            prop_assert!(0.0 <= interval.low && interval.low <= share && share <= interval.high && interval.high <= 1.0);
        }

        #[test]
        fn those_for_and_those_against_have_mirrored_intervals(n in 1_u64..10_000, successes in 0_u64..10_000) {
            let successes = successes % (n + 1);
            let (one, other) = (wilson(successes, n).unwrap(), wilson(n - successes, n).unwrap());
            prop_assert!((one.low + other.high - 1.0).abs() < 1e-12);
        }
    }
}
