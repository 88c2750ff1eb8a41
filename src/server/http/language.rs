//! The language of a page: what its address asks for, else what the browser likes best.

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use glasno_model::urls;
use glasno_words::Language;

/// In which language somebody reads, and whether they chose it by `?lang=`: then our links keep the choice, since
/// no cookie does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// The language.
    pub language: Language,
    chosen: bool,
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let asked = query.split('&').find_map(|pair| Language::from_tag(pair.strip_prefix("lang=")?));
        let liked = || parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|header| header.to_str().ok());
        let language = asked.unwrap_or_else(|| liked().map(Language::from_accept).unwrap_or_default());
        Ok(Self { language, chosen: asked.is_some() })
    }
}

impl Reader {
    /// An address of ours in the language that was chosen.
    pub fn link(self, address: &str) -> String {
        urls::asking(address.to_owned(), "lang", self.chosen.then(|| self.language.tag()))
    }

    /// The language as the domain names it.
    pub const fn texts(self) -> glasno_model::Language {
        of_texts(self.language)
    }
}

/// The same language as the domain names it.
pub const fn of_texts(language: Language) -> glasno_model::Language {
    match language {
        Language::Bg => glasno_model::Language::BULGARIAN,
        Language::En => glasno_model::Language::ENGLISH,
    }
}
