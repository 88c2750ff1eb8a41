//! A load over many connections: each sends, waits for the answer, and sends again, on the same connection where the
//! other side keeps it.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// What a load comes to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The numbers of the requests that were answered with 2xx.
    pub taken: Vec<u64>,
    /// How many were answered with anything else.
    pub refused: u64,
    /// The numbers of the requests whose connection broke before the answer.
    pub unanswered: Vec<u64>,
    /// How long each answer took, in seconds, in order of size.
    pub latencies: Vec<f64>,
    /// How long it all took.
    pub seconds: f64,
}

impl Outcome {
    /// Requests a second that were taken.
    pub fn rate(&self) -> f64 {
        count(self.taken.len()) / self.seconds
    }

    /// The time within which this share of the answers came, in milliseconds.
    pub fn percentile(&self, per_mille: usize) -> f64 {
        let at = self.latencies.len() * per_mille / 1_000;
        self.latencies.get(at.min(self.latencies.len().saturating_sub(1))).copied().unwrap_or(f64::NAN) * 1e3
    }
}

/// A number of things as a figure.
pub fn count(things: usize) -> f64 {
    f64::from(u32::try_from(things).unwrap_or(u32::MAX))
}

/// The bytes of one request.
pub type Request = fn(u64) -> Vec<u8>;

/// A request to a server of ours or of others.
pub fn post(path: &str, json: &str) -> Vec<u8> {
    let head = "host: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length:";
    format!("POST {path} HTTP/1.1\r\n{head} {}\r\n\r\n{json}", json.len()).into_bytes()
}

/// Sends for so long, with numbers from `first` on, over so many connections.
///
/// # Errors
/// When nobody listens.
pub fn send(
    host: &str,
    connections: usize,
    first: u64,
    lasting: Duration,
    request: Request,
) -> Result<Outcome> {
    runtime()?.block_on(begin(host, connections, first, lasting, request))
}

/// A runtime on this very thread, so that the load leaves the other processor to the server.
///
/// # Errors
/// When the system gives none.
pub fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")
}

/// As [`send`], while something else goes on. Whoever loses the connection stays away.
pub fn begin(
    host: &str,
    connections: usize,
    first: u64,
    lasting: Duration,
    request: Request,
) -> impl Future<Output = Result<Outcome>> + use<> {
    let next = Arc::new(AtomicU64::new(first));
    let host = host.to_owned();
    async move {
        let mut open = Vec::new();
        for _ in 0..connections {
            let stream =
                TcpStream::connect(&host).await.with_context(|| format!("nobody listens on {host}"))?;
            stream.set_nodelay(true)?;
            open.push(stream);
        }
        let begun = Instant::now();
        let citizens: Vec<_> = open
            .into_iter()
            .map(|stream| {
                let next = Arc::clone(&next);
                tokio::spawn(citizen(host.clone(), stream, next, begun + lasting, request))
            })
            .collect();
        let mut all = Outcome::default();
        for citizen in citizens {
            let outcome = citizen.await.context("the load broke")?;
            all.taken.extend(outcome.taken);
            all.refused += outcome.refused;
            all.unanswered.extend(outcome.unanswered);
            all.latencies.extend(outcome.latencies);
        }
        all.seconds = begun.elapsed().as_secs_f64();
        all.latencies.sort_by(f64::total_cmp);
        Ok(all)
    }
}

/// An answer, as far as the load needs to know it.
struct Answer {
    status: u16,
    /// The other side takes no further request on this connection.
    is_last: bool,
    /// Its whole length, with the head.
    length: usize,
}

async fn citizen(
    host: String,
    stream: TcpStream,
    next: Arc<AtomicU64>,
    until: Instant,
    request: Request,
) -> Outcome {
    let mut outcome = Outcome::default();
    let mut open = Some(stream);
    let mut buffer = Vec::with_capacity(8 * 1024);
    while Instant::now() < until {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let bytes = request(number);
        let begun = Instant::now();
        let asked = async {
            let mut stream = match open.take() {
                Some(stream) => stream,
                None => connect(&host).await.ok()?,
            };
            stream.write_all(&bytes).await.ok()?;
            Some((read(&mut stream, &mut buffer).await?, stream))
        };
        let Some((answer, stream)) = asked.await else {
            outcome.unanswered.push(number);
            break;
        };
        outcome.latencies.push(begun.elapsed().as_secs_f64());
        if (200..300).contains(&answer.status) {
            outcome.taken.push(number);
        } else {
            outcome.refused += 1;
        }
        open = (!answer.is_last).then_some(stream);
    }
    outcome
}

async fn connect(host: &str) -> Result<TcpStream> {
    let stream = TcpStream::connect(host).await.with_context(|| format!("nobody listens on {host}"))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Reads one answer to its end. Nothing where the connection broke.
async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Answer> {
    buffer.clear();
    loop {
        if let Some(answer) = parse(buffer)
            && buffer.len() >= answer.length
        {
            return Some(answer);
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
}

/// What the head says, once it is there.
fn parse(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let header = |wanted: &str| {
        head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then_some(value.trim())
        })
    };
    let body: usize = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    Some(Answer {
        status: head.get(9..12)?.parse().ok()?,
        is_last: header("connection").is_some_and(|connection| connection.eq_ignore_ascii_case("close")),
        length: end + body,
    })
}
