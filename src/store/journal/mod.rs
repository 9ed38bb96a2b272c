//! The journal: every transaction that was ever acknowledged, in one file that only grows. The truth of a database.
//!
//! - `frame`: the bytes of headers and seals
//! - `block`: the bytes of payloads: changes packed together
//! - `scan`: walking through frames; what is torn and what is damaged
//! - `payload`: the blocks of a frame from front to back
//! - `read`: transactions read back, one after another
//! - `reader`: what can be read of a journal, which snapshots share
//! - `writer`: an open journal, and whether it can be written
//! - `block_cache`: the blocks that were read last
//! - `append`: a transaction appended, change by change
//! - `write`: the bytes of a frame written
//! - `open`: opening, creating, cutting off a torn tail
//! - `verify`: naming every place that is damaged
//! - `damage`: what can be wrong, and what is said of it
//! - `redact`: what was recorded of a record taken out
//! - `gaps`: whether each gap that this leaves is accounted for
//! - `file`: reading and writing at a place in a file
//!
//! The page of the format is `docs/format.md`.

mod append;
mod block;
mod block_cache;
mod damage;
pub(in crate::store) mod file;
mod frame;
#[cfg(any(test, fuzzing))]
pub(in crate::store) mod fuzzing;
pub(in crate::store) mod gaps;
mod open;
mod payload;
mod read;
mod reader;
mod redact;
mod scan;
mod verify;
mod write;
mod writer;

pub use append::Appending;
pub use block::Block;
pub use block_cache::{BlockCache, block_cache};
pub use damage::{Damage, Torn};
pub use file::{Request, Watch};
pub(in crate::store) use frame::FILE_MAGIC;
pub use frame::{FrameHead, Locator};
pub use open::Looked;
pub use read::{Blocks, Changes, Frame, Frames};
pub use reader::JournalReader;
pub use redact::{Redacted, RedactionPlan};
pub use verify::Examined;
pub use writer::Journal;
