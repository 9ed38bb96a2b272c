//! What can be read of a journal: its transactions up to the last that it had when the reader was taken. Snapshots hold
//! one; whatever is appended later, they read the same.

use std::path::Path;
use std::sync::Arc;

use crate::model::Problem;
use crate::model::problem::Result;
use crate::store::change::Change;
use crate::store::codec;
use crate::store::journal::block::{piece_in, read_block, read_piece};
use crate::store::journal::block_cache::Blocks;
use crate::store::journal::damage::{PieceError, Wrong};
use crate::store::journal::file::Disk;
use crate::store::journal::frame::{FILE_HEADER, FrameHead, Locator, beginning, header_stands, hex};
use crate::store::journal::read::Frames;
use crate::store::journal::scan::Walk;

/// A journal as it was after one transaction.
#[derive(Clone)]
pub struct JournalReader {
    pub(super) file: Arc<Disk>,
    pub(super) path: Arc<Path>,
    pub(super) last: Option<FrameHead>,
    pub(super) blocks: Blocks,
}

impl JournalReader {
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
        if let Some(block) = self.blocks.get(offset) {
            return Ok(block);
        }
        let block = Arc::new(read_block(&self.file, offset, self.content_end())?);
        self.blocks.put(offset, &block);
        Ok(block)
    }

    fn wrong(&self, at: Locator, error: PieceError) -> Problem {
        Wrong { offset: at.offset, sequence: 0, error }.problem(&self.path)
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        self.last.as_ref().map_or_else(beginning, |head| head.hash)
    }

    pub(super) fn end(&self) -> u64 {
        self.last.as_ref().map_or(FILE_HEADER as u64, FrameHead::end)
    }

    /// Where the content of the last transaction ends. No record reaches beyond it, and the file may end there: a copy
    /// that was cut within the last seal is still read.
    pub(super) fn content_end(&self) -> u64 {
        self.last.as_ref().map_or(FILE_HEADER as u64, FrameHead::payload_end)
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
