//! Fuzzing of the journal: any bytes as a file, and as the payload of a frame whose checksums and hashes are right, which
//! no fuzzer would ever guess.

use std::fs;
use std::path::Path;

use super::block::BLOCK_HEAD;
use super::file::Disk;
use super::frame::{FILE_HEADER, FrameHead, SALTED, SEAL, Sums, UNPACKED, VERSION, beginning, file_header};
use super::gaps::GapCheck;
use super::payload::hash_of_content;
use super::{Journal, block};
use crate::model::problem::Result;
use crate::store::change::Stamp;
use crate::store::codec::encode_stamp;
use crate::store::fuzzing::scratch;

/// Whatever the bytes of a journal are, they are read, set aside as an unfinished transaction, or named as damage; `check`
/// and opening agree on which.
pub fn journal(input: &[u8]) {
    let path = scratch().join("journal");
    read(&path, input);
    if let Some((kind, rest)) = input.split_first() {
        let bytes = framed(&path, *kind, rest);
        read(&path, &bytes);
    }
}

fn read(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("a file can be written");
    let examined = Journal::examine(path, &mut |_, _| ()).expect("a file that is there can be examined");
    let (journal, torn) = match Journal::open(path, None, false) {
        Ok(opened) => opened,
        Err(problem) => {
            assert!(!problem.message().is_empty());
            return assert!(!examined.damage.is_empty(), "refused, but examined as whole: {problem}");
        }
    };
    assert_eq!(torn.is_some(), examined.torn.is_some());
    let is_sound = read_frames(&journal).is_ok();
    assert_eq!(is_sound, examined.damage.is_empty(), "{:?}", examined.damage);
    assert_eq!(is_sound, journal.verify(&mut |_, _| ()).is_empty());
    drop(journal);
    if let Some(torn) = torn {
        cut_off(path, torn.sequence);
    }
}

fn read_frames(journal: &Journal) -> Result<()> {
    let (mut frames, mut gaps) = (journal.frames(None), GapCheck::default());
    while let Some(frame) = frames.next()? {
        let changes = frame.changes().collect::<Result<Vec<_>>>()?;
        let in_blocks = frame.blocks().map(|block| Ok(block?.count())).sum::<Result<u64>>()?;
        assert_eq!((in_blocks, frame.count), (changes.len() as u64, changes.len() as u64));
        for (at, change) in changes {
            if let Some(damage) = gaps.follow(frame.head.sequence, at.offset, &change) {
                return Err(damage.problem(&journal.path));
            }
            assert_eq!(journal.read(at)?, change, "it is another change when it is read from its place");
        }
    }
    gaps.finish().first().map_or(Ok(()), |damage| Err(damage.problem(&journal.path)))
}

/// An unfinished transaction is set aside once, and the journal is whole then.
fn cut_off(path: &Path, sequence: u64) {
    let (journal, torn) = Journal::open(path, None, true).expect("it could be opened for reading");
    assert_eq!(journal.sequence() + 1, sequence);
    let set_aside = torn.and_then(|torn| torn.set_aside).expect("the unfinished transaction is set aside");
    fs::remove_file(set_aside).expect("a file that was just written");
    drop(journal);
    let (_, torn) = Journal::open(path, None, true).expect("it was opened before");
    assert_eq!(torn, None);
}

/// The version before changes had hashes of their own.
const UNSALTED: u32 = SALTED - 1;

/// A journal of one frame. `kind` says how much of its payload is made to fit. Some file is at `path`.
fn framed(path: &Path, kind: u8, input: &[u8]) -> Vec<u8> {
    let version = match kind & 0b1001 {
        0b0000 => VERSION,
        0b1000 => UNSALTED,
        _ => UNPACKED,
    };
    let is_packed = version != UNPACKED;
    let stamp = Stamp { at: 0, by: "fuzz".into(), why: None };
    let closing = encode_stamp(&stamp, u64::from(kind >> 4)).expect("a short stamp");
    let payload = match (kind >> 1 & 3, is_packed) {
        (0, _) => input.to_vec(),
        (1, true) => [block_of(input), closed(&closing)].concat(),
        (2, true) => closed(input),
        (_, true) => [input.to_vec(), closed(&closing)].concat(),
        (1, false) => [piece(&closing), piece(input)].concat(),
        (2, false) => piece(input),
        (_, false) => [piece(&closing), input.to_vec()].concat(),
    };
    let mut head = FrameHead {
        version,
        sequence: 1,
        offset: FILE_HEADER as u64,
        length: payload.len() as u64,
        hash: [0; 32],
        previous: beginning(),
    };
    let mut sums = Sums::new(&head);
    sums.update(&payload);
    let (crc, hash) = sums.finish();
    let file = Disk::from(fs::File::open(path).expect("a file that was just written"));
    // What is no content of version 3 has no hash that could fit.
    head.hash = hash.or_else(|| hash_of_content(&file, &head, Some(&payload)).ok()).unwrap_or_default();
    let mut bytes = [file_header().as_slice(), &head.to_bytes(crc), &payload].concat();
    bytes.resize(bytes.len().next_multiple_of(SEAL), 0);
    bytes.extend_from_slice(&head.seal());
    bytes
}

/// A block with a head that fits: the input is how it is packed, how long it is unpacked (2 bytes), and its bytes.
fn block_of(input: &[u8]) -> Vec<u8> {
    let [how, low, high, packed @ ..] = input else { return input.to_vec() };
    let mut bytes = vec![0; BLOCK_HEAD];
    bytes[..4].copy_from_slice(&(packed.len() as u32).to_le_bytes());
    bytes[4..8].copy_from_slice(&u32::from(u16::from_le_bytes([*low, *high])).to_le_bytes());
    bytes[8] = how % 3;
    bytes.extend_from_slice(packed);
    let crc = block::crc_of(&bytes);
    bytes[9..BLOCK_HEAD].copy_from_slice(&crc.to_le_bytes());
    bytes
}

/// What a transaction of version 2 closes with.
fn closed(closing: &[u8]) -> Vec<u8> {
    [closing, &(closing.len() as u32).to_le_bytes(), &crc32fast::hash(closing).to_le_bytes()].concat()
}

/// A piece of version 1.
fn piece(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u32).to_le_bytes(), crc32fast::hash(bytes).to_le_bytes().as_slice(), bytes].concat()
}
