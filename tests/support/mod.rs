//! The real executable on a port of its own, over a data folder of its own; and a real browser before it.
//!
//! `GLASNO_BIN` names the executable; `cargo xtask test` sets it. An [`Installation`] is a data folder and its command
//! line, a [`Server`] is `glasno serve` over one. Both go away when they are dropped.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a panic here is how a test fails")]
#![expect(clippy::missing_panics_doc, reason = "each of these panics where the product fails it")]

mod server;

mod browser;
mod citizen;
mod driver;
mod host;
mod officer;
pub mod port;
mod relay;

use std::{
    ffi::OsStr,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

pub use browser::{Browser, Scheme};
pub use citizen::{BalanceSeen, Citizen, Line};
pub use host::{Host, Page};
pub use officer::Officer;
pub use relay::{Fault, Relay, pass_on};
use rusqlite::{Connection as Database, OpenFlags};
pub use server::Server;
use tempfile::TempDir;

/// The sample consultation's name in addresses.
pub const SLUG: &str = "primerovo-2027";
/// The sample's officer.
pub const OFFICER: &str = "ivanova";
/// The officer's password, which only ever guards a folder in the temporary directory.
pub const PASSWORD: &str = "дълга парола за проба";

/// A data folder, and the command line that works on it.
#[derive(Debug)]
pub struct Installation {
    folder: TempDir,
}

impl Installation {
    /// A folder with nothing in it.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// The sample consultation, made, but without a draft and not opened.
    pub fn with_consultation() -> Self {
        let installation = Self::empty();
        let settings = fixture("sample-consultation.toml");
        installation.done(["consultation", "create", SLUG, "--from", path(&settings)]);
        // The sample's own times are those of a story; a test must hold in any year.
        installation.update(&["--opens-at", "2020-01-01T09:00", "--closes-at", "2099-12-31T17:00"]);
        installation
    }

    /// The sample consultation, imported and open, with one officer.
    pub fn with_sample() -> Self {
        let installation = Self::with_consultation();
        installation.done(["import", path(&fixture("sample-budget.xlsx")), "--consultation", SLUG]);
        installation.done(["consultation", "open", SLUG]);
        installation.add_officer(OFFICER, PASSWORD);
        installation
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs one command over the data folder, its messages in English.
    pub fn glasno<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Output {
        self.command(arguments).output().expect("glasno runs")
    }

    /// Runs one command that must succeed; gives what it printed.
    pub fn done<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> String {
        let output = self.glasno(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Changes settings of the sample consultation.
    pub fn update(&self, flags: &[&str]) {
        self.done(["consultation", "update", SLUG].iter().chain(flags));
    }

    /// Closes the sample consultation.
    pub fn close(&self) {
        self.done(["consultation", "close", SLUG]);
    }

    /// Adds an officer, the password on standard input.
    pub fn add_officer(&self, name: &str, password: &str) {
        let mut command = self.command(["officer", "add", name]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("glasno runs");
        writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
        assert!(child.wait().unwrap().success(), "the officer was not added");
    }

    /// How many submissions are stored, by the command line's own count.
    pub fn submissions(&self) -> u64 {
        let shown: serde_json::Value =
            serde_json::from_str(&self.done(["consultation", "show", SLUG, "--json"])).unwrap();
        shown["counts"]["submissions"].as_u64().unwrap()
    }

    /// The ballot of every stored event in the order of their arrival, as the database file itself holds it; nothing for
    /// a withdrawal.
    pub fn ballots(&self) -> Vec<serde_json::Value> {
        let file = self.folder().join("glasno.sqlite3");
        let database = Database::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let mut rows = database.prepare("select ballot from event order by sequence").unwrap();
        let ballots = rows.query_map([], |row| row.get::<_, Option<String>>(0)).unwrap();
        let read = |ballot: String| serde_json::from_str(&ballot).unwrap();
        ballots.map(|ballot| ballot.unwrap().map_or(serde_json::Value::Null, read)).collect()
    }

    /// Serves the folder on a free port.
    pub fn serve(self, flags: &[&str]) -> Server {
        Server::start(self, flags)
    }

    fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(executable());
        command.args(arguments).args(["--language", "en", "--data"]).arg(self.folder());
        command
    }
}

/// The executable under test.
pub fn executable() -> PathBuf {
    std::env::var_os("GLASNO_BIN").expect("GLASNO_BIN names the executable; run cargo xtask test").into()
}

/// A file of `tests/fixtures`.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn path(path: &Path) -> &str {
    path.to_str().expect("the checkout stands under a path in Unicode")
}
