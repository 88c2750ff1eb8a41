//! The ways to take part, in the words of the settings' file.

use glasno_model::{
    Consultation, Ways,
    ways::{Pot, PotUnit, ProjectChoice, ProjectMethod},
};
use glasno_words::{Language, Speak as _, server::Word};

use crate::http::written;

/// Which ways are on, and a sentence for each that has rules.
pub fn sentences(consultation: &Consultation, language: Language) -> Vec<String> {
    let ways = &consultation.ways;
    let mut lines = vec![Word::CliShowWays.say(language, &[("ways", &names(ways))])];
    lines.extend(ways.pot.get().as_ref().map(|pot| self::pot(pot, consultation, language)));
    lines.extend(ways.projects.get().as_ref().map(|choice| projects(choice, consultation, language)));
    let questions: Vec<_> = ways.questions.get().iter().map(|question| question.id.as_str()).collect();
    if !questions.is_empty() {
        lines.push(Word::CliShowQuestions.say(language, &[("questions", &questions.join(", "))]));
    }
    lines
}

fn names(ways: &Ways) -> String {
    let names = [
        (ways.rebalance, "rebalance"),
        (ways.comments, "comments"),
        (ways.clarity, "clarity"),
        (ways.organisations, "organisations"),
        (ways.pot.get().is_some(), "pot"),
        (ways.projects.get().is_some(), "projects"),
        (!ways.questions.get().is_empty(), "questions"),
    ];
    let names: Vec<&str> = names.into_iter().filter(|(is_on, _)| *is_on).map(|(_, name)| name).collect();
    if names.is_empty() { "–".to_owned() } else { names.join(", ") }
}

fn pot(pot: &Pot, consultation: &Consultation, language: Language) -> String {
    let total = match pot.unit {
        PotUnit::Points => pot.total.to_string(),
        PotUnit::Money => format!("{} {}", pot.total, consultation.currency.code()),
    };
    let word = match (pot.unit, pot.share_all) {
        (PotUnit::Points, false) => Word::CliShowPotPoints,
        (PotUnit::Points, true) => Word::CliShowPotPointsAll,
        (PotUnit::Money, false) => Word::CliShowPotMoney,
        (PotUnit::Money, true) => Word::CliShowPotMoneyAll,
    };
    word.say(language, &[("total", &total)])
}

fn projects(choice: &ProjectChoice, consultation: &Consultation, language: Language) -> String {
    let budget = written::amount(choice.budget, consultation.currency, language);
    let (word, count) = match choice.method {
        ProjectMethod::Knapsack => (Word::CliShowKnapsack, 0),
        ProjectMethod::Approval { at_most } => (Word::CliShowApproval, at_most),
        ProjectMethod::Ranking { at_most } => (Word::CliShowRanking, at_most),
        ProjectMethod::Points { total, .. } => (Word::CliShowProjectPoints, total),
    };
    let values = [("budget", budget.as_str()), ("rule", &choice.rule), ("count", &count.to_string())];
    word.say(language, &values)
}
