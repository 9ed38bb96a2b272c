//! Writing one frame: the payload streams to the disk while its checksums are taken, however long it grows.

use std::fs::File;
use std::io;

use super::file::write_at;
use super::frame::{FrameHead, HEADER, Locator, SEAL, Sums};

/// What is gathered before it is written.
const GATHERED: usize = 1 << 20;

/// A frame that is being written at the end of the journal.
pub(super) struct FrameWriter<'a> {
    file: &'a File,
    head: FrameHead,
    sums: Sums,
    /// What was not written yet, and where it belongs.
    pending: Vec<u8>,
    at: u64,
}

impl<'a> FrameWriter<'a> {
    /// Begins a frame at an offset. Zeros hold the place of the header until all the rest is there.
    pub(super) fn begin(file: &'a File, offset: u64, sequence: u64, previous: [u8; 32]) -> FrameWriter<'a> {
        let head = FrameHead { sequence, offset, length: 0, hash: [0; 32], previous };
        FrameWriter { file, head, sums: Sums::new(&previous, sequence), pending: vec![0; HEADER], at: offset }
    }

    /// Writes one piece of the payload: its length, its checksum and its bytes. The caller has seen to it that a
    /// piece is shorter than 4 GiB.
    pub(super) fn piece(&mut self, bytes: &[u8]) -> io::Result<Locator> {
        let locator = Locator {
            offset: self.head.payload_end(),
            length: u32::try_from(bytes.len()).map_err(|_| io::ErrorKind::FileTooLarge)?,
        };
        self.put(&locator.length.to_le_bytes());
        self.put(&crc32fast::hash(bytes).to_le_bytes());
        self.put(bytes);
        if self.pending.len() >= GATHERED {
            self.flush()?;
        }
        Ok(locator)
    }

    /// Writes the rest: zeros in the place of the seal, so that writing the seal later needs no room, and the header
    /// at last. Nothing is durable yet.
    pub(super) fn finish(mut self) -> io::Result<FrameHead> {
        let (crc, hash) = std::mem::replace(&mut self.sums, Sums::new(&[0; 32], 0)).finish();
        self.head.hash = hash;
        let zeros = usize::try_from(self.head.end() - self.head.payload_end()).unwrap_or(SEAL);
        self.pending.resize(self.pending.len() + zeros, 0);
        let header = self.head.to_bytes(crc);
        if self.at == self.head.offset {
            self.pending[..HEADER].copy_from_slice(&header);
            self.flush()?;
        } else {
            self.flush()?;
            write_at(self.file, &header, self.head.offset)?;
        }
        Ok(self.head)
    }

    fn put(&mut self, bytes: &[u8]) {
        self.sums.update(bytes);
        self.pending.extend_from_slice(bytes);
        self.head.length += bytes.len() as u64;
    }

    fn flush(&mut self) -> io::Result<()> {
        write_at(self.file, &self.pending, self.at)?;
        self.at += self.pending.len() as u64;
        self.pending.clear();
        Ok(())
    }
}
