//! Why an election cannot be counted, as sentences for the researcher.

use glasno_tally::{
    BallotKind,
    pabulib::{ElectionError, Problem, ReadError},
    project::RuleError,
};
use glasno_words::{Language, Speak as _, server::Word};

use crate::cli::refused::Refused;

/// The file is refused: line, field, what is wrong there and what to do.
pub(super) fn refused(error: &ReadError, file: &str, language: Language) -> Refused {
    let (line, problem) = (error.line.to_string(), problem(&error.problem, language));
    let values =
        [("file", file), ("line", line.as_str()), ("field", error.field.as_str()), ("problem", &problem)];
    Refused::because(Word::CliPbAt, language, &values)
}

/// The file was read and holds no countable election.
pub(super) fn by_election(error: &ElectionError, file: &str, language: Language) -> Refused {
    let values = [("file", file), ("cause", &error.to_string())];
    Refused::because(Word::CliOutcomeNotCountable, language, &values)
}

/// The election lacks what the rule needs.
pub(super) fn by_rule(error: &RuleError, file: &str, language: Language) -> Refused {
    let refuse = |word| Refused::because(word, language, &[("file", file)]);
    match error {
        RuleError::Ballots { satisfaction, kind } => {
            let kind = match kind {
                BallotKind::Approval => "approval",
                BallotKind::Ordinal => "ordinal",
                BallotKind::Points => "cumulative, scoring",
            };
            let values = [("file", file), ("measure", satisfaction), ("kind", kind)];
            Refused::because(Word::CliOutcomeNeedsBallots, language, &values)
        }
        RuleError::NoThreshold => refuse(Word::CliOutcomeNoThreshold),
        RuleError::Negative => refuse(Word::CliOutcomeNegative),
        RuleError::Extreme => refuse(Word::CliOutcomeExtreme),
    }
}

fn problem(problem: &Problem, language: Language) -> String {
    let plain = |word: Word| word.text(language).to_owned();
    let text = |word: Word, text: &str| word.say(language, &[("text", text)]);
    let section = |word: Word, name: &str| word.say(language, &[("section", name)]);
    let pair = |word: Word, [(one, first), (other, second)]: [(&str, String); 2]| {
        word.say(language, &[(one, first.as_str()), (other, second.as_str())])
    };
    let counts = |word, one, first: &usize, other, second: &usize| {
        pair(word, [(one, first.to_string()), (other, second.to_string())])
    };
    match problem {
        Problem::NotUtf8 => plain(Word::CliPbNotUtf8),
        Problem::UnclosedQuote => plain(Word::CliPbUnclosedQuote),
        Problem::BeforeMeta => plain(Word::CliPbBeforeMeta),
        Problem::EmptyCell => plain(Word::CliPbEmptyCell),
        Problem::EmptyBallot => plain(Word::CliPbEmptyBallot),
        Problem::MissingSection(missing) => section(Word::CliPbMissingSection, missing.marker()),
        Problem::MissingField(of) => section(Word::CliPbMissingField, of.marker()),
        Problem::RepeatedField(of) => section(Word::CliPbRepeatedField, of.marker()),
        Problem::SectionOrder { found, expected } => pair(
            Word::CliPbSectionOrder,
            [("found", found.marker().into()), ("expected", expected.marker().into())],
        ),
        Problem::Header { section, expected } => pair(
            Word::CliPbHeader,
            [("section", section.marker().into()), ("expected", (*expected).to_owned())],
        ),
        Problem::NotANumber(found) => text(Word::CliPbNotANumber, found),
        Problem::NotAWholeNumber(found) => text(Word::CliPbNotAWholeNumber, found),
        Problem::AmbiguousComma(found) => text(Word::CliPbAmbiguousComma, found),
        Problem::Negative(found) => text(Word::CliPbNegative, found),
        Problem::CostNotPositive(found) => text(Word::CliPbCostNotPositive, found),
        Problem::UnknownVoteType(found) => text(Word::CliPbUnknownVoteType, found),
        Problem::Selected(found) => text(Word::CliPbSelected, found),
        Problem::RepeatedProject(id) => text(Word::CliPbRepeatedProject, id),
        Problem::RepeatedVoter(id) => text(Word::CliPbRepeatedVoter, id),
        Problem::UnknownProject(id) => text(Word::CliPbUnknownProject, id),
        Problem::RepeatedChoice(id) => text(Word::CliPbRepeatedChoice, id),
        Problem::PointsLimit(points) => text(Word::CliPbPointsLimit, points),
        Problem::NotPoints(found) => text(Word::CliPbNotPoints, found),
        Problem::CellCount { found, expected } => {
            counts(Word::CliPbCellCount, "found", found, "expected", expected)
        }
        Problem::ProjectCount { announced, found } => {
            counts(Word::CliPbProjectCount, "announced", announced, "found", found)
        }
        Problem::VoteCount { announced, found } => {
            counts(Word::CliPbVoteCount, "announced", announced, "found", found)
        }
        Problem::TooManyChoices { found, most } => {
            counts(Word::CliPbTooManyChoices, "found", found, "most", most)
        }
        Problem::TooFewChoices { found, least } => {
            counts(Word::CliPbTooFewChoices, "found", found, "least", least)
        }
        Problem::PointsCount { points, choices } => {
            counts(Word::CliPbPointsCount, "points", points, "choices", choices)
        }
    }
}
