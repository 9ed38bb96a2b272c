//! An open database.

use std::io::BufRead;
use std::sync::Arc;

use crate::database::answer::Answer;
use crate::database::builder::Builder;
use crate::database::export::Export;
use crate::database::import::Import;
use crate::database::location::Location;
use crate::database::memory::Memory;
use crate::database::question::Question;
use crate::database::shared::Shared;
use crate::database::snapshot::Snapshot;
use crate::database::transaction::Transaction;
use crate::model::problem::Result;
use crate::model::{Key, Record};

/// An open database. Copies are handles of one and the same, and can be sent to other threads; it is closed when the last
/// of them, and the last [`Snapshot`], is dropped.
///
/// Any number of threads ask at once, also while one writes: an answer is always that of one state between two
/// transactions. Writers wait for each other.
///
/// ```
/// use dictum::Database;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("claims.dictum");
/// let db = Database::builder(&path).create(true).author("mira").open()?;
/// let there = db.clone();
/// let counted = std::thread::spawn(move || there.ask("count claims"));
/// let answer = counted.join().expect("the thread ends")?;
/// assert_eq!(answer.rows()[0]["count"], 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Database(Arc<Shared>);

impl Builder {
    /// Opens the database. What had to be repaired is among [`Database::notices`].
    ///
    /// # Errors
    /// It is not there, in use by another process, damaged, or has lost transactions that it had acknowledged; the
    /// sentence says which and where.
    pub fn open(self) -> Result<Database> {
        Ok(Database(Arc::new(self.open_shared()?)))
    }
}

impl Database {
    /// Opens the database that is at this place, usually the path of a folder.
    ///
    /// # Errors
    /// As [`Builder::open`].
    pub fn open(location: impl Into<Location>) -> Result<Database> {
        Database::builder(location).open()
    }

    /// Opening a database otherwise than [`Database::open`] does: making it, naming an author, waiting, for reading only.
    pub fn builder(location: impl Into<Location>) -> Builder {
        Builder::new(location.into())
    }

    /// Where it is.
    pub fn location(&self) -> &Location {
        self.0.location()
    }

    /// Answers one question, of the database as it is now. A text is a question; [`Question`] gives values for its
    /// `$names`, and can be stopped.
    ///
    /// # Errors
    /// What is wrong with the question, with its place in the text: a name that fits nothing or several things, a `$name`
    /// without a value, a statement that records; or the database cannot be read.
    pub fn ask(&self, question: impl Into<Question>) -> Result<Answer> {
        self.snapshot().ask(question)
    }

    /// The database as it is now, for several questions that are to be about the same state.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::new(self.0.clone(), self.0.state())
    }

    /// The record under a key as it is now; nothing where there is none, or it is retracted.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn record(&self, key: &Key) -> Result<Option<Record>> {
        self.snapshot().record(key)
    }

    /// Begins a transaction. Nothing is recorded before it is committed.
    pub fn transaction(&self) -> Transaction {
        Transaction::new(self.0.clone())
    }

    /// An import of records from lines of JSON, one record a line (`docs/records.md` has the fields of each): all of them are
    /// one transaction.
    pub fn import<'i>(&self, lines: impl BufRead + 'i) -> Import<'i> {
        Import::new(self.0.clone(), Box::new(lines))
    }

    /// An export of the database as it is now.
    pub fn export(&self) -> Export<'_> {
        self.snapshot().export_by_itself()
    }

    /// The number of the last transaction; 0: nothing was recorded yet.
    pub fn sequence(&self) -> u64 {
        self.0.state().sequence()
    }

    /// The hash of the last transaction, in 64 hexadecimal digits: it stands for everything that was ever recorded, so that
    /// two copies of a database that have the same are the same.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn digest(&self) -> Result<String> {
        self.snapshot().digest()
    }

    /// How much memory it may hold for what it has read, and how much of that it holds.
    pub fn memory(&self) -> Memory {
        self.0.memory()
    }

    /// What is to be said of what was done since this was last asked, a sentence each: what had to be repaired, what was
    /// odd about the clock.
    pub fn notices(&self) -> Vec<String> {
        self.0.notices()
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database")
            .field("location", self.location())
            .field("sequence", &self.sequence())
            .finish()
    }
}
