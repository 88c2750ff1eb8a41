//! The functions and activities of the Unified Budget Classification (ЕБК) by their codes.
//!
//! `ebk.csv` has the official Bulgarian names, written out, and English ones of ours in plain words. To add an
//! activity: a row in the order of the codes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use glasno_model::{Language, Text};

static TABLE: &str = include_str!("../ebk.csv");

static NAMES: LazyLock<BTreeMap<&str, (&str, &str)>> = LazyLock::new(|| {
    TABLE
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(';');
            let (function, activity) = (cells.next()?, cells.next()?);
            let names = (cells.next()?, cells.next()?);
            Some((if activity.is_empty() { function } else { activity }, names))
        })
        .collect()
});

/// The names of a function (`6`) or an activity (`606`); empty where we have none.
pub(super) fn names(code: &str) -> Text {
    NAMES.get(code).map_or_else(Text::default, |(bulgarian, english)| {
        Text::new(Language::BULGARIAN, *bulgarian).with(Language::ENGLISH, *english)
    })
}

/// The function whose name this text begins with or holds, small and capital letters alike.
pub(super) fn function_named(text: &str) -> Option<u8> {
    let text = text.to_lowercase();
    (1..=9).find(|function| {
        names(&function.to_string()).iter().any(|(_, name)| text.contains(&name.to_lowercase()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_activity_stands_under_its_function_with_both_names() {
        let mut last = String::new();
        for line in TABLE.lines().skip(1) {
            let cells: Vec<_> = line.split(';').collect();
            assert_eq!(cells.len(), 4, "{line}");
            assert!(!cells[2].is_empty() && !cells[3].is_empty(), "{line}");
            assert!(cells[1].is_empty() || cells[1].len() == 3 && cells[1].starts_with(cells[0]), "{line}");
            let key = format!("{}{}", cells[0], cells[1].get(1..).unwrap_or_default());
            assert!(key > last, "{line} stands out of order");
            last = key;
        }
        assert_eq!((1..=9).filter(|function| !names(&function.to_string()).is_empty()).count(), 9);
    }

    #[test]
    fn a_function_is_found_by_its_name() {
        assert_eq!(function_named("Общо Образование"), Some(3));
        assert_eq!(function_named("Нещо друго"), None);
    }
}
