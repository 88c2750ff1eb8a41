//! What a machine needs beyond cargo, fetched where that is possible, named exactly where it is not.

use std::process::Command;

use anyhow::{Result, bail};

use crate::process::{find, output, run, say};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that rustc can compile for the browser.
///
/// # Errors
/// Says what to install when rustup is missing or cannot reach the network.
pub(crate) fn wasm_target() -> Result<()> {
    if has_wasm_target()? {
        return Ok(());
    }
    if find("rustup").is_none() {
        bail!(
            "rustc has no {WASM_TARGET} target and rustup is not here to add it. \
             Install rustup from https://rustup.rs, or your system's package with that target, and run this again"
        );
    }
    say(&format!("Adding rustc's {WASM_TARGET} target."));
    run(
        Command::new("rustup").args(["target", "add", WASM_TARGET]).current_dir(crate::process::workspace()),
        "rustup could not add the target. Check the network, then run: rustup target add wasm32-unknown-unknown",
    )
}

/// Asks rustc itself, since a distribution's rustc brings the target without any rustup.
fn has_wasm_target() -> Result<bool> {
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc
        .args(["--print", "target-libdir", "--target", WASM_TARGET])
        .current_dir(crate::process::workspace());
    let folder = output(&mut rustc, "rustc does not answer. Check the toolchain with: rustc --version")?;
    Ok(std::fs::read_dir(folder.trim()).is_ok_and(|mut files| files.next().is_some()))
}
