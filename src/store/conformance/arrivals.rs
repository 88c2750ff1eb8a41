//! Where citizens came from.

use glasno_model::{Label, Slug};

use super::fixtures::{open, submission};
use crate::{NewSubmission, Store, StoreError, Submitted};

fn coming(consultation: &Slug, citizen: u16, label: &str) -> NewSubmission {
    NewSubmission { label: Some(label.parse().unwrap()), ..submission(consultation, citizen) }
}

fn counted(counts: &[(&str, u64)]) -> Result<Vec<(Label, u64)>, StoreError> {
    Ok(counts.iter().map(|(label, count)| (label.parse().unwrap(), *count)).collect())
}

pub(crate) async fn an_officer_sees_how_many_citizens_came_by_each_way(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    assert_eq!(store.arrivals(&slug).await, counted(&[]));
    for (citizen, label) in [(1, "library-qr"), (2, "bus-stop"), (3, "library-qr")] {
        store.submit(coming(&slug, citizen, label)).await.unwrap();
    }
    store.submit(submission(&slug, 4)).await.unwrap();
    assert_eq!(store.arrivals(&slug).await, counted(&[("bus-stop", 1), ("library-qr", 2)]));
    let other = open(store, "burgas-2027").await;
    assert_eq!(store.arrivals(&other).await, counted(&[]), "each consultation has its own");
}

pub(crate) async fn a_citizen_who_sends_again_came_once(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    store.submit(coming(&slug, 1, "library-qr")).await.unwrap();
    // The same ballot again, with another label: it is the same submission.
    assert!(matches!(store.submit(coming(&slug, 1, "bus-stop")).await, Ok(Submitted::Repeated(_))));
    let id = submission(&slug, 1).id;
    let reused = NewSubmission { id, ..coming(&slug, 2, "bus-stop") };
    assert_eq!(store.submit(reused).await, Ok(Submitted::IdReused));
    assert_eq!(store.arrivals(&slug).await, counted(&[("library-qr", 1)]));
}
