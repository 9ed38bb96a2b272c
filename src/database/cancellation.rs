//! Stopping what runs, from another thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A handle to stop a question, an import or an export that runs in another thread. Copies of it are one and the same: give
/// one to the work, keep the other.
///
/// What is stopped ends with a [`Problem`](crate::Problem) whose kind is [`Cancelled`](crate::ErrorKind::Cancelled), and
/// leaves the database as it was; what is being written to the disk just then is written.
#[derive(Clone, Debug, Default)]
pub struct Cancellation(Arc<AtomicBool>);

impl Cancellation {
    /// A handle that nothing was stopped with yet.
    pub fn new() -> Cancellation {
        Cancellation::default()
    }

    /// Asks whatever has a copy of this handle to stop. It does so soon, not at once.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn flag(&self) -> Arc<AtomicBool> {
        self.0.clone()
    }
}
