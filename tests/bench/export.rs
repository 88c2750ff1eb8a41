//! The wide CSV of a large consultation, beside the sqlite3 shell that writes the same rows.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use glasno_tests::support::{OFFICER, PASSWORD, Server};
use rusqlite::Connection;

use crate::{
    Effort, draft,
    load::{self, count},
    memory,
    report::{Report, median},
    submit,
};

/// Measures time and memory.
///
/// # Errors
/// When a row is missing.
pub fn measure(report: &mut Report, effort: Effort) -> Result<()> {
    let (submissions, rounds) = if effort == Effort::Quick { (25_000, 1) } else { (250_000, 3) };
    let server = filled(submissions)?;
    let out = server.installation.folder().join("wide.csv");
    export(&server, &out)?;
    let rows = BufReader::new(File::open(&out)?).lines().count();
    if rows != submissions + 2 {
        bail!("{} rows were written for {} submissions", count(rows), count(submissions));
    }
    let shell = sqlite3().map(|shell| Shell::over(shell, &out)).transpose()?;
    // In turn, and with nothing left to be written from before.
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        flush()?;
        ours.push(export(&server, &out)?);
        flush()?;
        theirs.extend(shell.as_ref().map(Shell::write).transpose()?);
    }
    let ours = median(ours);
    report.note(&format!("wide CSV of {submissions} submissions of 40 lines"), ours, "s");
    report.note("  its size", size_megabytes(&out)?, "MB");
    if shell.is_some() {
        let theirs = median(theirs);
        report.note("sqlite3 shell, the same rows", theirs, "s");
        report.at_most("wide CSV to the sqlite3 shell", ours / theirs, "×", 3.0);
    } else {
        report.left_out("wide CSV to the sqlite3 shell", "sqlite3 is not installed");
    }
    let grown = download_growth(&server, submissions)?;
    report.at_most("server's memory added by the download", grown, "MB", 32.0);
    Ok(())
}

/// A server over so many submissions: some that were really sent, and copies of them under other ids.
fn filled(submissions: usize) -> Result<Server> {
    crate::say("   filling the database");
    let server = draft::server(draft::LINES)?;
    server.installation.add_officer(OFFICER, PASSWORD);
    let sent = load::send(server.host(), 4, 0, Duration::from_secs(1), submit::request)?.taken.len();
    let missing = submissions.checked_sub(sent).context("more were sent in a second than are wanted")?;
    let database = Connection::open(server.installation.folder().join("glasno.sqlite3"))?;
    database.execute(
        "insert into event
             (consultation, submission_id, version, kind, channel, draft_version, received_at, content_hash,
              receipt_hash, ballot)
         with recursive number (n) as (select 1 union all select n + 1 from number where n < ?1)
         select consultation, randomblob(16), 1, kind, channel, draft_version, received_at + n, randomblob(32),
                randomblob(32), ballot
         from number join event on event.sequence = 1 + n % ?2",
        [i64::try_from(missing)?, i64::try_from(sent)?],
    )?;
    database.execute_batch("pragma wal_checkpoint(truncate)")?;
    let stored = submit::stored(server.installation.folder())?;
    if stored != submissions {
        bail!("{} submissions were to be stored, {} are", count(submissions), count(stored));
    }
    Ok(server)
}

fn export(server: &Server, out: &Path) -> Result<f64> {
    let begun = Instant::now();
    let arguments = ["export", draft::SLUG, "--format", "csv", "--out"].map(AsRef::as_ref);
    let output = server.installation.glasno(arguments.into_iter().chain([out.as_os_str()]));
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(begun.elapsed().as_secs_f64())
}

fn sqlite3() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join("sqlite3")).find(|path| path.is_file())
}

/// What was written before waits for the disk no longer.
fn flush() -> Result<()> {
    let status = Command::new("sync").status().context("sync is not there")?;
    if status.success() { Ok(()) } else { bail!("sync fails") }
}

/// The shell at its best: the rows stand ready in one wide table, and it only writes them out.
struct Shell {
    program: PathBuf,
    database: PathBuf,
    out: PathBuf,
}

impl Shell {
    /// Takes the rows from a file.
    fn over(program: PathBuf, csv: &Path) -> Result<Self> {
        let shell =
            Self { program, database: csv.with_extension("sqlite3"), out: csv.with_extension("shell.csv") };
        shell.run(&[&format!(".import --csv {} wide", csv.display())], Stdio::null())?;
        Ok(shell)
    }

    /// The seconds for writing them.
    fn write(&self) -> Result<f64> {
        let begun = Instant::now();
        self.run(&["-csv", "-header", "select * from wide"], File::create(&self.out)?.into())?;
        Ok(begun.elapsed().as_secs_f64())
    }

    fn run(&self, arguments: &[&str], out: Stdio) -> Result<()> {
        // The flags come before the file, the question after it.
        let (question, flags) = arguments.split_last().context("nothing to do")?;
        let mut command = Command::new(&self.program);
        let status = command.args(flags).arg(&self.database).arg(question).stdout(out).status()?;
        if status.success() { Ok(()) } else { bail!("the sqlite3 shell refused {arguments:?}") }
    }
}

/// How much the server grows while an officer downloads everything, in MB.
fn download_growth(server: &Server, submissions: usize) -> Result<f64> {
    let client = reqwest::blocking::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(None)
        .build()
        .context("no client")?;
    let form = format!("name={}&password={}", escaped(OFFICER), escaped(PASSWORD));
    let login = client
        .post(format!("{}/officer/login", server.address))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()?;
    let cookie = login.headers().get("set-cookie").context("the officer was not let in")?.to_str()?;
    let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    // What any download needs once is there after a first one of something small.
    let before = memory::megabytes(server.process_id())?;
    memory::forget_peak(server.process_id())?;
    let path = format!("{}/officer/c/{}/export/csv", server.address, draft::SLUG);
    let download = client.get(path).header("cookie", cookie).send()?.error_for_status()?;
    let rows = BufReader::new(download).lines().count();
    if rows != submissions + 2 {
        bail!("{} rows were downloaded for {} submissions", count(rows), count(submissions));
    }
    Ok(memory::peak_megabytes(server.process_id())? - before)
}

fn size_megabytes(file: &Path) -> Result<f64> {
    Ok(count(usize::try_from(file.metadata()?.len())? / 1_000) / 1_000.0)
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| ['%'.to_string(), format!("{byte:02X}")].concat()).collect::<Vec<_>>().concat()
}
