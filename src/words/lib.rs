//! Every sentence that people see, one file a language: `bg.toml`, `en.toml`.
//!
//! Each file has the same keys; the build refuses a key or a placeholder that one of them lacks. A sentence names
//! its placeholders in braces, `Остават {amount}`, and [`fill`] puts the values in. Where a number asks for plural
//! forms, the entry is a table by CLDR category (`one`, `other`, …) and [`form`] chooses by the category that the
//! browser's `Intl.PluralRules` names.
//!
//! The widget carries no sentence: it fetches its language as a JSON array of the `[widget]` section's sentences in
//! the order of their keys, plural forms joined as `one=…|other=…`; the executable `glasno-locale` writes that file
//! (`cargo run -p glasno-words --features texts --bin glasno-locale -- bg`). The server has all of them compiled in (feature
//! `texts`). To add a language: a file with every key, and its name in `build.rs` and `LANGUAGES`.

include!(concat!(env!("OUT_DIR"), "/words.rs"));

mod sentence;
pub use sentence::{fill, form};

#[cfg(feature = "texts")]
mod texts;
#[cfg(feature = "texts")]
pub use texts::{Language, Speak, widget_array};
