//! Where citizens came from.

use glasno_model::{Label, Slug};

use super::fixtures::{open, submission};
use crate::{MOST_LABELS, NewSubmission, Store, Submitted};

fn coming(consultation: &Slug, citizen: u16, label: &str) -> NewSubmission {
    NewSubmission { label: Some(label.parse().unwrap()), ..submission(consultation, citizen) }
}

async fn check(store: &impl Store, slug: &Slug, expected: &[(&str, u64)]) {
    let expected: Vec<(Label, u64)> =
        expected.iter().map(|(label, count)| (label.parse().unwrap(), *count)).collect();
    assert_eq!(store.arrivals(slug).await, Ok(expected));
}

pub(crate) async fn an_officer_sees_how_many_citizens_came_by_each_way(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    check(store, &slug, &[]).await;
    for (citizen, label) in [(1, "library-qr"), (2, "bus-stop"), (3, "library-qr")] {
        store.submit(coming(&slug, citizen, label)).await.unwrap();
    }
    store.submit(submission(&slug, 4)).await.unwrap();
    check(store, &slug, &[("bus-stop", 1), ("library-qr", 2)]).await;
    let other = open(store, "burgas-2027").await;
    // Each consultation has its own.
    check(store, &other, &[]).await;
}

pub(crate) async fn whoever_makes_up_labels_fills_no_page_with_them(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let most = u16::try_from(MOST_LABELS).unwrap();
    for made_up in 0..=most {
        store.submit(coming(&slug, made_up, &format!("made-up-{made_up}"))).await.unwrap();
    }
    let labels = store.arrivals(&slug).await.unwrap();
    assert_eq!(labels.len(), usize::from(most));
    // Those that are known go on being counted.
    store.submit(coming(&slug, most + 1, "made-up-0")).await.unwrap();
    assert_eq!(store.arrivals(&slug).await.unwrap()[0], ("made-up-0".parse().unwrap(), 2));
}

pub(crate) async fn a_citizen_who_sends_again_came_once(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    store.submit(coming(&slug, 1, "library-qr")).await.unwrap();
    // The same ballot again, with another label: it is the same submission.
    assert!(matches!(store.submit(coming(&slug, 1, "bus-stop")).await, Ok(Submitted::Repeated(_))));
    let id = submission(&slug, 1).id;
    let reused = NewSubmission { id, ..coming(&slug, 2, "bus-stop") };
    assert_eq!(store.submit(reused).await, Ok(Submitted::IdReused));
    check(store, &slug, &[("library-qr", 1)]).await;
}
