//! `cargo xtask build`: the widget as a folder of files to serve, then the server that carries them.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use crate::{
    process::{cargo, run, say, workspace},
    setup,
};
use files::{File, Folder};
use join::Served;
use minify::{Kind, minify};

mod bytes;
mod css;
mod element;
pub(crate) mod files;
mod glue;
mod javascript;
mod join;
mod loader;
mod locales;
mod minify;
mod slim;
mod traps;
mod unexport;
mod wasm;

/// The stylesheets that the widget adopts, in this order, as far as they exist.
const STYLESHEETS: [&str; 3] = ["tokens.css", "widget.css", "print.css"];

/// `cargo xtask build [--release]`.
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let release = match arguments {
        [] => false,
        [flag] if flag == "--release" => true,
        _ => bail!("build takes --release or nothing"),
    };
    widget()?;
    let server = server(release)?;
    say(&format!("Built {}", server.display()));
    Ok(())
}

/// Builds the widget into `target/widget` and tells what lies there.
///
/// # Errors
/// The first step that fails, as a sentence.
pub(crate) fn widget() -> Result<Vec<File>> {
    setup::wasm_target()?;
    say("Building the widget.");
    let parts = slim::slim(wasm::parts(&target_folder().join("widget-parts"))?)?;
    let mut folder = Folder::new(&widget_folder())?;

    let main = folder.add_hashed("wasm", "wasm", &parts.main)?;
    let mut served = Vec::new();
    for (built_as, bytes) in parts.lazy {
        let file =
            folder.add_hashed(&format!("part:{}", part_names(&built_as, &parts.link)), "wasm", &bytes)?;
        let integrity = files::short_integrity(&bytes);
        served.push(Served { built_as, file: file.name().to_owned(), integrity });
    }
    let element = loader_source("element.js")?;
    let starting = element.clone() + &loader_source("start.js")?;
    let stage2 = join::stage2(&parts.glue, &parts.link, &served, &stylesheet()?, &starting)?;
    let stage2 = folder.add_hashed("stage2", "js", stage2.as_bytes())?;
    let frame = minify(&(element + &loader_source("frame.js")?), Kind::Module)?;
    let frame = folder.add_hashed("frame", "js", frame.as_bytes())?;
    let inside = minify(&loader_source("inside.js")?, Kind::Module)?;
    folder.add_hashed("inside", "js", inside.as_bytes())?;
    let mut languages = Vec::new();
    for locale in locales::read()? {
        let file = folder.add_hashed(&format!("locale:{}", locale.tag), "json", locale.widget.as_bytes())?;
        let name = file.name().trim_end_matches(".json").to_owned();
        languages.push(json!([locale.tag, name, locale.loader["refused"], locale.loader["retry"]]));
    }
    let version = env!("CARGO_PKG_VERSION");
    let table = json!({
        "version": version, "inline": stage2.integrity, "wasm": main.integrity, "frame": frame.integrity,
        "languages": languages,
    });
    let [script, module] = loader::forms(&table)?;
    folder.add("loader", "glasno.js", script.as_bytes())?;
    folder.add("module", "glasno.mjs", module.as_bytes())?;
    element::add(&mut folder, version)?;
    folder.finish(version)
}

/// Builds the server around what [`widget`] left and tells where the executable is.
///
/// # Errors
/// When it does not compile.
pub(crate) fn server(release: bool) -> Result<PathBuf> {
    say("Building the server.");
    let mut command = cargo();
    command.args(["build", "--package", "glasno-server"]).env("GLASNO_WIDGET_DIR", widget_folder());
    command.args(release.then_some("--release"));
    run(&mut command, "the server does not compile; cargo's message above says where")?;
    let profile = if release { "release" } else { "debug" };
    Ok(target_folder().join(profile).join(format!("glasno{}", std::env::consts::EXE_SUFFIX)))
}

/// Where the widget's files lie.
pub(crate) fn widget_folder() -> PathBuf {
    target_folder().join("widget")
}

/// Where cargo builds.
pub(crate) fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace().join("target"), |folder| workspace().join(folder))
}

/// A file of `src/widget/loader/`.
fn loader_source(name: &str) -> Result<String> {
    let path = workspace().join("src/widget/loader").join(name);
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

fn stylesheet() -> Result<String> {
    let mut joined = String::new();
    for name in STYLESHEETS {
        let path = workspace().join("style").join(name);
        if path.exists() {
            joined +=
                &fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        }
    }
    Ok(css::strip(&joined))
}

/// `split_chart.wasm` is the part `chart`. What several parts share lies in chunks, `chunk_3.wasm`, and the link file
/// names the parts above each: `chart+sending`.
fn part_names(built_as: &str, link: &str) -> String {
    if let Some(name) = built_as.strip_prefix("split_") {
        return name.trim_end_matches(".wasm").to_owned();
    }
    let above = link.split_once(built_as).and_then(|(above, _)| above.rsplit_once("/*"));
    let names = above.and_then(|(_, names)| names.split_once("*/")).map_or(built_as, |(names, _)| names);
    names.trim().replace(", ", "+")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_part_has_its_name_and_a_chunk_the_names_of_those_that_share_it() {
        let link = "/* chart, pot */ const __chunk_3 = (\"./chunk_3.wasm\");\n\
            /* chart, sending */\nconst __chunk_33 = (\"./chunk_33.wasm\");";
        assert_eq!(super::part_names("split_bar_chart.wasm", link), "bar_chart");
        assert_eq!(super::part_names("chunk_3.wasm", link), "chart+pot");
        assert_eq!(super::part_names("chunk_33.wasm", link), "chart+sending");
    }
}
