use super::*;

proptest! {
    #[test]
    fn two_tallies_merged_are_the_tally_of_all_their_citizens(one in any_ballots(), other in any_ballots()) {
        let mut merged = tally_of(&one);
        merged.merge(&tally_of(&other)).unwrap();
        prop_assert_eq!(merged, tally_of(one.iter().chain(&other)));
    }

    #[test]
    fn who_came_first_leaves_no_trace(ballots in any_ballots(), turn in 0_usize..30) {
        let mut turned = ballots.clone();
        turned.reverse();
        turned.rotate_left(turn.min(ballots.len()));
        prop_assert_eq!(tally_of(&turned), tally_of(&ballots));
    }

    #[test]
    fn a_withdrawn_ballot_is_as_if_it_had_never_come(ballots in any_ballots(), late in any_ballots()) {
        let mut tally = tally_of(ballots.iter().chain(&late));
        for ballot in &late {
            tally.remove(ballot).unwrap();
        }
        prop_assert_eq!(&tally, &tally_of(&ballots));
        prop_assert_eq!(serde_json::to_string(&tally).unwrap(), serde_json::to_string(&tally_of(&ballots)).unwrap());
        for ballot in &ballots {
            tally.remove(ballot).unwrap();
        }
        prop_assert_eq!(tally, tally_of(&[]));
    }
}

#[test]
fn a_ballot_of_another_draft_is_not_counted_and_leaves_nothing_behind() {
    let before = tally_of(&[ballot(&[("a", 900), ("b", 300)])]);
    let id = |id: &str| id.parse().unwrap();
    let check = |ballot: &BallotDocument, error: AllocationError| {
        let mut tally = before.clone();
        assert_eq!(tally.add(ballot), Err(error.clone()));
        assert_eq!(tally.remove(ballot), Err(error));
        assert_eq!(tally, before);
    };
    let other_version = BallotDocument { draft_version: 2, ..ballot(&[]) };
    check(&other_version, AllocationError::OtherDraftVersion { counted: 1, found: 2 });
    check(&ballot(&[("a", 900), ("x", 1)]), AllocationError::UnknownLine(id("x")));
    check(&ballot(&[("a", 900), ("d", 1), ("a", 900)]), AllocationError::DuplicateLine(id("a")));
    check(&ballot(&[("a", 900), ("a", 900)]), AllocationError::DuplicateLine(id("a")));
    check(&ballot(&[("a", 900), ("b", 299)]), AllocationError::LockedLine(id("b")));
    check(&ballot(&[("e", -51)]), AllocationError::LockedLine(id("e")));
    check(&ballot(&[("a", 900), ("d", -1)]), AllocationError::LessThanNothing(id("d")));
}

#[test]
fn lines_are_told_apart_however_alike_their_ids_are_and_in_whatever_order_they_come() {
    // The first and the last eight letters are the same, and so are the lengths; the last id is short.
    let id = |at: usize| if at == 79 { "last".to_owned() } else { format!("activity-{at:02}-municipal") };
    let lines = (0..80).map(|at| (id(at), (Discretion::Local, 1000)));
    let mut tally = AllocationTally::new(&draft_with(1, lines), RULE);
    for order in [[0, 1, 2, 79], [79, 2, 1, 0], [5, 79, 4, 40], [78, 77, 3, 79]] {
        let named = order.map(|at| (id(at), 100 + i64::try_from(at).unwrap()));
        let named: Vec<(&str, i64)> = named.iter().map(|(line, amount)| (line.as_str(), *amount)).collect();
        tally.add(&ballot(&named)).unwrap();
    }
    for at in 0..80 {
        let proposed = tally.proposed(&id(at).parse().unwrap()).unwrap();
        let times = [0, 1, 2, 79].contains(&at).then_some(2 + u64::from(at == 79) * 2);
        let once = [3, 4, 5, 40, 77, 78].contains(&at).then_some(1);
        assert_eq!(
            proposed.count(100 + i64::try_from(at).unwrap()),
            times.or(once).unwrap_or(0),
            "{}",
            id(at)
        );
        assert_eq!(proposed.total(), times.or(once).unwrap_or(0), "{}", id(at));
    }
    assert_eq!(
        tally.add(&ballot(&[("activity-00-municipaX", 1)])),
        Err(AllocationError::UnknownLine("activity-00-municipaX".parse().unwrap()))
    );
}

#[test]
fn a_ballot_that_never_came_is_not_taken_out() {
    let before = tally_of(&[ballot(&[("a", 900)]), ballot(&[("a", 900), ("d", 400)])]);
    for strange in [ballot(&[]), ballot(&[("a", 800)]), ballot(&[("c", 0)]), ballot(&[("d", 400)])] {
        let mut tally = before.clone();
        assert_eq!(tally.remove(&strange), Err(AllocationError::NeverCounted), "{strange:?}");
        assert_eq!(tally, before);
    }
    let mut empty = tally_of(&[]);
    assert_eq!(empty.remove(&ballot(&[])), Err(AllocationError::NeverCounted));
}

#[test]
fn tallies_of_different_drafts_are_not_merged() {
    let mut tally = tally_of(&[ballot(&[])]);
    let before = tally.clone();
    let wider = BalanceRule::Deviation { at_most: amount(10) };
    let corrected = draft_of(1, &[(Discretion::Local, 1001)]);
    for other in [AllocationTally::new(&draft(), wider), AllocationTally::new(&corrected, RULE)] {
        assert_eq!(tally.merge(&other), Err(AllocationError::OtherDraft));
    }
    assert_eq!(tally, before);
}
