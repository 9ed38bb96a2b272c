//! Records from a stream into the database.

use std::io::BufRead;
use std::sync::Arc;

use crate::database::cancellation::Cancellation;
use crate::database::shared::Shared;
use crate::database::transaction::Committed;
use crate::model::Problem;
use crate::model::problem::Problems;
use crate::session::import::ImportOptions;

/// An import of records from lines of JSON: made by [`Database::import`](crate::Database::import). All of it is one
/// transaction. Sound records go by as a stream, a few at a time in memory; meanwhile the database is asked as it was before.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let db = dictum::Database::builder(&folder.path().join("claims.dictum")).create(true).open()?;
/// let lines = r#"{"type":"source","id":"report-1","title":"A report"}"#;
/// let imported = db.import(lines.as_bytes()).because("the archive of 2024").run()?;
/// assert_eq!(imported.committed.changed, 1);
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is imported before `run` is called"]
pub struct Import<'i> {
    shared: Arc<Shared>,
    lines: Box<dyn BufRead + 'i>,
    why: Option<String>,
    dry_run: bool,
    skip_wrong: bool,
    progress: Box<dyn FnMut(u64) + 'i>,
    cancellation: Cancellation,
}

/// What an import came to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Imported {
    /// The transaction.
    pub committed: Committed,
    /// What was left out because it was wrong, each with its line: nothing, unless [`Import::skip_wrong`] was asked for.
    pub skipped: Vec<Problem>,
}

impl<'i> Import<'i> {
    pub(super) fn new(shared: Arc<Shared>, lines: Box<dyn BufRead + 'i>) -> Import<'i> {
        let (progress, cancellation) = (Box::new(|_| {}), Cancellation::new());
        Import { shared, lines, why: None, dry_run: false, skip_wrong: false, progress, cancellation }
    }

    /// The reason for the transaction.
    pub fn because(self, why: impl Into<String>) -> Import<'i> {
        Import { why: Some(why.into()), ..self }
    }

    /// Checks everything, and records nothing.
    pub fn dry_run(self) -> Import<'i> {
        Import { dry_run: true, ..self }
    }

    /// Leaves out what is wrong and takes the rest, instead of taking nothing.
    pub fn skip_wrong(self) -> Import<'i> {
        Import { skip_wrong: true, ..self }
    }

    /// Receives how many records were read so far, after each.
    pub fn progress(self, receive: impl FnMut(u64) + 'i) -> Import<'i> {
        Import { progress: Box::new(receive), ..self }
    }

    /// It ends with an error, and records nothing, once this handle is cancelled.
    pub fn stop_with(self, cancellation: &Cancellation) -> Import<'i> {
        Import { cancellation: cancellation.clone(), ..self }
    }

    /// Does it. When this returns, the records are on the disk.
    ///
    /// # Errors
    /// All that is wrong, each with its line; or reading or writing failed. Then nothing was recorded.
    pub fn run(mut self) -> Result<Imported, Problems> {
        let options =
            ImportOptions { dry_run: self.dry_run, skip_wrong: self.skip_wrong, why: self.why.as_deref() };
        let (lines, progress, flag) = (self.lines, &mut self.progress, self.cancellation.flag());
        let imported = self.shared.write(|session| {
            session.stop_at(flag);
            let imported = session.import(lines, options, progress);
            session.stop_at(Arc::default());
            imported
        })?;
        Ok(Imported { committed: imported.recorded.into(), skipped: imported.skipped })
    }
}
