//! Why a command did not do what was asked, as sentences for the operator.

use std::fmt;

use glasno_model::Slug;
use glasno_store::{Store, StoreError};
use glasno_words::{Language, Speak as _, server::Word};

/// One sentence or more.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused(Vec<String>);

impl Refused {
    /// With a sentence.
    pub fn because(word: Word, language: Language, values: &[(&str, &str)]) -> Self {
        Self(vec![word.say(language, values)])
    }

    /// With all these sentences.
    pub const fn with(sentences: Vec<String>) -> Self {
        Self(sentences)
    }

    /// By the operating system, over a file.
    pub fn by_file(path: &std::path::Path, error: &std::io::Error, language: Language) -> Self {
        let values = [("file", path.display().to_string()), ("cause", error.to_string())];
        Self::because(
            Word::CliFileFailed,
            language,
            &values.each_ref().map(|(name, value)| (*name, value.as_str())),
        )
    }

    /// By the store.
    pub fn by_store(error: &StoreError, language: Language) -> Self {
        Self::because(Word::CliStoreFailed, language, &[("cause", &error.to_string())])
    }

    /// There is no such consultation; says which ones there are.
    pub async fn no_consultation(slug: &Slug, store: &dyn Store, language: Language) -> Self {
        let known = store.consultations().await.unwrap_or_default();
        let known: Vec<&str> = known.iter().map(|record| record.consultation.slug.as_str()).collect();
        if known.is_empty() {
            return Self::because(Word::CliNoConsultationYet, language, &[("slug", slug.as_str())]);
        }
        let values = [("slug", slug.as_str()), ("known", &known.join(", "))];
        Self::because(Word::CliNoConsultation, language, &values)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}
