//! Programs from the Python Package Index, each set in a virtual environment of its own below the target folder, made once.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    build,
    process::{find, run, say},
    setup,
};

/// The virtual environment with these packages (`name==version`), made where it is not there yet.
///
/// # Errors
/// Says what to install where Python or its venv module is missing, and what to check where the network is away.
pub(crate) fn environment(packages: &[&str]) -> Result<PathBuf> {
    let environment = build::target_folder().join("python").join(packages.join("+"));
    // An environment that pip has left half filled is made again.
    let ready = environment.join("ready");
    if ready.exists() {
        return Ok(environment);
    }
    let list = packages.join(" ");
    let python = python(&list)?;
    say(&format!("Fetching {list} from PyPI."));
    run(
        Command::new(python).args(["-m", "venv", "--clear"]).arg(&environment),
        "python3 could not make a virtual environment. Its message above says why",
    )?;
    let mut pip = Command::new(environment.join("bin/python"));
    run(
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(packages),
        &format!("pip could not fetch {list}. Check the network and try again"),
    )?;
    std::fs::write(&ready, "").with_context(|| format!("cannot write {}", ready.display()))?;
    Ok(environment)
}

/// A python3 that can make virtual environments; Debian ships the two halves apart.
fn python(wanted_for: &str) -> Result<PathBuf> {
    let able = || {
        let python = find("python3")?;
        let modules =
            Command::new(&python).args(["-c", "import ensurepip, venv"]).stderr(Stdio::null()).status();
        modules.is_ok_and(|status| status.success()).then_some(python)
    };
    if let Some(python) = able() {
        return Ok(python);
    }
    if find("apt-get").is_none() || !setup::is_root() {
        bail!(
            "python3 with its venv module is needed for {wanted_for}. On Debian or Ubuntu run: \
             sudo apt-get install python3 python3-venv — elsewhere install Python 3.10 or later from https://python.org"
        );
    }
    say("Installing python3 and its venv module.");
    let failed =
        "apt-get could not install python3-venv. Check the network, then run: apt-get install python3-venv";
    run(setup::apt().arg("update"), failed)?;
    run(
        setup::apt().args(["install", "--yes", "--no-install-recommends", "python3", "python3-venv"]),
        failed,
    )?;
    able().context("python3 is still not able to make virtual environments")
}
