//! The server is killed in the middle of its work. Whoever holds a receipt is on disk, once.

use std::collections::BTreeSet;

use crate::{
    crowd::Crowd,
    town::{Town, UNLIMITED, ballot, id, stored_ids},
};

const KILLS: u64 = 10;

#[test]
fn ten_kills_under_load_lose_no_receipt_and_double_no_ballot() {
    let mut town = Town::open();
    let mut acknowledged = BTreeSet::new();
    let mut unanswered = Vec::new();
    for kill in 0..KILLS {
        let crowd = Crowd::of(town.server.host(), kill * 1_000_000);
        // Each time somewhere else in the work.
        crowd.wait_for(60 + usize::try_from(kill).unwrap() * 17);
        town.server.restart(&UNLIMITED);
        let sent = crowd.join();
        acknowledged.extend(sent.acknowledged.into_iter().map(id));
        unanswered.extend(sent.unanswered);

        let stored = stored_ids(town.installation().folder());
        let once: BTreeSet<_> = stored.iter().cloned().collect();
        assert_eq!(once.len(), stored.len(), "a ballot is stored twice after kill {kill}");
        let lost: Vec<_> = acknowledged.difference(&once).collect();
        assert!(lost.is_empty(), "lost after kill {kill}: {lost:?}");
    }
    assert!(!unanswered.is_empty(), "no kill came in the middle of anything");
    for number in &unanswered {
        let answer = town.send(&ballot(*number));
        assert!([200, 201].contains(&answer.status), "{}", answer.text());
    }
    assert_eq!(town.kept(), acknowledged.len() + unanswered.len());
}
