//! Where records live: the journal, which is the truth, and the index, which is derived from it.
//! The only layer that knows sled and bincode.
//!
//! - [`change`]: what a transaction does
//! - [`codec`]: records as bytes, by bincode
//! - [`journal`]: the append-only file of transactions
//! - [`folder`]: the database's folder: its locks, its files, and scratch space beside it
//! - `handle`: an open database: snapshots, and changes as transactions
//! - `open`: bringing journal and index together; what is torn or lost; `take_in`: what the index lacks
//! - `not_created`, `begin`: a database that is created with its first record
//! - `disk_full`: what is done with the index where the disk is full
//! - [`clock`]: by what moment a transaction is dated
//! - [`engine`]: what the index is kept in: a small map, by sled, its manifest, and segment files
//! - [`index`]: memtable, segments, posting lists, columns and versions
//! - [`cache`], [`caches`]: what was read and may be asked for again, held to one limit on memory
//! - [`validator`]: the rules that hold between records, checked before anything is written
//! - [`bulk_load`]: a transaction of very many records
//! - [`integrity`]: whether journal, index and records agree: `dictum check`
//! - `redact`: taking what was recorded of a record out of the database; `redaction`: that it was
//! - [`snapshot`]: reading, at any moment of the past; `view`: what a snapshot reads
//! - [`claim_date`], `closure`: the date that a claim goes by; an entity with everything narrower

mod begin;
pub mod bulk_load;
pub mod cache;
pub mod caches;
pub mod change;
pub mod claim_date;
pub mod clock;
mod closure;
pub mod codec;
mod disk_full;
pub mod engine;
pub mod folder;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
mod handle;
pub mod index;
pub mod integrity;
pub mod journal;
mod not_created;
mod open;
mod progress;
mod recorded;
mod redact;
mod redaction;
pub mod snapshot;
mod take_in;
pub mod validator;
mod view;

pub use cache::MemoryLimit;
pub use caches::Moment;
pub use change::{Change, Stamp};
pub use claim_date::ClaimDate;
pub use closure::Closure;
pub use folder::Opening;
pub use handle::Store;
pub use journal::{Redacted, RedactionPlan};
pub use progress::Progress;
pub use recorded::Recorded;
pub use redaction::Redaction;
pub use snapshot::Snapshot;
