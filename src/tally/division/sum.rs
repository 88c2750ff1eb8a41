//! Exact sums of many fractions.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_traits::{ToPrimitive as _, Zero as _};

use crate::Rational;

/// The longest denominator of a sum, in bits. A hundred thousand ballots over whole amounts up to 90 000 stay below it;
/// beyond it a sum would take minutes.
const LONGEST: u64 = 131_072;

/// The sum of fractions, each so many times; nothing where its denominator would be too long.
///
/// Equal denominators are summed first and the rest in pairs, so that the long fractions come last and are few.
pub(super) fn sum<'a>(terms: impl Iterator<Item = (&'a Rational, u64)>) -> Option<Rational> {
    let mut by_denominator: BTreeMap<&BigInt, BigInt> = BTreeMap::new();
    for (term, times) in terms {
        *by_denominator.entry(term.denom()).or_default() += term.numer() * times;
    }
    let fraction =
        |(denominator, numerator): (&BigInt, BigInt)| Rational::new(numerator, denominator.clone());
    let mut terms: Vec<Rational> = by_denominator.into_iter().map(fraction).collect();
    while terms.len() > 1 {
        terms = terms
            .chunks(2)
            .map(|pair| {
                let sum = pair.iter().sum::<Rational>();
                (sum.denom().bits() <= LONGEST).then_some(sum)
            })
            .collect::<Option<_>>()?;
    }
    Some(terms.pop().unwrap_or_else(Rational::zero))
}

/// Do these fractions, none of them negative, sum to one? It also says no where they are too long for a quick answer.
pub(super) fn is_one(shares: &[Rational]) -> bool {
    let of_small = shares.iter().try_fold((0_u128, 1_u64), |(numerator, denominator), share| {
        let (n, d) = (share.numer().to_u64()?, share.denom().to_u64()?);
        let common = (denominator / greatest_common_divisor(denominator, d)).checked_mul(d)?;
        let before = numerator.checked_mul(u128::from(common / denominator))?;
        let added = u128::from(n).checked_mul(u128::from(common / d))?;
        Some((before.checked_add(added)?, common))
    });
    of_small.is_some_and(|(numerator, denominator)| numerator == u128::from(denominator))
}

fn greatest_common_divisor(one: u64, other: u64) -> u64 {
    if other == 0 { one } else { greatest_common_divisor(other, one % other) }
}
