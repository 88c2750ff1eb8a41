//! Counts a package again from its own tables, and says of every file whether it is as it should be.
//!
//! A package may come from anybody. Nothing of it is trusted: it is read piece by piece under limits, and
//! what is wrong is a [`Verdict`], never a panic.

mod pabulib_files;
mod source;
mod verdict;

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    io::{self, Read as _},
    path::Path,
};

use glasno_tally::Rule;
use glasno_tally::package::{
    Audit, Count, CountError, DataPackage, FileFacts, Lines, Proposal, Proposals, RowsError, audit, ballots,
    breakdowns, count, organisations, projects, results_lines,
    results_projects::{ResultsProjects, results_projects},
    tables,
};
use sha2::{Digest as _, Sha256};

use super::{AUDIT, DATAPACKAGE, READMES, WORKBOOK, archive::hexadecimal, datapackage_facts, json};
use source::{Comparison, Source, is_pabulib};
pub use source::{Difference, SourceError};
pub use verdict::{Report, Verdict};

/// More repetitions than anybody waits for; a hostile audit may ask for four thousand million.
const MOST_REPLICATES: u32 = 10_000;

/// Why a package cannot be counted at all.
#[derive(Debug, thiserror::Error)]
pub enum RecountError {
    /// It is no package.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// It has no audit.
    #[error("there is no audit.json")]
    NoAudit,
    /// The audit cannot be read.
    #[error("audit.json: {0}")]
    Audit(String),
}

/// Counts the package at a path again.
///
/// # Errors
/// Where it is no package, or its audit cannot be read; everything else is a verdict.
pub fn recount(path: &Path) -> Result<Report, RecountError> {
    let source = Source::open(path)?;
    if !source.has(AUDIT) {
        return Err(RecountError::NoAudit);
    }
    let unreadable = |error: &dyn std::fmt::Display| RecountError::Audit(error.to_string());
    let bytes = source.whole(AUDIT).map_err(|error| unreadable(&error))?;
    let audit: Audit = serde_json::from_slice(&bytes).map_err(|error| unreadable(&error))?;
    if audit.format != audit::FORMAT {
        return Err(unreadable(&format_args!(
            "format “{}”",
            audit.format.chars().take(80).collect::<String>()
        )));
    }
    let projects = audit.parameters.projects.as_ref().map_or(0, |projects| projects.replicates);
    if audit.parameters.bootstrap.replicates.max(projects) > MOST_REPLICATES {
        return Err(unreadable(&format_args!("replicates above {MOST_REPLICATES}")));
    }
    let mut recount =
        Recount { source: &source, audit: &audit, facts: BTreeMap::new(), verdicts: BTreeMap::new() };
    recount.hash();
    let (ballots, suppressed) = recount.count();
    Ok(Report { ballots, suppressed, files: recount.verdicts.into_iter().collect() })
}

struct Recount<'a> {
    source: &'a Source,
    audit: &'a Audit,
    /// The files as they are.
    facts: BTreeMap<String, FileFacts>,
    verdicts: BTreeMap<String, Verdict>,
}

impl Recount<'_> {
    /// Compares every file with the hash that it was packed with.
    fn hash(&mut self) {
        let ours =
            ["lines.csv", "ballots.csv", "results_lines.csv", "breakdowns.csv", "comments.csv", WORKBOOK];
        let ours = ours.into_iter().chain(READMES.map(|(name, _)| name));
        // A hostile audit may name millions of files; those that are not there are told as one of ours would be.
        let named = self.audit.sha256.keys().map(String::as_str).filter(|name| self.source.has(name));
        let missing =
            self.audit.sha256.keys().map(String::as_str).filter(|name| !self.source.has(name)).take(64);
        for name in named.chain(missing).chain(ours).chain([DATAPACKAGE]) {
            if self.verdicts.contains_key(name) {
                continue;
            }
            let verdict = match self.audit.sha256.get(name) {
                _ if !self.source.has(name) => Verdict::Missing,
                None if name != DATAPACKAGE => Verdict::Stranger,
                expected => match facts(self.source, name) {
                    Err(error) => by_io(&error),
                    Ok(facts) => {
                        let found = facts.sha256.clone();
                        self.facts.insert(name.to_owned(), facts);
                        match expected {
                            Some(expected) if *expected != found => {
                                Verdict::Changed { expected: expected.chars().take(64).collect(), found }
                            }
                            _ => Verdict::AsPacked,
                        }
                    }
                },
            };
            self.verdicts.insert(name.to_owned(), verdict);
        }
        for name in self.source.names().filter(|name| *name != AUDIT) {
            self.verdicts.entry(name.to_owned()).or_insert(Verdict::Stranger);
        }
        match facts(self.source, AUDIT) {
            Ok(facts) => drop(self.facts.insert(AUDIT.to_owned(), facts)),
            Err(error) => drop(self.verdicts.insert(AUDIT.to_owned(), by_io(&error))),
        }
    }

    /// Nothing follows from the register, and it from nothing; but it must be one.
    fn organisations(&mut self) {
        let Ok(input) = self.source.read("organisations.csv") else { return };
        if let Err(error) = organisations::check(input) {
            self.judge("organisations.csv", by_rows(error));
        }
    }

    /// Computes what can be computed. Tells how many proposals and suppressed rows there are.
    fn count(&mut self) -> (u64, u64) {
        self.organisations();
        let lines = match self.lines() {
            Ok(lines) => lines,
            Err(verdict) => {
                self.judge("lines.csv", verdict);
                self.not_tried(["ballots.csv", "results_lines.csv", "breakdowns.csv", AUDIT, DATAPACKAGE]);
                return (0, 0);
            }
        };
        self.breakdowns(&lines);
        let proposals = Packed { source: self.source, lines: &lines };
        let count = match count(&lines, self.audit.parameters.balance_rule, &proposals) {
            Ok(count) => count,
            Err(error) => {
                self.judge(
                    "ballots.csv",
                    match error {
                        CountError::Proposals(error) => by_rows(error),
                        other => Verdict::Unreadable(other.to_string()),
                    },
                );
                self.not_tried(["results_lines.csv", AUDIT]);
                self.datapackage(&lines);
                return (0, 0);
            }
        };
        let results = results_lines(&lines, &self.audit.parameters, &count);
        self.compare("results_lines.csv", results.csv.as_bytes());
        let pabulib = self.pabulib(&lines, &count, &proposals);
        let outcome = audit::Outcome::of(pabulib);
        match self.projects(&lines) {
            Ok(None) => self.audit(&lines, &count, outcome),
            Ok(Some((ballot, mut results))) => {
                self.compare("results_projects.csv", results.csv.as_bytes());
                results.facts.pabulib = self.pabulib_of_projects(&lines, &ballot, &results);
                self.audit(&lines, &count, outcome.with_projects(results));
            }
            Err((name, verdict)) => {
                self.judge(name, verdict);
                self.not_tried(["results_projects.csv", AUDIT]);
            }
        }
        self.datapackage(&lines);
        (count.ballots(), results.suppressed)
    }

    fn lines(&self) -> Result<Lines, Verdict> {
        let input = self.source.read("lines.csv").map_err(|error| by_io(&error))?;
        Lines::read(input, self.audit.parameters.currency).map_err(by_rows)
    }

    /// What came of the project ballot, where there was one.
    fn projects(
        &self,
        lines: &Lines,
    ) -> Result<Option<(projects::Ballot, ResultsProjects)>, (&'static str, Verdict)> {
        let Some(parameters) = &self.audit.parameters.projects else { return Ok(None) };
        let open = |name| self.source.read(name).map_err(|error| (name, by_io(&error)));
        let (projects, choices) = (open("projects.csv")?, open("ballots_projects.csv")?);
        let ballot = projects::read(projects, choices, parameters, lines.currency)
            .map_err(|(name, error)| (name, by_rows(error)))?;
        let unreadable = |error: &dyn std::fmt::Display| (AUDIT, Verdict::Unreadable(error.to_string()));
        let rule: Rule = parameters.rule.parse().map_err(|error| unreadable(&error))?;
        let results =
            results_projects(&ballot, parameters, rule, lines.currency, &self.audit.parameters.seed);
        results.map(|results| Some((ballot, results))).map_err(|error| unreadable(&error))
    }

    fn breakdowns(&mut self, lines: &Lines) {
        let Ok(input) = self.source.read("breakdowns.csv") else { return };
        match breakdowns::check(input, lines) {
            Ok(_) => {
                if let Some(verdict @ Verdict::AsPacked) = self.verdicts.get_mut("breakdowns.csv") {
                    *verdict = Verdict::Consistent;
                }
            }
            Err(error) => self.judge("breakdowns.csv", by_rows(error)),
        }
    }

    /// The audit follows from the count, but for what only the exporter could know.
    fn audit(&mut self, lines: &Lines, count: &Count, outcome: audit::Outcome) {
        let mut expected = self.audit.clone();
        expected.drafts = count.drafts(lines);
        expected.outcome = outcome;
        let counts = &mut expected.counts;
        counts.counted = count.ballots();
        if let Some(projects) = &expected.outcome.projects {
            counts.project_ballots = projects.voters;
        }
        counts.received = counts.sum();
        self.verdicts.entry(AUDIT.to_owned()).or_insert(Verdict::AsPacked);
        self.compare_document(AUDIT, json(&expected));
    }

    fn datapackage(&mut self, lines: &Lines) {
        if !self.source.has(DATAPACKAGE) {
            return;
        }
        let mut files = self.facts.clone();
        // A file that was changed is told once, and not again by its hash here.
        for (name, facts) in &mut files {
            if let Some(packed) = self.audit.sha256.get(name) {
                packed.clone_into(&mut facts.sha256);
            }
        }
        files.retain(|name, _| name == AUDIT || self.audit.sha256.contains_key(name));
        let all = tables::all(&lines.languages);
        let expected = json(&DataPackage::new(&datapackage_facts(self.audit, &all, &files)));
        self.compare_document(DATAPACKAGE, expected);
    }

    fn compare_document(&mut self, name: &str, expected: Result<Vec<u8>, serde_json::Error>) {
        match expected {
            Ok(expected) => self.compare(name, &expected),
            Err(error) => self.judge(name, Verdict::Unreadable(error.to_string())),
        }
    }

    fn compare(&mut self, name: &str, expected: &[u8]) {
        if let Ok(file) = self.source.read(name) {
            let mut comparison = Comparison::with(file);
            comparison.take(expected);
            self.judge_comparison(name, comparison);
        }
    }

    fn judge_comparison(&mut self, name: &str, comparison: Comparison<source::Limited>) {
        let verdict = match comparison.end() {
            Ok(None) => Verdict::Equal,
            Ok(Some(difference)) => Verdict::Differs(difference),
            Err(error) => by_io(&error),
        };
        // What is equal but was packed as something else stays changed.
        if !matches!((&verdict, self.verdicts.get(name)), (Verdict::Equal, Some(known)) if !known.is_good()) {
            self.judge(name, verdict);
        }
    }

    fn judge(&mut self, name: &str, verdict: Verdict) {
        self.verdicts.insert(name.to_owned(), verdict);
    }

    fn not_tried<const N: usize>(&mut self, names: [&str; N]) {
        let pabulib: Vec<String> = self.verdicts.keys().filter(|name| is_pabulib(name)).cloned().collect();
        for name in names.into_iter().map(str::to_owned).chain(pabulib) {
            let verdict = self.verdicts.entry(name).or_insert(Verdict::NotTried);
            if verdict.is_good() {
                *verdict = Verdict::NotTried;
            }
        }
    }
}

/// The proposals of a package, read from the file each time.
struct Packed<'a> {
    source: &'a Source,
    lines: &'a Lines,
}

impl Proposals for Packed<'_> {
    type Error = RowsError;

    fn each(&self, take: &mut dyn FnMut(Proposal<'_>)) -> Result<(), RowsError> {
        ballots::read(self.source.read("ballots.csv")?, self.lines, take)
    }
}

fn facts(source: &Source, name: &str) -> io::Result<FileFacts> {
    let (mut file, mut hash, mut bytes) = (source.read(name)?, Sha256::new(), 0);
    let mut part = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut part)?;
        if read == 0 {
            return Ok(FileFacts { bytes, sha256: hexadecimal(&hash.finalize()) });
        }
        hash.update(&part[..read]);
        bytes += read as u64;
    }
}

fn by_io(error: &io::Error) -> Verdict {
    match error.kind() {
        io::ErrorKind::FileTooLarge => Verdict::TooLarge,
        io::ErrorKind::NotFound => Verdict::Missing,
        _ => Verdict::Unreadable(error.to_string()),
    }
}

fn by_rows(error: RowsError) -> Verdict {
    match error {
        RowsError::Io(error) => by_io(&error),
        RowsError::Table(error) => Verdict::Broken(error),
    }
}
