//! Money as something that people can picture: "1 % is three playgrounds".

use serde::{Deserialize, Serialize};

use crate::{Amount, Text};

/// Something that people can picture, and what one of it costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitEquivalent {
    /// What one costs, in the draft's currency; more than nothing.
    pub amount: Amount,
    /// Its name: "playground", "месец снегопочистване".
    pub name: Text,
}

/// How many units an amount of money is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Units {
    /// In tenths of a unit; negative where money is taken away.
    pub tenths: i64,
    /// Is it exactly so many? Otherwise it was rounded.
    pub is_exact: bool,
}

impl UnitEquivalent {
    /// How many units a change of money is: to a tenth of a unit below ten units, to whole units from ten on, both
    /// rounded half away from zero.
    pub fn in_units(&self, change: Amount) -> Units {
        // A draft holds only units that cost more than nothing.
        let unit = i128::from(self.amount.minor()).max(1);
        let change = i128::from(change.minor());
        let rounded = |numerator: i128| (2 * numerator + unit) / (2 * unit);
        let fine = rounded(10 * change.abs());
        let tenths = if fine < 100 { fine } else { 10 * rounded(change.abs()) };
        let is_exact = tenths * unit == 10 * change.abs();
        let tenths = i64::try_from(tenths).unwrap_or(i64::MAX);
        Units { tenths: if change < 0 { -tenths } else { tenths }, is_exact }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;
    use proptest::prelude::*;

    fn units(cost: i64, change: i64) -> Units {
        let amount = |minor| Amount::from_minor(minor).unwrap();
        let name = Text::new(Language::ENGLISH, "playground");
        UnitEquivalent { amount: amount(cost), name }.in_units(amount(change))
    }

    #[test]
    fn a_change_is_said_in_playgrounds() {
        let check = |change, tenths, is_exact| {
            assert_eq!(units(1_000, change), Units { tenths, is_exact }, "{change}");
        };
        check(3_000, 30, true);
        check(-3_000, -30, true);
        check(3_450, 35, false);
        check(3_449, 34, false);
        check(49, 0, false);
        check(50, 1, false);
        check(0, 0, true);
        check(9_949, 99, false);
        check(9_950, 100, false);
        check(12_499, 120, false);
        check(12_500, 130, false);
        check(12_000, 120, true);
    }

    proptest! {
        #[test]
        fn the_units_are_within_half_of_what_they_are_rounded_to(cost in 1_i64..1_000_000, change in -1_000_000_000_i64..1_000_000_000) {
            let units = units(cost, change);
            let off = (i128::from(units.tenths) * i128::from(cost) - 10 * i128::from(change)).abs();
            let grain = if units.tenths.abs() < 100 { 1 } else { 10 };
            prop_assert!(2 * off <= grain * i128::from(cost));
            prop_assert_eq!(units.is_exact, off == 0);
        }

        #[test]
        fn the_largest_amounts_are_counted(cost in 1_i64..=Amount::MAX.minor()) {
            let most = units(cost, Amount::MAX.minor()).tenths;
            prop_assert_eq!(units(cost, Amount::MIN.minor()).tenths, -most);
        }
    }
}
