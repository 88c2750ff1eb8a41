//! What follows from a change, as the officer states it: "−10 %: the swimming pool closes on Mondays".

use serde::{Deserialize, Serialize};

use crate::{Amount, Text};

/// What follows from a change of a line, from a threshold on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consequence {
    /// The change in percent of the draft's amount from which on it follows: −100 to −1 for less, 1 and up for more.
    pub percent: i16,
    /// What follows.
    pub text: Text,
}

impl Consequence {
    /// The consequence in force among those of a line: of the thresholds that the change has reached, in its own
    /// direction, the farthest one. Nothing where nothing is changed or none is reached.
    ///
    /// Compared in whole minor units, without rounding: one cent short of −10 % is not yet −10 %. Any addition to a
    /// line of nothing reaches every threshold.
    pub fn in_force(consequences: &[Self], drafted: Amount, proposed: Amount) -> Option<&Self> {
        let change = i128::from(proposed.minor()) - i128::from(drafted.minor());
        let is_reached = |consequence: &&Self| {
            let percent = i128::from(consequence.percent);
            let threshold = percent * i128::from(drafted.magnitude().minor());
            change != 0 && (change < 0) == (percent < 0) && (100 * change).abs() >= threshold.abs()
        };
        consequences.iter().filter(is_reached).max_by_key(|consequence| consequence.percent.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;
    use proptest::prelude::*;

    fn stated(percents: &[i16]) -> Vec<Consequence> {
        let text = |percent: &i16| Text::new(Language::ENGLISH, percent.to_string());
        percents.iter().map(|percent| Consequence { percent: *percent, text: text(percent) }).collect()
    }

    fn in_force(percents: &[i16], drafted: i64, proposed: i64) -> Option<i16> {
        let amount = |minor| Amount::from_minor(minor).unwrap();
        let stated = stated(percents);
        Consequence::in_force(&stated, amount(drafted), amount(proposed)).map(|stated| stated.percent)
    }

    #[test]
    fn a_consequence_holds_from_its_threshold_on() {
        let check = |proposed, expected| {
            assert_eq!(in_force(&[-10, 5, -50, 20], 1_000, proposed), expected, "{proposed}");
        };
        for (proposed, expected) in [
            (1_000, None),
            (901, None),
            (900, Some(-10)),
            (501, Some(-10)),
            (500, Some(-50)),
            (0, Some(-50)),
            (1_049, None),
            (1_050, Some(5)),
            (1_199, Some(5)),
            (9_000_000, Some(20)),
        ] {
            check(proposed, expected);
        }
    }

    #[test]
    fn any_addition_to_a_line_of_nothing_reaches_every_threshold() {
        assert_eq!(in_force(&[-10, 10, 900], 0, 1), Some(900));
        assert_eq!(in_force(&[-10, 10], 0, 0), None);
    }

    proptest! {
        #[test]
        fn more_of_a_change_never_takes_a_consequence_back(
            percents in prop::collection::vec(prop_oneof![-100_i16..0, 1_i16..300], 0..6),
            drafted in 0_i64..1_000_000,
            proposed in 0_i64..3_000_000,
            further in 0_i64..1_000_000,
        ) {
            let farther = if proposed < drafted { (proposed - further).max(0) } else { proposed + further };
            let (near, far) =
                (in_force(&percents, drafted, proposed), in_force(&percents, drafted, farther));
            if proposed != drafted {
                prop_assert!(far.unwrap_or(0).abs() >= near.unwrap_or(0).abs());
            }
            prop_assert!(near.is_none_or(|percent| (percent < 0) == (proposed < drafted)));
        }

        #[test]
        fn the_largest_amounts_are_compared_exactly(percent in prop_oneof![-100_i16..0, 1_i16..=i16::MAX]) {
            let most = Amount::MAX.minor();
            prop_assert_eq!(in_force(&[percent], most, 0), (percent < 0).then_some(percent));
        }
    }
}
