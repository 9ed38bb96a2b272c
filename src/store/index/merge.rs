//! Entries of several segments, and of the memtable, as those of one segment: in the order of their keys, and what stands
//! under one key in several of them made one.

use std::borrow::Cow;
use std::sync::Arc;

use crate::store::engine::EngineError;
use crate::store::index::keys::{POSTINGS, RECORDS_PER_CHUNK};
use crate::store::index::memtable::unpack_names;
use crate::store::index::posting_list::{entry, read_into};
use crate::store::index::segment::{Blocks, Cursor, Segment};
use crate::store::index::varint::Packer;
use crate::store::index::versions::{merge_rows, pack_rows, unpack_rows};
use roaring::RoaringBitmap;

type Result<T> = std::result::Result<T, EngineError>;

/// A cursor over the entries of several segments.
pub struct MergeIterator<'i> {
    blocks: &'i Blocks,
    cursors: Vec<Cursor<'i>>,
    /// The memtable, in the order of its keys; it comes after the segments.
    memtable: std::iter::Peekable<std::vec::IntoIter<(Vec<u8>, Vec<u8>)>>,
    begin: Vec<u8>,
    failed: bool,
}

impl<'i> MergeIterator<'i> {
    /// All entries of these segments.
    pub(super) fn of_segments(blocks: &'i Blocks, runs: &'i [Arc<Segment>]) -> Result<MergeIterator<'i>> {
        let cursors = runs.iter().map(|run| run.from(blocks, &[])).collect::<Result<_>>()?;
        let memtable = Vec::new().into_iter().peekable();
        Ok(MergeIterator { blocks, cursors, memtable, begin: Vec::new(), failed: false })
    }

    /// The entries whose keys have this prefix, of segments and of a memtable.
    pub(super) fn beginning(
        blocks: &'i Blocks,
        runs: &'i [Arc<Segment>],
        mut memtable: Vec<(Vec<u8>, Vec<u8>)>,
        begin: &[u8],
    ) -> Result<MergeIterator<'i>> {
        let cursors = runs.iter().map(|run| run.from(blocks, begin)).collect::<Result<_>>()?;
        memtable.sort_unstable();
        let memtable = memtable.into_iter().peekable();
        Ok(MergeIterator { blocks, cursors, memtable, begin: begin.to_vec(), failed: false })
    }

    fn step(&mut self) -> Result<Option<(Vec<u8>, Vec<u8>)>> {
        let keys = self.cursors.iter().filter_map(|cursor| Some(cursor.entry()?.0));
        let first = keys.chain(self.memtable.peek().map(|(key, _)| key.as_slice())).min();
        let Some(key) = first.filter(|key| key.starts_with(&self.begin)).map(<[u8]>::to_vec) else {
            return Ok(None);
        };
        let mut parts: Vec<Cow<'_, [u8]>> = Vec::new();
        for cursor in &self.cursors {
            if let Some((of, value)) = cursor.entry()
                && of == key
            {
                parts.push(Cow::Borrowed(value));
            }
        }
        if self.memtable.peek().is_some_and(|(of, _)| *of == key)
            && let Some((_, value)) = self.memtable.next()
        {
            parts.push(Cow::Owned(value));
        }
        let value = combined(&key, &parts)?;
        drop(parts);
        for cursor in &mut self.cursors {
            if cursor.entry().is_some_and(|(of, _)| of == key) {
                cursor.step(self.blocks)?;
            }
        }
        Ok(Some((key, value)))
    }
}

impl Iterator for MergeIterator<'_> {
    type Item = Result<(Vec<u8>, Vec<u8>)>;

    /// After an error there are no more.
    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let step = self.step();
        self.failed = step.is_err();
        step.transpose()
    }
}

/// What stands under one key in several segments, the oldest first, as one.
fn combined(key: &[u8], parts: &[Cow<'_, [u8]>]) -> Result<Vec<u8>> {
    let [first, _, ..] = parts else { return Ok(parts.first().map_or(Vec::new(), |part| part.to_vec())) };
    match key.first() {
        Some(&POSTINGS) => {
            let mut values = RoaringBitmap::new();
            parts.iter().try_for_each(|part| read_into(&mut values, part))?;
            Ok(entry(&values))
        }
        Some(b'N') => combined_names(parts),
        Some(b'V') => combined_rows(key, parts),
        _ => Ok(first.to_vec()),
    }
}

fn combined_names(parts: &[Cow<'_, [u8]>]) -> Result<Vec<u8>> {
    let mut packer = Packer::default();
    for (place, part) in parts.iter().enumerate() {
        let (first, names) = unpack_names(part)?;
        if place == 0 {
            packer.number(u64::from(first));
        }
        names.iter().for_each(|name| packer.text(name));
    }
    Ok(packer.into_bytes())
}

fn combined_rows(key: &[u8], parts: &[Cow<'_, [u8]>]) -> Result<Vec<u8>> {
    let chunk = key.get(2..6).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes);
    let first = chunk.saturating_mul(RECORDS_PER_CHUNK);
    let mut rows = Vec::new();
    for part in parts {
        merge_rows(&mut rows, unpack_rows(first, part)?);
    }
    Ok(pack_rows(first, rows.iter()))
}
