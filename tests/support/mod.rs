//! The independent oracle: a generator of whole databases and a naive answer to questions of them.
//! A test file says `mod support;` and uses `support::world::World`, `support::oracle::compare`.
#![allow(dead_code)]

pub mod ask;
#[cfg(test)]
mod checks;
pub mod dates;
pub mod eval;
pub mod facts;
pub mod history;
pub mod interchange;
pub mod names;
pub mod oracle;
pub mod papers;
pub mod people;
pub mod pick;
pub mod prng;
pub mod render;
pub mod shape;
pub mod spell;
pub mod text;
pub mod vocab;
pub mod when;
pub mod world;
