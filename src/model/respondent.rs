//! Who answers: the group that a citizen speaks for and the district that the citizen lives in.
//!
//! Both are said of one's own will, or not at all. They exist so that results can be broken down; no export ever
//! shows them beside a ballot, because a rare group in a small district is a person.

use serde::{Deserialize, Serialize};

pub use crate::identifier::DistrictId;
use crate::{Language, Text};

/// The group that somebody speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", try_from = "String")]
pub enum RespondentGroup {
    /// Somebody who lives there.
    Citizen,
    /// A business.
    Business,
    /// A non-governmental organisation.
    Ngo,
    /// Somebody who works for the municipality.
    MunicipalStaff,
    /// A sport club.
    SportClub,
    /// A theatre, a museum, an artist.
    Culture,
    /// A chitalishte, the Bulgarian community centre with a library and a stage.
    Chitalishte,
    /// None of these.
    Other,
}

impl RespondentGroup {
    /// Every group.
    pub const ALL: [Self; 8] = [
        Self::Citizen,
        Self::Business,
        Self::Ngo,
        Self::MunicipalStaff,
        Self::SportClub,
        Self::Culture,
        Self::Chitalishte,
        Self::Other,
    ];

    /// The word in JSON, settings and tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Business => "business",
            Self::Ngo => "ngo",
            Self::MunicipalStaff => "municipal-staff",
            Self::SportClub => "sport-club",
            Self::Culture => "culture",
            Self::Chitalishte => "chitalishte",
            Self::Other => "other",
        }
    }

    /// The group of this word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }
}

/// What stands there is no group that we know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a respondent group such as citizen")]
pub struct NotAGroup(pub String);

// Not by serde's own reading of enums: that takes a number in this place for broken JSON.
impl TryFrom<String> for RespondentGroup {
    type Error = NotAGroup;

    fn try_from(code: String) -> Result<Self, NotAGroup> {
        Self::from_code(&code).ok_or(NotAGroup(code))
    }
}

/// A part of the municipality that people say they live in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct District {
    /// Unique in its consultation.
    pub id: DistrictId,
    /// Its name for people.
    pub name: Text,
}

impl District {
    /// Its name in this language, or the id where nobody wrote a name.
    pub fn label(&self, language: Language) -> &str {
        let name = self.name.get(language);
        if name.is_empty() { self.id.as_str() } else { name }
    }
}

/// What a consultation asks about whoever answers. An empty list is a question that is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Respondents {
    /// The groups to choose from, in the order that they are shown in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<RespondentGroup>,
    /// The districts to choose from, in the order that they are shown in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub districts: Vec<District>,
}

impl Respondents {
    /// Is nothing asked?
    pub const fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.districts.is_empty()
    }

    /// The district of this id, where it is asked for.
    pub fn district(&self, id: &DistrictId) -> Option<&District> {
        self.districts.iter().find(|district| district.id == *id)
    }
}

/// What one citizen says about this. What was not said is nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Respondent {
    /// The group that the citizen speaks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<RespondentGroup>,
    /// The district that the citizen lives in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<DistrictId>,
}

impl Respondent {
    /// Was nothing said?
    pub const fn is_empty(&self) -> bool {
        self.group.is_none() && self.district.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_one_word_everywhere() {
        for group in RespondentGroup::ALL {
            assert_eq!(serde_json::to_value(group).unwrap(), group.code());
            assert_eq!(RespondentGroup::from_code(group.code()), Some(group));
        }
        assert_eq!(RespondentGroup::from_code("Citizen"), None);
    }

    #[test]
    fn a_citizen_who_says_nothing_leaves_no_trace_in_json() {
        assert_eq!(serde_json::to_string(&Respondent::default()).unwrap(), "{}");
        assert!(serde_json::from_str::<Respondent>(r#"{"name":"Иван"}"#).is_err());
        for wrong in [r#"{"group":"teacher"}"#, r#"{"group":1}"#] {
            let error = serde_json::from_str::<Respondent>(wrong).unwrap_err();
            assert!(error.is_data(), "{wrong} is JSON all the same: {error}");
        }
    }

    #[test]
    fn a_district_without_a_name_is_shown_by_its_id() {
        let district = District { id: "north".parse().unwrap(), name: Text::default() };
        assert_eq!(district.label(Language::BULGARIAN), "north");
    }
}
