//! Laws of the rules, tried on small profiles of whole tenths, where every lie can be tried as well.

use num_traits::Signed as _;
use proptest::prelude::*;

use super::*;
use crate::division::phantoms::{Phantoms, solve};
use crate::rational::whole;

const PHANTOM_RULES: [DivisionRule; 3] =
    [DivisionRule::Utilitarian, DivisionRule::IndependentMarkets, DivisionRule::Ladder];

fn of_tenths(tenths: &[u64]) -> Vec<Rational> {
    tenths.iter().map(|tenth| Rational::new((*tenth).into(), 10.into())).collect()
}

/// Every division of ten tenths among so many lines.
fn all_divisions(lines: usize) -> Vec<Vec<u64>> {
    fn go(rest: u64, lines: usize) -> Vec<Vec<u64>> {
        if lines == 1 {
            return vec![vec![rest]];
        }
        let first =
            |part| go(rest - part, lines - 1).into_iter().map(move |tail| [vec![part], tail].concat());
        (0..=rest).flat_map(first).collect()
    }
    go(10, lines)
}

/// Any number of voters, each with any whole parts of any sum.
fn any_ballots() -> impl Strategy<Value = Vec<Vec<Rational>>> {
    let ballot = |lines| {
        prop::collection::vec(0_u64..20, lines).prop_map(|mut parts| {
            parts[0] += 1;
            let sum: u64 = parts.iter().sum();
            parts.into_iter().map(|part| Rational::new(part.into(), sum.into())).collect::<Vec<_>>()
        })
    };
    (1_usize..6).prop_flat_map(move |lines| prop::collection::vec(ballot(lines), 1..10))
}

fn tenths_of_voters() -> impl Strategy<Value = Vec<Vec<u64>>> {
    (2_usize..4)
        .prop_flat_map(|lines| prop::collection::vec(prop::sample::select(all_divisions(lines)), 2..5))
}

fn distance(one: &[Rational], other: &[Rational]) -> Rational {
    one.iter().zip(other).map(|(one, other)| (one - other).abs()).sum()
}

fn median(mut values: Vec<Rational>) -> Rational {
    values.sort();
    values.swap_remove(values.len() / 2)
}

/// The median of every line's reports and the given phantoms, as the definition has it.
fn by_definition(ballots: &[Vec<Rational>], phantoms: &[Rational]) -> Vec<Rational> {
    assert_eq!(phantoms.len(), ballots.len() + 1);
    let reports = |line: usize| ballots.iter().map(move |ballot| ballot[line].clone());
    (0..ballots[0].len())
        .map(|line| median(reports(line).chain(phantoms.iter().cloned()).collect()))
        .collect()
}

proptest! {
    #[test]
    fn every_division_is_whole_and_does_not_depend_on_who_came_first(ballots in any_ballots(), turn in 0_usize..10) {
        let mut turned = ballots.clone();
        turned.rotate_left(turn % ballots.len());
        turned.reverse();
        for rule in DivisionRule::ALL {
            let reports = Reports::from_ballots(&ballots).unwrap();
            let Ok(shares) = divide(&reports, rule) else {
                prop_assert!(medians(&reports).iter().all(|median| *median == whole(0)), "{} has no result", rule);
                continue;
            };
            prop_assert_eq!(shares.iter().sum::<Rational>(), whole(1), "{}", rule);
            prop_assert!(shares.iter().all(|share| !share.is_negative()));
            prop_assert_eq!(divide(&Reports::from_ballots(&turned).unwrap(), rule).unwrap(), shares);
        }
    }

    #[test]
    fn the_utilitarian_rule_never_leaves_what_was_reported(ballots in any_ballots()) {
        for (line, share) in result(&ballots, DivisionRule::Utilitarian).iter().enumerate() {
            let reported = || ballots.iter().map(|ballot| &ballot[line]);
            prop_assert!(reported().min().unwrap() <= share && share <= reported().max().unwrap());
        }
    }

    #[test]
    fn rising_phantoms_are_the_medians_of_the_definition(ballots in any_ballots()) {
        let reports = Reports::from_ballots(&ballots).unwrap();
        let n = reports.voters();
        for rule in [Phantoms::Markets, Phantoms::Ladder { voters: n }] {
            let (time, shares) = solve(&reports, rule).unwrap();
            // Where time does not matter any more every phantom but the last is at its top.
            let time = time.unwrap_or_else(|| whole(2));
            let level = |k: u64| match rule {
                Phantoms::Markets => (&time * whole(n - k)).min(whole(1)),
                Phantoms::Ladder { .. } => {
                    (&time - Rational::new(k.into(), n.into())).clamp(whole(0), whole(1))
                }
            };
            prop_assert_eq!(by_definition(&ballots, &(0..=n).map(level).collect::<Vec<_>>()), shares, "{:?}", rule);
        }
    }

    #[test]
    fn the_utilitarian_rule_is_medians_with_phantoms_at_one_at_nothing_and_one_between(ballots in any_ballots()) {
        let shares = result(&ballots, DivisionRule::Utilitarian);
        let n = ballots.len();
        // The phantom that moves stands at a share of the outcome, if it matters at all.
        let found = (0..=n).any(|at_one| shares.iter().any(|level| {
            let below = std::iter::repeat_n(whole(0), n - at_one);
            let phantoms = std::iter::repeat_n(whole(1), at_one).chain([level.clone()]).chain(below);
            by_definition(&ballots, &phantoms.collect::<Vec<_>>()) == shares
        }));
        prop_assert!(found, "{:?} of {:?}", shares, ballots);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_division_is_nearer_to_all_voters_together_than_the_utilitarian(voters in tenths_of_voters()) {
        let ballots: Vec<_> = voters.iter().map(|tenths| of_tenths(tenths)).collect();
        let total = |shares: &[Rational]| -> Rational { ballots.iter().map(|ballot| distance(ballot, shares)).sum() };
        let least = total(&result(&ballots, DivisionRule::Utilitarian));
        for other in all_divisions(voters[0].len()) {
            prop_assert!(least <= total(&of_tenths(&other)));
        }
    }

    #[test]
    fn nobody_gains_by_a_lie_under_a_phantom_rule(voters in tenths_of_voters()) {
        let ballots: Vec<_> = voters.iter().map(|tenths| of_tenths(tenths)).collect();
        let lies = all_divisions(voters[0].len());
        for rule in PHANTOM_RULES {
            let honest = result(&ballots, rule);
            for voter in 0..ballots.len() {
                let truth = &ballots[voter];
                let content = distance(truth, &honest);
                for lie in &lies {
                    let mut told = ballots.clone();
                    told[voter] = of_tenths(lie);
                    prop_assert!(distance(truth, &result(&told, rule)) >= content, "{} {:?}: {}", rule, voters, voter);
                }
            }
        }
    }
}

#[test]
fn a_voter_gains_by_exaggerating_under_the_mean_and_the_normalised_median() {
    let truth = ballots(&["0.4 0.6 0", "0.9 0.1 0"]);
    let told = ballots(&["0 1 0", "0.9 0.1 0"]);
    for rule in [DivisionRule::Mean, DivisionRule::MedianNormalised] {
        assert_eq!(distance(&truth[0], &result(&truth, rule)), parse("0.5").unwrap(), "{rule}");
        assert_eq!(distance(&truth[0], &result(&told, rule)), parse("0.1").unwrap(), "{rule}");
    }
}

#[test]
fn single_minded_voters_move_as_much_of_the_money_as_they_are_part_of_the_voters() {
    for counts in [[1, 2, 3], [5, 0, 1], [1, 1, 1]] {
        let single = |line: usize| of_tenths(&[0, 1, 2].map(|other| if other == line { 10 } else { 0 }));
        let ballots: Vec<_> = counts
            .iter()
            .enumerate()
            .flat_map(|(line, count)| std::iter::repeat_n(single(line), *count))
            .collect();
        let parts: Vec<_> = counts.map(|count| Rational::new(count.into(), ballots.len().into())).to_vec();
        for rule in [DivisionRule::Mean, DivisionRule::IndependentMarkets, DivisionRule::Ladder] {
            assert_eq!(result(&ballots, rule), parts, "{rule}");
        }
    }
}
