//! How much memory a database holds for what it has read.

/// How much memory a database may hold for what it has read, and how much of that it holds now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Memory {
    /// The limit, in bytes: see [`Builder::memory_limit`](crate::Builder::memory_limit).
    pub limit: u64,
    /// What is held, in bytes: never more than the limit.
    pub used: u64,
}
