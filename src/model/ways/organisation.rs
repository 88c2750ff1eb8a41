//! The public register of participating organisations: who took part, and nothing about what they said.
//!
//! An organisation goes up beside a ballot and is stored apart from it, without the ballot's id, place or time.

use serde::{Deserialize, Serialize};

use crate::ballot::check_text;
use crate::{DistrictId, Violation};

/// The longest name of an organisation, in characters (Unicode scalar values).
pub const NAME_CHARACTERS: usize = 200;

/// An organisation that takes part and wants to be named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its name, as it writes it.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// The district that it works in; the whole municipality where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<DistrictId>,
}

/// What an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrganisationKind {
    /// A business.
    Business,
    /// A non-governmental organisation.
    Ngo,
    /// A sport club.
    SportClub,
    /// A theatre, a museum, a school of art.
    Culture,
    /// A chitalishte.
    Chitalishte,
    /// None of these.
    Other,
}

impl OrganisationKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Business, Self::Ngo, Self::SportClub, Self::Culture, Self::Chitalishte, Self::Other];

    /// The word in JSON and tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Business => "business",
            Self::Ngo => "ngo",
            Self::SportClub => "sport-club",
            Self::Culture => "culture",
            Self::Chitalishte => "chitalishte",
            Self::Other => "other",
        }
    }
}

impl Organisation {
    /// Checks the name alone.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn check_name(name: &str) -> Result<(), Violation> {
        match check_text(name, NAME_CHARACTERS) {
            Err(Violation::EmptyComment) => Err(Violation::EmptyName),
            Ok(()) if name.contains(['\n', '\r', '\t']) => Err(Violation::ControlCharacter),
            checked => checked,
        }
    }
}
