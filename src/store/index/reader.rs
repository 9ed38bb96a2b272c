//! What can be read of an index: its segments and its memtable, as they were after one transaction. Snapshots share it;
//! whoever adds to the index while one holds it adds to a copy.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::model::RecordType;
use crate::store::codec;
use crate::store::engine::EngineError;
use crate::store::index::columns::{Column, end_of_chunk};
use crate::store::index::counters::{Counters, TransactionEntry};
use crate::store::index::keys::{self, Entry, Ordinal, PostingKey, RECORDS_PER_CHUNK, SLOTS_PER_CHUNK, Slot};
use crate::store::index::memtable::{Memtable, unpack_names};
use crate::store::index::merge::MergeIterator;
use crate::store::index::posting_list::read_into;
use crate::store::index::segment::{Blocks, Segment, Value};
use crate::store::index::varint::Unpacker;
use crate::store::index::versions::{RecordVersions, Version, merge_rows, unpack_row, unpack_rows};

type Result<T> = std::result::Result<T, EngineError>;

/// An index as it was after one transaction.
#[derive(Clone)]
pub struct IndexReader {
    /// The oldest first.
    pub(super) runs: Vec<Arc<Segment>>,
    pub(super) memtable: Memtable,
    pub(super) blocks: Blocks,
    /// How far it has come, with the memtable.
    pub(super) counters: Counters,
    /// The last transaction that is in the segments.
    pub(super) flushed: u64,
}

impl IndexReader {
    /// How far it has come.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// The last transaction that is in the segments: what they hold follows from it.
    pub fn flushed(&self) -> u64 {
        self.flushed
    }

    /// All entries whose keys have this prefix, segments and the memtable as one.
    pub fn entries<'i>(&'i self, begin: &[u8]) -> Result<MergeIterator<'i>> {
        MergeIterator::beginning(&self.blocks, &self.runs, self.memtable.entries_beginning(begin), begin)
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

    /// The versions of the records of a chunk that are in the segments.
    pub fn rows_in_segments(&self, record_type: RecordType, chunk: u32) -> Result<Vec<RecordVersions>> {
        let mut rows = Vec::new();
        for value in self.in_segments(&Entry::Versions(record_type, chunk).key()) {
            merge_rows(&mut rows, unpack_rows(chunk * RECORDS_PER_CHUNK, &value?)?);
        }
        Ok(rows)
    }

    /// All versions of a record of which the memtable has some.
    pub fn row_in_memtable(
        &self,
        record_type: RecordType,
        ordinal: Ordinal,
    ) -> Result<Option<RecordVersions>> {
        self.memtable.rows[record_type as usize].get(ordinal)
    }

    /// The versions of the records of a chunk.
    pub fn rows(&self, record_type: RecordType, chunk: u32) -> Result<Vec<RecordVersions>> {
        let mut rows = self.rows_in_segments(record_type, chunk)?;
        merge_rows(&mut rows, self.memtable.rows[record_type as usize].chunk(chunk)?);
        Ok(rows)
    }

    /// The versions of one record, also those that are not in the memtable.
    pub(super) fn row(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<RecordVersions>> {
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
