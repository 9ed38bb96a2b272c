//! An open journal: what can be read of it, and whether and where it can be written.

use std::io;
use std::ops::Deref;
use std::sync::Arc;

use crate::model::Problem;
use crate::model::problem::Result;
use crate::store::folder::files::{Identity, names};
use crate::store::journal::block_cache::{BlockCache, Blocks};
use crate::store::journal::damage::{cannot_read, cannot_write};
use crate::store::journal::file::{Watch, write_at};
use crate::store::journal::frame::FrameHead;
use crate::store::journal::reader::JournalReader;

/// An open journal.
pub struct Journal {
    pub(super) reader: JournalReader,
    pub(super) writable: bool,
    /// The last frame has no seal yet, or may have lost it.
    pub(super) unsealed: Vec<FrameHead>,
    /// Why nothing more can be written until the journal is opened again.
    pub(super) broken: Option<String>,
    /// Somebody else may have written behind the last frame: nothing of that is to be cut off.
    pub(super) hands_off: bool,
    /// What the salts follow from, where a test wants to know them.
    pub(super) seed: Option<[u8; 32]>,
}

impl Deref for Journal {
    type Target = JournalReader;

    fn deref(&self) -> &JournalReader {
        &self.reader
    }
}

impl Journal {
    /// From now on `watch` is asked before anything is done with the file; a second one is not. For tests: it counts, and it
    /// makes things fail.
    pub fn watch(&mut self, watch: Arc<dyn Watch>) {
        self.file.watch(watch);
    }

    /// What can be read of it now, for a snapshot.
    pub fn reader(&self) -> &JournalReader {
        &self.reader
    }

    /// From now on the blocks that it reads are kept in this cache.
    pub fn keep_blocks_in(&mut self, cache: Arc<BlockCache>) {
        self.reader.blocks = Blocks::in_cache(cache);
    }

    /// From now on the salts of what is written follow from `seed`. For tests: the same changes make the same bytes.
    pub fn salt_from(&mut self, seed: [u8; 32]) {
        self.seed = Some(seed);
    }

    /// Sees to it that a transaction can be written.
    pub(super) fn ready(&mut self) -> Result<()> {
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
    pub(super) fn is_still_ours(&mut self, end: u64) -> Result<()> {
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
    pub(super) fn not_alone(&mut self, ends_at: u64, expected: u64) -> Problem {
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
    pub(super) fn seal(&mut self) -> io::Result<()> {
        while let Some(head) = self.unsealed.first() {
            write_at(&self.file, &head.seal(), head.seal_offset())?;
            self.unsealed.remove(0);
        }
        Ok(())
    }

    /// Makes a frame that was written durable, and then seals it.
    pub(super) fn acknowledge(&mut self, head: &FrameHead) -> Result<()> {
        if let Err(error) = self.file.sync_data() {
            // What a failed sync left on the disk cannot be known: only reading it again tells.
            self.broken = Some("the disk reported an error".into());
            return Err(cannot_write(&self.path, &error));
        }
        self.is_still_ours(head.end())?;
        self.reader.last = Some(head.clone());
        self.unsealed.push(head.clone());
        // The transaction is on the disk; a seal that cannot be written now is written before the next one.
        let _ = self.seal();
        Ok(())
    }

    /// Cuts off what a failed transaction left behind.
    pub(super) fn take_back(&mut self) {
        if self.hands_off {
            return;
        }
        let cut = self.file.set_len(self.end()).and_then(|()| self.file.sync_data());
        if let Err(error) = cut {
            self.broken = Some(format!("an unfinished transaction could not be taken back ({error})"));
        }
    }
}
