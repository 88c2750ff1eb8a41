//! A plain HTTP listener on a port of its own: each request is read whole, answered by a function, and the connection
//! closed. Enough for a municipal page and for a bad connection; the product's own server is the real one.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

/// One request as it came.
#[derive(Debug)]
pub struct Request {
    /// `GET`, `POST` …
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The header lines, without the empty one.
    pub headers: Vec<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// What answers.
pub type Answer = dyn Fn(&Request) -> Vec<u8> + Send + Sync;

/// The listener; it ends when it is dropped.
#[derive(Debug)]
pub struct Port {
    /// Where it listens, with `http://`.
    pub address: String,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Port {
    /// Listens on a free port. An empty answer breaks the connection.
    pub fn open(answer: Box<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let ended = Arc::new(AtomicBool::new(false));
        let (asked_to_end, answer) = (Arc::clone(&ended), Arc::<Answer>::from(answer));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if asked_to_end.load(Ordering::SeqCst) {
                    return;
                }
                let answer = Arc::clone(&answer);
                // A browser opens connections that it may never use, so none may hold up another.
                std::thread::spawn(move || serve(&stream, &*answer));
            }
        });
        Self { address, ended, thread: Some(thread) }
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        // Wakes the listener, which then sees that it has ended.
        let _ = TcpStream::connect(self.address.trim_start_matches("http://"));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn serve(mut stream: &TcpStream, answer: &Answer) {
    // Whoever hung up needs no answer.
    let Some(request) = read(stream) else { return };
    let _ = stream.write_all(&answer(&request));
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        Some(line.trim_end().to_owned())
    };
    let first = line()?;
    let (method, rest) = first.split_once(' ')?;
    let path = rest.split(' ').next()?.to_owned();
    let mut headers = Vec::new();
    loop {
        let header = line()?;
        if header.is_empty() {
            break;
        }
        headers.push(header);
    }
    let length = headers.iter().find_map(|header| {
        let (name, value) = header.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    Some(Request { method: method.to_owned(), path, headers, body })
}

/// An answer that closes the connection.
pub fn answer(status: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n", body.len());
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}
