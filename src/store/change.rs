//! What one transaction does: records put, corrected, retracted and restored, with who did it, when and why.

use serde::{Deserialize, Serialize};

use crate::model::{Key, Record};

/// One change to the database, as given.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A record that was not there before.
    Add(Record),
    /// The whole new content of a record that is there.
    Correct { record: Record, because: Option<String> },
    /// The record leaves every answer; its history stays.
    Retract { key: Key, because: Option<String> },
    /// A retracted record comes back as it last was.
    Restore { key: Key, because: Option<String> },
    /// All that was recorded of a record is taken out of the journal. Where it stood, gaps are left, which are these.
    Redact { key: Key, because: Option<String>, gaps: Vec<Gap> },
    /// Not a change that anybody makes: what stands in the place of one that was taken out. It has bytes of its own.
    Gap(Gap),
}

/// What is left of a change that was taken out of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// The hash that the change has in its transaction.
    pub hash: [u8; 32],
    /// The transaction that it was made in.
    pub made_in: u64,
    /// The transaction that redacts it.
    pub redacted_in: u64,
    pub key: Key,
    pub act: Act,
}

/// What a change did that was taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    Add,
    Correct,
    Retract,
    Restore,
}

impl Change {
    pub fn key(&self) -> Key {
        match self {
            Change::Add(record) | Change::Correct { record, .. } => record.key(),
            Change::Retract { key, .. } | Change::Restore { key, .. } | Change::Redact { key, .. } => {
                key.clone()
            }
            Change::Gap(gap) => gap.key.clone(),
        }
    }

    pub fn because(&self) -> Option<&str> {
        match self {
            Change::Add(_) | Change::Gap(_) => None,
            Change::Correct { because, .. }
            | Change::Retract { because, .. }
            | Change::Restore { because, .. }
            | Change::Redact { because, .. } => because.as_deref(),
        }
    }

    /// What it does to what is recorded of its record; nothing where it redacts, or is redacted itself.
    pub fn act(&self) -> Option<Act> {
        match self {
            Change::Add(_) => Some(Act::Add),
            Change::Correct { .. } => Some(Act::Correct),
            Change::Retract { .. } => Some(Act::Retract),
            Change::Restore { .. } => Some(Act::Restore),
            Change::Redact { .. } | Change::Gap(_) => None,
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
