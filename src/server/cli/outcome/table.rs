//! The outcome for people: what is funded in the order in which it was taken, what is not and why.
//!
//! Amounts are rounded to cents here; `--json` has them exact.

use std::fmt::Write as _;

use glasno_tally::{
    Rational, Rule,
    outcome::{Decision, Needed, Step},
    rational,
    ties::{BrokenBy, Tie},
};
use glasno_words::{Language, Speak as _, server::Word};

use super::Counted;

/// The longest name that stands in a row, in characters.
const LONGEST_NAME: usize = 48;

/// All of it.
pub(super) fn table(counted: &Counted<'_>, language: Language) -> String {
    let funded = &counted.outcome.selected;
    let passed: Vec<usize> = (0..counted.outcome.reasons.len()).filter(|at| !funded.contains(at)).collect();
    let say = |word: Word, values: &[(&str, String)]| {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        word.say(language, &values)
    };
    let mut lines = vec![
        say(
            Word::CliOutcomeHead,
            &[
                ("file", counted.name.to_owned()),
                ("voters", counted.election.profile.voters().to_string()),
                ("projects", counted.election.projects.len().to_string()),
                ("budget", money(&counted.election.budget, language)),
                ("rule", counted.rule.to_string()),
                ("ties", counted.ties.code().to_owned()),
            ],
        ),
        String::new(),
        say(
            Word::CliOutcomeFunded,
            &[("count", funded.len().to_string()), ("total", money(&counted.outcome.total_cost, language))],
        ),
        head(counted, language),
    ];
    lines.extend(funded.iter().map(|at| row(counted, *at, language)));
    lines.extend([String::new(), say(Word::CliOutcomePassed, &[("count", passed.len().to_string())])]);
    lines.extend(passed.iter().map(|at| row(counted, *at, language)));
    lines.extend(counted.outcome.ties.iter().map(|tie| self::tie(counted, tie, language)));
    lines.extend(counted.outcome.comparison.map(|comparison| {
        let (shares, greedy) = (comparison.prefer_shares.to_string(), comparison.prefer_greedy.to_string());
        say(Word::CliOutcomeCompared, &[("shares", shares), ("greedy", greedy)])
    }));
    lines.extend(counted.timings.map(|[reading, counting]| {
        let seconds = |time: std::time::Duration| format!("{:.3}", time.as_secs_f64());
        say(Word::CliOutcomeTimings, &[("reading", seconds(reading)), ("counting", seconds(counting))])
    }));
    lines.join("\n")
}

fn head(counted: &Counted<'_>, language: Language) -> String {
    let [round, cost, supporters, project] =
        [Word::CliOutcomeRound, Word::CliOutcomeCost, Word::CliOutcomeSupporters, Word::CliOutcomeProject]
            .map(|word| word.text(language));
    let mut head = format!("{round:>5}  {cost:>16}  {supporters:>9}");
    if counted.stability.is_some() {
        // Writing into a text cannot fail.
        let _ = write!(head, "  {:>11}", Word::CliOutcomeReplicates.text(language));
    }
    head + "  " + project
}

fn row(counted: &Counted<'_>, at: usize, language: Language) -> String {
    let Some((project, reason)) = counted.election.projects.get(at).zip(counted.outcome.reasons.get(at))
    else {
        return String::new();
    };
    let round = match &reason.decision {
        Decision::Funded { round, .. } => round.to_string(),
        Decision::Passed { .. } => "–".to_owned(),
    };
    let cost = money(&project.cost, language);
    let mut row = format!("{round:>5}  {cost:>16}  {:>9}", reason.supporters);
    if let Some(stability) = counted.stability {
        let funded = stability.funded.get(at).copied().unwrap_or_default();
        let _ = write!(row, "  {:>11}", format!("{funded}/{}", stability.replicates));
    }
    let name = counted.file.projects.get(at).and_then(|project| project.fields.get("name"));
    let name: String = name.unwrap_or_default().chars().take(LONGEST_NAME).collect();
    let why = why(counted, &reason.decision, language);
    // Control characters of a file would speak to the terminal.
    let told = format!("  {} {name} {why}", project.id).replace(char::is_control, " ");
    row + told.trim_end()
}

fn why(counted: &Counted<'_>, decision: &Decision, language: Language) -> String {
    let with = |word: Word, values: &[(&str, String)]| {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        format!("– {}", word.say(language, &values))
    };
    let amount = |number: &Rational| money(number, language);
    match decision {
        Decision::Funded { by: Step::Completion, .. } => with(Word::CliOutcomeCompletion, &[]),
        Decision::Funded { by: Step::Comparison, .. } => with(Word::CliOutcomeComparison, &[]),
        Decision::Funded { price: None, .. } => String::new(),
        Decision::Funded { price: Some(price), .. } if counted.rule == Rule::Phragmen => {
            with(Word::CliOutcomeLoad, &[("price", amount(price))])
        }
        Decision::Funded { price: Some(price), could_not_pay: 0, .. } => {
            with(Word::CliOutcomePriceForAll, &[("price", amount(price))])
        }
        Decision::Funded { price: Some(price), could_not_pay, .. } => with(
            Word::CliOutcomePrice,
            &[("price", amount(price)), ("could_not_pay", could_not_pay.to_string())],
        ),
        Decision::Passed { needed, .. } => match needed {
            Needed::LargerBudget(money) => with(Word::CliOutcomeLargerBudget, &[("money", amount(money))]),
            Needed::Room { money, score: Some(score) } => {
                with(Word::CliOutcomeRoom, &[("money", amount(money)), ("score", amount(score))])
            }
            Needed::Room { money, score: None } => {
                with(Word::CliOutcomeRoomOnly, &[("money", amount(money))])
            }
            Needed::SupportersMoney(money) => {
                with(Word::CliOutcomeSupportersMoney, &[("money", amount(money))])
            }
            Needed::Rest { supporters_money, money } => with(
                Word::CliOutcomeRest,
                &[("supporters_money", amount(supporters_money)), ("money", amount(money))],
            ),
            Needed::Withdrawn => with(Word::CliOutcomeWithdrawn, &[]),
            Needed::Support => with(Word::CliOutcomeNoSupport, &[]),
            Needed::Threshold(score) => with(Word::CliOutcomeThreshold, &[("score", amount(score))]),
            Needed::EarlierTurn { stopped_by } => {
                with(Word::CliOutcomeEarlierTurn, &[("project", counted.id(*stopped_by).to_owned())])
            }
        },
    }
}

fn tie(counted: &Counted<'_>, tie: &Tie, language: Language) -> String {
    let among: Vec<&str> = tie.among.iter().map(|at| counted.id(*at)).collect();
    let broken_by = match tie.broken_by {
        BrokenBy::Cost => Word::CliOutcomeByCost,
        BrokenBy::Votes => Word::CliOutcomeByVotes,
        BrokenBy::Lot => Word::CliOutcomeByLot,
        BrokenBy::Lexicographic => Word::CliOutcomeByLexicographic,
        BrokenBy::File => Word::CliOutcomeByFile,
    };
    let values = [
        ("round", &*tie.round.to_string()),
        ("among", &among.join(", ")),
        ("first", among.first().copied().unwrap_or_default()),
        ("broken_by", broken_by.text(language)),
    ];
    Word::CliOutcomeTie.say(language, &values).replace(char::is_control, " ")
}

/// At most two decimals, none where they are nothing.
fn money(number: &Rational, language: Language) -> String {
    let rounded = rational::rounded(number, 2);
    let short = rounded.strip_suffix(".00").unwrap_or(&rounded);
    match language {
        Language::Bg => short.replace('.', ","),
        Language::En => short.to_owned(),
    }
}
