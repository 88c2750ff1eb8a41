//! What people write about themselves or others without being asked, masked before anybody reads it.
//!
//! Exports of this kind have leaked telephone numbers elsewhere. Masked are e-mail addresses, telephone numbers as they
//! are written in Bulgaria or with a country code, and Bulgarian personal numbers (ЕГН: ten digits of which the last one
//! checks the others). No machine finds everything, so the readme asks the officer to read the comments as well.

use std::borrow::Cow;

/// The words that stand where something was masked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Masks<'a> {
    /// For an e-mail address.
    pub email: &'a str,
    /// For a telephone number.
    pub phone: &'a str,
    /// For a personal number.
    pub personal: &'a str,
}

/// The text with masks, and how many there are.
pub(super) fn mask<'t>(text: &'t str, masks: Masks<'_>) -> (Cow<'t, str>, u64) {
    if !text.contains('@') && text.bytes().filter(u8::is_ascii_digit).count() < 9 {
        return (Cow::Borrowed(text), 0);
    }
    let (mut masked, mut count, mut at) = (String::with_capacity(text.len()), 0, 0);
    while at < text.len() {
        let found = email(text, at).map(|end| (end, masks.email)).or_else(|| number(text, at, masks));
        if let Some((end, mask)) = found {
            masked.push_str(mask);
            count += 1;
            at = end;
        } else {
            let Some(letter) = text[at..].chars().next() else { break };
            masked.push(letter);
            at += letter.len_utf8();
        }
    }
    (if count == 0 { Cow::Borrowed(text) } else { Cow::Owned(masked) }, count)
}

/// Where an address that begins here ends: `name@place.bg`.
fn email(text: &str, begin: usize) -> Option<usize> {
    let is_name = |letter: char| letter.is_alphanumeric() || "._%+-".contains(letter);
    let is_place = |letter: char| letter.is_alphanumeric() || ".-".contains(letter);
    if text[..begin].chars().next_back().is_some_and(is_name) {
        return None;
    }
    let name = &text[begin..][..text[begin..].find(|letter| !is_name(letter))?];
    let rest = text[begin + name.len()..].strip_prefix('@').filter(|_| !name.is_empty())?;
    let place = &rest[..rest.find(|letter| !is_place(letter)).unwrap_or(rest.len())];
    let place = place.trim_end_matches(['.', '-']);
    let (host, ending) = place.rsplit_once('.')?;
    let is_address =
        !host.is_empty() && ending.chars().count() >= 2 && ending.chars().all(char::is_alphabetic);
    is_address.then(|| begin + name.len() + 1 + place.len())
}

/// Where a telephone or personal number that begins here ends, and its mask.
fn number<'m>(text: &str, begin: usize, masks: Masks<'m>) -> Option<(usize, &'m str)> {
    let first = text.as_bytes()[begin];
    if !(first.is_ascii_digit() || matches!(first, b'+' | b'('))
        || text[..begin].chars().next_back().is_some_and(|before| before.is_alphanumeric() || before == '+')
    {
        return None;
    }
    let digits = Digits::read(&text[begin..]);
    if digits.groups.first() == Some(&10) && is_personal(&digits.all[..10]) {
        return Some((begin + digits.ends[9], masks.personal));
    }
    let length = phone(&digits, first)?;
    Some((begin + digits.ends[length - 1], masks.phone))
}

/// Digits that people write together as one number.
struct Digits {
    all: Vec<u8>,
    /// Where each digit ends in the text.
    ends: Vec<usize>,
    /// Where groups of digits end, as numbers of digits.
    groups: Vec<usize>,
    /// Is it a decimal such as `0.5`?
    is_decimal: bool,
}

/// No telephone number is longer (ITU-T E.164); one more digit tells that it is something else.
const MOST_DIGITS: usize = 16;

impl Digits {
    fn read(text: &str) -> Self {
        let mut digits = Self { all: Vec::new(), ends: Vec::new(), groups: Vec::new(), is_decimal: false };
        let mut between = 0;
        for (at, letter) in text.char_indices() {
            match letter {
                '0'..='9' => {
                    if between > 0 && !digits.all.is_empty() {
                        digits.groups.push(digits.all.len());
                    }
                    between = 0;
                    if digits.all.len() == MOST_DIGITS {
                        // The group that goes on here is longer than we look: it is no part of the number.
                        return digits;
                    }
                    digits.all.push(letter as u8 - b'0');
                    digits.ends.push(at + 1);
                }
                // Two signs at most: `(02) 123`, `0888 / 123`.
                '+' if at == 0 => {}
                ' ' | '\u{a0}' | '\u{202f}' | '-' | '‐' | '‑' | '–' | '/' | '.' | '(' | ')'
                    if between < 3 =>
                {
                    digits.is_decimal |= letter == '.' && digits.all == [0] && between == 0;
                    between += 1;
                }
                _ => break,
            }
        }
        digits.groups.push(digits.all.len());
        digits
    }
}

/// How many of the digits are a telephone number.
fn phone(digits: &Digits, first: u8) -> Option<usize> {
    let all = digits.all.as_slice();
    let starts = |with: &[u8]| all.starts_with(with);
    let lengths = if first == b'+' {
        10..=15
    } else if starts(&[0, 0]) {
        11..=16
    } else if starts(&[3, 5, 9]) {
        11..=12
    } else if all.first() == Some(&0) && all.get(1).is_some_and(|digit| *digit >= 2) {
        9..=10
    } else {
        return None;
    };
    // The longest run of whole groups: what is glued together belongs together. A date such as 05.10.2026 has eight digits
    // and does not count into what follows it.
    let whole = digits.groups.iter().copied().filter(|length| lengths.contains(length));
    whole.max().filter(|_| !digits.is_decimal && !begins_with_date(digits))
}

fn begins_with_date(digits: &Digits) -> bool {
    let [day, month, year, ..] = digits.groups[..] else { return false };
    let number = |from: usize, to: usize| {
        digits.all[from..to].iter().fold(0, |sum, digit| sum * 10 + u32::from(*digit))
    };
    year - month == 4
        && (1..=31).contains(&number(0, day))
        && (1..=12).contains(&number(day, month))
        && (1900..2100).contains(&number(month, year))
}

/// Does the last digit check the first nine (Ordinance RD-02-20-9 of 2012, weights 2 4 8 5 10 9 7 3 6)?
fn is_personal(digits: &[u8]) -> bool {
    let weights = [2, 4, 8, 5, 10, 9, 7, 3, 6];
    let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    digits.get(9).is_some_and(|last| sum % 11 % 10 == u32::from(*last))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MASKS: Masks<'static> = Masks { email: "[e]", phone: "[p]", personal: "[n]" };

    fn check(text: &str, expected: &str) {
        assert_eq!(mask(text, MASKS).0, expected, "{text}");
    }

    #[test]
    fn a_citizen_who_leaves_a_telephone_number_is_not_called_by_strangers() {
        check("Звъннете на 0888123456.", "Звъннете на [p].");
        check("0888 123 456, 0888/12-34-56; 088 812 3456", "[p], [p]; [p]");
        check("тел.: +359 88 812 3456", "тел.: [p]");
        check("+359(0)888123456 или 00359 2 980 12 34", "[p] или [p]");
        check("359888123456", "[p]");
        check("(02) 980 12 34", "[p]");
        check("042 600 123", "[p]");
        check("+49 30 1234567", "[p]");
        check("0888.123.456", "[p]");
        assert_eq!(mask("0888123456 0888123457", MASKS).1, 2);
    }

    #[test]
    fn a_citizen_who_leaves_an_address_gets_no_letters_from_strangers() {
        check("Пишете на ivan.petrov+x@abv.bg, моля", "Пишете на [e], моля");
        check("<иван@пример.бг>", "<[e]>");
        check("a@b.bg.", "[e].");
        check("среща @ площада, user@localhost", "среща @ площада, user@localhost");
    }

    #[test]
    fn a_personal_number_is_never_published() {
        check("ЕГН 7523169263", "ЕГН [n]");
        check("8001010008 и 8032056031", "[n] и [n]");
        check("7523169264", "7523169264");
    }

    #[test]
    fn money_dates_and_codes_stay() {
        for text in [
            "Дайте 1 250 000 лв. за паркове и 100 000 000 за пътища",
            "+10 000 000 лв",
            "на 05.10.2026 12 души, 01.02.2027 г.",
            "0.5 12 345 678",
            "перо 606-local, 0,5 %, 0.50",
            "2025 2026 2027 2028",
            "12345678901234567890",
            "ул. „Раковски“ 15, бл. 204, вх. 3, ет. 10",
        ] {
            check(text, text);
        }
    }

    proptest! {
        #[test]
        fn what_holds_no_number_and_no_address_is_untouched(text in "[а-яa-z .,!\n]{0,80}") {
            prop_assert_eq!(mask(&text, MASKS), (Cow::Borrowed(text.as_str()), 0));
        }

        #[test]
        fn any_text_can_be_masked_and_masked_again(text in "[0-9+() ./@a-zж–-]{0,60}") {
            let (once, _) = mask(&text, MASKS);
            let (twice, more) = mask(&once, MASKS);
            prop_assert_eq!((&twice, more), (&once, 0));
        }

        #[test]
        fn a_mobile_number_is_found_in_any_text(before in "[а-я ,]{0,20}", rest in "[0-9]{7}", after in "[а-я ,]{0,20}") {
            let text = format!("{before} 088{rest} {after}");
            prop_assert!(!mask(&text, MASKS).0.contains(&rest), "{}", text);
        }
    }
}
