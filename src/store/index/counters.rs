//! How far the index has come, and what it keeps of each transaction.

use serde::{Deserialize, Serialize};

use crate::store::change::Stamp;
use crate::store::index::keys::{Ordinal, Slot};
use crate::store::journal::FrameHead;

/// How far the numbers that are given have come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counters {
    /// The last transaction that was indexed.
    pub head: Option<FrameHead>,
    /// The number of claim versions.
    pub slots: Slot,
    /// How many changes there ever were.
    pub changes: u64,
    /// The next ordinal of each record type, in the order of [`RecordType::ALL`](crate::model::RecordType::ALL).
    pub ordinals: [Ordinal; 6],
}

impl Counters {
    pub fn empty() -> Counters {
        Counters { head: None, slots: 0, changes: 0, ordinals: [0; 6] }
    }

    pub fn sequence(&self) -> u64 {
        self.head.as_ref().map_or(0, |head| head.sequence)
    }
}

/// What the index keeps of a transaction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TransactionEntry {
    pub head: FrameHead,
    pub stamp: Stamp,
    pub changes: u64,
    /// The number of claim versions after it.
    pub slots: Slot,
}
