//! Records from a state of the database into a stream.

use std::io::{self, Write};
use std::sync::Arc;

use crate::database::cancellation::Cancellation;
use crate::database::question::Question;
use crate::database::shared::Shared;
use crate::model::problem::{Category, Result};
use crate::query::State;
use crate::query::time::Now;
use crate::session::export::{RecordFormat, export_all, export_answer};

/// An export of records: made by [`Database::export`](crate::Database::export) or
/// [`Snapshot::export`](crate::Snapshot::export). It is written record by record, from the state that the database had when it
/// was begun, and keeps nobody waiting who asks or records meanwhile.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = tempfile::tempdir()?;
/// # let db = dictum::Database::builder(&folder.path().join("claims.dictum")).create(true).open()?;
/// let mut file = Vec::new();
/// let exported = db.export().write_to(&mut file)?;
/// assert_eq!(exported.records, 0);
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is written before `write_to` is called"]
pub struct Export<'e> {
    shared: Arc<Shared>,
    state: State,
    question: Option<Question>,
    format: RecordFormat,
    progress: Box<dyn FnMut(u64) + 'e>,
}

/// What an export came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exported {
    /// How many records were written.
    pub records: usize,
    /// What is not in it, and why, a sentence each.
    pub left_out: Vec<String>,
}

impl<'e> Export<'e> {
    pub(super) fn new(shared: Arc<Shared>, state: State) -> Export<'e> {
        let progress = Box::new(|_| {});
        Export { shared, state, question: None, format: RecordFormat::Interchange, progress }
    }

    /// Only the claims of an answer, with everything that they refer to.
    pub fn of(self, question: impl Into<Question>) -> Export<'e> {
        let question = question.into();
        let state = match &question.cancellation {
            Some(cancellation) => self.state.stopping_at(cancellation.flag()),
            None => self.state,
        };
        Export { question: Some(question), state, ..self }
    }

    /// In which format: lines of JSON, unless this says otherwise.
    pub fn format(self, format: RecordFormat) -> Export<'e> {
        Export { format, ..self }
    }

    /// Receives how many records were written so far, after each.
    pub fn progress(self, receive: impl FnMut(u64) + 'e) -> Export<'e> {
        Export { progress: Box::new(receive), ..self }
    }

    /// It ends with an error once this handle is cancelled; what was written until then is not all of it.
    pub fn stop_with(self, cancellation: &Cancellation) -> Export<'e> {
        Export { state: self.state.stopping_at(cancellation.flag()), ..self }
    }

    /// Writes it.
    ///
    /// # Errors
    /// What is wrong with the question; or reading or writing failed. What was written until then is not all of it.
    pub fn write_to(mut self, out: &mut dyn Write) -> Result<Exported> {
        let mut out = Counting { out, bytes: 0 };
        let state = self.state.clone();
        let exported = match self.write_once(&state, &mut out) {
            // Nothing is there yet that would be there twice.
            Err(problem) if problem.category() == Category::Index && out.bytes == 0 => {
                let repaired = self.shared.repaired(&state, &problem)?;
                self.write_once(&repaired, &mut out)
            }
            exported => exported,
        }?;
        out.flush().map_err(|error| crate::model::Problem::io("the export cannot be written", error))?;
        Ok(exported)
    }

    fn write_once(&mut self, state: &State, out: &mut dyn Write) -> Result<Exported> {
        let progress = &mut self.progress;
        let exported = match &self.question {
            None => export_all(state, self.format, out, progress),
            Some(question) => {
                let asked = (question.text.as_str(), &question.params, Now::present());
                export_answer(state, asked, self.format, out, progress)
            }
        }?;
        Ok(Exported { records: exported.records, left_out: exported.losses.sentences() })
    }
}

/// Writes on, and counts.
struct Counting<'w> {
    out: &'w mut dyn Write,
    bytes: u64,
}

impl Write for Counting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
