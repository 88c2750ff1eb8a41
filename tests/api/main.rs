//! The endpoint, the officers' pages and the command line from outside: the real executable on a real port, and people
//! who talk to it over a socket. `GLASNO_BIN` names the executable; `cargo xtask test --only api` sets it.
//!
//! A town ([`town::Town`]) is one small consultation and the server over it. What people say to it is HTTP as it goes
//! over the wire ([`wire`]), so that a test can also say what no proper client would.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a panic here is how a test fails")]

mod crowd;
mod town;
mod wire;

// What citizens do.
mod bad_ballots;
mod bad_bytes;
mod citizen;
mod large_draft;
mod limits;
mod origins;
mod plain;
mod plain_receipt;
mod receipt;
mod respondents;
mod ways;

// What officers and operators do.
mod command_line;
mod officer;
mod operator;
mod organisations;
mod package;
mod results;

// What happens to the machine.
mod crash;
mod stop;

// What programs and embedding pages rely on.
mod addresses;
mod golden;
mod oembed;
mod openapi;
mod snippet;
