//! The officer's own questions: `[[questions]]`, each with what an answer looks like, and when it is shown.

use glasno_model::{
    Text,
    ways::{Question, QuestionId, QuestionKind},
};
use glasno_words::{Speak as _, server::Word};

use super::{Key, Reader, values::Value};
use crate::cli::settings::Placed;

mod condition;
mod kind;

const PATH: &str = "questions";
const KEYS: [&str; 6] = ["id", "text", "help", "required", "kind", "shown_if"];
const KINDS: [&str; 5] = ["single", "multiple", "scale", "number", "text"];
/// More would not be answered.
const MOST_QUESTIONS: usize = 50;

/// A question that was read before. What it asks is nothing where it was wrong, which was said then.
pub(super) struct Earlier {
    pub id: QuestionId,
    pub kind: Option<QuestionKind>,
}

impl Reader<'_> {
    /// The questions; an empty list takes those of before away.
    pub(super) fn questions(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<Vec<Question>> {
        let Some(items) = value.get_ref().as_array() else {
            self.expect(&self.placed(key, value), Word::CliExpectedQuestions);
            return None;
        };
        if items.len() > MOST_QUESTIONS {
            let (found, most) = (items.len().to_string(), MOST_QUESTIONS.to_string());
            let place = self.placed(key, value).place;
            let values = [("place", place.as_str()), ("found", &found), ("most", &most)];
            self.wrong.push(Word::CliTooMany.say(self.language, &values));
        }
        let id =
            |item: &Value<'_>| Some(item.get_ref().as_table()?.get("id")?.get_ref().as_str()?.to_owned());
        let all: Vec<String> = items.iter().filter_map(id).collect();
        let (mut questions, mut earlier) = (Vec::new(), Vec::new());
        for item in items {
            questions.extend(self.question(item, &mut earlier, &all));
        }
        Some(questions)
    }

    fn question(&mut self, item: &Value<'_>, earlier: &mut Vec<Earlier>, all: &[String]) -> Option<Question> {
        let table = self.table(PATH, item, Word::CliExpectedQuestions)?;
        let name = table.get("kind").and_then(|kind| kind.get_ref().as_str()).unwrap_or_default();
        // Where the kind is none of ours, that is said; which keys belong to it is not known then.
        if KINDS.contains(&name) {
            self.only(PATH, table, &[&KEYS, Self::keys_of(name)].concat());
        }
        let [id, text, kind] = self.required(PATH, item, table, ["id", "text", "kind"])?;
        let id = self.question_id(id, earlier);
        let text = self.words("questions.text", text);
        let help = table.get("help").map_or(Some(Text::default()), |help| self.words("questions.help", help));
        let required = table.get("required").map(|value| self.flag("questions.required", value));
        let name = self
            .one_of("questions.kind", kind, &KINDS, |name| KINDS.into_iter().find(|known| *known == name));
        let kind = name.and_then(|name| self.kind(name, item, table));
        let shown_if = table.get("shown_if").map(|value| self.condition(value, earlier, all));
        earlier.extend(id.clone().map(|id| Earlier { id, kind: kind.clone() }));
        Some(Question {
            id: id?,
            text: text?,
            help: help?,
            required: required.unwrap_or(Some(false))?,
            kind: kind?,
            shown_if: match shown_if {
                Some(condition) => Some(condition?),
                None => None,
            },
        })
    }

    fn question_id(&mut self, value: &Value<'_>, earlier: &[Earlier]) -> Option<QuestionId> {
        const ID: &str = "questions.id";
        let id: QuestionId = self.id(ID, value)?;
        if earlier.iter().any(|other| other.id == id) {
            self.twice(&Placed { text: id.to_string(), ..self.found(ID, value) });
            return None;
        }
        Some(id)
    }
}
