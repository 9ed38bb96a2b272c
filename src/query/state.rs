//! A state of the database that questions are asked of, with what questions have in common.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::model::problem::Result;
use crate::query::shared_sets::SharedSets;
use crate::store::Snapshot;

/// A state of the database, and what was found out about this and other states of it. Whoever opens a database keeps one
/// [`SharedSets`] for all its states.
#[derive(Clone)]
pub struct State {
    snapshot: Snapshot,
    shared: Arc<SharedSets>,
}

impl State {
    pub fn new(snapshot: Snapshot, shared: Arc<SharedSets>) -> State {
        State { snapshot, shared }
    }

    /// What questions have in common.
    pub fn shared(&self) -> &SharedSets {
        &self.shared
    }

    /// The same state; while this flag is up, reading it ends with an error.
    #[must_use]
    pub fn stopping_at(&self, stop: Arc<AtomicBool>) -> State {
        self.with(self.snapshot.stopping_at(stop))
    }

    /// The same state, which stops when another does.
    #[must_use]
    pub fn stopping_as(&self, other: &State) -> State {
        self.with(self.snapshot.stopping_as(&other.snapshot))
    }

    /// Another state of the same database.
    pub(super) fn with(&self, snapshot: Snapshot) -> State {
        State { snapshot, shared: self.shared.clone() }
    }

    /// The database as it was at a moment (microseconds since 1970 UTC).
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn as_of(&self, moment: i64) -> Result<State> {
        Ok(self.with(self.snapshot.as_of(moment)?))
    }

    /// The database as it was when a transaction had been recorded.
    pub fn as_of_transaction(&self, sequence: u64) -> State {
        self.with(self.snapshot.as_of_transaction(sequence))
    }
}

impl Deref for State {
    type Target = Snapshot;

    fn deref(&self) -> &Snapshot {
        &self.snapshot
    }
}
