//! Where the disk is full: what the journal has is recorded, and is said to be. The index is derived, and is made in
//! another place until there is room for it again.

use crate::model::problem::Result;
use crate::store::engine::Engine;
use crate::store::folder::scratch::Scratch;
use crate::store::handle::Store;
use crate::store::index::Index;
use crate::store::progress::Progress;

impl Store {
    /// Brings the index to where the journal is, after a transaction that was recorded could not be put into it.
    ///
    /// # Errors
    /// There is no room for an index anywhere. The sentence says that the transaction is recorded all the same.
    pub(super) fn catch_up(&mut self, sequence: u64) -> Result<()> {
        self.notices.push(format!(
            "transaction {sequence} is recorded and safe in the journal, but the index could not follow it"
        ));
        self.rebuild_somewhere(&mut |_, _| {}).map_err(|problem| {
            problem
                .context(format!("transaction {sequence} is recorded"))
                .hint("free some room; the index is rebuilt when the database is opened")
        })
    }

    /// Rebuilds the index from the journal: in its place, or where that cannot be, in a folder for the time being.
    ///
    /// # Errors
    /// The journal is damaged, or there is no room for an index anywhere.
    pub fn rebuild_somewhere(&mut self, progress: Progress<'_>) -> Result<()> {
        let Err(problem) = self.rebuild(progress) else { return Ok(()) };
        if problem.category() == crate::model::problem::Category::Database {
            return Err(problem);
        }
        for scratch in Scratch::folders((self.folder.opening().room)()) {
            if self.rebuild_in(&scratch).is_ok() {
                self.lent = Some(scratch);
                self.notices.push(format!(
                    "{}: until there is room, the index is rebuilt for each use, in a folder for temporary files",
                    problem.message()
                ));
                return Ok(());
            }
        }
        Err(problem)
    }

    fn rebuild_in(&mut self, scratch: &Scratch) -> Result<()> {
        self.index = None;
        self.index = Some(Index::open(Engine::open(&scratch.path())?)?);
        Ok(self.replay(&mut |_, _| {})?)
    }
}
