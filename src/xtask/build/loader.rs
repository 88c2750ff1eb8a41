//! Stage 1 with its table, in the two forms in which a page takes it: `glasno.js` by a script tag, and `glasno.mjs` by a
//! bundler. Both are made of `src/widget/loader/glasno.js`; the module has another beginning and another end.

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::{
    javascript, loader_source,
    minify::{Kind, minify},
};

/// What the table takes the place of.
const TABLE: &str = "GLASNO_BUILD";
/// The line after which both forms are the same.
const SAME: &str = "  // Here the beginning ends.\n";
/// How the script ends.
const END: &str = "})();";
/// How the module begins. To import it does nothing, so that it can be imported where pages are drawn on a server; there
/// `define()` does nothing either. A bundler puts a copy on the site's own origin, so it never asks where it came from.
const MODULE: &str = "export const define = (NAME = 'glasno-budget') => {
  if (!globalThis.customElements) return;
  const HOME = undefined;
  const MARK = NAME === 'glasno-budget' ? '' : `?${NAME}`;
";

/// The script and the module.
///
/// # Errors
/// Where the source lacks a landmark.
pub(super) fn forms(table: &Value) -> Result<[String; 2]> {
    let source = loader_source("glasno.js")?;
    if javascript::uses(&source, TABLE) != 1 {
        bail!("glasno.js should use {TABLE} once");
    }
    let filled = javascript::rename(&source, |word| (word == TABLE).then(|| table.to_string()));
    let (_, same) = filled.split_once(SAME).with_context(|| format!("glasno.js lacks the line {SAME}"))?;
    let body =
        same.trim_end().strip_suffix(END).with_context(|| format!("glasno.js does not end with {END}"))?;
    let module = format!("{MODULE}{body}}};");
    Ok([minify(&filled, Kind::Script)?, minify(&module, Kind::Module)?])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::forms;

    #[test]
    fn the_loader_carries_the_table_and_no_comment() {
        for form in forms(&json!({ "version": "1.2.3" })).unwrap() {
            assert!(form.contains("version:`1.2.3`}"), "{form}");
            assert!(!form.contains("In the host's page") && !form.contains("\n  "), "{form}");
        }
    }

    #[test]
    fn a_module_does_nothing_before_it_is_asked_and_does_not_ask_where_it_came_from() {
        let [script, module] = forms(&json!({ "version": "1.2.3" })).unwrap();
        let (beginning, rest) = module.split_once("=>{").unwrap();
        assert!(beginning.len() < 60 && rest.contains("customElements"), "{module}");
        assert!(module.ends_with("export{e as define};") || beginning.starts_with("export"), "{module}");
        assert!(!module.contains("currentScript") && !module.contains("import.meta"), "{module}");
        assert!(script.contains("currentScript") && !script.contains("export"), "{script}");
    }
}
