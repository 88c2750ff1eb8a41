//! What the file tells, and does not tell, about the organisations of the register.

use rusqlite::{Connection, types::Value};

use super::store;
use crate::conformance::{fixtures::open, speaking};
use crate::{DATABASE_FILE, Store};

/// The rows as they lie in the table of a store that these citizens sent to, in this order.
async fn rows_after(citizens: &[u16]) -> Vec<Vec<Value>> {
    let (store, folder) = store();
    let slug = open(&store, "varna-2027").await;
    for &citizen in citizens {
        store.submit(speaking(&slug, citizen, &format!("Дружество {citizen}"), "Юг")).await.unwrap();
    }
    drop(store);
    let connection = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
    let mut statement = connection.prepare("select * from organisation").unwrap();
    let columns = statement.column_count();
    let row = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
    statement.query_map([], row).unwrap().map(Result::unwrap).collect()
}

#[tokio::test]
async fn nobody_who_holds_the_file_learns_in_which_order_the_organisations_came() {
    let there = rows_after(&[3, 1, 2]).await;
    assert_eq!(there.len(), 3);
    assert_eq!(there, rows_after(&[2, 3, 1]).await);
}

#[test]
fn no_column_of_the_register_leads_to_a_ballot() {
    let (store, folder) = store();
    drop(store);
    let connection = Connection::open(folder.path().join(DATABASE_FILE)).unwrap();
    let mut statement = connection.prepare("select name from pragma_table_info('organisation')").unwrap();
    let columns: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(columns, ["consultation", "name_key", "area_key", "name", "kind", "area"]);
    assert!(connection.prepare("select rowid from organisation").is_err(), "the order of arrival");
    let references: Vec<String> = connection
        .prepare("select \"table\" from pragma_foreign_key_list('organisation')")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(references, ["consultation"]);
}
