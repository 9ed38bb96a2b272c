//! From a syntax tree to an answer: names are looked up, clauses become sets of claims, rows are read.
//!
//! - [`answer`]: what comes out

pub mod answer;
