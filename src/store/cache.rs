//! What was read and may be asked for again. What can never change is kept while the database is open; what holds at
//! one moment only is kept until the database changes, and of that, what the change does not touch is kept on.

use std::borrow::Borrow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc;
use std::sync::Arc;

use ahash::RandomState;
use roaring::RoaringBitmap;

use super::index::TransactionEntry;
use super::snapshot::{ClaimDate, Closure};
use crate::model::problem::Result;
use crate::model::{Assessment, Entity, Link, RecordType, Source};
use crate::store::index::columns::{About, Chains, Concerns, Lengths, Places, Presented, Said, Speakers};
use crate::store::index::keys::{Ordinal, PostingKey, RECORDS_PER_CHUNK, SLOTS_PER_CHUNK, Slot};
use crate::store::index::versions::{Facts, RecordVersions};

/// A map that is filled as it is asked, and emptied when it has grown too heavy.
pub struct Cache<K, V>(RefCell<Filled<K, V>>);

struct Filled<K, V> {
    map: HashMap<K, V, RandomState>,
    weight: usize,
}

impl<K, V> Default for Cache<K, V> {
    fn default() -> Self {
        Cache(RefCell::new(Filled { map: HashMap::default(), weight: 0 }))
    }
}

/// How much one map may holdin bytes, roughly.
const MOST: usize = 16 << 20;

impl<K: Hash + Eq, V: Clone> Cache<K, V> {
    pub fn known<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.0.borrow().map.get(key).cloned()
    }

    /// # Errors
    /// Those of the reading.
    pub fn get(&self, key: K, weigh: fn(&V) -> usize, read: impl FnOnce() -> Result<V>) -> Result<V> {
        if let Some(value) = self.known(&key) {
            return Ok(value);
        }
        let value = read()?;
        self.put(key, weigh(&value), value.clone());
        Ok(value)
    }

    pub fn put(&self, key: K, weight: usize, value: V) {
        let mut filled = self.0.borrow_mut();
        if filled.weight > MOST {
            filled.map.clear();
            filled.weight = 0;
        }
        filled.weight += weight + size_of::<K>() + size_of::<V>();
        filled.map.insert(key, value);
    }

    fn remove(&self, key: &K) {
        self.0.borrow_mut().map.remove(key);
    }
}

pub fn weigh_bitmap(values: &Rc<RoaringBitmap>) -> usize {
    values.serialized_size()
}

/// The chunks of a column.
pub struct Chunks<C>(RefCell<Vec<Option<Rc<C>>>>);

impl<C> Default for Chunks<C> {
    fn default() -> Self {
        Chunks(RefCell::default())
    }
}

impl<C> Chunks<C> {
    pub fn get(&self, chunk: u32, read: impl FnOnce() -> Result<C>) -> Result<Rc<C>> {
        if let Some(Some(kept)) = self.0.borrow().get(chunk as usize) {
            return Ok(kept.clone());
        }
        let value = Rc::new(read()?);
        let mut kept = self.0.borrow_mut();
        if kept.len() <= chunk as usize {
            kept.resize(chunk as usize + 1, None);
        }
        kept[chunk as usize] = Some(value.clone());
        Ok(value)
    }

    fn cut(&self, chunk: u32) {
        self.0.borrow_mut().truncate(chunk as usize);
    }
}

/// What stays true whatever is recorded after it.
#[derive(Default)]
pub struct RecordCaches {
    /// By the type of record.
    pub ordinals: [Cache<Box<str>, Ordinal>; 6],
    pub transactions: Cache<u64, Rc<TransactionEntry>>,
    pub names: Cache<(RecordType, u32), Rc<Vec<String>>>,
    pub rows: Cache<(RecordType, u32), Rc<Vec<RecordVersions>>>,
    pub places: Chunks<Places>,
    pub said: Chunks<Said>,
    pub concerns: Chunks<Concerns>,
    pub speakers: Chunks<Speakers>,
    pub about: Chunks<About>,
    pub chains: Chunks<Chains>,
    pub lengths: Chunks<Lengths>,
    pub presented: Chunks<Presented>,
}

impl RecordCaches {
    /// Forgets the chunks to which a transaction has added: those of the slots from `slots` on, and those of the
    /// records that it touched.
    pub fn cut(&self, slots: Slot, touched: impl Iterator<Item = (RecordType, Ordinal)>) {
        let chunk = slots / SLOTS_PER_CHUNK;
        self.places.cut(chunk);
        self.said.cut(chunk);
        self.concerns.cut(chunk);
        self.speakers.cut(chunk);
        self.about.cut(chunk);
        self.chains.cut(chunk);
        self.lengths.cut(chunk);
        self.presented.cut(chunk);
        for (record_type, ordinal) in touched {
            let place = (record_type, ordinal / RECORDS_PER_CHUNK);
            self.names.remove(&place);
            self.rows.remove(&place);
        }
    }
}

/// Postings by month, counted from year 0, in their order.
pub type Months = Vec<(i64, RoaringBitmap)>;

/// What holds at one moment.
#[derive(Default, Clone)]
pub struct SnapshotCache {
    pub entities: Rc<Cache<Ordinal, Option<Arc<Entity>>>>,
    pub closures: Rc<Cache<Ordinal, Rc<Closure>>>,
    pub sources: Rc<Cache<Ordinal, Option<Arc<Source>>>>,
    pub assessments: Rc<Cache<Ordinal, Option<Arc<Assessment>>>>,
    pub links: Rc<Cache<Ordinal, Option<Arc<Link>>>>,
    /// The facts of all records of a type that are live, by their ordinals.
    pub facts: Rc<Cache<RecordType, Rc<Vec<Facts>>>>,
    pub postings: Rc<Cache<PostingKey, Rc<RoaringBitmap>>>,
    /// By the month that they concern, claims.
    pub concerning: Rc<Cache<(), Rc<Months>>>,
    pub live: RefCell<Option<Rc<RoaringBitmap>>>,
    pub retracted: RefCell<Option<Rc<RoaringBitmap>>>,
    /// The date that each claim version goes by.
    pub dates: RefCell<Option<Rc<Vec<Option<ClaimDate>>>>>,
    /// What the query layer keeps of this snapshot.
    asked: RefCell<Option<Rc<dyn std::any::Any>>>,
}

impl SnapshotCache {
    /// What the query layer keeps of this snapshot: always of the same type.
    pub fn kept<T: Default + 'static>(&self) -> Rc<T> {
        let mut asked = self.asked.borrow_mut();
        if let Some(kept) = asked.clone().and_then(|kept| kept.downcast::<T>().ok()) {
            return kept;
        }
        let kept = Rc::new(T::default());
        *asked = Some(kept.clone());
        kept
    }

    /// What a change that touches records of these types alone leaves of it.
    pub fn after(&self, touched: &[RecordType]) -> SnapshotCache {
        let untouched = |of: RecordType| !touched.contains(&of);
        let mut next = SnapshotCache::default();
        if untouched(RecordType::Entity) {
            next.entities = self.entities.clone();
            next.closures = self.closures.clone();
        }
        if untouched(RecordType::Source) {
            next.sources = self.sources.clone();
        }
        if untouched(RecordType::Assessment) {
            next.assessments = self.assessments.clone();
        }
        if untouched(RecordType::Link) {
            next.links = self.links.clone();
        }
        for of in RecordType::ALL.into_iter().filter(|of| untouched(*of)) {
            if let Some(facts) = self.facts.known(&of) {
                next.facts.put(of, 0, facts);
            }
        }
        next
    }
}
