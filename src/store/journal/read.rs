//! Reading transactions back: frames one after another, the changes of a frame.

use std::path::Path;

use super::block::Block;
use super::damage::{Damage, PieceError, Wrong, cannot_read, newer, newer_format};
use super::file::Disk;
use super::frame::{FrameHead, Locator, UNPACKED};
use super::payload::{Payload, Source};
use super::scan::{Step, Walk};
use crate::model::{Problem, problem::Result};
use crate::store::change::{Change, Stamp};
use crate::store::codec;

/// The frames of a journal, in their order.
pub struct Frames<'a> {
    pub(super) file: &'a Disk,
    pub(super) path: &'a Path,
    pub(super) walk: Walk<'a>,
    /// What is wrong from the start, or nothing more is to be read.
    pub(super) stopped: Option<Option<Problem>>,
}

impl<'a> Frames<'a> {
    /// The next transaction, its checksums and its place in the chain checked. After an error there are no more.
    ///
    /// # Errors
    /// Where the journal is damaged, or cannot be read.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<Frame<'a>>> {
        if let Some(problem) = &mut self.stopped {
            return problem.take().map_or(Ok(None), Err);
        }
        let frame = self.step();
        if !matches!(frame, Ok(Some(_))) {
            self.stopped = Some(None);
        }
        frame
    }

    fn step(&mut self) -> Result<Option<Frame<'a>>> {
        match self.walk.step().map_err(|error| cannot_read(self.path, &error))? {
            Step::Frame { head, payload } => {
                let frame = Frame::open(self.file, self.path, head, payload);
                frame.map(Some).map_err(|wrong| wrong.problem(self.path))
            }
            Step::Damage(damage) => Err(damage.problem(self.path)),
            Step::Torn { offset, sequence } => {
                let what = "it was intact when the journal was opened, and no longer is".to_string();
                Err(Damage { offset, sequence, what }.problem(self.path))
            }
            Step::Newer { offset, sequence, version } => {
                Err(newer(self.path, offset, sequence, &newer_format(version)))
            }
            Step::End => Ok(None),
        }
    }
}

/// One transaction as it stands in the journal.
pub struct Frame<'a> {
    pub head: FrameHead,
    pub stamp: Stamp,
    /// How many changes it holds.
    pub count: u64,
    /// The body that says so.
    pub(super) closing: Vec<u8>,
    file: &'a Disk,
    path: &'a Path,
    payload: Option<Vec<u8>>,
    /// Where its changes begin and end.
    first: u64,
    end: u64,
}

impl<'a> Frame<'a> {
    /// Reads who made the transaction, when and why: what it opens with, or closes with since version 2.
    pub(super) fn open(
        file: &'a Disk,
        path: &'a Path,
        head: FrameHead,
        payload: Option<Vec<u8>>,
    ) -> std::result::Result<Frame<'a>, Wrong> {
        let (first, end) = (head.payload_offset(), head.payload_end());
        let stamp = Stamp { at: 0, by: String::new(), why: None };
        let mut frame = Frame { head, stamp, count: 0, closing: Vec::new(), file, path, payload, first, end };
        let read = if frame.head.version == UNPACKED { frame.read_opening() } else { frame.read_closing() };
        read.map_err(|error| frame.wrong(frame.first, error)).map(|()| frame)
    }

    fn read_opening(&mut self) -> std::result::Result<(), PieceError> {
        let mut source = self.source();
        let opening = source.piece()?;
        let first = source.at;
        drop(source);
        let (_, bytes) = opening.piece_from(&mut 0).ok_or(PieceError::Short)?;
        (self.stamp, self.count) = codec::decode_stamp(bytes)?;
        self.closing = bytes.to_vec();
        self.first = first;
        Ok(())
    }

    fn read_closing(&mut self) -> std::result::Result<(), PieceError> {
        let closing = self.payload().closing()?;
        (self.stamp, self.count) = codec::decode_stamp(&closing.bytes)?;
        (self.end, self.closing) = (closing.offset, closing.bytes);
        Ok(())
    }

    fn payload(&self) -> Payload<'_> {
        Payload { file: self.file, head: &self.head, held: self.payload.as_deref() }
    }

    /// The changes in their order, each with its place.
    pub fn changes(&self) -> Changes<'_> {
        Changes { blocks: self.blocks(), block: None, next: 0, stopped: false }
    }

    /// The changes as bytes, in blocks that can be decoded elsewhere.
    pub fn blocks(&self) -> Blocks<'_> {
        Blocks { frame: self, source: self.source(), left: self.count, stopped: false }
    }

    fn source(&self) -> Source<'_> {
        self.payload().source(self.first, self.end)
    }

    fn wrong(&self, offset: u64, error: PieceError) -> Wrong {
        Wrong { offset, sequence: self.head.sequence, error }
    }
}

/// The blocks of one transaction.
pub struct Blocks<'a> {
    frame: &'a Frame<'a>,
    source: Source<'a>,
    /// How many changes are still to come.
    left: u64,
    stopped: bool,
}

impl Blocks<'_> {
    fn step(&mut self) -> Option<std::result::Result<Block, Wrong>> {
        if self.stopped {
            return None;
        }
        let at = self.source.at;
        let block = self.source.block().and_then(|block| match (block, self.left) {
            (None, 0) => Ok(None),
            (None, _) => Err(PieceError::TooFew),
            (Some(block), left) if block.count() > left => Err(PieceError::TooMany),
            (Some(block), _) => {
                self.left -= block.count();
                Ok(Some(block))
            }
        });
        self.stopped = !matches!(block, Ok(Some(_)));
        block.map_err(|error| self.frame.wrong(at, error)).transpose()
    }
}

impl Iterator for Blocks<'_> {
    type Item = Result<Block>;

    /// After an error there are no more.
    fn next(&mut self) -> Option<Self::Item> {
        self.step().map(|block| block.map_err(|wrong| wrong.problem(self.frame.path)))
    }
}

/// The changes of one transaction.
pub struct Changes<'a> {
    blocks: Blocks<'a>,
    block: Option<Block>,
    /// Where in the block the next change stands.
    next: usize,
    stopped: bool,
}

impl Changes<'_> {
    pub(super) fn step(&mut self) -> Option<std::result::Result<(Locator, Change), Wrong>> {
        while !self.stopped {
            if let Some((at, bytes)) = self.block.as_ref().and_then(|block| block.piece_from(&mut self.next))
            {
                let change = codec::decode_change(bytes).map(|change| (at, change));
                self.stopped = change.is_err();
                return Some(change.map_err(|error| self.blocks.frame.wrong(at.offset, error.into())));
            }
            match self.blocks.step()? {
                Ok(block) => (self.block, self.next) = (Some(block), 0),
                Err(wrong) => {
                    self.stopped = true;
                    return Some(Err(wrong));
                }
            }
        }
        None
    }
}

impl Iterator for Changes<'_> {
    type Item = Result<(Locator, Change)>;

    /// After an error there are no more.
    fn next(&mut self) -> Option<Self::Item> {
        self.step().map(|change| change.map_err(|wrong| wrong.problem(self.blocks.frame.path)))
    }
}
