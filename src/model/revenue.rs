//! Where the money comes from, and the levers that citizens may pull.

use serde::{Deserialize, Serialize};

use crate::draft::PastAmount;
use crate::{Amount, LineId, Text};

/// One line of revenue: a tax, a fee, a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevenueLine {
    /// Unique among all lines of its draft, those of spending included.
    pub id: LineId,
    /// The code of the classification, as printed: `13-01`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// The official name, or a plain one.
    pub name: Text,
    /// Where it comes from, in plain words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub description: Text,
    /// The amount in the draft, in the draft's currency.
    pub amount: Amount,
    /// The amount as the workbook has it, in the currency of the workbook, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_amount: Option<Amount>,
    /// What the line was in other years: by year, within it by kind, each pair of them once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<PastAmount>,
    /// What citizens may change about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lever: Option<Lever>,
}

/// What citizens may choose instead of what the draft foresees: one of the steps, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lever {
    /// The steps, in the officer's order; a ballot names one by its position, counted from 0.
    pub steps: Vec<LeverStep>,
}

/// One step of a lever: "waste fee +5 %".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeverStep {
    /// What would change.
    pub name: Text,
    /// How much more (or, negative, less) it would bring than the draft foresees, in the draft's currency; never
    /// nothing.
    pub yield_difference: Amount,
}
