//! Reading a consultation in the browser: the few types of [`ConsultationView`], straight from JSON text.
//!
//! The readers that serde derives for the same types cost every citizen some 25 KB (brotli) of the 120 KB that the
//! whole widget may weigh; these cost 3. They read what our own server writes with serde: fields in any order,
//! unknown ones passed over, so that an older widget reads a newer server. `wire/tests.rs` holds both to each other.
//! What few citizens look at is [`Deferred`]: its text is kept, and read by the part that shows it.

mod deferred;
mod reader;
mod types;

pub use deferred::Deferred;
pub use reader::{FromJson, Reader};

use crate::ConsultationView;

/// Reads the answer of `GET /api/v1/consultations/{slug}`. Nothing where it is not such an answer.
pub fn read_consultation(json: &str) -> Option<ConsultationView> {
    read(json)
}

/// Reads a JSON text whole.
pub fn read<T: FromJson>(json: &str) -> Option<T> {
    let mut reader = Reader::new(json);
    let value = T::from_json(&mut reader)?;
    reader.end().then_some(value)
}

#[cfg(test)]
mod tests;
