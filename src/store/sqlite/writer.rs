//! The one writer: a thread that groups waiting submissions into one transaction.
//!
//! Reaching the disk takes the same time for one row as for a hundred. While one group is on its way there, the
//! next one gathers in the queue; so the more citizens send at once, the less each of them costs.

use std::thread::JoinHandle;

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use crate::StoreError;

/// Who finds so many waiting is told to come again: memory stays bounded, and nobody waits for minutes.
const QUEUE: usize = 1024;
/// A group that stays this small takes milliseconds, so that nobody in it waits long.
const LARGEST_GROUP: usize = 256;

pub(super) struct Writer {
    /// Taken only on the way out: without a sender left, the thread ends.
    queue: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

/// What many citizens send at once: their events are written together.
pub(super) trait Event: Send + 'static {
    /// What is answered once it is on disk.
    type Answer: Send;

    /// Writes it. The outer error ends the transaction, the inner one only this event, which must then have written
    /// nothing.
    fn store(&self, connection: &Connection) -> Result<Result<Self::Answer, StoreError>, StoreError>;
}

enum Job {
    Event(Box<dyn Waiting>),
    /// Anything else, in a transaction of its own.
    Change(Box<dyn FnOnce(&mut Desk) + Send>),
}

impl Writer {
    /// Starts the thread with a connection. `open` makes a new one whenever the last one failed.
    pub(super) fn start(
        connection: Connection,
        open: impl Fn() -> Result<Connection, StoreError> + Send + 'static,
    ) -> Result<Self, StoreError> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let desk = Desk { open: Box::new(open), connection: Some(connection) };
        let thread = std::thread::Builder::new()
            .name("glasno-writer".into())
            .spawn(move || work_off(desk, jobs))
            .map_err(|error| StoreError::Unavailable(format!("no thread can be started ({error})")))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Stores an event together with those that wait beside it.
    pub(super) async fn store<E: Event>(&self, event: E) -> Result<E::Answer, StoreError> {
        let (teller, answered) = oneshot::channel();
        self.enqueue(Job::Event(Box::new(Waiter { event, answer: None, teller })))?;
        answered.await.unwrap_or_else(|_| Err(stopped()))
    }

    /// Runs `work` in a transaction of its own, and commits it unless it fails.
    pub(super) async fn change<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.enqueue(Job::Change(Box::new(move |desk| {
            // Who asked may be gone by now; what was asked for is done all the same.
            let _ = answer.send(desk.in_transaction(work));
        })))?;
        answered.await.unwrap_or_else(|_| Err(stopped()))
    }

    fn enqueue(&self, job: Job) -> Result<(), StoreError> {
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        queue.try_send(job).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => {
                StoreError::Unavailable(format!("{QUEUE} others are waiting to be written"))
            }
            mpsc::error::TrySendError::Closed(_) => stopped(),
        })
    }
}

impl Drop for Writer {
    /// Waits until all that was asked for is on disk, so that whoever stops the process loses nothing.
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so itself; there is nothing left to wait for.
            let _ = thread.join();
        }
    }
}

fn work_off(mut desk: Desk, mut jobs: mpsc::Receiver<Job>) {
    let mut waiting = Vec::with_capacity(LARGEST_GROUP);
    let mut group = Vec::with_capacity(LARGEST_GROUP);
    while jobs.blocking_recv_many(&mut waiting, LARGEST_GROUP) > 0 {
        for job in waiting.drain(..) {
            match job {
                Job::Event(waiting) => group.push(waiting),
                Job::Change(change) => {
                    desk.store(&mut group);
                    change(&mut desk);
                }
            }
        }
        desk.store(&mut group);
    }
}

/// Somebody who waits for an event to be on disk, whatever kind of event it is.
trait Waiting: Send {
    fn write(&mut self, connection: &Connection) -> Result<(), StoreError>;
    /// Answers, now that it is known whether the transaction is on disk.
    fn tell(self: Box<Self>, transaction: Result<(), StoreError>);
}

struct Waiter<E: Event> {
    event: E,
    /// What to answer if the transaction gets to the disk.
    answer: Option<Result<E::Answer, StoreError>>,
    teller: oneshot::Sender<Result<E::Answer, StoreError>>,
}

impl<E: Event> Waiting for Waiter<E> {
    fn write(&mut self, connection: &Connection) -> Result<(), StoreError> {
        self.answer = Some(self.event.store(connection)?);
        Ok(())
    }

    fn tell(self: Box<Self>, transaction: Result<(), StoreError>) {
        let Self { answer, teller, .. } = *self;
        // Who hung up before the answer asks again, and gets it as a repetition.
        let _ = teller.send(transaction.and_then(|()| answer.unwrap_or_else(|| Err(stopped()))));
    }
}

/// Where the thread writes: its connection, and how to get another one.
struct Desk {
    open: Box<dyn Fn() -> Result<Connection, StoreError> + Send>,
    connection: Option<Connection>,
}

impl Desk {
    /// Stores a group in one transaction, then answers everyone in it.
    fn store(&mut self, group: &mut Vec<Box<dyn Waiting>>) {
        if group.is_empty() {
            return;
        }
        let outcome = self.in_transaction(|connection| {
            // A refused event leaves nothing behind and the others in peace; a failed one fails them all.
            group.iter_mut().try_for_each(|waiting| waiting.write(connection))
        });
        for waiting in group.drain(..) {
            waiting.tell(outcome.clone());
        }
    }

    fn in_transaction<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => (self.open)()?,
        };
        let outcome = transact(&mut connection, work);
        // A connection that failed is not trusted with the next transaction: whatever was wrong with the disk, a
        // new connection starts from what really stands there, and the process need not be restarted.
        if !matches!(outcome, Err(StoreError::Unavailable(_) | StoreError::Unreadable(_))) {
            self.connection = Some(connection);
        }
        outcome
    }
}

fn transact<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let outcome = work(&transaction)?;
    transaction.commit()?;
    Ok(outcome)
}

fn stopped() -> StoreError {
    StoreError::Unavailable("its writer has stopped; restart the server".into())
}

#[cfg(test)]
#[path = "writer/tests.rs"]
mod tests;
