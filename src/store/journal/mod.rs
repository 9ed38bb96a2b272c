//! The journal: every transaction that was ever acknowledged, in one file that only grows. The truth of a database.
//!
//! - `frame`: the bytes of headers and seals
//! - `block`: the bytes of payloads: changes packed together
//! - `scan`: walking through frames; what is torn and what is damaged
//! - `read`: transactions read back, one after another
//! - `block_cache`: the blocks that were read last
//! - `append`: a transaction appended, change by change
//! - `write`: the bytes of a frame written
//! - `open`: opening, creating, cutting off a torn tail
//! - `verify`: naming every place that is damaged
//! - `damage`: what can be wrong with a change
//! - `redact`: what was recorded of a record taken out
//! - `gaps`: whether each gap that this leaves is accounted for
//! - `file`: reading and writing at a place in a file
//!
//! The page of the format is `docs/format.md`.

mod append;
mod block;
mod block_cache;
mod damage;
pub(in crate::store) mod file;
mod frame;
#[cfg(any(test, fuzzing))]
pub(in crate::store) mod fuzzing;
pub(in crate::store) mod gaps;
mod open;
mod read;
mod redact;
mod scan;
mod verify;
mod write;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use self::append::Appending;
pub use self::block::Block;
use self::block::{piece_in, read_block, read_piece};
use self::file::{Disk, read_at, write_at};
pub use self::file::{Request, Watch};
pub(in crate::store) use self::frame::FILE_MAGIC;
use self::frame::{FILE_HEADER, HEADER, HeaderRead, beginning, hex, read_header};
pub use self::frame::{FrameHead, Locator};
pub use self::open::Looked;
pub use self::read::{Blocks, Changes, Frame, Frames};
pub use self::redact::{Redacted, RedactionPlan};
use self::scan::Walk;
use super::change::Change;
use super::codec;
use crate::model::Problem;
use crate::model::problem::{ErrorKind, Result};
use crate::store::folder::files::{Identity, names};
use crate::store::journal::block_cache::Cache;
use crate::store::journal::damage::{PieceError, Wrong};
pub use crate::store::journal::verify::Examined;

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
    /// The same as an error of the journal at this path.
    pub fn problem(&self, path: &Path) -> Problem {
        let Damage { offset, sequence, what } = self.clone();
        ErrorKind::Damaged { file: path.to_path_buf(), offset, transaction: sequence, what }.into()
    }
}

/// An open journal.
pub struct Journal {
    file: Disk,
    path: PathBuf,
    last: Option<FrameHead>,
    writable: bool,
    /// The last frame has no seal yet, or may have lost it.
    unsealed: Vec<FrameHead>,
    /// Why nothing more can be written until the journal is opened again.
    broken: Option<String>,
    /// Somebody else may have written behind the last frame: nothing of that is to be cut off.
    hands_off: bool,
    /// What the salts follow from, where a test wants to know them.
    seed: Option<[u8; 32]>,
    cache: Cache,
}

impl Journal {
    /// From now on `watch` is asked before anything is done with the file. For tests: it counts, and it makes things fail.
    pub fn watch(&mut self, watch: Arc<dyn Watch>) {
        self.file.watch(watch);
    }

    /// From now on the salts of what is written follow from `seed`. For tests: the same changes make the same bytes.
    pub fn salt_from(&mut self, seed: [u8; 32]) {
        self.seed = Some(seed);
    }

    /// Where it is.
    pub(in crate::store) fn path(&self) -> &Path {
        &self.path
    }

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
        self.piece(at, codec::decode_change)
            .and_then(|change| Ok(change?))
            .map_err(|error| self.wrong(at, error))
    }

    /// Does something with the bytes of one change, as [`codec::decode_change`] reads them.
    ///
    /// # Errors
    /// As for [`Journal::read`].
    pub fn with_piece<T>(&self, at: Locator, work: impl FnOnce(&[u8]) -> T) -> Result<T> {
        self.piece(at, work).map_err(|error| self.wrong(at, error))
    }

    fn piece<T>(&self, at: Locator, work: impl FnOnce(&[u8]) -> T) -> std::result::Result<T, PieceError> {
        if at.place == 0 {
            return read_piece(&self.file, at, self.content_end()).map(|piece| work(&piece));
        }
        let block = self.block(at.offset)?;
        piece_in(&block, at).map(work).ok_or(PieceError::Short)
    }

    /// The block at an offset, unpacked.
    fn block(&self, offset: u64) -> std::result::Result<Arc<Vec<u8>>, PieceError> {
        if let Some(block) = self.cache.get(offset) {
            return Ok(block);
        }
        let block = Arc::new(read_block(&self.file, offset, self.content_end())?);
        self.cache.put(offset, &block);
        Ok(block)
    }

    fn wrong(&self, at: Locator, error: PieceError) -> Problem {
        Wrong { offset: at.offset, sequence: 0, error }.problem(&self.path)
    }

    fn hash(&self) -> [u8; 32] {
        self.last.as_ref().map_or_else(beginning, |head| head.hash)
    }

    fn end(&self) -> u64 {
        self.last.as_ref().map_or(FILE_HEADER as u64, FrameHead::end)
    }

    /// Where the content of the last transaction ends. No record reaches beyond it, and the file may end there: a copy
    /// that was cut within the last seal is still read.
    fn content_end(&self) -> u64 {
        self.last.as_ref().map_or(FILE_HEADER as u64, FrameHead::payload_end)
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
            return Err(Problem::io_refused(format!(
                "the journal {} cannot be written to: {why}",
                self.path.display()
            ))
            .hint("close the database and open it again"));
        }
        self.is_still_ours(self.end())?;
        self.seal().map_err(|error| cannot_write(&self.path, &error))
    }

    /// Sees to it that the open file is the one that bears the journal's name, and ends where it should: what is
    /// written to another one is lost, and what somebody else has written is not to be overwritten.
    fn is_still_ours(&mut self, end: u64) -> Result<()> {
        let refused = |what: &str| {
            let message = format!("the journal {} {what}; nothing was recorded", self.path.display());
            Problem::database(message)
        };
        let open = self.file.metadata().map_err(|error| cannot_read(&self.path, &error))?;
        let there = Identity::at(&self.path).map_err(|error| cannot_read(&self.path, &error))?;
        match there {
            None => {
                return Err(refused("was moved or deleted while it was open")
                    .hint("open the database again, where it is now"));
            }
            Some(there) if there != Identity::of(&open) => {
                return Err(refused("was replaced by another file while it was open")
                    .hint("open the database again: then the other file counts"));
            }
            Some(_) => {}
        }
        if names(&open) > 1 {
            return Err(refused(
                "has another name too (a hard link), under which somebody else may write to it",
            )
            .hint("remove the other name, or put a copy in the place of this one"));
        }
        if open.len() != end {
            return Err(self.not_alone(open.len(), end));
        }
        Ok(())
    }

    /// Somebody else has written to the file. Whose bytes are whose cannot be known: none is cut off or overwritten.
    fn not_alone(&mut self, ends_at: u64, expected: u64) -> Problem {
        self.broken = Some("somebody else has written to it".into());
        self.hands_off = true;
        Problem::database(format!(
            "the journal {} was written to by somebody else: it ends at byte {ends_at}, not at byte {expected}; \
             nothing was recorded",
            self.path.display()
        ))
        .hint("close the database; `dictum check` says what its journal holds now")
    }

    /// Writes the seals that are missing. Their frames are on the disk.
    fn seal(&mut self) -> io::Result<()> {
        while let Some(head) = self.unsealed.first() {
            write_at(&self.file, &head.seal(), head.seal_offset())?;
            self.unsealed.remove(0);
        }
        Ok(())
    }

    /// Makes a frame that was written durable, and then seals it.
    fn acknowledge(&mut self, head: &FrameHead) -> Result<()> {
        if let Err(error) = self.file.sync_data() {
            // What a failed sync left on the disk cannot be known: only reading it again tells.
            self.broken = Some("the disk reported an error".into());
            return Err(cannot_write(&self.path, &error));
        }
        self.is_still_ours(head.end())?;
        self.last = Some(head.clone());
        self.unsealed.push(head.clone());
        // The transaction is on the disk; a seal that cannot be written now is written before the next one.
        let _ = self.seal();
        Ok(())
    }

    /// Cuts off what a failed transaction left behind.
    fn take_back(&mut self) {
        if self.hands_off {
            return;
        }
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
        .hint("the journal was replaced by another one or by an older copy; `dictum rebuild` rebuilds the index from it")
    }
}

/// Whether a frame's header stands at its place in a file.
fn header_stands(file: &Disk, head: &FrameHead) -> io::Result<bool> {
    let mut bytes = [0; HEADER];
    let filled = read_at(file, &mut bytes, head.offset)?;
    Ok(match read_header(&bytes[..filled], head.offset) {
        HeaderRead::Right { head: found, .. } => found == *head,
        HeaderRead::Newer(_) | HeaderRead::Broken => false,
    })
}

fn cannot_read(path: &Path, error: &io::Error) -> Problem {
    Problem::io(format!("the journal {} cannot be read", path.display()), error)
}

fn cannot_write(path: &Path, error: &io::Error) -> Problem {
    Problem::io(format!("the journal {} cannot be written", path.display()), error)
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
