//! `cargo xtask test`: everything that has to hold, in order, from a clean checkout.

use std::{path::PathBuf, process::Command, time::Instant};

use anyhow::{Context as _, Result, bail};

use crate::{
    build,
    process::{cargo, print, run, say, workspace},
    proxies::Proxies,
    python,
    setup::{self, Browser},
    size, tidy,
    wordpress::Site,
};

/// One thing that has to hold.
struct Step {
    name: &'static str,
    headline: &'static str,
    run: fn(&mut Bench) -> Result<()>,
}

/// In this order, so that the cheap ones speak first. The build comes before whatever compiles the server, which carries
/// the widget.
const STEPS: &[Step] = &[
    Step { name: "tools", headline: "What this machine needs", run: |bench| bench.browser().map(drop) },
    Step { name: "format", headline: "Formatting", run: format },
    Step { name: "build", headline: "The widget and the server", run: |bench| bench.executable().map(drop) },
    Step { name: "lints", headline: "Lints, on this machine and for the browser", run: lints },
    Step { name: "unit", headline: "Unit tests and the store's conformance", run: unit },
    Step { name: "reference", headline: "Against pabulib-checker and pabutools", run: reference },
    Step { name: "docs", headline: "Documentation", run: docs },
    Step { name: "tidy", headline: "The rules of the house", run: |_| tidy::command(&[]) },
    Step { name: "size", headline: "What a citizen downloads", run: |_| size::command(&[]) },
    Step { name: "api", headline: "The endpoint from outside", run: |bench| outside(bench, "api") },
    Step {
        name: "e2e",
        headline: "A citizen and an officer in a real browser",
        run: |bench| outside(bench, "e2e"),
    },
    Step { name: "conformance", headline: "Real budgets", run: conformance },
];

/// Only where it is asked for: it installs PHP and a database.
const WORDPRESS: Step = Step { name: "wordpress", headline: "A page in a real WordPress", run: in_wordpress };

/// Only where it is asked for: it fetches three web servers.
const PROXIES: Step = Step {
    name: "proxies",
    headline: "Under the site's own address, behind real proxies",
    run: behind_proxies,
};

/// `cargo xtask test [--only STEP | --wordpress | --proxies]`.
pub(crate) fn command(arguments: &[String]) -> Result<()> {
    let wanted: Vec<&Step> = match arguments {
        [] => STEPS.iter().collect(),
        [flag] if flag == "--wordpress" => vec![&WORDPRESS],
        [flag] if flag == "--proxies" => vec![&PROXIES],
        [flag, name] if flag == "--only" => STEPS.iter().filter(|step| step.name == name).collect(),
        _ => bail!("test takes --only STEP, --wordpress, --proxies or nothing"),
    };
    if wanted.is_empty() {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        bail!("there is no such step; these are: {}", names.join(", "));
    }
    let mut bench = Bench::default();
    for (passed, step) in wanted.iter().enumerate() {
        say(&format!("\n== {}: {}", step.name, step.headline));
        let begun = Instant::now();
        let outcome = (step.run)(&mut bench);
        let seconds = begun.elapsed().as_secs_f32();
        if let Err(error) = outcome {
            print(&format!("{passed} passed, 1 failed"));
            return Err(error.context(format!("`{}` failed after {seconds:.1} s", step.name)));
        }
        say(&format!("== {} passed in {seconds:.1} s", step.name));
    }
    print(&format!("{} passed, 0 failed", wanted.len()));
    Ok(())
}

/// What later steps need of earlier ones; made when first asked for, so that one step can run alone.
#[derive(Default)]
struct Bench {
    browser: Option<Browser>,
    executable: Option<PathBuf>,
}

impl Bench {
    fn browser(&mut self) -> Result<&Browser> {
        let browser = self.browser.take().map_or_else(setup::browser, Ok)?;
        Ok(self.browser.insert(browser))
    }

    fn executable(&mut self) -> Result<&PathBuf> {
        let build = || {
            build::widget()?;
            build::server(false)
        };
        let executable = self.executable.take().map_or_else(build, Ok)?;
        Ok(self.executable.insert(executable))
    }
}

fn format(_: &mut Bench) -> Result<()> {
    run(
        cargo().args(["fmt", "--all", "--", "--check"]),
        "the sources are not formatted. Run: cargo fmt --all",
    )
}

fn lints(_: &mut Bench) -> Result<()> {
    setup::wasm_target()?;
    let clippy = |arguments: &[&str]| {
        let mut command = cargo();
        command.arg("clippy").args(arguments).args(["--", "--deny", "warnings"]);
        run(with_widget(&mut command), "clippy found something; its message above says what and where")
    };
    clippy(&["--workspace", "--all-targets"])?;
    clippy(&["--package", "glasno-widget", "--package", "glasno-tally", "--target", "wasm32-unknown-unknown"])
}

fn unit(_: &mut Bench) -> Result<()> {
    let mut command = cargo();
    command.args(["test", "--workspace", "--exclude", "glasno-tests"]);
    run(with_widget(&mut command), "a unit test failed; its message above says which")
}

/// What we write is read by those who read such files, in the versions that our counting is compared with.
fn reference(bench: &mut Bench) -> Result<()> {
    let environment = python::environment(&["pabulib-checker==1.0.8", "pabutools==1.2.3"])?;
    let ask = |command: &mut Command| {
        command.env("GLASNO_PYTHON", environment.join("bin/python"));
        if let Some(shared) = shared() {
            command.env("GLASNO_SHARED", shared);
        }
        run(command, "the reference programs see it differently; the message above says where")
    };
    ask(cargo().args(["test", "--package", "glasno-tally", "--test", "reference"]))?;
    // The file in an open-data package, as the executable makes it.
    let executable = bench.executable()?;
    let only =
        ["test", "--package", "glasno-tests", "--test", "api", "pabulib_takes_the_file_in_the_package"];
    ask(cargo().args(only).env("GLASNO_BIN", executable))
}

fn docs(_: &mut Bench) -> Result<()> {
    let mut command = cargo();
    command.args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "--deny warnings");
    run(with_widget(&mut command), "the documentation has a warning; the message above says where")
}

/// An editor and a citizen in a `WordPress` that stands only as long as its tests.
fn in_wordpress(bench: &mut Bench) -> Result<()> {
    let site = Site::start()?;
    outside_with(bench, "wordpress", |command| {
        site.known_to(command);
    })
}

/// A citizen through each of the kit's recipes.
fn behind_proxies(bench: &mut Bench) -> Result<()> {
    let proxies = Proxies::fetch()?;
    outside_with(bench, "proxies", |command| proxies.known_to(command))
}

/// One target of `tests/`, against the built executable.
fn outside(bench: &mut Bench, target: &str) -> Result<()> {
    outside_with(bench, target, |_| ())
}

fn outside_with(bench: &mut Bench, target: &str, prepare: impl FnOnce(&mut Command)) -> Result<()> {
    let executable = bench.executable()?.clone();
    let mut command = cargo();
    command.args(["test", "--package", "glasno-tests", "--test", target]).env("GLASNO_BIN", executable);
    prepare(&mut command);
    if ["e2e", "wordpress", "proxies"].contains(&target) {
        let browser = bench.browser()?;
        command
            .env("CHROMIUM", &browser.chromium)
            .env("CHROMEDRIVER", &browser.driver)
            .env("GLASNO_AXE", &browser.axe);
    }
    if let Some(shared) = shared() {
        command.env("GLASNO_SHARED", shared);
    }
    run(&mut command, "a test failed; its message above says which")
}

/// Real budgets are not ours to publish, so they lie beside the checkout, where they lie at all.
fn conformance(bench: &mut Bench) -> Result<()> {
    if shared().is_none() {
        say("../shared is not here, so the tests on real budgets did not run.");
        return Ok(());
    }
    outside(bench, "conformance")
}

fn shared() -> Option<PathBuf> {
    let folder = workspace().parent().context("no parent").ok()?.join("shared");
    folder.is_dir().then_some(folder)
}

/// The server's build reads this; the same value in every step, so that nothing is compiled twice.
/// Without a widget, as when one step runs alone on a fresh clone, the server compiles without it.
fn with_widget(command: &mut Command) -> &mut Command {
    let folder = build::widget_folder();
    if folder.join("manifest.json").exists() { command.env("GLASNO_WIDGET_DIR", folder) } else { command }
}
