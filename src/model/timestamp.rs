//! Moments in time, as RFC 3339 text in UTC.

use serde::{Deserialize, Serialize};

/// A moment, to the second, in UTC. In JSON RFC 3339 text: `2027-01-15T15:00:00Z`.
///
/// Years 1970 to 9999. Local time and time zones are the edge's business: the browser's `Intl`, the server's
/// time zone data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(i64);

/// What stands there is not a moment such as `2027-01-15T15:00:00Z`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a moment such as 2027-01-15T15:00:00Z")]
pub struct NotATimestamp(pub String);

const LAST_SECOND: i64 = 253_402_300_799;

impl Timestamp {
    /// So many seconds after 1970-01-01T00:00:00Z, kept within the years 1970 to 9999.
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        Self(if seconds < 0 {
            0
        } else if seconds > LAST_SECOND {
            LAST_SECOND
        } else {
            seconds
        })
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub const fn unix_seconds(self) -> i64 {
        self.0
    }
}

impl core::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (year, month, day) = civil_from_days(self.0.div_euclid(86_400));
        let second = self.0.rem_euclid(86_400);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

impl From<Timestamp> for String {
    fn from(moment: Timestamp) -> Self {
        moment.to_string()
    }
}

impl TryFrom<String> for Timestamp {
    type Error = NotATimestamp;

    fn try_from(text: String) -> Result<Self, NotATimestamp> {
        parse(&text).ok_or(NotATimestamp(text))
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let shape = bytes.len() == 20
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            10 => *byte == b'T',
            13 | 16 => *byte == b':',
            19 => *byte == b'Z',
            _ => byte.is_ascii_digit(),
        });
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    if !shape {
        return None;
    }
    let days = days_from_civil(number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let seconds = days * 86_400 + number(11, 13)? * 3600 + number(14, 16)? * 60 + number(17, 19)?;
    let moment = Timestamp::from_unix_seconds(seconds);
    // Writing it again finds the days and hours that no calendar or clock has.
    (moment.to_string() == text).then_some(moment)
}

/// Days since 1970-01-01 of a date in the proleptic Gregorian calendar, after Howard Hinnant's `days_from_civil`
/// (<https://howardhinnant.github.io/date_algorithms.html>), for years from 1970.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year / 400;
    let year_of_era = year % 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month and day of so many days since 1970-01-01; the inverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted_month + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_moment_is_written_and_read_alike(seconds in 0..=LAST_SECOND) {
            let moment = Timestamp::from_unix_seconds(seconds);
            prop_assert_eq!(Timestamp::try_from(moment.to_string()), Ok(moment));
        }
    }

    #[test]
    fn known_moments_stand_where_calendars_put_them() {
        assert_eq!(Timestamp::from_unix_seconds(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(Timestamp::from_unix_seconds(951_782_400).to_string(), "2000-02-29T00:00:00Z");
        assert_eq!(Timestamp::from_unix_seconds(1_800_025_200).to_string(), "2027-01-15T15:00:00Z");
    }

    #[test]
    fn days_that_no_calendar_has_are_refused() {
        for text in
            ["2027-02-29T00:00:00Z", "2027-01-01T24:00:00Z", "2027-01-01", "2027-01-01T00:00:00+02:00", ""]
        {
            assert!(Timestamp::try_from(text.to_owned()).is_err(), "{text} was taken");
        }
    }
}
