//! The browser's driver, a process of its own for every browser.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

/// So long a browser may take to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// The driver's process.
#[derive(Debug)]
pub(super) struct Driver {
    /// Where it listens, with `http://`.
    pub(super) address: String,
    child: Child,
    /// Held, since the driver ends where nobody listens to it.
    _said: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts it on a port that it chooses; where another process is quicker to that port, it chooses again.
    pub(super) fn start() -> Self {
        (0..10).find_map(|_| Self::try_start()).expect("the driver starts")
    }

    fn try_start() -> Option<Self> {
        let mut child = Command::new(program("CHROMEDRIVER"))
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the driver is there");
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let port = said.by_ref().lines().map_while(Result::ok).find_map(|line| {
            let port = line.split_once("started successfully on port ")?.1;
            Some(port.trim_end_matches('.').to_owned())
        });
        let Some(port) = port else {
            child.wait().expect("the driver is ours");
            return None;
        };
        Some(Self { address: format!("http://127.0.0.1:{port}"), child, _said: said })
    }

    /// Ends the browser of a session. Where that fails the driver is gone, and the browser with it.
    pub(super) fn end_session(&self, session: &str) {
        let ask = || -> std::io::Result<()> {
            let mut stream = TcpStream::connect(self.address.trim_start_matches("http://"))?;
            stream.set_read_timeout(Some(PATIENCE))?;
            write!(
                stream,
                "DELETE /session/{session} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n"
            )?;
            // The answer's first byte comes when the browser has ended.
            stream.read_exact(&mut [0])
        };
        let _ = ask();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may be gone already; what matters is that it is not left behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program that a variable names.
pub(super) fn program(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| panic!("{variable} is not set; run cargo xtask test"))
}
