//! Changes that are given as values, as one transaction.

use super::{Session, described};
use crate::model::problem::{Problems, Result};
use crate::store::validator::Refusal;
use crate::store::{Change, Recorded};

/// What a transaction came to, or what is wrong with its changes.
type Outcome = Result<std::result::Result<Recorded, Vec<Refusal>>>;

impl Session {
    /// Makes changes as one transaction, by this author or the session's own.
    ///
    /// # Errors
    /// All that is wrong with them; then nothing was recorded.
    pub fn transact(
        &mut self,
        changes: &[Change],
        by: Option<&str>,
        why: Option<&str>,
    ) -> std::result::Result<Recorded, Problems> {
        let (now, by) = (self.now().0, by.unwrap_or(&self.author).to_owned());
        self.try_changes(|session| session.store.transact(now, &by, why, changes.to_vec()))
    }

    /// Checks changes as [`Session::transact`] does, and makes none.
    ///
    /// # Errors
    /// As there.
    pub fn dry_run_changes(&mut self, changes: &[Change]) -> std::result::Result<Recorded, Problems> {
        self.try_changes(|session| session.store.dry_run(changes.to_vec()))
    }

    fn try_changes(
        &mut self,
        mut attempt: impl FnMut(&mut Session) -> Outcome,
    ) -> std::result::Result<Recorded, Problems> {
        let outcome = match attempt(self) {
            Err(problem) if self.repaired_index(&problem)? => attempt(self),
            outcome => outcome,
        };
        outcome?.map_err(|refusals| refusals.iter().map(|refusal| described(refusal).1).collect())
    }
}
