//! How fast elections of projects are read and counted, beside pabutools, on an election as large as the largest real
//! ones. Both have to come to the same projects.

use std::{
    collections::BTreeSet,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

// The very election that the crate's own benchmarks count.
#[path = "../../src/tally/benches/generated/mod.rs"]
mod generated;

use crate::{
    Effort,
    memory::peak_megabytes,
    report::{Report, median},
};

/// By which both count.
const RULES: [&str; 6] =
    ["greedy_cost", "greedy_card", "mes_cost", "mes_card", "mes_cost+greedy_cost", "phragmen"];
/// By which pabutools needs longer than anybody waits: equal shares, hundreds of times over.
const ALONE: &str = "mes_cost_add1_until_overspend";

/// Counts the election by every rule.
///
/// # Errors
/// When the two do not agree.
pub fn measure(report: &mut Report, effort: Effort) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("election.pb");
    std::fs::write(&file, generated::election(1))?;
    let rules = if effort == Effort::Quick { &RULES[..3] } else { &RULES[..] };
    let times = if effort == Effort::Quick { 3 } else { 7 };
    let ours = rules.iter().map(|rule| ours(&file, rule, times)).collect::<Result<Vec<_>>>()?;
    let reading = median(ours.iter().map(|counted| counted.reading).collect());
    report.note("an election of 90,000 voters, read", reading, "s");
    let peak = ours.iter().map(|counted| counted.megabytes).fold(0.0, f64::max);
    report.at_most("  memory, reading and counting", peak, "MB", 100.0);
    match std::env::var_os("GLASNO_PABUTOOLS") {
        Some(python) => {
            let theirs = theirs(Path::new(&python), &file, rules)?;
            let read = theirs.first().context("pabutools has read nothing")?;
            report.at_least("  as fast as pabutools reads it, times", read.seconds / reading, "", 10.0);
            for ((rule, ours), theirs) in rules.iter().zip(&ours).zip(&theirs[1..]) {
                agree(rule, &ours.selected, &theirs.selected)?;
                report.note(&format!("  counted by {rule}"), ours.counting, "s");
                let times = theirs.seconds / ours.counting;
                report.at_least("    as fast as pabutools counts it, times", times, "", 20.0);
            }
        }
        None => report.left_out("  beside pabutools", "it could not be fetched"),
    }
    let alone = self::ours(&file, ALONE, 1)?;
    report.note(&format!("  counted by {ALONE}"), alone.counting, "s");
    Ok(())
}

struct Ours {
    reading: f64,
    counting: f64,
    megabytes: f64,
    selected: Vec<String>,
}

/// The executable, several times; the times in the middle count, and the most memory.
fn ours(file: &Path, rule: &str, times: usize) -> Result<Ours> {
    let (mut reading, mut counting, mut peak, mut selected) = (Vec::new(), Vec::new(), 0.0_f64, Vec::new());
    let answer = file.with_extension("json");
    for _ in 0..times {
        let mut child = Command::new(std::env::var_os("GLASNO_BIN").context("GLASNO_BIN is not set")?)
            .args(["outcome".as_ref(), file.as_os_str(), "--rule".as_ref(), rule.as_ref()])
            .args(["--json", "--timings"])
            // A pipe that nobody empties meanwhile would stop it.
            .stdout(std::fs::File::create(&answer)?)
            .spawn()?;
        // The most memory is known only while the process lives; a look is cheap beside what it does.
        while child.try_wait()?.is_none() {
            peak = peak_megabytes(child.id()).map_or(peak, |now| peak.max(now));
            std::thread::sleep(Duration::from_millis(1));
        }
        let json: Value =
            serde_json::from_slice(&std::fs::read(&answer)?).context("glasno outcome gave no JSON")?;
        let seconds = |name: &str| json["timings"][name].as_f64().context("no timings");
        reading.push(seconds("read_seconds")?);
        counting.push(seconds("count_seconds")?);
        selected = ids(&json["selected"]);
    }
    Ok(Ours { reading: median(reading), counting: median(counting), megabytes: peak, selected })
}

struct Theirs {
    seconds: f64,
    selected: Vec<String>,
}

fn theirs(python: &Path, file: &Path, rules: &[&str]) -> Result<Vec<Theirs>> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("bench/count/peer.py");
    let output = Command::new(python).arg(program).arg(file).args(rules).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("pabutools did not get to its end");
    }
    let lines = String::from_utf8(output.stdout)?;
    let read = |line: &str| -> Result<Theirs> {
        let json: Value = serde_json::from_str(line)?;
        let seconds = json["seconds"].as_f64().context("no seconds")?;
        Ok(Theirs { seconds, selected: ids(&json["selected"]) })
    };
    lines.lines().map(read).collect()
}

/// In the same order; Phragmén's projects are a set, since pabutools sorts them.
fn agree(rule: &str, ours: &[String], theirs: &[String]) -> Result<()> {
    let same = if rule == "phragmen" {
        ours.iter().collect::<BTreeSet<_>>() == theirs.iter().collect()
    } else {
        ours == theirs
    };
    if same { Ok(()) } else { bail!("{rule}: {ours:?} is not what pabutools funds: {theirs:?}") }
}

fn ids(list: &Value) -> Vec<String> {
    let id = |id: &Value| id.as_str().unwrap_or_default().to_owned();
    list.as_array().into_iter().flatten().map(id).collect()
}
