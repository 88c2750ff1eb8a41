//! The language of a page: what its address asks for, else what the browser likes best.

use axum::http::{HeaderMap, header};
use glasno_words::Language;

/// The part of an address that names a language: `?lang=en`.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// The language tag.
    #[serde(default)]
    pub lang: Option<String>,
}

impl Asked {
    /// The language to answer in.
    pub fn language(&self, headers: &HeaderMap) -> Language {
        let liked = || headers.get(header::ACCEPT_LANGUAGE).and_then(|header| header.to_str().ok());
        self.lang
            .as_deref()
            .and_then(Language::from_tag)
            .unwrap_or_else(|| liked().map(Language::from_accept).unwrap_or_default())
    }
}

/// The same language as the domain names it.
pub const fn of_texts(language: Language) -> glasno_model::Language {
    match language {
        Language::Bg => glasno_model::Language::BULGARIAN,
        Language::En => glasno_model::Language::ENGLISH,
    }
}
