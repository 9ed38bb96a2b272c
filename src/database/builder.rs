//! How a database is opened.

use std::time::Duration;

use crate::database::location::Location;
use crate::database::shared::Shared;
use crate::model::problem::Result;
use crate::session::Session;
use crate::store::{MemoryLimit, Opening};

/// How a database is opened: made by [`Database::builder`](crate::Database::builder).
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("claims.dictum");
/// let db = dictum::Database::builder(&path)
///     .create(true)
///     .author("mira")
///     .wait(std::time::Duration::from_secs(5))
///     .memory_limit(64 << 20)
///     .open()?;
/// assert_eq!(db.sequence(), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "it opens nothing before `open` is called"]
pub struct Builder {
    location: Location,
    create: bool,
    read_only: bool,
    author: String,
    wait: Duration,
    memory: MemoryLimit,
    on_close: fn(&str),
}

impl Builder {
    pub(super) fn new(location: Location) -> Builder {
        let Opening { wait, memory, at_closing, .. } = Opening::new(false);
        let author = "unknown".to_owned();
        Builder { location, create: false, read_only: false, author, wait, memory, on_close: at_closing }
    }

    /// Whether a database is made where there is none; else that is an error. At first: no.
    pub fn create(self, create: bool) -> Builder {
        Builder { create, ..self }
    }

    /// Whether nothing is to be recorded: then the database's files are not written to, and several processes may have it
    /// open so at once. At first: no.
    pub fn read_only(self, read_only: bool) -> Builder {
        Builder { read_only, ..self }
    }

    /// Who is named in what is recorded, unless a transaction names somebody else. At first: `unknown`.
    pub fn author(self, author: impl Into<String>) -> Builder {
        Builder { author: author.into(), ..self }
    }

    /// How long another process that has the database open is waited for, before that is an error. At first: not at all.
    pub fn wait(self, wait: Duration) -> Builder {
        Builder { wait, ..self }
    }

    /// How much memory the database may hold for what it has read, in bytes: unpacked blocks, records, sets of claims,
    /// what clauses came to. At first 512 MB. It does not count what a question needs while it is answered, nor the last
    /// thousand changes.
    pub fn memory_limit(self, bytes: u64) -> Builder {
        Builder { memory: MemoryLimit::of_bytes(bytes), ..self }
    }

    /// Receives what went wrong while the database was closed, a sentence; by then nobody waits for a result any more. At
    /// first nobody does: nothing is lost by it, since the index is made again from the journal.
    pub fn on_close(self, receive: fn(&str)) -> Builder {
        Builder { on_close: receive, ..self }
    }

    /// Opens what all handles of the database share.
    pub(super) fn open_shared(self) -> Result<Shared> {
        let opening = Opening {
            wait: self.wait,
            at_closing: self.on_close,
            memory: self.memory,
            read_only: self.read_only,
            ..Opening::new(self.create && !self.read_only)
        };
        let folder = self.location.folder()?;
        let (session, notices) = Session::open(folder, opening, &self.author, &mut |_, _| {})?;
        Ok(Shared::new(session, self.location, notices))
    }
}
