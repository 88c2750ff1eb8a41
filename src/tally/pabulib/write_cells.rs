//! What may stand in one cell, and how it stands there.

use core::fmt;
use std::borrow::Cow;

use num_traits::Signed as _;

use super::WriteProblem;
use super::fields::Kind;
use super::number::{decimal, number};
use crate::{Rational, rational};

/// The text without spaces around it, with LF as the one line end. Other control characters become spaces: Python ends
/// lines also at form feeds and at U+2028, and then a row falls apart.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let breaks_lines = |char: char| char.is_control() || matches!(char, '\u{2028}' | '\u{2029}');
    let trimmed = text.trim_matches(|char: char| char.is_whitespace() || breaks_lines(char));
    if !trimmed.contains(breaks_lines) {
        return Cow::Borrowed(trimmed);
    }
    let lines = trimmed.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(lines.replace(|char| char != '\n' && breaks_lines(char), " "))
}

/// Writes a cell, in quotes where it needs them.
pub(super) fn cell(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    if text.contains([';', '"', '\n']) {
        write!(out, "\"{}\"", text.replace('"', "\"\""))
    } else {
        out.write_str(text)
    }
}

impl Kind {
    /// The text as Pabulib takes it. `65+` becomes `65-120`; a list loses the spaces around its commas.
    pub(super) fn value(self, text: &str) -> Result<Cow<'_, str>, WriteProblem> {
        let text = clean(text);
        let refused = |expected| WriteProblem::Value { value: text.to_string(), expected };
        if text.is_empty() {
            return Ok(text);
        }
        match self {
            Self::Text | Self::Computed => Ok(text),
            Self::List => {
                let items: Vec<&str> =
                    text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect();
                Ok(Cow::Owned(items.join(",")))
            }
            Self::Whole => match number(&text) {
                Ok(whole) if whole.is_integer() => Ok(Cow::Owned(whole.to_string())),
                _ => Err(refused("a whole number")),
            },
            Self::Number => {
                let written = number(&text).ok().and_then(|number| decimal(&number));
                written.map(Cow::Owned).ok_or_else(|| refused("a decimal number"))
            }
            Self::Degrees(most) => {
                let degrees = number(&text).ok().filter(|degrees| degrees.abs() <= rational::whole(most));
                let written = degrees.and_then(|degrees: Rational| decimal(&degrees));
                written.map(Cow::Owned).ok_or_else(|| refused("a latitude or longitude in degrees"))
            }
            Self::Date if date(&text).is_some() => Ok(text),
            Self::Date => Err(refused("a date such as 30.11.2026, or a year")),
            Self::Comment if text.starts_with("#1: ") => Ok(text),
            Self::Comment => Ok(Cow::Owned(format!("#1: {text}"))),
            Self::Letters { count, capital } => {
                let fits =
                    |byte: u8| if capital { byte.is_ascii_uppercase() } else { byte.is_ascii_lowercase() };
                let good = text.len() == count && text.bytes().all(fits);
                let expected =
                    if capital { "a currency code such as EUR" } else { "a language code such as bg" };
                if good { Ok(text) } else { Err(refused(expected)) }
            }
            Self::OneOf(values) if values.contains(&&*text) => Ok(text),
            Self::OneOf(_) => Err(refused("one of the values that Pabulib knows for this field")),
            Self::Age => age(&text).map(Cow::Owned).ok_or_else(|| refused("an age such as 42 or 30-44")),
        }
    }
}

/// A whole number, or two with a hyphen; an open group such as `65+` ends at 120.
fn age(text: &str) -> Option<String> {
    let digits =
        |part: &str| part.parse::<u8>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(least) = text.strip_suffix('+') {
        let least = digits(least)?;
        return Some(format!("{least}-{}", least.max(120)));
    }
    let fits = match text.split_once('-') {
        Some((least, most)) => digits(least)? <= digits(most)?,
        None => digits(text).is_some(),
    };
    fits.then(|| text.to_owned())
}

/// Year, month and day of `dd.mm.yyyy`; of `yyyy`, its first day. Nothing for a day that no calendar has.
pub(super) fn date(text: &str) -> Option<(u16, u16, u16)> {
    let number = |part: &str, length| {
        let good = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        good.then(|| part.parse::<u16>().ok())?.filter(|number| *number > 0)
    };
    let parts: Vec<&str> = text.split('.').collect();
    let (day, month, year) = match *parts.as_slice() {
        [year] => (1, 1, number(year, 4)?),
        [day, month, year] => (number(day, 2)?, number(month, 2)?, number(year, 4)?),
        _ => return None,
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u16::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (month <= 12 && day <= days).then_some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citizen_of_65_or_more_stands_in_a_group_that_pabulib_takes() {
        for (text, written) in [("65+", "65-120"), ("18-29", "18-29"), ("42", "42"), ("65-120", "65-120")] {
            assert_eq!(Kind::Age.value(text).unwrap(), written);
        }
        for text in ["old", "44-30", "+", "4 2", "-5", "1-2-3"] {
            assert!(Kind::Age.value(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_is_one_that_a_calendar_has() {
        assert_eq!(date("29.02.2028"), Some((2028, 2, 29)));
        assert_eq!(date("2026"), Some((2026, 1, 1)));
        for text in
            ["29.02.2026", "31.11.2026", "1.11.2026", "00.11.2026", "2026-11-01", "0000", "", "01.13.2026"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_with_quotes_and_line_ends_stays_one_cell() {
        let mut out = String::new();
        cell(&mut out, &clean(" Ремонт на \"Парк; Север\"\r\nетап\u{2028}1\u{c}\t")).unwrap();
        assert_eq!(out, "\"Ремонт на \"\"Парк; Север\"\"\nетап 1\"");
    }
}
