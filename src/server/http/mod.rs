//! What browsers reach: the collection endpoint, the consultation's page, the officers' pages.
//!
//! [`router`] shows the whole of it on one screen. To add an endpoint: its address in `glasno_model::urls`, a file
//! here with its errors, handler and tests, a line in the router, and, where it is public, an entry in
//! `openapi.json` (a test asks for it).

pub mod router;
pub mod serve;
pub mod state;

mod consultation;
mod consultation_page;
mod frame;
mod health;
mod home;
mod metrics;
mod oembed;
mod officer;
mod openapi;
mod picture;
mod plain;
mod snippet;
mod submission;
mod submissions;

mod address;
mod body;
mod every_answer;
mod hash;
mod language;
mod limits;
mod name;
mod origin;
mod page;
pub mod password;
mod problem;
mod view;
pub mod written;

pub use address::{NotANetwork, parse_network};
pub use language::of_texts as texts_language;
pub use limits::{NotARateLimit, RateLimit};
pub use origin::{Here, NotAnOrigin, WebOrigin};
pub use view::knows;

#[cfg(test)]
mod testing;
