//! The sheets of answers and of what is clear; both stand in the workbook only where there are any.

use glasno_model::Text;
use glasno_model::ways::{AnswerValue, OptionId};
use glasno_words::Speak as _;
use glasno_words::server::Word;
use rust_xlsxwriter::Workbook;

use super::sheets::{Column, Sheets};
use crate::export::choices::option_name;
use crate::export::{Entry, ExportError, Frame};

/// The columns of the answers.
pub(super) fn columns() -> Vec<Column> {
    let columns = [
        ("submission", 20),
        ("question", 16),
        ("question_text", 60),
        ("answer", 16),
        ("answer_text", 100),
        ("language", 10),
    ];
    columns.into_iter().map(|(header, width)| Column::new(header, width)).collect()
}

/// The columns of what is clear.
pub(super) fn clarity_columns() -> Vec<Column> {
    let columns = [("submission", 20), ("line", 16), ("line_name", 40), ("clear", 10)];
    columns.into_iter().map(|(header, width)| Column::new(header, width)).collect()
}

/// Writes a row for each answer; for one with several options a row for each.
pub(super) fn write(
    frame: &Frame,
    entry: &Entry<'_>,
    workbook: &mut Workbook,
    sheet: &mut Sheets,
) -> Result<(), ExportError> {
    for answer in &entry.ballot.answers {
        let question = frame.choices.question(&answer.question);
        let read = |text: Option<&'_ Text>| text.map_or(String::new(), |text| frame.read(text).to_owned());
        let mut row = |code: Code<'_>, text: &str| {
            sheet.next_row(workbook)?;
            sheet.text(entry.id.as_str())?;
            sheet.text(answer.question.as_str())?;
            sheet.text(&read(question.map(|question| &question.text)))?;
            match code {
                Code::None => sheet.skip(),
                Code::Number(number) => sheet.whole(number)?,
                Code::Option(option) => sheet.text(option.as_str())?,
            }
            sheet.text(text)?;
            sheet.text(entry.ballot.language.tag())
        };
        let name = |option| read(question.and_then(|question| option_name(question, option)));
        match &answer.value {
            AnswerValue::Text(text) => row(Code::None, text)?,
            AnswerValue::Number(number) => row(Code::Number(*number), "")?,
            AnswerValue::Choice(option) => row(Code::Option(option), &name(option))?,
            AnswerValue::Choices(options) => {
                options.iter().try_for_each(|option| row(Code::Option(option), &name(option)))?;
            }
        }
    }
    Ok(())
}

/// An answer as programs read it.
enum Code<'a> {
    None,
    Number(i64),
    Option(&'a OptionId),
}

/// Writes a row for each line that somebody found clear or not.
pub(super) fn write_clarity(
    frame: &Frame,
    entry: &Entry<'_>,
    workbook: &mut Workbook,
    sheet: &mut Sheets,
) -> Result<(), ExportError> {
    for said in &entry.ballot.clarity {
        sheet.next_row(workbook)?;
        sheet.text(entry.id.as_str())?;
        sheet.text(said.line.as_str())?;
        sheet.text(frame.name_in(entry.draft, &said.line))?;
        let word = if said.clear { Word::ExportClear } else { Word::ExportUnclear };
        sheet.text(word.text(frame.language))?;
    }
    Ok(())
}
