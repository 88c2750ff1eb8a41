//! Settings as flags.

use clap::Args;
use glasno_model::{Currency, Language, Text};

use super::{Placed, Settings, money::Rule, over};
use crate::http::WebOrigin;

/// One flag a setting; texts have one a language.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "What the consultation says")]
pub struct Flags {
    /// Its name for people, in Bulgarian.
    #[arg(long, env = "GLASNO_TITLE_BG", value_name = "TEXT")]
    title_bg: Option<String>,
    /// Its name for people, in English.
    #[arg(long, env = "GLASNO_TITLE_EN", value_name = "TEXT")]
    title_en: Option<String>,
    /// What it is about, in a few sentences.
    #[arg(long, env = "GLASNO_INTRODUCTION_BG", value_name = "TEXT")]
    introduction_bg: Option<String>,
    /// The same in English.
    #[arg(long, env = "GLASNO_INTRODUCTION_EN", value_name = "TEXT")]
    introduction_en: Option<String>,
    /// Who asks.
    #[arg(long, env = "GLASNO_ORGANISER_BG", value_name = "TEXT")]
    organiser_bg: Option<String>,
    /// The same in English.
    #[arg(long, env = "GLASNO_ORGANISER_EN", value_name = "TEXT")]
    organiser_en: Option<String>,
    /// What happens with the answers.
    #[arg(long, env = "GLASNO_ANSWERS_USE_BG", value_name = "TEXT")]
    answers_use_bg: Option<String>,
    /// The same in English.
    #[arg(long, env = "GLASNO_ANSWERS_USE_EN", value_name = "TEXT")]
    answers_use_en: Option<String>,
    /// Whom to ask, and how.
    #[arg(long, env = "GLASNO_CONTACT_BG", value_name = "TEXT")]
    contact_bg: Option<String>,
    /// The same in English.
    #[arg(long, env = "GLASNO_CONTACT_EN", value_name = "TEXT")]
    contact_en: Option<String>,
    /// The municipality's own privacy notice.
    #[arg(long, env = "GLASNO_PRIVACY_NOTICE_BG", value_name = "TEXT")]
    privacy_notice_bg: Option<String>,
    /// The same in English.
    #[arg(long, env = "GLASNO_PRIVACY_NOTICE_EN", value_name = "TEXT")]
    privacy_notice_en: Option<String>,
    /// The currency of the draft [default: EUR].
    #[arg(long, env = "GLASNO_CURRENCY", value_name = "CODE")]
    currency: Option<Currency>,
    /// How many people live there.
    #[arg(long, env = "GLASNO_POPULATION", value_name = "N")]
    population: Option<u32>,
    /// How many households there are.
    #[arg(long, env = "GLASNO_HOUSEHOLDS", value_name = "N")]
    households: Option<u32>,
    /// From when ballots are taken, by the clocks in its time zone: 2027-01-15T09:00.
    #[arg(long, env = "GLASNO_OPENS_AT", value_name = "TIME")]
    opens_at: Option<String>,
    /// Until when ballots are taken, by the clocks in its time zone: 2027-01-15T17:00.
    #[arg(long, env = "GLASNO_CLOSES_AT", value_name = "TIME")]
    closes_at: Option<String>,
    /// Its time zone [default: Europe/Sofia].
    #[arg(long, env = "GLASNO_TIME_ZONE", value_name = "IANA NAME")]
    time_zone: Option<String>,
    /// When a proposal balances: no-deficit, or deviation=5000 in units of the currency [default: no-deficit].
    #[arg(long, env = "GLASNO_BALANCE_RULE", value_name = "RULE")]
    balance_rule: Option<String>,
    /// The languages it is held in, the first one being the default [default: bg,en].
    #[arg(long, env = "GLASNO_LANGUAGES", value_name = "TAGS", value_delimiter = ',')]
    languages: Option<Vec<Language>>,
    /// The pages that may send to it, such as `https://www.example.bg`; any page where none is named. May be repeated.
    #[arg(
        long = "allowed-origin",
        id = "allowed_origin",
        env = "GLASNO_ALLOWED_ORIGIN",
        value_name = "ORIGIN",
        value_delimiter = ','
    )]
    allowed_origins: Option<Vec<WebOrigin>>,
    /// May a page in a sandbox send, such as the frame that a content management system puts around what it does not
    /// know? No browser says whose page it is [default: true].
    #[arg(long, env = "GLASNO_ALLOW_SANDBOXED", value_name = "true|false")]
    allow_sandboxed: Option<bool>,
}

impl Flags {
    /// Puts what they say in place of what the file says.
    pub fn lay_over(&self, settings: &mut Settings) {
        for (text, bulgarian, english) in [
            (&mut settings.title, &self.title_bg, &self.title_en),
            (&mut settings.introduction, &self.introduction_bg, &self.introduction_en),
            (&mut settings.organiser, &self.organiser_bg, &self.organiser_en),
            (&mut settings.answers_use, &self.answers_use_bg, &self.answers_use_en),
            (&mut settings.contact, &self.contact_bg, &self.contact_en),
            (&mut settings.privacy_notice, &self.privacy_notice_bg, &self.privacy_notice_en),
        ] {
            let said = Text::default()
                .with(Language::BULGARIAN, bulgarian.as_deref().unwrap_or_default())
                .with(Language::ENGLISH, english.as_deref().unwrap_or_default());
            *text = over(std::mem::take(text), &said);
        }
        let placed = |flag: &str, said: &Option<String>| {
            said.as_ref().map(|text| Placed { place: flag.to_owned(), text: text.clone() })
        };
        settings.currency = self.currency.or(settings.currency);
        settings.population = self.population.or(settings.population);
        settings.households = self.households.or(settings.households);
        settings.opens_at = placed("--opens-at", &self.opens_at).or(settings.opens_at.take());
        settings.closes_at = placed("--closes-at", &self.closes_at).or(settings.closes_at.take());
        settings.time_zone = placed("--time-zone", &self.time_zone).or(settings.time_zone.take());
        settings.balance_rule =
            placed("--balance-rule", &self.balance_rule).map(Rule::of_flag).or(settings.balance_rule.take());
        settings.languages = self.languages.clone().or(settings.languages.take());
        settings.allowed_origins = self.allowed_origins.clone().or(settings.allowed_origins.take());
        settings.allow_sandboxed = self.allow_sandboxed.or(settings.allow_sandboxed);
    }
}
