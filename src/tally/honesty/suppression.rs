//! Which figures must not be told, because they speak of too few people.
//!
//! A figure about few is hidden, nothing among them; and as many others with it as it takes that nobody finds it again by
//! subtraction. What somebody who wants to know has at hand: every figure that is shown, the totals, that no count is
//! less than nothing, and these lines. So the rules are:
//!
//! 1. Whole categories are hidden, never single counts: their size and what they said about every line. All that is told
//!    of them is told of all of them together. Whoever swaps two hidden people between their categories changes no figure
//!    that was published; so no figure, nor any number of them, can tell which of the two is where.
//! 2. At least two categories are hidden, and together they are at least as many people as the threshold. Where that
//!    takes more, the next smallest go with the small ones, and all those of one size together.
//! 3. Somebody who knows rule 2 also knows that the hidden ones are the smallest. Where that would press the smallest of
//!    them into the upper half below the threshold, one more is hidden.
//! 4. Where no category is left, the whole breakdown is hidden.
//!
//! What these rules do not prevent:
//!
//! - All in a category may have said the same, and so everybody's answer is known.
//! - Something is learnt from the difference of two publications, one before and one after a few more people came.
//! - Where the ballots themselves are public, without any attribute, a table of what a category said of every line finds
//!   its ballots again: of 300 ballots over 40 lines a solver picked out the twelve of one category in a twentieth of a
//!   second. By one attribute that tells no more than which of at least ten people cast a ballot. By two, it tells who
//!   stands alone in a group of a district. So beside public ballots answers are told by one attribute only
//!   ([`Publication::beside_ballots`](super::breakdown::Publication::beside_ballots)).

use super::wilson::{Interval, wilson};

/// Who reads the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Everybody.
    Public,
    /// The officers, who keep them to themselves.
    Internal,
}

impl Audience {
    /// The threshold: the fewest people that a figure may speak of.
    pub const fn fewest(self) -> u64 {
        match self {
            Self::Public => 10,
            Self::Internal => 5,
        }
    }
}

/// A figure that can be hidden. A hidden one is never nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure<T> {
    /// It can be told.
    Shown(T),
    /// It speaks of too few people, or would give away another that does.
    Suppressed,
}

impl<T> Figure<T> {
    /// The figure, if it can be told.
    pub const fn shown(&self) -> Option<&T> {
        match self {
            Self::Shown(figure) => Some(figure),
            Self::Suppressed => None,
        }
    }

    /// Is it hidden?
    pub const fn is_suppressed(&self) -> bool {
        matches!(self, Self::Suppressed)
    }
}

/// A shown figure as it is, a hidden one as the word `suppressed`.
impl<T: serde::Serialize> serde::Serialize for Figure<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Shown(figure) => figure.serialize(serializer),
            Self::Suppressed => serializer.serialize_str("suppressed"),
        }
    }
}

/// From so many people on, shares are told; of fewer, counts alone.
pub const SHARES_FROM: u64 = 30;

/// A share and its interval.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Share {
    /// From 0 to 1.
    pub share: f64,
    /// How far it would move if other, similar people had come.
    pub interval: Interval,
}

impl Share {
    /// The share of `successes` among `base` people; nothing below [`SHARES_FROM`] people.
    pub fn told(successes: u64, base: u64) -> Option<Self> {
        (base >= SHARES_FROM).then(|| Self::of(successes, base)).flatten()
    }

    /// The share of `successes` among `base` people, however few; nothing of nobody.
    pub fn of(successes: u64, base: u64) -> Option<Self> {
        #[expect(clippy::cast_precision_loss, reason = "a share is printed with few digits")]
        wilson(successes, base).map(|interval| Self { share: successes as f64 / base as f64, interval })
    }
}

/// Says for each category, by its size, whether it is hidden. `enough` may ask for more than the rules do: it is given the
/// places of those that would be hidden.
pub fn hide(sizes: &[u64], audience: Audience, enough: impl Fn(&[usize]) -> bool) -> Vec<bool> {
    let fewest = audience.fewest();
    if sizes.iter().all(|size| *size >= fewest) {
        return vec![false; sizes.len()];
    }
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|at| sizes[*at]);
    let is_safe = |hidden: &[usize], largest_hidden: u64, smallest_shown: u64| {
        if smallest_shown < fewest || smallest_shown == largest_hidden {
            return false;
        }
        let together: u64 = hidden.iter().map(|at| sizes[*at]).sum();
        // The others are smaller than the smallest that is shown, so the smallest of all is at least what is left.
        let others = (smallest_shown - 1).saturating_mul(hidden.len() as u64 - 1);
        together >= fewest && together.saturating_sub(others) < fewest.div_ceil(2) && enough(hidden)
    };
    let hidden = (2..order.len()).find(|count| {
        let (largest_hidden, smallest_shown) = (sizes[order[count - 1]], sizes[order[*count]]);
        is_safe(&order[..*count], largest_hidden, smallest_shown)
    });
    let mut is_hidden = vec![hidden.is_none(); sizes.len()];
    for at in &order[..hidden.unwrap_or(0)] {
        is_hidden[*at] = true;
    }
    is_hidden
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(sizes: &[u64], hidden: &[usize]) {
        let is_hidden = hide(sizes, Audience::Public, |_| true);
        let places: Vec<usize> = (0..sizes.len()).filter(|at| is_hidden[*at]).collect();
        assert_eq!(places, hidden, "{sizes:?}");
    }

    #[test]
    fn a_small_group_is_hidden_and_a_second_one_with_it() {
        check(&[200, 10, 35], &[]);
        check(&[200, 12, 3, 60], &[1, 2]);
        check(&[200, 60, 3, 4, 90], &[1, 2, 3]);
        check(&[200, 60, 7, 4, 90], &[2, 3]);
    }

    #[test]
    fn an_empty_group_is_hidden_like_a_small_one() {
        check(&[200, 0, 60, 90], &[1, 2]);
        check(&[280, 20, 0, 0, 0], &[1, 2, 3, 4]);
    }

    #[test]
    fn where_nothing_could_be_shown_everything_is_hidden() {
        check(&[3], &[0]);
        check(&[200, 3], &[0, 1]);
        check(&[9, 9, 9], &[0, 1, 2]);
        check(&[], &[]);
    }

    #[test]
    fn one_who_knows_the_rule_cannot_press_the_smallest_group_against_the_threshold() {
        // The first two are 39 together, and the second would be at most 30, so the first 9 exactly.
        check(&[9, 30, 31, 34, 500, 36], &[0, 1, 2]);
        // 18 together, neither above 10: they would be 8 to 10.
        check(&[9, 9, 10, 40], &[0, 1, 2]);
    }

    #[test]
    fn groups_of_one_size_are_hidden_together() {
        check(&[20, 3, 20, 90], &[0, 1, 2]);
    }

    #[test]
    fn a_hidden_figure_is_a_word_and_not_a_number() {
        let figures = [Figure::Shown(12), Figure::Suppressed];
        assert_eq!(serde_json::to_string(&figures).unwrap(), r#"[12,"suppressed"]"#);
    }

    #[test]
    fn shares_are_told_of_thirty_people_and_more() {
        assert_eq!(Share::told(9, 29), None);
        assert!((Share::told(9, 30).unwrap().share - 0.3).abs() < 1e-12);
        assert!(Share::of(9, 29).is_some());
    }

    /// All ways to write `total` as a sum of `parts` numbers.
    fn sums(total: u64, parts: usize) -> Vec<Vec<u64>> {
        if parts == 1 {
            return vec![vec![total]];
        }
        let rest =
            |first| sums(total - first, parts - 1).into_iter().map(move |rest| [vec![first], rest].concat());
        (0..=total).flat_map(rest).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        /// The one who wants to know has the rule itself and tries every possibility.
        #[test]
        fn one_who_tries_every_possibility_is_left_with_many(
            middle in prop::collection::vec(0_u64..30, 1..4), small in 0_u64..5, large in 30_u64..50,
        ) {
            let audience = Audience::Internal;
            let sizes = [middle, vec![small, large]].concat();
            let hidden = hide(&sizes, audience, |_| true);
            let places: Vec<usize> = (0..sizes.len()).filter(|at| hidden[*at]).collect();
            // Where everything is hidden only the number of participants is known.
            prop_assume!(places.len() < sizes.len());
            let together = places.iter().map(|at| sizes[*at]).sum();
            prop_assert!(together >= audience.fewest());
            let mut possible = vec![std::collections::BTreeSet::new(); places.len()];
            for guess in sums(together, places.len()) {
                let mut world = sizes.clone();
                for (at, size) in places.iter().zip(&guess) {
                    world[*at] = *size;
                }
                if hide(&world, audience, |_| true) == hidden {
                    for (values, size) in possible.iter_mut().zip(guess) {
                        values.insert(size);
                    }
                }
            }
            for values in possible {
                prop_assert!(values.len() >= 3, "{:?}", values);
                prop_assert!(values.first() < Some(&3), "{:?}", values);
            }
        }

        #[test]
        fn hidden_groups_cannot_be_told_from_one_another(
            sizes in prop::collection::vec(0_u64..60, 2..9), turn in 0_usize..9,
        ) {
            let hidden = hide(&sizes, Audience::Public, |_| true);
            let places: Vec<usize> = (0..sizes.len()).filter(|at| hidden[*at]).collect();
            let mut turned = sizes.clone();
            for (at, place) in places.iter().enumerate() {
                turned[*place] = sizes[places[(at + turn) % places.len()]];
            }
            prop_assert_eq!(hide(&turned, Audience::Public, |_| true), hidden);
        }
    }
}
