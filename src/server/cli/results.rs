//! `glasno results`: what the ballots come to, as officers see it.

use std::io::Write as _;

use clap::Args;
use glasno_model::Slug;
use glasno_tally::{allocation::Part, package::decimal, rational::whole};
use glasno_words::{Language, Speak as _, server::Word};

use super::{
    Done,
    data::{self, Data},
    refused::Refused,
};
use crate::{
    http::{texts_language, written},
    results::{
        Counting, Results, ResultsError, json,
        view::{DraftResults, Footing},
    },
};

/// What `results` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The consultation.
    #[arg(value_name = "SLUG")]
    slug: Slug,
    #[command(flatten)]
    data: Data,
    /// Prints everything as JSON, money in units of the currency; what is hidden or unknown is null.
    #[arg(long, env = "GLASNO_JSON")]
    json: bool,
}

/// Does it.
///
/// # Errors
/// When there is no such consultation, or the ballots cannot be counted.
pub fn run(arguments: &Arguments, language: Language) -> Done {
    let slug = &arguments.slug;
    data::with_store(&arguments.data, language, async |store| {
        let results = match Counting::default().results(store, slug).await {
            Ok(Some(results)) => results,
            Ok(None) => return Err(Refused::no_consultation(slug, store, language).await),
            Err(ResultsError::Store(error)) => return Err(Refused::by_store(&error, language)),
            Err(error) => return Err(failed(&error, language)),
        };
        let text = if arguments.json {
            format!("{:#}", json::value(&results))
        } else {
            sentences(&results, language)
        };
        writeln!(std::io::stdout(), "{text}").map_err(|error| failed(&error, language))
    })
}

fn failed(error: &dyn std::error::Error, language: Language) -> Refused {
    Refused::because(Word::CliStartFailed, language, &[("cause", &error.to_string())])
}

fn sentences(results: &Results, language: Language) -> String {
    if results.ballots == 0 {
        return Word::ResultsNone.text(language).to_owned();
    }
    let ballots = written::plural(Word::ResultsCounted, results.ballots, language);
    let mut text = Word::ResultsDisclosure.say(language, &[("ballots", &ballots)]);
    for draft in &results.drafts {
        let version = draft.draft.version.to_string();
        text.push_str("\n\n");
        text.push_str(&Word::ResultsVersion.say(language, &[("version", &version)]));
        text.push_str(". ");
        text.push_str(&written::plural(Word::ResultsVersionBallots, draft.ballots, language));
        text.push('\n');
        text.push_str(&columns(draft, language));
    }
    text
}

/// The lines in columns: ids and names to the left, figures to the right.
fn columns(results: &DraftResults, language: Language) -> String {
    let draft = &results.draft;
    let minor_units = draft.currency.minor_units();
    let header = [
        Word::ResultsLine,
        Word::ResultsInDraft,
        Word::ResultsPeople,
        Word::ResultsMean,
        Word::ResultsMedian,
        Word::ResultsMore,
        Word::ResultsLess,
        Word::ResultsTouched,
    ];
    let titles = header.map(|word| word.text(language).to_owned());
    let [line, figures @ ..] = titles;
    let mut rows = vec![vec![line, String::new()]];
    rows[0].extend(figures);
    for line in &results.lines {
        let money = |minor| decimal::of_minor(minor, minor_units);
        let people = line.people.map(|people| decimal::of_amount(people, minor_units));
        let name = draft.lines[line.place].name.get(texts_language(language));
        rows.push(vec![
            line.all.line.to_string(),
            name.chars().take(NAME_COLUMNS).collect(),
            decimal::of_amount(line.all.draft, minor_units),
            people.unwrap_or_default(),
            money(&line.all.mean),
            money(&line.all.median),
            percent(line.all.more),
            percent(line.all.less),
            line.all.touched.to_string(),
        ]);
    }
    let widths: Vec<usize> = (0..rows[0].len())
        .map(|at| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default())
        .collect();
    let row = |cells: &Vec<String>| {
        let cell = |(at, text): (usize, &String)| match at {
            0 | 1 => format!("{text:<0$}", widths[at]),
            _ => format!("{text:>0$}", widths[at]),
        };
        cells.iter().enumerate().map(cell).collect::<Vec<_>>().join("  ")
    };
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// The longest name that is shown whole.
const NAME_COLUMNS: usize = 40;

/// The share in percent; nothing where there are too few ballots to tell it.
fn percent(part: Part) -> String {
    if Footing::of(part.of) == Footing::TooFew {
        return String::new();
    }
    format!("{}%", decimal::rounded(&(part.share() * whole(100)), 1))
}
