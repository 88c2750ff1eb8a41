//! The one file: whose it is, who may read it, how it is kept and brought back.

use std::path::Path;

use rusqlite::Connection;

use super::store;
use crate::conformance::fixtures::{open, record, submission, together};
use crate::{DATABASE_FILE, SqliteStore, Store, StoreError, Submitted};

fn refused(outcome: Result<SqliteStore, StoreError>) -> String {
    match outcome.err() {
        Some(StoreError::Unreadable(why)) => why,
        other => panic!("it was not refused as unreadable: {other:?}"),
    }
}

#[cfg(unix)]
#[test]
fn only_the_operator_may_read_what_citizens_wrote() {
    use std::os::unix::fs::PermissionsExt;
    let (_store, folder) = store();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
    }
}

#[tokio::test]
async fn an_operator_who_stops_the_server_finds_one_file() {
    let (store, folder) = store();
    let slug = open(&store, "varna-2027").await;
    store.submit(submission(&slug, 1)).await.unwrap();
    store.snapshot(&slug).await.unwrap();
    drop(store);
    let files: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, [DATABASE_FILE]);

    let again = SqliteStore::open(folder.path()).unwrap();
    assert_eq!(again.submissions_between(&slug, 0, i64::MAX, 10).await.unwrap().len(), 1);
}

#[test]
fn an_operator_with_an_older_program_is_told_to_start_the_newer_one() {
    let (store, folder) = store();
    drop(store);
    let file = folder.path().join(DATABASE_FILE);
    Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let why = refused(SqliteStore::open(folder.path()));
    assert!(why.contains("newer Glasno") && why.contains("version 99"), "{why}");
    let version: u32 =
        Connection::open(&file).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(version, 99, "and nothing was touched");
}

#[tokio::test]
async fn an_operator_with_a_newer_program_finds_everything_of_the_older_one() {
    let (store, folder) = store();
    let slug = open(&store, "varna-2027").await;
    let citizens = [1, 2, 3].map(|citizen| submission(&slug, citizen));
    for citizen in &citizens {
        store.submit(citizen.clone()).await.unwrap();
    }
    drop(store);
    // As the first version left it.
    Connection::open(folder.path().join(DATABASE_FILE))
        .unwrap()
        .execute_batch(
            "drop table arrival;
             alter table consultation drop column allow_sandboxed;
             drop table organisation;
             drop table receipt_reach;
             drop table receipt;
             alter table consultation drop column margins;
             pragma user_version = 1",
        )
        .unwrap();
    let again = SqliteStore::open(folder.path()).unwrap();
    let before =
        crate::ConsultationRecord { margins: Vec::new(), allow_sandboxed: true, ..record("varna-2027") };
    assert_eq!(again.consultations().await.unwrap(), [before]);
    again.update_consultation(&record("varna-2027")).await.unwrap();
    assert_eq!(again.consultations().await.unwrap(), [record("varna-2027")]);

    let database = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
    let entered: usize = database.query_row("select count(*) from receipt", [], |row| row.get(0)).unwrap();
    assert_eq!(entered, citizens.len(), "the receipts of before are entered before anybody searches");
    for citizen in citizens {
        let found = again.find_submission(&slug, citizen.receipt_hash).await.unwrap();
        assert_eq!(found.map(|kept| kept.submission.id), Some(citizen.id));
    }
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(DATABASE_FILE);
    Connection::open(&file)
        .unwrap()
        .execute_batch("create table theirs (a); insert into theirs values (1)")
        .unwrap();
    let before = std::fs::read(&file).unwrap();
    let why = refused(SqliteStore::open(folder.path()));
    assert!(why.contains("not a database of Glasno"), "{why}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[tokio::test]
async fn an_operator_is_told_about_a_damaged_file_at_the_start() {
    let (store, folder) = store();
    let slug = open(&store, "varna-2027").await;
    store.submit(submission(&slug, 1)).await.unwrap();
    drop(store);
    let file = folder.path().join(DATABASE_FILE);
    let whole = std::fs::read(&file).unwrap();
    let mut zeroes = whole.clone();
    zeroes[4096..].fill(0);
    let damages = [
        ("another file", b"this was never a database".repeat(400)),
        ("a file cut in half", whole[..whole.len() / 2].to_vec()),
        ("a file of zeroes behind its first page", zeroes),
    ];
    for (what, damaged) in damages {
        std::fs::write(&file, damaged).unwrap();
        let why = refused(SqliteStore::open(folder.path()));
        assert!(why.contains("damaged"), "{what}: {why}");
    }
    std::fs::write(&file, whole).unwrap();
    assert!(SqliteStore::open(folder.path()).is_ok(), "the whole file is taken again");
}

#[tokio::test]
async fn an_operator_keeps_a_backup_made_while_citizens_send_and_starts_again_from_it() {
    let (store, folder) = store();
    let slug = open(&store, "varna-2027").await;
    for citizen in 0..50 {
        store.submit(submission(&slug, citizen)).await.unwrap();
    }
    let kept = folder.path().join("kept.sqlite3");
    let sending = together((50..150).map(|citizen| store.submit(submission(&slug, citizen))));
    let (backup, answers) = tokio::join!(store.backup(&kept), sending);
    assert_eq!(backup, Ok(()));
    assert!(answers.iter().all(|answer| matches!(answer, Ok(Submitted::New(_)))));

    let elsewhere = folder.path().join("elsewhere");
    SqliteStore::restore(&kept, &elsewhere).unwrap();
    let restored = SqliteStore::open(&elsewhere).unwrap();
    let ids = |stored: Vec<crate::StoredSubmission>| stored.into_iter().map(|stored| stored.submission.id);
    let found: Vec<_> = ids(restored.submissions_between(&slug, 0, i64::MAX, 1000).await.unwrap()).collect();
    let sent: Vec<_> = ids(store.submissions_between(&slug, 0, i64::MAX, 1000).await.unwrap()).collect();
    assert!(found.len() >= 50, "everything that was acknowledged before the backup is in it");
    assert_eq!(found, sent[..found.len()], "and what came later is in it up to one moment");
    assert_eq!(restored.consultations().await.unwrap(), [record("varna-2027")]);
    assert!(matches!(restored.submit(submission(&slug, 999)).await, Ok(Submitted::New(_))));
}

#[tokio::test]
async fn a_backup_overwrites_nothing() {
    let (store, folder) = store();
    let kept = folder.path().join("kept.sqlite3");
    std::fs::write(&kept, "the minutes of the council").unwrap();
    assert!(matches!(store.backup(&kept).await, Err(StoreError::AlreadyThere(_))));
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), "the minutes of the council");

    let fresh = folder.path().join("fresh.sqlite3");
    store.backup(&fresh).await.unwrap();
    let names = |folder: &Path| {
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        names.retain(|name| !name.starts_with(DATABASE_FILE));
        names.sort();
        names
    };
    assert_eq!(names(folder.path()), ["fresh.sqlite3", "kept.sqlite3"], "and leaves nothing else behind");
}

#[tokio::test]
async fn a_backup_into_a_folder_that_is_not_there_says_so() {
    let (store, folder) = store();
    let error = store.backup(&folder.path().join("no such folder/kept.sqlite3")).await.unwrap_err();
    assert!(error.to_string().contains("no such folder"), "{error}");
}

#[tokio::test]
async fn an_operator_cannot_restore_over_a_database_or_from_what_is_none() {
    let (store, folder) = store();
    let kept = folder.path().join("kept.sqlite3");
    store.backup(&kept).await.unwrap();
    let over = SqliteStore::restore(&kept, folder.path());
    assert!(matches!(over, Err(StoreError::AlreadyThere(_))), "{over:?}");

    let elsewhere = folder.path().join("elsewhere");
    let missing = SqliteStore::restore(&folder.path().join("missing"), &elsewhere);
    assert!(matches!(missing, Err(StoreError::NotThere(_))), "{missing:?}");
    let mut damaged = std::fs::read(&kept).unwrap();
    let root_of_a_table = 4096..4096 + 64;
    damaged[root_of_a_table].fill(0xff);
    for content in [b"no database".repeat(100), damaged, Vec::new()] {
        std::fs::write(folder.path().join("bad"), content).unwrap();
        let bad = SqliteStore::restore(&folder.path().join("bad"), &elsewhere);
        assert!(matches!(bad, Err(StoreError::Unreadable(_))), "{bad:?}");
        assert_eq!(std::fs::read_dir(&elsewhere).unwrap().count(), 0, "nothing half restored is left");
    }
    std::fs::write(elsewhere.join("glasno.sqlite3-wal"), "left behind").unwrap();
    let beside = SqliteStore::restore(&kept, &elsewhere);
    assert!(matches!(beside, Err(StoreError::AlreadyThere(_))), "{beside:?}");
}
