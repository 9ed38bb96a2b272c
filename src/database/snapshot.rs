//! The database as it was at one moment.

use std::sync::Arc;

use crate::database::answer::Answer;
use crate::database::export::Export;
use crate::database::question::Question;
use crate::database::shared::Shared;
use crate::model::problem::Result;
use crate::model::{Key, Record};
use crate::query::State;
use crate::query::time::Now;
use crate::session::asking;

/// A state of a database: what it held after one transaction. It stays so, whatever is recorded meanwhile, and can be sent to
/// another thread. Taking one copies nothing; while one is held, the next transaction has up to a thousand changes to copy.
#[derive(Clone)]
pub struct Snapshot {
    shared: Arc<Shared>,
    state: State,
}

impl Snapshot {
    pub(super) fn new(shared: Arc<Shared>, state: State) -> Snapshot {
        Snapshot { shared, state }
    }

    /// Answers one question of this state.
    ///
    /// # Errors
    /// As [`Database::ask`](crate::Database::ask).
    pub fn ask(&self, question: impl Into<Question>) -> Result<Answer> {
        let Question { text, params, cancellation } = question.into();
        let state = match &cancellation {
            Some(cancellation) => self.state.stopping_at(cancellation.flag()),
            None => self.state.clone(),
        };
        let answer = self.shared.read(&state, |state| asking::ask(state, &text, &params, Now::present()))?;
        Answer::of(&answer)
    }

    /// The record under a key as it is in this state; nothing where there is none, or it is retracted.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn record(&self, key: &Key) -> Result<Option<Record>> {
        self.shared.read(&self.state, |state| state.record(key))
    }

    /// An export of this state.
    pub fn export(&self) -> Export<'_> {
        self.clone().export_by_itself()
    }

    pub(super) fn export_by_itself<'e>(self) -> Export<'e> {
        Export::new(self.shared, self.state)
    }

    /// The number of the transaction after which this state is; 0: nothing was recorded yet.
    pub fn sequence(&self) -> u64 {
        self.state.sequence()
    }

    /// The hash of that transaction, in 64 hexadecimal digits.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn digest(&self) -> Result<String> {
        self.shared.read(&self.state, |state| state.digest())
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("sequence", &self.sequence()).finish_non_exhaustive()
    }
}
