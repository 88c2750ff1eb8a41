//! Texts of the municipality in one or more languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A language by its BCP 47 primary subtag, two or three small letters: `bg`, `en`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language([u8; 3]);

/// What stands there is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a language tag such as bg")]
pub struct NotALanguage(pub String);

impl Language {
    /// Bulgarian.
    pub const BULGARIAN: Self = Self(*b"bg\0");
    /// English.
    pub const ENGLISH: Self = Self(*b"en\0");

    /// The tag, for `lang` attributes and `Intl`.
    pub fn tag(&self) -> &str {
        let length = if self.0[2] == 0 { 2 } else { 3 };
        // The constructor lets in ASCII letters only, so this is always text.
        core::str::from_utf8(&self.0[..length]).unwrap_or("und")
    }
}

impl TryFrom<String> for Language {
    type Error = NotALanguage;

    fn try_from(tag: String) -> Result<Self, NotALanguage> {
        if !tag.bytes().all(|letter| letter.is_ascii_lowercase()) {
            return Err(NotALanguage(tag));
        }
        match *tag.as_bytes() {
            [a, b] => Ok(Self([a, b, 0])),
            [a, b, c] => Ok(Self([a, b, c])),
            _ => Err(NotALanguage(tag)),
        }
    }
}

impl core::str::FromStr for Language {
    type Err = NotALanguage;

    fn from_str(tag: &str) -> Result<Self, NotALanguage> {
        Self::try_from(tag.to_owned())
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.tag().to_owned()
    }
}

impl core::fmt::Debug for Language {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.tag())
    }
}

impl core::fmt::Display for Language {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.tag())
    }
}

/// The same text in the languages that somebody wrote it in. In JSON an object: `{"bg": "…", "en": "…"}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<Language, String>", into = "BTreeMap<Language, String>")]
pub struct Text(
    /// In the order of the tags. Two or three of them: a list serves them with less code than a tree.
    Vec<(Language, String)>,
);

impl From<BTreeMap<Language, String>> for Text {
    fn from(texts: BTreeMap<Language, String>) -> Self {
        Self(texts.into_iter().collect())
    }
}

impl From<Text> for BTreeMap<Language, String> {
    fn from(text: Text) -> Self {
        text.0.into_iter().collect()
    }
}

impl Text {
    /// A text in one language.
    pub fn new(language: Language, text: impl Into<String>) -> Self {
        Self::default().with(language, text)
    }

    /// The same text with another language added or replaced. An empty translation is no translation.
    #[must_use]
    pub fn with(mut self, language: Language, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.trim().is_empty() {
            self.0.retain(|(other, _)| *other != language);
            let at = self.0.iter().take_while(|(other, _)| *other < language).count();
            self.0.insert(at, (language, text));
        }
        self
    }

    /// The text in this language, or in the first one there is, with the language that it is in.
    /// Nothing where nobody wrote anything.
    pub fn in_language(&self, language: Language) -> Option<(Language, &str)> {
        let wanted = self.0.iter().find(|(other, _)| *other == language);
        wanted.or_else(|| self.0.first()).map(|(language, text)| (*language, text.as_str()))
    }

    /// The text in this language or the first one there is; empty where nobody wrote anything.
    pub fn get(&self, language: Language) -> &str {
        self.in_language(language).map_or("", |(_, text)| text)
    }

    /// Did nobody write anything?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each language with its text, in the order of the tags.
    pub fn iter(&self) -> impl Iterator<Item = (Language, &str)> {
        self.0.iter().map(|(language, text)| (*language, text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citizen_without_a_translation_reads_the_text_that_there_is() {
        let text = Text::new(Language::BULGARIAN, "Озеленяване");
        assert_eq!(text.in_language(Language::ENGLISH), Some((Language::BULGARIAN, "Озеленяване")));
        assert_eq!(Text::default().get(Language::ENGLISH), "");
    }

    #[test]
    fn a_text_is_an_object_by_language() {
        let text = Text::new(Language::ENGLISH, "Parks").with(Language::BULGARIAN, "Паркове");
        assert_eq!(serde_json::to_string(&text).unwrap(), r#"{"bg":"Паркове","en":"Parks"}"#);
        assert!(serde_json::from_str::<Text>(r#"{"BG":"x"}"#).is_err());
    }
}
