//! The integration tests: one program, so that the library is linked once. Each module is about one promise;
//! docs/architecture.md, "The tests", says which. `cargo test --test all MODULE::` runs one of them.

#![allow(
    clippy::items_after_statements,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that fails may say so as it likes"
)]

mod beginnings;
mod bounds;
mod changes;
mod common;
mod crash;
mod damage;
mod docs;
mod errors;
mod exchange;
mod export;
mod grammar;
mod hostile;
mod kept;
mod layers;
mod library;
mod moments;
mod names_kept;
mod oracle;
mod output;
mod panics;
mod published;
mod readings;
mod redact;
mod repl;
mod round_trips;
mod runs;
mod scripts;
mod seed_questions;
mod store_engine;
mod store_faults;
mod store_folder;
mod store_journal;
mod streams;
mod support;
#[cfg(feature = "tables")]
mod tables;
mod words;
