//! Writing the index: what each change of a transaction adds to it, gathered and applied in one batch.

use std::collections::HashMap;

use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};

use super::change::{Change, Stamp};
use super::codec;
use super::engine::{Batch, Engine, EngineError};
use super::journal::{FrameHead, Journal, Locator};
use super::keys::{Entry, Ordinal, Posting, SLOTS_PER_CHUNK, Slot, chunk_of};
use super::trail::{Act, ClaimColumns, Trail, Version, months_of};
use crate::language::syntax::Field;
use crate::model::record::Ref;
use crate::model::text::{self, Lang};
use crate::model::{Assessment, Author, Citation, Claim, Entity, Key, Link, Record, RecordType, Source};

/// Counts up whenever what the index holds changes its meaning; an index of another format is made anew.
pub const INDEX_FORMAT: u32 = 2;

/// The format of an index that was left while a very large transaction was written: it is made anew.
const UNFINISHED: u32 = u32::MAX;

/// What the index has taken in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    pub format: u32,
    /// The last transaction taken in.
    pub head: Option<FrameHead>,
    pub slots: Slot,
    /// How many changes there ever were.
    pub changes: u64,
    /// The next ordinal of each record type, in the order of [`RecordType::ALL`].
    pub ordinals: [Ordinal; 6],
}

impl Meta {
    pub fn empty() -> Meta {
        Meta { format: INDEX_FORMAT, head: None, slots: 0, changes: 0, ordinals: [0; 6] }
    }

    pub fn sequence(&self) -> u64 {
        self.head.as_ref().map_or(0, |head| head.sequence)
    }
}

/// What the index keeps of a transaction.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TransactionEntry {
    pub head: FrameHead,
    pub stamp: Stamp,
    pub changes: u64,
    /// The number of claim versions after it.
    pub slots: Slot,
}

/// Gathers what one transaction adds to the index. Dropped without [`IndexWriter::finish`], nothing has happened.
pub struct IndexWriter<'a> {
    engine: &'a Engine,
    journal: &'a Journal,
    meta: Meta,
    ids: HashMap<(RecordType, String), Known>,
    trails: HashMap<(RecordType, Ordinal), Trail>,
    columns: HashMap<u32, Vec<ClaimColumns>>,
    postings: HashMap<Posting, RoaringBitmap>,
    live: RoaringBitmap,
    retracted: RoaringBitmap,
    ended: RoaringBitmap,
    sequence: u64,
}

/// A record's ordinal, and whether this transaction gave it.
#[derive(Clone, Copy)]
struct Known {
    ordinal: Ordinal,
    is_new: bool,
}

type Result<T> = std::result::Result<T, EngineError>;

impl<'a> IndexWriter<'a> {
    pub fn new(
        engine: &'a Engine,
        journal: &'a Journal,
        meta: &Meta,
        sequence: u64,
    ) -> Result<IndexWriter<'a>> {
        Ok(IndexWriter {
            engine,
            journal,
            meta: meta.clone(),
            ids: HashMap::new(),
            trails: HashMap::new(),
            columns: HashMap::new(),
            postings: HashMap::new(),
            live: read_posting(engine, &Posting::Live)?,
            retracted: read_posting(engine, &Posting::RetractedNow)?,
            ended: RoaringBitmap::new(),
            sequence,
        })
    }

    /// Takes in one change of the transaction, with its place in the journal.
    pub fn take(&mut self, change: &Change, at: Locator) -> Result<()> {
        self.meta.changes += 1;
        match change {
            Change::Add(record) => self.put(record, Act::Added, at),
            Change::Correct { record, .. } => self.put(record, Act::Corrected, at),
            Change::Retract { key, .. } => self.retract(key, at),
            Change::Restore { key, .. } => self.restore(key, at),
        }
    }

    fn put(&mut self, record: &Record, act: Act, at: Locator) -> Result<()> {
        let ordinal = self.ordinal(&record.key())?;
        let slot = match record {
            Record::Claim(claim) => self.new_slot(claim, ordinal, at)?,
            other => {
                self.post_record(other, ordinal)?;
                0
            }
        };
        self.add(Posting::All(record.key().record_type()), ordinal);
        self.push_version(
            &record.key(),
            ordinal,
            Version { sequence: self.sequence, act, change: at, content: at, slot },
        )
    }

    fn retract(&mut self, key: &Key, at: Locator) -> Result<()> {
        let ordinal = self.ordinal(key)?;
        let Some(last) = self.last_version(key, ordinal)? else { return Ok(()) };
        if key.record_type() == RecordType::Claim {
            self.end(last.slot);
            self.retracted.insert(last.slot);
        }
        let version = Version { sequence: self.sequence, act: Act::Retracted, change: at, ..last };
        self.push_version(key, ordinal, version)
    }

    /// A restored claim is a new version with the old content.
    fn restore(&mut self, key: &Key, at: Locator) -> Result<()> {
        let ordinal = self.ordinal(key)?;
        let Some(last) = self.last_version(key, ordinal)? else { return Ok(()) };
        let mut version = Version { sequence: self.sequence, act: Act::Restored, change: at, ..last.clone() };
        if key.record_type() == RecordType::Claim
            && let Change::Add(Record::Claim(claim)) | Change::Correct { record: Record::Claim(claim), .. } =
                self.journal.read(last.content).map_err(EngineError::from)?
        {
            self.retracted.remove(last.slot);
            version.slot = self.new_slot(&claim, ordinal, last.content)?;
        }
        self.push_version(key, ordinal, version)
    }

    // ---- trails and slots ----

    fn ordinal(&mut self, key: &Key) -> Result<Ordinal> {
        let place = (key.record_type(), key.name());
        if let Some(known) = self.ids.get(&place) {
            return Ok(known.ordinal);
        }
        let stored = self.engine.get(&Entry::Id(place.0, &place.1).key())?;
        let known = match stored {
            Some(bytes) => Known { ordinal: codec::decode(&bytes)?, is_new: false },
            None => {
                let next = &mut self.meta.ordinals[place.0 as usize];
                *next += 1;
                Known { ordinal: *next - 1, is_new: true }
            }
        };
        self.ids.insert(place, known);
        Ok(known.ordinal)
    }

    fn entity(&mut self, reference: &Ref) -> Result<Ordinal> {
        self.ordinal(&Key::Entity(reference.id.clone()))
    }

    fn source(&mut self, reference: &Ref) -> Result<Ordinal> {
        self.ordinal(&Key::Source(reference.id.clone()))
    }

    fn trail(&mut self, key: &Key, ordinal: Ordinal) -> Result<&mut Trail> {
        let place = (key.record_type(), ordinal);
        if !self.trails.contains_key(&place) {
            let stored = self.engine.get(&Entry::Trail(place.0, ordinal).key())?;
            let trail = match stored {
                Some(bytes) => codec::decode(&bytes)?,
                None => Trail { key: key.clone(), order: self.meta.changes, versions: Vec::new() },
            };
            self.trails.insert(place, trail);
        }
        Ok(self.trails.get_mut(&place).expect("just put there"))
    }

    fn last_version(&mut self, key: &Key, ordinal: Ordinal) -> Result<Option<Version>> {
        Ok(self.trail(key, ordinal)?.versions.last().cloned())
    }

    fn push_version(&mut self, key: &Key, ordinal: Ordinal, version: Version) -> Result<()> {
        self.trail(key, ordinal)?.versions.push(version);
        Ok(())
    }

    fn new_slot(&mut self, claim: &Claim, ordinal: Ordinal, at: Locator) -> Result<Slot> {
        let key = Key::Claim(claim.id.clone());
        let trail = self.trail(&key, ordinal)?;
        let order = trail.order;
        if let Some(last) = trail.versions.last().map(|version| version.slot) {
            self.end(last);
        }
        let readers = match &claim.said {
            Some(_) => Vec::new(),
            None => claim.citations.iter().map(|c| self.source(&c.source)).collect::<Result<_>>()?,
        };
        let interval = |dated: &crate::model::record::Dated| dated.date.interval();
        let columns = ClaimColumns::new(
            ordinal,
            order,
            at,
            claim.said.as_ref().map(interval),
            claim.concerns.as_ref().map(interval),
            readers,
        );
        let slot = self.push_slot(columns)?;
        self.post_claim(claim, slot)?;
        Ok(slot)
    }

    fn push_slot(&mut self, columns: ClaimColumns) -> Result<Slot> {
        let slot = self.meta.slots;
        self.meta.slots += 1;
        self.live.insert(slot);
        self.chunk(slot / SLOTS_PER_CHUNK)?.push(columns);
        Ok(slot)
    }

    fn chunk(&mut self, chunk: u32) -> Result<&mut Vec<ClaimColumns>> {
        if !self.columns.contains_key(&chunk) {
            let stored = self.engine.get(&Entry::Columns(chunk).key())?;
            let columns =
                stored.map_or(Ok(Vec::new()), |bytes| codec::decode(&bytes)).map_err(EngineError::from)?;
            self.columns.insert(chunk, columns);
        }
        Ok(self.columns.get_mut(&chunk).expect("just put there"))
    }

    fn end(&mut self, slot: Slot) {
        self.live.remove(slot);
        self.ended.insert(slot);
    }

    // ---- postings ----

    fn add(&mut self, posting: Posting, value: u32) {
        self.postings.entry(posting).or_default().insert(value);
    }

    fn post_record(&mut self, record: &Record, ordinal: Ordinal) -> Result<()> {
        match record {
            Record::Entity(entity) => self.post_entity(entity, ordinal),
            Record::Source(source) => self.post_source(source, ordinal),
            Record::Assessment(assessment) => self.post_assessment(assessment, ordinal),
            Record::Link(link) => self.post_link(link, ordinal),
            Record::Claim(_) | Record::Definition(_) => Ok(()),
        }
    }

    fn post_entity(&mut self, entity: &Entity, ordinal: Ordinal) -> Result<()> {
        for name in &entity.names {
            self.add(Posting::Name(text::fold(&name.text)), ordinal);
            text::words(&name.text).for_each(|word| self.add(Posting::NameWord(word), ordinal));
        }
        for demonym in &entity.demonyms {
            self.add(Posting::Demonym(text::fold(&demonym.text)), ordinal);
        }
        for broader in &entity.broader {
            let broader = self.entity(broader)?;
            self.add(Posting::Narrower(broader), ordinal);
        }
        for tenure in &entity.roles {
            let role = self.entity(&tenure.role)?;
            self.add(Posting::Holder(role), ordinal);
            if let Some(of) = &tenure.of {
                let of = self.entity(of)?;
                self.add(Posting::HolderOf(of), ordinal);
            }
        }
        if let Some(at) = &entity.at {
            let at = self.entity(at)?;
            self.add(Posting::EventAt(at), ordinal);
        }
        if entity.unnamed {
            self.add(Posting::Unnamed, ordinal);
        }
        self.add(Posting::OfKind(entity.kind), ordinal);
        Ok(())
    }

    fn post_source(&mut self, source: &Source, ordinal: Ordinal) -> Result<()> {
        if let Some(title) = &source.title {
            self.add(Posting::Title(text::fold(title)), ordinal);
            text::words(title).for_each(|word| self.add(Posting::TitleWord(word), ordinal));
        }
        if let Some(publisher) = &source.publisher {
            let publisher = self.entity(publisher)?;
            self.add(Posting::PublishedBy(publisher), ordinal);
        }
        for author in &source.authors {
            if let Author::Entity(author) = author {
                let author = self.entity(author)?;
                self.add(Posting::AuthoredBy(author), ordinal);
            }
        }
        for cited in &source.cites {
            let cited = self.source(cited)?;
            self.add(Posting::Cites(cited), ordinal);
        }
        for tag in source.lang.iter().flat_map(Lang::covering) {
            self.add(Posting::SourceLang(tag.to_owned()), ordinal);
        }
        for field in source_fields(source) {
            self.add(Posting::SourceWith(field), ordinal);
        }
        Ok(())
    }

    fn post_assessment(&mut self, assessment: &Assessment, ordinal: Ordinal) -> Result<()> {
        let claim = self.ordinal(&Key::Claim(assessment.claim.clone()))?;
        let by = self.entity(&assessment.by)?;
        if let Some(source) = &assessment.source {
            let source = self.source(source)?;
            self.add(Posting::AssessmentIn(source), ordinal);
        }
        self.add(Posting::AssessmentOf(claim), ordinal);
        self.add(Posting::AssessedBy(by), ordinal);
        self.add(Posting::WithVerdict(assessment.verdict), ordinal);
        Ok(())
    }

    fn post_link(&mut self, link: &Link, ordinal: Ordinal) -> Result<()> {
        let from = self.ordinal(&Key::Claim(link.from.clone()))?;
        let to = self.ordinal(&Key::Claim(link.to.clone()))?;
        self.add(Posting::LinkFrom(from), ordinal);
        self.add(Posting::LinkTo(to), ordinal);
        self.add(Posting::LinkOf(link.relation), ordinal);
        Ok(())
    }

    fn post_claim(&mut self, claim: &Claim, slot: Slot) -> Result<()> {
        self.post_refs(&claim.about, slot, |entity, doubtful| Posting::About { entity, doubtful })?;
        self.post_refs(&claim.speakers, slot, |entity, doubtful| Posting::Speaker { entity, doubtful })?;
        self.post_refs(&claim.ascribed_to, slot, |entity, doubtful| Posting::AscribedTo {
            entity,
            doubtful,
        })?;
        self.post_refs(&claim.audience, slot, |entity, doubtful| Posting::Audience { entity, doubtful })?;
        self.post_refs(claim.said_at.as_slice(), slot, |entity, doubtful| Posting::SaidAt {
            entity,
            doubtful,
        })?;
        self.post_chain(claim, slot)?;
        if claim.speakers.is_empty() {
            self.post_ends_of_chain(&claim.citations, slot)?;
        }
        self.post_texts(claim, slot);
        self.post_dates(claim, slot);
        self.add(Posting::Mode(claim.mode), slot);
        for tag in &claim.tags {
            self.add(Posting::Tag(text::fold(tag)), slot);
        }
        for field in claim_fields(claim) {
            self.add(Posting::With(field), slot);
        }
        if claim.is_doubtful() {
            self.add(Posting::Doubtful, slot);
        }
        Ok(())
    }

    /// Posts a list of references: doubtful are those that are never named with certainty in it.
    fn post_refs(&mut self, refs: &[Ref], slot: Slot, posting: fn(Ordinal, bool) -> Posting) -> Result<()> {
        for reference in refs {
            let entity = self.entity(reference)?;
            self.add(posting(entity, false), slot);
            if !refs.iter().any(|other| other.id == reference.id && other.certain) {
                self.add(posting(entity, true), slot);
            }
        }
        Ok(())
    }

    fn post_chain(&mut self, claim: &Claim, slot: Slot) -> Result<()> {
        let read: Vec<&Ref> = claim.citations.iter().map(|c| &c.source).collect();
        let via: Vec<&Ref> = claim.citations.iter().flat_map(|c| &c.via).collect();
        self.post_ways(&ways(&read, |source| &source.id), slot, |source, doubtful| Posting::Read {
            source,
            doubtful,
        })?;
        self.post_ways(&ways(&via, |source| &source.id), slot, |source, doubtful| Posting::Via {
            source,
            doubtful,
        })
    }

    fn post_ways(
        &mut self,
        ways: &[(&Ref, bool)],
        slot: Slot,
        posting: fn(Ordinal, bool) -> Posting,
    ) -> Result<()> {
        for (reference, certain) in ways {
            let source = self.source(reference)?;
            self.add(posting(source, false), slot);
            if !certain {
                self.add(posting(source, true), slot);
            }
        }
        Ok(())
    }

    fn post_ends_of_chain(&mut self, citations: &[Citation], slot: Slot) -> Result<()> {
        let ends: Vec<&Ref> = citations.iter().map(|c| c.via.last().unwrap_or(&c.source)).collect();
        self.post_ways(&ways(&ends, |end| &end.id), slot, |source, doubtful| Posting::EndOfChain {
            source,
            doubtful,
        })?;
        let pairs: Vec<(&Ref, &Ref)> =
            citations.iter().filter_map(|c| Some((&c.source, c.via.last()?))).collect();
        for (read, end) in &pairs {
            let same = |(r, e): &&(&Ref, &Ref)| r.id == read.id && e.id == end.id;
            let doubtful = !pairs.iter().filter(same).any(|(r, _)| r.certain);
            let (source, end) = (self.source(read)?, self.source(end)?);
            self.add(Posting::ReadBefore { source, end, doubtful: false }, slot);
            if doubtful {
                self.add(Posting::ReadBefore { source, end, doubtful: true }, slot);
            }
        }
        Ok(())
    }

    fn post_texts(&mut self, claim: &Claim, slot: Slot) {
        for (text, lang) in claim_texts(claim) {
            for token in text::tokens(text, lang) {
                if let Some((tag, stem)) = token.stem {
                    self.add(Posting::Stem(tag.to_owned(), stem), slot);
                }
                self.add(Posting::Word(token.folded), slot);
            }
        }
        let words = claim.citations.iter().filter_map(|c| c.words.as_ref()?.lang.as_ref());
        for tag in claim.lang.iter().chain(words).flat_map(Lang::covering) {
            self.add(Posting::ClaimLang(tag.to_owned()), slot);
        }
    }

    fn post_dates(&mut self, claim: &Claim, slot: Slot) {
        match &claim.said {
            None => self.add(Posting::Undated, slot),
            Some(said) => match months_of(said.date.interval()) {
                Some(months) => months.for_each(|month| self.add(Posting::SaidMonth(month), slot)),
                None => self.add(Posting::SaidWide, slot),
            },
        }
        if let Some(concerns) = &claim.concerns {
            match months_of(concerns.date.interval()) {
                Some(months) => months.for_each(|month| self.add(Posting::ConcernsMonth(month), slot)),
                None => self.add(Posting::ConcernsWide, slot),
            }
        }
    }

    // ---- the end ----

    /// Writes everything: in one batch, or, of a very large transaction, in several, between which the index is marked
    /// as unfinished.
    pub fn finish(mut self, head: &FrameHead, stamp: &Stamp) -> Result<Meta> {
        let mut writing = Writing::new(self.engine, &self.meta);
        let entry = TransactionEntry {
            head: head.clone(),
            stamp: stamp.clone(),
            changes: self.meta.changes,
            slots: self.meta.slots,
        };
        writing.put(Entry::Transaction(self.sequence).key(), codec::encode(&entry));
        if !self.ended.is_empty() {
            writing.put(Entry::Ended(self.sequence).key(), bitmap_bytes(&self.ended));
        }
        for ((record_type, name), known) in std::mem::take(&mut self.ids) {
            if known.is_new {
                writing.put(Entry::Id(record_type, &name).key(), codec::encode(&known.ordinal));
            }
        }
        for ((record_type, ordinal), trail) in std::mem::take(&mut self.trails) {
            writing.put(Entry::Trail(record_type, ordinal).key(), codec::encode(&trail));
        }
        for (chunk, columns) in std::mem::take(&mut self.columns) {
            writing.put(Entry::Columns(chunk).key(), codec::encode(&columns));
        }
        for (posting, values) in std::mem::take(&mut self.postings) {
            self.put_posting(&mut writing, &posting, values)?;
        }
        let last = self.meta.slots.saturating_sub(1);
        replace_posting(&mut writing, &Posting::Live, &self.live, last);
        replace_posting(&mut writing, &Posting::RetractedNow, &self.retracted, last);
        self.meta.head = Some(head.clone());
        writing.finish(&self.meta)?;
        Ok(self.meta)
    }

    fn put_posting(&self, writing: &mut Writing<'_>, posting: &Posting, values: RoaringBitmap) -> Result<()> {
        for (key, values) in chunks(posting, &values) {
            let merged = match self.engine.get(&key)? {
                Some(bytes) => bitmap(&bytes)? | values,
                None => values,
            };
            writing.put(key, bitmap_bytes(&merged));
        }
        Ok(())
    }
}

/// Up to how many bytes of entries are one batch: any transaction made by hand, and most imports.
const ONE_BATCH: usize = 16 << 20;

/// The entries of one transaction on their way to the engine.
struct Writing<'a> {
    engine: &'a Engine,
    entries: Vec<(Vec<u8>, Vec<u8>)>,
    /// What the index says of itself while a transaction is written in parts: that it is good for nothing.
    unfinished: Meta,
}

impl<'a> Writing<'a> {
    fn new(engine: &'a Engine, meta: &Meta) -> Writing<'a> {
        Writing { engine, entries: Vec::new(), unfinished: Meta { format: UNFINISHED, ..meta.clone() } }
    }

    fn put(&mut self, key: Vec<u8>, value: Vec<u8>) {
        self.entries.push((key, value));
    }

    /// Writes everything: together, or, where it is too much for that, one by one, marked as unfinished until the end.
    fn finish(mut self, meta: &Meta) -> Result<()> {
        let size: usize = self.entries.iter().map(|(key, value)| key.len() + value.len()).sum();
        let mut batch = Batch::default();
        if size > ONE_BATCH {
            batch.put(Entry::Meta.key(), codec::encode(&self.unfinished));
            self.engine.apply(std::mem::take(&mut batch))?;
            self.entries.sort_unstable_by(|one, other| one.0.cmp(&other.0));
            self.engine.put_each(self.entries.drain(..))?;
        }
        self.entries.drain(..).for_each(|(key, value)| batch.put(key, value));
        batch.put(Entry::Meta.key(), codec::encode(meta));
        self.engine.apply(batch)
    }
}

/// Each thing named with whether one way of naming it is certain; each once, in the order of first naming.
fn ways<'r>(refs: &[&'r Ref], id: impl Fn(&Ref) -> &crate::model::Id) -> Vec<(&'r Ref, bool)> {
    let mut found: Vec<(&Ref, bool)> = Vec::new();
    for reference in refs {
        match found.iter_mut().find(|(other, _)| id(other) == id(reference)) {
            Some((_, certain)) => *certain |= reference.certain,
            None => found.push((reference, reference.certain)),
        }
    }
    found
}

/// The texts of a claim in which `containing` looks, with their languages.
pub fn claim_texts(claim: &Claim) -> impl Iterator<Item = (&str, Option<&Lang>)> {
    let translations = claim.translations.iter().map(|t| (t.text.as_str(), t.lang.as_ref()));
    let words =
        claim.citations.iter().filter_map(|c| c.words.as_ref()).map(|w| (w.text.as_str(), w.lang.as_ref()));
    std::iter::once((claim.statement.as_str(), claim.lang.as_ref())).chain(translations).chain(words)
}

/// The fields that a claim itself has; those of its documents are asked of the documents.
fn claim_fields(claim: &Claim) -> Vec<Field> {
    let any = |has: &dyn Fn(&Citation) -> bool| claim.citations.iter().any(has);
    let fields = [
        (Field::Words, any(&|c| c.words.is_some())),
        (Field::Translation, !claim.translations.is_empty()),
        (Field::Locator, any(&|c| c.locator.is_some())),
        (Field::Via, any(&|c| !c.via.is_empty())),
        (Field::Speaker, !claim.speakers.is_empty()),
        (Field::Audience, !claim.audience.is_empty()),
        (Field::Ascribed, !claim.ascribed_to.is_empty()),
        (Field::About, !claim.about.is_empty()),
        (Field::Said, claim.said.is_some()),
        (Field::Place, claim.said_at.is_some()),
        (Field::Concerning, claim.concerns.is_some()),
        (Field::Tags, !claim.tags.is_empty()),
        (Field::Language, claim.lang.is_some()),
        (Field::Note, claim.note.is_some()),
        (Field::Extra, !claim.extra.is_empty()),
    ];
    fields.into_iter().filter_map(|(field, has)| has.then_some(field)).collect()
}

/// The fields that a source has and that a claim is asked for.
pub fn source_fields(source: &Source) -> Vec<Field> {
    let fields = [
        (Field::Url, source.url.is_some()),
        (Field::Archive, source.archive_url.is_some()),
        (Field::Title, source.title.is_some()),
        (Field::Author, !source.authors.is_empty()),
        (Field::Publisher, source.publisher.is_some()),
        (Field::Published, source.published.is_some()),
    ];
    fields.into_iter().filter_map(|(field, has)| has.then_some(field)).collect()
}

/// Reads all of a posting.
pub fn read_posting(engine: &Engine, posting: &Posting) -> Result<RoaringBitmap> {
    let mut values = RoaringBitmap::new();
    for entry in engine.scan(&posting.prefix()) {
        values |= bitmap(&entry?.1)?;
    }
    Ok(values)
}

fn chunks(posting: &Posting, values: &RoaringBitmap) -> Vec<(Vec<u8>, RoaringBitmap)> {
    let mut chunks: Vec<(u16, RoaringBitmap)> = Vec::new();
    for value in values {
        let chunk = chunk_of(value);
        match chunks.last_mut() {
            Some((last, values)) if *last == chunk => {
                values.insert(value);
            }
            _ => chunks.push((chunk, RoaringBitmap::from_iter([value]))),
        }
    }
    chunks.into_iter().map(|(_, values)| (posting.chunk_key(values.min().unwrap_or(0)), values)).collect()
}

/// Writes a posting that can also lose values, up to the last that there can be.
fn replace_posting(writing: &mut Writing<'_>, posting: &Posting, values: &RoaringBitmap, last: u32) {
    for chunk in 0..=chunk_of(last) {
        let first = u32::from(chunk) << 16;
        let part: RoaringBitmap = values.range(first..=(first | 0xFFFF)).collect();
        writing.put(posting.chunk_key(first), bitmap_bytes(&part));
    }
}

pub fn bitmap(bytes: &[u8]) -> Result<RoaringBitmap> {
    RoaringBitmap::deserialize_from(bytes)
        .map_err(|e| EngineError::new(format!("a posting cannot be read: {e}")))
}

fn bitmap_bytes(values: &RoaringBitmap) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(values.serialized_size());
    values.serialize_into(&mut bytes).expect("writing to memory does not fail");
    bytes
}
