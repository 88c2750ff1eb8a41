//! Names by which lines, groups, districts, projects and areas are found again.

use serde::{Deserialize, Serialize};

/// What stands there cannot name anything.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an id: 1 to 64 letters, digits, points, hyphens or underscores")]
pub struct NotAnIdentifier(pub String);

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnIdentifier;

            fn try_from(id: String) -> Result<Self, NotAnIdentifier> {
                if is_identifier(&id) { Ok(Self(id.into())) } else { Err(NotAnIdentifier(id)) }
            }
        }

        impl core::str::FromStr for $name {
            type Err = NotAnIdentifier;

            fn from_str(id: &str) -> Result<Self, NotAnIdentifier> {
                Self::try_from(id.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier!(
    /// The id of a line, unique in its draft and the same in every version of it: `606-local`.
    ///
    /// 1 to 64 letters or digits of any script, points, hyphens or underscores.
    LineId
);
identifier!(
    /// The id of a group, unique in its draft: `6`. The same letters as a [`LineId`].
    GroupId
);
identifier!(
    /// The id of a district, unique in its consultation: `center`. The same letters as a [`LineId`].
    DistrictId
);
identifier!(
    /// The id of a project, unique in its draft and the same in every version of it. The same letters as a [`LineId`].
    ProjectId
);
identifier!(
    /// The id of an area, unique in its draft and the same in every version of it. The same letters as a [`LineId`].
    AreaId
);

identifier!(
    /// The id of a question, unique in its consultation. The same letters as a [`LineId`].
    QuestionId
);
identifier!(
    /// The id of an answer to choose from, unique in its question. The same letters as a [`LineId`].
    OptionId
);

fn is_identifier(id: &str) -> bool {
    let fits = (1..=64).contains(&id.chars().count());
    fits && id.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_'))
}
