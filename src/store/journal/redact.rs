//! Taking all that was recorded of a record out of a journal. A new journal is written beside the old one, in which gaps
//! stand where its changes stood, and which closes with a transaction that says so. Every other change, and the hash of
//! every transaction, stays what it was.
//!
//! Transactions of versions 1 and 2 have no hashes that would stay. Where one of them holds something of the record, it
//! and all that follow it are written in version 3, and have other hashes from then on.

use std::fs::File;

use super::block::Salts;
use super::damage::{cannot_read, cannot_write};
use super::file::{CHUNK, Disk, read_at, write_at};
use super::frame::{FrameHead, SALTED, beginning, file_header};
use super::read::Frame;
use super::write::{FrameWriter, WriteError};
use super::writer::Journal;
use crate::model::problem::Result;
use crate::model::{Key, Problem};
use crate::store::change::{Act, Change, Gap, Stamp};
use crate::store::codec;

/// What redacting a record would take out of a journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RedactionPlan {
    /// How many changes go.
    pub changes: usize,
    /// The transactions that they stand in.
    pub transactions: Vec<u64>,
    /// The first transaction whose hash cannot stay what it is, where there is one.
    pub new_hashes_from: Option<u64>,
}

/// What was taken out of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// The transaction that says so.
    pub sequence: u64,
    /// How many changes went.
    pub changes: usize,
    /// The first transaction whose hash is another one now, where there is one, and the digest that the database had.
    pub new_hashes: Option<(u64, String)>,
}

/// The changes of a frame that have to do with a record: which of them, counted from 0, and what it does.
fn changes_of(frame: &Frame<'_>, key: &Key) -> Result<Vec<(usize, Act)>> {
    let mut found = Vec::new();
    for (number, change) in frame.changes().enumerate() {
        let (_, change) = change?;
        found.extend(change.act().filter(|_| change.key() == *key).map(|act| (number, act)));
    }
    Ok(found)
}

impl Journal {
    /// What redacting a record would take out. All of the journal is read for it.
    ///
    /// # Errors
    /// The journal is damaged, or cannot be read.
    pub fn plan_redaction(&self, key: &Key) -> Result<RedactionPlan> {
        let mut plan = RedactionPlan::default();
        let mut frames = self.frames(None);
        while let Some(frame) = frames.next()? {
            let found = changes_of(&frame, key)?;
            if found.is_empty() {
                continue;
            }
            plan.changes += found.len();
            plan.transactions.push(frame.head.sequence);
            if frame.head.version < SALTED {
                plan.new_hashes_from.get_or_insert(frame.head.sequence);
            }
        }
        Ok(plan)
    }

    /// Writes into an empty file what this journal holds without what was recorded of a record, and the transaction that
    /// says so. When this returns, the file is on the disk; this journal is as it was.
    ///
    /// # Errors
    /// This journal is damaged, or reading or writing fails.
    pub fn write_redacted(&mut self, into: File, key: &Key, stamp: &Stamp) -> Result<Redacted> {
        self.ready()?;
        let into = Disk::from(into);
        let cannot_write = |error| cannot_write(&self.path, &error);
        write_at(&into, &file_header(), 0).map_err(cannot_write)?;
        let mut rewriting = Rewriting {
            into: &into,
            redacted_in: self.sequence() + 1,
            key,
            gaps: Vec::new(),
            end: file_header().len() as u64,
            hash: beginning(),
        };
        let mut new_from = None;
        let mut frames = self.frames(None);
        while let Some(frame) = frames.next()? {
            rewriting.frame(self, &frame)?;
            if rewriting.hash != frame.head.hash {
                new_from.get_or_insert(frame.head.sequence);
            }
        }
        let changes = rewriting.gaps.len();
        let new_hashes = new_from.map(|from| (from, self.digest()));
        let why = match &new_hashes {
            // Whoever has the digest that was published finds out why it is not there.
            Some((from, digest)) => stamp.why.as_ref().map(|why| {
                format!("{why}; transactions from {from} on have new hashes, the digest before was {digest}")
            }),
            None => stamp.why.clone(),
        };
        let because = stamp.why.clone();
        let stamp = Stamp { why, ..stamp.clone() };
        let sequence = rewriting.redaction(because, &stamp).map_err(|error| self.not_rewritten(error))?;
        into.sync_all().map_err(cannot_write)?;
        Ok(Redacted { sequence, changes, new_hashes })
    }

    fn not_rewritten(&self, error: WriteError) -> Problem {
        match error {
            WriteError::Io(error) => cannot_write(&self.path, &error),
            WriteError::NotAlone { .. } => {
                Problem::io_refused("somebody else writes to the new journal; nothing was changed")
            }
            WriteError::Codec(error) => Problem::invalid(format!("the redaction is {error}")),
        }
    }
}

/// A new journal on its way.
struct Rewriting<'a> {
    into: &'a Disk,
    redacted_in: u64,
    key: &'a Key,
    gaps: Vec<Gap>,
    /// Where it ends so far, and with which hash.
    end: u64,
    hash: [u8; 32],
}

impl Rewriting<'_> {
    fn frame(&mut self, journal: &Journal, frame: &Frame<'_>) -> Result<()> {
        let taken_out = changes_of(frame, self.key)?;
        if taken_out.is_empty() && self.hash == frame.head.previous {
            return self.copy(journal, &frame.head);
        }
        let random = Salts::random().map_err(|error| cannot_write(&journal.path, &error))?;
        let mut writer = FrameWriter::begin(self.end, frame.head.sequence, self.hash, random);
        let mut taken_out = taken_out.into_iter().peekable();
        let mut number = 0;
        for block in frame.blocks() {
            for (change, salt) in block?.salted() {
                let written = match taken_out.next_if(|(taken, _)| *taken == number) {
                    Some((_, act)) => self.gap(&mut writer, frame.head.sequence, act, change, salt),
                    None if salt.is_empty() && codec::gap_hash(change).is_none() => {
                        writer.piece(self.into, change).map(|_| ())
                    }
                    None => writer.piece_again(self.into, change, salt).map(|_| ()),
                };
                written.map_err(|error| journal.not_rewritten(error))?;
                number += 1;
            }
        }
        self.close(writer, &frame.closing).map_err(|error| journal.not_rewritten(error))
    }

    /// A gap in the place of a change.
    fn gap(
        &mut self,
        writer: &mut FrameWriter,
        made_in: u64,
        act: Act,
        change: &[u8],
        salt: &[u8],
    ) -> std::result::Result<(), WriteError> {
        let hash = if salt.is_empty() {
            blake3::hash(&[change, &writer.new_salt()].concat())
        } else {
            blake3::hash(&[change, salt].concat())
        };
        let redacted_in = self.redacted_in;
        let gap = Gap { hash: hash.into(), made_in, redacted_in, key: self.key.clone(), act };
        writer.piece_again(self.into, &codec::encode_gap(&gap), &[])?;
        self.gaps.push(gap);
        Ok(())
    }

    /// The transaction that says what was taken out; gives its number.
    fn redaction(mut self, because: Option<String>, stamp: &Stamp) -> std::result::Result<u64, WriteError> {
        let change = Change::Redact { key: self.key.clone(), because, gaps: std::mem::take(&mut self.gaps) };
        let mut writer = FrameWriter::begin(self.end, self.redacted_in, self.hash, Salts::random()?);
        writer.piece(self.into, &codec::encode_change(&change)?)?;
        self.close(writer, &codec::encode_stamp(stamp, 1)?)?;
        Ok(self.redacted_in)
    }

    fn close(&mut self, writer: FrameWriter, closing: &[u8]) -> std::result::Result<(), WriteError> {
        let head = writer.finish(self.into, closing)?;
        self.seal(&head)?;
        Ok(())
    }

    fn seal(&mut self, head: &FrameHead) -> std::io::Result<()> {
        write_at(self.into, &head.seal(), head.seal_offset())?;
        (self.end, self.hash) = (head.end(), head.hash);
        Ok(())
    }

    /// A frame that stays what it is, to the byte. A frame does not say where it stands.
    fn copy(&mut self, journal: &Journal, head: &FrameHead) -> Result<()> {
        let mut bytes = vec![0; CHUNK];
        let moved = FrameHead { offset: self.end, ..head.clone() };
        let (mut from, mut to) = (head.offset, self.end);
        while from < head.end() {
            let left = usize::try_from(head.end() - from).unwrap_or(CHUNK).min(CHUNK);
            let filled = read_at(&journal.file, &mut bytes[..left], from)
                .map_err(|error| cannot_read(&journal.path, &error))?;
            if filled == 0 {
                return Err(cannot_read(&journal.path, &std::io::ErrorKind::UnexpectedEof.into()));
            }
            write_at(self.into, &bytes[..filled], to).map_err(|error| cannot_write(&journal.path, &error))?;
            from += filled as u64;
            to += filled as u64;
        }
        self.seal(&moved).map_err(|error| cannot_write(&journal.path, &error))
    }
}
