//! The ways to take part: `[ways]` with its switches, `[ways.pot]`, `[ways.projects]`. Questions stand in `questions`.

use glasno_model::{
    Consultation, Text, Ways,
    ways::{Pot, PotUnit, ProjectChoice, ProjectMethod, Question},
};
use glasno_tally::Rule;
use glasno_words::{Language, Speak as _, server::Word};
use toml::de::{DeTable, DeValue};

use super::{Key, Reader, expected, expected_this, rule, values::Value};
use crate::cli::settings::{Placed, money::minor};

const KEYS: [&str; 6] = ["rebalance", "comments", "clarity", "organisations", "pot", "projects"];
const POT_KEYS: [&str; 4] = ["title", "unit", "total", "share_all"];
const METHODS: [&str; 4] = ["knapsack", "approval", "ranking", "points"];
const UNITS: [&str; 2] = ["points", "money"];
/// The most points, or units of money, in a pot or on a ballot of projects.
const MOST_POINTS: i64 = 1_000_000_000;
/// The most projects on one ballot.
const MOST_PROJECTS: i64 = 1_000;

/// What the file says about the ways to take part; what it does not name is nothing.
#[derive(Debug, Default)]
pub struct Offered {
    pub(super) ways: Option<Switched>,
    pub(super) questions: Option<Vec<Question>>,
    /// Every text of the two with its place.
    pub(super) texts: Vec<(String, Text)>,
}

/// `[ways]` as a whole: what it does not name is as in a new consultation.
#[derive(Debug)]
pub(super) struct Switched {
    ways: Ways,
    /// Waits for its currency.
    projects: Option<(Placed, ProjectMethod, String)>,
}

impl Offered {
    /// Puts it in place of what was offered before, once currency and languages are known. `[ways]` replaces all of
    /// `[ways]`, `[[questions]]` all questions.
    ///
    /// Returns a sentence for everything that does not do.
    pub fn lay_over(self, consultation: &mut Consultation, language: Language) -> Vec<String> {
        let mut wrong: Vec<String> =
            self.texts.iter().filter_map(|text| untranslated(text, consultation, language)).collect();
        let questions = self.questions.map_or_else(|| consultation.ways.questions.clone(), Into::into);
        if let Some(Switched { ways, projects }) = self.ways {
            consultation.ways = ways;
            if let Some((budget, method, rule)) = projects {
                match minor(&budget.text, consultation.currency).filter(|budget| budget.minor() > 0) {
                    Some(budget) => {
                        consultation.ways.projects = Some(ProjectChoice { budget, method, rule }).into();
                    }
                    None => wrong.push(expected(&budget, Word::CliExpectedBudget, language)),
                }
            }
        }
        consultation.ways.questions = questions;
        wrong
    }
}

/// A text that is not there in a language of the consultation would be read in another one.
fn untranslated(
    (place, text): &(String, Text),
    consultation: &Consultation,
    language: Language,
) -> Option<String> {
    let is_there = |tag| text.iter().any(|(written, _)| written == tag);
    let missing: Vec<_> = consultation.languages.iter().filter(|tag| !is_there(**tag)).collect();
    if missing.is_empty() {
        return None;
    }
    let missing = missing.iter().map(|tag| tag.tag()).collect::<Vec<_>>().join(", ");
    let values = [("place", place.as_str()), ("missing", &missing)];
    Some(Word::CliUntranslated.say(language, &values))
}

impl Reader<'_> {
    pub(super) fn ways(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<Switched> {
        let Some(table) = value.get_ref().as_table() else {
            self.expect(&self.placed(key, value), Word::CliExpectedWays);
            return None;
        };
        self.only("ways", table, &KEYS);
        let mut ways = Ways::default();
        for (key, switch) in [
            ("rebalance", &mut ways.rebalance),
            ("comments", &mut ways.comments),
            ("clarity", &mut ways.clarity),
            ("organisations", &mut ways.organisations),
        ] {
            let read = table.get(key).and_then(|value| self.flag(&format!("ways.{key}"), value));
            *switch = read.unwrap_or(*switch);
        }
        ways.pot = table.get("pot").and_then(|value| self.pot(value)).into();
        let projects = table.get("projects").and_then(|value| self.projects(value));
        Some(Switched { ways, projects })
    }

    fn pot(&mut self, value: &Value<'_>) -> Option<Pot> {
        const PATH: &str = "ways.pot";
        let table = self.table(PATH, value, Word::CliExpectedPot)?;
        self.only(PATH, table, &POT_KEYS);
        let title =
            table.get("title").map_or(Some(Text::default()), |value| self.words("ways.pot.title", value));
        let share_all = table
            .get("share_all")
            .is_some_and(|value| self.flag("ways.pot.share_all", value).unwrap_or_default());
        let [unit, total] = self.required(PATH, value, table, ["unit", "total"])?;
        let unit = self.one_of("ways.pot.unit", unit, &UNITS, |word| match word {
            "points" => Some(PotUnit::Points),
            "money" => Some(PotUnit::Money),
            _ => None,
        });
        let total = self.whole("ways.pot.total", total, (1, MOST_POINTS));
        Some(Pot { title: title?, unit: unit?, total: total?, share_all })
    }

    fn projects(&mut self, value: &Value<'_>) -> Option<(Placed, ProjectMethod, String)> {
        const PATH: &str = "ways.projects";
        let table = self.table(PATH, value, Word::CliExpectedProjects)?;
        let [budget, method] = self.required(PATH, value, table, ["budget", "method"])?;
        let budget = self.money("ways.projects.budget", budget);
        let name = self.one_of("ways.projects.method", method, &METHODS, |word| {
            METHODS.into_iter().find(|known| *known == word)
        })?;
        let limits: &[&str] = match name {
            "approval" | "ranking" => &["at_most"],
            "points" => &["total", "at_most"],
            _ => &[],
        };
        self.only(PATH, table, &[&["budget", "method", "rule"], limits].concat());
        let method = self.method(name, value, table);
        let rule = match table.get("rule") {
            None => Some(rule::USUAL.to_owned()),
            Some(value) => method.and_then(|method| self.outcome_rule(name, method, value)),
        };
        Some((budget?, method?, rule?))
    }

    fn method(&mut self, name: &str, value: &Value<'_>, table: &DeTable<'_>) -> Option<ProjectMethod> {
        const PATH: &str = "ways.projects";
        const AT_MOST: &str = "ways.projects.at_most";
        match name {
            "approval" | "ranking" => {
                let [at_most] = self.required(PATH, value, table, ["at_most"])?;
                let at_most = self.whole(AT_MOST, at_most, (1, MOST_PROJECTS))?;
                Some(if name == "ranking" {
                    ProjectMethod::Ranking { at_most }
                } else {
                    ProjectMethod::Approval { at_most }
                })
            }
            "points" => {
                let [total] = self.required(PATH, value, table, ["total"])?;
                let total: u32 = self.whole("ways.projects.total", total, (1, MOST_POINTS))?;
                let at_most = match table.get("at_most") {
                    Some(value) => Some(self.whole(AT_MOST, value, (1, total.into()))?),
                    None => None,
                };
                Some(ProjectMethod::Points { total, at_most })
            }
            _ => Some(ProjectMethod::Knapsack),
        }
    }

    /// The rule that the outcome is computed by: one that there is, and that can count such ballots.
    fn outcome_rule(&mut self, name: &str, method: ProjectMethod, value: &Value<'_>) -> Option<String> {
        const PATH: &str = "ways.projects.rule";
        let Some(rule) = value.get_ref().as_str().and_then(|name| name.parse::<Rule>().ok()) else {
            self.expect(&self.found(PATH, value), Word::CliExpectedProjectRule);
            return None;
        };
        if !rule::can_count(rule, method) {
            let what = Word::CliExpectedFitRule.say(self.language, &[("method", name)]);
            self.wrong.push(expected_this(&self.found(PATH, value), &what, self.language));
            return None;
        }
        Some(rule.to_string())
    }

    /// An amount in units of the currency, to be understood once that is known.
    fn money(&mut self, key: &str, value: &Value<'_>) -> Option<Placed> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) => number.to_string(),
            _ => {
                self.expect(&self.found(key, value), Word::CliExpectedBudget);
                return None;
            }
        };
        Some(Placed { place: self.place_at(key, value.span().start), text })
    }

    pub(super) fn table<'t, 'i>(
        &mut self,
        key: &str,
        value: &'t Value<'i>,
        what: Word,
    ) -> Option<&'t DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.expect(&self.found(key, value), what);
        }
        table
    }
}
