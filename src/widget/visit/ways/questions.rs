//! The answers to the officer's questions.

use glasno_model::{
    Violation,
    ways::{Answer, AnswerValue, OptionId, Question, question},
};

use super::{found, whole_number};

/// What stands in the fields, by the places of the questions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replies {
    /// What goes into the ballot: the answers to the questions that are shown.
    pub answers: Vec<Answer>,
    /// How many characters the answers in free text have.
    pub characters: usize,
    fields: Vec<(usize, Reply)>,
}

/// What stands in the field of one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A choice or a free text.
    Value(AnswerValue),
    /// A number as it was typed.
    Number(String),
}

/// Why an answer cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// It is no whole number, so there is nothing that could be sent.
    NotANumber,
    /// It breaks a rule.
    Broken(Violation),
}

impl Reply {
    /// The answer that it makes; nothing where the field is empty or holds no number.
    fn value(&self) -> Option<AnswerValue> {
        match self {
            Self::Value(AnswerValue::Text(text)) if text.trim().is_empty() => None,
            Self::Value(AnswerValue::Choices(chosen)) if chosen.is_empty() => None,
            Self::Value(value) => Some(value.clone()),
            Self::Number(text) => whole_number(text).map(AnswerValue::Number),
        }
    }

    fn is_garbled(&self) -> bool {
        matches!(self, Self::Number(text) if !text.trim().is_empty() && whole_number(text).is_none())
    }
}

impl Replies {
    /// What stands in the field of a question.
    pub fn reply(&self, at: usize) -> Option<&Reply> {
        self.fields.iter().find(|(other, _)| *other == at).map(|(_, reply)| reply)
    }

    /// The options that are chosen in a question.
    pub fn chosen(&self, at: usize) -> &[OptionId] {
        match self.reply(at) {
            Some(Reply::Value(AnswerValue::Choice(id))) => core::slice::from_ref(id),
            Some(Reply::Value(AnswerValue::Choices(ids))) => ids,
            _ => &[],
        }
    }

    /// Takes a reply, or takes it back.
    pub fn put(&mut self, questions: &[Question], at: usize, reply: Option<Reply>) {
        self.fields.retain(|(other, _)| *other != at);
        self.fields.extend(reply.map(|reply| (at, reply)));
        let mut answers: Vec<Answer> = Vec::new();
        for (at, question) in questions.iter().enumerate() {
            let value = self.reply(at).and_then(Reply::value);
            answers.extend(value.map(|value| Answer { question: question.id.clone(), value }));
        }
        // What was answered before a question was hidden stays in its field and out of the ballot.
        let shown = question::shown(questions, &answers);
        let is_shown = |answer: &Answer| {
            questions.iter().zip(&shown).any(|(question, shown)| *shown && question.id == answer.question)
        };
        answers.retain(is_shown);
        let length = |answer: &Answer| match &answer.value {
            AnswerValue::Text(text) => text.chars().count(),
            _ => 0,
        };
        self.characters = answers.iter().map(length).sum();
        self.answers = answers;
    }

    /// Chooses an option of several, or takes the choice back. The options keep the question's order.
    pub fn toggle(&mut self, questions: &[Question], at: usize, options: &[&OptionId], option: &OptionId) {
        let before = self.chosen(at);
        let is_chosen = |id: &OptionId| before.contains(id) != (id == option);
        let ids = options.iter().filter(|id| is_chosen(id)).map(|id| (*id).clone()).collect();
        self.put(questions, at, Some(Reply::Value(AnswerValue::Choices(ids))));
    }

    /// Which questions are shown.
    pub fn shown(&self, questions: &[Question]) -> Vec<bool> {
        question::shown(questions, &self.answers)
    }

    /// Why the answer to a question cannot be taken, or why there has to be one.
    pub fn problem(&self, questions: &[Question], at: usize) -> Option<Problem> {
        let question = questions.get(at)?;
        if self.reply(at).is_some_and(Reply::is_garbled) {
            return Some(Problem::NotANumber);
        }
        let answer = self.answers.iter().find(|answer| answer.question == question.id);
        let broken = match answer {
            Some(answer) => question.check_value(&answer.value).err(),
            None => question.required.then(|| Violation::RequiredAnswer { question: question.id.clone() }),
        };
        broken.map(Problem::Broken)
    }

    /// Every rule that the answers break.
    pub fn broken(&self, questions: &[Question]) -> Vec<(String, Violation)> {
        found(|found| question::check(questions, &self.answers, found))
    }

    /// The first question, of those that are shown, that keeps the ballot from being sent.
    pub fn unfinished(&self, questions: &[Question]) -> Option<usize> {
        let shown = self.shown(questions);
        (0..questions.len()).find(|at| shown[*at] && self.problem(questions, *at).is_some())
    }
}
