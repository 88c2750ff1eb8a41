//! What is known about everybody who could take part, so that an officer sees how far those who did are like them.
//!
//! Not public: beside the results, weights would tell who is in a small group.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use glasno_model::{Channel, DistrictId, RespondentGroup};
use serde::{Deserialize, Serialize};

/// A way to divide people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// By the group that they speak for.
    Group,
    /// By the district that they live in.
    District,
    /// By how their submissions came.
    Channel,
}

impl Dimension {
    /// Every one, in the order in which people see them.
    pub const ALL: [Self; 3] = [Self::Group, Self::Channel, Self::District];

    /// The word in JSON, settings and tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::District => "district",
            Self::Channel => "channel",
        }
    }

    /// The dimension of this word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.code() == code)
    }

    /// Can people of this dimension be in a category of this name?
    fn can_have(self, category: &str) -> bool {
        match self {
            Self::Group => RespondentGroup::from_code(category).is_some(),
            Self::District => category.parse::<DistrictId>().is_ok(),
            Self::Channel => Channel::ALL.iter().any(|channel| channel.code() == category),
        }
    }
}

/// A part of everybody, exact to the millionth: more than nothing, at most 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Share(u32);

/// The whole, in millionths.
const WHOLE: u32 = 1_000_000;

/// What stands there is not a share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a share: a decimal above 0 and up to 1 with at most six decimals, such as 0.35")]
pub struct NotAShare(pub String);

impl Share {
    /// In millionths, from 1 to 1 000 000.
    pub const fn millionths(self) -> u32 {
        self.0
    }

    /// As an estimate needs it.
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / f64::from(WHOLE)
    }
}

impl FromStr for Share {
    type Err = NotAShare;

    fn from_str(text: &str) -> Result<Self, NotAShare> {
        let read = || {
            let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
            let part = part.trim_end_matches('0');
            let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
            if !matches!(whole, "0" | "1") || part.len() > 6 || !digits(part) {
                return None;
            }
            let millionths = format!("{whole}{part:0<6}").parse().ok()?;
            (1..=WHOLE).contains(&millionths).then_some(Self(millionths))
        };
        read().ok_or_else(|| NotAShare(text.to_owned()))
    }
}

impl TryFrom<String> for Share {
    type Error = NotAShare;

    fn try_from(text: String) -> Result<Self, NotAShare> {
        text.parse()
    }
}

impl From<Share> for String {
    fn from(share: Share) -> Self {
        share.to_string()
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(u64::from(self.0)))
    }
}

/// Millionths as a decimal.
fn written(millionths: u64) -> String {
    let (whole, part) = (millionths / u64::from(WHOLE), millionths % u64::from(WHOLE));
    let part = format!("{part:06}");
    match part.trim_end_matches('0') {
        "" => whole.to_string(),
        part => format!("{whole}.{part}"),
    }
}

/// How everybody who could take part is divided in one dimension. The shares make the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Document", into = "Document")]
pub struct Margin {
    dimension: Dimension,
    shares: BTreeMap<String, Share>,
}

/// Why this is no margin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAMargin {
    /// There is no such category in the dimension.
    #[error("there is no {} “{category}”", .dimension.code())]
    UnknownCategory {
        /// What people are divided by.
        dimension: Dimension,
        /// What stands there.
        category: String,
    },
    /// The shares come to more or less than the whole.
    #[error("the shares come to {0} and not to 1")]
    NotWhole(String),
}

impl Margin {
    /// A margin of these shares.
    ///
    /// # Errors
    /// When a category cannot be one of the dimension, or the shares do not come to exactly 1.
    pub fn new(dimension: Dimension, shares: BTreeMap<String, Share>) -> Result<Self, NotAMargin> {
        if let Some(unknown) = shares.keys().find(|category| !dimension.can_have(category)) {
            return Err(NotAMargin::UnknownCategory { dimension, category: unknown.clone() });
        }
        let sum = shares.values().map(|share| u64::from(share.0)).sum();
        if sum == u64::from(WHOLE) {
            Ok(Self { dimension, shares })
        } else {
            Err(NotAMargin::NotWhole(written(sum)))
        }
    }

    /// What people are divided by.
    pub const fn dimension(&self) -> Dimension {
        self.dimension
    }

    /// Each category with its share.
    pub fn shares(&self) -> impl ExactSizeIterator<Item = (&str, Share)> {
        self.shares.iter().map(|(category, share)| (category.as_str(), *share))
    }
}

/// A margin in JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    dimension: Dimension,
    shares: BTreeMap<String, Share>,
}

impl From<Margin> for Document {
    fn from(Margin { dimension, shares }: Margin) -> Self {
        Self { dimension, shares }
    }
}

impl TryFrom<Document> for Margin {
    type Error = NotAMargin;

    fn try_from(Document { dimension, shares }: Document) -> Result<Self, NotAMargin> {
        Self::new(dimension, shares)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(list: &[(&str, &str)]) -> BTreeMap<String, Share> {
        list.iter().map(|(category, share)| ((*category).to_owned(), share.parse().unwrap())).collect()
    }

    #[test]
    fn an_officer_writes_shares_as_decimals() {
        for (text, expected) in
            [("0.8", 800_000), ("1", 1_000_000), ("0.333333", 333_333), ("0.500000000", 500_000)]
        {
            assert_eq!(text.parse::<Share>().map(Share::millionths), Ok(expected), "{text}");
        }
        for text in ["0", "1.1", "-0.5", "0.3333333", "80%", "0,8", ".5", "", "2", "0.0"] {
            assert!(text.parse::<Share>().is_err(), "{text} was taken");
        }
        assert_eq!("0.350".parse::<Share>().unwrap().to_string(), "0.35");
    }

    #[test]
    fn shares_make_the_whole_to_the_millionth() {
        let thirds = shares(&[("citizen", "0.333333"), ("business", "0.333333"), ("ngo", "0.333334")]);
        assert!(Margin::new(Dimension::Group, thirds).is_ok());
        let short = Margin::new(Dimension::Group, shares(&[("citizen", "0.8"), ("ngo", "0.199999")]));
        assert_eq!(short, Err(NotAMargin::NotWhole("0.999999".into())));
        let long = Margin::new(Dimension::Group, shares(&[("citizen", "0.8"), ("ngo", "0.3")]));
        assert_eq!(long, Err(NotAMargin::NotWhole("1.1".into())));
        assert_eq!(Margin::new(Dimension::Group, BTreeMap::new()), Err(NotAMargin::NotWhole("0".into())));
    }

    #[test]
    fn a_margin_names_only_categories_that_people_can_be_in() {
        for (dimension, category, expected) in [
            (Dimension::Group, "sport-club", true),
            (Dimension::Group, "teachers", false),
            (Dimension::Channel, "paper", true),
            (Dimension::Channel, "citizen", false),
            (Dimension::District, "Тракия-2", true),
            (Dimension::District, "a b", false),
        ] {
            let made = Margin::new(dimension, shares(&[(category, "1")]));
            assert_eq!(made.is_ok(), expected, "{category}");
        }
    }

    #[test]
    fn a_margin_reads_back_as_it_was_written() {
        let margin = Margin::new(Dimension::Channel, shares(&[("web", "0.25"), ("paper", "0.75")])).unwrap();
        let json = serde_json::to_string(&margin).unwrap();
        assert_eq!(json, r#"{"dimension":"channel","shares":{"paper":"0.75","web":"0.25"}}"#);
        assert_eq!(serde_json::from_str::<Margin>(&json).unwrap(), margin);
        assert!(serde_json::from_str::<Margin>(&json.replace("0.75", "0.7")).is_err());
    }
}
