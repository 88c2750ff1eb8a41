//! Until when the demo takes ballots: the sample's own deadline passes one day, and a closed consultation shows little.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};

const WEEKS_OPEN: u64 = 6;

/// `2027-01-15T17:00`, some weeks from now.
///
/// # Errors
/// When the clock stands before 1970.
pub(super) fn in_some_weeks() -> Result<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the demo's one look at the clock; nothing is tested by it"
    )]
    let now = SystemTime::now();
    let days = now.duration_since(UNIX_EPOCH).context("the clock stands before 1970")?.as_secs() / 86_400;
    let (year, month, day) = date(days + WEEKS_OPEN * 7);
    Ok(format!("{year}-{month:02}-{day:02}T17:00"))
}

/// The Gregorian date so many days after 1970-01-01. Counted from March, so that the leap day ends a year.
fn date(days: u64) -> (u64, u64, u64) {
    let since_0000_03_01 = days + 719_468;
    let (era, day_of_era) = (since_0000_03_01 / 146_097, since_0000_03_01 % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day_of_year - (153 * march_month + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn a_citizen_can_still_take_part_in_a_demo_of_any_year() {
        assert_eq!(date(0), (1970, 1, 1));
        assert_eq!(date(11_016), (2000, 2, 29));
        assert_eq!(date(20_453), (2025, 12, 31));
        assert_eq!(date(20_454), (2026, 1, 1));
    }
}
