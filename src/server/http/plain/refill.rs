//! From a stored ballot back to the fields: what the draft has a place for is filled in, the rest is told.

use glasno_model::{
    Amount, BallotDocument, BudgetDraft, Consultation, LineId,
    ways::{Answer, AnswerValue, ProjectMethod, ProjectVote, QuestionKind},
};
use glasno_words::{Language, Speak as _, server, widget};

use super::{
    filled::{Filled, field},
    mistake::pot_amount,
};
use crate::http::{language::of_texts, written};

/// A ballot as fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refilled {
    /// What stands in them.
    pub filled: Filled,
    /// What has no place any more, each thing with its name.
    pub lost: Vec<String>,
}

/// Fills in the form of a draft with a ballot that was made on it, or on an earlier version of it. Whether the amounts
/// still keep the rules is for the check of the whole: they stand where they can be corrected.
pub fn refill(
    ballot: &BallotDocument,
    made_on: &BudgetDraft,
    draft: &BudgetDraft,
    consultation: &Consultation,
    language: Language,
) -> Refilled {
    let mut refilling =
        Refilling { made_on, draft, consultation, language, fields: Vec::new(), lost: Vec::new() };
    refilling.budget(ballot);
    refilling.pot(ballot);
    refilling.projects(&ballot.projects);
    refilling.said(ballot);
    refilling.answers(&ballot.answers);
    refilling.respondent(ballot);
    Refilled { filled: Filled::new(refilling.fields), lost: refilling.lost }
}

struct Refilling<'a> {
    made_on: &'a BudgetDraft,
    draft: &'a BudgetDraft,
    consultation: &'a Consultation,
    language: Language,
    fields: Vec<(String, String)>,
    lost: Vec<String>,
}

impl Refilling<'_> {
    /// Into its field, or among what is lost, in words.
    fn put(&mut self, fits: bool, field: String, value: String, words: impl FnOnce(&Self) -> String) {
        if fits {
            self.fields.push((field, value));
        } else {
            self.lost.push(words(self));
        }
    }

    fn budget(&mut self, ballot: &BallotDocument) {
        let can_move = self.consultation.ways.rebalance;
        for entry in &ballot.allocation {
            let fits =
                can_move && self.draft.line(&entry.line).is_some_and(glasno_model::BudgetLine::is_movable);
            let value = self.typed(entry.amount);
            self.put(fits, field("amount", entry.line.as_str()), value, |known| {
                format!("{}: {}", known.line(&entry.line), known.money(entry.amount))
            });
        }
        for entry in &ballot.levers {
            let step = |draft: &BudgetDraft| {
                let line = draft.revenue.get().iter().find(|line| line.id == entry.line)?;
                let step = line.lever.as_ref()?.steps.get(entry.step as usize)?;
                Some(format!("{}: {}", self.bare(&line.name), self.bare(&step.name)))
            };
            let (now, then) = (step(self.draft), step(self.made_on));
            let words = then.unwrap_or_else(|| entry.line.to_string());
            let fits = can_move && now.is_some();
            self.put(fits, field("lever", entry.line.as_str()), entry.step.to_string(), |_| words);
        }
    }

    fn pot(&mut self, ballot: &BallotDocument) {
        let pot = self.consultation.ways.pot.get().as_ref();
        for share in &ballot.pot {
            let fits = pot.is_some() && self.draft.pot_areas().any(|area| area.id == share.area);
            self.put(fits, field("pot", share.area.as_str()), share.amount.to_string(), |known| {
                let area = known.made_on.pot_areas().find(|area| area.id == share.area);
                let name = area.map_or(share.area.as_str(), |area| known.bare(&area.name));
                format!("{name}: {}", pot_amount(pot, share.amount.into(), known.made_on, known.language))
            });
        }
    }

    fn projects(&mut self, votes: &[ProjectVote]) {
        let method = self.consultation.ways.projects.get().as_ref().map(|choice| choice.method);
        for (at, vote) in votes.iter().enumerate() {
            let there = self.draft.projects.get().iter().any(|project| project.id == vote.project);
            let value = match method {
                Some(ProjectMethod::Ranking { .. }) => (at + 1).to_string(),
                Some(ProjectMethod::Points { .. }) => vote.points.unwrap_or_default().to_string(),
                _ => "on".to_owned(),
            };
            let fits = there && method.is_some();
            self.put(fits, field("project", vote.project.as_str()), value, |known| {
                let project = known.made_on.projects.get().iter().find(|project| project.id == vote.project);
                project.map_or(vote.project.as_str(), |project| known.bare(&project.name)).to_owned()
            });
        }
    }

    fn said(&mut self, ballot: &BallotDocument) {
        for comment in &ballot.comments {
            let there = comment.line.as_ref().is_none_or(|line| self.draft.line(line).is_some());
            let name =
                comment.line.as_ref().map_or("comment".to_owned(), |line| field("comment", line.as_str()));
            let fits = there && self.consultation.ways.comments;
            self.put(fits, name, comment.text.clone(), |known| {
                let on = comment.line.as_ref().map(|line| known.line(line));
                let on = on.unwrap_or_else(|| widget::Word::WholeBudget.text(known.language).to_owned());
                format!("{on}: {}", comment.text)
            });
        }
        for said in &ballot.clarity {
            let fits = self.consultation.ways.clarity && self.draft.line(&said.line).is_some();
            let value = if said.clear { "yes" } else { "no" }.to_owned();
            self.put(fits, field("clear", said.line.as_str()), value, |known| {
                let word = if said.clear { server::Word::PlainClearYes } else { server::Word::PlainClearNo };
                format!("{}: {}", known.line(&said.line), word.text(known.language))
            });
        }
    }

    fn answers(&mut self, answers: &[Answer]) {
        for answer in answers {
            let questions = self.consultation.ways.questions.get();
            let question = questions.iter().find(|question| question.id == answer.question);
            let name = field("answer", answer.question.as_str());
            for (value, fits) in values(&answer.value, question.map(|question| &question.kind)) {
                let asked = question.map_or(answer.question.as_str(), |question| self.bare(&question.text));
                let words = format!("{asked}: {value}");
                self.put(fits, name.clone(), value, |_| words);
            }
        }
    }

    fn respondent(&mut self, ballot: &BallotDocument) {
        let asked = &self.consultation.respondents;
        if let Some(group) = ballot.respondent.group {
            let fits = asked.groups.contains(&group);
            self.put(fits, "group".to_owned(), group.code().to_owned(), |known| {
                written::group(group).text(known.language).to_owned()
            });
        }
        if let Some(district) = &ballot.respondent.district {
            let fits = asked.district(district).is_some();
            self.put(fits, "district".to_owned(), district.to_string(), |_| district.to_string());
        }
    }

    fn line(&self, id: &LineId) -> String {
        let line = self.made_on.line(id).or_else(|| self.draft.line(id));
        line.map_or_else(|| id.to_string(), |line| self.bare(&line.name).to_owned())
    }

    fn bare<'t>(&self, text: &'t glasno_model::Text) -> &'t str {
        text.get(of_texts(self.language))
    }

    fn money(&self, amount: Amount) -> String {
        written::amount(amount, self.made_on.currency, self.language)
    }

    /// As somebody types it, to the cent.
    fn typed(&self, amount: Amount) -> String {
        let per_unit = self.draft.currency.minor_units();
        let (units, rest) = (amount.magnitude().minor() / per_unit, amount.magnitude().minor() % per_unit);
        let minus = if amount.is_negative() { "−" } else { "" };
        let places = usize::try_from(per_unit.ilog10()).unwrap_or_default();
        let whole = written::count(units.unsigned_abs(), Language::Bg).replace('\u{a0}', " ");
        if rest == 0 { format!("{minus}{whole}") } else { format!("{minus}{whole},{rest:0places$}") }
    }
}

/// What stands in the fields of a question, each value with whether it can still be given.
fn values(value: &AnswerValue, asked: Option<&QuestionKind>) -> Vec<(String, bool)> {
    let offered = |id: &glasno_model::ways::OptionId| match asked {
        Some(QuestionKind::Single { options } | QuestionKind::Multiple { options, .. }) => {
            options.iter().any(|option| option.id == *id)
        }
        _ => false,
    };
    match value {
        AnswerValue::Choice(id) => vec![(id.to_string(), offered(id))],
        AnswerValue::Choices(ids) => ids.iter().map(|id| (id.to_string(), offered(id))).collect(),
        AnswerValue::Number(number) => {
            let fits = matches!(asked, Some(QuestionKind::Scale { .. } | QuestionKind::Number { .. }));
            vec![(number.to_string(), fits)]
        }
        AnswerValue::Text(text) => vec![(text.clone(), matches!(asked, Some(QuestionKind::Text)))],
    }
}
