//! The element's interface: read from `src/widget/kit/element.toml`, written as `custom-elements.json` for editors and
//! catalogues, as TypeScript types for programs, and as `ELEMENT.md` for people.

use std::fs;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::files::Folder;
use crate::process::workspace;

#[cfg(test)]
mod document;
mod manifest;
mod types;

/// The source, from the workspace on.
const SOURCE: &str = "src/widget/kit/element.toml";

/// Writes what is served beside a version's loader.
///
/// # Errors
/// Where the source cannot be read or the disk refuses.
pub(crate) fn add(folder: &mut Folder, version: &str) -> Result<()> {
    let element = Element::read()?;
    folder.add("elements", "custom-elements.json", manifest::write(&element)?.as_bytes())?;
    folder.add("types", "glasno-budget.d.ts", types::write(&element, version).as_bytes())?;
    folder.add("module-types", "glasno.d.mts", types::write_module(&element, version).as_bytes())?;
    Ok(())
}

/// Everything that a page may rely on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Element {
    tag: String,
    class: String,
    text: String,
    #[serde(rename = "attribute")]
    attributes: Vec<Attribute>,
    #[serde(rename = "property")]
    properties: Vec<Property>,
    #[serde(rename = "method")]
    methods: Vec<Method>,
    /// What `glasno.mjs` exports.
    #[serde(rename = "function")]
    functions: Vec<Method>,
    #[serde(rename = "event")]
    events: Vec<Event>,
    css: Vec<Named>,
    #[serde(rename = "part")]
    parts: Vec<Named>,
    #[serde(rename = "slot")]
    slots: Vec<Named>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Attribute {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    default: Option<String>,
    /// The property's name, where it is reflected.
    property: Option<String>,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Property {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    readonly: bool,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Method {
    name: String,
    /// `lang: string, more?: number`.
    #[serde(default)]
    parameters: String,
    returns: String,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    name: String,
    /// The type of `detail`.
    detail: String,
    #[serde(default)]
    cancelable: bool,
    text: String,
}

/// A custom property, a part or a slot.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
    default: Option<String>,
    text: String,
}

impl Event {
    /// When it comes, and what the page may do.
    fn told(&self) -> String {
        let may = if self.cancelable { " Can be cancelled." } else { "" };
        format!("{}{may}", self.text)
    }
}

impl Element {
    fn read() -> Result<Self> {
        let text =
            fs::read_to_string(workspace().join(SOURCE)).with_context(|| format!("cannot read {SOURCE}"))?;
        toml::from_str(&text).context(SOURCE)
    }

    /// The states that the property tells, which `:state(…)` and `data-state` tell too.
    fn states(&self) -> Vec<&str> {
        let state = self.properties.iter().find(|property| property.name == "state");
        let kind = state.map(|state| state.kind.as_str()).unwrap_or_default();
        kind.split('|').map(|word| word.trim().trim_matches('\'')).filter(|word| !word.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests;
