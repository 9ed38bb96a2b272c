//! From a syntax tree to an answer: names are looked up, clauses become sets of claims, rows are read.
//!
//! - [`names`]: finding records by what they are called
//! - [`resolve`]: syntax tree → [`resolved`] question
//! - [`plan`]: in which order its parts are asked
//! - [`evaluate`], [`speakers`], [`recorded`], [`like`]: the claims of which it holds, as [`sets`]
//! - [`sort`], [`count`], [`rows`]: their order, their counts, what is shown of them
//! - [`listing`], [`show`]: records themselves
//! - [`thresholds`]: from how many claims on one way of answering is quicker than another
//! - [`explain`]: how a question was understood, and why it has no answer
//! - `values`: a question with the values of its `$names`
//! - [`why`]: why a claim is in an answer
//! - [`ask`]: all of it in one call
//! - [`mod@answer`]: what comes out

pub mod answer;
mod attested_roles;
pub mod count;
pub mod evaluate;
pub mod evidence;
pub mod execute;
pub mod explain;
pub mod like;
pub mod listing;
pub mod lookup;
pub mod match_set;
mod parameters;
pub mod plan;
mod ranking;
pub mod resolve;
pub mod resolved;
pub mod rows;
mod shared_sets;
pub mod show;
pub mod sort;
pub mod speakers;
pub mod thresholds;
pub mod time;
mod transactions;
pub mod verdicts;

pub use crate::query::execute::{Question, answer};
pub use answer::Answer;
pub use resolve::Params;
