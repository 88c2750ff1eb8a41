//! Chance that anybody can draw again: a stream of numbers from a published text.
//!
//! The whole of it, in Python, to check us with:
//!
//! ```python
//! from hashlib import sha256
//! MASK = 2**64 - 1
//! def stream(seed, purpose):
//!     digest = sha256(f"glasno stream v1\n{seed}\n{purpose}\n".encode()).digest()
//!     state = int.from_bytes(digest[:8], "big")
//!     while True:                                     # SplitMix64
//!         state = (state + 0x9E3779B97F4A7C15) & MASK
//!         z = ((state ^ state >> 30) * 0xBF58476D1CE4E5B9) & MASK
//!         z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
//!         yield z ^ z >> 31
//! def below(numbers, n):                              # every number below n equally likely
//!     while True:
//!         product = next(numbers) * n
//!         if (product & MASK) >= 2**64 % n:
//!             return product >> 64
//! ```
//!
//! `SplitMix64` is Steele, Lea and Flood's generator ("Fast splittable pseudorandom number generators", OOPSLA 2014); the
//! way to a number below `n` is Lemire's ("Fast random integer generation in an interval", ACM TOMACS 29(1), 2019),
//! which throws a draw away where it would favour some numbers. Neither needs a float, so it gives the same numbers on
//! every machine. It is good for estimates and not for secrets.

use sha2::{Digest as _, Sha256};

/// Numbers that look like chance and follow from a published text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    state: u64,
}

impl Stream {
    /// The stream of this seed for this purpose. One seed can serve many purposes; their streams have nothing in common.
    pub fn new(seed_text: &str, purpose: &str) -> Self {
        let mut hash = Sha256::new();
        for part in ["glasno stream v1", seed_text, purpose] {
            hash.update(part.as_bytes());
            hash.update(b"\n");
        }
        let digest: [u8; 32] = hash.finalize().into();
        Self { state: digest[..8].iter().fold(0, |state, byte| state << 8 | u64::from(*byte)) }
    }

    /// The next number, each of the 2⁶⁴ equally likely.
    pub const fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ self.state >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// A number from 0 up to but not including `n`, each equally likely; 0 where `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        loop {
            let product = u128::from(self.next_u64()) * u128::from(n);
            let (high, low) = halves(product);
            // 2⁶⁴ mod n is less than n: the division is needed only for the few draws that come so low.
            if low >= n || low >= n.wrapping_neg() % n {
                return high;
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "it cuts a number into its two halves")]
const fn halves(product: u128) -> (u64, u64) {
    ((product >> 64) as u64, product as u64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_journalist_draws_the_same_numbers_with_the_python_above() {
        let mut stream = Stream::new("Пловдив 2026", "projects");
        let numbers: Vec<u64> = (0..4).map(|_| stream.next_u64()).collect();
        assert_eq!(
            numbers,
            [
                4_131_217_860_472_961_579,
                10_702_324_708_251_235_287,
                7_807_935_260_246_489_779,
                10_342_504_187_003_539_981
            ]
        );
        let mut stream = Stream::new("Пловдив 2026", "projects");
        let below: Vec<u64> = [1, 2, 10, 1_000_003, u64::MAX, (1 << 63) + 1, (1 << 63) + 1, (1 << 63) + 1]
            .into_iter()
            .map(|n| stream.below(n))
            .collect();
        assert_eq!(
            below,
            [
                0,
                1,
                4,
                560_669,
                15_024_223_237_818_214_406,
                7_182_721_145_991_416_947,
                5_565_727_509_579_710_619,
                5_236_975_388_479_807_026
            ]
        );
    }

    #[test]
    fn the_generator_is_the_published_one() {
        // The first numbers of SplitMix64 from the state 1234567, as its authors' reference implementation prints them.
        let mut stream = Stream { state: 1_234_567 };
        assert_eq!(stream.next_u64(), 6_457_827_717_110_365_317);
        assert_eq!(stream.next_u64(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn no_voter_is_drawn_more_often_than_others() {
        let mut stream = Stream::new("fair", "die");
        let mut seen = [0_u32; 6];
        for _ in 0..60_000 {
            seen[usize::try_from(stream.below(6)).unwrap()] += 1;
        }
        // 10 000 each are expected with a standard deviation of 91.
        assert!(seen.iter().all(|count| (9_600..10_400).contains(count)), "{seen:?}");
    }

    #[test]
    fn a_draw_from_nobody_is_nobody() {
        assert_eq!(Stream::new("", "").below(0), 0);
    }

    proptest! {
        #[test]
        fn a_drawn_voter_exists(seed in ".{0,12}", n in 1_u64..) {
            prop_assert!(Stream::new(&seed, "").below(n) < n);
        }

        #[test]
        fn two_purposes_share_no_numbers(seed in ".{0,12}") {
            let (mut one, mut other) = (Stream::new(&seed, "lines"), Stream::new(&seed, "projects"));
            prop_assert_ne!(one.next_u64(), other.next_u64());
        }
    }
}
