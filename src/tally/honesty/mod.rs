//! How far a result may be trusted, and what must not be told.
//!
//! - [`random`]: chance that anybody can draw again from a published text;
//! - [`stability`]: in how many of many elections like this one a project would be funded;
//! - [`mod@wilson`]: intervals of shares;
//! - [`raking`]: weighting to known margins, the officer's internal view;
//! - [`suppression`]: which figures speak of too few people to be told;
//! - [`breakdown`]: results by group, channel and district, as far as they may be told;
//! - [`disclosure`]: what a reader has to be told beside a result.

pub mod random;
pub mod stability;
pub mod wilson;
pub mod raking;
pub mod suppression;
pub mod breakdown;
pub mod disclosure;

pub use stability::{Stability, bootstrap};
pub use suppression::{Audience, Figure};
pub use wilson::{Interval, wilson};
