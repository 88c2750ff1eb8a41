//! What a machine needs beyond cargo, fetched where that is possible, named exactly where it is not.

use std::{path::PathBuf, process::Command};

use anyhow::{Context as _, Result, bail};

use crate::{
    build,
    process::{find, output, run, say, workspace},
};

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
        Command::new("rustup").args(["target", "add", WASM_TARGET]).current_dir(workspace()),
        "rustup could not add the target. Check the network, then run: rustup target add wasm32-unknown-unknown",
    )
}

/// Asks rustc itself, since a distribution's rustc brings the target without any rustup.
fn has_wasm_target() -> Result<bool> {
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args(["--print", "target-libdir", "--target", WASM_TARGET]).current_dir(workspace());
    let folder = output(&mut rustc, "rustc does not answer. Check the toolchain with: rustc --version")?;
    Ok(std::fs::read_dir(folder.trim()).is_ok_and(|mut files| files.next().is_some()))
}

/// What the end-to-end tests are handed.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
    /// The accessibility checker's one file.
    pub(crate) axe: PathBuf,
}

/// The version that the findings were settled with; a later one may find more.
const AXE: &str = "axe-core@4.14.1";
const CHROMIUM_NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// A browser with its driver, and axe-core: found, else installed where we may.
///
/// # Errors
/// Says exactly what to install, and how.
pub(crate) fn browser() -> Result<Browser> {
    install_missing()?;
    let found = |names: &[&str], what: &str| {
        names
            .iter()
            .find_map(|name| find(name))
            .with_context(|| format!("{what} is still not on the search path"))
    };
    Ok(Browser {
        chromium: found(&CHROMIUM_NAMES, "Chromium")?,
        driver: found(&["chromedriver"], "Chromium's driver")?,
        axe: axe()?,
    })
}

fn install_missing() -> Result<()> {
    let needed: [(&[&str], &str); 3] =
        [(&CHROMIUM_NAMES, "chromium"), (&["chromedriver"], "chromium-driver"), (&["npm"], "npm")];
    let missing: Vec<&str> = needed
        .iter()
        .filter(|(programs, _)| !programs.iter().any(|program| find(program).is_some()))
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if find("apt-get").is_none() || !is_root() {
        bail!(
            "the end-to-end tests need {list}. On Debian or Ubuntu run: \
             sudo apt-get install {list} — elsewhere install Chromium, its chromedriver of the same version, and npm"
        );
    }
    say(&format!("Installing {list}."));
    let failed =
        format!("apt-get could not install {list}. Check the network, then run: apt-get install {list}");
    run(apt().arg("update"), &failed)?;
    run(apt().args(["install", "--yes", "--no-install-recommends"]).args(&missing), &failed)
}

pub(crate) fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet");
    command
}

pub(crate) fn is_root() -> bool {
    let mut id = Command::new("id");
    output(id.arg("-u"), "`id` does not answer").is_ok_and(|user| user.trim() == "0")
}

/// From npm, and only into the target folder: its licence is not ours to pass on.
fn axe() -> Result<PathBuf> {
    let folder = build::target_folder().join("npm").join(AXE);
    let file = folder.join("node_modules/axe-core/axe.min.js");
    if !file.exists() {
        say(&format!("Fetching {AXE} from npm."));
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let mut npm = Command::new("npm");
        npm.current_dir(&folder).args([
            "install",
            "--no-save",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
        ]);
        run(
            npm.arg("--prefix").arg(&folder).arg(AXE),
            "npm could not fetch axe-core. Check the network and try again",
        )?;
    }
    Ok(file)
}
