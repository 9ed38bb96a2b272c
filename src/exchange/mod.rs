//! What comes in and goes out: records as lines of the interchange format and as statements of the language.
//! It knows no database; `session` brings the records to the store.
//!
//! - [`interchange`]: newline-delimited JSON, read and written
//! - [`script`]: records as statements, so that a database can be a text

pub mod interchange;
pub mod script;
