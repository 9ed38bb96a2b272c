//! Adding a transaction to the index, change by change: ordinals, versions and slots.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use roaring::RoaringBitmap;

use crate::model::record::{Dated, Ref};
use crate::model::text::fold;
use crate::model::{Claim, Dating, Key, Record, RecordType};
use crate::store::change::{Change, Gap, Stamp};
use crate::store::engine::EngineError;
use crate::store::index::columns::{ColumnsOf, PresentedAs};
use crate::store::index::counters::TransactionEntry;
use crate::store::index::keys::{Ordinal, PostingKey, Slot};
use crate::store::index::memtable::Memtable;
use crate::store::index::reader::IndexReader;
use crate::store::index::versions::{ChangeKind, Facts, Named, RecordVersions, Version};
use crate::store::journal::{FrameHead, Journal, Locator};

type Result<T> = std::result::Result<T, EngineError>;

/// Whether a record is known already.
pub enum Presence {
    No,
    InThisTransaction,
    Before,
}

/// A transaction that is being added to the index. If it is never finished, the index must not be used any more.
pub struct IndexUpdate<'i> {
    pub(super) index: &'i mut IndexReader,
    sequence: u64,
    ended: RoaringBitmap,
    /// Where the claims go whose words are posted on another thread.
    pub(super) elsewhere: Option<WordThread>,
}

/// Claims on their way to the thread that posts their words, some at a time.
pub(super) struct WordThread {
    to: SyncSender<Vec<(Slot, Claim)>>,
    claims: Vec<(Slot, Claim)>,
}

/// How many claims go over at a time, and how many times may wait there.
const CLAIMS: usize = 256;
const WAITING: usize = 8;

impl WordThread {
    fn send(&mut self, slot: Slot, claim: Claim) {
        self.claims.push((slot, claim));
        if self.claims.len() == CLAIMS {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        // Nobody takes them only where that thread has panicked, and then joining it does so too.
        let _ = self.to.send(std::mem::replace(&mut self.claims, Vec::with_capacity(CLAIMS)));
    }
}

/// Adds a transaction of very many changes, the words of whose claims are posted on a thread of their own.
///
/// # Errors
/// Those of the work.
pub(super) fn take_many<T, E>(
    index: &mut IndexReader,
    sequence: u64,
    work: impl FnOnce(&mut IndexUpdate<'_>) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let mut texts = std::mem::take(&mut index.memtable.texts);
    index.memtable.postings.expect_many(true);
    let (to, claims) = sync_channel::<Vec<(Slot, Claim)>>(WAITING);
    thread::scope(|scope| {
        let posting = scope.spawn(move || {
            for (slot, claim) in claims.into_iter().flatten() {
                texts.post_claim(&claim, slot);
            }
            texts
        });
        let mut update = IndexUpdate::new(index, sequence);
        update.elsewhere = Some(WordThread { to, claims: Vec::new() });
        let outcome = work(&mut update);
        if let Some(mut elsewhere) = update.elsewhere.take() {
            elsewhere.hand_over();
        }
        drop(update);
        index.memtable.texts = posting.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        index.memtable.postings.expect_many(false);
        outcome
    })
}

impl<'i> IndexUpdate<'i> {
    pub(super) fn new(index: &'i mut IndexReader, sequence: u64) -> IndexUpdate<'i> {
        IndexUpdate { index, sequence, ended: RoaringBitmap::new(), elsewhere: None }
    }

    /// Adds one change of the transaction, with its place in the journal.
    ///
    /// # Errors
    /// What the index holds of the record cannot be read.
    pub fn take(&mut self, change: Change, at: Locator, journal: &Journal) -> Result<()> {
        self.index.counters.changes += 1;
        self.index.memtable.changes += 1;
        match change {
            Change::Add(record) => {
                let slot = self.put(&record, ChangeKind::Added, at)?;
                self.post_words_of(record, slot);
                Ok(())
            }
            Change::Correct { record, .. } => {
                let slot = self.put(&record, ChangeKind::Corrected, at)?;
                self.post_words_of(record, slot);
                Ok(())
            }
            Change::Retract { key, .. } => self.retract(&key, at),
            Change::Restore { key, .. } => self.restore(&key, at, journal),
            Change::Redact { key, .. } | Change::Gap(Gap { key, .. }) => self.redacted(&key, at),
        }
    }

    /// Adds a record that is new, but for its words; gives back its slot if it is a claim.
    ///
    /// # Errors
    /// As [`IndexUpdate::take`].
    pub fn add(&mut self, record: &Record, at: Locator) -> Result<Slot> {
        self.index.counters.changes += 1;
        self.index.memtable.changes += 1;
        self.put(record, ChangeKind::Added, at)
    }

    /// Posts the words of a record, if it is a claim.
    pub fn post_words_of(&mut self, record: Record, slot: Slot) {
        if let Record::Claim(claim) = record {
            self.post_words(claim, slot);
        }
    }

    /// Posts the words of a claim version, here or elsewhere.
    fn post_words(&mut self, claim: Claim, slot: Slot) {
        match &mut self.elsewhere {
            Some(elsewhere) => elsewhere.send(slot, claim),
            None => self.index.memtable.texts.post_claim(&claim, slot),
        }
    }

    /// Whether a record is there already.
    ///
    /// # Errors
    /// As [`IndexUpdate::take`].
    pub fn known(&self, record: &Record) -> Result<Presence> {
        let Some(ordinal) = self.index.ordinal(record.record_type(), &record.name())? else {
            return Ok(Presence::No);
        };
        let of = record.record_type() as usize;
        Ok(match self.index.memtable.names[of].name(ordinal) {
            None => Presence::Before,
            Some(_) if self.index.memtable.rows[of].has(ordinal) => Presence::InThisTransaction,
            Some(_) => Presence::No,
        })
    }

    /// The index with what was added so far.
    pub fn index(&self) -> &IndexReader {
        self.index
    }

    /// The transaction is complete.
    pub fn finish(&mut self, head: &FrameHead, stamp: &Stamp) {
        // Numbers of transactions are kept in 32 bits there. Nobody makes so many; later ones would not be found by it.
        if let Ok(number) = u32::try_from(self.sequence) {
            self.post(&PostingKey::TransactionsBy(fold(&stamp.by)), number);
        }
        let (index, ended) = (&mut *self.index, std::mem::take(&mut self.ended));
        if !ended.is_empty() {
            index.memtable.ended.push((self.sequence, ended));
        }
        index.memtable.transactions.push(TransactionEntry {
            head: head.clone(),
            stamp: stamp.clone(),
            changes: index.counters.changes,
            slots: index.counters.slots,
        });
        index.counters.head = Some(head.clone());
    }

    fn put(&mut self, record: &Record, act: ChangeKind, at: Locator) -> Result<Slot> {
        let record_type = record.record_type();
        let ordinal = self.named(record_type, &record.name())?;
        let row = if act == ChangeKind::Added && self.is_new(record_type, ordinal) {
            None
        } else {
            self.index.row(record_type, ordinal)?
        };
        let mut row = row.unwrap_or(RecordVersions {
            ordinal,
            order: self.index.counters.changes,
            versions: Vec::new(),
        });
        let (slot, facts) = match record {
            Record::Claim(claim) => (self.new_slot(claim, &row, at)?, Facts::None),
            other => (0, self.post_record(other, ordinal)?),
        };
        self.post(&PostingKey::All(record_type), ordinal);
        row.versions.push(Version { sequence: self.sequence, act, change: at, content: at, slot, facts });
        self.memtable().rows[record_type as usize].put(&row)?;
        Ok(slot)
    }

    /// Whether the ordinal was given since the last segment, so that no segment has a version of it.
    fn is_new(&self, record_type: RecordType, ordinal: Ordinal) -> bool {
        let memtable = &self.index.memtable;
        memtable.names[record_type as usize].name(ordinal).is_some()
            && !memtable.rows[record_type as usize].has(ordinal)
    }

    fn retract(&mut self, key: &Key, at: Locator) -> Result<()> {
        let Some((mut row, last)) = self.last_version(key)? else { return Ok(()) };
        if key.record_type() == RecordType::Claim {
            self.end(last.slot);
            self.post(&PostingKey::Retracted, last.slot);
        }
        row.versions.push(Version {
            sequence: self.sequence,
            act: ChangeKind::Retracted,
            change: at,
            ..last
        });
        self.memtable().rows[key.record_type() as usize].put(&row)
    }

    /// A restored claim is a new version with the old content.
    fn restore(&mut self, key: &Key, at: Locator, journal: &Journal) -> Result<()> {
        let Some((mut row, last)) = self.last_version(key)? else { return Ok(()) };
        let mut version =
            Version { sequence: self.sequence, act: ChangeKind::Restored, change: at, ..last.clone() };
        if key.record_type() == RecordType::Claim
            && let Change::Add(Record::Claim(claim)) | Change::Correct { record: Record::Claim(claim), .. } =
                journal.read(last.content).map_err(EngineError::from)?
        {
            self.post(&PostingKey::Restored, last.slot);
            version.slot = self.new_slot(&claim, &row, last.content)?;
            self.post_words(claim, version.slot);
        }
        row.versions.push(version);
        self.memtable().rows[key.record_type() as usize].put(&row)
    }

    /// Nothing is known of what was taken out but that it was there, and of which record it was.
    fn redacted(&mut self, key: &Key, at: Locator) -> Result<()> {
        let record_type = key.record_type();
        let ordinal = self.named(record_type, &key.name())?;
        let row = self.index.row(record_type, ordinal)?;
        let mut row = row.unwrap_or(RecordVersions {
            ordinal,
            order: self.index.counters.changes,
            versions: Vec::new(),
        });
        self.post(&PostingKey::All(record_type), ordinal);
        self.post(&PostingKey::Redacted(record_type), ordinal);
        row.versions.push(Version {
            sequence: self.sequence,
            act: ChangeKind::Redacted,
            change: at,
            content: at,
            slot: 0,
            facts: Facts::None,
        });
        self.memtable().rows[record_type as usize].put(&row)
    }

    // ---- ordinals and versions ----

    pub(super) fn memtable(&mut self) -> &mut Memtable {
        &mut self.index.memtable
    }

    pub(super) fn post(&mut self, posting: &PostingKey, value: u32) {
        self.index.memtable.postings.add(posting, value);
    }

    /// The ordinal of a record, given now where it has none yet.
    pub(super) fn named(&mut self, record_type: RecordType, name: &str) -> Result<Ordinal> {
        if let Some(ordinal) = self.index.ordinal(record_type, name)? {
            return Ok(ordinal);
        }
        one_more(&mut self.index.counters.ordinals[record_type as usize])?;
        Ok(self.memtable().names[record_type as usize].push(name))
    }

    pub(super) fn entity(&mut self, reference: &Ref) -> Result<Named> {
        let ordinal = self.named(RecordType::Entity, reference.id.as_str())?;
        Ok(Named { ordinal, certain: reference.certain })
    }

    pub(super) fn source(&mut self, reference: &Ref) -> Result<Named> {
        let ordinal = self.named(RecordType::Source, reference.id.as_str())?;
        Ok(Named { ordinal, certain: reference.certain })
    }

    fn last_version(&mut self, key: &Key) -> Result<Option<(RecordVersions, Version)>> {
        let ordinal = self.named(key.record_type(), &key.name())?;
        let Some(row) = self.index.row(key.record_type(), ordinal)? else { return Ok(None) };
        let last = row.versions.last().cloned();
        Ok(last.map(|last| (row, last)))
    }

    fn new_slot(&mut self, claim: &Claim, row: &RecordVersions, at: Locator) -> Result<Slot> {
        // What was redacted has no slot.
        if let Some(last) = row.versions.last().filter(|last| last.act != ChangeKind::Redacted) {
            self.end(last.slot);
        }
        let dating = |dated: &Dated| -> Dating { dated.date.dating() };
        let columns = ColumnsOf {
            claim: row.ordinal,
            order: row.order,
            content: at,
            said: claim.said.as_ref().map(dating),
            concerns: claim.concerns.as_ref().map(dating),
            speakers: claim.speakers.iter().map(|one| self.entity(&one.who)).collect::<Result<_>>()?,
            about: claim.about.iter().map(|one| self.entity(one)).collect::<Result<_>>()?,
            chains: claim
                .citations
                .iter()
                .map(|citation| {
                    let chain = std::iter::once(&citation.source).chain(&citation.via);
                    chain.map(|one| self.source(one)).collect()
                })
                .collect::<Result<_>>()?,
            length: length_of(claim),
            presented: self.presented(claim)?,
        };
        let slot = self.index.counters.slots;
        one_more(&mut self.index.counters.slots)?;
        self.memtable().columns.push(&columns);
        self.post_claim(claim, &columns, slot)?;
        Ok(slot)
    }

    fn presented(&mut self, claim: &Claim) -> Result<Vec<PresentedAs>> {
        let mut presented = Vec::new();
        for speaker in &claim.speakers {
            for one in &speaker.presented {
                presented.push(PresentedAs {
                    who: self.entity(&speaker.who)?,
                    role: self.entity(&one.role)?,
                    of: one.of.as_ref().map(|of| self.entity(of)).transpose()?,
                    former: one.former,
                });
            }
        }
        Ok(presented)
    }

    fn end(&mut self, slot: Slot) {
        if self.ended.insert(slot) {
            self.post(&PostingKey::Ended, slot);
        }
    }
}

/// Counts up; a database has no more than 4,294,967,295 records of a type, or versions of claims.
fn one_more(count: &mut u32) -> Result<()> {
    *count = count.checked_add(1).ok_or_else(|| EngineError::new("the database can hold no more records"))?;
    Ok(())
}

/// How many words the longest wording of a claim has, roughly: what stands between blanks.
fn length_of(claim: &Claim) -> u8 {
    let words = |text: &str| u8::try_from(text.split_whitespace().count()).unwrap_or(u8::MAX);
    let others = claim.translations.iter().map(|translation| words(&translation.text));
    others.fold(words(&claim.statement), u8::max)
}
