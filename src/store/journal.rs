//! The journal: every transaction that was ever acknowledged, in one file that only grows. The truth of a database.
//!
//! - `frame`: the bytes of headers and seals
//! - `scan`: walking through frames; what is torn and what is damaged
//! - `read`: transactions and changes read back
//! - `write`: one transaction written
//! - `open`: opening, creating, cutting off a torn tail
//! - `check`: naming every place that is damaged
//! - `file`: reading and writing at a place in a file
//!
//! The page of the format is `docs/format.md`.

mod check;
pub(in crate::store) mod file;
mod frame;
mod open;
mod read;
mod scan;
mod write;

use std::borrow::Borrow;
use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

pub use self::check::Examined;
use self::file::{read_at, write_at};
use self::frame::{FILE_HEADER, HEADER, HeaderRead, beginning, hex, read_header};
pub use self::frame::{FrameHead, Locator};
pub use self::read::{Changes, Frame, Frames};
use self::scan::Walk;
use self::write::FrameWriter;
use super::change::{Change, Stamp};
use super::codec;
use crate::model::{Problem, problem::Result};

/// The unfinished end of a journal: a transaction that was never acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torn {
    pub offset: u64,
    pub bytes: u64,
    /// The number that the transaction would have had.
    pub sequence: u64,
    /// The file that holds its bytes now; none where the journal was opened for reading only and still holds them.
    pub set_aside: Option<PathBuf>,
}

/// A place where the journal is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    pub offset: u64,
    /// The transaction; 0 where it is the header of the file, or not known.
    pub sequence: u64,
    pub what: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}", self.offset)?;
        if self.sequence > 0 {
            write!(f, ", transaction {}", self.sequence)?;
        }
        write!(f, ": {}", self.what)
    }
}

impl Damage {
    fn problem(&self, path: &Path) -> Problem {
        Problem::database(format!("the journal {} is damaged at {self}", path.display())).hint(
            "`dictum check` names every place; what was lost comes back only from a copy of the journal",
        )
    }
}

/// An open journal.
pub struct Journal {
    file: File,
    path: PathBuf,
    last: Option<FrameHead>,
    writable: bool,
    /// The last frame has no seal yet, or may have lost it.
    unsealed: Vec<FrameHead>,
    /// Why nothing more can be written until the journal is opened anew.
    broken: Option<String>,
}

impl Journal {
    /// The last transaction.
    pub fn last(&self) -> Option<&FrameHead> {
        self.last.as_ref()
    }

    /// How many transactions there are: the number of the last.
    pub fn sequence(&self) -> u64 {
        self.last.as_ref().map_or(0, |head| head.sequence)
    }

    /// The hash of the last frame, in hexadecimal digits: it stands for all that the journal holds.
    pub fn digest(&self) -> String {
        hex(&self.hash())
    }

    /// The bytes of the journal, without a torn tail.
    pub fn size(&self) -> u64 {
        self.end()
    }

    /// Whether a frame that is known from elsewhere stands in this journal: at its place, with its hash.
    pub fn knows(&self, head: &FrameHead) -> bool {
        head.end() <= self.end() && header_stands(&self.file, head).unwrap_or(false)
    }

    /// The transactions after a frame, or all.
    pub fn frames(&self, after: Option<&FrameHead>) -> Frames<'_> {
        let unknown = after.filter(|head| !self.knows(head)).map(|head| self.not_in_it(head));
        let walk = match after {
            Some(head) => Walk::after(&self.file, self.end(), head),
            None => Walk::new(&self.file, self.end()),
        };
        let stopped = unknown.map(Some);
        Frames { file: &self.file, path: &self.path, walk: walk.keeping_payloads(), stopped }
    }

    /// One change, from its place.
    ///
    /// # Errors
    /// Where the bytes there are no longer what was written, or cannot be read.
    pub fn read(&self, at: Locator) -> Result<Change> {
        read::read_change(&self.file, &self.path, self.end(), at)
    }

    /// Writes a transaction. When this returns, it is on the disk.
    ///
    /// # Errors
    /// Where it cannot be written: then nothing of it is kept, and the journal is as it was.
    pub fn append<C, I>(&mut self, stamp: &Stamp, changes: I) -> Result<(FrameHead, Vec<Locator>)>
    where
        C: Borrow<Change>,
        I: IntoIterator<Item = C>,
        I::IntoIter: ExactSizeIterator,
    {
        self.ready()?;
        match self.write(stamp, changes.into_iter()) {
            Ok((head, locators)) => {
                self.last = Some(head.clone());
                self.unsealed.push(head.clone());
                // The transaction is on the disk; a seal that cannot be written now is written before the next one.
                let _ = self.seal();
                Ok((head, locators))
            }
            Err(problem) => {
                self.take_back();
                Err(problem)
            }
        }
    }

    fn hash(&self) -> [u8; 32] {
        self.last.as_ref().map_or_else(beginning, |head| head.hash)
    }

    fn end(&self) -> u64 {
        self.last.as_ref().map_or(FILE_HEADER as u64, FrameHead::end)
    }

    /// Sees to it that a transaction can be written.
    fn ready(&mut self) -> Result<()> {
        if !self.writable {
            return Err(Problem::database(format!(
                "the journal {} is open for reading only",
                self.path.display()
            )));
        }
        if let Some(why) = &self.broken {
            return Err(Problem::io(format!(
                "the journal {} cannot be written to: {why}",
                self.path.display()
            ))
            .hint("close the database and open it again"));
        }
        self.seal().map_err(|error| cannot_write(&self.path, &error))
    }

    /// Writes the seals that are missing. Their frames are on the disk.
    fn seal(&mut self) -> io::Result<()> {
        while let Some(head) = self.unsealed.first() {
            write_at(&self.file, &head.seal(), head.seal_offset())?;
            self.unsealed.remove(0);
        }
        Ok(())
    }

    fn write<C: Borrow<Change>>(
        &mut self,
        stamp: &Stamp,
        changes: impl ExactSizeIterator<Item = C>,
    ) -> Result<(FrameHead, Vec<Locator>)> {
        let failed = |error: io::Error| cannot_write(&self.path, &error);
        let count = changes.len();
        let mut locators = Vec::with_capacity(count);
        let mut frame = FrameWriter::begin(&self.file, self.end(), self.sequence() + 1, self.hash());
        let opening = codec::encode_opening(stamp, count as u64)
            .map_err(|error| Problem::given(format!("the reason of the transaction is {error}")))?;
        frame.piece(&opening).map_err(failed)?;
        for change in changes {
            let change = change.borrow();
            let bytes = codec::encode_change(change)
                .map_err(|error| Problem::given(format!("{} is {error}", change.key())))?;
            locators.push(frame.piece(&bytes).map_err(failed)?);
        }
        if locators.len() != count {
            return Err(Problem::io(format!("{count} changes were announced, and {} came", locators.len())));
        }
        let head = frame.finish().map_err(failed)?;
        if let Err(error) = self.file.sync_data() {
            let problem = failed(error);
            // What a failed sync left on the disk cannot be known: only reading it anew tells.
            self.broken = Some("the disk reported an error".into());
            return Err(problem);
        }
        Ok((head, locators))
    }

    /// Cuts off what a failed transaction left behind.
    fn take_back(&mut self) {
        let cut = self.file.set_len(self.end()).and_then(|()| self.file.sync_data());
        if let Err(error) = cut {
            self.broken = Some(format!("an unfinished transaction could not be taken back ({error})"));
        }
    }

    fn not_in_it(&self, head: &FrameHead) -> Problem {
        Problem::database(format!(
            "the journal {} does not hold transaction {} as it was known",
            self.path.display(),
            head.sequence
        ))
        .hint("the journal was replaced by another one or by an older copy; `dictum rebuild` makes the index anew from it")
    }
}

/// Whether a frame's header stands at its place in a file.
fn header_stands(file: &File, head: &FrameHead) -> io::Result<bool> {
    let mut bytes = [0; HEADER];
    let filled = read_at(file, &mut bytes, head.offset)?;
    Ok(match read_header(&bytes[..filled], head.offset) {
        HeaderRead::Right { head: found, .. } => found == *head,
        HeaderRead::Newer(_) | HeaderRead::Broken => false,
    })
}

fn cannot_read(path: &Path, error: &io::Error) -> Problem {
    Problem::io(format!("the journal {} cannot be read: {error}", path.display()))
}

fn cannot_write(path: &Path, error: &io::Error) -> Problem {
    Problem::io(format!("the journal {} cannot be written: {error}", path.display()))
}

/// A newer dictum wrote what stands at a place; `what` says what of it is new.
fn newer(path: &Path, offset: u64, sequence: u64, what: &str) -> Problem {
    let place = match sequence {
        0 => format!("byte {offset}"),
        sequence => format!("byte {offset}, transaction {sequence}"),
    };
    Problem::database(format!(
        "the journal {} was written by a newer dictum ({place}: {what})",
        path.display()
    ))
    .hint("open it with that dictum, or a newer one")
}

fn newer_format(version: u32) -> String {
    format!("version {version} of the format")
}
