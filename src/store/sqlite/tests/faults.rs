//! Other processes, and the death of our own.

use std::time::Duration;

use glasno_model::Stage;
use rusqlite::Connection;

use super::store;
use crate::conformance::fixtures::{open, record, submission};
use crate::{ConsultationRecord, DATABASE_FILE, SqliteStore, Store, StoreError, Submitted};

#[tokio::test]
async fn a_citizen_sees_at_once_what_an_officer_changed_on_the_command_line() {
    let (server, folder) = store();
    let slug = open(&server, "varna-2027").await;
    let before = server.snapshot(&slug).await.unwrap().unwrap();
    assert_eq!(before.record.stage, Stage::Open);

    let command_line = SqliteStore::open(folder.path()).unwrap();
    let closed = ConsultationRecord { stage: Stage::Closed, ..record("varna-2027") };
    command_line.update_consultation(&closed).await.unwrap();

    let after = server.snapshot(&slug).await.unwrap().unwrap();
    assert_eq!(after.record.stage, Stage::Closed);
    assert!(after.revision > before.revision);
}

#[tokio::test]
async fn ballots_alone_never_make_the_server_read_the_draft_again() {
    let (store, _folder) = store();
    let slug = open(&store, "varna-2027").await;
    let before = store.snapshot(&slug).await.unwrap().unwrap();
    store.submit(submission(&slug, 1)).await.unwrap();
    let after = store.snapshot(&slug).await.unwrap().unwrap();
    assert!(std::sync::Arc::ptr_eq(&before, &after));
}

#[tokio::test]
async fn citizens_are_told_to_come_again_while_another_process_holds_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open_with(folder.path(), Duration::ZERO).unwrap();
    let slug = open(&store, "varna-2027").await;
    store.submit(submission(&slug, 1)).await.unwrap();
    let other = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
    other.execute_batch("begin exclusive").unwrap();

    let refused = store.submit(submission(&slug, 2)).await.unwrap_err();
    assert!(matches!(&refused, StoreError::Unavailable(why) if why.contains("locked")), "{refused}");
    assert!(store.check_writable().await.is_err());
    assert!(store.snapshot(&slug).await.unwrap().is_some(), "reading goes on");
    assert_eq!(store.submissions_between(&slug, 0, i64::MAX, 10).await.unwrap().len(), 1);

    other.execute_batch("commit").unwrap();
    assert!(matches!(store.submit(submission(&slug, 2)).await, Ok(Submitted::New(_))), "without a restart");
    assert_eq!(store.check_writable().await, Ok(()));
}

#[tokio::test]
async fn what_a_citizen_was_told_is_stored_survives_the_death_of_the_server() {
    let (store, folder) = store();
    let slug = open(&store, "varna-2027").await;
    for citizen in 0..40 {
        store.submit(submission(&slug, citizen)).await.unwrap();
    }
    // What a killed process leaves behind: the files as they are, never closed. (The index of the log is made anew.)
    let after_death = folder.path().join("after death");
    std::fs::create_dir(&after_death).unwrap();
    for file in ["glasno.sqlite3", "glasno.sqlite3-wal"] {
        std::fs::copy(folder.path().join(file), after_death.join(file)).unwrap();
    }

    let restarted = SqliteStore::open(&after_death).unwrap();
    assert_eq!(restarted.submissions_between(&slug, 0, i64::MAX, 100).await.unwrap().len(), 40);
    let again = restarted.submit(submission(&slug, 39)).await.unwrap();
    assert!(matches!(again, Submitted::Repeated(_)), "who never saw the answer asks again: {again:?}");
}

#[tokio::test]
async fn what_was_not_committed_at_the_death_of_the_server_is_not_there() {
    let (store, folder) = store();
    let slug = open(&store, "varna-2027").await;
    store.submit(submission(&slug, 1)).await.unwrap();
    let file = folder.path().join("glasno.sqlite3-wal");
    let committed = std::fs::metadata(&file).unwrap().len();
    store.submit(submission(&slug, 2)).await.unwrap();
    let after_death = folder.path().join("after death");
    std::fs::create_dir(&after_death).unwrap();
    std::fs::copy(folder.path().join(DATABASE_FILE), after_death.join(DATABASE_FILE)).unwrap();
    // The second commit was cut off half-way.
    let log = std::fs::read(&file).unwrap();
    let half = usize::try_from(committed).unwrap().midpoint(log.len());
    std::fs::write(after_death.join("glasno.sqlite3-wal"), &log[..half]).unwrap();

    let restarted = SqliteStore::open(&after_death).unwrap();
    assert_eq!(restarted.submissions_between(&slug, 0, i64::MAX, 100).await.unwrap().len(), 1);
    let again = restarted.submit(submission(&slug, 2)).await.unwrap();
    assert!(matches!(again, Submitted::New(_)), "{again:?}");
}

#[tokio::test]
async fn everything_asked_for_is_on_disk_when_the_server_has_stopped() {
    let (store, folder) = store();
    let slug = open(&store, "varna-2027").await;
    // Thirty citizens who close their browser before the answer.
    for citizen in 0..30 {
        let mut sending = Box::pin(store.submit(submission(&slug, citizen)));
        std::future::poll_fn(|context| std::task::Poll::Ready(sending.as_mut().poll(context).is_ready()))
            .await;
    }
    drop(store);
    let restarted = SqliteStore::open(folder.path()).unwrap();
    assert_eq!(restarted.counts(&slug).await.unwrap().submissions, 30);
}
