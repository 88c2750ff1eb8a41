//! How much memory the server takes with many citizens at once.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::{Effort, draft, load, report::Report, submit};

const CONNECTIONS: usize = 256;

/// Measures the most that the server ever held, from its start on.
///
/// # Errors
/// When a ballot is not taken.
pub fn measure(report: &mut Report, effort: Effort) -> Result<()> {
    let lasting = Duration::from_secs(if effort == Effort::Quick { 3 } else { 10 });
    let server = draft::server(draft::LINES)?;
    let outcome = load::send(server.host(), CONNECTIONS, 0, lasting, submit::request)?;
    if outcome.refused > 0 || !outcome.unanswered.is_empty() {
        bail!("{} refused, {} without an answer", outcome.refused, outcome.unanswered.len());
    }
    report.note("durable submissions, 256 connections", outcome.rate(), "/s");
    report.note("  99 of 100 answers within", outcome.percentile(990), "ms");
    report.at_most("memory with 256 connections", peak_megabytes(server.process_id())?, "MB", 25.0);
    Ok(())
}

/// The most memory that a process has held, in MB of 1,000,000 bytes.
///
/// # Errors
/// Where the system does not tell.
pub fn peak_megabytes(process: u32) -> Result<f64> {
    field(process, "VmHWM:")
}

/// The memory that a process holds now.
///
/// # Errors
/// Where the system does not tell.
pub fn megabytes(process: u32) -> Result<f64> {
    field(process, "VmRSS:")
}

/// Counts the peak anew from here.
///
/// # Errors
/// Where the system does not do it.
pub fn forget_peak(process: u32) -> Result<()> {
    std::fs::write(format!("/proc/{process}/clear_refs"), "5").context("only Linux counts the peak anew")
}

fn field(process: u32, name: &str) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).context("only Linux tells")?;
    let value = status.lines().find_map(|line| line.strip_prefix(name)).context("only Linux tells")?;
    let kilobytes: f64 = value.trim().trim_end_matches(" kB").parse().context("not a number")?;
    Ok(kilobytes * 1_024.0 / 1e6)
}
