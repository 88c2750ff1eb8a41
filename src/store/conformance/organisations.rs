//! The register of participating organisations.

use glasno_model::Slug;
use glasno_model::Ways;
use glasno_model::ways::{Organisation, OrganisationDocument, OrganisationKind};

use super::fixtures::{open, slug, submission};
use crate::{Change, Changed, NewChange, NewSubmission, Store, StoreError, Submitted};

fn document(name: &str, area: &str) -> OrganisationDocument {
    OrganisationDocument { name: name.into(), kind: OrganisationKind::Ngo, area: area.into() }
}

/// The submission of a citizen who speaks for an organisation.
pub(crate) fn speaking(consultation: &Slug, citizen: u16, name: &str, area: &str) -> NewSubmission {
    let ways = Ways { organisations: true, ..Ways::default() };
    let organisation = Some(Organisation::check(document(name, area), &ways).unwrap());
    NewSubmission { organisation, ..submission(consultation, citizen) }
}

async fn names(store: &impl Store, slug: &Slug) -> Vec<(String, String)> {
    let listed = store.organisations(slug).await.unwrap();
    listed.into_iter().map(|organisation| (organisation.name, organisation.area)).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, area)| ((*name).to_owned(), (*area).to_owned())).collect()
}

pub(crate) async fn an_organisation_stands_in_the_register_once_however_often_it_sends(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let first = speaking(&slug, 1, "Читалище „Искра“", "Център");
    assert!(matches!(store.submit(first.clone()).await, Ok(Submitted::New(_))));
    assert!(matches!(store.submit(first).await, Ok(Submitted::Repeated(_))));
    store.submit(speaking(&slug, 2, "ЧИТАЛИЩЕ \"ИСКРА\"", "център")).await.unwrap();
    assert_eq!(names(store, &slug).await, pairs(&[("Читалище „Искра“", "Център")]));
    assert_eq!(store.organisations(&slug).await.unwrap()[0].kind, OrganisationKind::Ngo);
    assert_eq!(store.counts(&slug).await.unwrap().submissions, 2, "both ballots count");
}

pub(crate) async fn an_officer_reads_the_register_by_name_whoever_came_first(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let sent = [(1, "Ямбол чете", ""), (2, "„Аванс“ ООД", ""), (3, "Клуб", "Юг"), (4, "Клуб", "Запад")];
    for (citizen, name, area) in sent {
        store.submit(speaking(&slug, citizen, name, area)).await.unwrap();
    }
    store.submit(submission(&slug, 5)).await.unwrap();
    let expected = pairs(&[("„Аванс“ ООД", ""), ("Клуб", "Запад"), ("Клуб", "Юг"), ("Ямбол чете", "")]);
    assert_eq!(names(store, &slug).await, expected);
}

pub(crate) async fn an_organisation_whose_ballot_was_refused_is_not_entered(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    store.submit(submission(&slug, 1)).await.unwrap();
    let id = submission(&slug, 1).id;
    let other = NewSubmission { id, ..speaking(&slug, 2, "Искра", "") };
    assert_eq!(store.submit(other).await, Ok(Submitted::IdReused));
    let mut mistaken = speaking(&slug, 3, "Изгрев", "");
    mistaken.ballot.draft_version = 9;
    assert!(store.submit(mistaken).await.is_err(), "nobody made this draft");
    assert_eq!(names(store, &slug).await, []);
}

pub(crate) async fn an_organisation_that_changes_or_withdraws_its_ballot_stays_in_the_register(
    store: &impl Store,
) {
    let slug = open(store, "varna-2027").await;
    let sent = speaking(&slug, 1, "Искра", "");
    store.submit(sent.clone()).await.unwrap();
    let withdrawal = NewChange {
        consultation: slug.clone(),
        id: sent.id,
        receipt_hash: sent.receipt_hash,
        content_hash: [9; 32],
        received_at: sent.received_at,
        change: Change::Withdraw,
    };
    assert!(matches!(store.change(withdrawal).await, Ok(Changed::Done(_))));
    assert_eq!(names(store, &slug).await, pairs(&[("Искра", "")]));
}

pub(crate) async fn an_organisation_stands_only_in_the_register_of_its_consultation(store: &impl Store) {
    let (varna, ruse) = (open(store, "varna-2027").await, open(store, "ruse-2027").await);
    store.submit(speaking(&varna, 1, "Искра", "")).await.unwrap();
    assert_eq!(names(store, &ruse).await, []);
    assert_eq!(names(store, &slug("yambol-2027")).await, []);
    assert!(!store.remove_organisation(&ruse, "Искра", "").await.unwrap());
    assert_eq!(names(store, &varna).await, pairs(&[("Искра", "")]));
}

pub(crate) async fn an_officer_takes_an_organisation_out_of_the_register(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    store.submit(speaking(&slug, 1, "Купете от нас", "")).await.unwrap();
    store.submit(speaking(&slug, 2, "Купете от нас", "Юг")).await.unwrap();
    assert!(store.remove_organisation(&slug, "Купете от нас", "").await.unwrap());
    assert!(!store.remove_organisation(&slug, "Купете от нас", "").await.unwrap(), "it is gone");
    assert_eq!(names(store, &slug).await, pairs(&[("Купете от нас", "Юг")]));
    assert_eq!(store.counts(&slug).await.unwrap().submissions, 2, "the ballots stay");
}

pub(crate) async fn an_officer_puts_an_organisation_back_into_the_register(store: &impl Store) {
    let slug = open(store, "varna-2027").await;
    let organisation = speaking(&slug, 1, "Искра", "Юг").organisation.unwrap();
    store.enter_organisation(&slug, organisation.clone()).await.unwrap();
    store.enter_organisation(&slug, organisation.clone()).await.unwrap();
    assert_eq!(names(store, &slug).await, pairs(&[("Искра", "Юг")]));
    let nowhere = store.enter_organisation(&super::fixtures::slug("yambol-2027"), organisation).await;
    assert!(matches!(nowhere, Err(StoreError::NotThere(_))), "{nowhere:?}");
}
