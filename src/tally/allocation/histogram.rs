//! How often each amount was proposed.

use serde::{Deserialize, Serialize};

/// How many ballots proposed which amount, in minor units.
///
/// It is written with the amounts ascending: equal histograms are equal bytes.
///
/// A table of our own with open addressing, because counting is nothing but this: the place of an amount is one
/// multiplication, and place and count lie in one line of the cache. The standard library's map takes twice as
/// long. It also guards against keys made to collide; here each amount has passed the endpoint's limits, and
/// costs somebody a submission.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<(i64, u64)>", into = "Vec<(i64, u64)>")]
pub struct Histogram {
    /// A power of two of slots, at most half of them used, or none at all.
    slots: Vec<Slot>,
    used: usize,
    total: u64,
}

/// An amount whose count came back to nothing keeps its slot until the table grows, so that others are found behind it.
#[derive(Debug, Clone, Copy)]
struct Slot {
    amount: i64,
    count: u64,
}

impl Slot {
    const FREE: Self = Self { amount: i64::MIN, count: 0 };

    const fn is_free(self) -> bool {
        self.amount == Self::FREE.amount
    }
}

/// What stands there is not a histogram: the amounts have to ascend, each with a count above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the amounts of a histogram have to ascend, each with a count above zero")]
pub struct NotAHistogram;

impl Histogram {
    /// Whatever is counted has to be above this.
    pub(super) const LEAST: i64 = Slot::FREE.amount;

    #[inline]
    pub(super) fn add(&mut self, amount: i64) {
        self.add_many(amount, 1);
    }

    #[inline]
    fn add_many(&mut self, amount: i64, count: u64) {
        self.total += count;
        let at = self.find(amount);
        match self.slots.get_mut(at) {
            Some(slot) if slot.amount == amount => slot.count += count,
            _ => self.insert(amount, count),
        }
    }

    #[cold]
    fn insert(&mut self, amount: i64, count: u64) {
        if 2 * (self.used + 1) > self.slots.len() {
            self.grow();
        }
        let at = self.find(amount);
        self.slots[at] = Slot { amount, count };
        self.used += 1;
    }

    /// Takes one ballot out, if there is one.
    pub(super) fn remove(&mut self, amount: i64) {
        let at = self.find(amount);
        if let Some(slot) = self.slots.get_mut(at).filter(|slot| slot.count > 0) {
            slot.count -= 1;
            self.total -= 1;
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for slot in other.slots.iter().filter(|slot| slot.count > 0) {
            self.add_many(slot.amount, slot.count);
        }
    }

    /// How many ballots proposed this amount.
    pub fn count(&self, amount: i64) -> u64 {
        self.slots.get(self.find(amount)).map_or(0, |slot| slot.count)
    }

    /// How many ballots proposed any amount.
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// The amounts, ascending, each with the number of ballots that proposed it.
    pub fn ascending(&self) -> Vec<(i64, u64)> {
        let counted = self.slots.iter().filter(|slot| slot.count > 0);
        let mut pairs: Vec<(i64, u64)> = counted.map(|slot| (slot.amount, slot.count)).collect();
        pairs.sort_unstable();
        pairs
    }

    /// The slot of an amount, or the free one where it would go; beyond the end where there are no slots.
    #[inline]
    fn find(&self, amount: i64) -> usize {
        // 2⁶⁴ over the golden ratio spreads neighbours far apart; the high bits of the product are the well mixed ones.
        let mixed = amount.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        let last = self.slots.len().wrapping_sub(1);
        let mut at = usize::try_from(mixed).unwrap_or_default() & last;
        // At least half of the slots are free: it ends.
        while let Some(slot) = self.slots.get(at) {
            if slot.amount == amount || slot.is_free() {
                break;
            }
            at = (at + 1) & last;
        }
        at
    }

    fn grow(&mut self) {
        let counted: Vec<Slot> = self.slots.iter().copied().filter(|slot| slot.count > 0).collect();
        let slots = (4 * (counted.len() + 1)).next_power_of_two().max(8);
        *self = Self { slots: vec![Slot::FREE; slots], used: counted.len(), total: self.total };
        for slot in counted {
            let at = self.find(slot.amount);
            self.slots[at] = slot;
        }
    }
}

impl PartialEq for Histogram {
    fn eq(&self, other: &Self) -> bool {
        let is_there = |slot: &Slot| other.count(slot.amount) == slot.count;
        let counted = |histogram: &Self| histogram.slots.iter().filter(|slot| slot.count > 0).count();
        counted(self) == counted(other) && self.slots.iter().filter(|slot| slot.count > 0).all(is_there)
    }
}

impl Eq for Histogram {}

impl From<Histogram> for Vec<(i64, u64)> {
    fn from(histogram: Histogram) -> Self {
        histogram.ascending()
    }
}

impl TryFrom<Vec<(i64, u64)>> for Histogram {
    type Error = NotAHistogram;

    fn try_from(pairs: Vec<(i64, u64)>) -> Result<Self, NotAHistogram> {
        let ascending = pairs.windows(2).all(|pair| pair[0].0 < pair[1].0);
        let counted = pairs.iter().all(|(amount, count)| *amount > Self::LEAST && *count > 0);
        let total = pairs.iter().try_fold(0_u64, |sum, (_, count)| sum.checked_add(*count));
        if !ascending || !counted || total.is_none() {
            return Err(NotAHistogram);
        }
        let mut histogram = Self::default();
        for (amount, count) in pairs {
            histogram.add_many(amount, count);
        }
        Ok(histogram)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_counts_like_a_list_whatever_comes_and_goes(
            steps in prop::collection::vec((any::<bool>(), prop_oneof![0_i64..40, Just(i64::MAX), (-9_i64..9).prop_map(|n| n << 40)]), 0..300)
        ) {
            let (mut histogram, mut list) = (Histogram::default(), BTreeMap::<i64, u64>::new());
            for (comes, amount) in steps {
                if comes {
                    histogram.add(amount);
                    *list.entry(amount).or_default() += 1;
                } else {
                    histogram.remove(amount);
                    list.entry(amount).and_modify(|count| *count = count.saturating_sub(1));
                }
                prop_assert_eq!(histogram.count(amount), list.get(&amount).copied().unwrap_or_default());
            }
            let ascending: Vec<_> = list.into_iter().filter(|(_, count)| *count > 0).collect();
            prop_assert_eq!(histogram.total(), ascending.iter().map(|(_, count)| count).sum::<u64>());
            prop_assert_eq!(&histogram.ascending(), &ascending);
            prop_assert_eq!(&Histogram::try_from(ascending).unwrap(), &histogram);
            let mut twice = histogram.clone();
            twice.merge(&histogram);
            prop_assert_eq!(twice == histogram, histogram.total() == 0);
        }
    }
}
