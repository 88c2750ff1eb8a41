//! The queue and the group, with a disk that fills up.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::*;
use crate::conformance::fixtures::{open, submission, together};
use crate::sqlite::connection::{DATABASE_FILE, PATIENCE, writing};
use crate::sqlite::submissions::FirstEvent;
use crate::{NewSubmission, SqliteStore, Store, Submitted};

/// A writer whose file can grow to so many pages and no further, as on a full disk.
fn writer_with_limit(folder: &Path, pages: &Arc<AtomicU32>) -> Writer {
    let (file, pages) = (folder.join(DATABASE_FILE), Arc::clone(pages));
    let open = move || {
        let connection = writing(&file, PATIENCE)?;
        connection.pragma_update(None, "max_page_count", pages.load(Ordering::SeqCst))?;
        Ok(connection)
    };
    Writer::start(open().unwrap(), open).unwrap()
}

fn event(submission: NewSubmission) -> FirstEvent {
    FirstEvent::new(submission).unwrap()
}

/// Keeps the writer busy until the sender is dropped; everything sent meanwhile lands in one group.
async fn busy(writer: &Writer) -> std::sync::mpsc::Sender<()> {
    let (release, wait) = std::sync::mpsc::channel::<()>();
    let (begun, has_begun) = oneshot::channel();
    writer
        .enqueue(Job::Change(Box::new(move |_| {
            begun.send(()).unwrap();
            let _ = wait.recv_timeout(Duration::from_mins(1));
        })))
        .unwrap();
    has_begun.await.unwrap();
    release
}

#[tokio::test]
async fn everyone_in_a_group_is_told_when_the_disk_is_full_and_may_come_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    let slug = open(&store, "varna-2027").await;
    let pages = Arc::new(AtomicU32::new(1));
    let writer = writer_with_limit(folder.path(), &pages);
    // The limit of one page is below what the file has already, so SQLite takes the present size for it.
    let send = async || {
        let release = busy(&writer).await;
        let sending = together((0..200).map(|citizen| writer.store(event(submission(&slug, citizen)))));
        tokio::join!(sending, async move { drop(release) }).0
    };

    let answers = send().await;
    assert!(
        answers
            .iter()
            .all(|answer| matches!(answer, Err(StoreError::Unavailable(why)) if why.contains("full"))),
        "{:?}",
        answers.first()
    );
    assert_eq!(store.counts(&slug).await.unwrap().submissions, 0, "nobody is stored without being told");

    pages.store(1_000_000, Ordering::SeqCst);
    let answers = send().await;
    assert!(answers.iter().all(|answer| matches!(answer, Ok(Submitted::New(_)))), "{:?}", answers.first());
    assert_eq!(store.counts(&slug).await.unwrap().submissions, 200);
}

#[tokio::test]
async fn who_comes_when_the_queue_is_full_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    let slug = open(&store, "varna-2027").await;
    let writer = &store.writer;
    let release = busy(writer).await;
    let citizens = u16::try_from(QUEUE).unwrap() + 3;
    let sending = together((0..citizens).map(|citizen| writer.store(event(submission(&slug, citizen)))));
    let (answers, ()) = tokio::join!(sending, async move { drop(release) });
    let (stored, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((stored.len(), refused.len()), (QUEUE, 3));
    assert!(refused.iter().all(|answer| matches!(answer, Err(StoreError::Unavailable(_)))));
    assert_eq!(store.counts(&slug).await.unwrap().submissions, u64::try_from(QUEUE).unwrap());
}

#[tokio::test]
async fn an_officer_who_closes_in_between_keeps_the_order_of_what_was_asked() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    let slug = open(&store, "varna-2027").await;
    let writer = &store.writer;
    let release = busy(writer).await;
    let count = |connection: &Connection| {
        Ok(connection.query_row("select count(*) from event", [], |row| row.get::<_, u64>(0))?)
    };
    let before = together((0..10).map(|citizen| writer.store(event(submission(&slug, citizen)))));
    let after = together((10..20).map(|citizen| writer.store(event(submission(&slug, citizen)))));
    let (before, counted, after, ()) =
        tokio::join!(before, writer.change(count), after, async move { drop(release) });
    assert_eq!(counted, Ok(10), "those before the change, and none of those after it");
    assert!(before.iter().chain(&after).all(Result::is_ok));
}

#[tokio::test]
async fn a_change_that_is_refused_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    let outcome = store
        .writer
        .change(|connection| {
            connection.execute("insert into secret (name, value) values ('half', zeroblob(32))", [])?;
            Err::<(), _>(StoreError::NotThere("other half".into()))
        })
        .await;
    assert!(matches!(outcome, Err(StoreError::NotThere(_))));
    assert_eq!(store.secret("half", [7; 32]).await, Ok([7; 32]));
}
