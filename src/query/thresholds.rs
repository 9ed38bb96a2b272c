//! From how many claims on one way of answering is quicker than another. Both ways give the same answer; that they do is
//! tested with thresholds so low that a small database lies above them.

use std::cell::Cell;

/// The sizes at which the way of answering changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Of more claims than this, dates are asked by whole months, and a clause is asked of all claims at once.
    pub many_claims: u64,
    /// Where more sources are wanted than one for so many claims, the chains of all claims are looked through.
    pub claims_per_source: u32,
}

impl Thresholds {
    pub const USUAL: Thresholds = Thresholds { many_claims: 3_000, claims_per_source: 500 };

    /// Those that the questions of this thread go by.
    pub fn in_force() -> Thresholds {
        IN_FORCE.get()
    }

    /// Makes the questions that this thread asks from here on go by other thresholds, for tests. What was kept of
    /// questions that were asked before stays; a test that compares both sides opens the database twice.
    #[doc(hidden)]
    pub fn set_for_this_thread(self) {
        let claims_per_source = self.claims_per_source.max(1);
        IN_FORCE.set(Thresholds { claims_per_source, ..self });
    }
}

thread_local! {
    static IN_FORCE: Cell<Thresholds> = const { Cell::new(Thresholds::USUAL) };
}
