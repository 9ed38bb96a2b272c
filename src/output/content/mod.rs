//! What is said of a record, whatever the format: its labelled lines, its citation, its history, and the words for them.

pub mod citation;
pub(super) mod claim;
pub(super) mod date_words;
pub(super) mod history;
pub(super) mod phrase;
pub(super) mod plain;
pub(super) mod quoting;
pub(super) mod record;
pub(super) mod remarks;
pub(super) mod timestamp;
pub(super) mod verdict;
