//! What stands in the fields of a form, by their names.

use std::collections::BTreeMap;

/// The fields as a browser posts them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled(BTreeMap<String, Vec<String>>);

impl Filled {
    /// From pairs of names and values. Browsers end a typed line with two signs; a ballot does so with one, as it
    /// comes from a browser with script.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            if !value.is_empty() {
                fields.entry(name).or_default().push(value.replace("\r\n", "\n"));
            }
        }
        Self(fields)
    }

    /// The same with this in one field.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.insert(name.to_owned(), vec![value.to_owned()]);
        self
    }

    /// The value of a field; empty where nothing was typed.
    pub fn first(&self, name: &str) -> &str {
        self.all(name).first().map_or("", String::as_str)
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// The fields whose name starts so, by the rest of their name, with their first value.
    pub fn starting_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let values = self.0.range(prefix.to_owned()..).map_while(move |(name, values)| {
            Some((name.strip_prefix(prefix)?, values.first().map_or("", String::as_str)))
        });
        values.filter(|(_, value)| !value.trim().is_empty())
    }
}

/// The name of a field that belongs to something: a line, an area, a project, a question.
pub fn field(kind: &str, id: &str) -> String {
    format!("{kind}.{id}")
}
