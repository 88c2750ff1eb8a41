//! Medians and quartiles of counted amounts, exactly.
//!
//! The convention (type 2 of Hyndman and Fan, The American Statistician 50(4), 1996): of n ascending values the quantile p
//! is the value at the rank that is the first not below n·p; where n·p is itself a rank, it is halfway between the value
//! there and the next one. So the median of an even number of ballots is halfway between the two in the middle.

use crate::Rational;
use crate::rational::whole;

/// The quantile at `numerator / denominator`, between 0 and 1 without the ends, of ascending values with their counts;
/// nothing where nothing was counted.
pub fn quantile(ascending: &[(i64, u64)], numerator: u64, denominator: u64) -> Option<Rational> {
    let count: u64 = ascending.iter().map(|(_, count)| count).sum();
    let (lower, upper) = ranks(count, numerator, denominator)?;
    Some((whole(at_rank(ascending, lower)?) + whole(at_rank(ascending, upper)?)) / whole(2))
}

/// The one or two ranks, from 1, that a quantile lies between.
fn ranks(count: u64, numerator: u64, denominator: u64) -> Option<(u64, u64)> {
    let product = u128::from(count) * u128::from(numerator);
    let denominator = u128::from(denominator);
    let lower = u64::try_from(product.div_ceil(denominator)).ok()?;
    Some(if product.is_multiple_of(denominator) { (lower, lower + 1) } else { (lower, lower) })
}

fn at_rank(ascending: &[(i64, u64)], rank: u64) -> Option<i64> {
    let mut before = 0;
    ascending.iter().find_map(|(value, count)| {
        before += count;
        (rank > 0 && before >= rank).then_some(*value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_of_two_is_halfway_and_quartiles_follow_the_same_convention() {
        let check = |values: &[(i64, u64)], expected: [&str; 3]| {
            let found = [1, 2, 3].map(|quarter| quantile(values, quarter, 4).unwrap().to_string());
            assert_eq!(found, expected, "{values:?}");
        };
        check(&[(7, 1)], ["7", "7", "7"]);
        check(&[(7, 1), (8, 1)], ["7", "15/2", "8"]);
        check(&[(1, 1), (2, 1), (3, 1), (4, 1)], ["3/2", "5/2", "7/2"]);
        check(&[(1, 1), (2, 1), (3, 1), (4, 1), (5, 1)], ["2", "3", "4"]);
        check(&[(-5, 2), (0, 2)], ["-5", "-5/2", "0"]);
        check(&[(1, u64::MAX / 2), (9, u64::MAX / 2)], ["1", "5", "9"]);
        assert_eq!(quantile(&[], 1, 2), None);
    }
}
