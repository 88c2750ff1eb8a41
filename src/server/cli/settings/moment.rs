//! Times as the clocks show them in the consultation's time zone.

use glasno_model::Timestamp;
use glasno_words::{Language, Speak as _, server::Word};
use jiff::{
    civil::DateTime,
    tz::{AmbiguousOffset, TimeZone},
};

use super::{Placed, file::expected};

/// Which end of a consultation a time is. It matters in the hour that the clocks show twice: a consultation opens
/// in the first one and closes in the second, so that nobody who trusts the clock comes too early or too late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// It opens.
    Opening,
    /// It closes.
    Closing,
}

/// Is there such a time zone?
///
/// # Errors
/// A sentence where there is none.
pub fn check_zone(zone: &Placed, language: Language) -> Result<(), String> {
    TimeZone::get(&zone.text).map(drop).map_err(|_| expected(zone, Word::CliExpectedZone, language))
}

/// The moment at which the clocks show this.
///
/// # Errors
/// A sentence where they never do, or where it is no time.
pub fn read(said: &Placed, zone: &str, edge: Edge, language: Language) -> Result<Timestamp, String> {
    let unclear = || expected(said, Word::CliExpectedTime, language);
    let zone_data = TimeZone::get(zone).map_err(|_| unclear())?;
    let shown = local(&said.text).ok_or_else(unclear)?;
    let ambiguous = zone_data.to_ambiguous_timestamp(shown);
    let read = match (ambiguous.offset(), edge) {
        (AmbiguousOffset::Gap { .. }, _) => {
            let values = [("place", said.place.as_str()), ("found", &said.text), ("zone", zone)];
            return Err(Word::CliTimeSkipped.say(language, &values));
        }
        (_, Edge::Opening) => ambiguous.earlier(),
        (_, Edge::Closing) => ambiguous.later(),
    };
    read.map(|moment| Timestamp::from_unix_seconds(moment.as_second())).map_err(|_| unclear())
}

/// A date and a time of day, without an offset: an offset would contradict the time zone sooner or later.
fn local(text: &str) -> Option<DateTime> {
    let (date, time) = text.trim().split_once(['T', ' '])?;
    let fits = |text: &str, sign: char| text.chars().all(|letter| letter.is_ascii_digit() || letter == sign);
    let shape = date.len() == 10 && fits(date, '-') && matches!(time.len(), 5 | 8) && fits(time, ':');
    if shape { format!("{date}T{time}").parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, edge: Edge) -> Result<String, String> {
        let said = Placed { place: "--closes-at".into(), text: text.into() };
        read(&said, "Europe/Sofia", edge, Language::En).map(|moment| moment.to_string())
    }

    #[test]
    fn a_deadline_is_what_the_clocks_in_the_town_show() {
        let closing = |text| at(text, Edge::Closing);
        assert_eq!(closing("2027-01-15T17:00"), Ok("2027-01-15T15:00:00Z".into()));
        assert_eq!(closing("2027-07-15 17:00:30"), Ok("2027-07-15T14:00:30Z".into()));
        for bad in
            ["2027-01-15", "17:00", "2027-01-15T17", "2027-02-30T17:00", "2027-01-15T17:00Z", "утре в 17:00"]
        {
            assert!(closing(bad).is_err(), "{bad} was taken");
        }
    }

    #[test]
    fn an_hour_that_no_clock_shows_is_no_deadline_and_one_shown_twice_lasts() {
        let skipped = at("2027-03-28T03:30", Edge::Closing).unwrap_err();
        assert!(skipped.contains("--closes-at") && skipped.contains("2027-03-28T03:30"), "{skipped}");
        assert_eq!(at("2027-10-31T03:30", Edge::Opening), Ok("2027-10-31T00:30:00Z".into()));
        assert_eq!(at("2027-10-31T03:30", Edge::Closing), Ok("2027-10-31T01:30:00Z".into()));
    }
}
