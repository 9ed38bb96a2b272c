//! The payload of a frame: blocks of pieces packed together, and a closing piece. `docs/format.md` shows them in tables.
//!
//! ```text
//! block    packed length 4 · unpacked length 4 · how it is packed 1 · crc 4 · the packed bytes
//! unpacked pieces, each its length (1, 3 or 5), its bytes, which are a change, and its salt 16
//! closing  its bytes, which are the stamp and how many changes there are · their length 4 · crc 4
//! ```
//!
//! The crc of a block is taken over the 9 bytes before it and the packed bytes. The closing stands last and its length
//! behind it, so that a transaction is written before it is known when it was made, why and how long it is, and these are
//! found from its end.
//!
//! The hash of a change is taken over its bytes and its salt. Without the salt, whoever can guess what was taken out of a
//! journal could find out, by the hash that is left of it, whether the guess is right.
//!
//! What is left of a change that was taken out, a gap, has no salt either, and keeps the hash.
//!
//! In a frame of version 2 a piece has no salt. In one of version 1 it stands by itself (its length 4 · crc 4 · its bytes);
//! it is read as a block of one.

use std::io;

use super::file::{Disk, read_at};
use super::frame::{Locator, SALTED, UNPACKED, number};
use crate::store::codec::{self, CodecError, LARGEST, LONGEST_TEXT};
use crate::store::journal::damage::PieceError;

/// Pieces are gathered to this many bytes; a larger one is a block of its own. Larger blocks pack better (16 KB: by a
/// tenth), and one change alone is then read more slowly (16 KB: in twice the time).
pub(super) const GATHERED: usize = 8 << 10;

/// What stands before the packed bytes.
pub(super) const BLOCK_HEAD: usize = 13;

/// The length and the checksum: before each piece of version 1, behind the closing of version 2.
pub(super) const PIECE_HEAD: usize = 8;

/// The most bytes that a piece may have: a change, and a text that was not worth packing.
const LARGEST_PIECE: usize = LARGEST + LONGEST_TEXT + 16;

/// The most bytes that a piece's length takes.
const LENGTH: usize = 5;

/// How much is read at first where one block alone is sought: only one of a single large piece is longer.
const GUESS: u64 = (BLOCK_HEAD + GATHERED) as u64;

/// How long a salt is: too long to be found by trying.
pub(super) const SALT: usize = 16;

const PLAIN: u8 = 0;
const LZ4: u8 = 1;

/// Salts, none of which can be foreseen or told from the others.
pub(super) struct Salts(blake3::OutputReader);

impl Salts {
    /// Those that follow from a seed, which nobody else is to know.
    pub(super) fn of(seed: &[u8; 32]) -> Salts {
        Salts(blake3::Hasher::new_keyed(seed).finalize_xof())
    }

    /// Salts that nobody knows.
    pub(super) fn random() -> io::Result<Salts> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Salts::of(&seed))
    }

    /// The next one.
    pub(super) fn next(&mut self) -> [u8; SALT] {
        let mut salt = [0; SALT];
        self.0.fill(&mut salt);
        salt
    }
}

/// Pieces on their way into a block.
#[derive(Default)]
pub(super) struct Gathering {
    pieces: Vec<u8>,
    block: Vec<u8>,
}

impl Gathering {
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether a piece is to go into this block, and not into the next.
    pub(super) fn has_room_for(&self, piece: &[u8]) -> bool {
        self.is_empty() || self.pieces.len() + LENGTH + piece.len() + SALT <= GATHERED
    }

    /// Puts a piece with its salt, of which a gap has none, into the block that will stand at `offset`; gives its hash as
    /// well.
    pub(super) fn put(
        &mut self,
        piece: &[u8],
        salt: &[u8],
        offset: u64,
    ) -> Result<(Locator, [u8; 32]), CodecError> {
        let too_large = CodecError::TooLarge { bytes: piece.len(), most: LARGEST_PIECE };
        let length =
            u32::try_from(piece.len()).ok().filter(|_| piece.len() <= LARGEST_PIECE).ok_or(too_large)?;
        codec::put_length(&mut self.pieces, length);
        let place = self.pieces.len() as u32;
        self.pieces.extend_from_slice(piece);
        self.pieces.extend_from_slice(salt);
        let hash = hash_of(&self.pieces[place as usize..]);
        Ok((Locator { offset, place, length }, hash))
    }

    /// The block as it is written. What is gathered next is another one.
    pub(super) fn pack(&mut self) -> &[u8] {
        self.block.clear();
        self.block.resize(BLOCK_HEAD, 0);
        codec::pack_into(&mut self.block, &self.pieces);
        let mut how = LZ4;
        if self.block.len() >= BLOCK_HEAD + self.pieces.len() {
            how = PLAIN;
            self.block.truncate(BLOCK_HEAD);
            self.block.extend_from_slice(&self.pieces);
        }
        let packed = (self.block.len() - BLOCK_HEAD) as u32;
        self.block[..4].copy_from_slice(&packed.to_le_bytes());
        self.block[4..8].copy_from_slice(&(self.pieces.len() as u32).to_le_bytes());
        self.block[8] = how;
        let crc = crc_of(&self.block);
        self.block[9..BLOCK_HEAD].copy_from_slice(&crc.to_le_bytes());
        self.pieces.clear();
        &self.block
    }
}

/// The hash of a piece with its salt; that of a gap is the one that it keeps.
fn hash_of(piece: &[u8]) -> [u8; 32] {
    codec::gap_hash(piece).unwrap_or_else(|| blake3::hash(piece).into())
}

/// The checksum of a block: over all of it but the checksum itself.
pub(super) fn crc_of(block: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(&block[..9]);
    crc.update(&block[BLOCK_HEAD..]);
    crc.finalize()
}

/// How long a complete block is, by its head.
pub(super) fn length_of(head: &[u8]) -> u64 {
    BLOCK_HEAD as u64 + u64::from(number(head, 0))
}

/// What a complete block was made of.
pub(super) fn unpack(block: &[u8]) -> Result<Vec<u8>, PieceError> {
    if number(block, 9) != crc_of(block) {
        return Err(PieceError::Sum);
    }
    let (packed, unpacked) = (&block[BLOCK_HEAD..], number(block, 4) as usize);
    let bytes = match block[8] {
        PLAIN => Some(packed.to_vec()),
        LZ4 if unpacked <= LARGEST_PIECE + LENGTH + SALT => codec::unpack(packed, unpacked),
        _ => None,
    };
    bytes.filter(|bytes| bytes.len() == unpacked).ok_or(PieceError::Packing)
}

/// The block at a place of the file, unpacked. None reaches beyond `end`.
pub(super) fn read_block(file: &Disk, offset: u64, end: u64) -> Result<Vec<u8>, PieceError> {
    let left = end.saturating_sub(offset);
    let mut block = stretch(file, offset, left.min(GUESS))?;
    if block.len() < BLOCK_HEAD {
        return Err(PieceError::Short);
    }
    let length = length_of(&block);
    if length > left {
        return Err(PieceError::Short);
    }
    if length > block.len() as u64 {
        let read = block.len() as u64;
        block.extend_from_slice(&stretch(file, offset + read, length - read)?);
    }
    unpack(&block[..length as usize])
}

/// The piece of version 1 at a place of the file. None reaches beyond `end`.
pub(super) fn read_piece(file: &Disk, at: Locator, end: u64) -> Result<Vec<u8>, PieceError> {
    let length = PIECE_HEAD as u64 + u64::from(at.length);
    if length > end.saturating_sub(at.offset) {
        return Err(PieceError::Short);
    }
    let mut piece = stretch(file, at.offset, length)?;
    if number(&piece, 0) != at.length || number(&piece, 4) != crc32fast::hash(&piece[PIECE_HEAD..]) {
        return Err(PieceError::Sum);
    }
    piece.drain(..PIECE_HEAD);
    Ok(piece)
}

/// So many bytes of the file, which are known to be there.
pub(super) fn stretch(file: &Disk, offset: u64, length: u64) -> Result<Vec<u8>, PieceError> {
    let mut bytes = vec![0; usize::try_from(length).map_err(|_| PieceError::Short)?];
    let filled = read_at(file, &mut bytes, offset).map_err(PieceError::Io)?;
    if filled < bytes.len() { Err(PieceError::Short) } else { Ok(bytes) }
}

/// Changes that stand together in the journal, as bytes; it can be sent to another thread, to be decoded there.
#[derive(Clone, Debug)]
pub struct Block {
    offset: u64,
    /// The version of its frame. In version 1 it is one piece, which has no length before it.
    version: u32,
    count: u64,
    bytes: Vec<u8>,
}

impl Block {
    /// A block that was unpacked. That all of it is pieces is seen to here.
    pub(super) fn new(offset: u64, version: u32, bytes: Vec<u8>) -> Result<Block, PieceError> {
        let mut block = Block { offset, version, count: 0, bytes };
        let mut at = 0;
        while at < block.bytes.len() {
            let piece = block.place_at(at).ok_or(PieceError::Packing)?;
            at = block.behind(piece);
            block.count += 1;
        }
        Ok(block)
    }

    /// A piece of version 1, as a block.
    pub(super) fn alone(offset: u64, bytes: Vec<u8>) -> Block {
        Block { offset, version: UNPACKED, count: 1, bytes }
    }

    /// How many changes it holds.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The changes in their order, each with its place, as [`codec::decode_change`] reads them.
    pub fn pieces(&self) -> impl Iterator<Item = (Locator, &[u8])> {
        let mut at = 0;
        std::iter::from_fn(move || self.piece_from(&mut at))
    }

    /// The piece at a place within the block, which is then that of the next.
    pub(super) fn piece_from(&self, at: &mut usize) -> Option<(Locator, &[u8])> {
        let locator = match self.version {
            UNPACKED if *at == 0 => {
                Locator { offset: self.offset, place: 0, length: self.bytes.len() as u32 }
            }
            UNPACKED => return None,
            _ => self.place_at(*at)?,
        };
        let start = locator.place as usize;
        *at = self.behind(locator).max(1);
        Some((locator, &self.bytes[start..start + locator.length as usize]))
    }

    /// The hashes of the changes, in a frame of version 3.
    pub(super) fn hashes(&self) -> impl Iterator<Item = [u8; 32]> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let (piece, _) = self.piece_from(&mut at)?;
            Some(hash_of(&self.bytes[piece.place as usize..self.behind(piece)]))
        })
    }

    /// The changes with what follows each, which is its salt where it has one.
    pub(super) fn salted(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let (piece, bytes) = self.piece_from(&mut at)?;
            Some((bytes, &self.bytes[piece.place as usize + bytes.len()..self.behind(piece)]))
        })
    }

    /// Where a piece and its salt end.
    fn behind(&self, piece: Locator) -> usize {
        let (place, length) = (piece.place as usize, piece.length as usize);
        let is_gap = || self.bytes.get(place..).is_some_and(|bytes| codec::gap_hash(bytes).is_some());
        let is_salted = self.version >= SALTED && !is_gap();
        place + length + if is_salted { SALT } else { 0 }
    }

    /// The piece whose length stands at `at`, if it is complete.
    fn place_at(&self, at: usize) -> Option<Locator> {
        let (length, width) = codec::take_length(&self.bytes[at..]).ok()?;
        let place = at + width;
        let piece = Locator { offset: self.offset, place: place as u32, length };
        (self.behind(piece) <= self.bytes.len()).then_some(piece)
    }
}

/// The piece at a place within an unpacked block, if its length stands before it as the place says.
pub(super) fn piece_in(block: &[u8], at: Locator) -> Option<&[u8]> {
    let mut length = Vec::with_capacity(LENGTH);
    codec::put_length(&mut length, at.length);
    let place = at.place as usize;
    let announced = block.get(..place)?.ends_with(&length);
    block.get(place..place.checked_add(at.length as usize)?).filter(|_| announced)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(pieces: &[&[u8]]) -> Vec<u8> {
        let mut gathering = Gathering::default();
        for piece in pieces {
            gathering.put(piece, &[9; SALT], 0).unwrap();
        }
        gathering.pack().to_vec()
    }

    #[test]
    fn a_block_holds_the_pieces_that_were_put_into_it() {
        let large = [7; 3000];
        for pieces in [&[&b"one"[..], b"", b"three"][..], &[&large[..], b"two"]] {
            let block = Block::new(64, SALTED, unpack(&packed(pieces)).ok().unwrap()).ok().unwrap();
            let found: Vec<&[u8]> = block.pieces().map(|(_, piece)| piece).collect();
            assert_eq!((found, block.count()), (pieces.to_vec(), pieces.len() as u64));
        }
    }

    #[test]
    fn every_changed_byte_of_a_block_is_noticed() {
        for pieces in [&[&b"one"[..], b"two"][..], &[&[7; 3000][..]]] {
            let block = packed(pieces);
            for at in 4..block.len() {
                let mut changed = block.clone();
                changed[at] ^= 1;
                assert!(matches!(unpack(&changed), Err(PieceError::Sum)), "byte {at}");
            }
        }
    }

    /// With a checksum that fits, a length that does not is still found.
    #[test]
    fn a_block_that_does_not_unpack_to_its_length_is_refused() {
        let mut block = packed(&[&[7; 3000]]);
        for length in [0u32, 2999, 3010, u32::MAX] {
            block[4..8].copy_from_slice(&length.to_le_bytes());
            let crc = crc_of(&block);
            block[9..BLOCK_HEAD].copy_from_slice(&crc.to_le_bytes());
            assert!(matches!(unpack(&block), Err(PieceError::Packing)), "{length}");
        }
    }

    #[test]
    fn a_piece_that_reaches_beyond_its_block_is_refused() {
        for (announced, there) in [(10, 3), (1, 0), (4, 3)] {
            let mut bytes = Vec::new();
            codec::put_length(&mut bytes, announced);
            bytes.extend(vec![b'x'; there]);
            assert!(
                matches!(Block::new(0, SALTED - 1, bytes), Err(PieceError::Packing)),
                "{announced} of {there}"
            );
        }
    }
}
