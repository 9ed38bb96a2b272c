//! What a snapshot reads: journal and index as they were when it was taken, and the caches, which all share.

use std::sync::Arc;

use crate::model::Problem;
use crate::model::RecordType;
use crate::model::problem::Result;
use crate::store::caches::Caches;
use crate::store::index::IndexReader;
use crate::store::index::keys::{Ordinal, Slot};
use crate::store::journal::JournalReader;

/// Journal and index after one transaction. Nothing of it changes.
pub struct View {
    pub(super) journal: JournalReader,
    /// Not there where it was lost and there was no room to rebuild it.
    pub(super) index: Option<Arc<IndexReader>>,
    pub(super) caches: Arc<Caches>,
    /// Which index it is: see [`Moment`](crate::store::caches::Moment).
    pub(super) generation: u64,
    /// By the type of record, the last transaction that changed one.
    pub(super) changed: [u64; 6],
}

impl View {
    /// # Errors
    /// There is none: it was lost, and there was no room to rebuild it.
    pub(super) fn index(&self) -> Result<&IndexReader> {
        self.index.as_deref().ok_or_else(no_index)
    }

    /// The number of the last transaction.
    pub(super) fn sequence(&self) -> u64 {
        self.index.as_ref().map_or_else(|| self.journal.sequence(), |index| index.counters().sequence())
    }

    /// How many ordinals of a type were given.
    pub(super) fn ordinals(&self, record_type: RecordType) -> Ordinal {
        self.index.as_ref().map_or(0, |index| index.counters().ordinals[record_type as usize])
    }

    /// How many claim versions there are.
    pub(super) fn slots(&self) -> Slot {
        self.index.as_ref().map_or(0, |index| index.counters().slots)
    }
}

/// What is said where the index is missing.
pub(super) fn no_index() -> Problem {
    Problem::index("the index is missing, and there was no room to rebuild it")
        .hint("free some room, and ask again: nothing is lost, the index is rebuilt from the journal")
}
