//! The product from outside. What the tests of the endpoint and those in the browser share stands in [`support`];
//! each target of this package says by itself what it is about.

pub mod support;
