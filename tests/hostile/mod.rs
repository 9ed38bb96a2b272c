//! Whatever comes in, the program gives a right answer or says in a sentence what is wrong: no panic, no hang, nothing
//! that only a programmer understands, and after an error the database is as it was.
//!
//! - `ground`: all the ways in which a text comes into dictum
//! - `json`: files that every reader of JSON should be tried on, CSV files, bytes by chance
//! - `naughty`: strings that break programs
//! - `soup`: the words of the language by chance, and scripts with mistakes
//! - `huge`: texts that are very long or nested very deep

mod ground;
mod huge;
mod json;
mod naughty;
mod soup;
