//! `glasno serve`, started and stopped.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use super::Installation;

/// So long a start may take before the test gives up. Nothing measures it.
const PATIENCE: Duration = Duration::from_secs(30);

/// So long a server that was asked to stop may answer whoever is still there.
const STOP_PATIENCE: Duration = Duration::from_secs(5);

/// A running server over an installation.
#[derive(Debug)]
pub struct Server {
    /// Where it listens: `http://127.0.0.1:43210`.
    pub address: String,
    /// What it serves; its command line works beside the running server.
    pub installation: Installation,
    child: Child,
}

impl Server {
    /// Starts it on a free port and waits until it is ready.
    pub fn start(installation: Installation, flags: &[&str]) -> Self {
        Self::start_on(installation, 0, flags)
    }

    /// Starts it on this port, which may be that of a server killed before.
    pub fn start_on(installation: Installation, port: u16, flags: &[&str]) -> Self {
        let (child, address) = spawn(&installation, port, flags);
        Self { address, installation, child }
    }

    /// The address without `http://`.
    pub fn host(&self) -> &str {
        self.address.trim_start_matches("http://")
    }

    /// The process, for whoever wants to look at it from outside.
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// Cuts the server down as a power cut would, and gives back what it served.
    pub fn kill(mut self) -> Installation {
        self.child.kill().expect("the server is ours");
        self.child.wait().expect("the server is ours");
        std::mem::replace(&mut self.installation, Installation::empty())
    }

    /// Asks the server to stop, as a service manager does (SIGTERM).
    pub fn ask_to_stop(&self) {
        let process = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &process]).status().expect("kill is there");
        assert!(asked.success(), "the server is not there any more");
    }

    /// Waits until the process has ended by itself. A service manager would not wait longer either.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the server is ours") {
                return status;
            }
            assert!(begun.elapsed() < STOP_PATIENCE, "the server did not stop");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Kills the server and starts it again on the same address.
    pub fn restart(&mut self, flags: &[&str]) {
        self.child.kill().expect("the server is ours");
        self.child.wait().expect("the server is ours");
        let port = self.host().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        (self.child, self.address) = spawn(&self.installation, port, flags);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already; what matters is that it is not left behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(installation: &Installation, port: u16, flags: &[&str]) -> (Child, String) {
    let mut child = Command::new(super::executable())
        .args(["serve", "--language", "en", "--log", "warn", "--listen", &format!("127.0.0.1:{port}")])
        .arg("--data")
        .arg(installation.folder())
        .args(flags)
        .stdout(Stdio::piped())
        .spawn()
        .expect("glasno runs");
    let mut said = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut said).expect("the server speaks");
    let address = said.split_whitespace().last().unwrap_or_default().to_owned();
    assert!(address.starts_with("http://"), "the server did not start: {said}");
    wait_until_ready(address.trim_start_matches("http://"));
    (child, address)
}

/// Asks until the answer is 200. The pause only spares the processor: what is awaited is the answer.
fn wait_until_ready(host: &str) {
    let begun = Instant::now();
    while !is_ready(host) {
        assert!(begun.elapsed() < PATIENCE, "{host} did not get ready");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn is_ready(host: &str) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(stream, "GET /ready HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
