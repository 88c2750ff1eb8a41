//! One line of the budget, and who decides on it.

use serde::{Deserialize, Serialize};

use super::{Consequence, PastAmount, UnitEquivalent};
use crate::wire::Deferred;
use crate::{Amount, Currency, GroupId, LineId, Text, typed};

/// Who decides on the money of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Discretion {
    /// The state pays for exactly this service and has entrusted the municipality with it.
    StateDelegated,
    /// The council decides.
    Local,
    /// The council adds its own money to a service of the state.
    TopUp,
    /// A law, a grant or a donor binds the money to this purpose.
    Earmarked,
    /// A signed contract binds the money.
    ContractBound,
}

impl Discretion {
    /// May citizens propose another amount?
    pub const fn is_movable(self) -> bool {
        matches!(self, Self::Local | Self::TopUp)
    }

    /// The word in JSON and tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::StateDelegated => "state-delegated",
            Self::Local => "local",
            Self::TopUp => "top-up",
            Self::Earmarked => "earmarked",
            Self::ContractBound => "contract-bound",
        }
    }
}

/// One line of the budget: an activity and who pays for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    /// Unique among the lines of its draft, those of revenue included.
    pub id: LineId,
    /// The group that it stands in.
    pub group: GroupId,
    /// The code of the activity, as printed: `606`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The official name, or a plain one.
    pub name: Text,
    /// What the money is for, in plain words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub description: Text,
    /// Who decides.
    pub discretion: Discretion,
    /// Who decides and why, in the officer's words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub decided_by: Text,
    /// The amount in the draft, in the draft's currency.
    pub amount: Amount,
    /// The amount as the workbook has it, in the currency of the workbook, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_amount: Option<Amount>,
    /// What the line was in other years: by year, within it by kind, each pair of them once.
    #[serde(default, skip_serializing_if = "Deferred::is_empty")]
    pub history: Deferred<Vec<PastAmount>>,
    /// The least that may be proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Amount>,
    /// The most that may be proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Amount>,
    /// Why there is a least or a most.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub bounds_reason: Text,
    /// By how much − and + move the line, more than nothing; see [`BudgetLine::press`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Amount>,
    /// What follows from a change, from a threshold on; see [`BudgetLine::consequence`].
    #[serde(default, skip_serializing_if = "Deferred::is_empty")]
    pub consequences: Deferred<Vec<Consequence>>,
    /// What money can be measured by on this line: a playground, a kilometre of road.
    #[serde(default, skip_serializing_if = "Deferred::is_empty")]
    pub unit: Deferred<Option<UnitEquivalent>>,
    /// What the line is spent on, where the workbook says it. Sums to `amount`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Detail>,
}

impl BudgetLine {
    /// A line of which no more is known than what every line has.
    pub fn new(id: LineId, group: GroupId, name: Text, discretion: Discretion, amount: Amount) -> Self {
        Self {
            id,
            group,
            code: String::new(),
            name,
            description: Text::default(),
            discretion,
            decided_by: Text::default(),
            amount,
            source_amount: None,
            history: Deferred::default(),
            min: None,
            max: None,
            bounds_reason: Text::default(),
            step: None,
            consequences: Deferred::default(),
            unit: Deferred::default(),
            details: Vec::new(),
        }
    }

    /// May citizens propose another amount?
    ///
    /// A line of less than nothing is a refund and stays as it is: there is nothing to allot.
    pub const fn is_movable(&self) -> bool {
        self.discretion.is_movable() && !self.amount.is_negative()
    }

    /// The least that may be proposed: never less than nothing.
    pub fn least(&self) -> Amount {
        self.min.unwrap_or(Amount::ZERO)
    }

    /// The most that may be proposed, where there is a limit.
    pub const fn most(&self) -> Option<Amount> {
        self.max
    }

    /// By how much a press on − or + moves the line: the officer's step, or about a fiftieth in round figures.
    pub fn press(&self, currency: Currency) -> Amount {
        self.step.unwrap_or_else(|| typed::step(self.amount, currency))
    }

    /// So many percent of the line, rounded half away from zero. Nothing where that cannot be held.
    pub fn percent(&self, percent: i16) -> Option<Amount> {
        self.amount.times_ratio(percent.into(), 100)
    }

    /// The stated consequence that is in force where this amount is proposed: the one of the farthest threshold that
    /// the change has reached.
    pub fn consequence(&self, proposed: Amount) -> Option<&Consequence> {
        Consequence::in_force(self.consequences.get(), self.amount, proposed)
    }
}

/// A part of a line by what it is spent on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// What it is spent on.
    pub kind: Expense,
    /// How much, in the draft's currency.
    pub amount: Amount,
}

/// What money is spent on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expense {
    /// Wages and social insurance.
    Personnel,
    /// Materials, energy, services, current repairs.
    Operating,
    /// Building, buying and major repairs.
    Capital,
}
