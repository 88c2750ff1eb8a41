//! A way between the browser and the server on which things go wrong, when a test says so.

use std::{
    collections::VecDeque,
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::{Arc, Mutex, PoisonError},
};

use serde_json::Value;

use super::{
    SLUG,
    port::{self, Port, Request},
};

/// What happens to one ballot on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A proxy says 503 in its own words; the server never hears of it.
    Unavailable,
    /// The server stores it and answers, and the answer is lost.
    AnswerLost,
}

/// The way. What it is asked it passes on, and it remembers the ballots.
#[derive(Debug)]
pub struct Relay {
    /// What the browser takes for the server.
    pub address: String,
    ballots: Arc<Mutex<Vec<Value>>>,
    _port: Port,
}

impl Relay {
    /// A way to a server, on which these faults happen to the first ballots, one each.
    pub fn to(server: &str, faults: &[Fault]) -> Self {
        let (host, faults) =
            (server.trim_start_matches("http://").to_owned(), Mutex::new(VecDeque::from(faults.to_vec())));
        let ballots = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&ballots);
        let port = Port::open(Box::new(move |request| {
            if request.method != "POST" {
                return pass_on(&host, request);
            }
            let ballot = serde_json::from_slice(&request.body).unwrap_or_default();
            seen.lock().unwrap_or_else(PoisonError::into_inner).push(ballot);
            match faults.lock().unwrap_or_else(PoisonError::into_inner).pop_front() {
                None => pass_on(&host, request),
                Some(Fault::Unavailable) => {
                    let headers = [("content-type", "text/html"), ("access-control-allow-origin", "*")];
                    port::answer("503 Service Unavailable", &headers, b"<h1>Sorry</h1>")
                }
                Some(Fault::AnswerLost) => {
                    pass_on(&host, request);
                    Vec::new()
                }
            }
        }));
        Self { address: port.address.clone(), ballots, _port: port }
    }

    /// A way to a server whose draft is not there yet: an answer that the protocol allows, though the command line
    /// opens no consultation without a draft.
    pub fn before_the_draft(server: &str) -> Self {
        let server = server.to_owned();
        let consultation = format!("/api/v1/consultations/{SLUG}");
        let port = Port::open(Box::new(move |request| {
            if request.path != consultation {
                return pass_on(server.trim_start_matches("http://"), request);
            }
            let address = format!("{server}{consultation}");
            let mut view: Value = reqwest::blocking::get(address).unwrap().json().unwrap();
            view["draft"] = Value::Null;
            let headers = [("content-type", "application/json"), ("access-control-allow-origin", "*")];
            port::answer("200 OK", &headers, view.to_string().as_bytes())
        }));
        Self { address: port.address.clone(), ballots: Arc::default(), _port: port }
    }

    /// The ballots that came, in their order, as the browser sent them.
    pub fn ballots(&self) -> Vec<Value> {
        self.ballots.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The server's answer; nothing where it has none.
pub fn pass_on(host: &str, request: &Request) -> Vec<u8> {
    let ask = || -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(host)?;
        write!(stream, "{} {} HTTP/1.1\r\n", request.method, request.path)?;
        let own = |header: &&String| !header.to_ascii_lowercase().starts_with("connection:");
        for header in request.headers.iter().filter(own) {
            write!(stream, "{header}\r\n")?;
        }
        stream.write_all(b"connection: close\r\n\r\n")?;
        stream.write_all(&request.body)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer)
    };
    ask().unwrap_or_default()
}
