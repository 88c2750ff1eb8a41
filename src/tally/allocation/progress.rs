//! How far the events of a consultation have been counted.

use serde::{Deserialize, Serialize};

/// Something that was counted, and the last event that it holds: saved together, it is resumed with the next one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress<T> {
    /// The sequence number of the last event counted; 0 before the first one.
    pub sequence: u64,
    /// What was counted.
    pub counted: T,
}

impl<T> Progress<T> {
    /// Nothing counted yet.
    pub const fn new(empty: T) -> Self {
        Self { sequence: 0, counted: empty }
    }

    /// Counts an event, unless it was counted before; says whether it did. Events have to come in their order.
    ///
    /// # Errors
    /// What `count` says; then the event stays uncounted.
    pub fn advance<E>(
        &mut self,
        sequence: u64,
        count: impl FnOnce(&mut T) -> Result<(), E>,
    ) -> Result<bool, E> {
        if sequence <= self.sequence {
            return Ok(false);
        }
        count(&mut self.counted)?;
        self.sequence = sequence;
        Ok(true)
    }
}
