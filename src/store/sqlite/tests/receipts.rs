//! The table of receipts runs behind, and catches up for whoever searches.

use rusqlite::{Connection, params};

use super::store;
use crate::conformance::fixtures::{NOW, open, submission};
use crate::sqlite::connection::{DATABASE_FILE, PATIENCE, writing};
use crate::sqlite::{ballot, receipts};
use crate::{SqliteStore, Store, StoreError};

/// As many submissions as have several turns at the table, written at once as no citizen could.
fn add_many(connection: &Connection, many: u32) {
    let ballot = ballot::to_json(&submission(&"varna-2027".parse().unwrap(), 1).ballot).unwrap();
    let added = connection.execute(
        "with recursive citizen (number) as (select 1 union all select number + 1 from citizen where number < ?1)
         insert into event (consultation, submission_id, version, kind, channel, draft_version, received_at,
                            content_hash, receipt_hash, ballot)
         select 1, unhex(printf('%032x', number)), 1, 'submitted', 'web', 1, ?2, zeroblob(32),
                unhex(printf('%08x%056x', (number * 2654435761) & 0xffffffff, number)), ?3
         from citizen",
        params![many, NOW.unix_seconds(), ballot],
    );
    assert_eq!(added, Ok(usize::try_from(many).unwrap()));
}

fn receipt_of(number: u32) -> [u8; 32] {
    let mut receipt = [0; 32];
    receipt[..4].copy_from_slice(&number.wrapping_mul(2_654_435_761).to_be_bytes());
    receipt[28..].copy_from_slice(&number.to_be_bytes());
    receipt
}

fn entered(folder: &std::path::Path) -> u32 {
    let connection = Connection::open(folder.join(DATABASE_FILE)).unwrap();
    connection.query_row("select count(*) from receipt", [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn the_first_who_searches_among_ten_thousand_finds_and_submitting_costs_nothing_more() {
    let (store, folder) = store();
    let slug = open(&store, "varna-2027").await;
    add_many(&writing(&folder.path().join(DATABASE_FILE), PATIENCE).unwrap(), 10_000);
    store.submit(submission(&slug, 1)).await.unwrap();
    assert_eq!(entered(folder.path()), 0, "whoever submits leaves the table alone");
    for number in [1, 9_999, 10_000, 4_242] {
        let found = store.find_submission(&slug, receipt_of(number)).await.unwrap().unwrap();
        let id = format!("{number:032x}");
        assert_eq!(found.submission.id.as_str().replace('-', ""), id);
    }
    assert_eq!(store.find_submission(&slug, receipt_of(10_001)).await, Ok(None));
    assert_eq!(entered(folder.path()), 10_001, "each is entered once");
}

#[tokio::test]
async fn who_searches_while_the_disk_is_away_is_told_to_come_again_and_not_that_there_is_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open_with(folder.path(), std::time::Duration::ZERO).unwrap();
    let slug = open(&store, "varna-2027").await;
    let [known, new] = [1, 2].map(|citizen| submission(&slug, citizen));
    store.submit(known.clone()).await.unwrap();
    store.find_submission(&slug, known.receipt_hash).await.unwrap();
    store.submit(new.clone()).await.unwrap();
    let other = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
    other.execute_batch("begin exclusive").unwrap();

    assert!(store.find_submission(&slug, known.receipt_hash).await.unwrap().is_some(), "reading goes on");
    let refused = store.find_submission(&slug, new.receipt_hash).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    other.execute_batch("commit").unwrap();
    assert!(store.find_submission(&slug, new.receipt_hash).await.unwrap().is_some());
}

#[test]
fn a_citizen_who_comes_back_waits_for_an_index_only() {
    let (_store, folder) = store();
    let connection = writing(&folder.path().join(DATABASE_FILE), PATIENCE).unwrap();
    for (sql, wanted) in [
        (receipts::BY_ID, "event_by_submission (consultation=? AND submission_id=? AND version=?)"),
        (receipts::BY_RECEIPT, "PRIMARY KEY (consultation=? AND hash_start=?)"),
        (receipts::LAST, "event_by_submission (consultation=? AND submission_id=?)"),
        (receipts::UNENTERED, "event_by_consultation (consultation=? AND rowid>?)"),
    ] {
        let mut statement = connection.prepare(&format!("explain query plan {sql}")).unwrap();
        let steps: Vec<String> =
            statement.raw_query().mapped(|row| row.get("detail")).collect::<Result<_, _>>().unwrap();
        assert!(steps.iter().any(|step| step.contains(wanted)), "{steps:?}");
        assert!(!steps.iter().any(|step| step.contains("SCAN event")), "{steps:?}");
        assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "sorted by hand: {steps:?}");
    }
}
