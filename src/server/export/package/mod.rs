//! The open-data package: a ZIP file from which anybody can count the results again.
//!
//! `gather` goes over the submissions once and parts what was proposed and said from who sent it; `shuffle` gives it back
//! in the order of random ids. Then the tables are written one after the other: what a table holds is told by
//! [`glasno_tally::package`], which [`recount`] calls with the finished files. `archive` counts and hashes what goes into
//! the ZIP file.
//!
//! Nothing grows with the number of submissions but temporary files without a name, which are gone when the package is
//! made or given up.

mod archive;
mod asked;
mod election;
mod gather;
mod left_out;
mod lines;
mod mask;
mod organisations;
mod projects;
mod readme;
pub mod recount;
mod shuffle;
mod tables;
mod workbook;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_organisations;
#[cfg(test)]
mod tests_of_projects;

use std::io::{self, Write};

use glasno_model::{Stage, Timestamp};
use glasno_tally::package::{
    Audit, DataPackage, audit,
    breakdowns::{breakdowns, dimensions},
    count, datapackage, results_lines,
};

use super::{ExportError, Frame, Summary, pages};
use crate::random::Random;
use archive::Archive;
use gather::Gathering;
use tables::{Sheets, Tables};

/// What a package needs to know beside the submissions.
pub(super) struct Occasion<'a> {
    /// Where the random ids come from.
    pub random: &'a dyn Random,
    /// When it is made.
    pub now: Timestamp,
    /// The stage that holds then.
    pub stage: Stage,
    /// How many submissions were withdrawn.
    pub withdrawn: u64,
    /// The published text that lots are drawn with, where the officer names another than the usual one.
    pub seed: Option<&'a str>,
}

/// The name of the audit in a package.
pub(crate) const AUDIT: &str = "audit.json";
/// The name of the descriptor.
pub(crate) const DATAPACKAGE: &str = "datapackage.json";
/// The readmes.
pub(crate) const READMES: [(&str, glasno_words::Language); 2] =
    [("README.bg.txt", glasno_words::Language::Bg), ("README.en.txt", glasno_words::Language::En)];
/// The workbook.
pub(crate) const WORKBOOK: &str = "results.xlsx";

/// Can this text be a seed? One line, neither empty nor endless.
pub fn is_seed(seed: &str) -> bool {
    (1..=200).contains(&seed.chars().count())
        && !seed.trim().is_empty()
        && !seed.chars().any(char::is_control)
}

/// Writes the package.
pub(super) fn write(
    frame: &Frame,
    page_after: impl Fn(i64) -> pages::Page + Send,
    occasion: &Occasion<'_>,
    out: &mut dyn Write,
) -> Result<Summary, ExportError> {
    let mut gathering = Gathering::new(frame, occasion.random)?;
    let mut taken = 0_u32;
    pages::for_each(page_after, |submission| {
        taken = taken.wrapping_add(1);
        // Nothing is written for a long while; this asks whether anybody still waits for it.
        if taken.is_multiple_of(4_096) {
            out.flush()?;
        }
        gathering.add(submission)
    })?;
    let mut archive = Archive::begin()?;
    let summary = pack(frame, gathering, occasion, &mut archive, out)?;
    io::copy(&mut archive.finish()?, out)?;
    out.flush()?;
    Ok(summary)
}

fn pack(
    frame: &Frame,
    gathering: Gathering<'_>,
    occasion: &Occasion<'_>,
    archive: &mut Archive,
    out: &mut dyn Write,
) -> Result<Summary, ExportError> {
    let mut parameters = asked::parameters(frame, occasion);
    let asked = asked::asked(frame, occasion)?;
    let tables = Tables::begin(frame, archive)?;
    let gathered = gathering.finish(&tables.lines)?;
    let rows = tables.ballots(&gathered.proposals, archive)?;
    out.flush()?;
    let count = count(&tables.lines, parameters.balance_rule, &gathered.proposals)?;
    let results = results_lines(&tables.lines, &parameters, &count);
    archive.add("results_lines.csv", results.csv.as_bytes())?;
    let groups = frame.consultation.respondents.groups.iter().map(|group| group.code().to_owned()).collect();
    let districts = frame.consultation.respondents.districts.iter().map(|it| it.id.to_string()).collect();
    let dimensions = dimensions(&gathered.tallies, groups, districts);
    let breakdowns = breakdowns(&tables.lines, &gathered.tallies, &dimensions)?;
    archive.add("breakdowns.csv", breakdowns.as_bytes())?;
    out.flush()?;
    let mut left_out = left_out::entries(&gathered, occasion.withdrawn, results.suppressed);
    let elected = election::write(frame, &asked, &parameters.seed, &gathered.choices, archive)?;
    out.flush()?;
    left_out.extend(elected.left_out);
    parameters.projects = elected.parameters;
    let organisations = frame.organisations.as_deref().map(organisations::csv);
    if let Some(organisations) = &organisations {
        archive.add("organisations.csv", organisations.as_bytes())?;
    }
    let sheets = Sheets {
        results: &results.csv,
        breakdowns: &breakdowns,
        projects: elected.results.as_ref().map(|results| results.csv.as_str()),
        organisations: organisations.as_deref(),
    };
    let comments = tables.comments(gathered.comments, &sheets, archive)?;
    let mut outcome = match tables.pabulib(&asked, &count, &gathered.proposals, archive)? {
        Ok(facts) => audit::Outcome::of(Some(facts)),
        Err(reason) => {
            left_out.push(left_out::entry("the .pb file", None, reason.to_string()));
            audit::Outcome::of(None)
        }
    };
    if let Some(results) = elected.results {
        outcome = outcome.with_projects(results);
    }
    let ballots = gathered.ballots;
    let mut counts = audit::Counts {
        received: 0,
        withdrawn: occasion.withdrawn,
        counted: ballots.counted,
        only_projects: ballots.only_projects,
        only_other_answers: ballots.only_other_answers,
        only_comments: ballots.only_comments,
        project_ballots: gathered.projects.ballots,
        comments,
        masked: gathered.masked,
    };
    counts.received = counts.sum();
    let mut audit = Audit {
        format: audit::FORMAT.into(),
        glasno: env!("CARGO_PKG_VERSION").into(),
        consultation: asked,
        parameters,
        counts,
        drafts: count.drafts(&tables.lines),
        outcome,
        left_out,
        sha256: archive.sha256(),
    };
    for (name, language) in READMES {
        archive.add(name, readme::text(&audit, language).as_bytes())?;
    }
    audit.sha256 = archive.sha256();
    archive.add(AUDIT, &json(&audit)?)?;
    let facts = datapackage_facts(&audit, &tables.all, archive.files());
    archive.add(DATAPACKAGE, &json(&DataPackage::new(&facts))?)?;
    Ok(Summary { submissions: ballots.all(), rows, comments })
}

/// What the descriptor is made from, in the exporter and in the recount.
pub(crate) fn datapackage_facts<'a>(
    audit: &'a Audit,
    tables: &'a [glasno_tally::package::Table],
    files: &'a std::collections::BTreeMap<String, glasno_tally::package::FileFacts>,
) -> datapackage::Facts<'a> {
    let asked = &audit.consultation;
    let language = asked.languages.first().copied().unwrap_or(glasno_model::Language::BULGARIAN);
    datapackage::Facts {
        slug: asked.slug.as_str(),
        title: asked.title.get(language),
        organiser: asked.organiser.get(language),
        version: &audit.glasno,
        tables,
        files,
    }
}

/// A document as it stands in a package: indented, for people read it too, with a line end at its end.
pub(crate) fn json(document: &impl serde::Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = serde_json::to_vec_pretty(document)?;
    bytes.push(b'\n');
    Ok(bytes)
}
