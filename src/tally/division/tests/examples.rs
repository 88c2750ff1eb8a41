use super::*;

fn check(text: &[&str], expected: [&str; 5]) {
    let ballots = ballots(text);
    for (rule, expected) in DivisionRule::ALL.into_iter().zip(expected) {
        assert_eq!(written(&result(&ballots, rule)), expected, "{rule} of {text:?}");
    }
}

#[test]
fn one_voter_for_the_last_line_moves_the_mean_but_no_phantom() {
    check(
        &["3/5 3/10 1/10", "1/2 2/5 1/10", "0 0 1", "2/5 2/5 1/5", "1/5 7/10 1/10"],
        ["17/50 9/25 3/10", "4/9 4/9 1/9", "2/5 2/5 1/5", "2/5 2/5 1/5", "2/5 2/5 1/5"],
    );
}

#[test]
fn two_of_five_single_minded_voters_get_their_part_by_independent_markets_only_not_by_the_utilitarian_rule() {
    check(&["1 0", "1 0", "1 0", "0 1", "0 1"], ["3/5 2/5", "1 0", "1 0", "3/5 2/5", "3/5 2/5"]);
}

#[test]
fn independent_markets_overrule_two_voters_who_agree_on_a_line() {
    check(
        &["4/5 1/5 0", "4/5 0 1/5"],
        ["4/5 1/10 1/10", "4/5 1/10 1/10", "4/5 1/10 1/10", "3/5 1/5 1/5", "2/3 1/6 1/6"],
    );
}

#[test]
fn seven_voters_around_a_draft_keep_it_by_every_phantom_rule() {
    check(
        &[
            "0.5 0.15 0.2 0.15",
            "0.5 0.2 0.15 0.15",
            "0.4 0.25 0.25 0.1",
            "0.3 0.3 0.25 0.15",
            "0.5 0.25 0.2 0.05",
            "0.4 0.25 0.2 0.15",
            "0.45 0.2 0.2 0.15",
        ],
        [
            "61/140 8/35 29/140 9/70",
            "3/7 5/21 4/21 1/7",
            "2/5 1/4 1/5 3/20",
            "2/5 1/4 1/5 3/20",
            "2/5 1/4 1/5 3/20",
        ],
    );
}

#[test]
fn one_voter_decides_alone_and_a_single_line_gets_everything() {
    check(&["1/3 0 2/3"], ["1/3 0 2/3"; 5]);
    check(&["1", "1"], ["1"; 5]);
}

#[test]
fn three_voters_who_agree_on_nothing_have_no_normalised_median() {
    let reports = Reports::from_ballots(&ballots(&["1 0 0", "0 1 0", "0 0 1"])).unwrap();
    assert_eq!(divide(&reports, DivisionRule::MedianNormalised), Err(DivisionError::NoMedian));
    for rule in [
        DivisionRule::Mean,
        DivisionRule::Utilitarian,
        DivisionRule::IndependentMarkets,
        DivisionRule::Ladder,
    ] {
        assert_eq!(written(&divide(&reports, rule).unwrap()), "1/3 1/3 1/3", "{rule}");
    }
}

#[test]
fn a_ballot_that_does_not_divide_the_whole_is_named() {
    let check = |text: &[&str], expected: DivisionError| {
        assert_eq!(Reports::from_ballots(&ballots(text)).unwrap_err(), expected, "{text:?}");
    };
    check(&[], DivisionError::NoBallots);
    check(&["1 0", "1"], DivisionError::OtherLength { ballot: 2, found: 1, expected: 2 });
    let share = parse("-1/10").unwrap();
    check(&["1/2 1/2", "11/10 -1/10"], DivisionError::Negative { ballot: 2, line: 2, share });
    let sum = parse("0.999").unwrap();
    check(&["1/2 1/2", "1/3 2/3", "0.333 0.666"], DivisionError::NotWhole { ballot: 3, sum });
    let giant = |part: &str| format!("{part}/{}", "9".repeat(300));
    let sum = parse(&giant("2")).unwrap();
    check(&[&format!("{} {}", giant("1"), giant("1"))], DivisionError::NotWhole { ballot: 1, sum });
    assert_eq!(Reports::from_ballots(&[Vec::new()]).unwrap_err(), DivisionError::NoLines);
}

#[test]
fn lines_that_are_counted_by_others_have_to_come_from_whole_ballots() {
    let half = || parse("1/2").unwrap();
    let line = |share: Rational, voters: u64| vec![(share, voters)];
    let check = |lines: &[Vec<(Rational, u64)>], expected: DivisionError| {
        assert_eq!(Reports::from_counts(lines).unwrap_err(), expected, "{lines:?}");
    };
    check(&[], DivisionError::NoLines);
    check(&[Vec::new(), Vec::new()], DivisionError::NoBallots);
    check(&[line(half(), 2), line(half(), 1)], DivisionError::Inconsistent);
    check(&[line(half(), 2), line(parse("1/4").unwrap(), 2)], DivisionError::Inconsistent);
    check(&[line(parse("-1").unwrap(), 2), line(parse("2").unwrap(), 2)], DivisionError::Inconsistent);
    check(&[line(half(), u64::MAX), vec![(half(), u64::MAX), (half(), 1)]], DivisionError::Inconsistent);
    let counted = Reports::from_counts(&[vec![(half(), 1), (half(), 1)], line(half(), 2)]).unwrap();
    assert_eq!(counted, Reports::from_ballots(&ballots(&["1/2 1/2", "1/2 1/2"])).unwrap());
}

#[test]
fn shares_without_a_workable_common_denominator_are_refused_instead_of_filling_the_memory() {
    // Each ballot has a denominator of its own, 60 bits long; no two of them share a factor by which they would shorten.
    let ballot = |at: u64| {
        let denominator = (1_u64 << 59) + 2 * at + 1;
        let share = Rational::new((denominator / 3).into(), denominator.into());
        vec![crate::rational::whole(1) - &share, share]
    };
    let ballots: Vec<_> = (0..4_000).map(ballot).collect();
    let reports = Reports::from_ballots(&ballots).unwrap();
    assert_eq!(divide(&reports, DivisionRule::Mean), Err(DivisionError::TooFine));
    let shares = divide(&reports, DivisionRule::Utilitarian).unwrap();
    assert_eq!(shares.iter().sum::<Rational>(), crate::rational::whole(1));
}

#[test]
fn a_rule_reads_back_from_its_name() {
    for rule in DivisionRule::ALL {
        assert_eq!(rule.to_string().parse(), Ok(rule));
    }
    for name in ["", "Mean", "median", "phantom"] {
        assert_eq!(name.parse::<DivisionRule>(), Err(UnknownDivisionRule(name.to_owned())));
    }
}
