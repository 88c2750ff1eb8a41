//! Consultations and drafts, as officers make them and citizens see them.

use glasno_model::Stage;
use glasno_model::draft::DraftError;

use super::fixtures::{NOW, draft, open, record, slug};
use crate::{Store, StoreError};

pub(crate) async fn an_officer_finds_every_consultation_in_the_order_of_their_making(store: &impl Store) {
    let made = [record("varna-2027"), record("burgas-2027"), record("yambol-2027")];
    for record in &made {
        store.create_consultation(record).await.unwrap();
    }
    assert_eq!(store.consultations().await.unwrap(), made);
}

pub(crate) async fn an_officer_cannot_take_the_name_of_another_consultation(store: &impl Store) {
    store.create_consultation(&record("varna-2027")).await.unwrap();
    let other = crate::ConsultationRecord { stage: Stage::Closed, ..record("varna-2027") };
    let error = store.create_consultation(&other).await.unwrap_err();
    assert!(matches!(error, StoreError::AlreadyThere(_)), "{error}");
    assert_eq!(store.consultations().await.unwrap(), [record("varna-2027")], "the first one stays as it is");
}

pub(crate) async fn an_officer_cannot_change_a_consultation_that_is_not_there(store: &impl Store) {
    let error = store.update_consultation(&record("varna-2027")).await.unwrap_err();
    assert!(matches!(error, StoreError::NotThere(_)), "{error}");
    let error = store.add_draft(&slug("varna-2027"), draft(&[1]), NOW).await.unwrap_err();
    assert!(matches!(error, StoreError::NotThere(_)), "{error}");
}

pub(crate) async fn a_citizen_sees_what_an_officer_changed_at_once(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let before = store.snapshot(&slug).await.unwrap().unwrap();
    assert_eq!(before.record, record("varna-2027"));
    let unchanged = store.snapshot(&slug).await.unwrap().unwrap();
    assert_eq!(unchanged.revision, before.revision);

    let closed = crate::ConsultationRecord { stage: Stage::Closed, ..record("varna-2027") };
    store.update_consultation(&closed).await.unwrap();

    let after = store.snapshot(&slug).await.unwrap().unwrap();
    assert_eq!(after.record, closed);
    assert!(after.revision > before.revision);
}

pub(crate) async fn a_citizen_sees_a_corrected_draft_while_the_older_one_stays(store: &impl Store) {
    store.create_consultation(&record("varna-2027")).await.unwrap();
    let slug = slug("varna-2027");
    assert!(store.snapshot(&slug).await.unwrap().unwrap().draft.is_none(), "nothing was imported yet");

    assert_eq!(store.add_draft(&slug, draft(&[100]), NOW).await.unwrap(), 1);
    let first = store.snapshot(&slug).await.unwrap().unwrap();
    assert_eq!(store.add_draft(&slug, draft(&[100, 250]), NOW).await.unwrap(), 2);

    let second = store.snapshot(&slug).await.unwrap().unwrap();
    let newest = second.draft.as_ref().unwrap();
    assert_eq!((newest.version, newest.total().minor()), (2, 350));
    assert!(second.revision > first.revision);
    let older = store.draft(&slug, 1).await.unwrap().unwrap();
    assert_eq!((older.version, older.total().minor()), (1, 100));
    assert!(store.draft(&slug, 3).await.unwrap().is_none());
}

pub(crate) async fn an_officer_cannot_add_a_draft_that_contradicts_itself(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let error = store.add_draft(&slug, draft(&[]), NOW).await.unwrap_err();
    assert_eq!(error, StoreError::NotADraft(DraftError::Empty));
    let newest = store.snapshot(&slug).await.unwrap().unwrap();
    assert_eq!(newest.draft.as_ref().unwrap().version, 1);
}

pub(crate) async fn a_citizen_who_asks_for_an_unknown_consultation_gets_nothing(store: &impl Store) {
    open(store, "varna-2027").await;
    let other = slug("burgas-2027");
    assert!(store.snapshot(&other).await.unwrap().is_none());
    assert!(store.draft(&other, 1).await.unwrap().is_none());
    assert_eq!(store.counts(&other).await.unwrap(), crate::Counts::default());
    assert_eq!(store.submissions_between(&other, 0, i64::MAX, 10).await.unwrap(), []);
}
