//! A citizen and an officer in a real browser, before the real executable. `GLASNO_BIN`, `GLASNO_AXE`, `CHROMIUM` and
//! `CHROMEDRIVER` name what is needed; `cargo xtask test` sets them.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a panic here is how a test fails")]

mod accessibility;
mod announced;
mod aria_tree;
mod corrected;
mod element;
mod embed;
mod files;
mod forced_colours;
mod framed;
mod kept;
mod keyboard;
mod nothing_is_lost;
mod organisation;
mod receipt_code;
mod respondent;
mod right_to_left;
mod sanitisers;
mod snippet;
mod states;
mod strict_policy;
mod two_tabs;
mod understand;
mod undo;
mod visit;
mod ways;
mod without_script;
