//! Adding to an index: transactions into the memtable, the memtable into a segment, segments of like size into one.

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;

use serde::{Deserialize, Serialize};

use crate::store::codec;
use crate::store::engine::{Batch, Engine, EngineError};
use crate::store::index::counters::Counters;
use crate::store::index::memtable::Memtable;
use crate::store::index::merge::MergeIterator;
use crate::store::index::reader::IndexReader;
use crate::store::index::segment::{self, Blocks, Segment, SegmentHead};
use crate::store::index::update::{IndexUpdate, take_many};
use crate::store::journal::FrameHead;

/// Counts up whenever what the index holds changes its meaning; an index of another format is rebuilt.
pub const INDEX_FORMAT: u32 = 13;

/// How many changes the memtable holds before it is written as a segment.
const MEMTABLE_CHANGES: u64 = 1_000;

/// How many changes of the memtable are worth a segment when the database is closed: fewer are sooner read from the journal again.
const FLUSH_ON_CLOSE: u64 = 200;

/// The same by how much of the journal they take, since few changes can be large.
const MEMTABLE_BYTES: u64 = 4 << 20;
const FLUSH_ON_CLOSE_BYTES: u64 = 256 << 10;

/// A segment is merged with the one before it unless that is so many times as large.
const FANOUT: u64 = 4;

/// The key under which the engine holds [`Meta`].
const META: &[u8] = b"M";

/// The key under which the engine holds [`Known`].
const KNOWN: &[u8] = b"K";

type Result<T> = std::result::Result<T, EngineError>;

/// What the engine holds of the index beside its segments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Meta {
    format: u32,
    /// As of the last segment.
    counters: Counters,
    /// The oldest first.
    runs: Vec<SegmentHead>,
    /// The number of the next segment.
    next: u32,
}

impl Meta {
    fn empty() -> Meta {
        Meta { format: INDEX_FORMAT, counters: Counters::empty(), runs: Vec::new(), next: 0 }
    }
}

/// What the index knows of the journal that it was made from: whoever finds a journal without that last transaction,
/// even if only its memtable does, knows that the journal has lost something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The hash of the first transaction: it distinguishes this journal, and copies of it, from all others.
    pub first: [u8; 32],
    /// The last transaction that was ever indexed.
    pub last: FrameHead,
}

/// An index that can be read and added to.
pub struct Index {
    engine: Engine,
    meta: Meta,
    reader: Arc<IndexReader>,
}

impl Deref for Index {
    type Target = IndexReader;

    fn deref(&self) -> &IndexReader {
        &self.reader
    }
}

impl Index {
    /// Opens the index that an engine holds, or begins one.
    ///
    /// # Errors
    /// Where it cannot be read, or is of another format.
    pub fn open(engine: Engine) -> Result<Index> {
        Index::open_with(engine, Blocks::default())
    }

    /// The same; the blocks that it reads are kept with those of others.
    ///
    /// # Errors
    /// As [`Index::open`].
    pub fn open_with(engine: Engine, blocks: Blocks) -> Result<Index> {
        let meta = match engine.get(META) {
            Some(bytes) => codec::decode(&bytes).map_err(|_| another_format())?,
            None => Meta::empty(),
        };
        if meta.format != INDEX_FORMAT {
            return Err(another_format());
        }
        let open = |head| Segment::open(&engine, head).map(Arc::new);
        let runs = meta.runs.iter().map(open).collect::<Result<_>>()?;
        let reader = Arc::new(flushed(&meta, runs, blocks));
        let index = Index { engine, meta, reader };
        if index.engine.is_being_written() {
            // A process that was killed may have left segments that it did not finish, or no longer needed.
            index.remove_orphans()?;
        }
        Ok(index)
    }

    /// What can be read of it now, for a snapshot: it stays as it is while the index is added to.
    pub fn reader(&self) -> &Arc<IndexReader> {
        &self.reader
    }

    /// What is known of the journal, also by a process that had no time to write more of it than this.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn known(&self) -> Result<Option<Known>> {
        self.engine.get(KNOWN).map(|bytes| codec::decode(&bytes).map_err(|_| another_format())).transpose()
    }

    /// What the index in a folder knew of the journal when it was last closed, even if the index is not to be trusted.
    pub fn known_in(folder: &Path) -> Option<Known> {
        codec::decode(&Engine::evidence(folder, KNOWN)?).ok()
    }

    /// Remembers that a transaction was indexed.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn remember(&self) -> Result<()> {
        let Some(last) = &self.counters.head else { return Ok(()) };
        let known = self.known()?;
        if !self.engine.writable() || known.as_ref().is_some_and(|known| known.last == *last) {
            return Ok(());
        }
        let first = match known {
            Some(known) => known.first,
            None => self.transaction(1)?.map_or(last.hash, |entry| entry.head.hash),
        };
        let mut batch = Batch::default();
        batch.put(KNOWN, codec::encode(&Known { first, last: last.clone() }));
        self.engine.apply(batch)
    }

    pub fn size_on_disk(&self) -> Result<u64> {
        self.engine.size_on_disk()
    }

    /// Flushes what is worth it and closes the files.
    pub fn close(mut self) -> Result<()> {
        let is_large =
            self.memtable.changes >= FLUSH_ON_CLOSE || self.memtable_bytes() >= FLUSH_ON_CLOSE_BYTES;
        let is_worth_it = is_large && self.engine.writable();
        let written = if is_worth_it { self.flush_memtable() } else { Ok(()) };
        let closed = self.engine.close();
        written.and(closed)
    }

    // ---- writing ----

    /// Forgets what came after the last segment.
    pub fn discard_memtable(&mut self) {
        self.reader = Arc::new(flushed(&self.meta, self.reader.runs.clone(), self.reader.blocks.clone()));
    }

    /// Begins to add a transaction. The memtable before stays what it is until the transaction is finished.
    pub fn begin(&mut self, sequence: u64) -> IndexUpdate<'_> {
        IndexUpdate::new(Arc::make_mut(&mut self.reader), sequence)
    }

    /// Adds a transaction of very many changes, the words of whose claims are posted on a thread of their own.
    ///
    /// # Errors
    /// Those of the work.
    pub fn take_many<T, E>(
        &mut self,
        sequence: u64,
        work: impl FnOnce(&mut IndexUpdate<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        take_many(Arc::make_mut(&mut self.reader), sequence, work)
    }

    /// Flushes the memtable as a segment, if it has grown, and merges segments of like size. Says whether it did.
    ///
    /// # Errors
    /// Where it cannot be written; the index is then to be rebuilt.
    pub fn settle(&mut self) -> Result<bool> {
        let is_small = self.memtable.changes < MEMTABLE_CHANGES && self.memtable_bytes() < MEMTABLE_BYTES;
        if is_small || !self.engine.writable() {
            return Ok(false);
        }
        self.flush_memtable()?;
        Ok(true)
    }

    /// How much of the journal the memtable holds. A change may be of any size: an entity can have a million names.
    fn memtable_bytes(&self) -> u64 {
        let end = |counters: &Counters| counters.head.as_ref().map_or(0, FrameHead::end);
        end(&self.counters).saturating_sub(end(&self.meta.counters))
    }

    /// Flushes the memtable as a segment.
    ///
    /// # Errors
    /// As [`Index::settle`].
    pub fn flush_memtable(&mut self) -> Result<()> {
        if self.memtable.changes == 0 {
            return Ok(());
        }
        let number = self.next_number();
        let slots = (self.meta.counters.slots, self.counters.slots);
        let (blocks, bytes) = self.write_memtable(number)?;
        let head = SegmentHead { number, blocks, bytes, slots };
        self.meta.runs.push(head);
        self.meta.counters = self.counters.clone();
        self.adopt()?;
        self.compact()
    }

    /// Writes the memtable as a segment: one thread makes the blocks, this one hands them to the engine.
    fn write_memtable(&self, number: u32) -> Result<(u32, u64)> {
        /// How many blocks may wait for the engine.
        const WAITING: usize = 256;
        let memtable = &self.memtable;
        thread::scope(|scope| {
            let (to, blocks) = sync_channel(WAITING);
            scope.spawn(move || {
                // It ends early where the engine takes no more.
                let _ = segment::blocks(memtable.entries().map(Ok)).try_for_each(|block| to.send(block));
            });
            segment::write(&self.engine, number, blocks.into_iter())
        })
    }

    fn next_number(&mut self) -> u32 {
        let number = self.meta.next;
        self.meta.next += 1;
        number
    }

    /// Makes the segments that `meta` names the current ones. What the memtable held is in them.
    fn adopt(&mut self) -> Result<()> {
        let in_force: Vec<u32> = self.meta.runs.iter().map(|head| head.number).collect();
        self.write_meta()?;
        let mut runs = self.reader.runs.clone();
        runs.retain(|run| in_force.contains(&run.head.number));
        for (place, head) in self.meta.runs.iter().enumerate() {
            if runs.get(place).is_none_or(|run| run.head != *head) {
                runs.insert(place, Arc::new(Segment::open(&self.engine, head)?));
            }
        }
        self.reader = Arc::new(flushed(&self.meta, runs, self.reader.blocks.clone()));
        Ok(())
    }

    fn write_meta(&self) -> Result<()> {
        let mut batch = Batch::default();
        batch.put(META, codec::encode(&self.meta));
        self.engine.apply(batch)
    }

    /// Removes the segments that are not current. That they are not must be on the disk first.
    fn remove_orphans(&self) -> Result<()> {
        self.engine.flush()?;
        self.engine.keep_segments(&self.meta.runs.iter().map(|head| head.number).collect())
    }

    /// Compacts the last segments, as long as the one before them is not much larger.
    fn compact(&mut self) -> Result<()> {
        let mut first = self.runs.len();
        let mut bytes = 0;
        while first > 0 && (bytes == 0 || self.runs[first - 1].head.bytes < FANOUT * bytes) {
            first -= 1;
            bytes += self.runs[first].head.bytes;
        }
        if self.runs.len() - first < 2 {
            return Ok(());
        }
        let number = self.next_number();
        let slots = (self.runs[first].head.slots.0, self.counters.slots);
        let merged = MergeIterator::of_segments(&self.blocks, &self.runs[first..])?;
        let (blocks, bytes) = segment::write(&self.engine, number, segment::blocks(merged))?;
        self.meta.runs.truncate(first);
        self.meta.runs.push(SegmentHead { number, blocks, bytes, slots });
        self.adopt()?;
        self.remove_orphans()
    }
}

/// An index all of which is in its segments.
fn flushed(meta: &Meta, runs: Vec<Arc<Segment>>, blocks: Blocks) -> IndexReader {
    let counters = meta.counters.clone();
    let flushed = counters.sequence();
    IndexReader { runs, memtable: Memtable::new(&counters), blocks, counters, flushed }
}

fn another_format() -> EngineError {
    EngineError::new("it was made by another version of dictum")
}
