//! Projects that citizens choose, and the areas that they share money over.

use serde::{Deserialize, Serialize};

pub use crate::identifier::{AreaId, ProjectId};
use crate::{Amount, Text};

/// A project with its price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Unique among the projects of its draft, and the same in every version of it.
    pub id: ProjectId,
    /// What it is.
    pub name: Text,
    /// What it costs, in the draft's currency; more than nothing.
    pub cost: Amount,
    /// What it costs in the currency of the workbook, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_cost: Option<Amount>,
    /// Where it would be.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub place: Text,
    /// The area that it belongs to, of either kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaId>,
    /// What it is for, in plain words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub description: Text,
}

/// A part of the municipality, or of its work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Unique among the areas of its draft, and the same in every version of it.
    pub id: AreaId,
    /// What it is there for.
    pub kind: AreaKind,
    /// Its name.
    pub name: Text,
    /// What belongs to it, in plain words.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub description: Text,
}

/// What an area is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AreaKind {
    /// Citizens share a pot over the areas of this kind.
    Pot,
    /// Projects are found by it.
    Place,
}

impl AreaKind {
    /// The word in JSON and tables.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pot => "pot",
            Self::Place => "place",
        }
    }
}
