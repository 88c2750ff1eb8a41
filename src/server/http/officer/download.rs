//! `GET /officer/c/{slug}/export/{format}`: a download, written while it is read.

use std::{
    io::{BufWriter, Error, ErrorKind, Write},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use glasno_model::Slug;
use glasno_words::{Language, Speak as _, server::Word};
use http_body::Frame;
use maud::html;
use tokio::{
    runtime::Handle,
    sync::mpsc::{self, Receiver, Sender},
};

use super::{frame, session::Officer};
use crate::{
    export::{self, ExportError, Format, Request},
    http::{
        language::Reader,
        page,
        state::{App, AppState},
        written,
    },
};

/// How many downloads are made at once; each holds a thread.
pub const AT_ONCE: usize = 4;
const PART_BYTES: usize = 64 * 1024;
/// How many parts wait for a slow reader, who bounds by it how far ahead we write.
const PARTS_AHEAD: usize = 4;
/// How long a reader may take nothing at all.
const READER_PATIENCE: Duration = Duration::from_mins(1);

type Part = Result<Bytes, ExportError>;

/// Answers with the file. It begins only once there is something to send, so that what fails at once gets a page
/// with a sentence; what fails later breaks the connection, so that no browser takes half a file for a whole one.
pub async fn download(
    State(app): State<App>,
    _: Officer,
    reader: Reader,
    path: Result<Path<(String, String)>, axum::extract::rejection::PathRejection>,
) -> Response {
    let named =
        path.ok().and_then(|Path((slug, format))| Some((slug.parse::<Slug>().ok()?, format.parse().ok()?)));
    let Some((slug, format)) = named else { return page::missing(reader.language) };
    let time_zone = match app.store.snapshot(&slug).await {
        Ok(Some(snapshot)) => snapshot.record.consultation.time_zone.clone(),
        Ok(None) => return page::missing(reader.language),
        Err(error) => return page::unavailable(&error, reader.language),
    };
    let Some(mut parts) = start(&app, &slug, format, reader.language) else {
        return told(StatusCode::SERVICE_UNAVAILABLE, reader, Word::OfficerBusy.text(reader.language));
    };
    match parts.recv().await {
        Some(Err(error)) => told(StatusCode::INTERNAL_SERVER_ERROR, reader, &error.sentence(reader.language)),
        first => {
            let name = file_name(&slug, format, &written::day(app.clock.now(), &time_zone));
            send(format, &name, Streamed { first: first.and_then(Result::ok), parts })
        }
    }
}

/// Starts writing; nothing where too many downloads are being made already.
fn start(app: &App, slug: &Slug, format: Format, language: Language) -> Option<Receiver<Part>> {
    let permit = Arc::clone(&app.downloads).try_acquire_owned().ok()?;
    let (sender, receiver) = mpsc::channel(PARTS_AHEAD);
    let (app, slug, runtime) = (Arc::clone(app), slug.clone(), Handle::current());
    tokio::task::spawn_blocking(move || {
        write(&app, &runtime, &slug, format, language, &sender);
        drop(permit);
    });
    Some(receiver)
}

fn write(
    app: &AppState,
    runtime: &Handle,
    slug: &Slug,
    format: Format,
    language: Language,
    sender: &Sender<Part>,
) {
    let mut out = BufWriter::with_capacity(PART_BYTES, Outlet { sender, runtime });
    let request = Request { slug, format, language, now: app.clock.now(), seed: None };
    let written =
        export::write(&*app.store, runtime, &*app.random, &request, &mut out).and_then(|_| Ok(out.flush()?));
    match written {
        Ok(()) => {}
        Err(ExportError::Io(error)) if error.kind() == ErrorKind::BrokenPipe => given_up(),
        Err(_) if sender.is_closed() => given_up(),
        Err(error) => {
            tracing::error!(%error, %slug, format = format.code(), "a download could not be made");
            // Who is gone needs no answer.
            let _ = runtime.block_on(sender.send(Err(error)));
        }
    }
}

fn given_up() {
    tracing::info!("a download was given up by its reader");
}

/// Hands what is written to the connection, and waits when the connection is slower.
struct Outlet<'a> {
    sender: &'a Sender<Part>,
    runtime: &'a Handle,
}

impl Write for Outlet<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let part = Bytes::copy_from_slice(bytes);
        let sent = async { tokio::time::timeout(READER_PATIENCE, self.sender.send(Ok(part))).await };
        match self.runtime.block_on(sent) {
            Ok(Ok(())) => Ok(bytes.len()),
            Ok(Err(_)) | Err(_) => Err(Error::from(ErrorKind::BrokenPipe)),
        }
    }

    /// Whoever prepares for long before the first byte asks by this whether anybody still waits.
    fn flush(&mut self) -> std::io::Result<()> {
        if self.sender.is_closed() { Err(Error::from(ErrorKind::BrokenPipe)) } else { Ok(()) }
    }
}

/// The body of the answer.
struct Streamed {
    first: Option<Bytes>,
    parts: Receiver<Part>,
}

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = ExportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ExportError>>> {
        match self.first.take() {
            Some(first) => Poll::Ready(Some(Ok(Frame::data(first)))),
            None => self.parts.poll_recv(context).map(|part| part.map(|part| part.map(Frame::data))),
        }
    }
}

fn send(format: Format, name: &str, body: Streamed) -> Response {
    let mut response = Body::new(body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    // A slug and a day need no quoting; should they ever, the browser chooses a name.
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    headers
        .insert(header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment")));
    response
}

/// `sofia-2027-2027-01-15.csv`, by the day in the consultation's time zone.
fn file_name(slug: &Slug, format: Format, day: &str) -> String {
    let long = if format == Format::CsvLong { "-long" } else { "" };
    format!("{slug}-{day}{long}.{}", format.extension())
}

fn told(status: StatusCode, reader: Reader, sentence: &str) -> Response {
    let title = Word::OfficerDownloads.text(reader.language);
    let body = html! { main { h1 { (title) } p.notice role="alert" { (sentence) } } };
    frame::answer(status, reader, title, body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::testing::{Town, ballot};

    #[tokio::test(flavor = "multi_thread")]
    async fn an_officer_downloads_what_a_citizen_sent() {
        let town = Town::new().await;
        town.send(&ballot(1)).await;
        let officer = town.log_in().await;
        let comment = "Дупките на ул. „Раковски“ 🕳️";
        for (format, name, kind, holds) in [
            ("csv", "sample-1970-01-01.csv", "text/csv; charset=utf-8", "11.00,4.00"),
            ("csv-long", "sample-1970-01-01-long.csv", "text/csv; charset=utf-8", comment),
            ("json", "sample-1970-01-01.json", "application/json", comment),
        ] {
            let answer = officer.get(&format!("/officer/c/sample/export/{format}")).await;
            assert_eq!((answer.status, answer.header("content-type").as_str()), (200, kind));
            assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{name}\""));
            assert_eq!(answer.header("cache-control"), "no-store");
            assert!(answer.text().contains(holds), "{}", answer.text());
        }
        for (format, kind) in [("xlsx", "application/vnd.openxml"), ("zip", "application/zip")] {
            let file = officer.get(&format!("/officer/c/sample/export/{format}")).await;
            assert!(file.status == 200 && file.body.starts_with(b"PK"), "{format}");
            assert!(file.header("content-type").starts_with(kind), "{format}");
        }
        assert_eq!(officer.get("/officer/c/sample/export/pdf").await.status, 404);
        assert_eq!(officer.get("/officer/c/other/export/csv").await.status, 404);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_download_that_nobody_reads_ends() {
        let (sender, receiver) = mpsc::channel(1);
        drop(receiver);
        let runtime = Handle::current();
        let wrote = tokio::task::spawn_blocking(move || {
            let mut outlet = Outlet { sender: &sender, runtime: &runtime };
            [outlet.write(b"x").map(drop), outlet.flush()]
        });
        for ended in wrote.await.unwrap() {
            assert_eq!(ended.unwrap_err().kind(), ErrorKind::BrokenPipe);
        }
    }
}
