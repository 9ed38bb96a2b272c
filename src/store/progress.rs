//! How far something long has come.

/// How far something long has come: done, of how much.
pub type Progress<'p> = &'p mut dyn FnMut(u64, u64);
