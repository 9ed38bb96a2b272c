//! The interchange format: newline-delimited JSON, one record a line. `dictum import` reads it, `dictum export` writes it.
//!
//! - [`Lines`]: a file, line by line → what each line gives; [`read_in_parallel`]: the same in several threads
//! - [`read_line`]: one line → a record or a retraction, or everything that is wrong with it
//! - [`write_record`], [`write_retraction`], [`to_json`]: the way back, in the field order of the format's page
//! - [`differing_fields`]: how two versions of a record differ
//!
//! A sound line is read in one pass by `quick` and `quick_records`. Any other goes through three steps: `json` (the line
//! as JSON, borrowed from it), `fields` (an object's fields, one by one, every fault collected with its path), `values`
//! and `records` (what each field and each record is made of). `serde` is the same for serde. `bytes` is JSON as it is written, here and by `output`.

pub(crate) mod bytes;
mod fields;
mod identity;
mod incoming;
mod json;
mod lines;
mod parallel;
mod quick;
mod quick_records;
mod reading;
mod records;
mod serde;
mod values;
mod writing;

pub use identity::{hashed_id, name_by_content};
pub use incoming::{Given, Incoming};
pub use lines::Lines;
pub use parallel::{Batch, read_in_parallel};
pub use reading::{read_line, read_line_carefully};
pub use writing::{
    differing_fields, to_json, write_correction, write_record, write_redaction, write_restoration,
    write_retraction,
};
