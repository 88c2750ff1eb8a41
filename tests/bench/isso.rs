//! A peer: isso, the comment server that a municipality would otherwise put beside its page. It is run as its makers
//! advise, over gunicorn with two workers, moderation and its guard against repetition off.

use std::{
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use rusqlite::Connection;

use crate::{draft::COMMENT_CHARACTERS, load};

/// So long its start may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// isso, running over a folder.
pub struct Isso {
    /// Where it listens.
    pub host: String,
    database: PathBuf,
    child: Child,
}

/// Where `cargo xtask bench` has installed it; nothing where it could not.
pub fn installed() -> Option<PathBuf> {
    std::env::var_os("GLASNO_ISSO").map(PathBuf::from)
}

impl Isso {
    /// Starts it from its virtual environment over an empty folder.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(environment: &Path, folder: &Path) -> Result<Self> {
        // Free at this moment; gunicorn wants to be told one.
        let host = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let database = folder.join("isso.sqlite3");
        let settings = folder.join("isso.cfg");
        let text = format!(
            "[general]\ndbpath = {}\nhost = http://{host}/\n[moderation]\nenabled = false\n[guard]\nenabled = false\n",
            database.display()
        );
        std::fs::write(&settings, text).context("isso's settings cannot be written")?;
        let child = Command::new(environment.join("bin/gunicorn"))
            .args(["--workers", "2", "--bind", &host, "isso.run"])
            .env("ISSO_SETTINGS", &settings)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("gunicorn does not start")?;
        let mut isso = Self { host, database, child };
        isso.wait()?;
        Ok(isso)
    }

    /// One comment, as a browser posts it.
    pub fn request(number: u64) -> Vec<u8> {
        let text: String = "Улицата чака ремонт. ".chars().cycle().take(COMMENT_CHARACTERS - 10).collect();
        load::post("/new?uri=%2Fbudget", &format!(r#"{{"text":"{text} {number}","title":"Бюджет"}}"#))
    }

    /// How many comments it has stored.
    ///
    /// # Errors
    /// When its database cannot be read.
    pub fn stored(&self) -> Result<usize> {
        let database = Connection::open(&self.database)?;
        let count: u32 = database.query_row("select count(*) from comments", [], |row| row.get(0))?;
        Ok(usize::try_from(count)?)
    }

    fn wait(&mut self) -> Result<()> {
        let begun = Instant::now();
        while TcpStream::connect(&self.host).is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("isso ended while it started: {status}");
            }
            if begun.elapsed() > PATIENCE {
                bail!("isso does not listen");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Isso {
    fn drop(&mut self) {
        // Asked instead of killed, so that gunicorn ends its workers too.
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        if asked.is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}
