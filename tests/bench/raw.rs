//! The floor: SQLite by itself on the same disk, with nothing around it.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use rusqlite::{Connection, params};

use crate::draft::{COMMENT_CHARACTERS, LINES, Random};

/// So many submissions share one wait for the disk.
const IN_A_TRANSACTION: u64 = 100;

/// Submissions a second, each one row with its comment and one row a line, WAL and `synchronous = full`.
///
/// # Errors
/// When the disk refuses.
pub fn rate(folder: &Path, lasting: Duration) -> Result<f64> {
    let file = folder.join("raw.sqlite3");
    if file.exists() {
        std::fs::remove_file(&file).context("the last measurement's file stays")?;
    }
    let mut connection = Connection::open(&file)?;
    connection.execute_batch(
        "pragma journal_mode = wal;
         pragma synchronous = full;
         -- The id is as random as a browser's, and its index keeps a ballot that is sent twice from standing twice.
         create table submission (
             sequence integer primary key, id blob not null unique, received_at integer not null, comment text not null
         ) strict;
         create table allocation (
             submission integer not null, line integer not null, amount integer not null,
             primary key (submission, line)
         ) strict, without rowid;",
    )?;
    let comment = "я".repeat(COMMENT_CHARACTERS);
    let mut random = Random(1);
    let begun = Instant::now();
    let mut stored = 0_u32;
    while begun.elapsed() < lasting {
        let transaction = connection.transaction()?;
        {
            let mut submission =
                transaction.prepare_cached("insert into submission values (null, ?, ?, ?)")?;
            let mut allocation = transaction.prepare_cached("insert into allocation values (?, ?, ?)")?;
            for _ in 0..IN_A_TRANSACTION {
                let id = [random.next(), random.next()].map(u64::to_le_bytes).concat();
                let sequence = submission.insert(params![id, stored, comment])?;
                for line in 0..LINES {
                    let amount = i64::from_le_bytes(random.next().to_le_bytes()) % 1_000_000;
                    allocation.execute(params![sequence, i64::try_from(line)?, amount])?;
                }
                stored += 1;
            }
        }
        transaction.commit()?;
    }
    Ok(f64::from(stored) / begun.elapsed().as_secs_f64())
}
