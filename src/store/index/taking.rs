//! Taking a transaction into the index, change by change: ordinals, versions and slots.

use roaring::RoaringBitmap;

use super::super::change::{Change, Stamp};
use super::super::columns::ColumnsOf;
use super::super::engine::EngineError;
use super::super::fresh::Fresh;
use super::super::journal::{FrameHead, Journal, Locator};
use super::super::keys::{Ordinal, Posting, Slot};
use super::super::streaming::Known;
use super::super::trail::{Act, Facts, Named, Row, Version};
use super::{Index, TransactionEntry};
use crate::model::record::{Dated, Ref};
use crate::model::{Claim, Interval, Key, Record, RecordType};

type Result<T> = std::result::Result<T, EngineError>;

/// A transaction on its way into the index. Where one is not finished, the index is not to be used any more.
pub struct Taking<'i> {
    pub(super) index: &'i mut Index,
    sequence: u64,
    ended: RoaringBitmap,
}

impl<'i> Taking<'i> {
    pub(super) fn new(index: &'i mut Index, sequence: u64) -> Taking<'i> {
        Taking { index, sequence, ended: RoaringBitmap::new() }
    }

    /// Takes in one change of the transaction, with its place in the journal.
    ///
    /// # Errors
    /// What the index holds of the record cannot be read.
    pub fn take(&mut self, change: &Change, at: Locator, journal: &Journal) -> Result<()> {
        self.index.counters.changes += 1;
        self.index.fresh.changes += 1;
        match change {
            Change::Add(record) => self.put(record, Act::Added, at),
            Change::Correct { record, .. } => self.put(record, Act::Corrected, at),
            Change::Retract { key, .. } => self.retract(key, at),
            Change::Restore { key, .. } => self.restore(key, at, journal),
        }
    }

    /// Takes in a record that is new.
    ///
    /// # Errors
    /// As [`Taking::take`].
    pub fn add_record(&mut self, record: &Record, at: Locator) -> Result<()> {
        self.index.counters.changes += 1;
        self.index.fresh.changes += 1;
        self.put(record, Act::Added, at)
    }

    /// Whether a record is there already.
    ///
    /// # Errors
    /// As [`Taking::take`].
    pub fn known(&self, record: &Record) -> Result<Known> {
        let Some(ordinal) = self.index.ordinal(record.record_type(), &record.name())? else {
            return Ok(Known::No);
        };
        let of = record.record_type() as usize;
        Ok(match self.index.fresh.names[of].name(ordinal) {
            None => Known::Before,
            Some(_) if self.index.fresh.rows[of].has(ordinal) => Known::InThisTransaction,
            Some(_) => Known::No,
        })
    }

    /// The index with what was taken in so far.
    pub fn index(&self) -> &Index {
        self.index
    }

    /// The transaction is whole.
    pub fn finish(self, head: &FrameHead, stamp: &Stamp) {
        let Taking { index, sequence, ended } = self;
        if !ended.is_empty() {
            index.fresh.ended.push((sequence, ended));
        }
        index.fresh.transactions.push(TransactionEntry {
            head: head.clone(),
            stamp: stamp.clone(),
            changes: index.counters.changes,
            slots: index.counters.slots,
        });
        index.counters.head = Some(head.clone());
    }

    fn put(&mut self, record: &Record, act: Act, at: Locator) -> Result<()> {
        let record_type = record.record_type();
        let ordinal = self.named(record_type, &record.name())?;
        let row = if act == Act::Added && self.is_new(record_type, ordinal) {
            None
        } else {
            self.index.row(record_type, ordinal)?
        };
        let mut row =
            row.unwrap_or(Row { ordinal, order: self.index.counters.changes, versions: Vec::new() });
        let (slot, facts) = match record {
            Record::Claim(claim) => (self.new_slot(claim, &row, at)?, Facts::None),
            other => (0, self.post_record(other, ordinal)?),
        };
        self.add(&Posting::All(record_type), ordinal);
        row.versions.push(Version { sequence: self.sequence, act, change: at, content: at, slot, facts });
        self.fresh().rows[record_type as usize].put(&row);
        Ok(())
    }

    /// Whether the ordinal was given since the last run, so that no run has a version of it.
    fn is_new(&self, record_type: RecordType, ordinal: Ordinal) -> bool {
        let fresh = &self.index.fresh;
        fresh.names[record_type as usize].name(ordinal).is_some()
            && !fresh.rows[record_type as usize].has(ordinal)
    }

    fn retract(&mut self, key: &Key, at: Locator) -> Result<()> {
        let Some((mut row, last)) = self.last_version(key)? else { return Ok(()) };
        if key.record_type() == RecordType::Claim {
            self.end(last.slot);
            self.add(&Posting::Retracted, last.slot);
        }
        row.versions.push(Version { sequence: self.sequence, act: Act::Retracted, change: at, ..last });
        self.fresh().rows[key.record_type() as usize].put(&row);
        Ok(())
    }

    /// A restored claim is a new version with the old content.
    fn restore(&mut self, key: &Key, at: Locator, journal: &Journal) -> Result<()> {
        let Some((mut row, last)) = self.last_version(key)? else { return Ok(()) };
        let mut version = Version { sequence: self.sequence, act: Act::Restored, change: at, ..last.clone() };
        if key.record_type() == RecordType::Claim
            && let Change::Add(Record::Claim(claim)) | Change::Correct { record: Record::Claim(claim), .. } =
                journal.read(last.content).map_err(EngineError::from)?
        {
            self.add(&Posting::Restored, last.slot);
            version.slot = self.new_slot(&claim, &row, last.content)?;
        }
        row.versions.push(version);
        self.fresh().rows[key.record_type() as usize].put(&row);
        Ok(())
    }

    // ---- ordinals and versions ----

    pub(super) fn fresh(&mut self) -> &mut Fresh {
        &mut self.index.fresh
    }

    pub(super) fn add(&mut self, posting: &Posting, value: u32) {
        self.index.fresh.postings.add(posting, value);
    }

    /// The ordinal of a record, given now where it has none yet.
    pub(super) fn named(&mut self, record_type: RecordType, name: &str) -> Result<Ordinal> {
        if let Some(ordinal) = self.index.ordinal(record_type, name)? {
            return Ok(ordinal);
        }
        self.index.counters.ordinals[record_type as usize] += 1;
        Ok(self.fresh().names[record_type as usize].push(name))
    }

    pub(super) fn entity(&mut self, reference: &Ref) -> Result<Named> {
        let ordinal = self.named(RecordType::Entity, reference.id.as_str())?;
        Ok(Named { ordinal, certain: reference.certain })
    }

    pub(super) fn source(&mut self, reference: &Ref) -> Result<Named> {
        let ordinal = self.named(RecordType::Source, reference.id.as_str())?;
        Ok(Named { ordinal, certain: reference.certain })
    }

    fn last_version(&mut self, key: &Key) -> Result<Option<(Row, Version)>> {
        let ordinal = self.named(key.record_type(), &key.name())?;
        let Some(row) = self.index.row(key.record_type(), ordinal)? else { return Ok(None) };
        let last = row.versions.last().cloned();
        Ok(last.map(|last| (row, last)))
    }

    fn new_slot(&mut self, claim: &Claim, row: &Row, at: Locator) -> Result<Slot> {
        if let Some(last) = row.versions.last() {
            self.end(last.slot);
        }
        let interval = |dated: &Dated| -> Interval { dated.date.interval() };
        let columns = ColumnsOf {
            claim: row.ordinal,
            order: row.order,
            content: at,
            said: claim.said.as_ref().map(interval),
            concerns: claim.concerns.as_ref().map(interval),
            speakers: claim.speakers.iter().map(|one| self.entity(one)).collect::<Result<_>>()?,
            about: claim.about.iter().map(|one| self.entity(one)).collect::<Result<_>>()?,
            chains: claim
                .citations
                .iter()
                .map(|citation| {
                    let chain = std::iter::once(&citation.source).chain(&citation.via);
                    chain.map(|one| self.source(one)).collect()
                })
                .collect::<Result<_>>()?,
        };
        let slot = self.index.counters.slots;
        self.index.counters.slots += 1;
        self.fresh().columns.push(&columns);
        self.post_claim(claim, &columns, slot)?;
        Ok(slot)
    }

    fn end(&mut self, slot: Slot) {
        if self.ended.insert(slot) {
            self.add(&Posting::Ended, slot);
        }
    }
}
