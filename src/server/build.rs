//! Hands the built widget and the pages' stylesheets to `assets.rs` as bytes.
//!
//! `cargo xtask build` names the widget's folder in `GLASNO_WIDGET_DIR`. Without it the list has no widget: the
//! server still compiles, and its pages say what to run.

use std::{
    fs,
    path::{Path, PathBuf},
};

const WIDGET: &str = "GLASNO_WIDGET_DIR";
const STYLESHEETS: [&str; 4] = ["page.css", "frame.css", "officer.css", "snippet.css"];
/// The script of one of our pages, beside the code that makes the page.
const SCRIPTS: [(&str, &str); 1] = [("snippet.js", "http/snippet/snippet.js")];

fn main() -> std::io::Result<()> {
    let mut files: Vec<(String, PathBuf)> = Vec::new();
    println!("cargo::rerun-if-env-changed={WIDGET}");
    if let Some(folder) = std::env::var_os(WIDGET).map(PathBuf::from) {
        // Written last, so that a change of it stands for a change of any.
        println!("cargo::rerun-if-changed={}", folder.join("manifest.json").display());
        collect(&folder, "", &mut files)?;
    }
    let style = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../style");
    if style.exists() {
        // The folder, since naming a file that is not there yet would build the server anew each time.
        println!("cargo::rerun-if-changed={}", style.display());
    }
    for name in STYLESHEETS {
        let path = style.join(name);
        if path.exists() {
            files.push((format!("style/{name}"), path));
        }
    }
    for (name, place) in SCRIPTS {
        let path = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join(place);
        println!("cargo::rerun-if-changed={}", path.display());
        files.push((format!("style/{name}"), path));
    }
    let mut code = String::from("&[\n");
    for (name, path) in files {
        let path = path.display().to_string();
        code.extend(["(", &format!("{name:?}"), ", include_bytes!(", &format!("{path:?}"), ") as &[u8]),\n"]);
    }
    code += "]\n";
    fs::write(Path::new(&std::env::var("OUT_DIR").unwrap_or_default()).join("files.rs"), code)
}

fn collect(folder: &Path, below: &str, files: &mut Vec<(String, PathBuf)>) -> std::io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push((name, entry.path()));
        }
    }
    Ok(())
}
