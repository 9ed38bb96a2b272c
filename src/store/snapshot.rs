//! Reading: the database as it was after one transaction. What was read once is kept until the database changes.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::Store;
use super::change::Change;
use super::codec;
use super::index::{TransactionEntry, bitmap, read_posting};
use super::journal::Locator;
use super::keys::{self, Entry, Ordinal, Posting, SLOTS_PER_CHUNK, Slot};
use super::trail::{Act, ClaimColumns, Trail, Version};
use crate::model::problem::Result;
use crate::model::{Assessment, Claim, Definition, Entity, Key, Link, Problem, Record, RecordType, Source};

/// What has been read of one state of the database.
#[derive(Default)]
pub struct Cache {
    trails: Kept<(RecordType, Ordinal), Option<Rc<Trail>>>,
    entities: Kept<Ordinal, Option<Arc<Entity>>>,
    sources: Kept<Ordinal, Option<Arc<Source>>>,
    assessments: Kept<Ordinal, Option<Arc<Assessment>>>,
    links: Kept<Ordinal, Option<Arc<Link>>>,
    postings: Kept<Posting, Rc<RoaringBitmap>>,
    months: Kept<bool, Rc<Vec<(i32, RoaringBitmap)>>>,
    columns: Kept<u32, Rc<Vec<ClaimColumns>>>,
    closures: Kept<Ordinal, Rc<Closure>>,
    live: RefCell<Option<Rc<RoaringBitmap>>>,
}

/// An entity with everything narrower: `certain` where every step of the way is.
#[derive(Clone, Debug, Default)]
pub struct Closure {
    pub possible: RoaringBitmap,
    pub certain: RoaringBitmap,
}

/// A map that is filled as it is asked, and emptied when it has grown too large.
struct Kept<K, V>(RefCell<HashMap<K, V>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Kept(RefCell::default())
    }
}

impl<K: Hash + Eq + Clone, V: Clone> Kept<K, V> {
    const MOST: usize = 200_000;

    fn get(&self, key: &K, read: impl FnOnce() -> Result<V>) -> Result<V> {
        if let Some(value) = self.0.borrow().get(key) {
            return Ok(value.clone());
        }
        let value = read()?;
        let mut kept = self.0.borrow_mut();
        if kept.len() >= Self::MOST {
            kept.clear();
        }
        kept.insert(key.clone(), value.clone());
        Ok(value)
    }
}

/// One row of the columns of a claim version.
#[derive(Clone)]
pub struct ColumnsOf {
    chunk: Rc<Vec<ClaimColumns>>,
    place: usize,
}

impl std::ops::Deref for ColumnsOf {
    type Target = ClaimColumns;

    fn deref(&self) -> &ClaimColumns {
        &self.chunk[self.place]
    }
}

/// The database as it was after the transaction `sequence`.
#[derive(Clone)]
pub struct Snapshot<'s> {
    store: &'s Store,
    cache: Rc<Cache>,
    sequence: u64,
}

impl<'s> Snapshot<'s> {
    pub(super) fn new(store: &'s Store, cache: Rc<Cache>, sequence: u64) -> Snapshot<'s> {
        Snapshot { store, cache, sequence }
    }

    /// The number of the last transaction that this snapshot knows.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The digest of the database after that transaction.
    pub fn digest(&self) -> Result<String> {
        match self.transaction(self.sequence)? {
            Some(entry) => Ok(entry.head.hash_hex()),
            None => Ok(match self.transaction(1)? {
                Some(first) => first.head.previous_hex(),
                None => self.store.digest(),
            }),
        }
    }

    /// The database as it was at a moment (microseconds since 1970 UTC).
    pub fn as_of(&self, moment: i64) -> Result<Snapshot<'s>> {
        let (mut known, mut beyond) = (0, self.sequence + 1);
        while beyond - known > 1 {
            let middle = known + (beyond - known) / 2;
            let at = self.transaction(middle)?.map_or(i64::MAX, |entry| entry.stamp.at);
            if at <= moment { known = middle } else { beyond = middle }
        }
        Ok(self.store.snapshot_after(known))
    }

    pub fn transaction(&self, sequence: u64) -> Result<Option<TransactionEntry>> {
        self.read(&Entry::Transaction(sequence))
    }

    // ---- records ----

    pub fn ordinal(&self, key: &Key) -> Result<Option<Ordinal>> {
        self.read(&Entry::Id(key.record_type(), &key.name()))
    }

    /// All versions of a record, also those after this snapshot.
    pub fn trail(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<Rc<Trail>>> {
        let place = (record_type, ordinal);
        self.cache
            .trails
            .get(&place, || Ok(self.read::<Trail>(&Entry::Trail(record_type, ordinal))?.map(Rc::new)))
    }

    /// The version of a record that is in force here, be it a retraction.
    pub fn version(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<Version>> {
        Ok(self.trail(record_type, ordinal)?.and_then(|trail| trail.at(self.sequence).cloned()))
    }

    fn live_version(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<Version>> {
        Ok(self.version(record_type, ordinal)?.filter(|version| version.act != Act::Retracted))
    }

    /// A record as it is here; `None` where it is not there or retracted.
    pub fn record(&self, key: &Key) -> Result<Option<Record>> {
        let Some(ordinal) = self.ordinal(key)? else { return Ok(None) };
        self.live_record(key.record_type(), ordinal)
    }

    pub fn live_record(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<Record>> {
        self.live_version(record_type, ordinal)?.map(|version| self.content(version.content)).transpose()
    }

    /// The record that a change in the journal holds.
    pub fn content(&self, at: Locator) -> Result<Record> {
        self.store.go_on()?;
        match self.change(at)? {
            Change::Add(record) | Change::Correct { record, .. } => Ok(record),
            Change::Retract { .. } | Change::Restore { .. } => {
                Err(Problem::index("the index points to a change that holds no record"))
            }
        }
    }

    pub fn change(&self, at: Locator) -> Result<Change> {
        self.store.journal.read(at)
    }

    pub fn entity(&self, ordinal: Ordinal) -> Result<Option<Arc<Entity>>> {
        self.cache.entities.get(&ordinal, || {
            Ok(match self.live_record(RecordType::Entity, ordinal)? {
                Some(Record::Entity(entity)) => Some(Arc::new(entity)),
                _ => None,
            })
        })
    }

    /// A source without its full text.
    pub fn source(&self, ordinal: Ordinal) -> Result<Option<Arc<Source>>> {
        self.cache.sources.get(&ordinal, || {
            Ok(match self.live_record(RecordType::Source, ordinal)? {
                Some(Record::Source(source)) => Some(Arc::new(Source { text: None, ..source })),
                _ => None,
            })
        })
    }

    /// The entity and everything narrower, by however many steps.
    pub fn narrower(&self, ordinal: Ordinal) -> Result<Rc<Closure>> {
        self.cache.closures.get(&ordinal, || {
            let mut closure = Closure::default();
            let mut open = vec![(ordinal, true)];
            while let Some((broader, certain)) = open.pop() {
                let is_new = closure.possible.insert(broader);
                let is_newly_certain = certain && closure.certain.insert(broader);
                if is_new || is_newly_certain {
                    let children = self.directly_narrower(broader)?;
                    open.extend(children.into_iter().map(|(child, step)| (child, certain && step)));
                }
            }
            Ok(Rc::new(closure))
        })
    }

    /// The entities that name this one as broader, and whether with certainty.
    pub fn directly_narrower(&self, ordinal: Ordinal) -> Result<Vec<(Ordinal, bool)>> {
        let Some(entity) = self.entity(ordinal)? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for child in &*self.posting(&Posting::Narrower(ordinal))? {
            let Some(narrower) = self.entity(child)? else { continue };
            if let Some(step) = narrower.broader.iter().find(|broader| broader.id == entity.id) {
                found.push((child, step.certain));
            }
        }
        Ok(found)
    }

    pub fn assessment(&self, ordinal: Ordinal) -> Result<Option<Arc<Assessment>>> {
        self.cache.assessments.get(&ordinal, || {
            Ok(match self.live_record(RecordType::Assessment, ordinal)? {
                Some(Record::Assessment(assessment)) => Some(Arc::new(assessment)),
                _ => None,
            })
        })
    }

    pub fn link(&self, ordinal: Ordinal) -> Result<Option<Arc<Link>>> {
        self.cache.links.get(&ordinal, || {
            Ok(match self.live_record(RecordType::Link, ordinal)? {
                Some(Record::Link(link)) => Some(Arc::new(link)),
                _ => None,
            })
        })
    }

    pub fn definition(&self, key: &Key) -> Result<Option<Definition>> {
        Ok(match self.record(key)? {
            Some(Record::Definition(definition)) => Some(definition),
            _ => None,
        })
    }

    // ---- claims ----

    /// The claim versions in force.
    pub fn live(&self) -> Result<Rc<RoaringBitmap>> {
        if let Some(live) = &*self.cache.live.borrow() {
            return Ok(live.clone());
        }
        let live = if self.is_present() { self.stored(&Posting::Live)? } else { self.live_then()? };
        let live = Rc::new(live);
        *self.cache.live.borrow_mut() = Some(live.clone());
        Ok(live)
    }

    /// The last versions of the claims that are retracted.
    pub fn retracted(&self) -> Result<RoaringBitmap> {
        if self.is_present() {
            return self.stored(&Posting::RetractedNow);
        }
        let mut retracted = RoaringBitmap::new();
        for slot in self.ended_until_then()? {
            let claim = self.columns(slot)?.claim;
            let version = self.version(RecordType::Claim, claim)?;
            if version.is_some_and(|version| version.act == Act::Retracted && version.slot == slot) {
                retracted.insert(slot);
            }
        }
        Ok(retracted)
    }

    fn is_present(&self) -> bool {
        self.sequence == self.store.meta.sequence()
    }

    fn live_then(&self) -> Result<RoaringBitmap> {
        let slots = self.transaction(self.sequence)?.map_or(0, |entry| entry.slots);
        let mut live = RoaringBitmap::new();
        live.insert_range(0..slots);
        Ok(live - self.ended_until_then()?)
    }

    fn ended_until_then(&self) -> Result<RoaringBitmap> {
        let mut ended = RoaringBitmap::new();
        for entry in self.store.engine().scan(keys::ENDED) {
            let (key, value) = entry?;
            if key > Entry::Ended(self.sequence).key() {
                break;
            }
            ended |= bitmap(&value)?;
        }
        Ok(ended)
    }

    pub fn columns(&self, slot: Slot) -> Result<ColumnsOf> {
        self.store.go_on()?;
        let number = slot / SLOTS_PER_CHUNK;
        let chunk = self.cache.columns.get(&number, || {
            let columns = self.read::<Vec<ClaimColumns>>(&Entry::Columns(number))?;
            columns.map(Rc::new).ok_or_else(|| Problem::index("the index lacks the columns of some claims"))
        })?;
        let place = (slot % SLOTS_PER_CHUNK) as usize;
        if place >= chunk.len() {
            return Err(Problem::index("the index lacks the columns of a claim"));
        }
        Ok(ColumnsOf { chunk, place })
    }

    pub fn claim(&self, slot: Slot) -> Result<Claim> {
        match self.content(self.columns(slot)?.content)? {
            Record::Claim(claim) => Ok(claim),
            _ => Err(Problem::index("the index points to a record that is no claim")),
        }
    }

    /// The version of a claim in force here; of a retracted one the last, where `retracted` is asked for.
    pub fn slot_of(&self, claim: Ordinal, retracted: bool) -> Result<Option<Slot>> {
        let version = self.version(RecordType::Claim, claim)?;
        Ok(version.filter(|version| retracted || version.act != Act::Retracted).map(|version| version.slot))
    }

    // ---- postings ----

    /// A posting as it stands in the index: it may hold versions that are not in force, and records that have changed.
    pub fn posting(&self, posting: &Posting) -> Result<Rc<RoaringBitmap>> {
        self.store.go_on()?;
        self.cache.postings.get(posting, || Ok(Rc::new(self.stored(posting)?)))
    }

    fn stored(&self, posting: &Posting) -> Result<RoaringBitmap> {
        Ok(read_posting(self.store.engine(), posting)?)
    }

    /// The keys of all postings of one kind.
    pub fn posting_keys(&self, prefix: &[u8]) -> impl Iterator<Item = Result<Vec<u8>>> {
        self.store.engine().scan(prefix).map(|entry| Ok(entry.map(|(key, _)| key)?))
    }

    /// The postings by month, of the dates of saying or of what claims concern, in the order of the months.
    pub fn months(&self, concerns: bool) -> Result<Rc<Vec<(i32, RoaringBitmap)>>> {
        self.cache.months.get(&concerns, || {
            let kind = if concerns { Posting::ConcernsMonth(0) } else { Posting::SaidMonth(0) };
            let mut months: Vec<(i32, RoaringBitmap)> = Vec::new();
            for entry in self.store.engine().scan(&kind.kind_prefix()) {
                let (key, value) = entry?;
                let month = keys::month_in_key(&key)
                    .ok_or_else(|| Problem::index("a month in the index cannot be read"))?;
                let values = bitmap(&value)?;
                match months.last_mut() {
                    Some((last, all)) if *last == month => *all |= values,
                    _ => months.push((month, values)),
                }
            }
            Ok(Rc::new(months))
        })
    }

    fn read<T: serde::de::DeserializeOwned>(&self, entry: &Entry<'_>) -> Result<Option<T>> {
        let Some(bytes) = self.store.engine().get(&entry.key())? else { return Ok(None) };
        codec::decode(&bytes)
            .map(Some)
            .map_err(|e| Problem::index(format!("an entry of the index cannot be read: {e}")))
    }
}
