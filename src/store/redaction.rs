//! That a record was taken out of the journal.

use std::fmt;

use crate::model::Key;
use crate::store::clock;

/// That a record was taken out of the journal: when, by whom and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redaction {
    pub key: Key,
    /// The transaction that says so.
    pub sequence: u64,
    pub at: i64,
    pub by: String,
    pub because: Option<String>,
}

/// "claim `x` was redacted at 2026-11-27T10:00:00Z by Mira (transaction 9), because court order 12/2026"
impl fmt::Display for Redaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Redaction { key, sequence, at, by, because } = self;
        write!(f, "{key} was redacted at {} by {by} (transaction {sequence})", clock::written(*at))?;
        because.as_ref().map_or(Ok(()), |because| write!(f, ", because {because}"))
    }
}
