//! `glasno recount`: counts an open-data package again, and says whether it is as it should be.

use std::{io::Write as _, path::PathBuf};

use clap::Args;
use glasno_tally::package::{Expected, TableError};
use glasno_words::{Language, Speak as _, server::Word};
use serde_json::{Value, json};

use super::{Done, refused::Refused};
use crate::export::package::recount::{RecountError, Report, Verdict, recount};

/// What `recount` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The package: the ZIP file, or the folder that it was unpacked into.
    #[arg(value_name = "PACKAGE")]
    package: PathBuf,
    /// Prints what was found as JSON.
    #[arg(long, env = "GLASNO_JSON")]
    json: bool,
}

/// Does it.
///
/// # Errors
/// When a file of the package is not as it should be, or there is no package.
pub fn run(arguments: &Arguments, language: Language) -> Done {
    let name = arguments.package.display().to_string();
    let report = recount(&arguments.package).map_err(|error| refused(&error, &name, language))?;
    let sentences: Vec<String> =
        report.files.iter().map(|(file, verdict)| sentence(file, verdict, &report, language)).collect();
    let ballots = report.ballots.to_string();
    let whole = if report.is_good() { Word::RecountGood } else { Word::RecountBad };
    let whole = whole.say(language, &[("file", &name), ("ballots", &ballots)]);
    let mut out = std::io::stdout().lock();
    let written = if arguments.json {
        writeln!(out, "{}", document(&report, &sentences))
    } else {
        let mut lines = sentences.clone();
        lines.extend(report.is_good().then(|| whole.clone()));
        lines.into_iter().try_for_each(|line| writeln!(out, "{line}"))
    };
    written.map_err(|error| Refused::by_file(&arguments.package, &error, language))?;
    if report.is_good() {
        return Ok(());
    }
    let bad = report.files.iter().zip(&sentences).filter(|((_, verdict), _)| !verdict.is_good());
    Err(Refused::with(std::iter::once(whole).chain(bad.map(|(_, sentence)| sentence.clone())).collect()))
}

fn document(report: &Report, sentences: &[String]) -> Value {
    let file = |((name, verdict), sentence): (&(String, Verdict), &String)| {
        let mut file = json!({ "file": name, "verdict": verdict.code(), "sentence": sentence });
        let details = match verdict {
            Verdict::Differs(difference) => {
                json!({ "line": difference.line, "expected": difference.expected, "found": difference.found })
            }
            Verdict::Changed { expected, found } => json!({ "expected": expected, "found": found }),
            Verdict::Broken(error) => {
                json!({ "line": error.line, "column": error.column, "expected": error.expected.to_string(), "found": error.found })
            }
            Verdict::Unreadable(cause) => json!({ "cause": cause }),
            _ => json!({}),
        };
        if let (Some(file), Value::Object(details)) = (file.as_object_mut(), details) {
            file.extend(details);
        }
        file
    };
    json!({
        "equal": report.is_good(),
        "ballots": report.ballots,
        "suppressed_rows": report.suppressed,
        "files": report.files.iter().zip(sentences).map(file).collect::<Vec<_>>(),
    })
}

fn sentence(file: &str, verdict: &Verdict, report: &Report, language: Language) -> String {
    let say = |word: Word, values: &[(&str, &str)]| word.say(language, &[&[("file", file)], values].concat());
    match verdict {
        Verdict::Equal if file == "results_lines.csv" && report.suppressed > 0 => {
            say(Word::RecountEqualSuppressed, &[("rows", &report.suppressed.to_string())])
        }
        Verdict::Equal => say(Word::RecountEqual, &[]),
        Verdict::AsPacked => say(Word::RecountAsPacked, &[]),
        Verdict::Consistent => say(Word::RecountConsistent, &[]),
        Verdict::Differs(difference) => {
            let line = difference.line.to_string();
            let values =
                [("line", line.as_str()), ("expected", &difference.expected), ("found", &difference.found)];
            say(Word::RecountDiffers, &values)
        }
        Verdict::Changed { expected, found } => {
            say(Word::RecountChanged, &[("expected", expected), ("found", found)])
        }
        Verdict::Broken(error) => broken(file, error, language),
        Verdict::Unreadable(cause) => say(Word::RecountUnreadable, &[("cause", cause)]),
        Verdict::Missing => say(Word::RecountMissing, &[]),
        Verdict::Stranger => say(Word::RecountStranger, &[]),
        Verdict::TooLarge => say(Word::RecountTooLarge, &[]),
        Verdict::NotTried => say(Word::RecountNotTried, &[]),
    }
}

fn broken(file: &str, error: &TableError, language: Language) -> String {
    let (line, expected) = (error.line.to_string(), expected(&error.expected, language));
    let values = [("file", file), ("line", &line), ("found", &error.found), ("expected", &expected)];
    match &error.column {
        Some(column) => {
            Word::RecountBrokenColumn.say(language, &[&values[..], &[("column", column)]].concat())
        }
        None => Word::RecountBroken.say(language, &values),
    }
}

fn expected(expected: &Expected, language: Language) -> String {
    let say = |word: Word, name: &str, value: &str| word.say(language, &[(name, value)]);
    let text = |word: Word| word.text(language).to_owned();
    match expected {
        Expected::Csv => text(Word::RecountExpectedCsv),
        Expected::Header(header) => say(Word::RecountExpectedHeader, "header", header),
        Expected::Cells(cells) => say(Word::RecountExpectedCells, "cells", &cells.to_string()),
        Expected::Version => text(Word::RecountExpectedVersion),
        Expected::Money => text(Word::RecountExpectedMoney),
        Expected::Flag => text(Word::RecountExpectedFlag),
        Expected::Currency => text(Word::RecountExpectedCurrency),
        Expected::KnownLine => text(Word::RecountExpectedLine),
        Expected::NewRow => text(Word::RecountExpectedNew),
        Expected::NextId => text(Word::RecountExpectedNext),
        Expected::Baseline(amount) => say(Word::RecountExpectedBaseline, "amount", amount),
        Expected::OneVersion(version) => {
            say(Word::RecountExpectedOneVersion, "version", &version.to_string())
        }
        Expected::LaterLine => text(Word::RecountExpectedLater),
        Expected::FewerRows(rows) => say(Word::RecountExpectedRows, "rows", &rows.to_string()),
        Expected::Counts => text(Word::RecountExpectedCounts),
        Expected::KnownProject => text(Word::RecountExpectedProject),
        Expected::Name => text(Word::RecountExpectedName),
        Expected::OneOf(words) => say(Word::RecountExpectedOneOf, "words", &words.join(", ")),
        Expected::NextName => text(Word::RecountExpectedNextName),
        Expected::Computed(value) => say(Word::RecountExpectedComputed, "value", value),
    }
}

fn refused(error: &RecountError, file: &str, language: Language) -> Refused {
    let because =
        |word: Word, cause: &str| Refused::because(word, language, &[("file", file), ("cause", cause)]);
    match error {
        RecountError::NoAudit => because(Word::RecountNoAudit, ""),
        RecountError::Audit(cause) => because(Word::RecountOtherAudit, cause),
        RecountError::Source(error) => because(Word::RecountNoPackage, &error.to_string()),
    }
}
