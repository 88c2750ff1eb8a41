//! Citizens who come back: with the id and the receipt, or with the receipt alone.

use glasno_model::{Channel, EventKind, Receipt, SubmissionId, Timestamp};

use super::fixtures::{NOW, count_in_pages_of, open, read_in_pages_of, slug, submission, together};
use crate::{
    Change, Changed, Counts, KeptSubmission, NewChange, NewSubmission, Store, StoreError, StoredSubmission,
};

const LATER: Timestamp = Timestamp::from_unix_seconds(NOW.unix_seconds() + 60);

/// The citizen of this submission puts the ballot of another in its place.
fn replacing(version: u32, of: &NewSubmission, with: &NewSubmission) -> NewChange {
    NewChange {
        content_hash: with.content_hash,
        change: Change::Replace { version, ballot: Box::new(with.ballot.clone()) },
        ..withdrawing(of)
    }
}

fn withdrawing(of: &NewSubmission) -> NewChange {
    NewChange {
        consultation: of.consultation.clone(),
        id: of.id.clone(),
        receipt_hash: of.receipt_hash,
        content_hash: [0xff; 32],
        received_at: LATER,
        change: Change::Withdraw,
    }
}

fn receipt(of: &NewSubmission, version: u32) -> Receipt {
    Receipt { id: of.id.clone(), version, received_at: if version == 1 { NOW } else { LATER } }
}

async fn kept(store: &impl Store, of: &NewSubmission) -> KeptSubmission {
    store.submission(&of.id, of.receipt_hash).await.unwrap().unwrap()
}

pub(crate) async fn a_citizen_changes_a_submission_and_only_the_last_version_counts(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let [first, second, third] = [1, 2, 3].map(|citizen| submission(&slug, citizen));
    store.submit(first.clone()).await.unwrap();
    assert_eq!(store.change(replacing(1, &first, &second)).await, Ok(Changed::Done(receipt(&first, 2))));
    assert_eq!(store.change(replacing(2, &first, &third)).await, Ok(Changed::Done(receipt(&first, 3))));

    let seen = kept(store, &first).await;
    assert_eq!((seen.consultation, seen.received_at), (slug.clone(), NOW));
    assert_eq!(seen.content_hash, third.content_hash);
    assert_eq!((seen.submission.version, seen.submission.kind), (3, EventKind::Changed));
    assert_eq!((seen.submission.received_at, seen.submission.ballot), (LATER, Some(third.ballot.clone())));
    let read = read_in_pages_of(5, store, &slug).await;
    let ballots: Vec<_> = read.into_iter().filter_map(|stored| stored.submission.ballot).collect();
    assert_eq!(ballots, [third.ballot]);
    assert_eq!(store.counts(&slug).await, Ok(Counts { submissions: 1, withdrawn: 0 }));

    let counted = count_in_pages_of(2, store, &slug).await;
    let taken_back: Vec<_> =
        counted.into_iter().map(|event| event.replaces.map(|before| before.ballot)).collect();
    assert_eq!(taken_back, [None, Some(first.ballot), Some(second.ballot)], "no version is lost");
}

pub(crate) async fn a_citizen_who_sends_a_change_again_gets_the_same_answer(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let [first, second] = [1, 2].map(|citizen| submission(&slug, citizen));
    store.submit(first.clone()).await.unwrap();
    let unchanged = store.change(replacing(1, &first, &first)).await;
    assert_eq!(unchanged, Ok(Changed::Repeated(receipt(&first, 1))), "what counts is what was wanted");
    store.change(replacing(1, &first, &second)).await.unwrap();
    let again = NewChange {
        received_at: Timestamp::from_unix_seconds(LATER.unix_seconds() + 60),
        ..replacing(1, &first, &second)
    };
    assert_eq!(store.change(again).await, Ok(Changed::Repeated(receipt(&first, 2))));
    assert_eq!(store.events_after(&slug, 0, 10).await.unwrap().len(), 2);
    let back = store.change(replacing(2, &first, &first)).await;
    assert_eq!(back, Ok(Changed::Done(receipt(&first, 3))), "going back to an earlier ballot is a change");
}

pub(crate) async fn a_citizen_with_twenty_tabs_is_told_that_another_one_was_faster(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let first = submission(&slug, 0);
    store.submit(first.clone()).await.unwrap();
    let tabs = (1..=20).map(|tab| store.change(replacing(1, &first, &submission(&slug, tab))));
    let answers = together(tabs).await;
    let count = |wanted: fn(&Changed) -> bool| {
        answers.iter().filter(|answer| answer.as_ref().is_ok_and(wanted)).count()
    };
    let done = count(|answer| matches!(answer, Changed::Done(_)));
    let meanwhile = count(|answer| matches!(answer, Changed::Meanwhile));
    assert_eq!((done, meanwhile), (1, 19), "{answers:?}");
    let winner = answers.iter().position(|answer| matches!(answer, Ok(Changed::Done(_)))).unwrap();
    let winner = submission(&slug, u16::try_from(winner).unwrap() + 1);
    assert_eq!(kept(store, &first).await.submission.ballot, Some(winner.ballot));
    assert_eq!(store.events_after(&slug, 0, 99).await.unwrap().len(), 2);
}

pub(crate) async fn a_citizen_withdraws_once_and_may_still_look(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let [first, second] = [1, 2].map(|citizen| submission(&slug, citizen));
    for citizen in [&first, &second] {
        store.submit(citizen.clone()).await.unwrap();
    }
    assert_eq!(store.change(withdrawing(&first)).await, Ok(Changed::Done(receipt(&first, 2))));
    assert_eq!(store.change(withdrawing(&first)).await, Ok(Changed::Repeated(receipt(&first, 2))));
    assert_eq!(store.change(replacing(2, &first, &second)).await, Ok(Changed::Withdrawn));
    assert_eq!(store.counts(&slug).await, Ok(Counts { submissions: 1, withdrawn: 1 }));

    let seen = kept(store, &first).await.submission;
    assert_eq!((seen.version, seen.kind, seen.ballot), (2, EventKind::Withdrawn, None));
    let found = store.find_submission(&slug, first.receipt_hash).await.unwrap();
    assert_eq!(found.map(|kept| kept.submission.kind), Some(EventKind::Withdrawn));
    let read = read_in_pages_of(5, store, &slug).await;
    assert_eq!(read.into_iter().map(|stored| stored.submission.id).collect::<Vec<_>>(), [second.id]);
    let last = store.events_after(&slug, 0, 9).await.unwrap().pop().unwrap();
    assert_eq!(last.replaces.map(|before| before.ballot), Some(first.ballot));
    let repeated = store.submit(submission(&slug, 1)).await;
    assert!(matches!(repeated, Ok(crate::Submitted::Repeated(_))), "the first answer stays what it was");
}

pub(crate) async fn nobody_opens_or_changes_a_submission_with_another_receipt(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let [mine, other, never_sent] = [1, 2, 3].map(|citizen| submission(&slug, citizen));
    for citizen in [&mine, &other] {
        store.submit(citizen.clone()).await.unwrap();
    }
    assert_eq!(store.submission(&mine.id, other.receipt_hash).await, Ok(None));
    assert_eq!(store.submission(&never_sent.id, mine.receipt_hash).await, Ok(None));
    assert_eq!(store.find_submission(&slug, never_sent.receipt_hash).await, Ok(None));
    let forged = NewSubmission { receipt_hash: other.receipt_hash, ..mine.clone() };
    for change in [replacing(1, &forged, &other), withdrawing(&forged), withdrawing(&never_sent)] {
        assert_eq!(store.change(change).await, Ok(Changed::NotFound));
    }
    assert_eq!(kept(store, &mine).await.submission.version, 1);
}

pub(crate) async fn a_citizen_finds_a_submission_by_the_receipt_alone(store: &impl Store) {
    let varna = open(store, "varna-2027").await;
    let burgas = open(store, "burgas-2027").await;
    for citizen in 0..30 {
        store.submit(submission(&varna, citizen)).await.unwrap();
        // Whoever searches in between finds what came before, and is not in the way of what comes later.
        let found =
            store.find_submission(&varna, submission(&varna, citizen / 2).receipt_hash).await.unwrap();
        assert_eq!(found.map(|kept| kept.submission.id), Some(submission(&varna, citizen / 2).id));
    }
    let mine = submission(&varna, 7);
    store.change(replacing(1, &mine, &submission(&varna, 99))).await.unwrap();
    let found = store.find_submission(&varna, mine.receipt_hash).await.unwrap().unwrap();
    assert_eq!(found, kept(store, &mine).await);
    assert_eq!(found.submission.version, 2);
    assert_eq!(store.find_submission(&burgas, mine.receipt_hash).await, Ok(None), "not of this consultation");
    assert_eq!(store.find_submission(&slug("yambol-2027"), mine.receipt_hash).await, Ok(None));
}

pub(crate) async fn a_citizen_whose_receipt_begins_like_another_finds_the_right_submission(
    store: &impl Store,
) {
    let slug = open(store, "varna-2027").await;
    let receipts = [0, 1, 2].map(|last| {
        let mut receipt = [7; 32];
        receipt[31] = last;
        receipt
    });
    for (citizen, receipt_hash) in (1..).zip(receipts) {
        store.submit(NewSubmission { receipt_hash, ..submission(&slug, citizen) }).await.unwrap();
    }
    // The browser that sends a second ballot under its code.
    store.submit(NewSubmission { receipt_hash: receipts[0], ..submission(&slug, 4) }).await.unwrap();
    for (receipt, citizen) in receipts.into_iter().zip([4, 2, 3]) {
        let found = store.find_submission(&slug, receipt).await.unwrap().unwrap();
        assert_eq!(found.submission.id, submission(&slug, citizen).id);
    }
}

pub(crate) async fn a_citizen_with_one_id_in_two_consultations_opens_each_with_its_own_receipt(
    store: &impl Store,
) {
    let id = SubmissionId::from_random([5; 16]);
    for (name, citizen) in [("varna-2027", 1), ("burgas-2027", 2)] {
        let slug = open(store, name).await;
        store.submit(NewSubmission { id: id.clone(), ..submission(&slug, citizen) }).await.unwrap();
    }
    for (name, citizen) in [("varna-2027", 1), ("burgas-2027", 2)] {
        let sent = submission(&slug(name), citizen);
        let kept = store.submission(&id, sent.receipt_hash).await.unwrap().unwrap();
        assert_eq!((kept.consultation.as_str(), kept.submission.ballot), (name, Some(sent.ballot)));
    }
}

pub(crate) async fn a_citizen_changes_on_a_draft_that_is_there(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let [first, mut second] = [1, 2].map(|citizen| submission(&slug, citizen));
    store.submit(NewSubmission { channel: Channel::Paper, ..first.clone() }).await.unwrap();
    second.ballot.draft_version = 2;
    let refused = store.change(replacing(1, &first, &second)).await.unwrap_err();
    assert!(matches!(refused, StoreError::NotThere(_)), "{refused}");
    store.add_draft(&slug, super::fixtures::draft(&[1, 2, 3]), NOW).await.unwrap();
    assert!(matches!(store.change(replacing(1, &first, &second)).await, Ok(Changed::Done(_))));
    let seen = kept(store, &first).await.submission;
    assert_eq!(seen.ballot.map(|ballot| ballot.draft_version), Some(2));
    assert_eq!(seen.channel, Channel::Web, "it was changed on the web, wherever it came from");
    let nowhere = NewSubmission { consultation: super::fixtures::slug("yambol-2027"), ..first };
    assert!(matches!(store.change(withdrawing(&nowhere)).await, Err(StoreError::NotThere(_))));
}

pub(crate) async fn an_officer_reads_nobody_twice_while_citizens_change_what_they_sent(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    for citizen in 0..6 {
        store.submit(submission(&slug, citizen)).await.unwrap();
    }
    let earlier = submission(&slug, 1);
    store.change(replacing(1, &earlier, &submission(&slug, 10))).await.unwrap();
    let until = store.newest_sequence(&slug).await.unwrap();
    let page = async |after| store.submissions_between(&slug, after, until, 2).await.unwrap();
    let mut read: Vec<StoredSubmission> = page(0).await;
    // Between the pages: one who was read, one who was not, one more withdrawal of each kind, and a newcomer.
    for citizen in [0, 4] {
        let of = submission(&slug, citizen);
        store.change(replacing(1, &of, &submission(&slug, 20 + citizen))).await.unwrap();
    }
    for citizen in [2, 5] {
        store.change(withdrawing(&submission(&slug, citizen))).await.unwrap();
    }
    store.change(replacing(2, &earlier, &submission(&slug, 30))).await.unwrap();
    store.submit(submission(&slug, 6)).await.unwrap();
    while read.last().is_some_and(|last| last.sequence < until) {
        let next = page(read.last().unwrap().sequence).await;
        assert!(!next.is_empty(), "the place itself was never reached");
        read.extend(next);
    }
    let ballots: Vec<_> = read.into_iter().filter_map(|stored| stored.submission.ballot).collect();
    let as_it_stood = [0, 2, 3, 4, 5, 10].map(|citizen| submission(&slug, citizen).ballot);
    assert_eq!(ballots, as_it_stood);
    assert_eq!(store.counts_until(&slug, until).await, Ok(Counts { submissions: 6, withdrawn: 0 }));
    assert_eq!(store.counts(&slug).await, Ok(Counts { submissions: 5, withdrawn: 2 }));

    let now = read_in_pages_of(2, store, &slug).await;
    let ballots: Vec<_> = now.into_iter().filter_map(|stored| stored.submission.ballot).collect();
    assert_eq!(ballots, [3, 20, 24, 30, 6].map(|citizen| submission(&slug, citizen).ballot));
}
