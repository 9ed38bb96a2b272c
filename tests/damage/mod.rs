//! What is done to the files of a database, it says; and it never answers wrongly because of it.
//!
//! - `index`: the index is derived: whatever happens to it, the answer is the same
//! - `journal`: the journal is the truth: damage to it is named, and never passed over
//! - `reading`: who only asks writes nothing
//! - `writers`: two processes that would write, and links that lead elsewhere
//! - `places`: databases in use, read-only, and what is no database

mod index;
mod journal;
mod places;
mod reading;
mod writers;
