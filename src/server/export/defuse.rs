//! Texts that a spreadsheet would run as formulas, made harmless.
//!
//! A spreadsheet takes a cell that begins with a sign such as `=` for a formula, and a formula can send the sheet
//! elsewhere or start a program. Such a text gets an apostrophe before it. The way back: where an apostrophe stands
//! before a text that would get one, take one away. A text that began with an apostrophe of its own got a second
//! one by the same rule, so that nothing is lost (except NUL, which no spreadsheet can hold).
//!
//! In CSV that is not enough. A Bulgarian Excel splits at semicolons, does not see our quotes inside what it takes
//! for one long cell, and breaks it at every semicolon, tab and line end. There the pieces after these get the
//! apostrophe too.

use std::borrow::Cow;

/// Signs that begin a formula, as ASCII and as the full-width letters that spreadsheets in East Asia read alike.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What ends a cell or a row for one spreadsheet or another.
const SEPARATORS: [char; 4] = [';', '\t', '\r', '\n'];

/// The text for a cell of a workbook.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    let text = if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) };
    if is_dangerous(&text) { Cow::Owned(format!("'{text}")) } else { text }
}

/// The text for a cell of a CSV file, not yet quoted.
pub(crate) fn csv_cell(text: &str) -> Cow<'_, str> {
    let whole = cell(text);
    if !whole.contains(SEPARATORS) {
        return whole;
    }
    let mut safe = String::with_capacity(whole.len() + 8);
    for piece in whole.split_inclusive(SEPARATORS) {
        if !safe.is_empty() && begins_with_sign(piece) {
            safe.push('\'');
        }
        safe.push_str(piece);
    }
    Cow::Owned(safe)
}

fn is_dangerous(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['\t', '\r']) || begins_with_sign(text)
}

fn begins_with_sign(text: &str) -> bool {
    text.trim_start_matches(is_passed_over).starts_with(SIGNS)
}

/// Spaces, quotes and signs without a shape, which some programs drop from the beginning of a cell.
fn is_passed_over(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '"' | '\'' | '`' | '´' | '«' | '»' | '‘'..='‟')
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The way back, as a reader of the files would do it.
#[cfg(test)]
pub(super) mod undo {
    use super::{SEPARATORS, begins_with_sign, is_dangerous};

    /// The text that a cell of a workbook was made from.
    pub(crate) fn cell(cell: &str) -> &str {
        cell.strip_prefix('\'').filter(|rest| is_dangerous(rest)).unwrap_or(cell)
    }

    /// The text that a cell of a CSV file was made from.
    pub(crate) fn csv_cell(text: &str) -> String {
        let mut pieces = cell(text).split_inclusive(SEPARATORS);
        let first = pieces.next().unwrap_or_default().to_owned();
        pieces.fold(first, |whole, piece| {
            whole + piece.strip_prefix('\'').filter(|rest| begins_with_sign(rest)).unwrap_or(piece)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ATTACKS: [&str; 19] = [
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "\0=1",
        "=\u{0}1",
        "\"=1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
        "  =1",
        "\u{a0}\u{200b}=1",
        "'=1",
        "„=1“",
        "\u{feff}@x",
        "\n-1",
    ];

    #[test]
    fn an_officer_opens_no_formula_that_a_citizen_wrote() {
        for attack in ATTACKS {
            assert_eq!(cell(attack), format!("'{}", attack.replace('\0', "")), "{attack:?}");
        }
        for harmless in ["Повече дървета", "1 = 1", "a@b.bg", "", "'90s", "(-1)", "50 %", "a\n- b"]
        {
            assert_eq!(cell(harmless), harmless);
        }
    }

    #[test]
    fn a_spreadsheet_that_splits_at_semicolons_finds_no_formula_either() {
        assert_eq!(csv_cell(";=1"), ";'=1");
        assert_eq!(csv_cell("а;\"=1\r\n\t@x"), "а;'\"=1\r\n\t'@x");
        assert_eq!(csv_cell("не; да\nи пак"), "не; да\nи пак");
    }

    proptest! {
        #[test]
        fn a_reader_gets_back_what_the_citizen_wrote(text in "[=+@'\"; \t\r\n\0aж＝,-]{0,24}") {
            let written = text.replace('\0', "");
            let (in_workbook, in_csv) = (cell(&text), csv_cell(&text));
            prop_assert!(!in_workbook.trim_start().starts_with(SIGNS));
            prop_assert_eq!(undo::cell(&in_workbook), &written);
            prop_assert_eq!(undo::csv_cell(&in_csv), written);
            for piece in in_csv.split(SEPARATORS) {
                prop_assert!(!piece.trim_matches([' ', '"']).starts_with(SIGNS), "{:?}", in_csv);
            }
        }
    }
}
