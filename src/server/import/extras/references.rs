//! Finding what a row is about: by its id, or by another name that only one has.

use std::collections::BTreeMap;

use crate::import::Kind;

/// Things by their ids and other names.
#[derive(Debug, Default)]
pub(super) struct References {
    by_id: BTreeMap<String, usize>,
    others: BTreeMap<String, Vec<usize>>,
    ids: Vec<String>,
}

impl References {
    /// Things by their ids, each with the other names that it may be found by.
    pub(super) fn of<'a>(things: impl Iterator<Item = (&'a str, Vec<&'a str>)>) -> Self {
        let mut references = Self::default();
        for (at, (id, others)) in things.enumerate() {
            references.by_id.entry(id.to_owned()).or_insert(at);
            references.ids.push(id.to_owned());
            for other in others.into_iter().filter(|other| !other.is_empty()) {
                let found = references.others.entry(other.to_lowercase()).or_default();
                if found.last() != Some(&at) {
                    found.push(at);
                }
            }
        }
        references
    }

    /// The position of what is called so.
    pub(super) fn find(&self, found: &str) -> Result<usize, Kind> {
        if found.is_empty() {
            return Err(Kind::NoReference);
        }
        if let Some(at) = self.by_id.get(found) {
            return Ok(*at);
        }
        match self.others.get(&found.to_lowercase()).map_or(&[][..], Vec::as_slice) {
            [] => Err(Kind::UnknownReference(found.to_owned())),
            [at] => Ok(*at),
            several => {
                let candidates = several.iter().filter_map(|at| self.ids.get(*at).cloned());
                let candidates = candidates.collect::<Vec<_>>().join(", ");
                Err(Kind::AmbiguousReference { found: found.to_owned(), candidates })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clerk_may_write_the_code_where_only_one_line_has_it() {
        let lines = [
            ("606-local", vec!["606"]),
            ("738-state", vec!["738"]),
            ("738-topup", vec!["738"]),
            ("606", vec![]),
        ];
        let references = References::of(lines.into_iter());
        assert_eq!(references.find("738-topup"), Ok(2));
        assert_eq!(references.find("606"), Ok(3), "an id comes before a code");
        let candidates = "738-state, 738-topup".to_owned();
        assert_eq!(references.find("738"), Err(Kind::AmbiguousReference { found: "738".into(), candidates }));
        assert_eq!(references.find("7"), Err(Kind::UnknownReference("7".into())));
        assert_eq!(references.find(""), Err(Kind::NoReference));
    }
}
