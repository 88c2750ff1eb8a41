//! Amounts, times and stages as people write them, for pages without script and for the command line. Where there
//! is script, the browser's `Intl` does it.

use std::fmt::Write as _;

use glasno_model::{Amount, Currency, RespondentGroup, Stage, Timestamp};
use glasno_words::{Language, Speak as _, form, server::Word, widget};
use jiff::tz::TimeZone;

/// Keeps an amount on one line.
const NO_BREAK: char = '\u{a0}';

/// `1 240 000 €`, `€1,240,000.50`: with minor units only where there are any.
pub fn amount(amount: Amount, currency: Currency, language: Language) -> String {
    let per_unit = currency.minor_units();
    let (units, rest) = (amount.magnitude().minor() / per_unit, amount.magnitude().minor() % per_unit);
    let (group, point) = match language {
        Language::Bg => (NO_BREAK, ','),
        Language::En => (',', '.'),
    };
    let mut digits = grouped(units, group);
    if rest != 0 {
        let places = per_unit.ilog10() as usize;
        // Writing to a string cannot fail.
        let _ = write!(digits, "{point}{rest:0places$}");
    }
    let minus = if amount.is_negative() { "−" } else { "" };
    match (language, currency == Currency::EUR) {
        (Language::En, true) => format!("{minus}€{digits}"),
        (Language::Bg, true) => format!("{minus}{digits}{NO_BREAK}€"),
        _ => format!("{minus}{digits}{NO_BREAK}{currency}"),
    }
}

/// A whole number with its thousands apart.
pub fn count(number: u64, language: Language) -> String {
    let group = match language {
        Language::Bg => NO_BREAK,
        Language::En => ',',
    };
    grouped(i64::try_from(number).unwrap_or(i64::MAX), group)
}

/// A sentence in the plural form for this number, with `{count}` filled in. Bulgarian and English know two forms.
pub fn plural(word: Word, number: u64, language: Language) -> String {
    let category = if number == 1 { "one" } else { "other" };
    glasno_words::fill(form(word.text(language), category), &[("count", &count(number, language))])
}

/// `15 януари 2027 г., 17:00 ч.`, by the clocks in this time zone; in UTC where the zone is unknown.
pub fn moment(moment: Timestamp, time_zone: &str, language: Language) -> String {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    let local = jiff::Timestamp::from_second(moment.unix_seconds()).unwrap_or_default().to_zoned(zone);
    let month = usize::try_from(local.month() - 1).unwrap_or_default();
    let values = [
        ("day", local.day().to_string()),
        ("month", Word::Months.text(language).split('|').nth(month).unwrap_or_default().to_owned()),
        ("year", local.year().to_string()),
        ("time", format!("{:02}:{:02}", local.hour(), local.minute())),
    ];
    Word::DateTime.say(language, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// `2027-01-15`, by the clocks in this time zone.
pub fn day(moment: Timestamp, time_zone: &str) -> String {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    jiff::Timestamp::from_second(moment.unix_seconds()).unwrap_or_default().to_zoned(zone).date().to_string()
}

/// A stage in a word or two.
pub fn stage(stage: Stage, language: Language) -> &'static str {
    let word = match stage {
        Stage::Draft => Word::StageDraft,
        Stage::Open => Word::StageOpen,
        Stage::Closed => Word::StageClosed,
        Stage::Published => Word::StagePublished,
    };
    word.text(language)
}

fn grouped(number: i64, group: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    text
}

/// A respondent group by the name that citizens choose it by.
pub const fn group(group: RespondentGroup) -> widget::Word {
    match group {
        RespondentGroup::Citizen => widget::Word::GroupCitizen,
        RespondentGroup::Business => widget::Word::GroupBusiness,
        RespondentGroup::Ngo => widget::Word::GroupNgo,
        RespondentGroup::MunicipalStaff => widget::Word::GroupMunicipalStaff,
        RespondentGroup::SportClub => widget::Word::GroupSportClub,
        RespondentGroup::Culture => widget::Word::GroupCulture,
        RespondentGroup::Chitalishte => widget::Word::GroupChitalishte,
        RespondentGroup::Other => widget::Word::GroupOther,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_officer_reads_amounts_as_they_are_written_at_home() {
        let write = |minor, currency: &str, language| {
            amount(Amount::from_minor(minor).unwrap(), currency.parse().unwrap(), language)
                .replace(NO_BREAK, "_")
        };
        assert_eq!(write(124_000_000, "EUR", Language::Bg), "1_240_000_€");
        assert_eq!(write(124_000_050, "EUR", Language::En), "€1,240,000.50");
        assert_eq!(write(-5, "EUR", Language::Bg), "−0,05_€");
        assert_eq!(write(1_240, "JPY", Language::En), "1,240_JPY");
        assert_eq!(write(i64::from(i32::MAX), "BHD", Language::En), "2,147,483.647_BHD");
    }

    #[test]
    fn a_deadline_is_shown_as_the_clocks_in_the_town_show_it() {
        let deadline = Timestamp::from_unix_seconds(1_800_025_200);
        let home = moment(deadline, "Europe/Sofia", Language::Bg).replace(NO_BREAK, " ");
        assert_eq!(home, "15 януари 2027 г., 17:00 ч.");
        assert_eq!(moment(deadline, "Europe/Sofia", Language::En), "15 January 2027, 17:00");
        assert_eq!(day(Timestamp::from_unix_seconds(1_800_050_400), "Europe/Sofia"), "2027-01-16");
    }

    #[test]
    fn one_row_is_not_many() {
        assert_eq!(plural(Word::OfficerRows, 1, Language::En), "1 row");
        assert_eq!(plural(Word::OfficerRows, 1_200, Language::En), "1,200 rows");
    }
}
