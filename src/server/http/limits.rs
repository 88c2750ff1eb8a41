//! Limits per address, kept in memory by keyed hashes: no address is stored, and a restart forgets them all.

use std::{num::NonZeroU32, time::Duration};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
    state::keyed::DashMapStateStore,
};

use super::hash::{self, Key};

/// How often something may be done: so many times at once, then one more each so often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateLimit {
    /// As often as one likes; for load tests.
    Off,
    /// Limited.
    Of {
        /// How many times at once.
        burst: NonZeroU32,
        /// After how long one more.
        one_more_every: Duration,
    },
}

impl RateLimit {
    /// So many times at once (at least once), then one more each so many seconds (at least one).
    pub const fn of(burst: u32, seconds: u64) -> Self {
        let burst = match NonZeroU32::new(burst) {
            Some(burst) => burst,
            None => NonZeroU32::MIN,
        };
        Self::Of { burst, one_more_every: Duration::from_secs(if seconds == 0 { 1 } else { seconds }) }
    }
}

/// What stands there is not a rate limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a rate limit such as 60/10s (60 at once, one more every 10 seconds), nor off")]
pub struct NotARateLimit(pub String);

impl std::str::FromStr for RateLimit {
    type Err = NotARateLimit;

    fn from_str(text: &str) -> Result<Self, NotARateLimit> {
        let read = || {
            let (burst, every) = text.split_once('/')?;
            let seconds: NonZeroU32 = every.strip_suffix('s')?.parse().ok()?;
            Some(Self::Of {
                burst: burst.parse().ok()?,
                one_more_every: Duration::from_secs(seconds.get().into()),
            })
        };
        if text == "off" { Ok(Self::Off) } else { read().ok_or_else(|| NotARateLimit(text.to_owned())) }
    }
}

/// Beyond so many addresses at once, all share as many counters as fit in [`SHARED_COUNTERS`]: somebody who sends
/// from a million addresses fills at most some ten megabytes.
pub(super) const MOST_ADDRESSES: usize = 400_000;
pub(super) const SHARED_COUNTERS: u64 = 1 << 16;

type Counters<C> = RateLimiter<u64, DashMapStateStore<u64>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// Counts by key.
pub struct Limiter<C: Clock = DefaultClock> {
    counters: Option<Counters<C>>,
    key: Key,
    clock: C,
}

impl Limiter {
    /// A limiter over the computer's monotonic clock, which no change of the wall clock disturbs.
    pub fn new(limit: RateLimit, key: Key) -> Self {
        Self::with_clock(limit, key, DefaultClock::default())
    }
}

impl<C: Clock + Clone> Limiter<C> {
    fn with_clock(limit: RateLimit, key: Key, clock: C) -> Self {
        let quota = match limit {
            RateLimit::Off => None,
            RateLimit::Of { burst, one_more_every } => {
                Quota::with_period(one_more_every).map(|quota| quota.allow_burst(burst))
            }
        };
        let counters = quota.map(|quota| RateLimiter::dashmap_with_clock(quota, clock.clone()));
        Self { counters, key, clock }
    }

    /// Counts one more for whoever this is.
    ///
    /// # Errors
    /// The seconds to wait, at least one, when it was one too many.
    pub fn check(&self, who: &[u8]) -> Result<(), u64> {
        let Some(counters) = &self.counters else { return Ok(()) };
        let mut key =
            hash::keyed(&self.key, who).iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte));
        if counters.len() >= MOST_ADDRESSES {
            key %= SHARED_COUNTERS;
        }
        counters.check_key(&key).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1)
        })
    }

    /// Forgets who has long been still; to be called every minute or so.
    pub fn forget_the_quiet(&self) {
        if let Some(counters) = &self.counters {
            counters.retain_recent();
            counters.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn limiter() -> (Limiter<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (Limiter::with_clock("60/10s".parse().unwrap(), [7; 32], clock.clone()), clock)
    }

    #[test]
    fn fifty_people_behind_a_librarys_one_address_pass_and_the_sixty_first_waits_ten_seconds() {
        let (limiter, clock) = limiter();
        assert!((0..60).all(|_| limiter.check(b"library").is_ok()));
        assert_eq!(limiter.check(b"library"), Err(10));
        assert_eq!(limiter.check(b"somebody else"), Ok(()));
        clock.advance(Duration::from_millis(9_001));
        assert_eq!(limiter.check(b"library"), Err(1));
        clock.advance(Duration::from_secs(1));
        assert_eq!(limiter.check(b"library"), Ok(()));
        assert!(limiter.check(b"library").is_err());
    }

    #[test]
    fn who_was_still_long_enough_is_forgotten() {
        let (limiter, clock) = limiter();
        assert_eq!(limiter.check(b"somebody"), Ok(()));
        limiter.forget_the_quiet();
        assert_eq!(limiter.counters.as_ref().map(RateLimiter::len), Some(1));
        clock.advance(Duration::from_secs(21));
        limiter.forget_the_quiet();
        assert_eq!(limiter.counters.as_ref().map(RateLimiter::len), Some(0));
    }

    #[test]
    fn a_million_addresses_do_not_fill_the_memory() {
        let (limiter, _) = limiter();
        for address in 0..600_000_u32 {
            let _ = limiter.check(&address.to_le_bytes());
        }
        let remembered = limiter.counters.as_ref().map_or(0, RateLimiter::len);
        assert!(remembered <= MOST_ADDRESSES + 65_536, "{remembered} addresses are remembered");
    }

    #[test]
    fn an_operator_writes_a_limit_in_words_that_one_can_read() {
        for bad in ["", "60", "60/10", "60/0s", "0/10s", "x/10s", "-1/10s"] {
            assert!(bad.parse::<RateLimit>().is_err(), "{bad} was taken");
        }
        assert_eq!("off".parse::<RateLimit>(), Ok(RateLimit::Off));
    }
}
