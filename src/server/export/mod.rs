//! The officer's downloads: what citizens proposed and said, as tables that a spreadsheet opens.
//!
//! One pass over the submissions feeds any [`Format`]; each submission is written and forgotten, so that memory does
//! not grow with their number. To add a format: a `Sink`, a variant of [`Format`], and its line in [`write()`].
//!
//! What leaves the house is fixed in `entry`: no id of the submission, nothing of the receipt, the day but not the
//! hour. Texts that a spreadsheet would run as formulas are defused (`defuse`).

use std::io::Write;

use glasno_model::{Slug, Stage, Timestamp};
use glasno_store::Store;
use tokio::runtime::Handle;

use crate::random::Random;

mod choices;
mod csv;
pub(crate) mod defuse;
mod entry;
mod error;
mod format;
mod frame;
mod json;
pub(crate) mod organisations;
pub mod package;
mod pages;
mod xlsx;

#[cfg(test)]
mod tests;

use entry::Entry;
pub use error::ExportError;
pub use format::{Format, UnknownFormat};
use frame::Frame;

/// What a download holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Submissions that count.
    pub submissions: u64,
    /// Rows below the header of the main table, the rows of the draft among them; in JSON the submissions.
    pub rows: u64,
    /// Comments of all these submissions.
    pub comments: u64,
}

/// What is to be downloaded.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The consultation.
    pub slug: &'a Slug,
    /// The kind of file.
    pub format: Format,
    /// The language of sentences in the file.
    pub language: glasno_words::Language,
    /// When it is asked for.
    pub now: Timestamp,
    /// The published text that the open data's lots are drawn with, where it is not the usual one.
    pub seed: Option<&'a str>,
}

/// Writes every submission of a consultation that was not withdrawn, in the order in which they came; in open data in a
/// random one.
///
/// It blocks until all is written: call it from a thread that may wait, such as one of `spawn_blocking`. XLSX is put
/// together in the system's folder for temporary files first, which takes
/// seven times the size of the file there (1 GB for 250,000 submissions of 40 lines).
///
/// # Panics
/// When the folder for temporary files is full: the XLSX library knows no error for it.
///
/// # Errors
/// When there is no such consultation, when the store or `out` fails, or when the table is wider than a sheet can be.
/// What was written to `out` until then is not a whole file.
pub fn write(
    store: &dyn Store,
    runtime: &Handle,
    random: &dyn Random,
    request: &Request<'_>,
    out: &mut dyn Write,
) -> Result<Summary, ExportError> {
    let Request { slug, format, language, now, seed } = *request;
    // One place for all pages: whoever changes a submission meanwhile does not stand in the file twice. It is looked up
    // before the drafts, so that each draft on which somebody sent a ballot until then is among them.
    let until = runtime.block_on(store.newest_sequence(slug))?;
    let frame = Frame::load(store, runtime, random, slug, language)?;
    let page_after =
        |sequence| runtime.block_on(store.submissions_between(slug, sequence, until, pages::PAGE));
    let (opens, closes) = (frame.consultation.opens_at, frame.consultation.closes_at);
    let stage =
        runtime.block_on(store.snapshot(slug))?.map_or(Stage::Draft, |snapshot| snapshot.record.stage);
    let stage = stage.effective(opens, closes, now);
    let withdrawn = runtime.block_on(store.counts_until(slug, until))?.withdrawn;
    write_pages(&frame, page_after, format, &package::Occasion { random, now, stage, withdrawn, seed }, out)
}

fn write_pages(
    frame: &Frame,
    page_after: impl Fn(i64) -> pages::Page + Send,
    format: Format,
    occasion: &package::Occasion<'_>,
    out: &mut dyn Write,
) -> Result<Summary, ExportError> {
    match format {
        Format::Csv => pour(frame, page_after, csv::Wide::begin(frame, out)?),
        Format::CsvLong => pour(frame, page_after, csv::Long::begin(frame, out)?),
        Format::Xlsx => pour(frame, page_after, xlsx::Book::begin(frame, xlsx::Limits::EXCEL, out)?),
        Format::Json => pour(frame, page_after, json::Json::begin(frame, out)?),
        Format::Zip => package::write(frame, page_after, occasion, out),
    }
}

/// Where submissions go, one after the other.
trait Sink {
    /// Writes one submission.
    fn add(&mut self, entry: &Entry<'_>) -> Result<(), ExportError>;
    /// Writes what comes after the last one, and tells how many rows the main table has.
    fn finish(self) -> Result<u64, ExportError>;
}

fn pour(
    frame: &Frame,
    page_after: impl Fn(i64) -> pages::Page + Send,
    mut sink: impl Sink,
) -> Result<Summary, ExportError> {
    let mut summary = Summary::default();
    pages::for_each(page_after, |submission| {
        let Some(entry) = frame.entry(submission)? else { return Ok(()) };
        summary.submissions += 1;
        summary.comments += entry.ballot.comments.len() as u64;
        sink.add(&entry)
    })?;
    summary.rows = sink.finish()?;
    Ok(summary)
}
