//! dictum and SQLite side by side: a made-up world of claims, both databases filled with it, the same questions asked
//! of both, the answers compared and the times told.
//!
//! - [`world`]: the claims, made from a seed

pub mod world;
