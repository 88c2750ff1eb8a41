//! The server is killed again and again while citizens send: nothing that was acknowledged is lost or stored twice.

use std::{
    collections::HashSet,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use rusqlite::Connection;

use crate::{
    Effort,
    draft::{self, Random},
    load,
    report::Report,
    submit,
};

const CONNECTIONS: usize = 16;

/// Kills fifty times.
///
/// # Errors
/// When a receipt was given for nothing, or a ballot stands twice.
pub fn measure(report: &mut Report, effort: Effort) -> Result<()> {
    let kills = if effort == Effort::Quick { 5 } else { 50 };
    let runtime = load::runtime()?;
    let mut server = draft::server(draft::LINES)?;
    let mut acknowledged = HashSet::new();
    let (mut slowest, mut in_the_middle) = (Duration::ZERO, 0);
    let mut random = Random(7);
    for kill in 0..kills {
        let first = kill * 1_000_000;
        let load = load::begin(server.host(), CONNECTIONS, first, Duration::from_mins(1), submit::request);
        // Somewhere in the first third of a second, each time elsewhere in the work.
        let moment = Duration::from_millis(40 + random.next() % 300);
        let (outcome, restarted) = runtime.block_on(async {
            let load = tokio::spawn(load);
            tokio::time::sleep(moment).await;
            let restart = tokio::task::spawn_blocking(move || {
                let begun = Instant::now();
                server.restart(&["--rate-limit", "off"]);
                (server, begun.elapsed())
            });
            anyhow::Ok((load.await??, restart.await?))
        })?;
        server = restarted.0;
        slowest = slowest.max(restarted.1);
        in_the_middle += outcome.unanswered.len();
        acknowledged.extend(outcome.taken.into_iter().map(draft::id));
        check(server.installation.folder(), &acknowledged, kill)?;
    }
    if in_the_middle == 0 {
        bail!("no kill came in the middle of anything");
    }
    report.note("kills under load", f64::from(u32::try_from(kills)?), "");
    report.note("  receipts given, each stored once", load::count(acknowledged.len()), "");
    report.at_most("slowest restart after a kill", slowest.as_secs_f64(), "s", 1.0);
    Ok(())
}

fn check(folder: &Path, acknowledged: &HashSet<String>, kill: u64) -> Result<()> {
    let database = Connection::open(folder.join("glasno.sqlite3"))?;
    let mut statement = database.prepare("select lower(hex(submission_id)) from event")?;
    let mut stored = HashSet::new();
    for id in statement.query_map([], |row| row.get::<_, String>(0))? {
        let id = id?;
        if !stored.insert(id.clone()) {
            bail!("{id} is stored twice after kill {kill}");
        }
    }
    let lost = acknowledged.iter().filter(|id| !stored.contains(&id.replace('-', ""))).count();
    if lost > 0 {
        bail!("{lost} acknowledged ballots are lost after kill {kill}");
    }
    Ok(())
}
