//! Turns `bg.toml` and `en.toml` into typed keys: a sentence that is missing in one language fails the build.

use std::collections::BTreeMap;
use std::fmt::Write as _;

const LANGUAGES: [&str; 2] = ["bg", "en"];

fn main() {
    let files: Vec<(&str, toml::Table)> =
        LANGUAGES.iter().map(|language| (*language, read(language))).collect();
    let mut code = String::new();
    for section in ["widget", "server"] {
        let sentences: Vec<(&str, BTreeMap<String, String>)> =
            files.iter().map(|(language, table)| (*language, entries(language, section, table))).collect();
        check(section, &sentences);
        generate(&mut code, section, &sentences);
    }
    let folder = std::env::var("OUT_DIR").unwrap_or_default();
    if let Err(error) = std::fs::write(format!("{folder}/words.rs"), code) {
        fail(&error.to_string());
    }
}

fn read(language: &str) -> toml::Table {
    let name = format!("{language}.toml");
    println!("cargo::rerun-if-changed={name}");
    match std::fs::read_to_string(&name)
        .map_err(|error| error.to_string())
        .and_then(|text| text.parse().map_err(|error: toml::de::Error| error.to_string()))
    {
        Ok(table) => table,
        Err(error) => fail(&format!("{name}: {error}")),
    }
}

/// The sentences of one section; plural forms become one entry, its forms divided by `|`: `one=…|other=…`.
fn entries(language: &str, section: &str, table: &toml::Table) -> BTreeMap<String, String> {
    let Some(toml::Value::Table(section_table)) = table.get(section) else {
        fail(&format!("{language}.toml has no [{section}]"));
    };
    let mut entries = BTreeMap::new();
    for (key, value) in section_table {
        let text = match value {
            toml::Value::String(text) => text.clone(),
            toml::Value::Table(forms) if forms.contains_key("other") => plural(forms),
            _ => fail(&format!("{language}.toml, {section}.{key}: a sentence, or a table with `other`")),
        };
        entries.insert(key.clone(), text);
    }
    entries
}

fn plural(forms: &toml::Table) -> String {
    let form = |(category, text): (&String, &toml::Value)| Some(format!("{category}={}", text.as_str()?));
    forms.iter().filter_map(form).collect::<Vec<_>>().join("|")
}

fn check(section: &str, sentences: &[(&str, BTreeMap<String, String>)]) {
    let (first_language, first) = &sentences[0];
    for (language, other) in &sentences[1..] {
        for (there, missing, at) in [(first, other, language), (other, first, first_language)] {
            if let Some(key) = there.keys().find(|key| !missing.contains_key(*key)) {
                fail(&format!("{at}.toml: {section}.{key} is missing"));
            }
        }
        for (key, text) in first {
            if placeholders(text) != placeholders(&other[key]) {
                fail(&format!(
                    "{language}.toml: {section}.{key} names other placeholders than {first_language}.toml"
                ));
            }
        }
    }
}

fn placeholders(text: &str) -> std::collections::BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn generate(code: &mut String, section: &str, sentences: &[(&str, BTreeMap<String, String>)]) {
    let (_, first) = &sentences[0];
    let (_, english) = &sentences[1];
    let _ = writeln!(code, "/// The sentences of the {section}.\npub mod {section} {{");
    code.push_str("/// A sentence by its key.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\n#[repr(u16)]\npub enum Word {\n");
    for key in first.keys() {
        let _ = writeln!(
            code,
            "/// `{}`\n{},",
            english[key].lines().next().unwrap_or_default().replace('`', "'"),
            camel(key)
        );
    }
    let _ =
        writeln!(code, "}}\n\n/// How many sentences there are.\npub const COUNT: usize = {};", first.len());
    code.push_str("#[cfg(all(test, feature = \"texts\"))]\npub(crate) const KEYS: [&str; COUNT] = [\n");
    for key in first.keys() {
        let _ = writeln!(code, "{key:?},");
    }
    code.push_str("];\n");
    for (language, texts) in sentences {
        let name = language.to_uppercase();
        let _ = writeln!(code, "#[cfg(feature = \"texts\")]\npub(crate) const {name}: [&str; COUNT] = [");
        for text in texts.values() {
            let _ = writeln!(code, "{text:?},");
        }
        code.push_str("];\n");
    }
    code.push_str("}\n");
}

fn camel(key: &str) -> String {
    key.split('_')
        .map(|part| {
            part.chars().take(1).flat_map(char::to_uppercase).chain(part.chars().skip(1)).collect::<String>()
        })
        .collect()
}

fn fail(message: &str) -> ! {
    println!("cargo::error={message}");
    std::process::exit(1);
}
