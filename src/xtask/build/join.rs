//! Joins the bindings' glue, the split tool's link file, the part table and the stylesheet into stage 2: one
//! module file, so that the widget is one round trip after its loader.
//!
//! The glue and the link file come from tools pinned to one version. Each cut below names a landmark in their
//! text; where a landmark is missing the build stops, instead of shipping something half joined.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail};

use super::{
    minify::{Kind, minify},
    wasm::LINK_FILE,
};

/// Where the glue's own loading code begins. It is left out: the loader has fetched the wasm by then.
const LOADING_CODE: &str = "let wasmModule, wasmInstance, wasm;";
/// How the link file asks the glue for the running instance.
const RUNNING_INSTANCE: &str = "initSync(undefined, undefined)";

/// How the link file starts a part; `loader/start.js` has a more patient way.
const STREAMING: &str = "WebAssembly.instantiateStreaming";

/// A wasm part as it is served.
pub(crate) struct Served {
    /// The name that the link file knows it by.
    pub(crate) built_as: String,
    /// Its hashed file name, beside stage 2.
    pub(crate) file: String,
    /// `sha256-…`.
    pub(crate) integrity: String,
}

/// The text of stage 2; `starting` is the code that hands the program over to the loader.
///
/// # Errors
/// Names the landmark that the pinned tools no longer write.
pub(crate) fn stage2(
    glue: &str,
    link: &str,
    parts: &[Served],
    stylesheet: &str,
    starting: &str,
) -> Result<String> {
    minify(&joined(glue, link, parts, stylesheet, starting)?, Kind::Module)
}

fn joined(glue: &str, link: &str, parts: &[Served], stylesheet: &str, starting: &str) -> Result<String> {
    let (glue, imports) = take_link_imports(glue)?;
    let (bindings, loading) =
        glue.split_once(LOADING_CODE).context("the bindings have no loading code to leave out")?;
    if ["wasmModule", "wasmInstance"].iter().any(|name| bindings.contains(name)) {
        bail!("the bindings use their module or instance outside their loading code");
    }
    if !loading.contains("wasm.__wbindgen_start();") {
        bail!("the bindings are no longer started by `__wbindgen_start`");
    }
    let bindings = bindings.replace("\nexport ", "\n");
    let link = if imports.is_empty() { String::new() } else { linked(link, &imports, parts)? };
    let stylesheet = serde_json::to_string(stylesheet)?;
    Ok(format!("let wasm;\n{bindings}\n{link}\n{starting}\nsheet.replaceSync({stylesheet});"))
}

/// The glue without its imports of the link file, and the names under which it imported it: one for each part.
fn take_link_imports(glue: &str) -> Result<(String, Vec<String>)> {
    let mut names = Vec::new();
    let mut kept = String::from("\n");
    for line in glue.lines() {
        let Some(import) = line.strip_prefix("import ") else {
            kept.push_str(line);
            kept.push('\n');
            continue;
        };
        let imported = import.strip_prefix("* as ").and_then(|rest| rest.split_once(" from "));
        match imported {
            Some((alias, from)) if from.trim_end_matches(';') == format!("\"{LINK_FILE}\"") => {
                names.push(alias.to_owned());
            }
            _ => bail!("the bindings import something that stage 2 cannot hold: {line}"),
        }
    }
    Ok((kept, names))
}

/// The link file as an object under each of the names, each part with its hash.
fn linked(link: &str, names: &[String], parts: &[Served]) -> Result<String> {
    let (_, body) = link.split_once('\n').context("the link file is empty")?;
    if !body.contains(RUNNING_INSTANCE) {
        bail!("the link file no longer asks for the instance by `{RUNNING_INSTANCE}`");
    }
    let mut body = body.replace(RUNNING_INSTANCE, "wasm").replace(STREAMING, "instantiate");
    for part in parts {
        let address = format!("new URL(\"./{}\", import.meta.url)", part.built_as);
        if !body.contains(&address) {
            bail!("the link file no longer fetches {} by its URL", part.built_as);
        }
        let hashed =
            format!("new URL(\"./{}\", import.meta.url), {{integrity: \"{}\"}}", part.file, part.integrity);
        body = body.replace(&address, &hashed);
    }
    if body.matches("import.meta.url").count() != parts.len() {
        bail!("the link file fetches something that has no hash");
    }
    let loaders: Vec<&str> =
        body.lines().filter_map(|line| line.strip_prefix("export const ")?.split(' ').next()).collect();
    let mut table = String::new();
    for name in names {
        writeln!(table, "\nconst {name} = {{ {} }};", loaders.join(", "))?;
    }
    Ok(body.replace("\nexport const ", "\nconst ") + &table)
}

#[cfg(test)]
mod tests {
    use super::{Served, joined, stage2};

    const GLUE: &str = "import * as import1 from \"./__wasm_split.js\"\n\nexport function mount() { return wasm.mount(); }\n\
        let wasmModule, wasmInstance, wasm;\nfunction __wbg_finalize_init() { wasm.__wbindgen_start(); }\n\
        export { initSync, __wbg_init as default };\n";
    const LINK: &str = "import { initSync } from \"./glasno.js\";\n\nlet shared = initSync(undefined, undefined);\n\
        export const __wasm_split_load_chart = wrap(() => fetch(new URL(\"./split_chart.wasm\", import.meta.url)));\n";

    fn chart() -> Vec<Served> {
        vec![Served {
            built_as: "split_chart.wasm".into(),
            file: "abc.wasm".into(),
            integrity: "sha256-xyz".into(),
        }]
    }

    #[test]
    fn the_widget_is_one_file_that_imports_nothing() {
        let joined = joined(GLUE, LINK, &chart(), ".a{color:\"red\"}", "").unwrap();
        assert!(!joined.contains("import ") && !joined.contains("export "), "{joined}");
        assert!(joined.contains("= { __wasm_split_load_chart }"), "{joined}");
        assert!(joined.contains(r#"replaceSync(".a{color:\"red\"}")"#), "{joined}");
    }

    #[test]
    fn each_part_finds_the_link_file_under_its_own_name() {
        let glue = format!("import * as import2 from \"./__wasm_split.js\"\n{GLUE}");
        let joined = joined(&glue, LINK, &chart(), "", "").unwrap();
        assert_eq!(joined.matches("= { __wasm_split_load_chart }").count(), 2, "{joined}");
    }

    #[test]
    fn a_lazy_part_is_fetched_with_its_hash() {
        let joined = joined(GLUE, LINK, &chart(), "", "").unwrap();
        assert!(joined.contains(r#""./abc.wasm", import.meta.url), {integrity: "sha256-xyz""#), "{joined}");
        assert!(!joined.contains("split_chart.wasm"), "{joined}");
    }

    #[test]
    fn what_is_served_is_shortened_and_still_knows_its_parts() {
        let served = stage2(GLUE, LINK, &chart(), "", "keep(__wasm_split_load_chart)").unwrap();
        assert!(served.contains("./abc.wasm") && served.contains("sha256-xyz"), "{served}");
        assert!(!served.contains("__wasm_split_load_chart") && !served.contains('\n'), "{served}");
    }

    #[test]
    fn the_build_stops_where_the_tools_write_something_else() {
        let refused = |glue: &str, link: &str| stage2(glue, link, &chart(), "", "").unwrap_err().to_string();
        assert!(refused("let wasm;", LINK).contains("loading code"));
        assert!(refused(&GLUE.replace("__wasm_split.js", "other.js"), LINK).contains("cannot hold"));
        assert!(refused(GLUE, "a\nb\n").contains("initSync"));
        let more =
            format!("{LINK}export const other = fetch(new URL(\"./chunk_1.wasm\", import.meta.url));\n");
        assert!(refused(GLUE, &more).contains("no hash"));
    }
}
