//! Changes that are made together, or not at all.

use std::sync::Arc;

use crate::database::shared::Shared;
use crate::model::problem::Problems;
use crate::model::{Key, Record};
use crate::store::{Change, Recorded};

/// Changes that are made together, or not at all: made by [`Database::transaction`](crate::Database::transaction). Its records
/// may refer to each other, in any order. Where it is dropped without [`Transaction::commit`], nothing was recorded.
///
/// ```
/// use dictum::{Citation, Claim, Database, Id, Source};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let db = Database::builder(&folder.path().join("claims.dictum")).create(true).open()?;
/// let mut transaction = db.transaction();
/// let paper = Id::new("morning-paper")?;
/// transaction.add(Source::new(paper.clone()));
/// transaction.add(Claim::new(Id::new("bridge-open")?, "The bridge is open", Citation::of(paper)));
/// let committed = transaction.commit("from the morning's reports")?;
/// assert_eq!((committed.sequence, committed.changed), (Some(1), 2));
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is recorded before `commit` is called"]
pub struct Transaction {
    shared: Arc<Shared>,
    changes: Vec<Change>,
    author: Option<String>,
}

/// What a transaction came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Committed {
    /// The number of the transaction; nothing where everything was there already.
    pub sequence: Option<u64>,
    /// How many records it added, corrected, retracted or restored.
    pub changed: usize,
    /// How many were there already, just so.
    pub unchanged: usize,
}

impl From<Recorded> for Committed {
    fn from(recorded: Recorded) -> Committed {
        let Recorded { sequence, changed, unchanged } = recorded;
        Committed { sequence, changed, unchanged }
    }
}

impl Transaction {
    pub(super) fn new(shared: Arc<Shared>) -> Transaction {
        Transaction { shared, changes: Vec::new(), author: None }
    }

    /// Who is named in it, in the place of the author that the database was opened with.
    pub fn by(&mut self, author: impl Into<String>) -> &mut Transaction {
        self.author = Some(author.into());
        self
    }

    /// Adds a record. One that is there already with the same content changes nothing; with another content it is an error.
    pub fn add(&mut self, record: impl Into<Record>) -> &mut Transaction {
        self.changes.push(Change::Add(record.into()));
        self
    }

    /// Puts a record in the place of what was recorded under its id, with a reason. What it was before stays in the history.
    pub fn correct(&mut self, record: impl Into<Record>, because: impl Into<String>) -> &mut Transaction {
        self.changes.push(Change::Correct { record: record.into(), because: Some(because.into()) });
        self
    }

    /// Takes a record out of every answer, with a reason. It stays in the history.
    pub fn retract(&mut self, key: Key, because: impl Into<String>) -> &mut Transaction {
        self.changes.push(Change::Retract { key, because: Some(because.into()) });
        self
    }

    /// Brings a retracted record back as it last was, with a reason.
    pub fn restore(&mut self, key: Key, because: impl Into<String>) -> &mut Transaction {
        self.changes.push(Change::Restore { key, because: Some(because.into()) });
        self
    }

    /// How many changes it has so far.
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// Whether it has none yet.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Checks all rules as [`Transaction::commit`] does, and records nothing.
    ///
    /// # Errors
    /// As there.
    pub fn check(&self) -> Result<Committed, Problems> {
        let checked = self.shared.write(|session| session.dry_run_changes(&self.changes));
        checked.map(Committed::from)
    }

    /// Records it, with the reason for all of it, or `None`. When this returns, it is on the disk, and every question that is
    /// asked from then on knows of it.
    ///
    /// # Errors
    /// All that is wrong with the records; or the disk refuses. Then nothing was recorded.
    pub fn commit<'r>(self, why: impl Into<Option<&'r str>>) -> Result<Committed, Problems> {
        let (by, why) = (self.author.as_deref(), why.into());
        let done = self.shared.write(|session| session.transact(&self.changes, by, why));
        done.map(Committed::from)
    }
}

impl std::fmt::Debug for Transaction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transaction").field("changes", &self.changes.len()).finish_non_exhaustive()
    }
}
