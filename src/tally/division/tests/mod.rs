//! What holds for divisions: worked examples, reference results, and the rules' laws.

use core::fmt::Write as _;

use super::*;
use crate::rational::parse;

mod examples;
mod laws;
mod reference;

fn ballots(text: &[&str]) -> Vec<Vec<Rational>> {
    text.iter().map(|ballot| ballot.split(' ').map(|share| parse(share).unwrap()).collect()).collect()
}

fn result(ballots: &[Vec<Rational>], rule: DivisionRule) -> Vec<Rational> {
    divide(&Reports::from_ballots(ballots).unwrap(), rule).unwrap()
}

fn written(shares: &[Rational]) -> String {
    let mut text = String::new();
    for share in shares {
        let _ = write!(text, "{}{share}", if text.is_empty() { "" } else { " " });
    }
    text
}
