//! From a syntax tree to an answer: names are looked up, clauses become sets of claims, rows are read.
//!
//! - [`execute`]: all of it in one call; [`mod@answer`]: what comes out
//! - [`lookup`]: finding records by what they are called
//! - [`resolve`]: syntax tree → [`resolved`] question; `parameters`: the values of its `$names`
//! - [`plan`]: in which order its parts are asked (the optimiser)
//! - [`evaluate`], [`speakers`], `attested_roles`, `citing`, `containing`, [`verdicts`], [`transactions`], [`like`]: the claims of
//!   which it holds, each as a [`match_set`]; or by what it holds of one: [`findings`]
//! - [`sort`], [`count`], [`rows`]: their order, their counts, what is shown of them
//! - [`listing`], [`show`]: records themselves
//! - [`state`]: a state of the database with what questions of it have in common; [`shared_sets`]: that, found once
//! - [`thresholds`]: from how many claims on one way of answering is quicker than another
//! - [`explain`]: how a question was understood, and why it has no answer
//! - [`evidence`]: the same in words: why a claim is in an answer

pub mod answer;
mod asked_role;
mod asking;
mod attested_roles;
mod citing;
mod containing;
pub mod count;
pub mod definitions_of_0_1;
pub mod evaluate;
pub mod evidence;
pub mod execute;
pub mod explain;
pub mod findings;
pub mod kept_texts;
pub mod like;
pub mod listing;
pub mod lookup;
pub mod match_set;
pub mod names;
mod near_words;
pub mod parameters;
pub mod plan;
mod ranking;
pub mod resolve;
pub mod resolved;
pub mod rows;
pub mod shared_sets;
pub mod show;
pub mod sort;
pub mod speakers;
pub mod standings;
pub mod state;
pub mod thresholds;
pub mod time;
mod transactions;
pub mod understood;
pub mod verdicts;

pub use crate::query::asking::Question;
pub use crate::query::execute::answer;
pub use answer::Answer;
pub use parameters::Params;
pub use shared_sets::SharedSets;
pub use state::State;
