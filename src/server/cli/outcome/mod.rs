//! `glasno outcome`: an election from a `.pb` file, counted by a rule, for researchers and scripts.

use std::{
    io::Write as _,
    path::PathBuf,
    time::{Duration, Instant},
};

use clap::Args;
use glasno_tally::{
    Election, Outcome, Rule, TieOrder, honesty, honesty::stability::Stability, pabulib, project,
};
use glasno_words::{Language, server::Word};

use super::{Done, input, refused::Refused};

mod json;
mod table;
mod unreadable;

/// The largest file that is read, in MB: ten million ballots.
const MOST_MEGABYTES: u64 = 1_000;

/// What `outcome` is told.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A Pabulib file; - reads standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The rule: `city_greedy`, `city_greedy_no_skip`, `city_greedy_threshold`, `greedy_X`, `mes_X`, `mes_X_add1`,
    /// `mes_X_add1_until_overspend`, `phragmen`; X is `cost`, `card`, `cost_sqrt`, `borda` or `score`. After a `mes` rule may
    /// stand `_comparison`, and `+greedy_X` or `+votes` for what spends the rest. `declared` is the one that the file names.
    #[arg(long, env = "GLASNO_RULE", value_name = "RULE")]
    rule: String,
    /// Who goes first where two projects are equally good: the smaller id; the cheaper, then the one with more votes,
    /// then the lot drawn with --seed; or the first in the file.
    #[arg(
        long,
        env = "GLASNO_TIES",
        value_name = "lexicographic|chain|file",
        default_value = "lexicographic"
    )]
    ties: Ties,
    /// The published text that lots and replicates are drawn with.
    #[arg(long, env = "GLASNO_SEED", value_name = "TEXT")]
    seed: Option<String>,
    /// Draws so many elections like this one and says how often each project is funded; 500 is usual.
    #[arg(long, env = "GLASNO_REPLICATES", value_name = "NUMBER", requires = "seed")]
    replicates: Option<u32>,
    /// Says how long reading and counting took.
    #[arg(long, env = "GLASNO_TIMINGS")]
    timings: bool,
    /// Prints everything as JSON.
    #[arg(long, env = "GLASNO_JSON")]
    json: bool,
}

/// The names of tie orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Ties {
    Lexicographic,
    Chain,
    File,
}

impl Ties {
    const fn code(self) -> &'static str {
        match self {
            Self::Lexicographic => "lexicographic",
            Self::Chain => "chain",
            Self::File => "file",
        }
    }
}

/// An election that was counted, with all that is told about it.
struct Counted<'a> {
    /// The name of the file as it was given.
    name: &'a str,
    file: &'a pabulib::File,
    election: &'a Election,
    rule: Rule,
    ties: Ties,
    seed: Option<&'a str>,
    outcome: &'a Outcome,
    stability: Option<&'a Stability>,
    /// For reading and for counting.
    timings: Option<[Duration; 2]>,
}

/// Does it.
///
/// # Errors
/// When the file cannot be read, the rule is unknown, or this election lacks what the rule needs.
pub fn run(arguments: &Arguments, language: Language) -> Done {
    let name = arguments.file.display().to_string();
    let bytes = input::read(&arguments.file, MOST_MEGABYTES, language)?;
    let begun = Instant::now();
    let file = pabulib::read(&bytes).map_err(|error| unreadable::refused(&error, &name, language))?;
    let election = file.election().map_err(|error| unreadable::by_election(&error, &name, language))?;
    let reading = begun.elapsed();
    drop(bytes);
    let rule = rule(&arguments.rule, &file, &name, language)?;
    let order = order(arguments, language)?;
    let by_rule = |error: &project::RuleError| unreadable::by_rule(error, &name, language);
    let begun = Instant::now();
    let outcome = project::outcome(&election, rule, &order).map_err(|error| by_rule(&error))?;
    let counting = begun.elapsed();
    let stability = match (arguments.replicates, &arguments.seed) {
        (Some(replicates), Some(seed)) => Some(
            honesty::stability::bootstrap(&election, seed, replicates, |replicate| {
                project::outcome(replicate, rule, &order).map(|outcome| outcome.selected)
            })
            .map_err(|error| by_rule(&error))?,
        ),
        _ => None,
    };
    let counted = Counted {
        name: &name,
        file: &file,
        election: &election,
        rule,
        ties: arguments.ties,
        seed: arguments.seed.as_deref(),
        outcome: &outcome,
        stability: stability.as_ref(),
        timings: arguments.timings.then_some([reading, counting]),
    };
    let text =
        if arguments.json { json::json(&counted).to_string() } else { table::table(&counted, language) };
    let written = writeln!(std::io::stdout().lock(), "{text}");
    written.map_err(|error| Refused::by_file(&arguments.file, &error, language))
}

fn rule(name: &str, file: &pabulib::File, path: &str, language: Language) -> Result<Rule, Refused> {
    if name == "declared" {
        return file.declared_rule().ok_or_else(|| {
            let declared = file.meta.fields.get("rule").unwrap_or("–");
            Refused::because(Word::CliOutcomeNoDeclared, language, &[("file", path), ("declared", declared)])
        });
    }
    name.parse().map_err(|_| Refused::because(Word::CliOutcomeUnknownRule, language, &[("rule", name)]))
}

fn order(arguments: &Arguments, language: Language) -> Result<TieOrder, Refused> {
    Ok(match (arguments.ties, &arguments.seed) {
        (Ties::Lexicographic, _) => TieOrder::Lexicographic,
        (Ties::File, _) => TieOrder::File,
        (Ties::Chain, Some(seed)) => TieOrder::Chain { seed: seed.clone() },
        (Ties::Chain, None) => return Err(Refused::because(Word::CliOutcomeNoSeed, language, &[])),
    })
}
