//! The index: a log-structured merge tree whose log is the journal. What each record is found by stands in `entries`.
//!
//! A transaction goes into the memtable. When that has grown, it is written as a segment, and segments of like size are
//! compacted into one. So a small transaction writes nothing here: after a crash the memtable is read from the journal
//! again. Later segments add to what earlier ones hold: posting lists only grow, the versions of a record follow each
//! other, and each claim version stands in one segment alone.

pub mod columns;
mod counters;
pub mod keys;
pub mod memtable;
pub mod posting_list;
pub mod segment;
mod texts;
pub mod varint;
pub mod versions;

mod entries;
mod merge;
pub(in crate::store) mod update;

use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::thread;

use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};

use super::codec;
use super::engine::{Batch, Engine, EngineError};
use super::journal::FrameHead;
use crate::model::RecordType;
use crate::store::index::columns::{Column, end_of_chunk};
pub use crate::store::index::counters::{Counters, TransactionEntry};
use crate::store::index::keys::{Entry, Ordinal, PostingKey, RECORDS_PER_CHUNK, SLOTS_PER_CHUNK, Slot};
use crate::store::index::memtable::{Memtable, unpack_names};
pub use crate::store::index::merge::MergeIterator;
use crate::store::index::posting_list::read_into;
use crate::store::index::segment::{Blocks, Segment, SegmentHead, Value};
pub use crate::store::index::texts::{claim_texts, source_fields};
pub use crate::store::index::update::IndexUpdate;
use crate::store::index::varint::Unpacker;
use crate::store::index::versions::{RecordVersions, Version, unpack_row, unpack_rows};

/// Counts up whenever what the index holds changes its meaning; an index of another format is rebuilt.
pub const INDEX_FORMAT: u32 = 11;

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
    runs: Vec<Segment>,
    memtable: Memtable,
    blocks: Blocks,
    /// How far it has come, with the memtable.
    counters: Counters,
}

impl Index {
    /// Opens the index that an engine holds, or begins one.
    ///
    /// # Errors
    /// Where it cannot be read, or is of another format.
    pub fn open(engine: Engine) -> Result<Index> {
        let meta = match engine.get(META) {
            Some(bytes) => codec::decode(&bytes).map_err(|_| another_format())?,
            None => Meta::empty(),
        };
        if meta.format != INDEX_FORMAT {
            return Err(another_format());
        }
        let runs = meta.runs.iter().map(|head| Segment::open(&engine, head)).collect::<Result<_>>()?;
        let counters = meta.counters.clone();
        let index = Index {
            memtable: Memtable::new(&counters),
            engine,
            meta,
            runs,
            blocks: Blocks::default(),
            counters,
        };
        if index.engine.is_being_written() {
            // A process that was killed may have left segments that it did not finish, or no longer needed.
            index.remove_orphans()?;
        }
        Ok(index)
    }

    /// How far it has come.
    pub fn counters(&self) -> &Counters {
        &self.counters
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
        self.counters = self.meta.counters.clone();
        self.memtable = Memtable::new(&self.counters);
    }

    /// Begins to add a transaction. The memtable before stays what it is until the transaction is finished.
    pub fn begin(&mut self, sequence: u64) -> IndexUpdate<'_> {
        IndexUpdate::new(self, sequence)
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
        self.memtable = Memtable::new(&self.counters);
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

    /// Makes the segments that `meta` names the current ones.
    fn adopt(&mut self) -> Result<()> {
        let in_force: Vec<u32> = self.meta.runs.iter().map(|head| head.number).collect();
        self.write_meta()?;
        self.runs.retain(|run| in_force.contains(&run.head.number));
        for (place, head) in self.meta.runs.iter().enumerate() {
            if self.runs.get(place).is_none_or(|run| run.head != *head) {
                self.runs.insert(place, Segment::open(&self.engine, head)?);
            }
        }
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
        self.blocks.forget();
        self.remove_orphans()
    }

    // ---- reading ----

    /// All entries whose keys have this prefix, segments and the memtable as one.
    pub fn entries<'i>(&'i self, begin: &[u8]) -> Result<MergeIterator<'i>> {
        MergeIterator::beginning(self, begin)
    }

    /// What the segments hold under a key, the oldest first.
    fn in_segments(&self, key: &[u8]) -> impl Iterator<Item = Result<Value>> {
        self.runs.iter().filter_map(move |run| run.get(&self.blocks, key).transpose())
    }

    pub fn ordinal(&self, record_type: RecordType, name: &str) -> Result<Option<Ordinal>> {
        if let Some(ordinal) = self.memtable.names[record_type as usize].get(name) {
            return Ok(Some(ordinal));
        }
        if self.runs.is_empty() {
            return Ok(None);
        }
        let key = Entry::Id(record_type, name).key();
        let found = self.in_segments(&key).next().transpose()?;
        found.map(|value| Unpacker::new(&value).small()).transpose()
    }

    /// The names of the records of a chunk; empty where one has none yet.
    pub fn names(&self, record_type: RecordType, chunk: u32) -> Result<Vec<String>> {
        let mut all = Vec::new();
        let mut add = |bytes: &[u8]| -> Result<()> {
            let (first, names) = unpack_names(bytes)?;
            if all.is_empty() {
                all.resize((first as usize).min(RECORDS_PER_CHUNK as usize), String::new());
            }
            all.extend(names);
            Ok(())
        };
        for value in self.in_segments(&Entry::Names(record_type, chunk).key()) {
            add(&value?)?;
        }
        if let Some(bytes) = self.memtable.names[record_type as usize].chunk(chunk) {
            add(&bytes)?;
        }
        Ok(all)
    }

    /// The versions of the records of a chunk.
    pub fn rows(&self, record_type: RecordType, chunk: u32) -> Result<Vec<RecordVersions>> {
        let mut rows = Vec::new();
        for value in self.in_segments(&Entry::Versions(record_type, chunk).key()) {
            merge_rows(&mut rows, unpack_rows(chunk * RECORDS_PER_CHUNK, &value?)?);
        }
        merge_rows(&mut rows, self.memtable.rows[record_type as usize].chunk(chunk)?);
        Ok(rows)
    }

    /// The versions of one record, also those that are not in the memtable.
    fn row(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<RecordVersions>> {
        if let Some(row) = self.memtable.rows[record_type as usize].get(ordinal)? {
            return Ok(Some(row));
        }
        if self.runs.is_empty() {
            return Ok(None);
        }
        let chunk = ordinal / RECORDS_PER_CHUNK;
        let mut rows = Vec::new();
        for value in self.in_segments(&Entry::Versions(record_type, chunk).key()) {
            let row = unpack_row(chunk * RECORDS_PER_CHUNK, &value?, ordinal)?;
            merge_rows(&mut rows, row.into_iter().collect());
        }
        Ok(rows.pop())
    }

    /// The last version of a record.
    pub fn last_version(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<Version>> {
        Ok(self.row(record_type, ordinal)?.and_then(|mut row| row.versions.pop()))
    }

    /// Whether every record that was named since the last segment is there.
    pub fn memtable_covers_all(&self) -> bool {
        self.memtable
            .names
            .iter()
            .zip(&self.memtable.rows)
            .all(|(names, rows)| rows.count_from(names.first()) == names.count())
    }

    /// A column of the chunk that a slot lies in.
    pub fn column<C: Column>(&self, slot: Slot) -> Result<C> {
        let from = slot / SLOTS_PER_CHUNK * SLOTS_PER_CHUNK;
        let (low, high) = (Entry::Column(C::OF, from).key(), Entry::Column(C::OF, end_of_chunk(from)).key());
        let mut column = C::default();
        for run in &self.runs {
            if run.head.slots.0 >= end_of_chunk(from) || run.head.slots.1 <= from {
                continue;
            }
            let mut cursor = run.from(&self.blocks, &low)?;
            while let Some((key, part)) = cursor.entry() {
                if key >= high.as_slice() {
                    break;
                }
                column.add(part)?;
                cursor.step(&self.blocks)?;
            }
        }
        for part in self.memtable.columns.parts(C::OF, from) {
            column.add(part)?;
        }
        Ok(column)
    }

    pub fn posting(&self, posting: &PostingKey) -> Result<RoaringBitmap> {
        let key = posting.key();
        let mut values = RoaringBitmap::new();
        for value in self.in_segments(&key) {
            read_into(&mut values, &value?)?;
        }
        if let Some(memtable) = self.memtable.posting(&key) {
            values |= memtable.bitmap();
        }
        Ok(values)
    }

    pub fn transaction(&self, sequence: u64) -> Result<Option<TransactionEntry>> {
        let memtable = &self.memtable.transactions;
        if let Some(first) = memtable.first().filter(|first| first.head.sequence <= sequence) {
            return Ok(memtable.get((sequence - first.head.sequence) as usize).cloned());
        }
        let found = self.in_segments(&Entry::Transaction(sequence).key()).next().transpose()?;
        found.map(|bytes| Ok(codec::decode(&bytes)?)).transpose()
    }

    /// The claim versions that were ended by the transaction `sequence` or before.
    pub fn ended_until(&self, sequence: u64) -> Result<RoaringBitmap> {
        let mut ended = RoaringBitmap::new();
        let last = Entry::Ended(sequence).key();
        for entry in self.entries(keys::ENDED)? {
            let (key, value) = entry?;
            if key > last {
                break;
            }
            read_into(&mut ended, &value)?;
        }
        Ok(ended)
    }
}

/// Adds later rows to those of earlier segments, in the order of their ordinals.
fn merge_rows(rows: &mut Vec<RecordVersions>, later: Vec<RecordVersions>) {
    if rows.last().is_none_or(|last| later.first().is_none_or(|first| last.ordinal < first.ordinal)) {
        rows.extend(later);
        return;
    }
    for row in later {
        match rows.binary_search_by_key(&row.ordinal, |row| row.ordinal) {
            Ok(place) => {
                let known = rows[place].versions.last().map_or(0, |version| version.sequence);
                let new = row.versions.into_iter().filter(|version| version.sequence > known);
                rows[place].versions.extend(new);
            }
            Err(place) => rows.insert(place, row),
        }
    }
}

fn another_format() -> EngineError {
    EngineError::new("it was made by another version of dictum")
}
