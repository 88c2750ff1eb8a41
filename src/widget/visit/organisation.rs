//! The organisation that somebody speaks for, as far as it is filled in.

use glasno_model::Violation;
use glasno_model::ways::{OrganisationDocument, OrganisationKind, organisation};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Visit;

/// What is filled in. It stands beside the proposal and goes up beside the ballot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaking {
    /// The name as it is typed.
    pub name: String,
    /// What it is.
    pub kind: Option<OrganisationKind>,
    /// The area as it is typed.
    pub area: String,
    /// Was it tried to send it? What is missing is no mistake of somebody who has not come to it yet.
    #[serde(skip)]
    pub tried: bool,
}

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The name.
    Name,
    /// The kind.
    Kind,
    /// The area.
    Area,
}

/// Why a field cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing stands there, and something must.
    Missing,
    /// It has so many characters too many.
    TooLong(usize),
    /// It holds a sign that cannot be sent.
    Sign,
}

impl Speaking {
    /// Is no organisation named?
    pub fn is_empty(&self) -> bool {
        self.kind.is_none() && self.name.trim().is_empty() && self.area.trim().is_empty()
    }

    /// What is wrong with a field.
    pub fn wrong(&self, field: Field) -> Option<Wrong> {
        if self.is_empty() {
            return None;
        }
        let broken = match field {
            Field::Kind => return self.kind.is_none().then_some(Wrong::Missing),
            Field::Name => organisation::check_name(&self.name),
            Field::Area => organisation::check_area(&self.area),
        };
        match broken {
            Ok(()) => None,
            Err(Violation::EmptyName) => Some(Wrong::Missing),
            Err(Violation::TooLong { at_most, found }) => Some(Wrong::TooLong(found - at_most)),
            Err(_) => Some(Wrong::Sign),
        }
    }

    /// The first field that cannot be sent.
    pub fn first_wrong(&self) -> Option<Field> {
        [Field::Name, Field::Kind, Field::Area].into_iter().find(|field| self.wrong(*field).is_some())
    }

    /// What goes up beside the ballot; nothing where no organisation is named.
    pub fn document(self) -> Option<OrganisationDocument> {
        let kind = self.kind?;
        Some(OrganisationDocument { name: self.name, kind, area: self.area })
    }
}

impl Visit {
    /// The organisation as far as it is filled in, anew whenever it changes.
    pub fn speaking(self) -> Speaking {
        self.organisation.track();
        self.work.with_value(|work| work.speaking.clone())
    }

    /// Takes what is filled in. What was refused is made anew.
    pub fn set_speaking(self, speaking: Speaking) {
        self.work.update_value(|work| (work.speaking, work.outgoing, work.unsaved) = (speaking, None, true));
        self.organisation.update(|changes| *changes = changes.wrapping_add(1));
    }

    /// Can an organisation be named now? With the first submission only: the list has no link to it, so that a change
    /// has no entry to change.
    pub fn asks_for_organisation(self) -> bool {
        self.facts(|facts| facts.consultation.ways.organisations) && self.opened().is_none()
    }
}

#[cfg(test)]
mod tests {
    use glasno_model::Ways;
    use glasno_model::ways::Organisation;

    use super::*;

    fn speaking(name: &str, kind: Option<OrganisationKind>, area: &str) -> Speaking {
        Speaking { name: name.into(), kind, area: area.into(), tried: false }
    }

    #[test]
    fn somebody_who_speaks_for_nobody_is_not_asked_again() {
        assert!(speaking(" ", None, "\t").is_empty());
        assert_eq!(Speaking::default().first_wrong(), None);
        assert_eq!(Speaking::default().document(), None);
    }

    #[test]
    fn somebody_who_names_an_organisation_is_told_what_is_missing() {
        let chitalishte = Some(OrganisationKind::Chitalishte);
        for (said, wrong) in [
            (speaking("", chitalishte, ""), Some((Field::Name, Wrong::Missing))),
            (speaking("Искра", None, ""), Some((Field::Kind, Wrong::Missing))),
            (speaking("", None, "Юг"), Some((Field::Name, Wrong::Missing))),
            (speaking(&"я".repeat(203), chitalishte, ""), Some((Field::Name, Wrong::TooLong(3)))),
            (speaking("Искра", chitalishte, "\u{202e}"), Some((Field::Area, Wrong::Sign))),
            (speaking("Искра", chitalishte, " Юг "), None),
        ] {
            let first = said.first_wrong();
            assert_eq!(first.and_then(|field| Some((field, said.wrong(field)?))), wrong, "{said:?}");
        }
    }

    #[test]
    fn whatever_can_be_sent_the_endpoint_takes_and_nothing_else() {
        let ways = Ways { organisations: true, ..Ways::default() };
        for name in ["", " ", "Искра", "a\u{1b}b", &"я".repeat(200), &"я".repeat(201)] {
            for area in ["", "Юг", "\u{2066}", &" я".repeat(50), &"я".repeat(101)] {
                let said = speaking(name, Some(OrganisationKind::Other), area);
                let can_be_sent = said.first_wrong().is_none();
                let taken = Organisation::check(said.document().unwrap(), &ways).is_ok();
                assert_eq!(can_be_sent, taken, "{name:?} {area:?}");
            }
        }
    }
}
