//! How the pot is shared.

use glasno_model::{
    Area, AreaId, Violation,
    ways::{Pot, PotShare},
};

use super::{found, share, step};

/// The shares as they stand in the fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shares {
    /// What goes into the ballot: every share that is more than nothing.
    pub shares: Vec<PotShare>,
    /// What stands in a field that was typed into, while it is typed or where it is no whole number.
    typed: Vec<(AreaId, String)>,
}

impl Shares {
    /// What an area gets.
    pub fn amount(&self, area: &AreaId) -> u32 {
        self.shares.iter().find(|share| share.area == *area).map_or(0, |share| share.amount)
    }

    /// What stands in the field of an area, where it is not only its amount.
    pub fn typed(&self, area: &AreaId) -> Option<&str> {
        self.typed.iter().find(|(other, _)| other == area).map(|(_, text)| text.as_str())
    }

    /// Is what stands in the field of an area no whole number?
    pub fn is_garbled(&self, area: &AreaId) -> bool {
        self.typed(area).is_some_and(|text| share(text).is_none())
    }

    /// Takes what was typed for an area. What is no whole number leaves its share as it was.
    pub fn type_amount(&mut self, area: &AreaId, text: &str) {
        self.forget(area);
        self.typed.push((area.clone(), text.to_owned()));
        if let Some(amount) = share(text) {
            self.give(area, amount);
        }
    }

    /// Shows the share in its own form again once the field is left, unless what stands there is no whole number.
    pub fn leave(&mut self, area: &AreaId) {
        if !self.is_garbled(area) {
            self.forget(area);
        }
    }

    /// A press on − or +: never below nothing, never more than there is.
    pub fn press(&mut self, pot: &Pot, area: &AreaId, raise: bool) {
        let (amount, step) = (self.amount(area), step(pot.total));
        let room = u32::try_from(pot.remaining(&self.shares)).unwrap_or(0);
        self.forget(area);
        self.give(
            area,
            if raise { amount.saturating_add(step.min(room)) } else { amount.saturating_sub(step) },
        );
    }

    /// Every rule that the shares break.
    pub fn broken(&self, pot: &Pot, areas: &[Area]) -> Vec<(String, Violation)> {
        found(|found| pot.check(&self.shares, areas, found))
    }

    /// Can the ballot be sent as far as the pot is concerned?
    pub fn is_finished(&self, pot: &Pot, areas: &[Area]) -> bool {
        self.typed.iter().all(|(_, text)| share(text).is_some()) && self.broken(pot, areas).is_empty()
    }

    fn forget(&mut self, area: &AreaId) {
        self.typed.retain(|(other, _)| other != area);
    }

    /// Gives an area so much; nothing takes it out.
    pub fn give(&mut self, area: &AreaId, amount: u32) {
        let known = self.shares.iter().position(|share| share.area == *area);
        match (known, amount) {
            (Some(at), 0) => drop(self.shares.remove(at)),
            (Some(at), _) => self.shares[at].amount = amount,
            (None, 0) => {}
            (None, _) => self.shares.push(PotShare { area: area.clone(), amount }),
        }
    }
}
