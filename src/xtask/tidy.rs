//! `cargo xtask tidy`: the rules of the house that no compiler checks. Each finding is one line that names its rule.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{
    build,
    process::{cargo, output, say, workspace},
};

mod sources;

/// Who may depend on whom, among our own.
const OWN: [(&str, &[&str]); 9] = [
    ("model", &[]),
    ("tally", &["model"]),
    ("words", &[]),
    ("chart", &["model"]),
    ("widget", &["model", "tally", "words", "chart"]),
    ("store", &["model"]),
    ("server", &["model", "tally", "words", "chart", "store"]),
    ("tests", &["model"]),
    ("xtask", &[]),
];

/// What must not reach a crate by any way, and for which target.
const NEVER: [(&str, &str, &[&str]); 4] = [
    ("widget", "wasm32-unknown-unknown", &["tokio", "axum", "rusqlite", "libsqlite3-sys", "sqlx"]),
    ("server", "", &["leptos", "web-sys", "wasm-bindgen", "gloo-net"]),
    ("model", "", &["tokio", "axum", "rusqlite", "leptos", "web-sys", "getrandom"]),
    ("tally", "", &["tokio", "axum", "rusqlite", "leptos", "web-sys", "getrandom"]),
];

/// `cargo xtask tidy`.
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    if !arguments.is_empty() {
        bail!("tidy takes no arguments");
    }
    let mut findings = packages()?;
    for (name, target, never) in NEVER {
        findings.extend(reached(name, target, never)?);
    }
    findings.extend(sources::check(&workspace().join("src"))?);
    findings.extend(wasm_imports()?);
    for finding in &findings {
        say(finding);
    }
    match findings.len() {
        0 => Ok(()),
        1 => bail!("one rule of the house is broken"),
        several => bail!("{several} rules of the house are broken"),
    }
}

/// Names, places, and who depends on whom, as cargo itself reads the manifests.
fn packages() -> Result<Vec<String>> {
    let mut command = cargo();
    let json = output(
        command.args(["metadata", "--no-deps", "--format-version", "1"]),
        "cargo cannot read the workspace",
    )?;
    let metadata: Value = serde_json::from_str(&json).context("cargo's metadata is not JSON")?;
    let packages =
        metadata.get("packages").and_then(Value::as_array).context("cargo's metadata names no packages")?;
    Ok(packages.iter().flat_map(package).collect())
}

fn package(package: &Value) -> Vec<String> {
    let text =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let list = |key: &str| package.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let (name, manifest) = (text(package, "name"), text(package, "manifest_path"));
    let folder = Path::new(&manifest).parent().unwrap_or(Path::new(""));
    let folder_name = folder.file_name().unwrap_or_default().to_string_lossy();
    let mut findings = Vec::new();
    if name != format!("glasno-{folder_name}") {
        findings.push(format!(
            "package name: {folder_name}/ holds `{name}`, it should be `glasno-{folder_name}`"
        ));
    }
    for target in list("targets") {
        let is_library = target
            .get("kind")
            .and_then(Value::as_array)
            .is_some_and(|kinds| kinds.iter().filter_map(Value::as_str).any(|kind| kind.ends_with("lib")));
        if is_library && Path::new(&text(&target, "src_path")) != folder.join("lib.rs") {
            findings.push(format!("library path: `{name}` should begin at {folder_name}/lib.rs"));
        }
    }
    let Some((_, allowed)) = OWN.iter().find(|(known, _)| *known == folder_name) else {
        findings.push(format!("dependencies: {folder_name}/ is not in the table of who may depend on whom"));
        return findings;
    };
    for dependency in list("dependencies").iter().map(|dependency| text(dependency, "name")) {
        if let Some(own) = dependency.strip_prefix("glasno-").filter(|own| !allowed.contains(own)) {
            findings.push(format!("dependencies: {folder_name} must not depend on {own}"));
        }
    }
    findings
}

/// Asks `cargo tree`, which knows what features and targets really bring in.
fn reached(name: &str, target: &str, never: &[&str]) -> Result<Vec<String>> {
    let mut command = cargo();
    command.args(["tree", "--package", &format!("glasno-{name}"), "--edges", "normal", "--prefix", "none"]);
    command.args(["--format", "{p}"]);
    if !target.is_empty() {
        command.args(["--target", target]);
    }
    let tree = output(&mut command, "cargo cannot draw the tree of dependencies")?;
    let found = never.iter().filter(|never| tree.lines().any(|line| line.split(' ').next() == Some(never)));
    Ok(found
        .map(|never| {
            format!("dependencies: {name} must not see {never}; ask `cargo tree -i {never}` how it does")
        })
        .collect())
}

/// An import from `env` means that something was left to a C library that no browser has.
fn wasm_imports() -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for file in build::widget()?.iter().filter(|file| file.is_wasm()) {
        let bytes =
            fs::read(build::widget_folder().join(&file.path)).context("cannot read the built wasm")?;
        let module = walrus::Module::from_buffer(&bytes).context("cannot read the built wasm")?;
        let strange = module.imports.iter().filter(|import| import.module == "env");
        findings.extend(
            strange.map(|import| format!("wasm imports: {} imports `{}` from env", file.role, import.name)),
        );
    }
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    fn server(dependency: &str, name: &str, library: &str) -> Value {
        json!({
            "name": name, "manifest_path": "/house/src/server/Cargo.toml",
            "targets": [{ "kind": ["lib"], "src_path": library }, { "kind": ["bin"], "src_path": "/house/src/server/main.rs" }],
            "dependencies": [{ "name": dependency }, { "name": "axum" }],
        })
    }

    #[test]
    fn an_engineer_is_told_which_rule_a_manifest_breaks() {
        let check = |package: &Value, expected: &str| {
            let findings = super::package(package);
            assert!(findings.len() == 1 && findings[0].starts_with(expected), "{findings:?}");
        };
        let library = "/house/src/server/lib.rs";
        assert!(super::package(&server("glasno-store", "glasno-server", library)).is_empty());
        check(
            &server("glasno-widget", "glasno-server", library),
            "dependencies: server must not depend on widget",
        );
        check(&server("glasno-store", "server", library), "package name: server/ holds `server`");
        check(&server("glasno-store", "glasno-server", "/house/src/server/src/lib.rs"), "library path");
    }
}
