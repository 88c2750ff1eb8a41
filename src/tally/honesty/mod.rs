//! How far a result may be trusted, and what must not be told.
//!
//! - [`random`]: chance that anybody can draw again from a published text;

pub mod random;
