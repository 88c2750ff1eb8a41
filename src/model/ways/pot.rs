//! Sharing a pot: whole points or whole units of money over the draft's areas.
//!
//! Nobody has to share it: whoever gives nothing to any area did not take part in this way, and may move lines or
//! comment all the same. Where all of it has to be shared, that binds whoever shares some of it.

use serde::{Deserialize, Serialize};

use crate::project::{Area, AreaKind};
use crate::{AreaId, Text, Violation};

/// A pot and how it is shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pot {
    /// What it is for, in words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// What is shared.
    pub unit: PotUnit,
    /// How much there is: points, or whole units of the draft's currency. At least 1.
    pub total: u32,
    /// Must whoever shares some of it share all of it?
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub share_all: bool,
}

/// What a pot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PotUnit {
    /// Points.
    Points,
    /// Whole units of the draft's currency.
    Money,
}

/// What one area gets. An area that does not stand in the ballot gets nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PotShare {
    /// The area.
    pub area: AreaId,
    /// How much of the pot, in its unit.
    pub amount: u32,
}

/// The areas that a pot is shared over.
pub fn areas_of(areas: &[Area]) -> impl Iterator<Item = &Area> {
    areas.iter().filter(|area| area.kind == AreaKind::Pot)
}

impl Pot {
    /// What remains after these shares; negative where they are more than there is.
    pub fn remaining(&self, shares: &[PotShare]) -> i64 {
        let given: u64 = shares.iter().map(|share| u64::from(share.amount)).sum();
        // Fewer than 2³¹ shares of less than 2³² each: an i64 holds their sum.
        i64::from(self.total) - i64::try_from(given).unwrap_or(i64::MAX)
    }

    /// Tells `found` every rule that these shares break, each with its place below `/ballot/pot`. Shares of nothing
    /// share nothing.
    pub fn check(&self, shares: &[PotShare], areas: &[Area], found: &mut dyn FnMut(String, Violation)) {
        for (at, share) in shares.iter().enumerate() {
            let area = || share.area.clone();
            if !areas_of(areas).any(|known| known.id == share.area) {
                found(format!("/ballot/pot/{at}/area"), Violation::UnknownArea { area: area() });
            } else if shares[..at].iter().any(|earlier| earlier.area == share.area) {
                found(format!("/ballot/pot/{at}/area"), Violation::DuplicateArea { area: area() });
            }
        }
        let takes_part = shares.iter().any(|share| share.amount > 0);
        let remaining = self.remaining(shares);
        if remaining < 0 {
            found("/ballot/pot".into(), Violation::PotExceeded { by: remaining.unsigned_abs() });
        } else if self.share_all && takes_part && remaining > 0 {
            found("/ballot/pot".into(), Violation::PotLeftOver { by: remaining.unsigned_abs() });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn areas() -> Vec<Area> {
        ["parks", "streets", "north"]
            .into_iter()
            .map(|id| Area {
                id: id.parse().unwrap(),
                kind: if id == "north" { AreaKind::Place } else { AreaKind::Pot },
                name: Text::default(),
                description: Text::default(),
            })
            .collect()
    }

    fn share(area: &str, amount: u32) -> PotShare {
        PotShare { area: area.parse().unwrap(), amount }
    }

    fn pot(share_all: bool) -> Pot {
        Pot { title: Text::default(), unit: PotUnit::Points, total: 10, share_all }
    }

    fn broken(pot: &Pot, shares: &[PotShare]) -> Vec<(String, Violation)> {
        let mut found = Vec::new();
        pot.check(shares, &areas(), &mut |place, violation| found.push((place, violation)));
        found
    }

    #[test]
    fn a_citizen_shares_what_there_is_and_no_more() {
        assert_eq!(broken(&pot(false), &[share("parks", 3), share("streets", 6)]), []);
        assert_eq!(
            broken(&pot(true), &[share("parks", 3), share("streets", 6)]),
            [("/ballot/pot".into(), Violation::PotLeftOver { by: 1 })]
        );
        assert_eq!(
            broken(&pot(true), &[share("parks", u32::MAX)]),
            [("/ballot/pot".into(), Violation::PotExceeded { by: u64::from(u32::MAX) - 10 })]
        );
    }

    #[test]
    fn whoever_only_wants_to_comment_leaves_the_pot_alone() {
        for nothing in [&[][..], &[share("parks", 0), share("streets", 0)]] {
            assert_eq!(broken(&pot(true), nothing), [], "{nothing:?}");
        }
    }

    #[test]
    fn a_share_goes_to_an_area_of_the_pot_once() {
        let area = |id: &str| id.parse().unwrap();
        assert_eq!(
            broken(&pot(false), &[share("parks", 1), share("north", 1), share("parks", 1)]),
            [
                ("/ballot/pot/1/area".into(), Violation::UnknownArea { area: area("north") }),
                ("/ballot/pot/2/area".into(), Violation::DuplicateArea { area: area("parks") }),
            ]
        );
    }

    proptest! {
        #[test]
        fn what_is_shared_and_what_remains_make_the_pot(one in 0_u32..20, other in 0_u32..20) {
            let shares = [share("parks", one), share("streets", other)];
            prop_assert_eq!(pot(false).remaining(&shares) + i64::from(one) + i64::from(other), 10);
            prop_assert_eq!(broken(&pot(true), &shares).is_empty(), [0, 10].contains(&(one + other)));
        }
    }
}
