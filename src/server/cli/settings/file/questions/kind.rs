//! What an answer looks like: options to choose from, a scale, a number, a text.

use glasno_model::{
    Text,
    ways::{AnswerOption, OptionId, QuestionKind},
};
use glasno_words::{Speak as _, server::Word};
use toml::de::DeTable;

use crate::cli::settings::{
    Placed,
    file::{Reader, expected_this, values::Value},
};

const PATH: &str = "questions";
const OPTIONS: &str = "questions.options";
const OPTION_KEYS: [&str; 2] = ["id", "name"];
const LEAST_OPTIONS: usize = 2;
const MOST_OPTIONS: usize = 40;
/// How far the steps of a scale reach above the lowest one.
const SCALE_STEPS: (i64, i64) = (1, 10);
/// Numbers that every program reads exactly, JavaScript and spreadsheets among them.
const EXACT: i64 = (1 << 53) - 1;

/// What stands there is wrong, and that was said.
struct Said;

impl Reader<'_> {
    /// The keys that belong to this kind alone.
    pub(super) const fn keys_of(kind: &str) -> &'static [&'static str] {
        match kind.as_bytes() {
            b"single" => &["options"],
            b"multiple" => &["options", "at_most"],
            b"scale" => &["from", "to", "low", "high"],
            b"number" => &["least", "most"],
            _ => &[],
        }
    }

    pub(super) fn kind(&mut self, name: &str, item: &Value<'_>, table: &DeTable<'_>) -> Option<QuestionKind> {
        match name {
            "single" => Some(QuestionKind::Single { options: self.options(item, table)? }),
            "multiple" => {
                let options = self.options(item, table)?;
                let most = i64::try_from(options.len()).unwrap_or(i64::MAX);
                let at_most = self
                    .optional(table, "at_most", |reader, value| {
                        reader.whole("questions.at_most", value, (1, most))
                    })
                    .ok()?;
                Some(QuestionKind::Multiple { options, at_most })
            }
            "scale" => self.scale(item, table),
            "number" => self.number(table),
            _ => Some(QuestionKind::Text),
        }
    }

    fn scale(&mut self, item: &Value<'_>, table: &DeTable<'_>) -> Option<QuestionKind> {
        let low = table.get("low").map_or(Some(Text::default()), |low| self.words("questions.low", low));
        let high = table.get("high").map_or(Some(Text::default()), |high| self.words("questions.high", high));
        let [from, to] = self.required(PATH, item, table, ["from", "to"])?;
        let from: i32 = self.whole("questions.from", from, (-1_000, 1_000))?;
        let steps = (i64::from(from) + SCALE_STEPS.0, i64::from(from) + SCALE_STEPS.1);
        let to = self.whole("questions.to", to, steps)?;
        Some(QuestionKind::Scale { from, to, low: low?, high: high? })
    }

    fn number(&mut self, table: &DeTable<'_>) -> Option<QuestionKind> {
        let least = self
            .optional(table, "least", |reader, value| reader.whole("questions.least", value, (-EXACT, EXACT)))
            .ok()?;
        let from = least.unwrap_or(-EXACT);
        let most = self
            .optional(table, "most", |reader, value| reader.whole("questions.most", value, (from, EXACT)))
            .ok()?;
        Some(QuestionKind::Number { least, most })
    }

    fn options(&mut self, item: &Value<'_>, table: &DeTable<'_>) -> Option<Vec<AnswerOption>> {
        let [value] = self.required(PATH, item, table, ["options"])?;
        let items = value.get_ref().as_array().map(|items| items.iter().collect::<Vec<_>>());
        let count = items.as_ref().map(Vec::len);
        let Some(items) = items.filter(|items| (LEAST_OPTIONS..=MOST_OPTIONS).contains(&items.len())) else {
            let found = self.found(OPTIONS, value);
            let found = Placed { text: count.map_or(found.text, |count| count.to_string()), ..found };
            let bounds = [("least", LEAST_OPTIONS.to_string()), ("most", MOST_OPTIONS.to_string())];
            let bounds = bounds.each_ref().map(|(name, value)| (*name, value.as_str()));
            let what = Word::CliExpectedOptions.say(self.language, &bounds);
            self.wrong.push(expected_this(&found, &what, self.language));
            return None;
        };
        let before = self.wrong.len();
        let mut options: Vec<AnswerOption> = Vec::new();
        for item in items {
            let Some(option) = self.option(item) else { continue };
            if options.iter().any(|other| other.id == option.id) {
                self.twice(&Placed { text: option.id.to_string(), ..self.found(OPTIONS, item) });
            }
            options.push(option);
        }
        (self.wrong.len() == before).then_some(options)
    }

    fn option(&mut self, item: &Value<'_>) -> Option<AnswerOption> {
        let table = self.table(OPTIONS, item, Word::CliExpectedOption)?;
        self.only(OPTIONS, table, &OPTION_KEYS);
        let [id, name] = self.required(OPTIONS, item, table, OPTION_KEYS)?;
        let id = self.id::<OptionId>("questions.options.id", id);
        let name = self.words("questions.options.name", name);
        Some(AnswerOption { id: id?, name: name? })
    }

    /// What stands under a key that may be left out.
    fn optional<T>(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        read: impl FnOnce(&mut Self, &Value<'_>) -> Option<T>,
    ) -> Result<Option<T>, Said> {
        match table.get(key) {
            Some(value) => read(self, value).map(Some).ok_or(Said),
            None => Ok(None),
        }
    }
}
