//! What citizens send, and what officers read of it.

use std::collections::BTreeSet;

use glasno_model::{
    Channel, Comment, DistrictId, EventKind, Receipt, Respondent, RespondentGroup, Timestamp,
};

use super::fixtures::{NOW, count_in_pages_of, open, read_in_pages_of, slug, submission, together};
use crate::{Counts, NewSubmission, Store, StoreError, Submitted};

pub(crate) async fn a_citizen_gets_a_receipt_and_the_same_one_again_for_the_same_ballot(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let receipt = Receipt { id: submission(&slug, 1).id, version: 1, received_at: NOW };
    assert_eq!(store.submit(submission(&slug, 1)).await, Ok(Submitted::New(receipt.clone())));

    let later = Timestamp::from_unix_seconds(NOW.unix_seconds() + 3600);
    let again = NewSubmission { received_at: later, ..submission(&slug, 1) };
    assert_eq!(store.submit(again).await, Ok(Submitted::Repeated(receipt)));
    assert_eq!(store.counts(&slug).await, Ok(Counts { submissions: 1, withdrawn: 0 }));
}

pub(crate) async fn a_citizen_cannot_send_another_ballot_under_the_same_id(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    store.submit(submission(&slug, 1)).await.unwrap();
    let other = NewSubmission { id: submission(&slug, 1).id, ..submission(&slug, 2) };
    assert_eq!(store.submit(other).await, Ok(Submitted::IdReused));
    let stored = store.submissions_between(&slug, 0, i64::MAX, 10).await.unwrap();
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].submission.ballot, Some(submission(&slug, 1).ballot), "the first ballot stands");
}

pub(crate) async fn a_citizen_whose_answer_was_lost_is_known_also_later(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let sent = submission(&slug, 1);
    assert_eq!(store.submitted_before(&sent).await, Ok(None));
    let Ok(Submitted::New(receipt)) = store.submit(sent.clone()).await else { panic!("it was not taken") };
    assert_eq!(store.submitted_before(&sent).await, Ok(Some(Submitted::Repeated(receipt))));
    let other = NewSubmission { id: sent.id, ..submission(&slug, 2) };
    assert_eq!(store.submitted_before(&other).await, Ok(Some(Submitted::IdReused)));
}

pub(crate) async fn a_citizen_who_sends_a_hundred_times_at_once_has_one_submission(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let answers = together((0..100).map(|_| store.submit(submission(&slug, 1)))).await;
    let count = |wanted: fn(&Submitted) -> bool| {
        answers.iter().filter(|answer| answer.as_ref().is_ok_and(wanted)).count()
    };
    let new = count(|answer| matches!(answer, Submitted::New(_)));
    let repeated = count(|answer| matches!(answer, Submitted::Repeated(_)));
    assert_eq!((new, repeated), (1, 99));
    assert_eq!(store.submissions_between(&slug, 0, i64::MAX, 200).await.unwrap().len(), 1);
}

pub(crate) async fn a_hundred_citizens_who_send_at_once_have_a_hundred_submissions(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    // Among them one whose draft nobody made: the refusal is that citizen's alone.
    let mut mistaken = submission(&slug, 50);
    mistaken.ballot.draft_version = 9;
    let citizens = (0..=100).map(|citizen| match citizen {
        50 => mistaken.clone(),
        _ => submission(&slug, citizen),
    });
    let answers = together(citizens.map(|submission| store.submit(submission))).await;
    let new = answers.iter().filter(|answer| matches!(answer, Ok(Submitted::New(_)))).count();
    assert_eq!(new, 100);
    assert!(matches!(answers[50], Err(StoreError::NotThere(_))));
    let stored = store.submissions_between(&slug, 0, i64::MAX, 200).await.unwrap();
    let ids: BTreeSet<_> = stored.into_iter().map(|stored| stored.submission.id).collect();
    assert_eq!(ids, (0..=100).filter(|n| *n != 50).map(|n| submission(&slug, n).id).collect());
}

pub(crate) async fn a_citizen_may_use_one_id_in_two_consultations(store: &impl Store) {
    for name in ["varna-2027", "burgas-2027"] {
        let slug = open(store, name).await;
        let answer = store.submit(submission(&slug, 1)).await.unwrap();
        assert!(matches!(answer, Submitted::New(_)), "{name}: {answer:?}");
    }
}

pub(crate) async fn a_citizen_cannot_answer_what_nobody_asked(store: &impl Store) {
    let error = store.submit(submission(&slug("varna-2027"), 1)).await.unwrap_err();
    assert!(matches!(error, StoreError::NotThere(_)), "no such consultation: {error}");
    let slug = open(store, "varna-2027").await;
    let mut other_draft = submission(&slug, 1);
    other_draft.ballot.draft_version = 2;
    let error = store.submit(other_draft).await.unwrap_err();
    assert!(matches!(error, StoreError::NotThere(_)), "no such draft: {error}");
    assert_eq!(store.counts(&slug).await.unwrap(), Counts::default());
}

pub(crate) async fn an_officer_reads_every_submission_once_page_by_page(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    for citizen in 0..25 {
        store.submit(submission(&slug, citizen)).await.unwrap();
    }
    let read = read_in_pages_of(7, store, &slug).await;
    assert!(read.is_sorted_by(|a, b| a.sequence < b.sequence));
    let ids: Vec<_> = read.into_iter().map(|stored| stored.submission.id).collect();
    assert_eq!(ids, (0..25).map(|citizen| submission(&slug, citizen).id).collect::<Vec<_>>());
}

pub(crate) async fn an_officer_reads_what_citizens_wrote_to_the_byte(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let mut sent = NewSubmission { channel: Channel::Paper, ..submission(&slug, 1) };
    let words =
        "Пейки 👩‍👩‍👧 за „Загорка“\r\n\t\u{202e}=cmd|' /C calc'!A0 e\u{301}\u{301} '; drop table event; --";
    sent.ballot.comments.push(Comment { line: Some("2-local".parse().unwrap()), text: words.into() });
    store.submit(sent.clone()).await.unwrap();

    let stored = store.submissions_between(&slug, 0, i64::MAX, 10).await.unwrap().remove(0).submission;
    assert_eq!(stored.ballot, Some(sent.ballot));
    assert_eq!((stored.id, stored.version, stored.kind), (sent.id, 1, EventKind::Submitted));
    assert_eq!((stored.channel, stored.received_at), (Channel::Paper, NOW));
}

pub(crate) async fn a_citizen_who_says_a_group_or_a_district_is_kept_with_it(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let group = Some(RespondentGroup::Chitalishte);
    let district: Option<DistrictId> = Some("център".parse().unwrap());
    let said = [(None, None), (group, None), (None, district.clone()), (group, district)];
    let said = said.map(|(group, district)| Respondent { group, district });
    for (citizen, respondent) in (1..).zip(&said) {
        let mut sent = submission(&slug, citizen);
        sent.ballot.respondent = respondent.clone();
        store.submit(sent).await.unwrap();
    }
    let stored = store.submissions_between(&slug, 0, i64::MAX, 10).await.unwrap();
    let kept: Vec<_> =
        stored.into_iter().map(|stored| stored.submission.ballot.unwrap().respondent).collect();
    assert_eq!(kept, said);
}

pub(crate) async fn an_officer_never_reads_the_submissions_of_another_consultation(store: &impl Store) {
    let varna = open(store, "varna-2027").await;
    let burgas = open(store, "burgas-2027").await;
    for citizen in 0..10 {
        let consultation = if citizen % 3 == 0 { &burgas } else { &varna };
        store.submit(submission(consultation, citizen)).await.unwrap();
    }
    let stored = store.submissions_between(&burgas, 0, i64::MAX, 100).await.unwrap();
    let ids: Vec<_> = stored.into_iter().map(|stored| stored.submission.id).collect();
    assert_eq!(ids, [0, 3, 6, 9].map(|citizen| submission(&burgas, citizen).id));
    assert_eq!(store.counts(&varna).await.unwrap().submissions, 6);
}

pub(crate) async fn an_officer_counts_every_event_once_in_its_order(store: &impl Store) {
    let varna = open(store, "varna-2027").await;
    let burgas = open(store, "burgas-2027").await;
    for citizen in 0..20 {
        let consultation = if citizen % 4 == 0 { &burgas } else { &varna };
        store.submit(submission(consultation, citizen)).await.unwrap();
    }
    let counted = count_in_pages_of(4, store, &burgas).await;
    assert!(counted.is_sorted_by(|a, b| a.sequence < b.sequence));
    let ballots: Vec<_> = counted.iter().filter_map(|event| event.submission.ballot.clone()).collect();
    assert_eq!(ballots, [0, 4, 8, 12, 16].map(|citizen| submission(&burgas, citizen).ballot));
    for event in counted {
        assert_eq!((event.submission.kind, event.submission.version), (EventKind::Submitted, 1));
        assert_eq!(event.replaces, None, "a first ballot replaces nothing");
    }
    assert_eq!(store.events_after(&slug("yambol-2027"), 0, 10).await, Ok(Vec::new()));
}

pub(crate) async fn an_officer_goes_on_counting_after_the_last_event_counted(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    for citizen in 0..3 {
        store.submit(submission(&slug, citizen)).await.unwrap();
    }
    let last = store.events_after(&slug, 0, 10).await.unwrap().pop().unwrap().sequence;
    assert_eq!(store.events_after(&slug, last, 10).await, Ok(Vec::new()), "nothing new yet");
    store.submit(submission(&slug, 3)).await.unwrap();
    let new = store.events_after(&slug, last, 10).await.unwrap();
    let ids: Vec<_> = new.into_iter().map(|event| event.submission.id).collect();
    assert_eq!(ids, [submission(&slug, 3).id]);
}
