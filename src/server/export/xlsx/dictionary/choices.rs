//! The columns of what is chosen and answered.

use glasno_model::ways::{PotUnit, ProjectMethod, Question, QuestionKind};
use glasno_words::Speak as _;
use glasno_words::server::Word;

use super::Page;
use crate::export::choices::{Column, options};
use crate::export::{ExportError, Frame};

impl Page<'_> {
    /// The last columns of the submissions, their headers being the next ones.
    pub(super) fn choices(
        &mut self,
        frame: &Frame,
        headers: &mut dyn Iterator<Item = String>,
    ) -> Result<(), ExportError> {
        let language = self.language;
        let (ways, currency) = (&frame.consultation.ways, frame.consultation.currency);
        let number = Word::ExportUnitNumber.text(language);
        let is_money = ways.pot.get().as_ref().is_some_and(|pot| pot.unit == PotUnit::Money);
        for (column, header) in frame.choices.columns.iter().zip(&mut *headers) {
            let (meaning, unit) = match column {
                Column::Lever(_, name) => {
                    (Word::ExportColumnLever.say(language, &[("name", frame.read(name))]), currency.code())
                }
                Column::Area(_, name) => {
                    let meaning = Word::ExportColumnPot.say(language, &[("name", frame.read(name))]);
                    (meaning, if is_money { currency.code() } else { number })
                }
                Column::Project(_, name) => {
                    let method = ways.projects.get().as_ref().map(|choice| choice.method);
                    let word = match method {
                        Some(ProjectMethod::Ranking { .. }) => Word::ExportColumnProjectRank,
                        Some(ProjectMethod::Points { .. }) => Word::ExportColumnProjectPoints,
                        _ => Word::ExportColumnProject,
                    };
                    (word.say(language, &[("name", frame.read(name))]), number)
                }
                Column::Question(question) => (self.question(frame, question), self.unit(&question.kind)),
                Column::Option(question, option) => {
                    let values =
                        [("question", frame.read(&question.text)), ("option", frame.read(&option.name))];
                    (Word::ExportColumnOption.say(language, &values), number)
                }
            };
            self.row(Some(Word::ExportSheetSubmissions), &header, &meaning, unit)?;
        }
        let counts =
            [Word::ExportColumnLinesClear, Word::ExportColumnLinesUnclear, Word::ExportColumnOtherAnswers];
        for (meaning, header) in counts.into_iter().zip(headers) {
            self.row(Some(Word::ExportSheetSubmissions), &header, meaning.text(language), number)?;
        }
        Ok(())
    }

    /// What is asked, and what the codes of the answers mean.
    fn question(&self, frame: &Frame, question: &Question) -> String {
        let options: Vec<_> = options(question)
            .iter()
            .map(|option| format!("{} = {}", option.id, frame.read(&option.name)))
            .collect();
        let text = frame.read(&question.text);
        if options.is_empty() {
            return Word::ExportColumnQuestion.say(self.language, &[("question", text)]);
        }
        let values = [("question", text), ("options", &options.join("; "))];
        Word::ExportColumnQuestionOptions.say(self.language, &values)
    }

    fn unit(&self, kind: &QuestionKind) -> &'static str {
        let word = match kind {
            QuestionKind::Single { .. } | QuestionKind::Multiple { .. } => Word::ExportUnitCode,
            QuestionKind::Scale { .. } | QuestionKind::Number { .. } => Word::ExportUnitNumber,
            QuestionKind::Text => Word::ExportUnitText,
        };
        word.text(self.language)
    }

    /// The sheet of answers.
    pub(super) fn answers(&mut self) -> Result<(), ExportError> {
        self.sheet_of(
            Word::ExportSheetAnswers,
            [
                ("submission", Word::ExportColumnSubmission, Word::ExportUnitCode),
                ("question", Word::ExportColumnQuestionId, Word::ExportUnitCode),
                ("question_text", Word::ExportColumnQuestionText, Word::ExportUnitText),
                ("answer", Word::ExportColumnAnswer, Word::ExportUnitCode),
                ("answer_text", Word::ExportColumnAnswerText, Word::ExportUnitText),
                ("language", Word::ExportColumnLanguage, Word::ExportUnitCode),
            ],
        )
    }

    /// The sheet of what is clear.
    pub(super) fn clarity(&mut self) -> Result<(), ExportError> {
        self.sheet_of(
            Word::ExportSheetClarity,
            [
                ("submission", Word::ExportColumnSubmission, Word::ExportUnitCode),
                ("line", Word::ExportColumnLine, Word::ExportUnitCode),
                ("line_name", Word::ExportColumnLineName, Word::ExportUnitText),
                ("clear", Word::ExportColumnClear, Word::ExportUnitText),
            ],
        )
    }
}
