//! HTTP/1.1 by hand, over one connection that stays open.

use std::{
    io::{BufRead as _, BufReader, Error, ErrorKind, Read as _, Result, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use glasno_model::{Problem, ProblemType};
use serde_json::Value;

/// After so long without a byte a test gives up, so that it fails instead of hanging. Nothing measures it.
const PATIENCE: Duration = Duration::from_mins(1);

/// One open connection to a server.
pub struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Connection {
    pub fn to(host: &str) -> Result<Self> {
        let address: SocketAddr = host.parse().map_err(Error::other)?;
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self { stream: BufReader::new(stream), host: host.to_owned() })
    }

    /// Asks and waits for the answer. A `host` among the headers takes the place of the real one.
    pub fn ask(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Answer> {
        let length = body.len().to_string();
        let mut headers = headers.to_vec();
        if !body.is_empty() || method == "POST" {
            headers.push(("content-length", &length));
        }
        let request = self.head(method, path, &headers) + "\r\n";
        self.say(&[request.as_bytes(), body].concat())?;
        self.answer(method == "HEAD")
    }

    /// The head of a request, without the empty line at its end.
    pub fn head(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> String {
        let names_host = headers.iter().any(|(name, _)| *name == "host");
        let host = (!names_host).then(|| format!("host: {}", self.host));
        let rest = headers.iter().map(|(name, value)| format!("{name}: {value}"));
        let lines = [format!("{method} {path} HTTP/1.1")].into_iter().chain(host).chain(rest);
        lines.chain([String::new()]).collect::<Vec<_>>().join("\r\n")
    }

    /// Sends these bytes, whatever they are.
    pub fn say(&mut self, bytes: &[u8]) -> Result<()> {
        self.stream.get_mut().write_all(bytes)
    }

    /// A second hand on the same connection, to send and to listen at once.
    pub fn second_hand(&self) -> Result<TcpStream> {
        self.stream.get_ref().try_clone()
    }

    /// The next answer.
    pub fn answer(&mut self, head_only: bool) -> Result<Answer> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| Error::new(ErrorKind::InvalidData, first.clone()))?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut answer = Answer { status, headers, body: Vec::new() };
        if head_only || status == 304 || status < 200 {
            return Ok(answer);
        }
        answer.body = if answer.header("transfer-encoding") == "chunked" {
            self.chunks()?
        } else {
            self.exactly(answer.header("content-length").parse().unwrap_or(0))?
        };
        Ok(answer)
    }

    /// Waits until the other side has closed the connection.
    pub fn see_it_closed(&mut self) -> Result<Vec<u8>> {
        let mut rest = Vec::new();
        match self.stream.read_to_end(&mut rest) {
            Err(error) if error.kind() != ErrorKind::ConnectionReset => Err(error),
            _ => Ok(rest),
        }
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }

    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut whole = Vec::new();
        loop {
            let size = usize::from_str_radix(&self.line()?, 16).map_err(Error::other)?;
            whole.extend(self.exactly(size)?);
            self.line()?;
            if size == 0 {
                return Ok(whole);
            }
        }
    }

    fn exactly(&mut self, bytes: usize) -> Result<Vec<u8>> {
        let mut body = vec![0; bytes];
        self.stream.read_exact(&mut body)?;
        Ok(body)
    }
}

impl Answer {
    /// A header, or nothing in it where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The problem document, which has to be a proper one.
    pub fn problem(&self) -> Problem {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}: {}",
            self.status,
            self.text()
        );
        let problem: Problem = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem.status, self.status);
        problem
    }

    /// The status, and the type of the problem where it is one.
    pub fn outcome(&self) -> (u16, Option<ProblemType>) {
        (self.status, (self.status >= 400).then(|| self.problem().kind))
    }
}
