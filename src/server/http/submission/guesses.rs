//! How many wrong receipt codes somebody may send.
//!
//! A code has 67 random bits, so nobody finds one by trying; the limit keeps the server from being busy with those who
//! try. Only wrong codes count: fifty people in a library who look after their ballots have nothing to wait for.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use governor::clock::{Clock, DefaultClock, Reference as _};

use crate::http::{
    hash::{self, Key},
    limits::{MOST_ADDRESSES, SHARED_COUNTERS},
};

/// By one address: ten at once, then ten a minute. Nobody waits longer than a minute, so that whoever shares an address
/// with a guesser is not locked out for an afternoon.
const BY_CLIENT: Quota =
    Quota { burst: 10, one_more_every: Duration::from_secs(6), longest_wait: Duration::from_mins(1) };
/// For one consultation, or for one submission by its id, from everywhere together: so many that not even sixty addresses
/// keep everybody else from looking.
const BY_TARGET: Quota =
    Quota { burst: 600, one_more_every: Duration::from_millis(100), longest_wait: Duration::from_secs(1) };

/// Counts wrong codes, by who sends them and by what they are tried on.
pub struct Guesses<C: Clock = DefaultClock> {
    by_client: Counters<C>,
    by_target: Counters<C>,
}

impl Guesses {
    /// Nothing was guessed yet. The clock is the computer's monotonic one.
    pub fn new(key: Key) -> Self {
        Self::with_clock(key, &DefaultClock::default())
    }
}

impl<C: Clock + Clone> Guesses<C> {
    fn with_clock(key: Key, clock: &C) -> Self {
        let counters = |quota| Counters::new(quota, key, clock.clone());
        Self { by_client: counters(BY_CLIENT), by_target: counters(BY_TARGET) }
    }

    /// May they try?
    ///
    /// # Errors
    /// The seconds to wait, at least one, when there were too many wrong codes.
    pub fn check(&self, who: &[u8], target: &[u8]) -> Result<(), u64> {
        self.by_client.check(who)?;
        self.by_target.check(target)
    }

    /// It was wrong, and counts. Who had many under way at once is counted for all of them, and waits the longer.
    pub fn count_wrong(&self, who: &[u8], target: &[u8]) {
        self.by_client.count(who);
        self.by_target.count(target);
    }

    /// Forgets who has long been still; to be called every minute or so.
    pub fn forget_the_quiet(&self) {
        self.by_client.forget_the_quiet();
        self.by_target.forget_the_quiet();
    }
}

struct Quota {
    burst: u32,
    one_more_every: Duration,
    longest_wait: Duration,
}

impl Quota {
    /// What may be taken while there is a place left for one more.
    fn most(&self) -> Duration {
        self.one_more_every * (self.burst - 1)
    }
}

/// Counters as the generic cell rate algorithm has them: for each key the moment at which all its places are free again.
struct Counters<C: Clock> {
    free_at: Mutex<HashMap<u64, Duration>>,
    quota: Quota,
    key: Key,
    clock: C,
    started: C::Instant,
}

impl<C: Clock> Counters<C> {
    fn new(quota: Quota, key: Key, clock: C) -> Self {
        let started = clock.now();
        Self { free_at: Mutex::default(), quota, key, clock, started }
    }

    fn check(&self, who: &[u8]) -> Result<(), u64> {
        let now = self.now();
        let counters = self.lock();
        let all_free = counters.get(&self.counter(who, &counters)).copied().unwrap_or_default();
        let taken = all_free.saturating_sub(now);
        match taken.checked_sub(self.quota.most()) {
            Some(wait) if !wait.is_zero() => Err(wait.as_secs() + u64::from(wait.subsec_nanos() > 0)),
            _ => Ok(()),
        }
    }

    fn count(&self, who: &[u8]) {
        let now = self.now();
        let mut counters = self.lock();
        let counter = self.counter(who, &counters);
        let all_free = counters.entry(counter).or_default();
        let taken = all_free.saturating_sub(now) + self.quota.one_more_every;
        *all_free = now + taken.min(self.quota.most() + self.quota.longest_wait);
    }

    fn counter(&self, who: &[u8], counters: &HashMap<u64, Duration>) -> u64 {
        let hash = hash::keyed(&self.key, who);
        let key = hash.iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte));
        if counters.len() < MOST_ADDRESSES { key } else { key % SHARED_COUNTERS }
    }

    fn forget_the_quiet(&self) {
        let now = self.now();
        let mut counters = self.lock();
        counters.retain(|_, all_free| *all_free > now);
        counters.shrink_to_fit();
    }

    fn now(&self) -> Duration {
        self.clock.now().duration_since(self.started).into()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Duration>> {
        self.free_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn guesses() -> (Guesses<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (Guesses::with_clock([7; 32], &clock), clock)
    }

    #[test]
    fn who_guesses_ten_times_waits_six_seconds_for_the_next() {
        let (guesses, clock) = guesses();
        for _ in 0..10 {
            assert_eq!(guesses.check(b"guesser", b"town"), Ok(()));
            guesses.count_wrong(b"guesser", b"town");
        }
        assert_eq!(guesses.check(b"guesser", b"town"), Err(6));
        assert_eq!(guesses.check(b"guesser", b"other town"), Err(6), "wherever it is tried");
        assert_eq!(guesses.check(b"somebody else", b"town"), Ok(()));
        clock.advance(Duration::from_millis(5_001));
        assert_eq!(guesses.check(b"guesser", b"town"), Err(1));
        clock.advance(Duration::from_secs(1));
        assert_eq!(guesses.check(b"guesser", b"town"), Ok(()));
        guesses.count_wrong(b"guesser", b"town");
        assert!(guesses.check(b"guesser", b"town").is_err());
    }

    #[test]
    fn who_tries_a_hundred_at_once_waits_for_a_minute_and_no_longer() {
        let (guesses, clock) = guesses();
        for _ in 0..100 {
            assert_eq!(guesses.check(b"guesser", b"town"), Ok(()), "none has turned out wrong yet");
        }
        for _ in 0..100 {
            guesses.count_wrong(b"guesser", b"town");
        }
        assert_eq!(guesses.check(b"guesser", b"town"), Err(60));
        clock.advance(Duration::from_mins(1));
        assert_eq!(guesses.check(b"guesser", b"town"), Ok(()));
    }

    #[test]
    fn a_thousand_guessers_together_are_slowed_down_on_one_town() {
        let (guesses, clock) = guesses();
        let wrong = |who: u32| {
            guesses
                .check(&who.to_le_bytes(), b"town")
                .inspect(|()| guesses.count_wrong(&who.to_le_bytes(), b"town"))
        };
        assert_eq!((0..1_000).filter(|who| wrong(*who).is_ok()).count(), 600);
        assert_eq!(wrong(2_000), Err(1));
        assert_eq!(guesses.check(b"somebody", b"other town"), Ok(()));
        clock.advance(Duration::from_secs(1));
        assert_eq!((3_000..4_000).filter(|who| wrong(*who).is_ok()).count(), 10);
    }

    #[test]
    fn who_was_still_long_enough_is_forgotten() {
        let (guesses, clock) = guesses();
        guesses.count_wrong(b"guesser", b"town");
        clock.advance(Duration::from_secs(3));
        guesses.forget_the_quiet();
        assert_eq!(guesses.by_client.lock().len(), 1);
        clock.advance(Duration::from_secs(4));
        guesses.forget_the_quiet();
        assert_eq!((guesses.by_client.lock().len(), guesses.by_target.lock().len()), (0, 0));
    }
}
