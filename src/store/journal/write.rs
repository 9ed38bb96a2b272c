//! Writing one frame: the payload streams to the disk while its checksums are taken, however long it grows.

use std::io;

use super::block::{Gathering, SALT, Salts};
use super::file::{Disk, write_at};
use super::frame::{ContentHash, FrameHead, HEADER, Locator, SEAL, Sums, VERSION};
use crate::store::codec::CodecError;

/// What is gathered before it is written.
const WRITTEN_AT_ONCE: usize = 1 << 20;

/// Why a frame could not be written.
pub(super) enum WriteError {
    Io(io::Error),
    /// The file does not end where this process has written it to: somebody else writes to it.
    NotAlone {
        ends_at: u64,
        expected: u64,
    },
    /// A piece is larger than what can be read again.
    Codec(CodecError),
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> WriteError {
        WriteError::Io(error)
    }
}

impl From<CodecError> for WriteError {
    fn from(error: CodecError) -> WriteError {
        WriteError::Codec(error)
    }
}

/// A frame that is being written at the end of the journal.
pub(super) struct FrameWriter {
    salts: Salts,
    gathering: Gathering,
    hash: ContentHash,
    stream: Stream,
}

/// The bytes of a frame on their way to the disk.
struct Stream {
    head: FrameHead,
    sums: Sums,
    /// What was not written yet, and where it belongs.
    pending: Vec<u8>,
    at: u64,
}

impl FrameWriter {
    /// Begins a frame at an offset. Zeros hold the place of the header until all the rest is there.
    pub(super) fn begin(offset: u64, sequence: u64, previous: [u8; 32], salts: Salts) -> FrameWriter {
        let head = FrameHead { version: VERSION, sequence, offset, length: 0, hash: [0; 32], previous };
        let (hash, sums) = (ContentHash::new(&head), Sums::new(&head));
        let stream = Stream { sums, head, pending: vec![0; HEADER], at: offset };
        FrameWriter { salts, gathering: Gathering::default(), hash, stream }
    }

    /// Adds one change to the payload, with a salt of its own.
    pub(super) fn piece(&mut self, file: &Disk, bytes: &[u8]) -> Result<Locator, WriteError> {
        let salt = self.salts.next();
        Ok(self.piece_again(file, bytes, &salt)?.0)
    }

    /// A salt that was not used yet.
    pub(super) fn new_salt(&mut self) -> [u8; SALT] {
        self.salts.next()
    }

    /// Adds a change that has its salt already, or a gap, which has none. Gives its hash as well.
    pub(super) fn piece_again(
        &mut self,
        file: &Disk,
        bytes: &[u8],
        salt: &[u8],
    ) -> Result<(Locator, [u8; 32]), WriteError> {
        if !self.gathering.has_room_for(bytes) {
            self.stream.put(self.gathering.pack());
            self.stream.flush_much(file)?;
        }
        let (at, hash) = self.gathering.put(bytes, salt, self.stream.head.payload_end())?;
        self.hash.change(&hash);
        Ok((at, hash))
    }

    /// Writes the rest: what the transaction closes with, zeros in the place of the seal, so that writing the seal
    /// later needs no room, and the header at last. Nothing is durable yet.
    pub(super) fn finish(mut self, file: &Disk, closing: &[u8]) -> Result<FrameHead, WriteError> {
        if !self.gathering.is_empty() {
            self.stream.put(self.gathering.pack());
        }
        self.stream.put(closing);
        self.stream.put(&(closing.len() as u32).to_le_bytes());
        self.stream.put(&crc32fast::hash(closing).to_le_bytes());
        self.stream.head.hash = self.hash.finish(closing);
        self.stream.finish(file)
    }
}

impl Stream {
    fn put(&mut self, bytes: &[u8]) {
        self.sums.update(bytes);
        self.pending.extend_from_slice(bytes);
        self.head.length += bytes.len() as u64;
    }

    /// Writes what is pending, once that is worth it.
    fn flush_much(&mut self, file: &Disk) -> Result<(), WriteError> {
        if self.pending.len() >= WRITTEN_AT_ONCE {
            self.is_alone(file)?;
            write_at(file, &self.pending, self.at)?;
            self.at += self.pending.len() as u64;
            self.pending.clear();
        }
        Ok(())
    }

    /// Whether the file still ends where this process has written it to: nothing of anybody else's is overwritten.
    fn is_alone(&self, file: &Disk) -> Result<(), WriteError> {
        let ends_at = file.metadata()?.len();
        if ends_at == self.at { Ok(()) } else { Err(WriteError::NotAlone { ends_at, expected: self.at }) }
    }

    fn finish(mut self, file: &Disk) -> Result<FrameHead, WriteError> {
        self.is_alone(file)?;
        let (crc, _) = self.sums.finish();
        let zeros = usize::try_from(self.head.end() - self.head.payload_end()).unwrap_or(SEAL);
        self.pending.resize(self.pending.len() + zeros, 0);
        let header = self.head.to_bytes(crc);
        let in_one_piece = self.at == self.head.offset;
        if in_one_piece {
            self.pending[..HEADER].copy_from_slice(&header);
        }
        write_at(file, &self.pending, self.at)?;
        if !in_one_piece {
            write_at(file, &header, self.head.offset)?;
        }
        Ok(self.head)
    }
}
