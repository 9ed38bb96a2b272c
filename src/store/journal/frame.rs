//! The bytes of the journal: the file's header, a frame's header and its seal. `docs/format.md` shows them in tables.
//!
//! ```text
//! file    magic 8 · version 4 · zeros 16 · crc 4                                                         32 bytes
//! header  magic 8 · version 4 · payload's crc 4 · sequence 8 · length 8 · previous 32 · hash 32 · crc 4  100 bytes
//! payload, then zeros up to a multiple of 32 in the file (`block` says what it is made of)
//! seal    magic 8 · sequence 8 · the hash's first 12 · crc 4                                             32 bytes
//! ```
//!
//! Numbers are little-endian. Every crc is CRC-32 (IEEE) over what stands before it in its block. A seal stands at a
//! multiple of 32 and thus within one sector of any disk: it is there whole, or not at all.

use std::io;

use serde::{Deserialize, Serialize};

use super::file::{Disk, read_at};

/// The version of the file's header. It says where the first frame begins; each frame states its own version.
const FILE_VERSION: u32 = 1;

/// The version of the frames that are written.
pub(super) const VERSION: u32 = SALTED;

/// The first version: the payload is a row of pieces, none of them packed, the opening first.
pub(super) const UNPACKED: u32 = 1;

/// Since this version the hash of a frame is taken over the hashes of its changes, each of which has a salt behind it.
/// So the bytes of a change can be taken out, and its hash left in their place. Before, it was taken over the payload.
pub(super) const SALTED: u32 = 3;

pub(super) const FILE_HEADER: usize = 32;
pub(super) const HEADER: usize = 100;
pub(super) const SEAL: usize = 32;

/// Each holds a byte that UTF-8 never has, so that no text that is recorded looks like it.
pub(in crate::store) const FILE_MAGIC: [u8; 8] = *b"\xFFdictum\n";
pub(super) const FRAME_MAGIC: [u8; 8] = *b"\xFFframe\r\n";
pub(super) const SEAL_MAGIC: [u8; 8] = *b"\xFFsealed\n";

/// Where one change stands in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Locator {
    /// Where the head of its block begins in the file.
    pub offset: u64,
    /// Where its bytes begin in the block once that is unpacked. 0: it stands by itself, in a frame of version 1, and
    /// `offset` is where its own head begins. In a block its length stands before it, so there no place is 0.
    pub place: u32,
    /// How many bytes it has.
    pub length: u32,
}

/// What a frame's header says: which transaction, where, how long, and its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameHead {
    /// The version of the format that it is written in.
    pub version: u32,
    /// From 1.
    pub sequence: u64,
    /// Where the frame begins in the file.
    pub offset: u64,
    /// The length of its payload.
    pub length: u64,
    /// The hash over this frame and all before it.
    pub hash: [u8; 32],
    /// The hash of the frame before; of the first, that of the file's header.
    pub previous: [u8; 32],
}

impl FrameHead {
    /// Where the next frame begins.
    pub fn end(&self) -> u64 {
        self.seal_offset().saturating_add(SEAL as u64)
    }

    /// The hash in 64 hexadecimal digits.
    pub fn hash_hex(&self) -> String {
        hex(&self.hash)
    }

    /// The hash of the frame before it, which is the digest that the database had then.
    pub fn previous_hex(&self) -> String {
        hex(&self.previous)
    }

    pub(super) fn payload_offset(&self) -> u64 {
        self.offset.saturating_add(HEADER as u64)
    }

    pub(super) fn payload_end(&self) -> u64 {
        self.payload_offset().saturating_add(self.length)
    }

    pub(super) fn seal_offset(&self) -> u64 {
        self.payload_end().checked_next_multiple_of(SEAL as u64).unwrap_or(u64::MAX)
    }

    /// The bytes of the header, for a payload of this checksum.
    pub(super) fn to_bytes(&self, payload_crc: u32) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        bytes[..8].copy_from_slice(&FRAME_MAGIC);
        bytes[8..12].copy_from_slice(&self.version.to_le_bytes());
        bytes[12..16].copy_from_slice(&payload_crc.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.sequence.to_le_bytes());
        bytes[24..32].copy_from_slice(&self.length.to_le_bytes());
        bytes[32..64].copy_from_slice(&self.previous);
        bytes[64..96].copy_from_slice(&self.hash);
        put_crc(&mut bytes);
        bytes
    }

    /// The bytes of the seal.
    pub(super) fn seal(&self) -> [u8; SEAL] {
        let mut bytes = [0; SEAL];
        bytes[..8].copy_from_slice(&SEAL_MAGIC);
        bytes[8..16].copy_from_slice(&self.sequence.to_le_bytes());
        bytes[16..28].copy_from_slice(&self.hash[..12]);
        put_crc(&mut bytes);
        bytes
    }
}

/// What stands where a header is sought.
pub(super) enum HeaderRead {
    Right {
        head: FrameHead,
        payload_crc: u32,
    },
    /// A complete header, of a version that this dictum does not know.
    Newer(u32),
    Broken,
}

/// Reads the header at `offset` from its bytes.
pub(super) fn read_header(bytes: &[u8], offset: u64) -> HeaderRead {
    let Some(bytes) = bytes.get(..HEADER) else { return HeaderRead::Broken };
    if bytes[..8] != FRAME_MAGIC || !crc_is_right(bytes) {
        return HeaderRead::Broken;
    }
    let version = number(bytes, 8);
    match version {
        UNPACKED..=VERSION => {}
        0 => return HeaderRead::Broken,
        _ => return HeaderRead::Newer(version),
    }
    let head = FrameHead {
        version,
        sequence: long_number(bytes, 16),
        offset,
        length: long_number(bytes, 24),
        previous: hash_at(bytes, 32),
        hash: hash_at(bytes, 64),
    };
    HeaderRead::Right { head, payload_crc: number(bytes, 12) }
}

/// What stands where a frame's seal belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SealRead {
    Right,
    /// Nothing was written there yet: zeros, or the file ends.
    Unwritten,
    Wrong,
}

/// Reads the seal of a frame from its bytes.
pub(super) fn read_seal(bytes: &[u8], head: &FrameHead) -> SealRead {
    let right = head.seal();
    if bytes == right {
        SealRead::Right
    } else if bytes.iter().all(|byte| *byte == 0) || (bytes.len() < SEAL && right.starts_with(bytes)) {
        SealRead::Unwritten
    } else {
        SealRead::Wrong
    }
}

/// Whether a complete seal stands here, of whatever frame.
pub(super) fn is_any_seal(bytes: &[u8]) -> bool {
    bytes.get(..SEAL).is_some_and(|bytes| bytes[..8] == SEAL_MAGIC && crc_is_right(bytes))
}

/// The header of the file.
pub(super) fn file_header() -> [u8; FILE_HEADER] {
    let mut bytes = [0; FILE_HEADER];
    bytes[..8].copy_from_slice(&FILE_MAGIC);
    bytes[8..12].copy_from_slice(&FILE_VERSION.to_le_bytes());
    put_crc(&mut bytes);
    bytes
}

/// What stands where the header of a file belongs.
pub(super) enum FileHeaderRead {
    Right,
    /// A complete header, of a version that this dictum does not know.
    Newer(u32),
    /// What is wrong with it.
    Wrong(String),
}

/// Reads the header of a file from its bytes.
pub(super) fn read_file_header(bytes: &[u8]) -> FileHeaderRead {
    let Some(bytes) = bytes.get(..FILE_HEADER) else {
        return FileHeaderRead::Wrong(format!("it ends after {} bytes, within its header", bytes.len()));
    };
    if bytes == file_header() {
        FileHeaderRead::Right
    } else if bytes[..8] != FILE_MAGIC {
        FileHeaderRead::Wrong("it does not begin as a journal does".into())
    } else if crc_is_right(bytes) && number(bytes, 8) > FILE_VERSION {
        FileHeaderRead::Newer(number(bytes, 8))
    } else {
        FileHeaderRead::Wrong("its header, which is its first 32 bytes, was changed".into())
    }
}

/// The hash that the first frame is chained to.
pub(super) fn beginning() -> [u8; 32] {
    blake3::hash(&file_header()).into()
}

/// What the hash of every frame begins with.
fn chained_to(head: &FrameHead) -> blake3::Hasher {
    let mut hash = blake3::Hasher::new();
    hash.update(&head.previous);
    hash.update(&head.version.to_le_bytes());
    hash.update(&head.sequence.to_le_bytes());
    hash
}

/// The checksum of a payload, and before version 3 its hash, taken while it passes by.
pub(super) struct Sums {
    crc: crc32fast::Hasher,
    hash: Option<blake3::Hasher>,
    length: u64,
}

impl Sums {
    /// For the payload of this frame, whose length and hash are not yet looked at.
    pub(super) fn new(head: &FrameHead) -> Sums {
        let hash = (head.version < SALTED).then(|| chained_to(head));
        Sums { crc: crc32fast::Hasher::new(), hash, length: 0 }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.crc.update(bytes);
        self.hash.iter_mut().for_each(|hash| _ = hash.update(bytes));
        self.length += bytes.len() as u64;
    }

    /// The length stands last, since a transaction is written before its length is known.
    pub(super) fn finish(self) -> (u32, Option<[u8; 32]>) {
        let with_length =
            |mut hash: blake3::Hasher| hash.update(&self.length.to_le_bytes()).finalize().into();
        (self.crc.finalize(), self.hash.map(with_length))
    }
}

/// The hash of a frame of version 3: over the hashes of its changes and that of its closing.
pub(super) struct ContentHash(blake3::Hasher);

impl ContentHash {
    /// For the content of this frame, whose length and hash are not yet looked at.
    pub(super) fn new(head: &FrameHead) -> ContentHash {
        ContentHash(chained_to(head))
    }

    /// The hash of the next change.
    pub(super) fn change(&mut self, hash: &[u8; 32]) {
        self.0.update(hash);
    }

    pub(super) fn finish(mut self, closing: &[u8]) -> [u8; 32] {
        self.0.update(blake3::hash(closing).as_bytes());
        self.0.finalize().into()
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes the crc over all that stands before the last four bytes into these.
fn put_crc(bytes: &mut [u8]) {
    let (body, crc) = bytes.split_at_mut(bytes.len() - 4);
    crc.copy_from_slice(&crc32fast::hash(body).to_le_bytes());
}

fn crc_is_right(bytes: &[u8]) -> bool {
    bytes.split_last_chunk().is_some_and(|(body, crc)| crc32fast::hash(body) == u32::from_le_bytes(*crc))
}

/// The u32 at a place in bytes that are long enough.
pub(super) fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap_or_default())
}

fn long_number(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap_or_default())
}

fn hash_at(bytes: &[u8], at: usize) -> [u8; 32] {
    bytes[at..at + 32].try_into().unwrap_or_default()
}

/// Whether a frame's header stands at its place in a file.
pub(super) fn header_stands(file: &Disk, head: &FrameHead) -> io::Result<bool> {
    let mut bytes = [0; HEADER];
    let filled = read_at(file, &mut bytes, head.offset)?;
    Ok(match read_header(&bytes[..filled], head.offset) {
        HeaderRead::Right { head: found, .. } => found == *head,
        HeaderRead::Newer(_) | HeaderRead::Broken => false,
    })
}
