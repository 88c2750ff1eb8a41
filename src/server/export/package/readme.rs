//! The readmes: what the package is, in plain words.

use glasno_model::BalanceRule;
use glasno_tally::package::{Audit, decimal};
use glasno_words::{Language, Speak as _, server::Word};

use super::{READMES, left_out};

/// How many characters fit in a line.
const WIDTH: usize = 96;

/// The readme in a language. The audit names the files that are in the package already.
pub(super) fn text(audit: &Audit, language: Language) -> String {
    let mut page = Page { language, text: String::new() };
    let asked = &audit.consultation;
    let spoken = language.tag().parse().unwrap_or(glasno_model::Language::BULGARIAN);
    page.heading(&Word::PackageTitle.say(language, &[("title", asked.title.get(spoken))]), '=');
    let organiser = asked.organiser.get(spoken);
    if !organiser.is_empty() {
        page.paragraph(organiser);
    }
    page.word(Word::PackageWhat, &[]);
    page.word(Word::PackageMade, &[("day", &asked.made_on), ("version", &audit.glasno)]);
    if asked.was_open {
        page.word(Word::PackageOpen, &[]);
    }
    page.counts(audit);
    page.files(audit);
    page.method(audit);
    page.heading(Word::PackagePrivacyTitle.text(language), '-');
    page.word(Word::PackagePrivacy, &[]);
    page.word(Word::PackageMasks, &[]);
    page.heading(Word::PackageRecountTitle.text(language), '-');
    page.word(Word::PackageRecount, &[]);
    // As they are, for every space counts.
    page.word(Word::PackageSeed, &[]);
    page.verbatim(&audit.parameters.seed);
    page.word(Word::PackageLot, &[]);
    let seed = audit.parameters.seed.replace('\'', "'\\''");
    page.verbatim(&format!("printf '%s\\n' 'glasno lot v1' '{seed}' 'ID' | sha256sum"));
    page.heading(Word::PackageHashesTitle.text(language), '-');
    for (name, hash) in &audit.sha256 {
        // A readme cannot hold its own, and two of them not each other's.
        if READMES.iter().all(|(readme, _)| readme != name) {
            page.line(&format!("{hash}  {name}"));
        }
    }
    page.end();
    page.word(Word::PackageHashes, &[]);
    page.text.replace('\n', "\r\n")
}

struct Page {
    language: Language,
    text: String,
}

impl Page {
    fn counts(&mut self, audit: &Audit) {
        let counts = &audit.counts;
        self.heading(Word::PackageCountsTitle.text(self.language), '-');
        let values = [
            ("received", counts.received),
            ("withdrawn", counts.withdrawn),
            ("counted", counts.counted),
            ("only_comments", counts.only_comments),
            ("comments", counts.comments),
            ("masked", counts.masked),
        ]
        .map(|(name, count)| (name, count.to_string()));
        self.word(Word::PackageCounts, &values.each_ref().map(|(name, count)| (*name, count.as_str())));
        if counts.only_projects + counts.only_other_answers > 0 {
            let values = [
                ("projects", counts.only_projects.to_string()),
                ("others", counts.only_other_answers.to_string()),
            ];
            let values = values.each_ref().map(|(name, count)| (*name, count.as_str()));
            self.word(Word::PackageCountsOthers, &values);
        }
        if audit.left_out.iter().any(|entry| entry.why == left_out::NO_TABLE) {
            self.word(Word::PackageNoTable, &[]);
        }
        for draft in &audit.drafts {
            self.word(
                Word::PackageDraft,
                &[
                    ("version", &draft.draft_version.to_string()),
                    ("lines", &draft.lines.to_string()),
                    ("total", &draft.total),
                    ("currency", audit.parameters.currency.code()),
                    ("ballots", &draft.ballots.to_string()),
                ],
            );
        }
        let ballots = counts.counted.to_string();
        self.word(Word::PackageDisclosure, &[("ballots", &ballots)]);
    }

    fn files(&mut self, audit: &Audit) {
        self.heading(Word::PackageFilesTitle.text(self.language), '-');
        let tables = [
            Word::PackageFileLines,
            Word::PackageFileBallots,
            Word::PackageFileResults,
            Word::PackageFileBreakdowns,
            Word::PackageFileComments,
        ];
        for word in tables {
            self.word(word, &[]);
        }
        if audit.sha256.contains_key("organisations.csv") {
            self.word(Word::PackageFileOrganisations, &[]);
        }
        if let Some(facts) = &audit.outcome.pabulib {
            self.word(
                Word::PackageFilePabulib,
                &[
                    ("file", &facts.file),
                    ("ballots", &facts.ballots.to_string()),
                    ("version", &facts.draft_version.to_string()),
                    ("points", &facts.points.to_string()),
                ],
            );
        }
        if let Some(facts) = &audit.outcome.projects {
            let values = [("ballots", &*facts.voters.to_string()), ("budget", &facts.budget)];
            let currency = ("currency", audit.parameters.currency.code());
            self.word(Word::PackageFileProjects, &[values[0], values[1], currency]);
            if let Some(file) = &facts.pabulib {
                self.word(Word::PackageFilePabulibProjects, &[("file", file)]);
            }
        }
        let others = [
            Word::PackageFileWorkbook,
            Word::PackageFileAudit,
            Word::PackageFileDatapackage,
            Word::PackageCsv,
        ];
        for word in others {
            self.word(word, &[]);
        }
    }

    fn method(&mut self, audit: &Audit) {
        let parameters = &audit.parameters;
        self.heading(Word::PackageMethodTitle.text(self.language), '-');
        self.word(Word::PackageMethod, &[]);
        match parameters.balance_rule {
            BalanceRule::NoDeficit => self.word(Word::PackageNoDeficit, &[]),
            BalanceRule::Deviation { at_most } => {
                let amount = decimal::of_amount(at_most, parameters.currency.minor_units());
                let values = [("amount", amount.as_str()), ("currency", parameters.currency.code())];
                self.word(Word::PackageDeviation, &values);
            }
        }
        self.word(Word::PackageRules, &[]);
        if let Some(projects) = &parameters.projects {
            let replicates = projects.replicates.to_string();
            let values = [("rule", projects.rule.as_str()), ("replicates", &replicates)];
            self.word(Word::PackageProjectRule, &values);
        }
        self.word(Word::PackageIntervals, &[("replicates", &parameters.bootstrap.replicates.to_string())]);
        self.word(Word::PackageRounding, &[]);
        self.word(Word::PackageFew, &[("least", &parameters.least_participants.to_string())]);
    }

    fn heading(&mut self, title: &str, line: char) {
        self.line(title);
        let rule: String = title.chars().map(|_| line).collect();
        self.line(&rule);
        self.end();
    }

    fn word(&mut self, word: Word, values: &[(&str, &str)]) {
        self.paragraph(&word.say(self.language, values));
    }

    /// A paragraph, its lines broken between words.
    fn paragraph(&mut self, text: &str) {
        let mut length = 0;
        for word in text.split_whitespace() {
            let letters = word.chars().count();
            if length > 0 && length + 1 + letters > WIDTH {
                self.text.push('\n');
                length = 0;
            } else if length > 0 {
                self.text.push(' ');
                length += 1;
            }
            self.text.push_str(word);
            length += letters;
        }
        self.text.push('\n');
        self.end();
    }

    fn verbatim(&mut self, text: &str) {
        self.line(&format!("    {text}"));
        self.end();
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn end(&mut self) {
        self.text.push('\n');
    }
}
