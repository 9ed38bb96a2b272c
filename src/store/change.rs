//! What one transaction does: records put, corrected, retracted and restored, with who did it, when and why.

use serde::{Deserialize, Serialize};

use crate::model::{Key, Record};

/// One change to the database, as given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// A record that was not there before.
    Add(Record),
    /// The whole new content of a record that is there.
    Correct { record: Record, because: Option<String> },
    /// The record leaves every answer; its history stays.
    Retract { key: Key, because: Option<String> },
    /// A retracted record comes back as it last was.
    Restore { key: Key, because: Option<String> },
}

impl Change {
    pub fn key(&self) -> Key {
        match self {
            Change::Add(record) | Change::Correct { record, .. } => record.key(),
            Change::Retract { key, .. } | Change::Restore { key, .. } => key.clone(),
        }
    }

    pub fn because(&self) -> Option<&str> {
        match self {
            Change::Add(_) => None,
            Change::Correct { because, .. }
            | Change::Retract { because, .. }
            | Change::Restore { because, .. } => because.as_deref(),
        }
    }
}

/// When a transaction was made, by whom and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Microseconds since 1970-01-01T00:00:00Z; never earlier than the transaction before it.
    pub at: i64,
    pub by: String,
    pub why: Option<String>,
}
