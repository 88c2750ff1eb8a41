//! The plain form: every way to take part without script, on the consultation's own page; and whoever has a code sees,
//! changes or withdraws what was sent.
//!
//! `post` takes what is posted and hands it to what it asks for: `send` a new proposal, `held` shows the one that belongs
//! to a code, `change` and `withdraw` do as they say. `filled` is what stands in the fields, `read` makes a ballot of it
//! and `refill` goes the other way, `mistake` says beside which field what is wrong, `refused` gives the form back, `sheet`
//! draws it. `lately` knows what was sent a moment ago. The rules are the endpoint's: this room only reads and writes HTML.

mod post;

mod change;
mod code;
mod held;
mod receipt;
mod refused;
mod send;
mod withdraw;

mod act;
mod answer;
mod filled;
mod lately;
mod mistake;
mod organisation;
mod read;
mod refill;
mod rendering;
mod sheet;

pub use act::LABEL;
pub use answer::answer;
pub use code::behind_a_press;
pub use filled::Filled;
pub use lately::SentLately;
pub use post::{no_chance, receive};
pub use refused::Becomes;
pub use rendering::{ID, Rendering};
pub use sheet::{Around, Form, Sheet, beside_the_widget, is_large, whole};

#[cfg(test)]
mod tests;
