//! What a consultation says, from a TOML file and from flags. Flags win over the file.

use std::path::PathBuf;

use clap::Args;
use glasno_model::{
    BalanceRule, Consultation, Currency, Language as TextLanguage, Respondents, Slug, Stage, Text, Ways,
};
use glasno_store::{ConsultationRecord, Dimension, Margin};
use glasno_words::{Language, Speak as _, server::Word};

use super::refused::Refused;
use crate::http::WebOrigin;

mod file;
mod flags;
mod moment;
mod money;

use file::{Asked, Offered};
use flags::Flags;
use moment::Edge;
use money::Rule;

/// Where a consultation lies where nobody says it.
const TIME_ZONE: &str = "Europe/Sofia";

/// Where settings come from.
#[derive(Debug, Args)]
pub struct Sources {
    /// A TOML file with the settings; its keys are the names of the flags with `_` for `-`, texts by language:
    /// `title = { bg = "…", en = "…" }`. What to ask about whoever answers, the ways to take part, the officer's
    /// questions, and what is known about everybody, stand in the file alone: `[respondents]`, `[ways]`,
    /// `[[questions]]`, `[[margins]]`.
    #[arg(long, env = "GLASNO_FROM", value_name = "FILE.toml")]
    from: Option<PathBuf>,
    #[command(flatten)]
    flags: Flags,
}

impl Sources {
    /// Reads them all.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn read(&self, language: Language) -> Result<Settings, Refused> {
        let mut settings = match &self.from {
            None => Settings::default(),
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|error| Refused::by_file(path, &error, language))?;
                file::read(&path.display().to_string(), &text, language)?
            }
        };
        self.flags.lay_over(&mut settings);
        Ok(settings)
    }
}

/// A setting that is understood later, with the place where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// `--opens-at`, or `sofia.toml, line 7, opens_at`.
    place: String,
    /// What stands there.
    text: String,
}

/// What somebody said about a consultation; what nobody said is nothing.
#[derive(Debug, Default)]
pub struct Settings {
    title: Text,
    introduction: Text,
    organiser: Text,
    answers_use: Text,
    contact: Text,
    privacy_notice: Text,
    currency: Option<Currency>,
    population: Option<u32>,
    households: Option<u32>,
    opens_at: Option<Placed>,
    closes_at: Option<Placed>,
    time_zone: Option<Placed>,
    balance_rule: Option<Rule>,
    languages: Option<Vec<TextLanguage>>,
    allowed_origins: Option<Vec<WebOrigin>>,
    allow_sandboxed: Option<bool>,
    respondents: Asked,
    offered: Offered,
    margins: Option<Vec<Margin>>,
}

impl Settings {
    /// The text of this key.
    fn text(&mut self, key: &str) -> Option<&mut Text> {
        match key {
            "title" => Some(&mut self.title),
            "introduction" => Some(&mut self.introduction),
            "organiser" => Some(&mut self.organiser),
            "answers_use" => Some(&mut self.answers_use),
            "contact" => Some(&mut self.contact),
            "privacy_notice" => Some(&mut self.privacy_notice),
            _ => None,
        }
    }

    /// A consultation with these settings, over those that it had before.
    ///
    /// # Errors
    /// Every setting that does not do.
    pub fn apply(
        self,
        before: Option<ConsultationRecord>,
        slug: &Slug,
        language: Language,
    ) -> Result<ConsultationRecord, Refused> {
        let mut wrong = Vec::new();
        let mut record = before.unwrap_or_else(|| empty(slug, self.currency.unwrap_or(Currency::EUR)));
        let consultation = &mut record.consultation;
        for (text, new) in [
            (&mut consultation.title, self.title),
            (&mut consultation.introduction, self.introduction),
            (&mut consultation.organiser, self.organiser),
            (&mut consultation.answers_use, self.answers_use),
            (&mut consultation.contact, self.contact),
            (&mut consultation.privacy_notice, self.privacy_notice),
        ] {
            *text = over(std::mem::take(text), &new);
        }
        consultation.population = self.population.or(consultation.population);
        consultation.households = self.households.or(consultation.households);
        if let Some(currency) = self.currency {
            consultation.currency = currency;
        }
        if let Some(zone) = self.time_zone {
            match moment::check_zone(&zone, language) {
                Ok(()) => consultation.time_zone = zone.text,
                Err(sentence) => wrong.push(sentence),
            }
        }
        let zone = consultation.time_zone.clone();
        for (moment, new, edge) in [
            (&mut consultation.opens_at, self.opens_at, Edge::Opening),
            (&mut consultation.closes_at, self.closes_at, Edge::Closing),
        ] {
            match new.map(|new| moment::read(&new, &zone, edge, language)).transpose() {
                Ok(read) => *moment = read.or(*moment),
                Err(sentence) => wrong.push(sentence),
            }
        }
        match self.balance_rule.map(|rule| rule.read(consultation.currency, language)).transpose() {
            Ok(rule) => consultation.balance_rule = rule.unwrap_or(consultation.balance_rule),
            Err(sentence) => wrong.push(sentence),
        }
        if let Some(languages) = self.languages {
            consultation.languages = languages;
        }
        if let Some(origins) = self.allowed_origins {
            record.allowed_origins = origins.iter().map(|origin| origin.as_str().to_owned()).collect();
        }
        record.allow_sandboxed = self.allow_sandboxed.unwrap_or(record.allow_sandboxed);
        self.respondents.lay_over(&mut record.consultation.respondents);
        wrong.extend(self.offered.lay_over(&mut record.consultation, language));
        if let Some(margins) = self.margins {
            record.margins = margins;
        }
        wrong.extend(contradictions(&record.consultation, language));
        wrong.extend(
            record.margins.iter().filter_map(|margin| unasked(margin, &record.consultation, language)),
        );
        if wrong.is_empty() { Ok(record) } else { Err(Refused::with(wrong)) }
    }
}

fn contradictions(consultation: &Consultation, language: Language) -> Vec<String> {
    let mut wrong = Vec::new();
    if consultation.title.is_empty() {
        wrong.push(Word::CliNoTitle.text(language).to_owned());
    }
    if consultation.languages.is_empty() {
        wrong.push(Word::CliNoLanguage.text(language).to_owned());
    }
    if let (Some(opens), Some(closes)) = (consultation.opens_at, consultation.closes_at)
        && closes <= opens
    {
        wrong.push(Word::CliClosesFirst.text(language).to_owned());
    }
    wrong
}

/// A margin divides people only by what they are asked for.
fn unasked(margin: &Margin, consultation: &Consultation, language: Language) -> Option<String> {
    let asked = &consultation.respondents;
    let known: Vec<&str> = match margin.dimension() {
        Dimension::Channel => return None,
        Dimension::Group => asked.groups.iter().map(|group| group.code()).collect(),
        Dimension::District => asked.districts.iter().map(|district| district.id.as_str()).collect(),
    };
    let (category, _) = margin.shares().find(|(category, _)| !known.contains(category))?;
    let values = [
        ("dimension", margin.dimension().code().to_owned()),
        ("category", category.to_owned()),
        ("known", if known.is_empty() { "–".to_owned() } else { known.join(", ") }),
    ];
    Some(
        Word::CliMarginUnasked.say(language, &values.each_ref().map(|(name, value)| (*name, value.as_str()))),
    )
}

fn empty(slug: &Slug, currency: Currency) -> ConsultationRecord {
    let consultation = nothing_said(slug, currency);
    ConsultationRecord {
        consultation,
        stage: Stage::Draft,
        allowed_origins: Vec::new(),
        allow_sandboxed: true,
        margins: Vec::new(),
    }
}

/// A consultation of which nobody has said anything yet.
pub(super) fn nothing_said(slug: &Slug, currency: Currency) -> Consultation {
    Consultation {
        slug: slug.clone(),
        title: Text::default(),
        introduction: Text::default(),
        organiser: Text::default(),
        answers_use: Text::default(),
        contact: Text::default(),
        privacy_notice: Text::default(),
        currency,
        population: None,
        households: None,
        opens_at: None,
        closes_at: None,
        time_zone: TIME_ZONE.to_owned(),
        balance_rule: BalanceRule::NoDeficit,
        languages: vec![TextLanguage::BULGARIAN, TextLanguage::ENGLISH],
        respondents: Respondents::default(),
        ways: Ways::default(),
    }
}

/// A text with each language that somebody wrote anew.
fn over(before: Text, new: &Text) -> Text {
    new.iter().fold(before, |text, (language, words)| text.with(language, words))
}

#[cfg(test)]
mod tests;
