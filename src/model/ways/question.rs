//! The officer's own questions, and answers to them.

use serde::{Deserialize, Serialize};

use crate::ballot::check_text;
pub use crate::identifier::{OptionId, QuestionId};
use crate::{Text, Violation};

/// The longest answer in free text, in characters (Unicode scalar values).
pub const TEXT_CHARACTERS: u32 = 2_000;

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Unique in its consultation.
    pub id: QuestionId,
    /// What is asked.
    pub text: Text,
    /// What helps to understand it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub help: Text,
    /// Must it be answered, where it is shown? That binds every ballot, also one that only comments: the officer asks
    /// it of everybody who sends.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub required: bool,
    /// What an answer looks like.
    pub kind: QuestionKind,
    /// When it is shown; always where there is no condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_if: Option<Condition>,
}

/// What an answer looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", deny_unknown_fields)]
pub enum QuestionKind {
    /// One of the options.
    Single {
        /// The options, in order; at least two.
        options: Vec<AnswerOption>,
    },
    /// Any of the options.
    Multiple {
        /// The options, in order; at least two.
        options: Vec<AnswerOption>,
        /// The most that may be chosen; all of them where there is no limit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_most: Option<u32>,
    },
    /// A step on a scale.
    Scale {
        /// The lowest step.
        from: i32,
        /// The highest step; above the lowest by 1 to 10.
        to: i32,
        /// What the lowest step means.
        #[serde(default, skip_serializing_if = "Text::is_empty")]
        low: Text,
        /// What the highest step means.
        #[serde(default, skip_serializing_if = "Text::is_empty")]
        high: Text,
    },
    /// A whole number.
    Number {
        /// The least.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        least: Option<i64>,
        /// The most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most: Option<i64>,
    },
    /// Free text.
    Text,
}

/// One of the answers to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerOption {
    /// Unique in its question.
    pub id: OptionId,
    /// What it says.
    pub name: Text,
}

/// A question is shown when an earlier question, itself shown, was answered with one of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// An earlier question with options or a scale.
    pub question: QuestionId,
    /// Ids of options, or steps of the scale as text.
    pub any_of: Vec<String>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The question.
    pub question: QuestionId,
    /// What was answered.
    pub value: AnswerValue,
}

/// What was answered. In JSON `{"choice": "yes"}`, `{"choices": ["a", "b"]}`, `{"number": 3}` or `{"text": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerValue {
    /// To a question with one answer.
    Choice(OptionId),
    /// To a question with several answers; at least one.
    Choices(Vec<OptionId>),
    /// To a scale, or to a question for a number.
    Number(i64),
    /// To a question for free text.
    Text(String),
}

impl Condition {
    /// Is it met by this answer?
    pub fn is_met_by(&self, value: &AnswerValue) -> bool {
        let named = |id: &OptionId| self.any_of.iter().any(|wanted| wanted == id.as_str());
        match value {
            AnswerValue::Choice(id) => named(id),
            AnswerValue::Choices(ids) => ids.iter().any(named),
            AnswerValue::Number(number) => self.any_of.contains(&number.to_string()),
            AnswerValue::Text(_) => false,
        }
    }
}

/// Which of the questions are shown, given these answers. A condition on a question that is not shown is not met.
pub fn shown(questions: &[Question], answers: &[Answer]) -> Vec<bool> {
    let mut shown: Vec<bool> = Vec::with_capacity(questions.len());
    for question in questions {
        let is_shown = question.shown_if.as_ref().is_none_or(|condition| {
            let asked = questions.iter().zip(&shown).find(|(earlier, _)| earlier.id == condition.question);
            let answer = answers.iter().find(|answer| answer.question == condition.question);
            asked.is_some_and(|(_, is_shown)| *is_shown)
                && answer.is_some_and(|answer| condition.is_met_by(&answer.value))
        });
        shown.push(is_shown);
    }
    shown
}

/// Tells `found` every rule that these answers break, each with its place below `/ballot/answers`.
pub fn check(questions: &[Question], answers: &[Answer], found: &mut dyn FnMut(String, Violation)) {
    let shown = shown(questions, answers);
    for (at, answer) in answers.iter().enumerate() {
        let question = || answer.question.clone();
        let place = |field: &str| format!("/ballot/answers/{at}/{field}");
        let Some(position) = questions.iter().position(|known| known.id == answer.question) else {
            found(place("question"), Violation::UnknownQuestion { question: question() });
            continue;
        };
        if answers[..at].iter().any(|earlier| earlier.question == answer.question) {
            found(place("question"), Violation::DuplicateAnswer { question: question() });
        } else if !shown[position] {
            found(place("question"), Violation::HiddenQuestion { question: question() });
        } else if let Err(violation) = questions[position].check_value(&answer.value) {
            found(place("value"), violation);
        }
    }
    for (question, _) in questions.iter().zip(shown).filter(|(question, shown)| *shown && question.required) {
        if !answers.iter().any(|answer| answer.question == question.id) {
            let violation = Violation::RequiredAnswer { question: question.id.clone() };
            found("/ballot/answers".into(), violation);
        }
    }
}

impl Question {
    /// Checks one answer by itself.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn check_value(&self, value: &AnswerValue) -> Result<(), Violation> {
        let question = || self.id.clone();
        let known = |options: &[AnswerOption], id: &OptionId| {
            let known = options.iter().any(|option| option.id == *id);
            if known {
                Ok(())
            } else {
                Err(Violation::UnknownOption { question: question(), option: id.clone() })
            }
        };
        let within = |number: i64, least: Option<i64>, most: Option<i64>| {
            let fits = least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most);
            if fits { Ok(()) } else { Err(Violation::OutOfRange { question: question(), least, most }) }
        };
        match (&self.kind, value) {
            (QuestionKind::Single { options }, AnswerValue::Choice(id)) => known(options, id),
            (QuestionKind::Multiple { options, at_most }, AnswerValue::Choices(ids)) => {
                ids.iter().try_for_each(|id| known(options, id))?;
                let repeated = ids.iter().enumerate().find(|(at, id)| ids[..*at].contains(id));
                let chosen = u32::try_from(ids.len()).unwrap_or(u32::MAX);
                match (repeated, *at_most) {
                    (Some((_, id)), _) => {
                        Err(Violation::DuplicateOption { question: question(), option: id.clone() })
                    }
                    (None, Some(at_most)) if chosen > at_most => {
                        Err(Violation::TooManyOptions { question: question(), at_most, found: chosen })
                    }
                    (None, _) if ids.is_empty() => Err(Violation::EmptyAnswer { question: question() }),
                    _ => Ok(()),
                }
            }
            (QuestionKind::Scale { from, to, .. }, AnswerValue::Number(number)) => {
                within(*number, Some((*from).into()), Some((*to).into()))
            }
            (QuestionKind::Number { least, most }, AnswerValue::Number(number)) => {
                within(*number, *least, *most)
            }
            (QuestionKind::Text, AnswerValue::Text(text)) => check_text(text, TEXT_CHARACTERS as usize),
            _ => Err(Violation::WrongAnswer { question: question() }),
        }
    }
}

#[cfg(test)]
#[path = "question_tests.rs"]
mod tests;
