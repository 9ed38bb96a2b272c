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
pub mod ask;
pub mod count;
pub mod evaluate;
pub mod explain;
mod kept;
pub mod like;
pub mod listing;
pub mod names;
pub mod plan;
mod presented;
mod ranking;
mod recorded;
pub mod resolve;
pub mod resolved;
pub mod rows;
pub mod sets;
pub mod show;
pub mod sort;
pub mod speakers;
pub mod thresholds;
pub mod time;
mod values;
pub mod verdicts;
pub mod why;

pub use answer::Answer;
pub use ask::{Question, answer};
pub use resolve::Params;
