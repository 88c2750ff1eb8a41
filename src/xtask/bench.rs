//! `cargo xtask bench`: builds what is measured as citizens get it, fetches what it is measured beside, and measures.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result};

use crate::{
    build,
    process::{cargo, find, output, run, say, workspace},
    python, setup,
};

/// The peers' versions, which the targets were set beside.
const ISSO: [&str; 2] = ["isso==0.14.0", "gunicorn"];
const PABUTOOLS: &str = "pabutools==1.2.3";
const SURVEYJS: [&str; 2] = ["survey-core@2.5.38", "survey-js-ui@2.5.38"];
/// Parts that need more than the server.
const ISSO_PART: &str = "submit";
const SHELL_PART: &str = "export";
const BROWSER_PART: &str = "browser";
const BROWSER_PARTS: [&str; 3] = [BROWSER_PART, "large", "long"];
const COUNT_PART: &str = "count";
/// The part that is a benchmark of the counting crate itself.
const FOLD_PART: &str = "fold";

/// `cargo xtask bench [PART]… [--quick]`.
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let named: Vec<&str> =
        arguments.iter().map(String::as_str).filter(|argument| !argument.starts_with("--")).collect();
    let wants = |part: &str| named.is_empty() || named.contains(&part);

    if wants(FOLD_PART) {
        fold()?;
    }
    if named == [FOLD_PART] {
        return Ok(());
    }
    let arguments: Vec<&String> = arguments.iter().filter(|argument| *argument != FOLD_PART).collect();
    build::widget()?;
    let server = build::server(true)?;
    let bench = program()?;
    let mut command = undisturbed(&bench);
    command.args(arguments).env("GLASNO_BIN", server);
    if wants(ISSO_PART) {
        // A peer that cannot be had is said in the table, in its place.
        match python::environment(&ISSO) {
            Ok(environment) => drop(command.env("GLASNO_ISSO", environment)),
            Err(error) => say(&format!("isso is left out: {error:#}")),
        }
    }
    if wants(COUNT_PART) {
        match python::environment(&[PABUTOOLS]) {
            Ok(environment) => drop(command.env("GLASNO_PABUTOOLS", environment.join("bin/python"))),
            Err(error) => say(&format!("pabutools is left out: {error:#}")),
        }
    }
    if wants(SHELL_PART) {
        install_sqlite3()?;
    }
    if BROWSER_PARTS.into_iter().any(wants) {
        let browser = setup::browser()?;
        command.env("CHROMIUM", browser.chromium).env("CHROMEDRIVER", browser.driver);
    }
    if wants(BROWSER_PART) {
        command.env("GLASNO_NPM", surveyjs()?);
        let shared = std::env::var_os("GLASNO_SHARED").map(PathBuf::from);
        let beside =
            workspace().parent().map(|parent| parent.join("shared")).filter(|folder| folder.is_dir());
        command.envs(shared.or(beside).map(|folder| ("GLASNO_SHARED", folder)));
    }
    run(&mut command, "the bench did not get to its end; its message above says why")
}

/// How fast allocations are counted, on one core: a million ballots a second is the target.
fn fold() -> Result<()> {
    say("Counting allocations. Target: 1 Melem/s (a million ballots a second) of forty lines each.");
    run(
        cargo().args(["bench", "--package", "glasno-tally", "--bench", "allocation"]),
        "the benchmark of the allocations did not get to its end; its message above says why",
    )
}

fn program() -> Result<PathBuf> {
    say("Building the bench.");
    run(
        cargo().args(["build", "--release", "--package", "glasno-tests", "--bin", "glasno-bench"]),
        "the bench does not compile; cargo's message above says where",
    )?;
    Ok(build::target_folder().join("release").join(format!("glasno-bench{}", std::env::consts::EXE_SUFFIX)))
}

/// Ahead of everything else on the machine, where that may be asked for: beside a neighbour who computes, each wait
/// for the disk costs a turn of the scheduler and one measures the neighbour.
fn undisturbed(program: &Path) -> Command {
    let ahead = ["--rr", "10"];
    let may =
        Command::new("chrt").args(ahead).arg("true").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if may.is_ok_and(|status| status.success()) {
        let mut command = Command::new("chrt");
        command.args(ahead).arg(program);
        return command;
    }
    say("chrt may not be used here, so whatever else this machine does is measured too.");
    Command::new(program)
}

/// Where it may not be installed, the table says that it is not there.
fn install_sqlite3() -> Result<()> {
    if find("sqlite3").is_some() || find("apt-get").is_none() || !setup::is_root() {
        return Ok(());
    }
    say("Installing sqlite3.");
    let failed = "apt-get could not install sqlite3. Check the network, then run: apt-get install sqlite3";
    run(setup::apt().arg("update"), failed)?;
    run(setup::apt().args(["install", "--yes", "--no-install-recommends", "sqlite3"]), failed)
}

/// The form library of the peers' page, from npm into the target folder; gives the folder of packages.
fn surveyjs() -> Result<PathBuf> {
    let folder = build::target_folder().join("npm").join(SURVEYJS.join("+"));
    let packages = folder.join("node_modules");
    if !packages.join("survey-js-ui").exists() {
        say("Fetching SurveyJS from npm.");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let mut npm = Command::new("npm");
        npm.current_dir(&folder).arg("--prefix").arg(&folder);
        npm.args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]).args(SURVEYJS);
        output(&mut npm, "npm could not fetch SurveyJS. Check the network and try again")?;
    }
    Ok(packages)
}
