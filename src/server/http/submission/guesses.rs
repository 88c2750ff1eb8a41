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

/// By one address: ten at once, then ten a minute.
const BY_CLIENT: Quota = Quota { burst: 10, one_more_every: Duration::from_secs(6) };
/// For one consultation, or for one submission by its id, from everywhere together: so many that not even sixty addresses
/// keep everybody else from looking.
const BY_TARGET: Quota = Quota { burst: 600, one_more_every: Duration::from_millis(100) };

/// Counts wrong codes, by who sends them and by what they are tried on.
pub struct Guesses<C: Clock = DefaultClock> {
    by_client: Places<C>,
    by_target: Places<C>,
}

impl Guesses {
    /// Nothing was guessed yet. The clock is the computer's monotonic one.
    pub fn new(key: Key) -> Self {
        Self::with_clock(key, &DefaultClock::default())
    }
}

impl<C: Clock + Clone> Guesses<C> {
    fn with_clock(key: Key, clock: &C) -> Self {
        let places = |quota| Places::new(quota, key, clock.clone());
        Self { by_client: places(BY_CLIENT), by_target: places(BY_TARGET) }
    }

    /// Takes a place for an attempt. It is given back unless the attempt turns out wrong; so those who try many at once
    /// gain nothing by it.
    ///
    /// # Errors
    /// The seconds to wait, at least one, when there were too many wrong ones.
    pub fn attempt(&self, who: &[u8], target: &[u8]) -> Result<Attempt<'_, C>, u64> {
        let client = self.by_client.take(who)?;
        Ok(Attempt { client, target: self.by_target.take(target)? })
    }

    /// Forgets who has long been still; to be called every minute or so.
    pub fn forget_the_quiet(&self) {
        self.by_client.forget_the_quiet();
        self.by_target.forget_the_quiet();
    }
}

/// An attempt that is under way.
pub struct Attempt<'a, C: Clock> {
    client: Place<'a, C>,
    target: Place<'a, C>,
}

impl<C: Clock> Attempt<'_, C> {
    /// It was wrong, and counts.
    pub fn was_wrong(self) {
        self.client.keep();
        self.target.keep();
    }
}

struct Quota {
    burst: u32,
    one_more_every: Duration,
}

/// Counters as the generic cell rate algorithm has them: for each key the moment at which all its places are free again.
struct Places<C: Clock> {
    free_at: Mutex<HashMap<u64, Duration>>,
    quota: Quota,
    key: Key,
    clock: C,
    started: C::Instant,
}

impl<C: Clock> Places<C> {
    fn new(quota: Quota, key: Key, clock: C) -> Self {
        let started = clock.now();
        Self { free_at: Mutex::default(), quota, key, clock, started }
    }

    fn take(&self, who: &[u8]) -> Result<Place<'_, C>, u64> {
        let mut key =
            hash::keyed(&self.key, who).iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte));
        let now = self.now();
        let mut free_at = self.lock();
        if free_at.len() >= MOST_ADDRESSES {
            key %= SHARED_COUNTERS;
        }
        let all_free = free_at.entry(key).or_default();
        let taken = all_free.saturating_sub(now);
        let most = self.quota.one_more_every * (self.quota.burst - 1);
        if let Some(wait) = taken.checked_sub(most).filter(|wait| !wait.is_zero()) {
            return Err(wait.as_secs() + u64::from(wait.subsec_nanos() > 0));
        }
        *all_free = now + taken + self.quota.one_more_every;
        Ok(Place { places: self, key, is_kept: false })
    }

    fn give_back(&self, key: u64) {
        if let Some(all_free) = self.lock().get_mut(&key) {
            *all_free = all_free.saturating_sub(self.quota.one_more_every);
        }
    }

    fn forget_the_quiet(&self) {
        let now = self.now();
        let mut free_at = self.lock();
        free_at.retain(|_, all_free| *all_free > now);
        free_at.shrink_to_fit();
    }

    fn now(&self) -> Duration {
        self.clock.now().duration_since(self.started).into()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Duration>> {
        self.free_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place that is taken until it is dropped, or for good.
struct Place<'a, C: Clock> {
    places: &'a Places<C>,
    key: u64,
    is_kept: bool,
}

impl<C: Clock> Place<'_, C> {
    fn keep(mut self) {
        self.is_kept = true;
    }
}

impl<C: Clock> Drop for Place<'_, C> {
    fn drop(&mut self) {
        if !self.is_kept {
            self.places.give_back(self.key);
        }
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
            guesses.attempt(b"guesser", b"town").unwrap().was_wrong();
        }
        assert_eq!(guesses.attempt(b"guesser", b"town").err(), Some(6));
        assert_eq!(guesses.attempt(b"guesser", b"other town").err(), Some(6), "wherever it is tried");
        assert!(guesses.attempt(b"somebody else", b"town").is_ok());
        clock.advance(Duration::from_millis(5_001));
        assert_eq!(guesses.attempt(b"guesser", b"town").err(), Some(1));
        clock.advance(Duration::from_secs(1));
        guesses.attempt(b"guesser", b"town").unwrap().was_wrong();
        assert!(guesses.attempt(b"guesser", b"town").is_err());
    }

    #[test]
    fn whoever_has_the_right_code_may_look_as_often_as_they_like() {
        let (guesses, _) = guesses();
        assert!((0..1_000).all(|_| guesses.attempt(b"library", b"town").is_ok()));
    }

    #[test]
    fn who_tries_many_at_once_has_no_more_than_ten_under_way() {
        let (guesses, _) = guesses();
        let under_way: Vec<_> = (0..50).map_while(|_| guesses.attempt(b"guesser", b"town").ok()).collect();
        assert_eq!(under_way.len(), 10);
        drop(under_way);
        assert!(guesses.attempt(b"guesser", b"town").is_ok());
    }

    #[test]
    fn a_thousand_guessers_together_are_slowed_down_on_one_town() {
        let (guesses, clock) = guesses();
        let wrong = |who: u32| guesses.attempt(&who.to_le_bytes(), b"town").map(Attempt::was_wrong);
        assert_eq!((0..1_000).filter(|who| wrong(*who).is_ok()).count(), 600);
        assert_eq!(wrong(2_000), Err(1));
        assert!(guesses.attempt(b"somebody", b"other town").is_ok());
        clock.advance(Duration::from_secs(1));
        assert_eq!((3_000..4_000).filter(|who| wrong(*who).is_ok()).count(), 10);
    }

    #[test]
    fn who_was_still_long_enough_is_forgotten() {
        let (guesses, clock) = guesses();
        guesses.attempt(b"guesser", b"town").unwrap().was_wrong();
        clock.advance(Duration::from_secs(3));
        guesses.forget_the_quiet();
        assert_eq!(guesses.by_client.lock().len(), 1);
        clock.advance(Duration::from_secs(4));
        guesses.forget_the_quiet();
        assert_eq!((guesses.by_client.lock().len(), guesses.by_target.lock().len()), (0, 0));
    }
}
