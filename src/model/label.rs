//! Where a citizen came from, as the page or the poster says it.

use serde::{Deserialize, Serialize};

/// The name of a way to the consultation, such as `library-qr`: 1 to 32 small Latin letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Label(Box<str>);

/// What stands there is no label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a label is 1 to 32 small Latin letters, digits and hyphens, such as library-qr")]
pub struct NotALabel;

/// In characters.
const LONGEST: usize = 32;

impl Label {
    /// The label as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Label {
    type Error = NotALabel;

    fn try_from(text: String) -> Result<Self, NotALabel> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (1..=LONGEST).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text.into()))
        } else {
            Err(NotALabel)
        }
    }
}

impl core::str::FromStr for Label {
    type Err = NotALabel;

    fn from_str(text: &str) -> Result<Self, NotALabel> {
        Self::try_from(text.to_owned())
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.0.into()
    }
}

impl core::fmt::Display for Label {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_a_short_word_that_can_stand_in_an_address() {
        for good in ["library-qr", "a", "2027", "-", &"a".repeat(32)] {
            assert_eq!(good.parse::<Label>().unwrap().as_str(), good);
        }
        for bad in ["", "Library", "a b", "плакат", "a_b", "\"><", &"a".repeat(33)] {
            assert_eq!(bad.parse::<Label>(), Err(NotALabel), "{bad}");
        }
    }
}
