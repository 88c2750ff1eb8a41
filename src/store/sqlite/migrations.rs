//! Brings the tables of an older version up to this one.

use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;

/// Each takes the tables from the version of its place in the list to the next.
const MIGRATIONS: [&str; 6] = [
    include_str!("migrations/0001_consultations_and_submissions.sql"),
    include_str!("migrations/0002_margins.sql"),
    include_str!("migrations/0003_receipts.sql"),
    include_str!("migrations/0004_organisations.sql"),
    include_str!("migrations/0005_allow_sandboxed.sql"),
    include_str!("migrations/0006_arrivals.sql"),
];

/// The version of the tables that this program works with.
pub(super) const NEWEST: usize = MIGRATIONS.len();

/// Applies what is missing: all of it or nothing, and once, even where two processes start together.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    if version(connection)? >= NEWEST {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again inside the transaction: another process may have been here in the meantime.
    for migration in MIGRATIONS.iter().skip(version(&transaction)?) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", NEWEST)?;
    Ok(transaction.commit()?)
}

fn version(connection: &Connection) -> Result<usize, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}
