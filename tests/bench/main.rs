//! What the product costs and how fast it is, beside its peers, measured in one run on one machine.
//!
//! `cargo xtask bench [NAME] [--quick]` builds what is measured, fetches the peers and runs this. Figures are quoted as
//! ratios to a peer or a floor of the same run: another machine, or this one on another day, gives other numbers and
//! much the same ratios. A figure that falls short is printed as such; only a wrong result (a lost ballot, a row too
//! many) ends the run with a failure.
//!
//! To add a part: a module with a function that takes the [`Report`], and a row in [`PARTS`].

use std::{io::Write as _, process::ExitCode};

use anyhow::{Result, bail};

mod browser;
mod count;
mod draft;
mod export;
mod import;
mod isso;
mod kills;
mod load;
mod memory;
mod raw;
mod report;
mod submit;

use report::Report;

type Measure = fn(&mut Report, Effort) -> Result<()>;

/// A part's name on the command line, and what measures it.
const PARTS: &[(&str, Measure)] = &[
    ("submit", submit::measure),
    ("memory", memory::measure),
    ("kills", kills::measure),
    ("import", import::measure),
    ("export", export::measure),
    ("count", count::measure),
    ("browser", browser::measure),
    ("large", browser::measure_large),
    ("long", browser::measure_long),
];

/// How long and how often to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effort {
    /// For a first look: fewer rounds, a smaller consultation.
    Quick,
    /// As the targets are meant.
    Full,
}

fn main() -> ExitCode {
    let mut report = Report::default();
    let done = run(&mut report);
    print(&report.table());
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("bench: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(report: &mut Report) -> Result<()> {
    let mut effort = Effort::Full;
    let mut wanted = Vec::new();
    for argument in std::env::args().skip(1) {
        if argument == "--quick" {
            effort = Effort::Quick;
        } else if PARTS.iter().any(|(name, _)| *name == argument) {
            wanted.push(argument);
        } else {
            let names: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
            bail!("there is no part `{argument}`; these are: {}", names.join(", "));
        }
    }
    for (name, measure) in PARTS {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            say(&format!("== {name}"));
            measure(report, effort)?;
        }
    }
    Ok(())
}

/// Progress, for whoever waits.
fn say(line: &str) {
    // A closed standard error leaves nobody to tell.
    drop(writeln!(std::io::stderr(), "{line}"));
}

fn print(text: &str) {
    drop(writeln!(std::io::stdout(), "{text}"));
}
