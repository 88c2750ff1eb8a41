//! `glasno export`: what citizens proposed, as a file.

use std::{
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};

use clap::Args;
use glasno_model::Slug;
use glasno_words::{Language, Speak as _, server::Word};

use super::{
    Done,
    data::{self, Data},
    refused::Refused,
};
use crate::{
    clock::{Clock as _, SystemClock},
    export::{self, ExportError, Format, Request, Summary},
    random::SystemRandom,
};

/// What `export` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The consultation.
    #[arg(value_name = "SLUG")]
    slug: Slug,
    #[command(flatten)]
    data: Data,
    /// One row a submission (csv), one row a proposed amount or comment (csv-long), a workbook, everything, or open data
    /// that anybody can count again (zip).
    #[arg(long, env = "GLASNO_FORMAT", value_name = "csv|csv-long|xlsx|json|zip")]
    format: Format,
    /// The file to write; replaced where it exists, and never left half written.
    #[arg(long, env = "GLASNO_OUT", value_name = "FILE")]
    out: PathBuf,
    /// The published text that lots of the open data are drawn with. Without it, the consultation's name and last day.
    #[arg(long, env = "GLASNO_SEED", value_name = "TEXT")]
    seed: Option<String>,
    /// Prints how much was written as JSON.
    #[arg(long, env = "GLASNO_JSON")]
    json: bool,
}

/// Does it.
///
/// # Errors
/// When there is no such consultation, or the file cannot be written.
pub fn run(arguments: &Arguments, language: Language) -> Done {
    let seed = arguments.seed.as_deref();
    if seed.is_some_and(|seed| !export::package::is_seed(seed)) {
        return Err(Refused::because(Word::ExportSeedRefused, language, &[]));
    }
    let store = arguments.data.open(language)?;
    let runtime = data::runtime(language)?;
    let by_file = |error: &std::io::Error| Refused::by_file(&arguments.out, error, language);
    let folder = match arguments.out.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let file = tempfile::NamedTempFile::new_in(folder).map_err(|error| by_file(&error))?;
    let mut out = BufWriter::new(file);
    let (slug, format) = (&arguments.slug, arguments.format);
    let request = Request { slug, format, language, now: SystemClock.now(), seed };
    let written = export::write(&store, runtime.handle(), &SystemRandom, &request, &mut out);
    let summary = match written {
        Ok(summary) => summary,
        Err(ExportError::NoConsultation(_)) => {
            return Err(runtime.block_on(Refused::no_consultation(slug, &store, language)));
        }
        Err(ExportError::Io(error)) => return Err(by_file(&error)),
        Err(ExportError::Store(error)) => return Err(Refused::by_store(&error, language)),
        Err(error) => return Err(Refused::with(vec![error.sentence(language)])),
    };
    let file = out.into_inner().map_err(|error| by_file(error.error()))?;
    file.persist(&arguments.out).map_err(|error| by_file(&error.error))?;
    report(arguments, &summary, language).map_err(|error| by_file(&error))
}

fn report(arguments: &Arguments, summary: &Summary, language: Language) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    if arguments.json {
        return writeln!(out, "{}", serde_json::to_string(summary)?);
    }
    let values = [
        ("file", arguments.out.display().to_string()),
        ("submissions", summary.submissions.to_string()),
        ("rows", summary.rows.to_string()),
        ("comments", summary.comments.to_string()),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    writeln!(out, "{}", Word::CliExported.say(language, &values))
}
