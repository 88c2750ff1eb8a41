//! From the widget's crate to wasm parts and the glue that binds them to the browser.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use super::{traps, unexport};
use crate::process::{cargo, run};

/// The link file's name as the split tool writes it into the wasm and the glue.
pub(crate) const LINK_FILE: &str = "./__wasm_split.js";

const TARGET: &str = "wasm32-unknown-unknown";

/// What the tools made of the widget, before it is joined.
pub(crate) struct Parts {
    /// The JavaScript through which the main wasm and the browser call each other.
    pub(crate) glue: String,
    /// The JavaScript that fetches the lazy parts.
    pub(crate) link: String,
    /// The wasm that every citizen loads.
    pub(crate) main: Vec<u8>,
    /// The lazily fetched wasm, by the file name that `link` uses.
    pub(crate) lazy: Vec<(String, Vec<u8>)>,
}

/// Compiles the widget and cuts it.
///
/// # Errors
/// What cargo, the split tool or the bindings tool refused.
pub(crate) fn parts(scratch: &Path) -> Result<Parts> {
    let compiled = unexport::unused(&fs::read(compile()?).context("cannot read the compiled widget")?)?;
    let compiled = traps::instead_of_messages(&compiled)?;
    recreate(scratch)?;
    let main_path = scratch.join("glasno.wasm");
    let mut options = wasm_split_cli_support::Options::new(&compiled);
    options.output_dir = scratch;
    options.main_out_path = &main_path;
    options.link_name = LINK_FILE;
    options.main_module = "./glasno.js";
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("cannot split the wasm: {error:#}"))?;

    let bound = scratch.join("bound");
    Bindgen::new()
        .input_path(&main_path)
        .web(true)?
        .typescript(false)
        .keep_lld_exports(true) // the lazy parts import the stack pointer and the function table by these names
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&bound)
        .context("cannot make the bindings")?;

    let read = |path: PathBuf| fs::read(&path).with_context(|| format!("cannot read {}", path.display()));
    let lazy = split.split_modules.iter().map(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, read(path.clone())?))
    });
    Ok(Parts {
        lazy: lazy.collect::<Result<_>>()?,
        glue: String::from_utf8(read(bound.join("glasno.js"))?)?,
        link: String::from_utf8(read(scratch.join(LINK_FILE))?)?,
        main: read(bound.join("glasno_bg.wasm"))?,
    })
}

/// The split tool needs the linker's relocations. They are asked of the last crate alone, so that no other
/// build's cache is disturbed.
fn compile() -> Result<PathBuf> {
    let mut command = cargo();
    command.args(["rustc", "--package", "glasno-widget", "--lib", "--crate-type", "cdylib"]);
    command.args(["--profile", "wasm", "--target", TARGET]);
    if let Some(home) = cargo_home() {
        command.arg("--config").arg(format!("target.{TARGET}.rustflags=[{:?}]", anonymous(&home)));
    }
    command.args(["--", "-Clink-args=--emit-relocs"]);
    run(&mut command, "the widget does not compile; cargo's message above says where")?;
    Ok(super::target_folder().join(TARGET).join("wasm/glasno_widget.wasm"))
}

/// A panic names the file that it happened in. Without this the builder's home folder would stand in every citizen's
/// browser, and no two machines would build the same bytes.
fn anonymous(home: &Path) -> String {
    format!("--remap-path-prefix={}=cargo", home.display())
}

fn cargo_home() -> Option<PathBuf> {
    let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo"));
    std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home)
}

fn recreate(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}
