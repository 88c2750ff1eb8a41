//! Small elections that can be counted by hand, and laws that hold for all.

mod city;
mod elections;
mod greedy;
mod laws;
mod phragmen;
mod reasons;
mod reference;
mod shares;
