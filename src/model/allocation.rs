//! When a proposal balances.

use serde::{Deserialize, Serialize};

use crate::Amount;

/// How far a proposal may be from the draft's total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", deny_unknown_fields)]
pub enum BalanceRule {
    /// It may cost less than the draft, never more.
    NoDeficit,
    /// It may cost at most so much more or less than the draft.
    Deviation {
        /// How much, in the draft's currency; not negative.
        at_most: Amount,
    },
}

/// How a proposal stands against the draft's total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Balance {
    /// It costs what the draft costs.
    Balanced,
    /// So much money is missing.
    Short(Amount),
    /// So much money is not allotted.
    LeftOver(Amount),
}

impl Balance {
    /// The balance of a proposal that costs so much more (or, negative, less) than the draft.
    pub const fn of_difference(difference: Amount) -> Self {
        if difference.is_zero() {
            Self::Balanced
        } else if difference.is_negative() {
            Self::LeftOver(difference.magnitude())
        } else {
            Self::Short(difference)
        }
    }
}

impl BalanceRule {
    /// May a proposal of this balance be sent?
    pub fn allows(self, balance: Balance) -> bool {
        match (self, balance) {
            (_, Balance::Balanced) | (Self::NoDeficit, Balance::LeftOver(_)) => true,
            (Self::NoDeficit, Balance::Short(_)) => false,
            (Self::Deviation { at_most }, Balance::Short(by) | Balance::LeftOver(by)) => by <= at_most,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn amount(minor: i64) -> Amount {
        Amount::from_minor(minor).unwrap()
    }

    proptest! {
        #[test]
        fn a_proposal_that_costs_more_is_never_sent_under_no_deficit(difference in -1_000_000_i64..1_000_000) {
            let balance = Balance::of_difference(amount(difference));
            prop_assert_eq!(BalanceRule::NoDeficit.allows(balance), difference <= 0);
        }

        #[test]
        fn a_stated_deviation_holds_both_ways(difference in -2_000_i64..2_000, at_most in 0_i64..1_000) {
            let rule = BalanceRule::Deviation { at_most: amount(at_most) };
            let balance = Balance::of_difference(amount(difference));
            prop_assert_eq!(rule.allows(balance), difference.abs() <= at_most);
        }
    }

    #[test]
    fn a_rule_reads_back_as_it_was_written() {
        for (rule, json) in [
            (BalanceRule::NoDeficit, r#"{"kind":"no-deficit"}"#),
            (BalanceRule::Deviation { at_most: amount(5) }, r#"{"kind":"deviation","at_most":5}"#),
        ] {
            assert_eq!(serde_json::to_string(&rule).unwrap(), json);
            assert_eq!(serde_json::from_str::<BalanceRule>(json).unwrap(), rule);
        }
    }
}
