//! What every rule needs to know of an election, worked out once.

use super::contest::Contest;
use super::money::Money;
use super::{RuleError, support};
use crate::{Election, TieOrder};

/// An election with its money in whole units and its supporters counted.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub election: &'a Election,
    pub money: Money,
    /// How many voters chose each project.
    pub supporters: Vec<u64>,
}

impl<'a> Facts<'a> {
    pub fn of(election: &'a Election) -> Result<Self, RuleError> {
        let money = Money::of(election)?;
        Ok(Self { election, money, supporters: support::supporters(election) })
    }

    pub fn contest<'b>(&'b self, order: &'b TieOrder) -> Contest<'b> {
        Contest::new(self.election, order, &self.supporters)
    }
}
