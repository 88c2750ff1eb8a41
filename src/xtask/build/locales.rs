//! The sentences: a file a language for the widget, and the few that the loader says when nothing else can load.

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::process::{cargo, output, workspace};

/// A language with its sentences.
pub(crate) struct Locale {
    /// BCP 47.
    pub(crate) tag: String,
    /// The widget's sentences, the JSON that it fetches.
    pub(crate) widget: String,
    /// The loader's own, by key.
    pub(crate) loader: Value,
}

/// Every language, the default first. The crate `glasno-words` writes the widget's form, so that the order of its
/// sentences is settled in one place.
///
/// # Errors
/// A language whose file cannot be read, or that lacks one of the loader's sentences.
pub(crate) fn read() -> Result<Vec<Locale>> {
    let mut locales: Vec<Locale> = Vec::new();
    for tag in writer("")?.lines() {
        let loader = loader_sentences(tag)?;
        if let Some(first) = locales.first() {
            same_keys(&first.loader, &loader).with_context(|| format!("src/words/{tag}.toml, [loader]"))?;
        }
        locales.push(Locale { tag: tag.to_owned(), widget: writer(tag)?.trim_end().to_owned(), loader });
    }
    Ok(locales)
}

fn writer(tag: &str) -> Result<String> {
    let mut command = cargo();
    command.args([
        "run",
        "--quiet",
        "--package",
        "glasno-words",
        "--features",
        "texts",
        "--bin",
        "glasno-locale",
        "--",
    ]);
    command.args(Some(tag).filter(|tag| !tag.is_empty()));
    output(&mut command, "the sentences in src/words do not build; the message above says which")
}

fn loader_sentences(tag: &str) -> Result<Value> {
    let path = workspace().join(format!("src/words/{tag}.toml"));
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let table: toml::Table = text.parse().with_context(|| path.display().to_string())?;
    let section = table.get("loader").with_context(|| format!("{} has no [loader]", path.display()))?;
    Ok(serde_json::to_value(section)?)
}

fn same_keys(one: &Value, other: &Value) -> Result<()> {
    let keys = |value: &Value| value.as_object().map(|map| map.keys().cloned().collect::<Vec<_>>());
    if keys(one) != keys(other) {
        bail!("its keys are not those of the first language");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn a_sentence_that_one_language_lacks_is_found_before_a_citizen_does() {
        assert!(super::same_keys(&json!({"a": "1"}), &json!({"a": "2"})).is_ok());
        assert!(super::same_keys(&json!({"a": "1"}), &json!({"b": "2"})).is_err());
    }
}
