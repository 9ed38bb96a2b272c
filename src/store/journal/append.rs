//! Appending a transaction, change by change: it is written before its length, its reason or its hour are known.

use std::borrow::Borrow;
use std::io;

use super::block::Salts;
use super::damage::cannot_write;
use super::frame::{FrameHead, Locator};
use super::write::{FrameWriter, WriteError};
use super::writer::Journal;
use crate::model::{Problem, problem::Result};
use crate::store::change::{Change, Stamp};
use crate::store::codec;

/// A transaction that is being written. Where it goes away without [`Appending::commit`], nothing of it is kept.
pub struct Appending<'a> {
    journal: &'a mut Journal,
    /// There until the transaction is finished.
    frame: Option<FrameWriter>,
    /// How many changes were pushed.
    count: u64,
    /// The change that is being encoded.
    encoded: Vec<u8>,
    /// It is on the disk.
    done: bool,
}

impl Journal {
    /// Begins a transaction.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn begin(&mut self) -> Result<Appending<'_>> {
        self.ready()?;
        let sequence = self.sequence() + 1;
        let salts = match &self.seed {
            Some(seed) => Salts::of(blake3::keyed_hash(seed, &sequence.to_le_bytes()).as_bytes()),
            None => Salts::random().map_err(|error| cannot_write(&self.path, &error))?,
        };
        let frame = Some(FrameWriter::begin(self.end(), sequence, self.hash(), salts));
        Ok(Appending { journal: self, frame, count: 0, encoded: Vec::new(), done: false })
    }

    /// Writes a transaction. When this returns, it is on the disk.
    ///
    /// # Errors
    /// Where it cannot be written: then nothing of it is kept, and the journal is as it was.
    pub fn append<C, I>(&mut self, stamp: &Stamp, changes: I) -> Result<(FrameHead, Vec<Locator>)>
    where
        C: Borrow<Change>,
        I: IntoIterator<Item = C>,
    {
        let mut appending = self.begin()?;
        let locators =
            changes.into_iter().map(|change| appending.push(change.borrow())).collect::<Result<_>>()?;
        Ok((appending.commit(stamp)?, locators))
    }
}

impl Appending<'_> {
    /// Adds a change. Its place can be read from once the transaction is committed.
    ///
    /// # Errors
    /// Where the change is too large, or the disk fails: then the transaction cannot be committed any more.
    pub fn push(&mut self, change: &Change) -> Result<Locator> {
        let mut encoded = std::mem::take(&mut self.encoded);
        encoded.clear();
        let pushed = match codec::encode_change_into(&mut encoded, change) {
            Ok(()) => self.piece(&encoded),
            Err(error) => Err(WriteError::Codec(error)),
        };
        self.encoded = encoded;
        pushed.map_err(|error| self.failed(error, || change.key().to_string()))
    }

    /// Adds a change that [`codec::encode_change`] has encoded, on another thread maybe.
    ///
    /// # Errors
    /// As for [`Appending::push`].
    pub fn push_bytes(&mut self, encoded: &[u8]) -> Result<Locator> {
        self.piece(encoded).map_err(|error| self.failed(error, || "a change".to_owned()))
    }

    /// The journal as it was before this transaction.
    pub fn journal(&self) -> &Journal {
        self.journal
    }

    /// How many changes were pushed so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Writes the rest. When this returns, the transaction is on the disk.
    ///
    /// # Errors
    /// Where it cannot be written: then nothing of it is kept, and the journal is as it was.
    pub fn commit(mut self, stamp: &Stamp) -> Result<FrameHead> {
        let closing = codec::encode_stamp(stamp, self.count)
            .map_err(|error| Problem::invalid(format!("the reason of the transaction is {error}")))?;
        let frame = self.frame.take().ok_or_else(|| self.gave_up())?;
        let head = frame
            .finish(&self.journal.file, &closing)
            .map_err(|error| self.failed(error, || "the transaction".to_owned()))?;
        self.journal.acknowledge(&head)?;
        self.done = true;
        Ok(head)
    }

    fn piece(&mut self, encoded: &[u8]) -> std::result::Result<Locator, WriteError> {
        let frame = self.frame.as_mut().ok_or_else(|| io::Error::other("it has failed before"))?;
        let at = frame.piece(&self.journal.file, encoded)?;
        self.count += 1;
        Ok(at)
    }

    /// A transaction that lacks a change is not to be committed.
    fn failed(&mut self, error: WriteError, what: impl FnOnce() -> String) -> Problem {
        self.frame = None;
        match error {
            WriteError::Io(error) => cannot_write(&self.journal.path, &error),
            WriteError::NotAlone { ends_at, expected } => self.journal.not_alone(ends_at, expected),
            WriteError::Codec(error) => Problem::invalid(format!("{} is {error}", what())),
        }
    }

    fn gave_up(&self) -> Problem {
        cannot_write(&self.journal.path, &io::Error::other("a change of the transaction is missing"))
    }
}

impl Drop for Appending<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.journal.take_back();
        }
    }
}
