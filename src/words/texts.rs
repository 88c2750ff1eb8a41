//! The sentences compiled in, for the server.

use crate::{server, widget};

/// A language that every sentence is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Bulgarian.
    #[default]
    Bg,
    /// English.
    En,
}

impl Language {
    /// Every language, the first one being the default.
    pub const ALL: [Self; 2] = [Self::Bg, Self::En];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Bg => "bg",
            Self::En => "en",
        }
    }

    /// The language of this tag or of a longer one (`bg-BG`), if we speak it.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next()?;
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The language of an `Accept-Language` header that we speak and that its sender likes best; the default where
    /// there is none. Weights are compared as written, three decimals at most (RFC 9110, section 12.5.4).
    pub fn from_accept(header: &str) -> Self {
        let weighted = |range: &str| {
            let mut parts = range.split(';');
            let language = Self::from_tag(parts.next()?.trim())?;
            let weight =
                parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            (weight > 0.0).then_some((language, weight))
        };
        let mut best: Option<(Self, f32)> = None;
        for (language, weight) in header.split(',').filter_map(weighted) {
            if best.is_none_or(|(_, known)| weight > known) {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language).unwrap_or_default()
    }
}

/// A key that can be said aloud in a language.
pub trait Speak: Copy {
    /// The sentence, its placeholders not filled in yet.
    fn text(self, language: Language) -> &'static str;

    /// The sentence with its values.
    fn say(self, language: Language, values: &[(&str, &str)]) -> String {
        crate::fill(self.text(language), values)
    }
}

impl Speak for server::Word {
    fn text(self, language: Language) -> &'static str {
        match language {
            Language::Bg => server::BG[self as usize],
            Language::En => server::EN[self as usize],
        }
    }
}

impl Speak for widget::Word {
    fn text(self, language: Language) -> &'static str {
        widget_array(language)[self as usize]
    }
}

/// The widget's sentences in the order of their keys, as the widget fetches them.
pub const fn widget_array(language: Language) -> &'static [&'static str; widget::COUNT] {
    match language {
        Language::Bg => &widget::BG,
        Language::En => &widget::EN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_language_it_likes_best() {
        assert_eq!(Language::from_accept("de, en;q=0.7, bg;q=0.9"), Language::Bg);
        assert_eq!(Language::from_accept("en-GB,en;q=0.8,bg;q=0"), Language::En);
        assert_eq!(Language::from_accept("fr"), Language::Bg);
    }

    #[test]
    fn every_key_has_a_sentence_in_every_language() {
        for language in Language::ALL {
            for (at, text) in widget_array(language).iter().enumerate() {
                assert!(!text.is_empty(), "{} is empty in {}", widget::KEYS[at], language.tag());
            }
        }
        assert!(server::KEYS.len() == server::BG.len() && server::EN.iter().all(|text| !text.is_empty()));
    }
}
