//! What is done to the files of a database, it says; and it never answers wrongly because of it.
//!
//! - `index`: the index is derived: whatever happens to it, the answer is the same
//! - `journal`: the journal is the truth: damage to it is named, and never passed over
//! - `reading`: who only asks writes nothing
//! - `writers`: two processes that would write, and links that lead elsewhere
//! - `places`: databases in use, read-only, and what is no database

mod common;
#[path = "damage/index.rs"]
mod index;
#[path = "damage/journal.rs"]
mod journal;
#[path = "damage/places.rs"]
mod places;
#[path = "damage/reading.rs"]
mod reading;
mod support;
#[path = "damage/writers.rs"]
mod writers;
