//! “Is this line clear to you?”

use serde::{Deserialize, Serialize};

use crate::LineId;

/// A citizen's answer for one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clarity {
    /// The line.
    pub line: LineId,
    /// Is it clear what the money is for?
    pub clear: bool,
}
