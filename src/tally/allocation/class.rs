//! Classes of change, in percent of the draft's amount, for histograms that people look at.

use serde::Serialize;

/// The bounds between classes, in percent of the draft's amount.
const BOUNDS: [i64; 5] = [5, 10, 25, 50, 100];

/// A class of change. Classes mirror each other: “up to 5 % less”, “no change”, “up to 5 % more”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class(i8);

/// How many ballots are in a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ClassCount {
    /// Changes beyond this are in the class; in percent of the draft's amount, negative for less.
    pub beyond_percent: i64,
    /// Changes up to and including this are in the class; nothing where it has no end.
    pub up_to_percent: Option<i64>,
    /// How many ballots.
    pub ballots: u64,
}

impl Class {
    /// Every class, from the deepest cut to the greatest rise: twelve.
    pub fn all() -> impl Iterator<Item = Self> {
        (-5..=6).map(Self)
    }

    /// The class of a proposed amount. Where the draft has nothing, every rise is beyond 100 percent.
    pub fn of(draft: i64, proposed: i64) -> Self {
        let (draft, change) = (i128::from(draft), i128::from(proposed) - i128::from(draft));
        let passed = |bound: &&i64| change.abs() * 100 > draft.abs() * i128::from(**bound);
        // At most six; a cut of more than everything does not exist.
        let size =
            (1..).zip(&BOUNDS).take_while(|(_, bound)| passed(bound)).last().map_or(1, |(at, _)| at + 1);
        match change.signum() {
            0 => Self(0),
            1 => Self(size),
            _ => Self(-size.min(5)),
        }
    }

    /// With this many ballots.
    pub fn counted(self, ballots: u64) -> ClassCount {
        let bound = |size: u8| match size.checked_sub(1) {
            None => Some(0),
            Some(at) => BOUNDS.get(usize::from(at)).map(|bound| bound * i64::from(self.0.signum())),
        };
        let size = self.0.unsigned_abs();
        let beyond_percent = bound(size.saturating_sub(1)).unwrap_or_default();
        ClassCount { beyond_percent, up_to_percent: bound(size), ballots }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_five_percent_is_in_the_class_up_to_five_both_ways() {
        let check = |draft: i64, proposed: i64, beyond: i64, up_to: Option<i64>| {
            let class = Class::of(draft, proposed).counted(1);
            assert_eq!((class.beyond_percent, class.up_to_percent), (beyond, up_to), "{draft} to {proposed}");
        };
        check(1000, 1000, 0, Some(0));
        check(1000, 1050, 0, Some(5));
        check(1000, 950, 0, Some(-5));
        check(1000, 1051, 5, Some(10));
        check(1000, 949, -5, Some(-10));
        check(1000, 1250, 10, Some(25));
        check(1000, 500, -25, Some(-50));
        check(1000, 0, -50, Some(-100));
        check(1000, 2000, 50, Some(100));
        check(1000, 2001, 100, None);
        check(0, 0, 0, Some(0));
        check(0, 1, 100, None);
        check(9_007_199_254_740_991, 0, -50, Some(-100));
    }

    #[test]
    fn the_classes_stand_in_order_and_are_twelve() {
        let all: Vec<Class> = Class::all().collect();
        assert_eq!(all.len(), 12);
        assert!(all.is_sorted());
        assert_eq!(
            all.iter().find(|class| class.counted(0).up_to_percent == Some(0)),
            Some(&Class::of(7, 7))
        );
    }
}
