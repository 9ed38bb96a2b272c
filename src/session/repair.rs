//! The index is derived: where it cannot be read it is rebuilt from the journal, once, and only then is it an error.

use crate::model::Problem;
use crate::model::problem::{Category, Result};
use crate::session::Session;

impl Session {
    /// Where this is a fault of the index, rebuilds it and says so: what failed may be retried.
    ///
    /// # Errors
    /// The journal is damaged, or there is no room for an index anywhere.
    pub(crate) fn repaired_index(&mut self, problem: &Problem) -> Result<bool> {
        let is_of_index = problem.category() == Category::Index;
        if is_of_index {
            self.store.rebuild_somewhere(&mut |_, _| {})?;
            self.repairs.push(format!("{}; it is rebuilt from the journal", problem.message()));
        }
        Ok(is_of_index)
    }

    /// What is to be said of what was done since this was last asked, a sentence each: what had to be repaired, that a new
    /// database was made.
    pub fn notices(&mut self) -> Vec<String> {
        let mut notices = std::mem::take(&mut self.repairs);
        notices.extend(self.store.notices());
        notices
    }
}
