//! What ballots say beside amounts and comments: levers, shares of a pot, projects, answers, clarity; in a wide table
//! each in a column of its own, after the comments.
//!
//! There is a column for whatever any draft holds, whether its way is on or off by now, so that nothing that was sent is
//! lost. Only questions have no versions: answers to one that was taken away are counted here, and stand in the long
//! table, the sheet of answers and JSON.

use std::collections::HashMap;

use glasno_model::draft::BudgetDraft;
use glasno_model::ways::question::{AnswerOption, AnswerValue, OptionId, Question, QuestionId, QuestionKind};
use glasno_model::ways::{Answer, LeverChoice, ProjectMethod, lever, pot};
use glasno_model::{Amount, AreaId, Consultation, LeverStep, LineId, ProjectId, RevenueLine, Text};

use super::{Entry, ExportError};

/// The counts that stand after the columns of the choices.
pub(super) const COUNTS: [&str; 3] = ["lines_clear", "lines_unclear", "other_answers"];

/// What one column is about.
pub(super) enum Column {
    /// A lever of revenue, with the revenue's name.
    Lever(LineId, Text),
    /// An area that a pot is shared over.
    Area(AreaId, Text),
    /// A project.
    Project(ProjectId, Text),
    /// A question with one answer.
    Question(Box<Question>),
    /// One option of a question with several answers.
    Option(Box<Question>, AnswerOption),
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell<'a> {
    Empty,
    Money(Amount),
    Number(i64),
    Text(&'a str),
}

/// The columns, in the order levers, areas, projects, questions.
pub(super) struct Choices {
    pub columns: Vec<Column>,
    levers: HashMap<LineId, usize>,
    areas: HashMap<AreaId, usize>,
    projects: HashMap<ProjectId, usize>,
    /// The first column of each question.
    questions: HashMap<QuestionId, usize>,
    pub projects_are_ranked: bool,
}

/// A lever as a citizen pulled it.
pub(super) struct Pulled<'a> {
    pub line: &'a RevenueLine,
    pub step: &'a LeverStep,
    /// What the line would bring.
    pub proposed: Amount,
}

impl Choices {
    /// The newest draft's choices in its order, then those that only older ones have. The drafts are given version 1
    /// first.
    pub fn new(consultation: &Consultation, drafts: &[BudgetDraft]) -> Self {
        let mut columns = Vec::new();
        let newest_first = || drafts.iter().rev();
        let levers = newest_first().flat_map(|draft| draft.revenue.get()).filter(|line| line.lever.is_some());
        let levers = place(&mut columns, levers.map(|line| (&line.id, &line.name)), Column::Lever);
        let areas = newest_first().flat_map(|draft| pot::areas_of(draft.areas.get()));
        let areas = place(&mut columns, areas.map(|area| (&area.id, &area.name)), Column::Area);
        let projects = newest_first().flat_map(|draft| draft.projects.get());
        let projects =
            place(&mut columns, projects.map(|project| (&project.id, &project.name)), Column::Project);
        let mut questions = HashMap::new();
        for question in consultation.ways.questions.get() {
            questions.insert(question.id.clone(), columns.len());
            let boxed = || Box::new(question.clone());
            match &question.kind {
                QuestionKind::Multiple { options, .. } => {
                    columns.extend(options.iter().map(|option| Column::Option(boxed(), option.clone())));
                }
                _ => columns.push(Column::Question(boxed())),
            }
        }
        let method = consultation.ways.projects.get().as_ref().map(|choice| choice.method);
        let projects_are_ranked = matches!(method, Some(ProjectMethod::Ranking { .. }));
        Self { columns, levers, areas, projects, questions, projects_are_ranked }
    }

    /// The headers. The word before each keeps them apart from lines and from each other.
    pub fn headers(&self) -> impl Iterator<Item = String> {
        let header = |column: &Column| match column {
            Column::Lever(id, _) => format!("lever:{id}"),
            Column::Area(id, _) => format!("pot:{id}"),
            Column::Project(id, _) => format!("project:{id}"),
            Column::Question(question) => format!("question:{}", question.id),
            Column::Option(question, option) => format!("question:{}:{}", question.id, option.id),
        };
        self.columns.iter().map(header).chain(COUNTS.into_iter().map(str::to_owned))
    }

    /// A draft's own amounts: what its revenue brings where no lever is pulled.
    pub fn draft_cells(&self, draft: &BudgetDraft) -> Vec<Cell<'static>> {
        let mut cells = vec![Cell::Empty; self.columns.len() + COUNTS.len()];
        for line in draft.revenue.get().iter().filter(|line| line.lever.is_some()) {
            if let Some(place) = self.levers.get(&line.id) {
                cells[*place] = Cell::Money(line.amount);
            }
        }
        cells
    }

    /// What a ballot says, in its columns.
    pub fn cells<'a>(&self, entry: &Entry<'a>) -> Result<Vec<Cell<'a>>, ExportError> {
        let mut cells = vec![Cell::Empty; self.columns.len() + COUNTS.len()];
        let ballot = entry.ballot;
        for choice in &ballot.levers {
            let place = self.levers.get(&choice.line).ok_or_else(|| unknown(&choice.line))?;
            cells[*place] = Cell::Money(pulled(entry.draft, choice)?.proposed);
        }
        for share in &ballot.pot {
            let place = self.areas.get(&share.area).ok_or_else(|| unknown(&share.area))?;
            cells[*place] = Cell::Number(share.amount.into());
        }
        for (rank, vote) in (1..).zip(&ballot.projects) {
            let place = self.projects.get(&vote.project).ok_or_else(|| unknown(&vote.project))?;
            let without_points = if self.projects_are_ranked { rank } else { 1 };
            cells[*place] = Cell::Number(vote.points.map_or(without_points, i64::from));
        }
        let mut others = 0;
        for answer in &ballot.answers {
            others += self.answer(answer, &mut cells);
        }
        let clear = ballot.clarity.iter().filter(|said| said.clear).count();
        let counts = [clear, ballot.clarity.len() - clear, others];
        for (cell, count) in cells[self.columns.len()..].iter_mut().zip(counts) {
            *cell = Cell::Number(i64::try_from(count).unwrap_or(i64::MAX));
        }
        Ok(cells)
    }

    /// Puts an answer into its columns; tells how many parts of it have none by now.
    fn answer<'a>(&self, answer: &'a Answer, cells: &mut [Cell<'a>]) -> usize {
        let Some(place) = self.questions.get(&answer.question) else { return 1 };
        match (&self.columns[*place], &answer.value) {
            (Column::Option(question, _), AnswerValue::Choices(chosen)) => {
                let options = options(question);
                for (cell, option) in cells[*place..].iter_mut().zip(options) {
                    *cell = Cell::Number(chosen.contains(&option.id).into());
                }
                chosen.iter().filter(|id| options.iter().all(|option| option.id != **id)).count()
            }
            (Column::Question(_), AnswerValue::Choice(id)) => {
                put(&mut cells[*place], Cell::Text(id.as_str()))
            }
            (Column::Question(_), AnswerValue::Number(number)) => {
                put(&mut cells[*place], Cell::Number(*number))
            }
            (Column::Question(_), AnswerValue::Text(text)) => put(&mut cells[*place], Cell::Text(text)),
            // The question was of another kind when it was answered.
            _ => 1,
        }
    }

    /// A question as it is asked now.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        match &self.columns[*self.questions.get(id)?] {
            Column::Question(question) | Column::Option(question, _) => Some(question),
            Column::Lever(..) | Column::Area(..) | Column::Project(..) => None,
        }
    }

    /// The name of an area in the newest draft that has it.
    pub fn area(&self, id: &AreaId) -> Option<&Text> {
        match &self.columns[*self.areas.get(id)?] {
            Column::Area(_, name) => Some(name),
            _ => None,
        }
    }

    /// The name of a project in the newest draft that has it.
    pub fn project(&self, id: &ProjectId) -> Option<&Text> {
        match &self.columns[*self.projects.get(id)?] {
            Column::Project(_, name) => Some(name),
            _ => None,
        }
    }
}

/// A lever as a citizen pulled it, in the draft that the ballot was made on.
pub(super) fn pulled<'a>(draft: &'a BudgetDraft, choice: &LeverChoice) -> Result<Pulled<'a>, ExportError> {
    let line = draft.revenue.get().iter().find(|line| line.id == choice.line);
    let steps = line.and_then(|line| line.lever.as_ref()).map_or(&[][..], |lever| &lever.steps);
    let step = usize::try_from(choice.step).ok().and_then(|at| steps.get(at));
    let (line, step) = line.zip(step).ok_or_else(|| unknown(&choice.line))?;
    let difference = lever::yield_of(choice, draft).map_err(|_| unknown(&choice.line))?;
    let proposed = line.amount.minor().checked_add(difference);
    let proposed = proposed.and_then(|minor| Amount::from_minor(minor).ok());
    Ok(Pulled { line, step, proposed: proposed.ok_or_else(|| unknown(&choice.line))? })
}

/// The options of a question; none where it has none.
pub(super) fn options(question: &Question) -> &[AnswerOption] {
    match &question.kind {
        QuestionKind::Single { options } | QuestionKind::Multiple { options, .. } => options,
        _ => &[],
    }
}

/// The name of an option, where the question still has it.
pub(super) fn option_name<'a>(question: &'a Question, id: &OptionId) -> Option<&'a Text> {
    options(question).iter().find(|option| option.id == *id).map(|option| &option.name)
}

fn unknown(id: impl core::fmt::Display) -> ExportError {
    ExportError::UnknownChoice(id.to_string())
}

fn put<'a>(cell: &mut Cell<'a>, value: Cell<'a>) -> usize {
    *cell = value;
    0
}

fn place<'a, Id: Clone + Eq + std::hash::Hash + 'a>(
    columns: &mut Vec<Column>,
    all: impl Iterator<Item = (&'a Id, &'a Text)>,
    column: impl Fn(Id, Text) -> Column,
) -> HashMap<Id, usize> {
    let mut places = HashMap::new();
    for (id, name) in all {
        if !places.contains_key(id) {
            places.insert(id.clone(), columns.len());
            columns.push(column(id.clone(), name.clone()));
        }
    }
    places
}
