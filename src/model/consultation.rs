//! The consultation: what a municipality asks, of whom, until when, and under which rules.

use serde::{Deserialize, Serialize};

use crate::{BalanceRule, BudgetDraft, Currency, Language, Respondents, Text, Timestamp, Ways};

/// The name of a consultation in addresses: 1 to 63 small Latin letters, digits and hyphens, no hyphen at an end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(Box<str>);

/// What stands there cannot be part of an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” cannot stand in an address: use small Latin letters, digits and hyphens, such as sofia-2027")]
pub struct NotASlug(pub String);

impl Slug {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Slug {
    type Error = NotASlug;

    fn try_from(text: String) -> Result<Self, NotASlug> {
        let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let fits = (1..=63).contains(&text.len()) && !text.starts_with('-') && !text.ends_with('-');
        if fits && text.bytes().all(letters) { Ok(Self(text.into())) } else { Err(NotASlug(text)) }
    }
}

impl core::str::FromStr for Slug {
    type Err = NotASlug;

    fn from_str(text: &str) -> Result<Self, NotASlug> {
        Self::try_from(text.to_owned())
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0.into()
    }
}

impl core::fmt::Display for Slug {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

/// How far a consultation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Being prepared; ballots are not taken yet.
    Draft,
    /// Ballots are taken.
    Open,
    /// Ballots are no longer taken.
    Closed,
    /// The outcome can be read.
    Published,
}

impl Stage {
    /// The stage that holds at `now`: an officer's "open" counts only from the opening until the closing time.
    ///
    /// The closing second itself is over: who sends at 17:00:00 for a deadline of 17:00 is late.
    #[must_use]
    pub fn effective(
        self,
        opens_at: Option<Timestamp>,
        closes_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Self {
        match self {
            Self::Open if opens_at.is_some_and(|opening| now < opening) => Self::Draft,
            Self::Open if closes_at.is_some_and(|closing| now >= closing) => Self::Closed,
            stage => stage,
        }
    }

    /// The word in JSON and tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Published => "published",
        }
    }
}

/// What a municipality asks, and under which rules. All of it is public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consultation {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name for people.
    pub title: Text,
    /// What it is about, in a few sentences.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub introduction: Text,
    /// Who asks: the municipality.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub organiser: Text,
    /// What happens with the answers.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub answers_use: Text,
    /// Whom to ask, and how.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub contact: Text,
    /// The municipality's own privacy notice, in addition to what the widget says by itself.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub privacy_notice: Text,
    /// The currency of the draft.
    pub currency: Currency,
    /// How many people live there; amounts per resident are shown where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u32>,
    /// How many households there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub households: Option<u32>,
    /// From when ballots are taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<Timestamp>,
    /// Until when ballots are taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<Timestamp>,
    /// The IANA time zone that its times are shown in: `Europe/Sofia`.
    pub time_zone: String,
    /// When a proposal balances.
    pub balance_rule: BalanceRule,
    /// The languages it is held in, the first one being the default.
    pub languages: Vec<Language>,
    /// What it asks about whoever answers.
    #[serde(default, skip_serializing_if = "Respondents::is_empty")]
    pub respondents: Respondents,
    /// The ways to take part.
    #[serde(default, skip_serializing_if = "Ways::is_default")]
    pub ways: Ways,
}

/// What `GET /api/v1/consultations/{slug}` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsultationView {
    /// Texts and rules.
    pub consultation: Consultation,
    /// The stage that holds now.
    pub stage: Stage,
    /// The newest version of the budget draft; nothing before the first import.
    pub draft: Option<BudgetDraft>,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A consultation that says and asks as little as it may.
    pub(crate) fn consultation(balance_rule: BalanceRule) -> Consultation {
        Consultation {
            slug: "sofia-2027".parse().unwrap(),
            title: Text::new(Language::BULGARIAN, "Бюджет"),
            introduction: Text::default(),
            organiser: Text::default(),
            answers_use: Text::default(),
            contact: Text::default(),
            privacy_notice: Text::default(),
            currency: Currency::EUR,
            population: None,
            households: None,
            opens_at: None,
            closes_at: None,
            time_zone: "Europe/Sofia".into(),
            balance_rule,
            languages: vec![Language::BULGARIAN],
            respondents: Respondents::default(),
            ways: Ways::default(),
        }
    }

    #[test]
    fn an_officers_open_holds_from_the_opening_until_the_closing_time() {
        let at = |second| Some(Timestamp::from_unix_seconds(second));
        let stage = |now| Stage::Open.effective(at(100), at(200), Timestamp::from_unix_seconds(now));
        assert_eq!(
            [stage(99), stage(100), stage(199), stage(200)],
            [Stage::Draft, Stage::Open, Stage::Open, Stage::Closed]
        );
        let early = Timestamp::from_unix_seconds(1);
        assert_eq!(Stage::Closed.effective(at(0), None, early), Stage::Closed);
        assert_eq!(Stage::Open.effective(None, None, early), Stage::Open);
    }

    #[test]
    fn a_slug_can_stand_in_an_address() {
        for bad in ["", "-a", "a-", "A", "a b", "софия", "a/b", &"a".repeat(64)] {
            assert!(bad.parse::<Slug>().is_err(), "{bad} was taken");
        }
        assert_eq!("sofia-2027".parse::<Slug>().unwrap().as_str(), "sofia-2027");
    }
}
