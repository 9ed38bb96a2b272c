//! A segment (in other databases: an SSTable): entries in the order of their keys, written once and never changed.
//!
//! A segment is a file of blocks of about 8 KB, each packed with LZ4, and behind them a directory with the first key of
//! each block, which stays in memory while the segment is open.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde::{Deserialize, Serialize};

use crate::store::cache::{Cache, MemoryLimit};
use crate::store::codec;
use crate::store::engine::{Engine, EngineError, SegmentFile};
use crate::store::index::keys::Slot;
use crate::store::index::varint::{Packer, Unpacker};

type Result<T> = std::result::Result<T, EngineError>;

/// About how many bytes of entries go into a block: enough to be worth packing, few enough to unpack for one of them.
const BLOCK: usize = 8 << 10;

/// The most bytes that a block may claim to hold.
const LARGEST_BLOCK: usize = 1 << 30;

const PLAIN: u8 = 0;
const LZ4: u8 = 1;

/// What the index knows of a segment before it is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentHead {
    pub number: u32,
    pub blocks: u32,
    /// The bytes of its blocks.
    pub bytes: u64,
    /// The claim versions that it holds the columns of: the first, and the one after the last.
    pub slots: (Slot, Slot),
}

// ---- writing ----

/// Entries on their way into blocks.
#[derive(Default)]
struct BlockWriter {
    bytes: Packer,
    first: Vec<u8>,
    last: Vec<u8>,
}

impl BlockWriter {
    fn push(&mut self, key: &[u8], value: &[u8]) {
        if self.bytes.is_empty() {
            self.first = key.to_vec();
        }
        let shared = key.iter().zip(&self.last).take_while(|(one, other)| one == other).count();
        self.bytes.number(shared as u64);
        self.bytes.bytes(&key[shared..]);
        self.bytes.bytes(value);
        self.last.clear();
        self.last.extend_from_slice(key);
    }

    fn finish(&mut self) -> (Vec<u8>, Vec<u8>) {
        let bytes = std::mem::take(&mut self.bytes).into_bytes();
        self.last.clear();
        (std::mem::take(&mut self.first), pack(&bytes))
    }
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    codec::pack_into(&mut packed, bytes);
    let mut block = Packer::default();
    if packed.len() < bytes.len() {
        block.byte(LZ4);
        block.number(bytes.len() as u64);
        [block.into_bytes(), packed].concat()
    } else {
        block.byte(PLAIN);
        [block.into_bytes().as_slice(), bytes].concat()
    }
}

fn unpack(block: &[u8]) -> Result<Vec<u8>> {
    match block.split_first() {
        Some((&PLAIN, bytes)) => Ok(bytes.to_vec()),
        Some((&LZ4, rest)) => {
            let mut head = Unpacker::new(rest);
            let length = head.number()? as usize;
            let packed = &rest[rest.len() - head.left()..];
            let bytes = if length <= LARGEST_BLOCK { codec::unpack(packed, length) } else { None };
            bytes.ok_or_else(|| EngineError::new("a block is not what was packed"))
        }
        _ => Err(EngineError::new("a block is kept in an unknown way")),
    }
}

/// Cuts entries, which come in the order of their keys, into the blocks of a segment.
pub fn blocks<K: AsRef<[u8]>, V: AsRef<[u8]>>(
    entries: impl Iterator<Item = Result<(K, V)>>,
) -> impl Iterator<Item = Result<(Vec<u8>, Vec<u8>)>> {
    let mut entries = entries;
    let mut writer = BlockWriter::default();
    let mut done = false;
    std::iter::from_fn(move || {
        while !done {
            match entries.next() {
                Some(Ok((key, value))) => {
                    writer.push(key.as_ref(), value.as_ref());
                    if writer.bytes.len() >= BLOCK {
                        return Some(Ok(writer.finish()));
                    }
                }
                Some(Err(error)) => {
                    done = true;
                    return Some(Err(error));
                }
                None => done = true,
            }
        }
        (!writer.bytes.is_empty()).then(|| Ok(writer.finish()))
    })
}

/// Writes the blocks of a segment, and its directory; gives back how many blocks and bytes they are.
pub fn write(
    engine: &Engine,
    number: u32,
    mut blocks: impl Iterator<Item = Result<(Vec<u8>, Vec<u8>)>>,
) -> Result<(u32, u64)> {
    let mut directory = Some(Packer::default());
    let (mut count, mut bytes) = (0, 0);
    let values = std::iter::from_fn(|| match blocks.next() {
        Some(Ok((first, block))) => {
            directory.as_mut()?.bytes(&first);
            bytes += block.len() as u64;
            count += 1;
            Some(Ok(block))
        }
        Some(Err(error)) => Some(Err(error)),
        // The directory stands last.
        None => Some(Ok(directory.take()?.into_bytes())),
    });
    engine.write_segment(number, values)?;
    Ok((count, bytes))
}

// ---- reading ----

/// A place in a block or a directory, which are no longer than 4 GiB.
fn place_of(length: usize) -> Result<u32> {
    u32::try_from(length).map_err(|_| EngineError::new("a block of the index is longer than 4 GiB"))
}

/// A block, unpacked: its keys complete, its values where they stand.
pub struct Block {
    keys: Vec<u8>,
    bytes: Vec<u8>,
    entries: Vec<EntryRange>,
}

/// Where an entry's key ends, and where its value stands.
struct EntryRange {
    key_end: u32,
    value: u32,
    value_end: u32,
}

impl Block {
    fn read(block: &[u8]) -> Result<Block> {
        let bytes = unpack(block)?;
        let mut keys: Vec<u8> = Vec::with_capacity(bytes.len());
        let mut entries: Vec<EntryRange> = Vec::new();
        let (mut unpacker, mut last) = (Unpacker::new(&bytes), 0..0);
        while !unpacker.is_at_end() {
            let shared = unpacker.small()? as usize;
            let rest = unpacker.bytes()?;
            if shared > last.len() {
                return Err(EngineError::new("a key in a block is wrong"));
            }
            let start = keys.len();
            keys.extend_from_within(last.start..last.start + shared);
            keys.extend_from_slice(rest);
            last = start..keys.len();
            let value = unpacker.bytes()?;
            let value_end = bytes.len() - unpacker.left();
            entries.push(EntryRange {
                key_end: place_of(keys.len())?,
                value: place_of(value_end - value.len())?,
                value_end: place_of(value_end)?,
            });
        }
        entries.shrink_to_fit();
        keys.shrink_to_fit();
        Ok(Block { keys, bytes, entries })
    }

    fn size(&self) -> usize {
        self.keys.len() + self.bytes.len() + self.entries.len() * size_of::<EntryRange>()
    }

    fn key(&self, place: usize) -> &[u8] {
        let start = if place == 0 { 0 } else { self.entries[place - 1].key_end as usize };
        &self.keys[start..self.entries[place].key_end as usize]
    }

    fn value(&self, place: usize) -> &[u8] {
        let entry = &self.entries[place];
        &self.bytes[entry.value as usize..entry.value_end as usize]
    }

    /// Where the first entry stands whose key is not below `key`, and whether it is `key` itself.
    fn find(&self, key: &[u8]) -> (usize, bool) {
        let (mut low, mut high) = (0, self.entries.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.key(middle) < key { low = middle + 1 } else { high = middle }
        }
        (low, low < self.entries.len() && self.key(low) == key)
    }
}

/// The value of an entry, in the block that holds it.
pub struct Value {
    block: Arc<Block>,
    place: usize,
}

impl std::ops::Deref for Value {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.block.value(self.place)
    }
}

/// Blocks that were read lately, by whose they are, their segment and their number.
pub type BlockCache = Cache<(u32, u32, u32), Arc<Block>>;

/// A cache for blocks that may weigh so many bytes together.
pub fn block_cache(bytes: u64) -> BlockCache {
    Cache::new(bytes, 2 * BLOCK as u64)
}

/// The blocks of one index, in a cache that it may share with others.
#[derive(Clone)]
pub struct Blocks {
    cache: Arc<BlockCache>,
    owner: u32,
}

impl Default for Blocks {
    fn default() -> Blocks {
        Blocks::in_cache(Arc::new(block_cache(MemoryLimit::default().share(1))))
    }
}

impl Blocks {
    /// Those of an index that was opened just now: whatever others have put into the cache, it is not theirs.
    pub fn in_cache(cache: Arc<BlockCache>) -> Blocks {
        static OWNERS: AtomicU32 = AtomicU32::new(0);
        Blocks { cache, owner: OWNERS.fetch_add(1, Ordering::Relaxed) }
    }

    fn get(&self, run: &Segment, block: u32) -> Result<Arc<Block>> {
        let place = (self.owner, run.head.number, block);
        if let Some(block) = self.cache.known(&place) {
            return Ok(block);
        }
        let read = Arc::new(Block::read(&run.segment.value(block)?)?);
        self.cache.put(place, read.size(), read.clone());
        Ok(read)
    }
}

/// A segment that can be read.
pub struct Segment {
    pub head: SegmentHead,
    segment: SegmentFile,
    /// The first keys of its blocks, one behind another, and where each ends.
    firsts: Vec<u8>,
    ends: Vec<u32>,
}

impl Segment {
    pub fn open(engine: &Engine, head: &SegmentHead) -> Result<Segment> {
        let segment = engine.segment(head.number)?;
        if segment.count() != head.blocks.saturating_add(1) {
            return Err(EngineError::new("a run of it has another number of blocks"));
        }
        let directory = segment.value(head.blocks)?;
        let (mut firsts, mut ends) = (Vec::with_capacity(directory.len()), Vec::new());
        let mut unpacker = Unpacker::new(&directory);
        while !unpacker.is_at_end() {
            firsts.extend_from_slice(unpacker.bytes()?);
            ends.push(place_of(firsts.len())?);
        }
        if ends.len() != head.blocks as usize {
            return Err(EngineError::new("a directory of it is wrong"));
        }
        Ok(Segment { head: head.clone(), segment, firsts, ends })
    }

    fn first(&self, block: usize) -> &[u8] {
        let start = if block == 0 { 0 } else { self.ends[block - 1] as usize };
        &self.firsts[start..self.ends[block] as usize]
    }

    /// The block that holds `key`, if any does.
    fn block_of(&self, key: &[u8]) -> Option<usize> {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.first(middle) <= key { low = middle + 1 } else { high = middle }
        }
        low.checked_sub(1)
    }

    pub fn get(&self, blocks: &Blocks, key: &[u8]) -> Result<Option<Value>> {
        let Some(block) = self.block_of(key) else { return Ok(None) };
        let block = blocks.get(self, block as u32)?;
        let (place, found) = block.find(key);
        Ok(found.then_some(Value { block, place }))
    }

    /// The entries from `key` on.
    pub fn from(&self, blocks: &Blocks, key: &[u8]) -> Result<Cursor<'_>> {
        let mut cursor = Cursor { run: self, next: self.block_of(key).unwrap_or(0), block: None, place: 0 };
        cursor.load(blocks)?;
        if let Some(block) = &cursor.block {
            cursor.place = block.find(key).0;
            cursor.settle(blocks)?;
        }
        Ok(cursor)
    }
}

/// A cursor over the entries of a segment.
pub struct Cursor<'r> {
    run: &'r Segment,
    /// The block after the one that it is in.
    next: usize,
    block: Option<Arc<Block>>,
    place: usize,
}

impl Cursor<'_> {
    pub fn entry(&self) -> Option<(&[u8], &[u8])> {
        let block = self.block.as_ref()?;
        Some((block.key(self.place), block.value(self.place)))
    }

    pub fn step(&mut self, blocks: &Blocks) -> Result<()> {
        self.place += 1;
        self.settle(blocks)
    }

    fn settle(&mut self, blocks: &Blocks) -> Result<()> {
        while self.block.as_ref().is_some_and(|block| self.place >= block.entries.len()) {
            self.load(blocks)?;
        }
        Ok(())
    }

    fn load(&mut self, blocks: &Blocks) -> Result<()> {
        self.place = 0;
        self.block = if self.next < self.run.ends.len() {
            self.next += 1;
            Some(blocks.get(self.run, self.next as u32 - 1)?)
        } else {
            None
        };
        Ok(())
    }
}

#[cfg(any(test, fuzzing))]
pub(in crate::store) mod fuzzing {
    use crate::store::index::segment::{Block, blocks};

    /// A block that is read can be walked through and searched.
    pub fn block(input: &[u8]) {
        let Ok(block) = Block::read(input) else { return };
        for place in 0..block.entries.len() {
            let _ = (block.value(place), block.find(block.key(place)));
        }
    }

    /// The values of the entries in a block; none where it is a directory.
    #[cfg(test)]
    pub fn values(block: &[u8]) -> Vec<Vec<u8>> {
        let Ok(block) = Block::read(block) else { return Vec::new() };
        (0..block.entries.len()).map(|place| block.value(place).to_vec()).collect()
    }

    /// Entries in the order of their keys come back from the blocks that they are cut into. The input is a row of keys
    /// and values, each with its length before it.
    pub fn entries(input: &[u8]) {
        let mut entries = std::collections::BTreeMap::new();
        let mut rest = input;
        let mut next = || {
            let (length, behind) = rest.split_first()?;
            let (bytes, behind) = behind.split_at_checked(usize::from(*length))?;
            rest = behind;
            Some(bytes)
        };
        while let (Some(key), Some(value)) = (next(), next()) {
            entries.insert(key, value);
        }
        let mut left = entries.iter();
        for written in blocks(entries.iter().map(Ok)) {
            let (first, block) = written.expect("no entry is wrong");
            let block = Block::read(&block).expect("what was written can be read");
            assert_eq!(block.key(0), first);
            for place in 0..block.entries.len() {
                assert_eq!(left.next(), Some((&block.key(place), &block.value(place))));
                assert_eq!(block.find(block.key(place)), (place, true));
            }
        }
        assert_eq!(left.next(), None);
    }
}
