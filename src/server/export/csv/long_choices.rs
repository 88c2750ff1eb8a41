//! The rows of what is chosen and answered: levers, shares of a pot, projects, clarity, questions.
//!
//! What is chosen stands in `item`, what was said of it in `value`: points of a pot, the place or the points of a
//! project (1 where it was only chosen), yes or no, the id of an answer or a number. A free answer stands where comments
//! stand.

use glasno_model::Text;
use glasno_model::ways::{Answer, AnswerValue, Clarity, LeverChoice, PotUnit};

use super::long::Long;
use crate::export::choices::{option_name, pulled};
use crate::export::{Entry, ExportError};

impl Long<'_> {
    /// Levers, shares, projects and clarity.
    pub(super) fn choices(&mut self, entry: &Entry<'_>) -> Result<(), ExportError> {
        let ballot = entry.ballot;
        ballot.levers.iter().try_for_each(|choice| self.lever(entry, choice))?;
        let frame = self.frame;
        let pot = frame.consultation.ways.pot.get().as_ref();
        let is_money = pot.is_some_and(|pot| pot.unit == PotUnit::Money);
        for share in &ballot.pot {
            let name = self.read(frame.choices.area(&share.area));
            let currency = if is_money { entry.draft.currency.code() } else { "" };
            self.item(entry, "pot", currency, (share.area.as_str(), name), share.amount)?;
        }
        for (rank, vote) in (1..).zip(&ballot.projects) {
            let name = self.read(frame.choices.project(&vote.project));
            let (kind, value) = match vote.points {
                Some(points) => ("project-points", points),
                None if frame.choices.projects_are_ranked => ("project-rank", rank),
                None => ("project", 1),
            };
            self.item(entry, kind, "", (vote.project.as_str(), name), value)?;
        }
        ballot.clarity.iter().try_for_each(|said| self.clarity(entry, said))
    }

    /// Answers to the officer's questions; one with several options has a row for each.
    pub(super) fn answers(&mut self, entry: &Entry<'_>) -> Result<(), ExportError> {
        for answer in &entry.ballot.answers {
            match &answer.value {
                AnswerValue::Choices(chosen) => {
                    for option in chosen {
                        self.answer(entry, answer, option.as_str())?;
                    }
                }
                AnswerValue::Choice(option) => self.answer(entry, answer, option.as_str())?,
                AnswerValue::Number(number) => self.answer(entry, answer, &number.to_string())?,
                AnswerValue::Text(_) => self.answer(entry, answer, "")?,
            }
        }
        Ok(())
    }

    fn lever(&mut self, entry: &Entry<'_>, choice: &LeverChoice) -> Result<(), ExportError> {
        let pulled = pulled(entry.draft, choice)?;
        let (currency, frame) = (entry.draft.currency, self.frame);
        let minor_units = currency.minor_units();
        self.begin_row(entry, "lever")?;
        self.cells.text(pulled.line.id.as_str());
        self.cells.text(frame.read(&pulled.line.name));
        self.cells.amount(pulled.line.amount, minor_units);
        self.cells.amount(pulled.proposed, minor_units);
        self.cells.amount(pulled.step.yield_difference, minor_units);
        self.cells.word(currency.code());
        self.cells.empty();
        self.cells.word(entry.ballot.language.tag());
        self.empty(["item", "item_name"]);
        // People count from 1.
        self.cells.count(u64::from(choice.step) + 1)?;
        self.cells.text(frame.read(&pulled.step.name));
        Ok(self.cells.end_row()?)
    }

    fn clarity(&mut self, entry: &Entry<'_>, said: &Clarity) -> Result<(), ExportError> {
        self.begin_row(entry, "clarity")?;
        self.cells.text(said.line.as_str());
        self.cells.text(self.frame.name_in(entry.draft, &said.line));
        self.empty(["draft_amount", "proposed_amount", "change", "currency", "comment"]);
        self.cells.word(entry.ballot.language.tag());
        self.empty(["item", "item_name"]);
        self.cells.word(if said.clear { "yes" } else { "no" });
        self.cells.empty();
        Ok(self.cells.end_row()?)
    }

    fn item(
        &mut self,
        entry: &Entry<'_>,
        kind: &str,
        currency: &str,
        (id, name): (&str, &str),
        value: u32,
    ) -> Result<(), ExportError> {
        self.begin_row(entry, kind)?;
        self.empty(["line", "line_name", "draft_amount", "proposed_amount", "change"]);
        self.cells.word(currency);
        self.cells.empty();
        self.cells.word(entry.ballot.language.tag());
        self.cells.text(id);
        self.cells.text(name);
        self.cells.count(value)?;
        self.cells.empty();
        Ok(self.cells.end_row()?)
    }

    fn answer(&mut self, entry: &Entry<'_>, answer: &Answer, value: &str) -> Result<(), ExportError> {
        let question = self.frame.choices.question(&answer.question);
        let text = if let AnswerValue::Text(text) = &answer.value { text } else { "" };
        let name = match (&answer.value, question) {
            (AnswerValue::Choice(_) | AnswerValue::Choices(_), Some(question)) => {
                value.parse().ok().and_then(|id| option_name(question, &id))
            }
            _ => None,
        };
        self.begin_row(entry, "answer")?;
        self.empty(["line", "line_name", "draft_amount", "proposed_amount", "change", "currency"]);
        self.cells.text(text);
        self.cells.word(entry.ballot.language.tag());
        self.cells.text(answer.question.as_str());
        self.cells.text(self.read(question.map(|question| &question.text)));
        match answer.value {
            AnswerValue::Number(_) => self.cells.word(value),
            _ => self.cells.text(value),
        }
        self.cells.text(self.read(name));
        Ok(self.cells.end_row()?)
    }

    fn read<'t>(&self, text: Option<&'t Text>) -> &'t str
    where
        Self: 't,
    {
        text.map_or("", |text| self.frame.read(text))
    }
}
