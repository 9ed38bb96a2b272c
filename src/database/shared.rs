//! What all handles of one open database share: the session that writes, and the state that is asked.

use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use crate::database::location::Location;
use crate::database::memory::Memory;
use crate::model::Problem;
use crate::model::problem::{Category, Problems, Result};
use crate::query::State;
use crate::session::Session;

pub(super) struct Shared {
    location: Location,
    /// Whoever writes has it alone, for as long as that takes.
    writer: Mutex<Session>,
    /// What is asked: the state after the last transaction. It is held only to be copied or replaced.
    present: RwLock<State>,
    /// What is to be said of what was done, until somebody asks.
    notices: Mutex<Vec<String>>,
}

impl Shared {
    pub(super) fn new(session: Session, location: Location, notices: Vec<String>) -> Shared {
        let present = RwLock::new(session.state());
        Shared { location, writer: Mutex::new(session), present, notices: Mutex::new(notices) }
    }

    pub(super) fn location(&self) -> &Location {
        &self.location
    }

    /// The database as it is now.
    pub(super) fn state(&self) -> State {
        self.present.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn notices(&self) -> Vec<String> {
        std::mem::take(&mut *self.notices.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn memory(&self) -> Memory {
        let state = self.state();
        let (limit, of_store) = state.memory();
        Memory { limit: limit.bytes(), used: of_store + state.shared().weight() }
    }

    /// Does something with the session, alone; what that has changed is asked from then on.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&mut Session) -> std::result::Result<T, Problems>,
    ) -> std::result::Result<T, Problems> {
        let mut session = self.writer()?;
        let done = work(&mut session);
        self.publish(&mut session);
        done
    }

    /// Reads something. Where the index cannot be read, it is rebuilt from the journal, and then read again, once.
    pub(super) fn read<T>(&self, state: &State, work: impl Fn(&State) -> Result<T>) -> Result<T> {
        match work(state) {
            Err(problem) if problem.category() == Category::Index => work(&self.repaired(state, &problem)?),
            outcome => outcome,
        }
    }

    /// The same state by an index that is rebuilt, unless another thread has done that since the state was taken.
    ///
    /// # Errors
    /// The journal is damaged, or there is no room for an index anywhere.
    pub(super) fn repaired(&self, broken: &State, problem: &Problem) -> Result<State> {
        let mut session = self.writer()?;
        if session.state().moment().generation == broken.moment().generation {
            session.repaired_index(problem)?;
        }
        self.publish(&mut session);
        Ok(session.state().as_of_transaction(broken.sequence()).stopping_as(broken))
    }

    fn writer(&self) -> Result<MutexGuard<'_, Session>> {
        self.writer.lock().map_err(|_| {
            Problem::database("a thread that wrote to the database ended in the middle of it")
                .hint("open the database again: what was acknowledged is there")
        })
    }

    fn publish(&self, session: &mut Session) {
        *self.present.write().unwrap_or_else(PoisonError::into_inner) = session.state();
        let new = session.notices();
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).extend(new);
    }
}
