//! Saving, resuming, cells and progress.

use glasno_model::{Channel, respondent::Respondent};

use super::*;

fn from(group: &str, ballot: BallotDocument) -> BallotDocument {
    let respondent: Respondent = serde_json::from_value(serde_json::json!({ "group": group })).unwrap();
    BallotDocument { respondent, ..ballot }
}

fn any_voice() -> impl Strategy<Value = (Channel, BallotDocument)> {
    let group = prop::sample::select(vec!["citizen", "ngo", "business"]);
    let voice = |(channel, group, ballot)| (channel, from(group, ballot));
    (prop::sample::select(&Channel::ALL[..]), group, any_ballot()).prop_map(voice)
}

fn known() -> Tallies {
    let mut tallies = Tallies::default();
    tallies.know(&draft(), RULE).unwrap();
    tallies
}

fn tallies_of<'a>(voices: impl IntoIterator<Item = &'a (Channel, BallotDocument)>) -> Tallies {
    let mut tallies = known();
    voices.into_iter().for_each(|(channel, ballot)| tallies.add(*channel, ballot).unwrap());
    tallies
}

proptest! {
    #[test]
    fn a_tally_that_was_saved_goes_on_as_if_nothing_had_happened(one in any_ballots(), other in any_ballots()) {
        let saved = serde_json::to_vec(&tally_of(&one)).unwrap();
        prop_assert_eq!(&saved, &serde_json::to_vec(&tally_of(one.iter().rev())).unwrap());
        let mut resumed: AllocationTally = serde_json::from_slice(&saved).unwrap();
        for ballot in &other {
            resumed.add(ballot).unwrap();
        }
        prop_assert_eq!(resumed, tally_of(one.iter().chain(&other)));
    }

    #[test]
    fn the_parts_of_a_breakdown_are_together_the_whole(voices in prop::collection::vec(any_voice(), 0..30)) {
        let tallies = tallies_of(&voices);
        let whole = tallies.tally(1).unwrap();
        prop_assert_eq!(&whole, &tally_of(voices.iter().map(|(_, ballot)| ballot)));
        let by_channel = tallies.broken_down(1, |cell| Some(cell.channel));
        for (channel, part) in &by_channel {
            let theirs = voices.iter().filter(|(other, _)| other == channel).map(|(_, ballot)| ballot);
            prop_assert_eq!(part, &tally_of(theirs));
        }
        let mut together = tally_of(&[]);
        for part in by_channel.values() {
            together.merge(part).unwrap();
        }
        prop_assert_eq!(together, whole);
    }

    #[test]
    fn kept_tallies_merge_resume_and_forget_like_single_ones(
        one in prop::collection::vec(any_voice(), 0..20),
        other in prop::collection::vec(any_voice(), 0..20),
    ) {
        let saved = serde_json::to_vec(&tallies_of(&one)).unwrap();
        let mut tallies: Tallies = serde_json::from_slice(&saved).unwrap();
        tallies.merge(&tallies_of(&other)).unwrap();
        prop_assert_eq!(&tallies, &tallies_of(one.iter().chain(&other)));
        for (channel, ballot) in &other {
            tallies.remove(*channel, ballot).unwrap();
        }
        prop_assert_eq!(&tallies, &tallies_of(&one));
        prop_assert_eq!(serde_json::to_vec(&tallies).unwrap(), saved);
    }
}

#[test]
fn a_saved_tally_that_was_tampered_with_is_not_resumed() {
    let tally = tally_of(&[ballot(&[("a", 900), ("b", 300)]), ballot(&[])]);
    let saved = serde_json::to_value(&tally).unwrap();
    assert!(serde_json::from_value::<AllocationTally>(saved.clone()).is_ok());
    for (pointer, value) in [
        ("/counts/ballots", serde_json::json!(3)),
        ("/counts/differences", serde_json::json!([[-100, 2]])),
        ("/counts/differences", serde_json::json!([[i64::MIN, u64::MAX]])),
        ("/counts/lines/0", serde_json::json!([[900, 3]])),
        ("/counts/lines/0", serde_json::json!([[900, 0]])),
        ("/counts/lines/0", serde_json::json!([[901, 1]])),
        ("/counts/lines/0", serde_json::json!([[1000, 1], [800, 1]])),
        ("/counts/lines/1", serde_json::json!([[200, 1]])),
        ("/counts/lines", serde_json::json!([])),
        ("/frame/lines/0/id", serde_json::json!("b")),
        ("/frame/lines/0/amount", serde_json::json!(1001)),
        ("/frame/headroom", serde_json::json!(-1)),
    ] {
        let mut tampered = saved.clone();
        *tampered.pointer_mut(pointer).unwrap() = value.clone();
        assert!(serde_json::from_value::<AllocationTally>(tampered).is_err(), "{pointer} {value}");
    }
}

#[test]
fn citizens_who_saw_a_corrected_draft_are_counted_by_themselves() {
    let corrected = draft_of(2, &[(Discretion::Local, 1200)]);
    let mut tallies = known();
    tallies.know(&corrected, RULE).unwrap();
    tallies.know(&corrected, RULE).unwrap();
    tallies.add(Channel::Web, &ballot(&[("a", 1100)])).unwrap();
    let later = BallotDocument { draft_version: 2, ..ballot(&[("a", 1100)]) };
    tallies.add(Channel::Hall, &later).unwrap();
    let wants_more =
        |version: u32| tallies.tally(version).unwrap().result(&"a".parse().unwrap()).unwrap().more.ballots;
    assert_eq!(tallies.versions().collect::<Vec<_>>(), [1, 2]);
    assert_eq!(
        (wants_more(1), wants_more(2)),
        (1, 0),
        "the same amount is more on one draft and less on the other"
    );
    let never = BallotDocument { draft_version: 3, ..ballot(&[]) };
    let error = AllocationError::OtherDraftVersion { counted: 2, found: 3 };
    assert_eq!(tallies.add(Channel::Web, &never), Err(error));
    let other = draft_of(2, &[(Discretion::Local, 1300)]);
    assert_eq!(tallies.know(&other, RULE), Err(AllocationError::OtherDraft));
}

#[test]
fn an_event_that_is_delivered_twice_counts_once() {
    let mut progress = Progress::new(tally_of(&[]));
    let one = ballot(&[("a", 900)]);
    assert_eq!(progress.advance(7, |tally| tally.add(&one)), Ok(true));
    let saved = serde_json::to_string(&progress).unwrap();
    let mut resumed: Progress<AllocationTally> = serde_json::from_str(&saved).unwrap();
    assert_eq!(resumed.advance(7, |tally| tally.add(&one)), Ok(false));
    assert!(resumed.advance(8, |tally| tally.add(&ballot(&[("x", 1)]))).is_err());
    assert_eq!(resumed, progress);
}
