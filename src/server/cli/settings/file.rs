//! Settings as a TOML file. What is wrong is named with its line, its key, and what was expected there.

use glasno_model::Text;
use glasno_words::{Language, Speak as _, server::Word};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Placed, Settings, money::Rule};
use crate::cli::refused::Refused;

mod margins;
mod questions;
mod respondents;
mod rule;
mod values;
mod ways;

pub use respondents::Asked;
pub use ways::Offered;

const KEYS: [&str; 20] = [
    "title",
    "introduction",
    "organiser",
    "answers_use",
    "contact",
    "privacy_notice",
    "currency",
    "population",
    "households",
    "opens_at",
    "closes_at",
    "time_zone",
    "balance_rule",
    "languages",
    "allowed_origins",
    "allow_sandboxed",
    "respondents",
    "ways",
    "questions",
    "margins",
];

/// Reads a file.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(name: &str, text: &str, language: Language) -> Result<Settings, Refused> {
    let mut reader = Reader { name, text, language, wrong: Vec::new(), written: Vec::new() };
    let mut settings = Settings::default();
    match DeTable::parse(text) {
        Ok(table) => {
            for (key, value) in table.get_ref() {
                reader.set(&mut settings, key, value);
            }
        }
        Err(error) => {
            let line = reader.line(error.span().map_or(0, |span| span.start)).to_string();
            let values = [("file", name), ("line", &line), ("cause", error.message())];
            reader.wrong.push(Word::CliTomlBroken.say(language, &values));
        }
    }
    settings.offered.texts = reader.written;
    if reader.wrong.is_empty() { Ok(settings) } else { Err(Refused::with(reader.wrong)) }
}

/// The sentence for a setting that is not what was expected.
pub fn expected(found: &Placed, what: Word, language: Language) -> String {
    expected_this(found, what.text(language), language)
}

fn expected_this(found: &Placed, what: &str, language: Language) -> String {
    let values = [("place", found.place.as_str()), ("found", &found.text), ("expected", what)];
    Word::CliExpected.say(language, &values)
}

struct Reader<'a> {
    name: &'a str,
    text: &'a str,
    language: Language,
    wrong: Vec<String>,
    /// Texts that have to be there in every language of the consultation, with their places.
    written: Vec<(String, Text)>,
}

type Key<'i> = Spanned<std::borrow::Cow<'i, str>>;

impl Reader<'_> {
    fn set(&mut self, settings: &mut Settings, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        if let Some(text) = settings.text(key.get_ref()) {
            return self.put(text, key, value, Word::CliExpectedTexts, texts);
        }
        match key.get_ref().as_ref() {
            "currency" => {
                self.put(&mut settings.currency, key, value, Word::CliExpectedCurrency, some(parsed));
            }
            "population" => {
                self.put(&mut settings.population, key, value, Word::CliExpectedCount, some(count));
            }
            "households" => {
                self.put(&mut settings.households, key, value, Word::CliExpectedCount, some(count));
            }
            "languages" => {
                self.put(&mut settings.languages, key, value, Word::CliExpectedLanguages, some(list));
            }
            "allowed_origins" => {
                self.put(&mut settings.allowed_origins, key, value, Word::CliExpectedOrigins, some(list));
            }
            "allow_sandboxed" => settings.allow_sandboxed = self.flag(key.get_ref(), value),
            "opens_at" => settings.opens_at = self.placed_text(key, value, Word::CliExpectedTime),
            "closes_at" => settings.closes_at = self.placed_text(key, value, Word::CliExpectedTime),
            "time_zone" => settings.time_zone = self.placed_text(key, value, Word::CliExpectedZone),
            "balance_rule" => settings.balance_rule = Some(self.rule(key, value)),
            "respondents" => settings.respondents = self.asked(key, value),
            "ways" => settings.offered.ways = self.ways(key, value),
            "questions" => settings.offered.questions = self.questions(key, value),
            "margins" => settings.margins = self.margins(key, value),
            other => self.unknown(other, key.span().start, &KEYS),
        }
    }

    fn unknown(&mut self, key: &str, offset: usize, known: &[&str]) {
        let values = [("place", self.place_at(key, offset)), ("known", known.join(", "))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        self.wrong.push(Word::CliUnknownKey.say(self.language, &values));
    }

    fn expect(&mut self, found: &Placed, what: Word) {
        self.wrong.push(expected(found, what, self.language));
    }

    fn put<T>(
        &mut self,
        setting: &mut T,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
        what: Word,
        read: impl FnOnce(&DeValue<'_>) -> Option<T>,
    ) {
        match read(value.get_ref()) {
            Some(read) => *setting = read,
            None => self.expect(&self.placed(key, value), what),
        }
    }

    /// Text, or a time without quotes, to be understood later.
    fn placed_text(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>, what: Word) -> Option<Placed> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(time) => time.to_string(),
            _ => {
                self.expect(&self.placed(key, value), what);
                return None;
            }
        };
        Some(Placed { place: self.place(key), text })
    }

    fn rule(&self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Rule {
        let placed = |text: String| Placed { place: self.place(key), text };
        match value.get_ref() {
            DeValue::String(text) if text == "no-deficit" => Rule::NoDeficit,
            DeValue::Table(table) if table.len() == 1 => match table.get("deviation").map(Spanned::get_ref) {
                Some(DeValue::String(amount)) => Rule::Deviation(placed(amount.to_string())),
                Some(DeValue::Integer(amount)) => Rule::Deviation(placed(amount.to_string())),
                _ => Rule::Unknown(self.placed(key, value)),
            },
            _ => Rule::Unknown(self.placed(key, value)),
        }
    }

    /// What stands there, as it stands there.
    fn placed(&self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) -> Placed {
        Placed { place: self.place(key), ..self.found(key.get_ref(), value) }
    }

    /// The same of a value whose key stands elsewhere.
    fn found(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Placed {
        let source = self.text.get(value.span()).unwrap_or_default();
        let first = source.lines().next().unwrap_or_default();
        Placed { place: self.place_at(key, value.span().start), text: first.chars().take(60).collect() }
    }

    fn place(&self, key: &Key<'_>) -> String {
        self.place_at(key.get_ref(), key.span().start)
    }

    fn place_at(&self, key: &str, offset: usize) -> String {
        let line = self.line(offset).to_string();
        Word::CliPlace.say(self.language, &[("file", self.name), ("line", &line), ("key", key)])
    }

    /// Lines count from 1.
    fn line(&self, offset: usize) -> usize {
        self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
    }
}

fn some<T>(read: impl FnOnce(&DeValue<'_>) -> Option<T>) -> impl FnOnce(&DeValue<'_>) -> Option<Option<T>> {
    |value| read(value).map(Some)
}

fn texts(value: &DeValue<'_>) -> Option<Text> {
    value.as_table()?.iter().try_fold(Text::default(), |text, (language, words)| {
        Some(text.with(language.get_ref().parse().ok()?, words.get_ref().as_str()?))
    })
}

fn count(value: &DeValue<'_>) -> Option<u32> {
    let number = value.as_integer()?;
    u32::from_str_radix(number.as_str(), number.radix()).ok()
}

fn parsed<T: std::str::FromStr>(value: &DeValue<'_>) -> Option<T> {
    value.as_str()?.parse().ok()
}

fn list<T: std::str::FromStr>(value: &DeValue<'_>) -> Option<Vec<T>> {
    value.as_array()?.iter().map(|item| parsed(item.get_ref())).collect()
}
