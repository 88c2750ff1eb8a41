//! The plain form: every way to take part without script, on the consultation's own page.
//!
//! `filled` is what stands in the fields, `read` makes a ballot of it, `mistake` says beside which field what is
//! wrong, `sheet` draws the page, `send` takes what is posted. The rules are the endpoint's: this room only reads
//! and writes HTML.

mod answer;
mod filled;
mod mistake;
mod read;
mod receipt;
mod rendering;
mod send;
mod sheet;

pub use answer::answer;
pub use filled::Filled;
pub use rendering::{ID, Rendering};
pub use send::{no_chance, send};
pub use sheet::{Around, Sheet, whole};

#[cfg(test)]
mod tests;
