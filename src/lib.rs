//! dictum: a fact-claim database with a query language.
pub mod model;
pub mod language;
pub mod store;
