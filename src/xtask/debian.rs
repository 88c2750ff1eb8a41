//! Debian's packages, for the tests that run only where they are asked for.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    build,
    process::{find, run, say},
    setup,
};

/// Makes sure that a test has its packages: these are missing, those it will unpack.
///
/// # Errors
/// Says what to install where we may not, and what went wrong where we may.
pub(crate) fn install(test: &str, missing: &[&str], unpacked: &[&str]) -> Result<()> {
    say(&format!("It unpacks, without installing them, Debian's {}.", unpacked.join(", ")));
    if find("apt-get").is_none() || find("dpkg-deb").is_none() {
        bail!("{test} takes Debian's packages; run it on Debian or Ubuntu");
    }
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    if !setup::is_root() {
        bail!("{test} needs {list}. Run: sudo apt-get install --no-install-recommends {list}");
    }
    say(&format!("It installs {list}; none of them starts a service."));
    let failed = format!("apt-get could not install {list}. Check the network and try again");
    run(setup::apt().arg("update"), &failed)?;
    run(setup::apt().args(["install", "--yes", "--no-install-recommends"]).args(missing), &failed)
}

/// Lays the files of packages out below a folder. Installing them would start their services.
///
/// # Errors
/// Says what could not be fetched or unpacked.
pub(crate) fn unpack(name: &str, wanted: &[&str], into: &Path) -> Result<()> {
    let packages = build::target_folder().join(name);
    fs::create_dir_all(&packages).with_context(|| format!("cannot make {}", packages.display()))?;
    let kept = || -> Result<Vec<PathBuf>> {
        let files = fs::read_dir(&packages).context("the packages cannot be listed")?;
        let files = files.filter_map(|file| Some(file.ok()?.path()));
        Ok(files.filter(|file| file.extension().is_some_and(|extension| extension == "deb")).collect())
    };
    if kept()?.len() < wanted.len() {
        let mut download = setup::apt();
        // Root may write there, the user that apt would else become may not.
        download
            .args(["--option", "APT::Sandbox::User=root", "download"])
            .args(wanted)
            .current_dir(&packages);
        let failed =
            format!("apt-get could not fetch {}. Run: apt-get update — and try again", wanted.join(", "));
        run(&mut download, &failed)?;
    }
    for package in kept()? {
        let mut extract = Command::new("dpkg-deb");
        extract.arg("--extract").arg(&package).arg(into);
        run(&mut extract, "a package could not be unpacked; dpkg-deb says why above")?;
    }
    Ok(())
}

/// Is a program there, also among those that only root has on the search path?
pub(crate) fn has(program: &str) -> bool {
    find(program).is_some() || Path::new("/usr/sbin").join(program).exists()
}
