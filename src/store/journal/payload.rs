//! The payload of a frame: its blocks from front to back, what it closes with, and the hash of its content.

use std::io::{self, BufReader, Read};

use super::block::{BLOCK_HEAD, Block, PIECE_HEAD, length_of, stretch, unpack};
use super::damage::PieceError;
use super::file::{CHUNK, Disk, read_at};
use super::frame::{ContentHash, FrameHead, UNPACKED, number};

/// The payload of a frame, in memory or in the file.
pub(super) struct Payload<'a> {
    pub(super) file: &'a Disk,
    pub(super) head: &'a FrameHead,
    pub(super) held: Option<&'a [u8]>,
}

/// What a transaction closes with, and where that begins.
pub(super) struct Closing {
    pub(super) offset: u64,
    pub(super) bytes: Vec<u8>,
}

impl<'a> Payload<'a> {
    pub(super) fn closing(&self) -> Result<Closing, PieceError> {
        let first = self.head.payload_offset();
        let behind = self.head.payload_end().checked_sub(PIECE_HEAD as u64).filter(|at| *at >= first);
        let behind = behind.ok_or(PieceError::Short)?;
        let tail = self.stretch(behind, PIECE_HEAD as u64)?;
        let length = u64::from(number(&tail, 0));
        if length > behind - first {
            return Err(PieceError::Short);
        }
        let offset = behind - length;
        let bytes = self.stretch(offset, length)?;
        let is_right = number(&tail, 4) == crc32fast::hash(&bytes);
        if is_right { Ok(Closing { offset, bytes }) } else { Err(PieceError::Sum) }
    }

    /// Bytes of the payload, which reaches so far.
    fn stretch(&self, offset: u64, length: u64) -> Result<Vec<u8>, PieceError> {
        match self.held {
            Some(payload) => {
                let start = (offset - self.head.payload_offset()) as usize;
                Ok(payload[start..start + length as usize].to_vec())
            }
            None => stretch(self.file, offset, length),
        }
    }

    /// What stands between two places of it.
    pub(super) fn source(&self, first: u64, end: u64) -> Source<'a> {
        let bytes: Box<dyn Read + 'a> = match self.held {
            Some(payload) => Box::new(&payload[(first - self.head.payload_offset()) as usize..]),
            None => {
                let stretch = Stretch { file: self.file, at: first, end };
                Box::new(BufReader::with_capacity(CHUNK, stretch))
            }
        };
        Source { bytes, version: self.head.version, at: first, end }
    }
}

/// The hash that the content of a frame of version 3 has, whose payload may be in memory.
pub(super) fn hash_of_content(
    file: &Disk,
    head: &FrameHead,
    held: Option<&[u8]>,
) -> Result<[u8; 32], PieceError> {
    let payload = Payload { file, head, held };
    let closing = payload.closing()?;
    let mut source = payload.source(head.payload_offset(), closing.offset);
    let mut hash = ContentHash::new(head);
    while let Some(block) = source.block()? {
        block.hashes().for_each(|change| hash.change(&change));
    }
    Ok(hash.finish(&closing.bytes))
}

/// The payload of a frame, read from front to back.
pub(super) struct Source<'a> {
    bytes: Box<dyn Read + 'a>,
    version: u32,
    pub(super) at: u64,
    end: u64,
}

impl Source<'_> {
    /// The next block, or piece of version 1.
    pub(super) fn block(&mut self) -> Result<Option<Block>, PieceError> {
        if self.at == self.end {
            return Ok(None);
        }
        if self.version == UNPACKED {
            return self.piece().map(Some);
        }
        let offset = self.at;
        let mut block = vec![0; BLOCK_HEAD];
        self.fill(&mut block)?;
        let length = self.bounded(length_of(&block))?;
        block.resize(length, 0);
        self.fill(&mut block[BLOCK_HEAD..])?;
        self.at += length as u64;
        Block::new(offset, self.version, unpack(&block)?).map(Some)
    }

    /// The next piece of version 1.
    pub(super) fn piece(&mut self) -> Result<Block, PieceError> {
        let offset = self.at;
        let mut head = [0; PIECE_HEAD];
        self.fill(&mut head)?;
        let length = self.bounded(PIECE_HEAD as u64 + u64::from(number(&head, 0)))?;
        let mut bytes = vec![0; length - PIECE_HEAD];
        self.fill(&mut bytes)?;
        if crc32fast::hash(&bytes) != number(&head, 4) {
            return Err(PieceError::Sum);
        }
        self.at += length as u64;
        Ok(Block::alone(offset, bytes))
    }

    /// A length, if it does not reach beyond the payload: no memory is claimed for one that does.
    fn bounded(&self, length: u64) -> Result<usize, PieceError> {
        let fits = length <= self.end - self.at;
        usize::try_from(length).ok().filter(|_| fits).ok_or(PieceError::Short)
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), PieceError> {
        self.bytes.read_exact(bytes).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => PieceError::Short,
            _ => PieceError::Io(error),
        })
    }
}

/// A stretch of the file, read from front to back.
struct Stretch<'a> {
    file: &'a Disk,
    at: u64,
    end: u64,
}

impl Read for Stretch<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX).min(bytes.len());
        let read = read_at(self.file, &mut bytes[..left], self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}
