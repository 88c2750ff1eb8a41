//! A few connections that only read. They wait neither for the writer nor for each other.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::connection;
use crate::StoreError;

/// How many read at once; more would only share the same disk and processors.
const CONNECTIONS: usize = 3;

pub(super) struct Readers {
    file: PathBuf,
    /// Opened when first needed, and kept.
    idle: Mutex<Vec<Connection>>,
    places: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn new(file: PathBuf) -> Arc<Self> {
        Arc::new(Self { file, idle: Mutex::new(Vec::new()), places: Arc::new(Semaphore::new(CONNECTIONS)) })
    }

    /// Runs `work` on a thread for blocking work. All that it reads is of one moment.
    pub(super) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        // Held until the end, also where whoever asked has gone: work that has begun is not cut short.
        let place = Arc::clone(&self.places).acquire_owned().await;
        let readers = Arc::clone(self);
        let reading = tokio::task::spawn_blocking(move || {
            let outcome = readers.read_here(work);
            drop(place);
            outcome
        });
        reading
            .await
            .unwrap_or_else(|error| Err(StoreError::Unavailable(format!("reading was cut short ({error})"))))
    }

    fn read_here<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connection::reading(&self.file)?,
        };
        let transaction = connection.unchecked_transaction()?;
        let outcome = work(&transaction);
        drop(transaction);
        // As with the writer, a connection that failed is not used again.
        if outcome.is_ok() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
        outcome
    }
}
