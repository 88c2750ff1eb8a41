//! PROJECTS: what the money may be spent on.

use num_traits::{Signed as _, Zero as _};

use super::number::number;
use super::places::{Places, hash_text};
use super::read::Reader;
use super::read_meta::Announced;
use super::{Fields, Problem, Project, ReadError, Section};
use crate::Rational;

pub(super) fn read(reader: &mut Reader<'_>, announced: &Announced) -> Result<Vec<Project>, ReadError> {
    let columns = reader.header(Section::Projects, "project_id")?;
    if !columns.iter().any(|column| column == "cost") {
        return Err(reader.error(0, "cost", Problem::MissingField(Section::Projects)));
    }
    let mut projects: Vec<Project> = Vec::new();
    let mut by_id = ByProjectId::default();
    while reader.row(Some(Section::Votes))? {
        reader.check_cells()?;
        let project = project(reader, &columns)?;
        if by_id.insert(&projects, &project.id).is_some() {
            return Err(reader.error(0, "project_id", Problem::RepeatedProject(project.id)));
        }
        projects.push(project);
    }
    let (expected, line) = announced.projects;
    if projects.len() != expected {
        let wrong = Problem::ProjectCount { announced: expected, found: projects.len() };
        return Err(ReadError::new(line, "num_projects", wrong));
    }
    Ok(projects)
}

fn project(reader: &Reader<'_>, columns: &[String]) -> Result<Project, ReadError> {
    let mut project = Project {
        id: reader.text(0).to_owned(),
        cost: Rational::zero(),
        votes: None,
        score: None,
        selected: None,
        fields: Fields::new(),
    };
    for (at, column) in columns.iter().enumerate() {
        let text = reader.text(at);
        // pabutools writes `None` where nothing is known.
        let known = !text.is_empty() && !text.eq_ignore_ascii_case("none");
        let refused = |problem| reader.error(at, column, problem);
        match column.as_str() {
            "project_id" | "cost" if text.is_empty() => return Err(refused(Problem::EmptyCell)),
            "project_id" => {}
            "cost" => {
                project.cost = number(text).map_err(refused)?;
                if !project.cost.is_positive() {
                    return Err(refused(Problem::CostNotPositive(text.to_owned())));
                }
            }
            _ if !known => {}
            "votes" => project.votes = Some(number(text).map_err(refused)?),
            "score" => project.score = Some(number(text).map_err(refused)?),
            "selected" => {
                let selected = text.strip_suffix(".0").unwrap_or(text).parse().ok().filter(|code| *code <= 3);
                project.selected = Some(selected.ok_or_else(|| refused(Problem::Selected(text.to_owned())))?);
            }
            "target" => project.fields.set("beneficiaries", text),
            other => project.fields.set(other, text),
        }
    }
    Ok(project)
}

/// Finds projects by their id.
pub(super) struct ByProjectId(Places);

impl Default for ByProjectId {
    fn default() -> Self {
        Self(Places::new(256))
    }
}

impl ByProjectId {
    pub(super) fn of(projects: &[Project]) -> Self {
        let mut by_id = Self::default();
        for (at, project) in projects.iter().enumerate() {
            by_id.insert(&projects[..at], &project.id);
        }
        by_id
    }

    /// The place of the project that has this id already, else remembers that the next one has it.
    fn insert(&mut self, projects: &[Project], id: &str) -> Option<u32> {
        let next = u32::try_from(projects.len()).unwrap_or(u32::MAX);
        self.0.find_or_insert(hash_text(id), next, |place| projects[place as usize].id == id)
    }

    pub(super) fn find(&self, projects: &[Project], id: &str) -> Option<u32> {
        self.0.find(hash_text(id), |place| projects[place as usize].id == id)
    }
}
