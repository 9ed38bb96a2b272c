//! dictum and SQLite side by side: a made-up world of claims, both databases filled with it, the same questions asked
//! of both, the answers compared and the times told.
//!
//! - [`world`]: the claims, made from a seed
//! - [`questions`]: what is asked, and the draws of its names and dates
//! - [`ours`], [`sqlite`]: the two databases
//! - [`compare`]: whether two answers say the same
//! - [`run`]: everything for one number of claims
//! - [`keeping`]: loading, recording one claim, opening, surviving a kill
//! - [`measure`]: times, memory, sizes
//! - [`report`]: the tables
//! - [`json`]: lines of JSON

pub mod compare;
pub mod json;
pub mod keeping;
pub mod measure;
pub mod ours;
pub mod questions;
pub mod report;
pub mod run;
pub mod sqlite;
pub mod world;

/// What went wrong ends the run, in words.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;
