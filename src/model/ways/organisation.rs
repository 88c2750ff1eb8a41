//! The public register of participating organisations: who took part, and nothing about what they said.
//!
//! An organisation goes up beside a ballot and is stored apart from it, without the ballot's id, place or time. So
//! whoever changes or withdraws the ballot leaves the register as it is: nobody could find the entry to take along.

use serde::{Deserialize, Serialize};

use super::{Way, Ways};
use crate::violation::Located;
use crate::{RespondentGroup, Violation};

/// The longest name of an organisation, in characters (Unicode scalar values).
pub const NAME_CHARACTERS: usize = 200;
/// The longest area of an organisation, in characters.
pub const AREA_CHARACTERS: usize = 100;

/// An organisation as it stands in JSON, before it is checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationDocument {
    /// Its name, as it writes it.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Where it works, or what for: a district, a village, sport for children. Empty where nothing was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub area: String,
}

/// An organisation that takes part and wants to be named. It exists only where [`Organisation::check`] found nothing:
/// its texts have no white space at their ends and single spaces within.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation(OrganisationDocument);

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
        self.group().code()
    }

    /// The respondent group of the same name, by which it is called to people too.
    pub const fn group(self) -> RespondentGroup {
        match self {
            Self::Business => RespondentGroup::Business,
            Self::Ngo => RespondentGroup::Ngo,
            Self::SportClub => RespondentGroup::SportClub,
            Self::Culture => RespondentGroup::Culture,
            Self::Chitalishte => RespondentGroup::Chitalishte,
            Self::Other => RespondentGroup::Other,
        }
    }

    /// The kind of this word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Organisation {
    /// Checks an organisation against the ways of its consultation.
    ///
    /// # Errors
    /// Every broken rule with its place in the submission, in the order of the document.
    pub fn check(document: OrganisationDocument, ways: &Ways) -> Result<Self, Vec<Located>> {
        let mut found = Vec::new();
        let mut add = |place: &str, broken: Result<(), Violation>| {
            if let Err(violation) = broken {
                found.push(Located { pointer: place.into(), violation });
            }
        };
        if !ways.organisations {
            add("/organisation", Err(Violation::WayOff { way: Way::Organisations }));
        }
        add("/organisation/name", check_name(&document.name));
        add("/organisation/area", check_area(&document.area));
        if !found.is_empty() {
            return Err(found);
        }
        let OrganisationDocument { name, kind, area } = document;
        Ok(Self(OrganisationDocument { name: tidy(&name), kind, area: tidy(&area) }))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// What it is.
    pub const fn kind(&self) -> OrganisationKind {
        self.0.kind
    }

    /// Where it works, or what for; empty where nothing was said.
    pub fn area(&self) -> &str {
        &self.0.area
    }

    /// The organisation as it goes over the wire.
    pub const fn document(&self) -> &OrganisationDocument {
        &self.0
    }

    /// The name and the area as they are compared: two organisations whose keys are the same are one.
    pub fn key(&self) -> (String, String) {
        (key(self.name()), key(self.area()))
    }
}

/// Checks a name alone.
///
/// # Errors
/// The rule that it breaks.
pub fn check_name(name: &str) -> Result<(), Violation> {
    if name.trim().is_empty() { Err(Violation::EmptyName) } else { check_text(name, NAME_CHARACTERS) }
}

/// Checks an area alone. It may be empty.
///
/// # Errors
/// The rule that it breaks.
pub fn check_area(area: &str) -> Result<(), Violation> {
    check_text(area, AREA_CHARACTERS)
}

fn check_text(text: &str, at_most: usize) -> Result<(), Violation> {
    let found = text.trim().chars().count();
    if found > at_most {
        Err(Violation::TooLong { at_most, found })
    } else if text.chars().any(|letter| letter.is_control() || turns_around(letter)) {
        Err(Violation::ControlCharacter)
    } else {
        Ok(())
    }
}

/// In a public list one name must not turn the letters of the next one around.
const fn turns_around(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name or an area as it is compared: small letters and figures, with one space for all that stands between them.
/// „Искра“, "ИСКРА" and Искра are one.
pub fn key(text: &str) -> String {
    let small = text.to_lowercase();
    let mut words = small.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    // A name of signs alone is compared as it stands, but for the apostrophe that keeps a spreadsheet from running it.
    let Some(first) = words.next() else { return small.trim_start_matches('\'').to_owned() };
    words.fold(first.to_owned(), |key, word| key + " " + word)
}

#[cfg(test)]
#[path = "organisation_tests.rs"]
mod tests;
