//! The receipt code: what a citizen keeps to find a submission again.

use serde::{Deserialize, Serialize};

/// Twenty-three signs that nobody confuses, on paper or over the phone: without 0 O Q, 1 I L, 2 Z, 5 S, 8 B, G.
/// A prime number of them, so that the check character finds every single wrong sign and every swapped pair.
const ALPHABET: &[u8; 23] = b"34679ACDEFHJKMNPRTUVWXY";
const RANDOM_SIGNS: usize = 15;

/// A code of fifteen random signs (67.8 bits) and a check character, written in four groups: `7KXM-3ADT-…`.
///
/// The browser makes it and shows it; the server keeps only a keyed hash. It has no `Debug` or `Display` text, so
/// that it cannot stray into a log: ask for it with [`ReceiptCode::reveal`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReceiptCode([u8; RANDOM_SIGNS + 1]);

/// What was typed is not a receipt code. The text is not repeated: it may be almost one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a receipt code")]
pub struct NotAReceiptCode;

impl ReceiptCode {
    /// A code from random bytes. Bytes from 230 on are passed over, so that every sign is equally likely;
    /// nothing where too few are left (48 bytes are enough but for one time in more than 10¹⁵).
    pub fn from_random(bytes: &[u8]) -> Option<Self> {
        let mut signs = [0; RANDOM_SIGNS + 1];
        let mut random = bytes.iter().filter(|byte| **byte < 230).map(|byte| byte % 23);
        for sign in signs.iter_mut().take(RANDOM_SIGNS) {
            *sign = random.next()?;
        }
        signs[RANDOM_SIGNS] = check_sign(&signs);
        Some(Self(signs))
    }

    /// The code as the citizen sees it, in groups of four.
    pub fn reveal(&self) -> String {
        let mut text = String::with_capacity(19);
        for (at, sign) in self.0.iter().enumerate() {
            if at > 0 && at % 4 == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(*sign)]));
        }
        text
    }
}

impl core::fmt::Debug for ReceiptCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("ReceiptCode(…)")
    }
}

impl core::str::FromStr for ReceiptCode {
    type Err = NotAReceiptCode;

    /// Reads a code as people type it: small letters, Cyrillic letters of the same look, with or without hyphens.
    fn from_str(text: &str) -> Result<Self, NotAReceiptCode> {
        let mut signs = [0; RANDOM_SIGNS + 1];
        let mut typed = text.chars().filter(|letter| !is_between_groups(*letter));
        for sign in &mut signs {
            let letter = typed.next().map(latin).ok_or(NotAReceiptCode)?;
            let found = ALPHABET.iter().position(|known| char::from(*known) == letter);
            *sign = found.and_then(|at| u8::try_from(at).ok()).ok_or(NotAReceiptCode)?;
        }
        let whole = typed.next().is_none() && signs[RANDOM_SIGNS] == check_sign(&signs);
        whole.then_some(Self(signs)).ok_or(NotAReceiptCode)
    }
}

impl TryFrom<String> for ReceiptCode {
    type Error = NotAReceiptCode;

    fn try_from(text: String) -> Result<Self, NotAReceiptCode> {
        text.parse()
    }
}

impl From<ReceiptCode> for String {
    fn from(code: ReceiptCode) -> Self {
        code.reveal()
    }
}

/// Spaces and hyphens of all kinds; telephones turn two hyphens into a dash by themselves.
fn is_between_groups(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The sum of the signs, each times its place, modulo 23.
fn check_sign(signs: &[u8; RANDOM_SIGNS + 1]) -> u8 {
    let sum: u32 =
        (1_u32..).zip(signs.iter().take(RANDOM_SIGNS)).map(|(place, sign)| place * u32::from(*sign)).sum();
    u8::try_from(sum % 23).unwrap_or(0)
}

/// The Latin capital or the digit of the same look.
fn latin(letter: char) -> char {
    match letter {
        'А' | 'а' => 'A',
        'С' | 'с' => 'C',
        'Е' | 'е' => 'E',
        'Н' | 'н' => 'H',
        'К' | 'к' => 'K',
        'М' | 'м' => 'M',
        'Р' | 'р' => 'P',
        'Т' | 'т' => 'T',
        'Х' | 'х' => 'X',
        'З' | 'з' => '3',
        'У' | 'у' => 'Y',
        other => other.to_ascii_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_code_is_read_as_it_was_shown(bytes in prop::collection::vec(0_u8..230, 15)) {
            let code = ReceiptCode::from_random(&bytes).unwrap();
            prop_assert_eq!(code.reveal().parse::<ReceiptCode>(), Ok(code.clone()));
            prop_assert_eq!(code.reveal().to_lowercase().replace('-', " ").parse(), Ok(code));
        }

        #[test]
        fn one_wrong_sign_or_a_swapped_pair_is_noticed(bytes in prop::collection::vec(0_u8..230, 15), at in 0_usize..15, by in 1_u8..23) {
            let code = ReceiptCode::from_random(&bytes).unwrap();
            let text = |signs: [u8; 16]| ReceiptCode(signs).reveal().parse::<ReceiptCode>();
            let mut wrong = code.0;
            wrong[at] = (wrong[at] + by) % 23;
            prop_assert_eq!(text(wrong), Err(NotAReceiptCode));
            let mut swapped = code.0;
            swapped.swap(at, at + 1);
            prop_assert!(swapped == code.0 || text(swapped) == Err(NotAReceiptCode));
        }
    }

    #[test]
    fn cyrillic_letters_of_the_same_look_are_read() {
        let code = ReceiptCode::from_random(&[5, 6, 8, 10, 12, 13, 15, 16, 17, 21, 22, 5, 5, 5, 5]).unwrap();
        let cyrillic = code.reveal().replace('A', "А").replace('C', "с").replace('T', "Т");
        assert_eq!(cyrillic.parse::<ReceiptCode>(), Ok(code));
    }

    #[test]
    fn a_code_is_read_however_its_groups_are_kept_apart() {
        let code = ReceiptCode::from_random(&[0, 6, 8, 10, 12, 13, 15, 16, 17, 21, 22, 5, 5, 5, 5]).unwrap();
        for between in ["", " ", " - ", "\u{2011}", "\u{2013}", "\u{2014}", "\u{2212}", "\u{a0}", "\t", "\n"]
        {
            let typed = format!(" {}\r\n", code.reveal().replace('-', between));
            assert_eq!(typed.parse::<ReceiptCode>(), Ok(code.clone()), "{between:?}");
        }
        assert_eq!(code.reveal().replace('3', "з").parse::<ReceiptCode>(), Ok(code));
    }

    #[test]
    fn a_code_never_shows_in_a_log() {
        let code = ReceiptCode::from_random(&[1; 15]).unwrap();
        assert_eq!(format!("{code:?}"), "ReceiptCode(…)");
        assert!(ReceiptCode::from_random(&[255; 48]).is_none());
    }
}
