//! `audit.json`: what a package was made of and how, so that whoever distrusts it knows what to try again.

use std::collections::BTreeMap;

use glasno_model::{BalanceRule, Currency, Language, Slug, Text};
use serde::{Deserialize, Serialize};

use super::results_lines::RULES;
use super::results_projects::{self, ResultsProjects};
use crate::division::DivisionRule;

/// The first word of every audit. A package that is laid out otherwise gets another number.
pub const FORMAT: &str = "glasno open data 1";

/// The audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// [`FORMAT`].
    pub format: String,
    /// The version of Glasno that made the package.
    pub glasno: String,
    /// What was asked.
    pub consultation: Asked,
    /// How it is counted.
    pub parameters: Parameters,
    /// How much came in, and what became of it.
    pub counts: Counts,
    /// What was proposed on each version of the draft.
    pub drafts: Vec<DraftFacts>,
    /// What it comes to, beside the figures in the tables.
    pub outcome: Outcome,
    /// What is not in the package, and why.
    pub left_out: Vec<LeftOut>,
    /// The SHA-256 of every file except this one and `datapackage.json`, which names the SHA-256 of this one.
    pub sha256: BTreeMap<String, String>,
}

/// What was asked, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The consultation's name in addresses.
    pub slug: Slug,
    /// Its name for people.
    pub title: Text,
    /// Who asked.
    pub organiser: Text,
    /// The languages that it was held in, the first one being the default.
    pub languages: Vec<Language>,
    /// The country in English, as Pabulib wants it; `Worldwide` where it is not known.
    pub country: String,
    /// The first day, in the consultation's time zone; nothing where it is open from the officer's word on.
    pub opens_on: Option<String>,
    /// The last day; nothing where it has no deadline.
    pub closes_on: Option<String>,
    /// The day on which the package was made.
    pub made_on: String,
    /// Was it still open then? If so, everything here is provisional.
    pub was_open: bool,
}

/// How it is counted. With these, `lines.csv` and `ballots.csv` everything else follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// When a proposal balances.
    pub balance_rule: BalanceRule,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The fewest participants of whom a figure is published.
    pub least_participants: u64,
    /// The level of the Wilson intervals.
    pub confidence: String,
    /// How ballots are drawn again to see how stable a result is.
    pub bootstrap: Bootstrap,
    /// The published text that everything drawn by lot is drawn with.
    pub seed: String,
    /// How figures are rounded, in words.
    pub rounding: String,
    /// How the project ballot is counted, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub projects: Option<ProjectParameters>,
}

/// How a project ballot is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectParameters {
    /// What could be spent, as a decimal.
    pub budget: String,
    /// What ballots say.
    pub form: BallotForm,
    /// What a ballot could say at most.
    #[serde(default)]
    pub limits: BallotLimits,
    /// The official rule, by its name.
    pub rule: String,
    /// How often ballots are drawn again.
    pub replicates: u32,
}

/// What a ballot on projects could say at most. Nothing where there is no such limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotLimits {
    /// The most projects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub projects: Option<u32>,
    /// Had the projects to fit into the budget together?
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub within_budget: bool,
    /// The most points together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<u32>,
    /// The most points for one project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points_for_one: Option<u32>,
}

/// What the ballots on projects say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BallotForm {
    /// The projects that somebody is for.
    Approval,
    /// Projects in order.
    Ranking,
    /// Projects with points.
    Points,
}

/// How ballots are drawn again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bootstrap {
    /// The method.
    pub method: String,
    /// How often.
    pub replicates: u32,
    /// Which part of the replicates lies between the two bounds.
    pub interval: String,
}

/// How much came in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Submissions that were ever taken.
    pub received: u64,
    /// Of these, withdrawn by their citizens.
    pub withdrawn: u64,
    /// Of the others, those that propose amounts: the ballots in `ballots.csv`.
    pub counted: u64,
    /// Those that propose no amounts, but choose projects.
    #[serde(default, skip_serializing_if = "num_traits::Zero::is_zero")]
    pub only_projects: u64,
    /// Those that do neither, but pull levers, share a pot, say whether a line is clear or answer questions.
    #[serde(default, skip_serializing_if = "num_traits::Zero::is_zero")]
    pub only_other_answers: u64,
    /// Those that only comment: no proposal, so not part of any figure.
    pub only_comments: u64,
    /// Of all, those in `ballots_projects.csv`.
    #[serde(default, skip_serializing_if = "num_traits::Zero::is_zero")]
    pub project_ballots: u64,
    /// Comments.
    pub comments: u64,
    /// Places in comments where an address, a telephone number or a personal number was masked.
    pub masked: u64,
}

impl Counts {
    /// Submissions that were ever taken, by what became of them.
    pub const fn sum(&self) -> u64 {
        self.withdrawn
            .saturating_add(self.counted)
            .saturating_add(self.only_projects)
            .saturating_add(self.only_other_answers)
            .saturating_add(self.only_comments)
    }
}

/// What was proposed on one version of the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftFacts {
    /// The version.
    pub draft_version: u32,
    /// How many lines it has.
    pub lines: u64,
    /// What they sum to, as a decimal.
    pub total: String,
    /// Ballots on it that propose amounts.
    pub ballots: u64,
}

/// What a count comes to, beside the figures in the tables.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The rules that the tables' amounts come from, by column.
    pub rules: BTreeMap<String, String>,
    /// Every tie and how it was broken.
    pub ties: Vec<TieBroken>,
    /// The `.pb` file.
    pub pabulib: Option<PabulibFacts>,
    /// The project ballot, where the consultation had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub projects: Option<ProjectsFacts>,
}

impl Outcome {
    /// What allocations come to, beside the tables.
    pub fn of(pabulib: Option<PabulibFacts>) -> Self {
        let rule = |(column, rule): (&str, DivisionRule)| (column.to_owned(), rule.to_string());
        // The division of lines meets no ties that anything has to be drawn for: equal cents go to the earlier line.
        Self { rules: RULES.map(rule).into(), pabulib, ..Self::default() }
    }

    /// The same with what came of the project ballot.
    #[must_use]
    pub fn with_projects(mut self, results: ResultsProjects) -> Self {
        self.rules.insert("selected_official".to_owned(), results.facts.rule.clone());
        for (column, rule) in results_projects::RULES {
            self.rules.insert(column.to_owned(), rule.to_string());
        }
        self.ties.extend(results.ties);
        self.projects = Some(results.facts);
        self
    }
}

/// A tie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieBroken {
    /// The rule that met it.
    pub rule: String,
    /// The round in which it was met, from 1.
    pub round: u32,
    /// The tied projects, the best one by the order that broke the tie first.
    pub among: Vec<String>,
    /// What told the first from the second: `cost`, `votes`, `lot`.
    pub broken_by: String,
    /// Where it was the lot: the projects' lots, in the same order. The smaller one wins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<String>,
}

/// What stands in the `.pb` file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PabulibFacts {
    /// Its name.
    pub file: String,
    /// The version of the draft that its ballots were made on.
    pub draft_version: u32,
    /// How many there are.
    pub ballots: u64,
    /// How many points each one gives.
    pub points: u32,
    /// How many ballots could not be written, because they give no line anything.
    pub left_out: u64,
}

/// What came of a project ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectsFacts {
    /// What could be spent, as a decimal.
    pub budget: String,
    /// How many voted.
    pub voters: u64,
    /// The official rule.
    pub rule: String,
    /// The projects that it funds, in its order.
    pub selected: Vec<String>,
    /// What they cost together, as a decimal.
    pub total_cost: String,
    /// The name of their `.pb` file, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pabulib: Option<String>,
}

/// Something that is not in the package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// What it is.
    pub what: String,
    /// How many, where it can be counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Why.
    pub why: String,
}
