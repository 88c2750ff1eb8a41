//! Durable submissions a second, beside SQLite alone and beside isso.

use std::{path::Path, time::Duration};

use anyhow::{Context as _, Result, bail};
use rusqlite::Connection;

use crate::{
    Effort, draft,
    isso::{self, Isso},
    load::{self, Outcome, count},
    raw,
    report::{Report, median},
};

const CONNECTIONS: usize = 16;
const SUBMISSIONS: &str = "/api/v1/consultations/bench/submissions";

/// A submission of forty lines and a comment, as the widget posts it.
pub fn request(number: u64) -> Vec<u8> {
    load::post(SUBMISSIONS, &draft::ballot(number))
}

/// Measures in rounds, each peer in turn, so that a slow minute of the machine is everybody's.
///
/// # Errors
/// When a row is missing or one too many.
pub fn measure(report: &mut Report, effort: Effort) -> Result<()> {
    let (rounds, lasting) = match effort {
        Effort::Quick => (1, Duration::from_secs(2)),
        Effort::Full => (5, Duration::from_secs(4)),
    };
    let environment = isso::installed();
    let (mut ours, mut raw, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let folder = tempfile::tempdir()?;
        raw.push(raw::rate(folder.path(), lasting)?);
        ours.push(our_round(lasting)?);
        if let Some(environment) = &environment {
            theirs.push(isso_round(environment, lasting)?);
        }
    }
    let rate = |outcomes: &[Outcome]| median(outcomes.iter().map(Outcome::rate).collect());
    let millis =
        |outcomes: &[Outcome], share| median(outcomes.iter().map(|it| it.percentile(share)).collect());
    let (our_rate, our_p99) = (rate(&ours), millis(&ours, 990));
    let raw = median(raw);
    report.note("durable submissions, 16 connections", our_rate, "/s");
    report.note("  half of the answers within", millis(&ours, 500), "ms");
    report.note("  99 of 100 answers within", our_p99, "ms");
    report.note("raw SQLite, a hundred a transaction", raw, "/s");
    report.at_least("submissions to raw SQLite", our_rate / raw, "×", 0.35);
    if environment.is_none() {
        report.left_out("submissions to isso 0.14", "python3 is not here to run isso");
        return Ok(());
    }
    let (isso_rate, isso_p99) = (rate(&theirs), millis(&theirs, 990));
    report.note("isso 0.14, gunicorn, two workers", isso_rate, "/s");
    report.note("  99 of 100 answers within", isso_p99, "ms");
    report.at_least("submissions to isso", our_rate / isso_rate, "×", 20.0);
    report.at_most("slowest of a hundred to isso's", our_p99 / isso_p99, "×", 0.25);
    Ok(())
}

/// How many events the database file holds.
///
/// # Errors
/// When it cannot be read.
pub fn stored(folder: &Path) -> Result<usize> {
    let database = Connection::open(folder.join("glasno.sqlite3"))?;
    let count: u32 = database.query_row("select count(*) from event", [], |row| row.get(0))?;
    Ok(usize::try_from(count)?)
}

fn our_round(lasting: Duration) -> Result<Outcome> {
    let server = draft::server(draft::LINES)?;
    let outcome = load::send(server.host(), CONNECTIONS, 0, lasting, request)?;
    if outcome.refused > 0 || !outcome.unanswered.is_empty() {
        bail!("{} refused, {} without an answer", outcome.refused, outcome.unanswered.len());
    }
    check(&outcome, stored(server.installation.folder())?).context("glasno")?;
    Ok(outcome)
}

fn isso_round(environment: &Path, lasting: Duration) -> Result<Outcome> {
    let folder = tempfile::tempdir()?;
    let isso = Isso::start(environment, folder.path())?;
    // Its workers load the program with their first request, which takes seconds and is not what is measured.
    let warm = load::send(&isso.host, CONNECTIONS, 1_000_000, Duration::from_secs(1), Isso::request)?;
    let outcome = load::send(&isso.host, CONNECTIONS, 0, lasting, Isso::request)?;
    // They also lock each other out of the database now and then and answer 500; those do not count.
    check(&outcome, isso.stored()? - warm.taken.len()).context("isso")?;
    Ok(outcome)
}

/// A bench that does not count what was stored has measured nothing.
fn check(outcome: &Outcome, stored: usize) -> Result<()> {
    let taken = outcome.taken.len();
    if stored != taken || taken == 0 {
        bail!("{} answers with 2xx, {} rows", count(taken), count(stored));
    }
    Ok(())
}
