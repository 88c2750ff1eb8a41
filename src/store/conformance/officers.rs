//! Officers, their sessions, and the operator.

use glasno_model::Timestamp;

use super::fixtures::NOW;
use crate::{SESSIONS_PER_OFFICER, Store, StoreError};

fn after(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(NOW.unix_seconds() + seconds)
}

pub(crate) async fn an_officer_logs_in_with_the_newest_password_only(store: &impl Store) {
    store.put_officer("Мария Иванова", "$argon2id$first", NOW).await.unwrap();
    store.put_officer("Мария Иванова", "$argon2id$second", NOW).await.unwrap();
    let hash = store.officer_password_hash("Мария Иванова").await.unwrap();
    assert_eq!(hash.as_deref(), Some("$argon2id$second"));
    assert_eq!(store.officer_password_hash("Мария").await.unwrap(), None);
}

pub(crate) async fn an_officer_is_logged_in_until_the_session_ends(store: &impl Store) {
    store.put_officer("maria", "hash", NOW).await.unwrap();
    store.add_session([1; 32], "maria", after(60)).await.unwrap();
    store.add_session([2; 32], "maria", after(60)).await.unwrap();
    let officer = async |token, now| store.session_officer(token, now).await.unwrap();
    assert_eq!(officer([1; 32], after(59)).await.as_deref(), Some("maria"));
    assert_eq!(officer([1; 32], after(60)).await, None, "it has expired");
    assert_eq!(officer([3; 32], NOW).await, None, "nobody has this token");

    store.end_session([1; 32]).await.unwrap();
    assert_eq!(officer([1; 32], NOW).await, None, "logged out here");
    assert_eq!(officer([2; 32], NOW).await.as_deref(), Some("maria"), "and not there");
}

pub(crate) async fn an_officer_who_sets_a_new_password_logs_everybody_else_out(store: &impl Store) {
    for (token, name) in [([1; 32], "maria"), ([2; 32], "georgi")] {
        store.put_officer(name, "hash", NOW).await.unwrap();
        store.add_session(token, name, after(60)).await.unwrap();
    }
    store.put_officer("maria", "other hash", NOW).await.unwrap();
    assert_eq!(store.session_officer([1; 32], NOW).await.unwrap(), None);
    assert_eq!(store.session_officer([2; 32], NOW).await.unwrap().as_deref(), Some("georgi"));
}

pub(crate) async fn nobody_logs_in_as_an_officer_who_is_not_there(store: &impl Store) {
    let error = store.add_session([1; 32], "maria", after(60)).await.unwrap_err();
    assert!(matches!(error, StoreError::NotThere(_)), "{error}");
    assert_eq!(store.session_officer([1; 32], NOW).await.unwrap(), None);
}

pub(crate) async fn an_officer_with_many_devices_is_logged_out_on_the_oldest(store: &impl Store) {
    store.put_officer("maria", "hash", NOW).await.unwrap();
    for device in 0..=SESSIONS_PER_OFFICER {
        let token = [u8::try_from(device).unwrap(); 32];
        store.add_session(token, "maria", after(60 + i64::from(device))).await.unwrap();
    }
    assert_eq!(store.session_officer([0; 32], NOW).await.unwrap(), None);
    assert_eq!(store.session_officer([1; 32], NOW).await.unwrap().as_deref(), Some("maria"));
}

pub(crate) async fn an_operator_finds_the_secrets_of_the_installation_unchanged(store: &impl Store) {
    assert_eq!(store.secret("receipts", [1; 32]).await.unwrap(), [1; 32]);
    assert_eq!(store.secret("receipts", [2; 32]).await.unwrap(), [1; 32]);
    assert_eq!(store.secret("addresses", [3; 32]).await.unwrap(), [3; 32], "each name has its own");
}

pub(crate) async fn an_operator_is_told_that_the_store_can_write(store: &impl Store) {
    assert_eq!(store.check_writable().await, Ok(()));
    assert_eq!(store.check_writable().await, Ok(()), "and leaves no trace that would stop the next time");
}
