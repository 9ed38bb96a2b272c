//! The index: a log-structured merge tree whose log is the journal. What each record is found by stands in `entries`.
//!
//! A transaction goes into the memtable. When that has grown, it is written as a segment, and segments of like size are
//! compacted into one. So a small transaction writes nothing here: after a crash the memtable is read from the journal
//! again. Later segments add to what earlier ones hold: posting lists only grow, the versions of a record follow each
//! other, and each claim version stands in one segment alone.
//!
//! - `reader`: what can be read: segments and a memtable, which snapshots share
//! - `writer`: adding transactions, flushing the memtable, compacting segments
//! - `update`: one transaction on its way in

pub mod columns;
mod counters;
pub mod keys;
pub mod memtable;
pub mod posting_list;
mod reader;
pub mod segment;
mod texts;
pub mod varint;
pub mod versions;
mod writer;

mod entries;
mod merge;
pub(in crate::store) mod update;

pub use counters::{Counters, TransactionEntry};
pub use merge::MergeIterator;
pub use reader::IndexReader;
pub use texts::{claim_texts, source_fields};
pub use update::IndexUpdate;
pub use writer::{INDEX_FORMAT, Index, Known};
