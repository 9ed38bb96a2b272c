//! Reading: the database as it was after one transaction. A snapshot owns what it reads: it stays what it is, whatever is
//! recorded meanwhile, and can be sent to another thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use roaring::RoaringBitmap;

use crate::model::problem::Result;
use crate::model::{Assessment, Claim, Definition, Entity, Key, Link, Problem, Record, RecordType, Source};
use crate::store::cache::MemoryLimit;
use crate::store::caches;
use crate::store::caches::{Cacheable, Caches, ChunkKey, Moment, Months, NameKey, SetKey};
use crate::store::change::{Change, Gap};
use crate::store::claim_date::ClaimDate;
use crate::store::closure::Closure;
use crate::store::codec;
use crate::store::index::TransactionEntry;
use crate::store::index::columns::{
    About, Chains, Column, Concerns, Lengths, Places, Presented, Said, Speakers,
};
use crate::store::index::keys;
use crate::store::index::keys::{Ordinal, PostingKey, RECORDS_PER_CHUNK, SLOTS_PER_CHUNK, Slot};
use crate::store::index::posting_list::read_into;
use crate::store::index::versions;
use crate::store::index::versions::{ChangeKind, Facts, Named, RecordVersions, Version, VersionHistory};
use crate::store::journal::Locator;
use crate::store::view::View;

/// Which claim a version is of, when that first came, and where the version stands in the journal.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub claim: Ordinal,
    /// The place of the claim's first coming among all changes ever made.
    pub order: u64,
    pub content: Locator,
}

/// A column that is read at many slots, best in their order.
pub struct Reader<'r, C> {
    snapshot: &'r Snapshot,
    chunk: u32,
    column: Arc<C>,
}

impl<C: Cacheable> Reader<'_, C> {
    /// The chunk of a slot, and the slot's place in it.
    ///
    /// # Errors
    /// The index cannot be read, or somebody wants the reading to stop.
    pub fn at(&mut self, slot: Slot) -> Result<(&C, usize)> {
        let chunk = slot / SLOTS_PER_CHUNK;
        if chunk != self.chunk {
            self.snapshot.go_on()?;
            self.column = self.snapshot.column(slot)?;
            self.chunk = chunk;
        }
        let place = (slot % SLOTS_PER_CHUNK) as usize;
        if place >= self.column.rows() {
            return Err(Problem::index("the index is missing the columns of a claim"));
        }
        Ok((&self.column, place))
    }
}

/// The database as it was after the transaction `sequence`.
#[derive(Clone)]
pub struct Snapshot {
    view: Arc<View>,
    /// Up while somebody wants what is being read to stop.
    stop: Arc<AtomicBool>,
    sequence: u64,
}

impl Snapshot {
    pub(super) fn new(view: Arc<View>, stop: Arc<AtomicBool>, sequence: u64) -> Snapshot {
        Snapshot { view, stop, sequence }
    }

    fn caches(&self) -> &Caches {
        &self.view.caches
    }

    /// The same state; while this flag is up, reading it ends with an error.
    #[must_use]
    pub fn stopping_at(&self, stop: Arc<AtomicBool>) -> Snapshot {
        Snapshot { stop, ..self.clone() }
    }

    /// The same state, which stops when another does.
    #[must_use]
    pub fn stopping_as(&self, other: &Snapshot) -> Snapshot {
        self.stopping_at(other.stop.clone())
    }

    /// How much memory the database may hold for what was read, and how many bytes it holds.
    pub fn memory(&self) -> (MemoryLimit, u64) {
        (self.caches().limit, self.caches().weight())
    }

    /// # Errors
    /// Somebody wants what is being read to stop.
    pub fn go_on(&self) -> Result<()> {
        if self.stop.load(Ordering::Relaxed) { Err(Problem::cancelled()) } else { Ok(()) }
    }

    /// The state that everything read here holds for.
    pub fn moment(&self) -> Moment {
        Moment { generation: self.view.generation, known: self.view.sequence(), at: self.sequence }
    }

    /// The state since which the records of these types are what they are here.
    fn moment_of(&self, types: &[RecordType]) -> Moment {
        let changed = types.iter().map(|of| self.view.changed[*of as usize]).max();
        match changed.filter(|_| self.is_present()) {
            Some(changed) => Moment { generation: self.view.generation, known: changed, at: changed },
            None => self.moment(),
        }
    }

    fn chunk(&self, chunk: u32, until: u64) -> ChunkKey {
        ChunkKey { generation: self.view.generation, chunk, until }
    }

    /// The number of the last transaction that this snapshot knows.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The digest of the database after that transaction.
    pub fn digest(&self) -> Result<String> {
        if self.is_present() {
            return Ok(self.view.journal.digest());
        }
        match self.transaction(self.sequence)? {
            Some(entry) => Ok(entry.head.hash_hex()),
            None => Ok(match self.transaction(1)? {
                Some(first) => first.head.previous_hex(),
                None => self.view.journal.digest(),
            }),
        }
    }

    /// The database as it was at a moment (microseconds since 1970 UTC).
    pub fn as_of(&self, moment: i64) -> Result<Snapshot> {
        let (mut known, mut beyond) = (0, self.sequence + 1);
        while beyond - known > 1 {
            let middle = known + (beyond - known) / 2;
            let at = self.transaction(middle)?.map_or(i64::MAX, |entry| entry.stamp.at);
            if at <= moment { known = middle } else { beyond = middle }
        }
        Ok(self.as_of_transaction(known))
    }

    /// The database as it was when a transaction had been recorded.
    pub fn as_of_transaction(&self, sequence: u64) -> Snapshot {
        Snapshot { sequence, ..self.clone() }
    }

    pub fn transaction(&self, sequence: u64) -> Result<Option<Arc<TransactionEntry>>> {
        if sequence > self.view.sequence() {
            return Ok(None);
        }
        let (known, key) = (&self.caches().transactions, (self.view.generation, sequence));
        if let Some(entry) = known.known(&key) {
            return Ok(Some(entry));
        }
        let found = self.view.index()?.transaction(sequence)?.map(Arc::new);
        if let Some(entry) = &found {
            known.put(key, 200, entry.clone());
        }
        Ok(found)
    }

    /// The versions of a record that are known at this moment, oldest first.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn versions<T>(
        &self,
        record_type: RecordType,
        ordinal: Ordinal,
        of: impl FnOnce(&[Version]) -> T,
    ) -> Result<Option<T>> {
        self.row(record_type, ordinal, |row| {
            let known = row.versions.partition_point(|version| version.sequence <= self.sequence);
            of(&row.versions[..known])
        })
    }

    // ---- records ----

    pub fn ordinal(&self, key: &Key) -> Result<Option<Ordinal>> {
        match key {
            Key::Entity(id) => self.ordinal_of(RecordType::Entity, id.as_str()),
            Key::Source(id) => self.ordinal_of(RecordType::Source, id.as_str()),
            Key::Claim(id) => self.ordinal_of(RecordType::Claim, id.as_str()),
            other => self.ordinal_of(other.record_type(), &other.name()),
        }
    }

    /// The ordinal of the record of a type that has this name.
    pub fn ordinal_of(&self, record_type: RecordType, name: &str) -> Result<Option<Ordinal>> {
        let (known, generation) = (&self.caches().ordinals, self.view.generation);
        let borrowed: &dyn caches::Named = &(generation, record_type, name);
        if let Some(ordinal) = known.known(borrowed) {
            // Another snapshot may know of more.
            return Ok(Some(ordinal).filter(|ordinal| *ordinal < self.count(record_type)));
        }
        let found = self.view.index()?.ordinal(record_type, name)?;
        if let Some(ordinal) = found {
            let key = NameKey { generation, record_type, name: name.into() };
            known.put(key, name.len(), ordinal);
        }
        Ok(found)
    }

    fn row<T>(
        &self,
        record_type: RecordType,
        ordinal: Ordinal,
        of: impl FnOnce(&RecordVersions) -> T,
    ) -> Result<Option<T>> {
        let index = self.view.index()?;
        if let Some(row) = index.row_in_memtable(record_type, ordinal)? {
            return Ok(Some(of(&row)));
        }
        let chunk = self.chunk(ordinal / RECORDS_PER_CHUNK, index.flushed());
        let weigh = |rows: &Arc<Vec<RecordVersions>>| {
            let versions = rows.iter().map(|row| row.versions.len()).sum::<usize>();
            rows.len() * size_of::<RecordVersions>() + versions * size_of::<Version>()
        };
        let rows = self.caches().rows.get((record_type, chunk), weigh, || {
            Ok(Arc::new(index.rows_in_segments(record_type, chunk.chunk)?))
        })?;
        let place = rows.binary_search_by_key(&ordinal, |row| row.ordinal);
        Ok(place.ok().map(|place| of(&rows[place])))
    }

    /// The name of a record: its id, and of a link what stands for it.
    pub fn name(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<String>> {
        let (names, place) = self.names(record_type, ordinal)?;
        Ok(names.get(place).filter(|name| !name.is_empty()).cloned())
    }

    /// The names of the chunk that a record lies in, and its place there.
    pub fn names(&self, record_type: RecordType, ordinal: Ordinal) -> Result<(Arc<Vec<String>>, usize)> {
        let chunk = ordinal / RECORDS_PER_CHUNK;
        let there = self.count(record_type).saturating_sub(chunk * RECORDS_PER_CHUNK).min(RECORDS_PER_CHUNK);
        let key = (record_type, self.chunk(chunk, there.into()));
        let weigh =
            |names: &Arc<Vec<String>>| names.iter().map(|name| name.len() + size_of::<String>()).sum();
        let names = self
            .caches()
            .names
            .get(key, weigh, || Ok(Arc::new(self.view.index()?.names(record_type, chunk)?)))?;
        Ok((names, (ordinal % RECORDS_PER_CHUNK) as usize))
    }

    pub fn key(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<Key>> {
        Ok(self.name(record_type, ordinal)?.and_then(|name| Key::named(record_type, &name)))
    }

    /// All versions of a record, also those after this snapshot.
    pub fn trail(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<VersionHistory>> {
        let Some(key) = self.key(record_type, ordinal)? else { return Ok(None) };
        self.row(record_type, ordinal, |row| VersionHistory {
            key,
            order: row.order,
            versions: row.versions.clone(),
        })
    }

    /// The place of a record's first coming among all changes ever made.
    pub fn order(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<u64>> {
        self.row(record_type, ordinal, |row| row.order)
    }

    /// The version of a record that is in force here, even a retraction.
    pub fn version(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<Version>> {
        let version =
            self.row(record_type, ordinal, |row| versions::at(&row.versions, self.sequence).cloned());
        Ok(version?.flatten())
    }

    fn live_version(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Option<Version>> {
        Ok(self.version(record_type, ordinal)?.filter(|version| version.act.is_live()))
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
        self.go_on()?;
        match self.change(at)? {
            Change::Add(record) | Change::Correct { record, .. } => Ok(record),
            Change::Retract { .. } | Change::Restore { .. } => {
                Err(Problem::index("the index points to a change that holds no record"))
            }
            Change::Redact { key, .. } | Change::Gap(Gap { key, .. }) => {
                Err(Problem::invalid(format!("{key} is redacted")))
            }
        }
    }

    pub fn change(&self, at: Locator) -> Result<Change> {
        self.view.journal.read(at)
    }

    pub fn entity(&self, ordinal: Ordinal) -> Result<Option<Arc<Entity>>> {
        self.caches().entities.get(
            (self.moment_of(&[RecordType::Entity]), ordinal),
            |_| 600,
            || {
                Ok(match self.live_record(RecordType::Entity, ordinal)? {
                    Some(Record::Entity(entity)) => Some(Arc::new(entity)),
                    _ => None,
                })
            },
        )
    }

    /// A source without its full text.
    pub fn source(&self, ordinal: Ordinal) -> Result<Option<Arc<Source>>> {
        self.caches().sources.get(
            (self.moment_of(&[RecordType::Source]), ordinal),
            |_| 600,
            || {
                Ok(match self.live_record(RecordType::Source, ordinal)? {
                    Some(Record::Source(source)) => Some(Arc::new(Source { text: None, ..source })),
                    _ => None,
                })
            },
        )
    }

    /// The entity and everything narrower, by however many steps.
    pub fn narrower(&self, ordinal: Ordinal) -> Result<Arc<Closure>> {
        let weigh =
            |closure: &Arc<Closure>| closure.possible.serialized_size() + closure.certain.serialized_size();
        let key = (self.moment_of(&[RecordType::Entity]), ordinal);
        self.caches().closures.get(key, weigh, || {
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
            Ok(Arc::new(closure))
        })
    }

    /// The entities that name this one as broader, and whether with certainty.
    pub fn directly_narrower(&self, ordinal: Ordinal) -> Result<Vec<(Ordinal, bool)>> {
        let Some(entity) = self.entity(ordinal)? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for child in &*self.posting(&PostingKey::Narrower(ordinal))? {
            let Some(narrower) = self.entity(child)? else { continue };
            if let Some(step) = narrower.broader.iter().find(|broader| broader.id == entity.id) {
                found.push((child, step.certain));
            }
        }
        Ok(found)
    }

    pub fn assessment(&self, ordinal: Ordinal) -> Result<Option<Arc<Assessment>>> {
        self.caches().assessments.get(
            (self.moment_of(&[RecordType::Assessment]), ordinal),
            |_| 400,
            || {
                Ok(match self.live_record(RecordType::Assessment, ordinal)? {
                    Some(Record::Assessment(assessment)) => Some(Arc::new(assessment)),
                    _ => None,
                })
            },
        )
    }

    pub fn link(&self, ordinal: Ordinal) -> Result<Option<Arc<Link>>> {
        self.caches().links.get(
            (self.moment_of(&[RecordType::Link]), ordinal),
            |_| 200,
            || {
                Ok(match self.live_record(RecordType::Link, ordinal)? {
                    Some(Record::Link(link)) => Some(Arc::new(link)),
                    _ => None,
                })
            },
        )
    }

    pub fn definition(&self, key: &Key) -> Result<Option<Definition>> {
        Ok(match self.record(key)? {
            Some(Record::Definition(definition)) => Some(definition),
            _ => None,
        })
    }

    /// Whether a record stands as dictum 0.1 wrote it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn is_of_0_1(&self, key: &Key) -> Result<bool> {
        let Some(ordinal) = self.ordinal(key)? else { return Ok(false) };
        match self.live_version(key.record_type(), ordinal)? {
            Some(version) => self.view.journal.with_piece(version.content, codec::is_of_0_1),
            None => Ok(false),
        }
    }

    /// Whether a version's content stands as dictum 0.1 wrote it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn content_is_of_0_1(&self, content: Locator) -> Result<bool> {
        self.view.journal.with_piece(content, codec::is_of_0_1)
    }

    /// Whether a record has had other content than it has now.
    pub fn was_corrected(&self, record_type: RecordType, ordinal: Ordinal) -> Result<bool> {
        let corrected =
            |row: &RecordVersions| row.versions.iter().any(|version| version.act == ChangeKind::Corrected);
        Ok(self.row(record_type, ordinal, corrected)?.unwrap_or(false))
    }

    /// The facts of one live record.
    pub fn facts_of(&self, record_type: RecordType, ordinal: Ordinal) -> Result<Facts> {
        let moment = self.moment_of(&[record_type]);
        if let Some(all) = self.caches().facts.known(&(moment, record_type)) {
            return Ok(all.get(ordinal as usize).cloned().unwrap_or(Facts::None));
        }
        Ok(self.live_version(record_type, ordinal)?.map_or(Facts::None, |version| version.facts))
    }

    /// The facts of all live records of a type, by their ordinals.
    pub fn facts(&self, record_type: RecordType) -> Result<Arc<Vec<Facts>>> {
        self.caches().facts.get(
            (self.moment_of(&[record_type]), record_type),
            |facts| facts.iter().map(Facts::size).sum(),
            || {
                let count = self.view.index()?.counters().ordinals[record_type as usize];
                let mut all = vec![Facts::None; count as usize];
                for chunk in 0..count.div_ceil(RECORDS_PER_CHUNK) {
                    self.go_on()?;
                    for row in self.view.index()?.rows(record_type, chunk)? {
                        let version = versions::at(&row.versions, self.sequence);
                        if let Some(version) = version.filter(|version| version.act.is_live())
                            && let Some(place) = all.get_mut(row.ordinal as usize)
                        {
                            *place = version.facts.clone();
                        }
                    }
                }
                Ok(Arc::new(all))
            },
        )
    }

    // ---- claims ----

    /// The claim versions in force.
    pub fn live(&self) -> Result<Arc<RoaringBitmap>> {
        let key = (self.moment_of(&[RecordType::Claim]), SetKey::Live);
        self.caches().sets.get(key, weigh_bitmap, || Ok(Arc::new(self.find_live()?)))
    }

    fn find_live(&self) -> Result<RoaringBitmap> {
        let (slots, ended) = if self.is_present() {
            (self.view.index()?.counters().slots, self.view.index()?.posting(&PostingKey::Ended)?)
        } else {
            let slots = self.transaction(self.sequence)?.map_or(0, |entry| entry.slots);
            (slots, self.view.index()?.ended_until(self.sequence)?)
        };
        let mut live = RoaringBitmap::new();
        live.insert_range(0..slots);
        Ok(live - ended)
    }

    /// The last versions of the claims that are retracted.
    pub fn retracted(&self) -> Result<Arc<RoaringBitmap>> {
        let key = (self.moment_of(&[RecordType::Claim]), SetKey::Retracted);
        self.caches().sets.get(key, weigh_bitmap, || {
            let index = self.view.index()?;
            Ok(Arc::new(if self.is_present() {
                index.posting(&PostingKey::Retracted)? - index.posting(&PostingKey::Restored)?
            } else {
                self.retracted_then()?
            }))
        })
    }

    fn retracted_then(&self) -> Result<RoaringBitmap> {
        let mut retracted = RoaringBitmap::new();
        for slot in self.view.index()?.ended_until(self.sequence)? {
            let version = self.version(RecordType::Claim, self.place(slot)?.claim)?;
            if version.is_some_and(|version| version.act == ChangeKind::Retracted && version.slot == slot) {
                retracted.insert(slot);
            }
        }
        Ok(retracted)
    }

    fn is_present(&self) -> bool {
        self.sequence == self.view.sequence()
    }

    /// How many ordinals of a type were given, also after this snapshot.
    pub fn count(&self, record_type: RecordType) -> Ordinal {
        self.view.ordinals(record_type)
    }

    /// The number of claim versions that there are, also those after this snapshot.
    pub fn slots(&self) -> Slot {
        self.view.slots()
    }

    /// A column of the chunk that a slot lies in.
    fn column<C: Cacheable>(&self, slot: Slot) -> Result<Arc<C>> {
        let first = slot / SLOTS_PER_CHUNK * SLOTS_PER_CHUNK;
        let there = self.slots().saturating_sub(first).min(SLOTS_PER_CHUNK);
        let key = self.chunk(slot / SLOTS_PER_CHUNK, there.into());
        self.caches().column(key, || Ok(self.view.index()?.column(slot)?))
    }

    fn reader<C: Column>(&self) -> Reader<'_, C> {
        Reader { snapshot: self, chunk: u32::MAX, column: Arc::default() }
    }

    pub fn places(&self) -> Reader<'_, Places> {
        self.reader()
    }

    pub fn said(&self) -> Reader<'_, Said> {
        self.reader()
    }

    pub fn concerns(&self) -> Reader<'_, Concerns> {
        self.reader()
    }

    pub fn speakers(&self) -> Reader<'_, Speakers> {
        self.reader()
    }

    pub fn about(&self) -> Reader<'_, About> {
        self.reader()
    }

    pub fn chains(&self) -> Reader<'_, Chains> {
        self.reader()
    }

    pub fn lengths(&self) -> Reader<'_, Lengths> {
        self.reader()
    }

    pub fn presented(&self) -> Reader<'_, Presented> {
        self.reader()
    }

    pub fn place(&self, slot: Slot) -> Result<Place> {
        let mut places = self.places();
        let (column, at) = places.at(slot)?;
        Ok(Place { claim: column.claims[at], order: column.orders[at], content: column.contents[at] })
    }

    /// The date that a claim version goes by.
    pub fn dated(&self, slot: Slot) -> Result<Option<ClaimDate>> {
        let mut said = self.said();
        let (column, at) = said.at(slot)?;
        if let Some(said) = column.0[at] {
            return Ok(Some(ClaimDate::said(said)));
        }
        let mut chains = self.chains();
        let (column, at) = chains.at(slot)?;
        let mut published = Vec::new();
        for read in column.of(at).filter_map(|chain| chain.first()) {
            let facts = self.facts_of(RecordType::Source, read.ordinal)?;
            published.extend(facts.published().map(|on| (on, read.certain)));
        }
        Ok(ClaimDate::first_of(published.into_iter()))
    }

    /// The same of all claim versions, by their slots.
    pub fn dates(&self) -> Result<Arc<Vec<Option<ClaimDate>>>> {
        let key = self.moment_of(&[RecordType::Claim, RecordType::Source]);
        let weigh = |dates: &Arc<Vec<Option<ClaimDate>>>| size_of_val(dates.as_slice());
        self.caches().dates.get(key, weigh, || Ok(Arc::new(self.find_dates()?)))
    }

    fn find_dates(&self) -> Result<Vec<Option<ClaimDate>>> {
        let sources = self.facts(RecordType::Source)?;
        let published = |read: &Named| {
            let on = sources.get(read.ordinal as usize).and_then(Facts::published);
            on.map(|on| (on, read.certain))
        };
        let index = self.view.index()?;
        let mut dates = Vec::with_capacity(self.slots() as usize);
        // All chunks are wanted once: keeping them would only fill the memory.
        for first in (0..self.slots()).step_by(SLOTS_PER_CHUNK as usize) {
            self.go_on()?;
            let said: Said = index.column(first)?;
            let undated = said.0.iter().any(Option::is_none);
            let chains: Chains = if undated { index.column(first)? } else { Chains::default() };
            if said.rows() < (self.slots() - first).min(SLOTS_PER_CHUNK) as usize
                || (undated && chains.rows() < said.rows())
            {
                return Err(Problem::index("the index is missing the columns of some claims"));
            }
            for (at, said) in said.0.into_iter().enumerate() {
                dates.push(said.map(ClaimDate::said).or_else(|| {
                    ClaimDate::first_of(chains.of(at).filter_map(|chain| published(chain.first()?)))
                }));
            }
        }
        Ok(dates)
    }

    pub fn claim(&self, slot: Slot) -> Result<Claim> {
        match self.content(self.place(slot)?.content)? {
            Record::Claim(claim) => Ok(claim),
            _ => Err(Problem::index("the index points to a record that is not a claim")),
        }
    }

    /// The version of a claim in force here; of a retracted one the last, where `retracted` is asked for.
    pub fn slot_of(&self, claim: Ordinal, retracted: bool) -> Result<Option<Slot>> {
        let version = self.version(RecordType::Claim, claim)?;
        Ok(version
            .filter(|version| version.act.is_live() || (retracted && version.act == ChangeKind::Retracted))
            .map(|version| version.slot))
    }

    // ---- postings ----

    /// A posting as it stands in the index: it may hold versions that are not in force, and records that have changed.
    pub fn posting(&self, posting: &PostingKey) -> Result<Arc<RoaringBitmap>> {
        // It is as it stands in the index, whatever moment is looked at.
        let (generation, known) = (self.view.generation, self.view.sequence());
        let key = (Moment { generation, known, at: known }, SetKey::Posting(posting.clone()));
        self.caches().sets.get(key, weigh_bitmap, || {
            self.go_on()?;
            Ok(Arc::new(self.view.index()?.posting(posting)?))
        })
    }

    /// The keys of all postings of one kind.
    pub fn posting_keys(&self, prefix: &[u8]) -> impl Iterator<Item = Result<Vec<u8>>> {
        let entries = self.view.index().and_then(|index| Ok(index.entries(prefix)?));
        let (entries, failed) = match entries {
            Ok(entries) => (Some(entries), None),
            Err(problem) => (None, Some(Err(problem))),
        };
        failed.into_iter().chain(entries.into_iter().flatten().map(|entry| Ok(entry?.0)))
    }

    /// The postings of what claims concern by month, in the order of the months.
    pub fn concerning(&self) -> Result<Arc<Months>> {
        let weigh = |months: &Arc<Months>| months.iter().map(|(_, values)| values.serialized_size()).sum();
        let (generation, known) = (self.view.generation, self.view.sequence());
        self.caches().concerning.get(Moment { generation, known, at: known }, weigh, || {
            let kind = PostingKey::ConcernsMonth(0);
            let mut months = Months::new();
            for entry in self.view.index()?.entries(&kind.kind_prefix())? {
                let (key, value) = entry?;
                let month = keys::month_in_key(&key)
                    .ok_or_else(|| Problem::index("a month in the index cannot be read"))?;
                let mut values = RoaringBitmap::new();
                read_into(&mut values, &value)?;
                months.push((month, values));
            }
            Ok(Arc::new(months))
        })
    }
}

fn weigh_bitmap(values: &Arc<RoaringBitmap>) -> usize {
    values.serialized_size()
}
