//! The project ballot of a package: its tables, its results and its file for Pabulib.

use glasno_tally::{
    Rule,
    package::{
        audit::{Asked, LeftOut, ProjectParameters},
        pabulib_projects::Counted,
        results_projects::{ResultsProjects, results_projects},
    },
};

use super::{archive::Archive, left_out::entry, projects, tables::Tables};
use crate::export::{ExportError, Frame};

/// What a package tells of projects.
#[derive(Default)]
pub(super) struct Elected {
    /// How they were counted; nothing where there is no outcome.
    pub parameters: Option<ProjectParameters>,
    /// The outcome.
    pub results: Option<ResultsProjects>,
    /// What is not in the package.
    pub left_out: Vec<LeftOut>,
}

/// Writes all of it, as far as citizens choose projects.
pub(super) fn write(
    frame: &Frame,
    consultation: &Asked,
    seed: &str,
    choices: &projects::Spooled,
    archive: &mut Archive,
) -> Result<Elected, ExportError> {
    let mut elected = Elected::default();
    let Some(asked) = projects::Asked::of(frame) else { return Ok(elected) };
    let currency = frame.consultation.currency;
    let parameters = asked.parameters(frame);
    let ballot = projects::write(frame, asked, &parameters, choices, archive)?;
    let counted = parameters.rule.parse::<Rule>().map_err(|error| error.to_string()).and_then(|rule| {
        results_projects(&ballot, &parameters, rule, currency, seed).map_err(|error| error.to_string())
    });
    let mut results = match counted {
        Ok(results) => results,
        Err(reason) => {
            elected.left_out.push(entry("results_projects.csv", None, reason));
            return Ok(elected);
        }
    };
    archive.add("results_projects.csv", results.csv.as_bytes())?;
    let counted = Counted { ballot: &ballot, parameters: &parameters, facts: &results.facts, currency };
    match Tables::pabulib_of_projects(counted, consultation, choices, archive)? {
        Ok(name) => results.facts.pabulib = Some(name),
        Err(reason) => {
            elected.left_out.push(entry("the .pb file of the project ballot", None, reason.to_string()));
        }
    }
    elected.results = Some(results);
    elected.parameters = Some(parameters);
    Ok(elected)
}
