//! The `.pb` files of a package, written again and compared.

use glasno_tally::package::{
    Count, Lines, RowsError, audit, pabulib, pabulib_projects, projects, results_projects::ResultsProjects,
};

use super::{
    Packed, Recount, Verdict, by_io,
    source::{Comparison, Source, is_pabulib},
};

impl Recount<'_> {
    /// Compares the file for Pabulib; tells what it should hold.
    pub(super) fn pabulib(
        &mut self,
        lines: &Lines,
        count: &Count,
        proposals: &Packed<'_>,
    ) -> Option<audit::PabulibFacts> {
        let asked = &self.audit.consultation;
        let plan = pabulib::plan(lines, asked, count).ok();
        let expected = plan.as_ref().map_or("", |plan| &plan.facts.file);
        // That of the project ballot is judged by itself.
        let of_projects = self.audit.parameters.projects.as_ref().map(|_| pabulib_projects::name(asked));
        let is_other =
            |name: &&String| is_pabulib(name) && *name != expected && Some(*name) != of_projects.as_ref();
        let others: Vec<String> = self.verdicts.keys().filter(is_other).cloned().collect();
        let mut facts = None;
        if let Some(plan) = &plan {
            match self.source.read(expected) {
                Ok(file) => {
                    let mut comparison = Comparison::with(file);
                    let written = pabulib::write(plan, lines, asked, proposals, &mut comparison);
                    if let Err(pabulib::PabulibError::None(_)) = written {
                        self.judge(expected, Verdict::Stranger);
                        return None;
                    }
                    // Where the comparison ended early it has found a difference.
                    self.judge_comparison(expected, comparison);
                }
                // Pabulib would not take every such file, and then none is in the package.
                Err(_) if self.audit.outcome.pabulib.is_none() => {
                    let mut nowhere = Nowhere;
                    match pabulib::write(plan, lines, asked, proposals, &mut nowhere) {
                        Err(pabulib::PabulibError::None(_)) => return None,
                        _ => self.judge(expected, Verdict::Missing),
                    }
                }
                Err(error) => {
                    let verdict = if self.source.has(expected) { by_io(&error) } else { Verdict::Missing };
                    self.judge(expected, verdict);
                }
            }
            facts = Some(plan.facts.clone());
        }
        for name in others {
            self.judge(&name, Verdict::Stranger);
        }
        facts
    }

    /// Compares the file of the project ballot for Pabulib; tells its name where there should be one.
    pub(super) fn pabulib_of_projects(
        &mut self,
        lines: &Lines,
        ballot: &projects::Ballot,
        results: &ResultsProjects,
    ) -> Option<String> {
        let (parameters, asked) = (self.audit.parameters.projects.as_ref()?, &self.audit.consultation);
        let name = pabulib_projects::name(asked);
        let counted =
            pabulib_projects::Counted { ballot, parameters, facts: &results.facts, currency: lines.currency };
        let choices = PackedChoices { source: self.source, cells: &ballot.cells, form: parameters.form };
        let has = self.source.has(&name);
        let Some(file) = has.then(|| self.source.read(&name)) else {
            let written = pabulib_projects::write(counted, asked, &choices, &mut Nowhere);
            if let Err(pabulib::PabulibError::None(_)) = written {
                return None;
            }
            self.judge(&name, Verdict::Missing);
            return Some(name);
        };
        match file {
            Err(error) => self.judge(&name, by_io(&error)),
            Ok(file) => {
                let mut comparison = Comparison::with(file);
                let written = pabulib_projects::write(counted, asked, &choices, &mut comparison);
                if let Err(pabulib::PabulibError::None(_)) = written {
                    self.judge(&name, Verdict::Stranger);
                    return None;
                }
                self.judge_comparison(&name, comparison);
            }
        }
        Some(name)
    }
}

/// The choices of projects, read from the file each time.
struct PackedChoices<'a> {
    source: &'a Source,
    cells: &'a [(String, String)],
    form: audit::BallotForm,
}

impl projects::Choices for PackedChoices<'_> {
    type Error = RowsError;

    fn each(&self, take: &mut dyn FnMut(&projects::Choice)) -> Result<(), RowsError> {
        projects::read_choices(self.source.read("ballots_projects.csv")?, self.cells, self.form, take)
    }
}

/// Takes nothing: it is only asked whether there would be something.
struct Nowhere;

impl std::fmt::Write for Nowhere {
    fn write_str(&mut self, _: &str) -> std::fmt::Result {
        Err(std::fmt::Error)
    }
}
