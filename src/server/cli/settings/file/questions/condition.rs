//! When a question is shown: `shown_if`, on an earlier question that is answered by choosing.

use glasno_model::ways::{Condition, QuestionId, QuestionKind};
use glasno_words::{Speak as _, server::Word};
use toml::de::DeValue;

use super::Earlier;
use crate::cli::settings::{
    Placed,
    file::{
        Reader,
        values::{Value, whole},
    },
};

const PATH: &str = "questions.shown_if";
const QUESTION: &str = "questions.shown_if.question";
const ANY_OF: &str = "questions.shown_if.any_of";
const KEYS: [&str; 2] = ["question", "any_of"];

impl Reader<'_> {
    /// `all` are the ids of all questions, whether they stand before this one or after it.
    pub(super) fn condition(
        &mut self,
        value: &Value<'_>,
        earlier: &[Earlier],
        all: &[String],
    ) -> Option<Condition> {
        let table = self.table(PATH, value, Word::CliExpectedCondition)?;
        self.only(PATH, table, &KEYS);
        let [question, any_of] = self.required(PATH, value, table, KEYS)?;
        let id: QuestionId = self.id(QUESTION, question)?;
        let Some(asked) = earlier.iter().find(|other| other.id == id) else {
            let is_later = all.iter().any(|other| other == id.as_str());
            let word = if is_later { Word::CliConditionLater } else { Word::CliConditionUnknown };
            self.unfit(word, question, &id, all);
            return None;
        };
        // A question that is wrong itself was named before.
        let answers: Vec<String> = match asked.kind.as_ref()? {
            QuestionKind::Single { options } | QuestionKind::Multiple { options, .. } => {
                options.iter().map(|option| option.id.to_string()).collect()
            }
            QuestionKind::Scale { from, to, .. } => (*from..=*to).map(|step| step.to_string()).collect(),
            QuestionKind::Number { .. } | QuestionKind::Text => {
                self.unfit(Word::CliConditionKind, question, &id, all);
                return None;
            }
        };
        Some(Condition { question: id, any_of: self.any_of(any_of, &answers)? })
    }

    fn any_of(&mut self, value: &Value<'_>, known: &[String]) -> Option<Vec<String>> {
        let Some(items) = value.get_ref().as_array().filter(|items| !items.is_empty()) else {
            self.expect(&self.found(ANY_OF, value), Word::CliExpectedAnyOf);
            return None;
        };
        let before = self.wrong.len();
        let mut wanted: Vec<String> = Vec::new();
        for item in items {
            let text = match item.get_ref() {
                DeValue::String(text) => Some(text.to_string()),
                number => whole(number).map(|number| number.to_string()),
            };
            match text.filter(|text| known.contains(text)) {
                Some(text) if wanted.contains(&text) => {
                    self.twice(&Placed { text, ..self.found(ANY_OF, item) });
                }
                Some(text) => wanted.push(text),
                None => {
                    let known: Vec<&str> = known.iter().map(String::as_str).collect();
                    self.expect_one_of(&self.found(ANY_OF, item), &known);
                }
            }
        }
        (self.wrong.len() == before).then_some(wanted)
    }

    fn unfit(&mut self, word: Word, value: &Value<'_>, id: &QuestionId, all: &[String]) {
        let place = self.found(QUESTION, value).place;
        let values = [("place", place.as_str()), ("found", id.as_str()), ("known", &all.join(", "))];
        self.wrong.push(word.say(self.language, &values));
    }
}
