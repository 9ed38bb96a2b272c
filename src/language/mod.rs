//! The language: text to syntax tree and back. It knows no database.
//!
//! - [`keywords`]: every keyword, once
//! - [`syntax`]: the syntax tree; [`vocabulary`]: the words of its values
//! - [`parser`]: text → tree
//! - [`formatter`]: tree → canonical text
//!
//! `grammar/dictum.ebnf` is the same grammar for people; `tests/grammar/mod.rs` holds the two together.

mod completeness;
pub mod formatter;
pub mod keywords;
pub mod parser;
pub mod syntax;
pub mod vocabulary;

pub use completeness::{Completeness, completeness};
pub use formatter::{
    format_ask, format_citation, format_clause, format_condition, format_script, format_statement,
    name_or_quoted, quote_string, written_name,
};
pub use parser::{begins_comment, counted_from_today, parse_ask, parse_claims_condition, parse_script};

/// The question of a definition that dictum 0.1 kept, as it is written today. A text that cannot be read stays as it is.
pub fn definition_of_0_1(text: &str) -> String {
    match parser::parse_definition_of_0_1(text) {
        Some(condition) => format_condition(condition.as_ref()),
        None => text.to_owned(),
    }
}
