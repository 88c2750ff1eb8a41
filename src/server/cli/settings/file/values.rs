//! Single values, each read with its place, and what was expected where another one stands.

use std::str::FromStr;

use glasno_model::Text;
use glasno_words::{Speak as _, server::Word};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Reader, expected_this, parsed, texts};
use crate::cli::settings::Placed;

/// A value with its place in the file.
pub(super) type Value<'i> = Spanned<DeValue<'i>>;

impl Reader<'_> {
    pub(super) fn flag(&mut self, key: &str, value: &Value<'_>) -> Option<bool> {
        let read = value.get_ref().as_bool();
        if read.is_none() {
            self.expect(&self.found(key, value), Word::CliExpectedFlag);
        }
        read
    }

    pub(super) fn id<T: FromStr>(&mut self, key: &str, value: &Value<'_>) -> Option<T> {
        let read = parsed(value.get_ref());
        if read.is_none() {
            self.expect(&self.found(key, value), Word::CliExpectedId);
        }
        read
    }

    /// A text that citizens will read; that it is there in each language of the consultation is checked later.
    pub(super) fn words(&mut self, key: &str, value: &Value<'_>) -> Option<Text> {
        let read = texts(value.get_ref()).filter(|text| !text.is_empty());
        match &read {
            Some(text) => self.written.push((self.place_at(key, value.span().start), text.clone())),
            None => self.expect(&self.found(key, value), Word::CliExpectedTexts),
        }
        read
    }

    /// A whole number from `least` to `most`.
    pub(super) fn whole<T: TryFrom<i64>>(
        &mut self,
        key: &str,
        value: &Value<'_>,
        (least, most): (i64, i64),
    ) -> Option<T> {
        let number = whole(value.get_ref()).filter(|number| (least..=most).contains(number));
        let read = number.and_then(|number| T::try_from(number).ok());
        if read.is_none() {
            let bounds = [("least", least.to_string()), ("most", most.to_string())];
            let bounds = bounds.each_ref().map(|(name, value)| (*name, value.as_str()));
            let what = Word::CliExpectedWhole.say(self.language, &bounds);
            self.wrong.push(expected_this(&self.found(key, value), &what, self.language));
        }
        read
    }

    /// One of these words.
    pub(super) fn one_of<T>(
        &mut self,
        key: &str,
        value: &Value<'_>,
        known: &[&str],
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let read = value.get_ref().as_str().and_then(read);
        if read.is_none() {
            self.expect_one_of(&self.found(key, value), known);
        }
        read
    }

    pub(super) fn expect_one_of(&mut self, found: &Placed, known: &[&str]) {
        let what = Word::CliExpectedOneOf.say(self.language, &[("known", &known.join(", "))]);
        self.wrong.push(expected_this(found, &what, self.language));
    }

    /// Names every key of a table that is not among those known.
    pub(super) fn only(&mut self, path: &str, table: &DeTable<'_>, known: &[&str]) {
        for (key, _) in table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            self.unknown(&format!("{path}.{}", key.get_ref()), key.span().start, known);
        }
    }

    /// The values of these keys; nothing, and a sentence, where one is missing.
    pub(super) fn required<'t, 'i, const N: usize>(
        &mut self,
        path: &str,
        value: &Value<'_>,
        table: &'t DeTable<'i>,
        keys: [&str; N],
    ) -> Option<[&'t Value<'i>; N]> {
        let found = keys.map(|key| table.get(key));
        for (key, _) in keys.iter().zip(&found).filter(|(_, found)| found.is_none()) {
            let place = self.place_at(path, value.span().start);
            self.wrong.push(Word::CliMissingKey.say(self.language, &[("place", &place), ("key", key)]));
        }
        let all: Vec<_> = found.into_iter().flatten().collect();
        all.try_into().ok()
    }
}

/// A whole number; nothing where it is none, or beyond what can be held.
pub(super) fn whole(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}
