//! The figures against a count with whole vectors.

use glasno_model::LineId;

use super::*;
use crate::Rational;
use crate::division::{DivisionError, DivisionRule, Reports, divide};
use crate::honesty::wilson;
use crate::rational::whole;

/// What each ballot proposes for each line that citizens may move, ascending.
fn vectors(ballots: &[BallotDocument]) -> Vec<(LineId, i64, Vec<i64>)> {
    let draft = draft();
    let movable = draft.lines.iter().filter(|line| line.is_movable());
    let of = |line: &BudgetLine, ballot: &BallotDocument| {
        let proposed = ballot.allocation.iter().find(|proposed| proposed.line == line.id);
        proposed.map_or(line.amount, |proposed| proposed.amount).minor()
    };
    movable
        .map(|line| {
            let proposing = ballots.iter().filter(|ballot| !ballot.allocation.is_empty());
            let mut all: Vec<i64> = proposing.map(|ballot| of(line, ballot)).collect();
            all.sort_unstable();
            (line.id.clone(), line.amount.minor(), all)
        })
        .collect()
}

proptest! {
    #[test]
    fn an_officer_reads_the_figures_of_a_count_by_hand(ballots in any_ballots()) {
        let results = tally_of(&ballots).results();
        let proposes = ballots.iter().any(|ballot| !ballot.allocation.is_empty());
        prop_assert_eq!(results.len(), if proposes { 3 } else { 0 });
        for (result, (line, draft, all)) in results.iter().zip(vectors(&ballots)) {
            let n = all.len();
            let named = |wanted: &dyn Fn(i64) -> bool| ballots.iter().flat_map(|ballot| &ballot.allocation)
                .filter(|proposed| proposed.line == line && wanted(proposed.amount.minor())).count() as u64;
            prop_assert_eq!(&result.line, &line);
            prop_assert_eq!((result.draft.minor(), result.ballots), (draft, n as u64));
            prop_assert_eq!(result.touched, named(&|_| true));
            prop_assert_eq!(result.kept, named(&|amount| amount == draft));
            prop_assert_eq!(result.untouched + result.touched, n as u64);
            prop_assert_eq!(result.same.ballots, result.kept + result.untouched);
            prop_assert_eq!(result.more.ballots, named(&|amount| amount > draft));
            prop_assert_eq!(result.less.ballots, named(&|amount| amount < draft));
            prop_assert_eq!(Some(result.more.interval), wilson(result.more.ballots, n as u64));
            prop_assert_eq!(result.less.share(), Rational::new(result.less.ballots.into(), n.into()));
            prop_assert_eq!(&result.mean, &Rational::new(all.iter().sum::<i64>().into(), n.into()));
            let middle = whole(all[(n - 1) / 2] + all[n / 2]) / whole(2);
            prop_assert_eq!(&result.median, &middle);
            prop_assert!(result.lower_quartile <= middle && middle <= result.upper_quartile);
            let at_most = |quartile: &Rational| all.iter().filter(|amount| whole(**amount) <= *quartile).count();
            prop_assert!(4 * at_most(&result.lower_quartile) >= n && 4 * at_most(&result.upper_quartile) >= 3 * n);
            prop_assert_eq!(result.classes.iter().map(|class| class.ballots).sum::<u64>(), n as u64);
            prop_assert_eq!(result.classes[5].ballots, result.same.ballots);
        }
    }

    #[test]
    fn the_common_allocation_is_that_of_the_whole_divisions_and_loses_no_cent(
        ballots in prop::collection::vec(any_ballot(), 1..30),
        at_most in 0_i64..5000,
    ) {
        let proposes = |ballot: &BallotDocument| !ballot.allocation.is_empty();
        let ballots: Vec<BallotDocument> = ballots.into_iter().filter(proposes).collect();
        prop_assume!(!ballots.is_empty());
        let mut tally = AllocationTally::new(&draft(), BalanceRule::Deviation { at_most: amount(at_most) });
        for ballot in &ballots {
            tally.add(ballot).unwrap();
        }
        let amounts = |ballot: &BallotDocument| vectors(std::slice::from_ref(ballot)).into_iter().map(|(_, _, all)| all[0]);
        let headroom = ballots.iter().map(|ballot| amounts(ballot).sum::<i64>() - 1500).max().unwrap().max(at_most);
        let share = |amount: i64| Rational::new(amount.into(), (1500 + headroom).into());
        let divisions: Vec<Vec<Rational>> = ballots.iter().map(|ballot| {
            let rest = 1500 + headroom - amounts(ballot).sum::<i64>();
            amounts(ballot).chain([rest]).map(share).collect()
        }).collect();
        let reports = Reports::from_ballots(&divisions).unwrap();
        prop_assert_eq!(&tally.reports().unwrap(), &reports);
        for rule in [DivisionRule::Mean, DivisionRule::Utilitarian, DivisionRule::IndependentMarkets] {
            let exact = divide(&reports, rule).unwrap();
            let common = tally.common_allocation(rule).unwrap();
            let all = || common.lines.iter().map(|(_, amount)| amount.minor()).chain([common.rest.minor() + headroom]);
            prop_assert_eq!(all().sum::<i64>(), 1500 + headroom);
            for (units, share) in all().zip(exact) {
                let apart = whole(units) - share * whole(1500 + headroom);
                prop_assert!(whole(-1) < apart && apart < whole(1), "{} is {} off", units, apart);
            }
        }
    }

    #[test]
    fn a_journalist_draws_the_same_ranges_again_and_they_hold_what_everybody_says(ballots in any_ballots()) {
        let tally = tally_of(&ballots);
        let stability = tally.stability("glasno", 40);
        prop_assert_eq!(&tally_of(ballots.iter().rev()).stability("glasno", 40), &stability);
        prop_assert_eq!(stability.len(), tally.results().len());
        for (line, (_, _, all)) in stability.iter().zip(vectors(&ballots)) {
            for range in [&line.median, &line.mean] {
                prop_assert!(whole(all[0]) <= range.low && range.low <= range.high);
                prop_assert!(range.high <= whole(all[all.len() - 1]));
            }
        }
    }
}

#[test]
fn a_line_that_was_kept_on_purpose_is_told_apart_from_one_that_nobody_touched() {
    let ballots = [
        ballot(&[("a", 1000)]),
        ballot(&[("d", 450)]),
        ballot(&[("a", 1100), ("d", 400)]),
        ballot(&[("c", 5)]),
    ];
    let tally = tally_of(&ballots);
    assert_eq!((tally.ballots(), tally.silent()), (4, 0));
    let result = tally.result(&"a".parse().unwrap()).unwrap();
    assert_eq!((result.touched, result.untouched, result.kept, result.same.ballots), (2, 2, 1, 3));
    assert_eq!((result.mean, result.median, result.upper_quartile), (whole(1025), whole(1000), whole(1050)));
    assert_eq!(tally.result(&"b".parse().unwrap()), None, "nobody can move the delegated line");
    assert_eq!(tally.result(&"x".parse().unwrap()), None);
}

#[test]
fn who_only_comments_is_part_of_no_figure() {
    let one = ballot(&[("a", 900)]);
    let mut tally = tally_of([&one, &ballot(&[])]);
    assert_eq!((tally.ballots(), tally.silent()), (1, 1));
    assert_eq!(tally.results(), tally_of([&one]).results());
    tally.remove(&ballot(&[])).unwrap();
    assert_eq!(tally, tally_of([&one]));
    assert_eq!(tally.remove(&ballot(&[])), Err(AllocationError::NeverCounted));
}

#[test]
fn cents_go_to_the_parts_that_were_cut_most_and_to_the_earlier_line_among_equals() {
    let lines = [(Discretion::Local, 100), (Discretion::Local, 0), (Discretion::Local, 0)];
    let mut tally = AllocationTally::new(&draft_of(1, &lines), RULE);
    for allocation in
        [[("a", 100), ("b", 0), ("c", 0)], [("a", 0), ("b", 100), ("c", 0)], [("a", 0), ("b", 0), ("c", 100)]]
    {
        tally.add(&ballot(&allocation)).unwrap();
    }
    let common = tally.common_allocation(DivisionRule::Mean).unwrap();
    let amounts: Vec<i64> = common.lines.iter().map(|(_, amount)| amount.minor()).collect();
    assert_eq!((amounts, common.rest.minor()), (vec![34, 33, 33], 0));
}

#[test]
fn money_that_most_leave_over_is_left_over() {
    let ballots = [ballot(&[("a", 600)]), ballot(&[("a", 700)]), ballot(&[("a", 1000)])];
    let common = tally_of(&ballots).common_allocation(DivisionRule::Utilitarian).unwrap();
    let amounts: Vec<i64> = common.lines.iter().map(|(_, amount)| amount.minor()).collect();
    assert_eq!((amounts, common.rest.minor()), (vec![700, 0, 500], 300));
}

#[test]
fn without_ballots_or_without_money_there_is_nothing_to_divide() {
    let nobody = tally_of(&[]);
    assert_eq!(nobody.reports(), Err(NoDivision::Rule(DivisionError::NoBallots)));
    assert_eq!(nobody.stability("glasno", 9), []);
    let mut locked = AllocationTally::new(&draft_of(1, &[(Discretion::StateDelegated, 300)]), RULE);
    locked.add(&ballot(&[("a", 300)])).unwrap();
    assert_eq!(locked.common_allocation(DivisionRule::Mean), Err(NoDivision::NothingToDivide));
    assert_eq!(locked.results(), []);
}

/// The expected figures come from a Python program that follows the words in [`stability`].
#[test]
fn a_published_seed_gives_these_ranges_on_every_machine() {
    let check = |amounts: &mut dyn Iterator<Item = i64>, expected: [&str; 4]| {
        let ballots: Vec<_> = amounts.map(|amount| ballot(&[("a", amount)])).collect();
        let stability = tally_of(&ballots).stability("Пловдив 2026", stability::REPLICATES);
        let stability::LineStability { median, mean, .. } = &stability[0];
        let found = [&median.low, &median.high, &mean.low, &mean.high].map(Rational::to_string);
        assert_eq!(found, expected);
        assert_eq!((&stability[2].mean.low, &stability[2].median.high), (&whole(500), &whole(500)));
    };
    check(&mut (0..200).map(|citizen| 1000 + citizen % 7 * 10), ["1030", "1030", "50320/49", "100160/97"]);
    check(
        &mut (0..201).map(|citizen| 1000 + citizen * citizen % 190),
        ["1066", "1100", "108621/101", "61065/56"],
    );
}
