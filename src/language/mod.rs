//! The language: text to syntax tree and back. It knows no database.
//!
//! - [`keywords`]: every keyword, once
//! - [`syntax`]: the syntax tree
//! - [`parser`]: text → tree
//! - [`formatter`]: tree → canonical text

pub mod syntax;
