//! What a plain page asks for when it is sent.

use super::filled::Filled;

/// The name of the field that says it.
pub const ACT: &str = "act";
/// The name of the field with the version that a change replaces.
pub const VERSION: &str = "version";

/// The name of the field by which somebody says that a second proposal is meant to be one.
pub const SECOND: &str = "second";

/// The name of the field that says where somebody came from.
pub const LABEL: &str = "ref";

/// One of the things that a citizen without script can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Send a new proposal.
    Send,
    /// See the proposal that belongs to a code.
    Find,
    /// Put another proposal in its place.
    Change,
    /// Take it back.
    Withdraw,
}

impl Act {
    /// The value of the field.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Find => "find",
            Self::Change => "change",
            Self::Withdraw => "withdraw",
        }
    }

    /// What a form asks for. Without a word it is a new proposal: nothing else is done by mistake.
    pub fn of(filled: &Filled) -> Self {
        let said = filled.first(ACT);
        let others = [Self::Find, Self::Change, Self::Withdraw];
        others.into_iter().find(|act| act.code() == said).unwrap_or(Self::Send)
    }
}
