//! Real data of real cities, which is not ours to publish: `GLASNO_SHARED` names the folder that holds it, and
//! `GLASNO_BIN` the executable. `cargo xtask test` sets both, and leaves this target out where the folder is missing.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a panic here is how a test fails")]

mod import;
mod philadelphia;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A file of the shared data.
fn shared(path: &str) -> PathBuf {
    let folder = std::env::var_os("GLASNO_SHARED").expect("GLASNO_SHARED names the folder of real data");
    Path::new(&folder).join("data").join(path)
}

/// Runs the executable, its messages in English.
fn glasno(arguments: &[&str]) -> Output {
    let executable =
        std::env::var_os("GLASNO_BIN").expect("GLASNO_BIN names the executable; run cargo xtask test");
    Command::new(executable).args(arguments).args(["--language", "en"]).output().expect("glasno runs")
}

/// What a dry run of the import says about this file, as JSON.
fn report(file: &Path, more: &[&str]) -> serde_json::Value {
    let output = glasno(&[&["import", file.to_str().unwrap(), "--dry-run", "--json"], more].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    found["report"].clone()
}

/// What the import says when it refuses this file.
fn refusal(file: &Path, more: &[&str]) -> String {
    let output = glasno(&[&["import", file.to_str().unwrap(), "--dry-run"], more].concat());
    assert_eq!(output.status.code(), Some(1), "{} was not refused", file.display());
    String::from_utf8(output.stderr).unwrap()
}
