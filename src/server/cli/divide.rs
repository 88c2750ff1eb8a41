//! `glasno divide`: many divisions of a fixed total made into one by a rule, exactly, for researchers and scripts.

use std::{
    fmt::Write as _,
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::Args;
use glasno_tally::{
    Rational,
    division::{DivisionError, DivisionRule, Reports, divide},
    rational,
};
use glasno_words::{Language, Speak as _, server::Word};
use serde::{
    Deserialize,
    de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::{Done, input, refused::Refused};

/// The largest file that is read, in MB: a million ballots of ten lines fit.
const MOST_MEGABYTES: u64 = 256;
/// A fraction with more characters is shortened in sentences and tables; JSON has it whole.
const LONGEST_FRACTION: usize = 40;

/// What `divide` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// JSON with the ballots, `{"ballots": [["3/5", "2/5"], …]}`; - reads standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The rule.
    #[arg(
        long,
        env = "GLASNO_RULE",
        value_name = "mean|median_normalised|utilitarian|independent_markets|ladder"
    )]
    rule: DivisionRule,
    /// Prints the exact shares as JSON.
    #[arg(long, env = "GLASNO_JSON")]
    json: bool,
}

/// Does it.
///
/// # Errors
/// When the file cannot be read, a ballot does not divide the whole, or the rule has no result.
pub fn run(arguments: &Arguments, language: Language) -> Done {
    let name = arguments.file.display().to_string();
    let ballots = read(&arguments.file, language)?;
    let refuse = |error: &DivisionError| refused(error, &name, language);
    let reports = Reports::from_ballots(&ballots).map_err(|error| refuse(&error))?;
    drop(ballots);
    let shares = divide(&reports, arguments.rule).map_err(|error| refuse(&error))?;
    let text = if arguments.json {
        let shares: Vec<String> = shares.iter().map(Rational::to_string).collect();
        let rule = arguments.rule.code();
        serde_json::json!({ "rule": rule, "ballots": reports.voters(), "shares": shares }).to_string()
    } else {
        table(arguments.rule, reports.voters(), &shares, language)
    };
    writeln!(std::io::stdout(), "{text}").map_err(|error| Refused::by_file(&arguments.file, &error, language))
}

/// The ballots of a file.
fn read(path: &Path, language: Language) -> Result<Vec<Vec<Rational>>, Refused> {
    let name = path.display().to_string();
    understand(&input::read(path, MOST_MEGABYTES, language)?, &name, language)
}

fn understand(bytes: &[u8], file: &str, language: Language) -> Result<Vec<Vec<Rational>>, Refused> {
    // Some editors of other systems put a byte order mark first.
    let json = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let profile: Profile = serde_json::from_slice(json).map_err(|error| {
        let values = [("file", file), ("cause", &error.to_string())];
        Refused::because(Word::CliDivideUnreadable, language, &values)
    })?;
    let ballots = profile.ballots.into_iter().enumerate();
    ballots.map(|(at, ballot)| shares(ballot, at + 1, file, language)).collect()
}

fn shares(cells: Vec<Cell>, ballot: usize, file: &str, language: Language) -> Result<Vec<Rational>, Refused> {
    let share = |(at, cell): (usize, Cell)| {
        cell.0.map_err(|found| {
            let (ballot, line) = (ballot.to_string(), (at + 1).to_string());
            let values = [("file", file), ("ballot", &ballot), ("line", &line), ("found", &found)];
            Refused::because(Word::CliDivideNoShare, language, &values)
        })
    };
    cells.into_iter().enumerate().map(share).collect()
}

fn refused(error: &DivisionError, file: &str, language: Language) -> Refused {
    let refuse = |word, values: &[(&str, String)]| {
        let mut all = vec![("file", file)];
        all.extend(values.iter().map(|(name, value)| (*name, value.as_str())));
        Refused::because(word, language, &all)
    };
    match error {
        DivisionError::NoBallots => refuse(Word::CliDivideEmpty, &[]),
        DivisionError::NoLines => refuse(Word::CliDivideNoLines, &[]),
        DivisionError::OtherLength { ballot, found, expected } => refuse(
            Word::CliDivideOtherLength,
            &[
                ("ballot", ballot.to_string()),
                ("found", found.to_string()),
                ("expected", expected.to_string()),
            ],
        ),
        DivisionError::Negative { ballot, line, share } => refuse(
            Word::CliDivideNegative,
            &[("ballot", ballot.to_string()), ("line", line.to_string()), ("share", shortened(share))],
        ),
        DivisionError::NotWhole { ballot, sum } => {
            refuse(Word::CliDivideNotWhole, &[("ballot", ballot.to_string()), ("sum", shortened(sum))])
        }
        DivisionError::Inconsistent => refuse(Word::CliDivideInconsistent, &[]),
        DivisionError::NoMedian => refuse(Word::CliDivideNoMedian, &[]),
        DivisionError::TooFine => refuse(Word::CliDivideTooFine, &[]),
    }
}

/// One row a line: its number, its share in percent, and the exact share.
fn table(rule: DivisionRule, ballots: u64, shares: &[Rational], language: Language) -> String {
    let values = [("rule", rule.code()), ("ballots", &ballots.to_string())];
    let mut text = Word::CliDivideBallots.say(language, &values);
    let heads = [Word::CliDivideLine, Word::CliDividePercent, Word::CliDivideShare];
    let [line, percent, share] = heads.map(|head| head.text(language));
    // Writing into a text cannot fail.
    let _ = write!(text, "\n{line:>5}  {percent:>8}  {share}");
    for (at, share) in shares.iter().enumerate() {
        let percent = rational::rounded(&(share * rational::whole(100)), 2);
        let percent = match language {
            Language::Bg => percent.replace('.', ","),
            Language::En => percent,
        };
        let _ = write!(text, "\n{:>5}  {percent:>8}  {}", at + 1, shortened(share));
    }
    text
}

fn shortened(number: &Rational) -> String {
    let text = number.to_string();
    if text.len() <= LONGEST_FRACTION {
        return text;
    }
    format!("≈ {}", rational::rounded(number, 12))
}

/// What stands in the file; other keys may stand beside it.
#[derive(Deserialize)]
struct Profile {
    ballots: Vec<Vec<Cell>>,
}

/// A share, or what stands in its place: its ballot and line are known only when all are read.
struct Cell(Result<Rational, String>);

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a share such as \"3/5\"")
    }

    fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
        Ok(Cell(rational::parse(text).map_err(|error| format!("“{}”", error.0))))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Cell, E> {
        Ok(Cell(Ok(rational::whole(number))))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
        Ok(Cell(Ok(rational::whole(number))))
    }

    /// A JSON number with a point has been rounded by whoever wrote it and by whoever reads it.
    fn visit_f64<E>(self, number: f64) -> Result<Cell, E> {
        Ok(Cell(Err(number.to_string())))
    }

    fn visit_bool<E>(self, found: bool) -> Result<Cell, E> {
        Ok(Cell(Err(found.to_string())))
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell(Err("null".to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Cell, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Cell(Err("[…]".to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Cell, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cell(Err("{…}".to_owned())))
    }
}

#[cfg(test)]
#[path = "divide/tests.rs"]
mod tests;
