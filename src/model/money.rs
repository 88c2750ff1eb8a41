//! Money as a whole number of minor units (cents, stotinki). No float ever holds money.

use serde::{Deserialize, Serialize};

/// An amount of money in minor units of a currency that the context names.
///
/// Between −(2⁵³ − 1) and 2⁵³ − 1, so that every reader of our JSON, also one that keeps numbers as IEEE 754
/// doubles, sees it exactly. Negative amounts exist: refunds stand in budgets with a minus.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Amount(i64);

/// The number is beyond what an [`Amount`] can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the amount is beyond ±9007199254740991 minor units")]
pub struct AmountTooLarge;

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount, 2⁵³ − 1 minor units.
    pub const MAX: Self = Self(9_007_199_254_740_991);
    /// The smallest amount, −(2⁵³ − 1) minor units.
    pub const MIN: Self = Self(-9_007_199_254_740_991);

    /// An amount of so many minor units.
    ///
    /// # Errors
    /// When it is beyond [`Amount::MIN`] or [`Amount::MAX`].
    pub const fn from_minor(minor_units: i64) -> Result<Self, AmountTooLarge> {
        if minor_units > Self::MAX.0 || minor_units < Self::MIN.0 {
            return Err(AmountTooLarge);
        }
        Ok(Self(minor_units))
    }

    /// The number of minor units.
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// The sum, or nothing where it cannot be held.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        // Two amounts are below 2⁵⁴ together: i64 cannot overflow here.
        Self::from_minor(self.0 + other.0).ok()
    }

    /// The difference, or nothing where it cannot be held.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        Self::from_minor(self.0 - other.0).ok()
    }

    /// The sum of many amounts, or nothing where it cannot be held. The order does not matter.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        Self::from_wide(amounts.into_iter().map(|amount| i128::from(amount.0)).sum())
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn magnitude(self) -> Self {
        Self(self.0.abs())
    }

    /// Is there less than nothing?
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Is there nothing?
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The amount times `numerator / denominator`, rounded half away from zero.
    ///
    /// Nothing where the denominator is zero or the result cannot be held.
    pub fn times_ratio(self, numerator: i64, denominator: i64) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let (product, denominator) = (i128::from(self.0) * i128::from(numerator), i128::from(denominator));
        let sign = if (product < 0) == (denominator < 0) { 1 } else { -1 };
        let (product, denominator) = (product.abs(), denominator.abs());
        Self::from_wide(sign * ((2 * product + denominator) / (2 * denominator)))
    }

    fn from_wide(wide: i128) -> Option<Self> {
        i64::try_from(wide).ok().and_then(|narrow| Self::from_minor(narrow).ok())
    }
}

impl TryFrom<i64> for Amount {
    type Error = AmountTooLarge;

    fn try_from(minor_units: i64) -> Result<Self, AmountTooLarge> {
        Self::from_minor(minor_units)
    }
}

impl From<Amount> for i64 {
    fn from(amount: Amount) -> Self {
        amount.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_amount() -> impl Strategy<Value = Amount> {
        (Amount::MIN.0..=Amount::MAX.0).prop_map(Amount)
    }

    proptest! {
        #[test]
        fn a_sum_is_exact_or_refused(a in any_amount(), b in any_amount()) {
            let wide = i128::from(a.0) + i128::from(b.0);
            let fits = wide.abs() <= i128::from(Amount::MAX.0);
            prop_assert_eq!(a.checked_add(b).map(|sum| i128::from(sum.0)), fits.then_some(wide));
            prop_assert_eq!(a.checked_add(b), b.checked_add(a));
        }

        #[test]
        fn what_is_added_can_be_taken_back(a in any_amount(), b in any_amount()) {
            if let Some(sum) = a.checked_add(b) {
                prop_assert_eq!(sum.checked_sub(b), Some(a));
            }
        }

        #[test]
        fn summing_many_never_overflows(amounts in prop::collection::vec(any_amount(), 0..400)) {
            let wide: i128 = amounts.iter().map(|amount| i128::from(amount.0)).sum();
            let sum = Amount::sum(amounts).map(|sum| i128::from(sum.0));
            prop_assert_eq!(sum, (wide.abs() <= i128::from(Amount::MAX.0)).then_some(wide));
        }

        #[test]
        fn a_ratio_is_within_half_a_unit(a in any_amount(), n in 1_i64..1_000_000, d in 1_i64..1_000_000) {
            if let Some(result) = a.times_ratio(n, d) {
                let error = (i128::from(result.0) * i128::from(d) - i128::from(a.0) * i128::from(n)).abs();
                prop_assert!(2 * error <= i128::from(d));
            }
        }

        #[test]
        fn json_holds_money_as_a_whole_number(a in any_amount()) {
            let json = serde_json::to_string(&a).unwrap();
            prop_assert_eq!(&json, &a.0.to_string());
            prop_assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), a);
        }
    }

    #[test]
    fn half_a_cent_rounds_away_from_zero() {
        assert_eq!(Amount(1).times_ratio(1, 2), Some(Amount(1)));
        assert_eq!(Amount(-1).times_ratio(1, 2), Some(Amount(-1)));
        assert_eq!(Amount(1).times_ratio(1, 0), None);
    }

    #[test]
    fn json_refuses_fractions_texts_and_giants() {
        for json in ["1.5", "\"1\"", "9007199254740992", "-9007199254740992", "1e400", "null", "-0.0"] {
            assert!(serde_json::from_str::<Amount>(json).is_err(), "{json} was taken");
        }
    }
}
