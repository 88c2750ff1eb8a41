//! One JSON object for programs, in whole minor units of the currency, nothing defused: it is not opened by
//! spreadsheets, and every byte of a comment stays as it was typed.

use std::io::Write;

use glasno_model::ways::{Answer, Clarity, LeverChoice, PotShare, ProjectVote};
use glasno_model::{Allocation, Comment, Language};

use super::{Entry, ExportError, Frame, Sink};

const FLUSH_AT_BYTES: usize = 64 * 1024;

/// The object, its `submissions` being written one a line.
pub(super) struct Json<'a> {
    out: &'a mut dyn Write,
    buffer: Vec<u8>,
    submissions: u64,
}

/// A submission as it stands there.
#[derive(serde::Serialize)]
struct Document<'a> {
    id: &'a str,
    version: u32,
    channel: &'a str,
    received: &'a str,
    draft_version: u32,
    language: Language,
    allocation: &'a [Allocation],
    levers: &'a [LeverChoice],
    pot: &'a [PotShare],
    projects: &'a [ProjectVote],
    comments: &'a [Comment],
    clarity: &'a [Clarity],
    answers: &'a [Answer],
}

impl<'a> Json<'a> {
    pub fn begin(frame: &Frame, out: &'a mut dyn Write) -> Result<Self, ExportError> {
        let mut buffer = Vec::with_capacity(2 * FLUSH_AT_BYTES);
        buffer.extend_from_slice(b"{\"consultation\":");
        serde_json::to_writer(&mut buffer, &frame.consultation)?;
        write!(buffer, ",\n\"minor_units\":{},\n\"drafts\":", frame.consultation.currency.minor_units())?;
        serde_json::to_writer(&mut buffer, &frame.drafts)?;
        buffer.extend_from_slice(b",\n\"submissions\":[");
        Ok(Self { out, buffer, submissions: 0 })
    }
}

impl Sink for Json<'_> {
    fn add(&mut self, entry: &Entry<'_>) -> Result<(), ExportError> {
        self.buffer.extend_from_slice(if self.submissions == 0 { b"\n" } else { b",\n" });
        self.submissions += 1;
        let document = Document {
            id: entry.id.as_str(),
            version: entry.version,
            channel: entry.channel.code(),
            received: &entry.received,
            draft_version: entry.draft.version,
            language: entry.ballot.language,
            allocation: &entry.ballot.allocation,
            levers: &entry.ballot.levers,
            pot: &entry.ballot.pot,
            projects: &entry.ballot.projects,
            comments: &entry.ballot.comments,
            clarity: &entry.ballot.clarity,
            answers: &entry.ballot.answers,
        };
        serde_json::to_writer(&mut self.buffer, &document)?;
        if self.buffer.len() >= FLUSH_AT_BYTES {
            self.out.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }

    fn finish(mut self) -> Result<u64, ExportError> {
        self.buffer.extend_from_slice(b"\n]}\n");
        self.out.write_all(&self.buffer)?;
        self.out.flush()?;
        Ok(self.submissions)
    }
}
