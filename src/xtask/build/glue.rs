//! The bindings' glue as a list of top-level items, so that those which nothing uses can be left out.
//!
//! The pinned tool indents whatever belongs to an item, and gives each imported function an entry of the same shape;
//! that is all we rely on.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use super::javascript;

/// The item that lists what the wasm imports.
const IMPORTS: &str = "function __wbg_get_imports(";

/// The glue, item by item.
pub(crate) struct Glue {
    items: Vec<String>,
}

impl Glue {
    /// # Errors
    /// When there is no list of imports in it.
    pub(crate) fn parse(source: &str) -> Result<Self> {
        let mut items: Vec<String> = Vec::new();
        for line in source.lines().filter(|line| !line.trim().is_empty()) {
            let begins = !line.starts_with([' ', '}']);
            match items.last_mut().filter(|_| !begins) {
                Some(item) => item.extend(["\n", line]),
                None => items.push(line.to_owned()),
            }
        }
        if !items.iter().any(|item| item.starts_with(IMPORTS)) {
            bail!("the bindings have no list of imports");
        }
        Ok(Self { items })
    }

    /// Leaves out each declaration that is used by no statement, by none of `roots`, and by nothing that these use.
    pub(crate) fn keep_used(&mut self, roots: &[&str]) {
        let mut used: BTreeSet<String> = roots.iter().map(|root| (*root).to_owned()).collect();
        let mut kept = vec![false; self.items.len()];
        loop {
            let before = used.len();
            for (item, kept) in self.items.iter().zip(&mut kept) {
                let (names, serves) = (declared(item), serves(item));
                let is_statement = names.is_empty() && serves.is_none();
                let is_used = names.into_iter().chain(serves).any(|name| used.contains(name));
                if !*kept && (is_statement || is_used) {
                    *kept = true;
                    used.extend(javascript::words(item).map(str::to_owned));
                }
            }
            if used.len() == before {
                break;
            }
        }
        let mut kept = kept.into_iter();
        self.items.retain(|_| kept.next().unwrap_or(true));
    }

    /// Leaves out the functions that the wasm no longer imports.
    pub(crate) fn keep_imports(&mut self, imported: &BTreeSet<&str>) {
        const ENTRY: &str = "        ";
        let Some(list) = self.items.iter_mut().find(|item| item.starts_with(IMPORTS)) else { return };
        let mut kept = String::new();
        let mut keeps = true;
        for line in list.lines() {
            let entry = line.strip_prefix(ENTRY).filter(|rest| !rest.starts_with([' ', '}']));
            if let Some((name, _)) = entry.and_then(|entry| entry.split_once(": function(")) {
                keeps = imported.contains(name);
            } else if !line.starts_with(ENTRY) {
                keeps = true;
            }
            if keeps {
                kept.extend([line, "\n"]);
            }
        }
        *list = kept;
    }

    /// Every word that stands in it outside strings and comments.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.items.iter().flat_map(|item| javascript::words(item))
    }

    /// Its size, to see whether it still shrinks.
    pub(crate) fn len(&self) -> usize {
        self.items.iter().map(String::len).sum()
    }

    /// As one text again.
    pub(crate) fn text(&self) -> String {
        self.items.join("\n")
    }
}

/// The names that an item declares.
fn declared(item: &str) -> Vec<&str> {
    let item = item.strip_prefix("export ").unwrap_or(item);
    let item = item.strip_prefix("async ").unwrap_or(item);
    let first_line = item.lines().next().unwrap_or_default();
    let Some((keyword, rest)) = first_line.split_once(' ') else { return Vec::new() };
    match keyword {
        "class" | "function" => rest.split([' ', '(']).take(1).collect(),
        "const" | "let" => {
            let names = rest.split(['=', ';']).next().unwrap_or_default();
            names.split(',').map(str::trim).collect()
        }
        _ => Vec::new(),
    }
}

/// The class that a statement completes, without being a use of it.
fn serves(item: &str) -> Option<&str> {
    item.strip_prefix("if (Symbol.dispose) ")?.split('.').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "export class Unused {\n    free() {\n        helper();\n    }\n}\n\
        if (Symbol.dispose) Unused.prototype[Symbol.dispose] = Unused.prototype.free;\n\n\
        /**\n * Says Unused.\n */\n\
        export function mount() {\n    return text();\n}\n\
        function __wbg_get_imports() {\n    const import0 = {\n        __proto__: null,\n        \
        __wbg_a_1: function(arg0) {\n            text(arg0);\n        },\n        \
        __wbg_b_2: function() { return handle(function (arg0) {\n            other(arg0);\n        }, arguments); },\n    };\n\
            return {\n        __proto__: null,\n        \"./x.js\": import0,\n    };\n}\n\
        let one, two;\nfunction text() {\n    one = 1;\n}\nfunction other() {\n}\nfunction helper() {\n}\nstart(two);\n";

    #[test]
    fn a_citizen_does_not_download_classes_that_nobody_uses() {
        let mut glue = Glue::parse(SOURCE).unwrap();
        glue.keep_used(&["mount", "__wbg_get_imports"]);
        let text = glue.text();
        assert!(!text.contains("class Unused") && !text.contains("Symbol.dispose"), "{text}");
        assert!(!text.contains("helper") && text.contains("function other"), "{text}");
        assert!(text.contains("let one, two;") && text.contains("start(two);"), "{text}");
    }

    #[test]
    fn a_function_that_the_wasm_no_longer_imports_goes_with_its_helpers() {
        let mut glue = Glue::parse(SOURCE).unwrap();
        glue.keep_imports(&BTreeSet::from(["__wbg_a_1"]));
        glue.keep_used(&["mount", "__wbg_get_imports"]);
        let text = glue.text();
        assert!(
            text.contains("__wbg_a_1") && !text.contains("__wbg_b_2") && !text.contains("function other"),
            "{text}"
        );
        assert!(
            text.contains("__proto__: null") && text.contains("\"./x.js\": import0,\n    };\n}"),
            "{text}"
        );
    }

    #[test]
    fn the_build_stops_where_the_tool_writes_something_else() {
        assert!(Glue::parse("function mount() {\n}\n").is_err());
    }
}
