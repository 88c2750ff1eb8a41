//! How often each amount was proposed.

use std::collections::{HashMap, hash_map::Entry};
use std::hash::{BuildHasherDefault, Hasher};

use serde::{Deserialize, Serialize};

/// How many ballots proposed which amount, in minor units.
///
/// It is written with the amounts ascending: equal histograms are equal bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<(i64, u64)>", into = "Vec<(i64, u64)>")]
pub struct Histogram {
    counts: HashMap<i64, u64, Folding>,
    total: u64,
}

/// What stands there is not a histogram: the amounts have to ascend, each with a count above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the amounts of a histogram have to ascend, each with a count above zero")]
pub struct NotAHistogram;

impl Histogram {
    pub(super) fn add(&mut self, amount: i64) {
        *self.counts.entry(amount).or_default() += 1;
        self.total += 1;
    }

    pub(super) fn has(&self, amount: i64) -> bool {
        self.counts.contains_key(&amount)
    }

    /// Takes one ballot out, if there is one.
    pub(super) fn remove(&mut self, amount: i64) {
        if let Entry::Occupied(mut count) = self.counts.entry(amount) {
            self.total -= 1;
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.total += other.total;
        for (amount, count) in &other.counts {
            *self.counts.entry(*amount).or_default() += count;
        }
    }

    /// How many ballots proposed this amount.
    pub fn count(&self, amount: i64) -> u64 {
        self.counts.get(&amount).copied().unwrap_or_default()
    }

    /// How many ballots proposed any amount.
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// The amounts, ascending, each with the number of ballots that proposed it.
    pub fn ascending(&self) -> Vec<(i64, u64)> {
        let mut pairs: Vec<(i64, u64)> =
            self.counts.iter().map(|(amount, count)| (*amount, *count)).collect();
        pairs.sort_unstable();
        pairs
    }
}

impl From<Histogram> for Vec<(i64, u64)> {
    fn from(histogram: Histogram) -> Self {
        histogram.ascending()
    }
}

impl TryFrom<Vec<(i64, u64)>> for Histogram {
    type Error = NotAHistogram;

    fn try_from(pairs: Vec<(i64, u64)>) -> Result<Self, NotAHistogram> {
        let ascending = pairs.windows(2).all(|pair| pair[0].0 < pair[1].0);
        let counted = pairs.iter().all(|(_, count)| *count > 0);
        let total = pairs.iter().try_fold(0_u64, |sum, (_, count)| sum.checked_add(*count));
        match total.filter(|_| ascending && counted) {
            Some(total) => Ok(Self { counts: pairs.into_iter().collect(), total }),
            None => Err(NotAHistogram),
        }
    }
}

/// Hashes amounts and ids by a multiplication for every eight bytes. The standard library's hash costs several times as
/// much, and guards against ballots made to collide; here every proposed amount has passed the endpoint's limits.
pub(super) type Folding = BuildHasherDefault<FoldHasher>;

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FoldHasher(u64);

impl Hasher for FoldHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            self.write_u64(chunk.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        // An odd number with its ones well spread; the high half, which all bits reach, is folded onto the low one.
        let product = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = product ^ product >> 32;
    }

    fn write_i64(&mut self, number: i64) {
        self.write_u64(number.cast_unsigned());
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
