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
