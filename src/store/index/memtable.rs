//! The memtable: what was indexed since its last segment, kept in memory. After a crash it is read from the
//! journal again.

use std::collections::HashMap;

use ahash::RandomState;
use hashbrown::HashTable;
use roaring::RoaringBitmap;

use crate::model::text::{self, Lang};
use crate::model::{Claim, RecordType};
use crate::store::codec;
use crate::store::engine::EngineError;
use crate::store::index::columns::ColumnsWriter;
use crate::store::index::counters::{Counters, TransactionEntry};
use crate::store::index::keys::{
    Entry, FIRST_OF_WORDS, IDS, Ordinal, POSTINGS, PostingKey, RECORDS_PER_CHUNK, Slot, is_of_word,
};
use crate::store::index::posting_list::{PostingList, entry};
use crate::store::index::texts::claim_texts;
use crate::store::index::varint::{Packer, Unpacker};
use crate::store::index::versions::{RecordVersions, pack_rows, unpack_rows};

type Result<T> = std::result::Result<T, EngineError>;

/// What was added since the last segment.
#[derive(Clone)]
pub struct Memtable {
    pub names: [NameTable; 6],
    pub rows: [VersionTable; 6],
    pub postings: PostingTable,
    /// The postings of words.
    pub texts: Texts,
    pub columns: ColumnsWriter,
    pub transactions: Vec<TransactionEntry>,
    /// The claim versions that each of these transactions ended.
    pub ended: Vec<(u64, RoaringBitmap)>,
    /// How many changes it holds.
    pub changes: u64,
}

/// The postings of the words of claims, which are most of all postings; they know nothing of the others, and can be
/// gathered on a thread of their own.
#[derive(Clone, Default)]
pub struct Texts {
    pub postings: PostingTable,
    /// For each language of a text where its words are posted.
    words: Vec<(Option<Lang>, PlacesOfWords)>,
}

/// Where the units of texts in one language are posted.
type PlacesOfWords = HashMap<Box<str>, Box<[u32]>, RandomState>;

/// How many different words of a language are kept at hand.
const MOST_WORDS: usize = 1 << 20;

impl Texts {
    /// Posts every word of a claim in the forms by which it is found.
    pub fn post_claim(&mut self, claim: &Claim, slot: Slot) {
        for (text, lang) in claim_texts(claim) {
            self.post(text, lang, slot);
        }
    }

    fn post(&mut self, text: &str, lang: Option<&Lang>, value: u32) {
        let place = self.words.iter().position(|(known, _)| known.as_ref() == lang).unwrap_or_else(|| {
            self.words.push((lang.cloned(), HashMap::default()));
            self.words.len() - 1
        });
        let known = &mut self.words[place].1;
        if known.len() > MOST_WORDS {
            known.clear();
        }
        for unit in text::units(text) {
            let places = match known.get(unit) {
                Some(places) => places,
                None => {
                    let forms = text::posted(unit, lang);
                    let places: Box<[u32]> =
                        forms.into_iter().map(|form| self.postings.place(&PostingKey::from(form))).collect();
                    known.entry(unit.into()).or_insert(places)
                }
            };
            for place in places {
                self.postings.push(*place, value);
            }
        }
    }
}

impl Memtable {
    pub fn new(counters: &Counters) -> Memtable {
        Memtable {
            names: counters.ordinals.map(NameTable::new),
            rows: Default::default(),
            postings: PostingTable::default(),
            texts: Texts::default(),
            columns: ColumnsWriter::new(counters.slots),
            transactions: Vec::new(),
            ended: Vec::new(),
            changes: 0,
        }
    }

    /// A posting by its key.
    pub fn posting(&self, key: &[u8]) -> Option<&PostingList> {
        if is_of_word(key) { self.texts.postings.get(key) } else { self.postings.get(key) }
    }

    /// The keys of postings that have this prefix, in their order.
    pub fn posting_keys(&self, begin: &[u8]) -> Vec<Vec<u8>> {
        let mut keys = self.postings.beginning(begin);
        keys.extend(self.texts.postings.beginning(begin));
        keys.sort_unstable();
        keys
    }

    /// The entries of ids whose keys have this prefix, in the order of their keys.
    pub fn ids(&self, begin: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
        let of = begin.get(1).and_then(|of| RecordType::ALL.get(usize::from(*of)));
        let names = begin.get(2..).unwrap_or(&[]);
        of.map_or(Vec::new(), |of| self.names[*of as usize].ids(*of, names).collect())
    }

    /// The entries whose keys have this prefix, in no order.
    pub fn entries_beginning(&self, begin: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
        match begin.first() {
            _ if self.changes == 0 => Vec::new(),
            Some(&POSTINGS) => {
                let keys = self.posting_keys(begin).into_iter();
                keys.filter_map(|key| Some((self.posting(&key)?.entry(), key)))
                    .map(|(list, key)| (key, list))
                    .collect()
            }
            // Asked at every key that is typed.
            Some(&IDS) if begin.len() > 1 => self.ids(begin),
            _ => self.entries().filter(|(key, _)| key.starts_with(begin)).collect(),
        }
    }

    /// The entries of a segment, in the order of their keys. Those of postings and ids, which are many, are made as they
    /// are asked for.
    pub fn entries(&self) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> + '_ {
        let mut entries = self.columns.all();
        for transaction in &self.transactions {
            entries.push((Entry::Transaction(transaction.head.sequence).key(), codec::encode(transaction)));
        }
        for (sequence, slots) in &self.ended {
            entries.push((Entry::Ended(*sequence).key(), entry(slots)));
        }
        for record_type in RecordType::ALL {
            self.names[record_type as usize].chunks(record_type, &mut entries);
            self.rows[record_type as usize].chunks(record_type, &mut entries);
        }
        entries.sort_unstable();
        let behind_ids = entries.split_off(entries.partition_point(|(key, _)| key[0] < IDS));
        let mut middle = behind_ids;
        let behind = middle.split_off(middle.partition_point(|(key, _)| key[0] < POSTINGS));
        let ids = RecordType::ALL.into_iter().flat_map(|of| self.names[of as usize].ids(of, &[]));
        let (before_words, behind_words) = self.postings.in_order(|key| key[1] < FIRST_OF_WORDS);
        let (words, _) = self.texts.postings.in_order(|_| true);
        let words = self.texts.postings.entries(words);
        let postings =
            self.postings.entries(before_words).chain(words).chain(self.postings.entries(behind_words));
        entries.into_iter().chain(ids).chain(middle).chain(postings).chain(behind)
    }
}

/// The names of new records of one type, and their ordinals.
#[derive(Clone)]
pub struct NameTable {
    first: Ordinal,
    texts: String,
    ends: Vec<usize>,
    table: HashTable<u32>,
    hasher: RandomState,
}

impl NameTable {
    fn new(first: Ordinal) -> NameTable {
        NameTable {
            first,
            texts: String::new(),
            ends: Vec::new(),
            table: HashTable::new(),
            hasher: RandomState::new(),
        }
    }

    fn at(&self, place: u32) -> &str {
        let place = place as usize;
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.texts[start..self.ends[place]]
    }

    /// The ordinal of the first of them.
    pub fn first(&self) -> Ordinal {
        self.first
    }

    pub fn count(&self) -> u32 {
        self.ends.len() as u32
    }

    pub fn get(&self, name: &str) -> Option<Ordinal> {
        let hash = self.hasher.hash_one(name);
        self.table.find(hash, |place| self.at(*place) == name).map(|place| self.first + place)
    }

    /// Gives a name that is not known yet the next ordinal.
    pub fn push(&mut self, name: &str) -> Ordinal {
        let place = self.count();
        self.texts.push_str(name);
        self.ends.push(self.texts.len());
        let (texts, ends, hasher) = (&self.texts, &self.ends, &self.hasher);
        let at = |place: &u32| {
            let start = if *place == 0 { 0 } else { ends[*place as usize - 1] };
            hasher.hash_one(&texts[start..ends[*place as usize]])
        };
        self.table.insert_unique(hasher.hash_one(name), place, at);
        self.first + place
    }

    pub fn name(&self, ordinal: Ordinal) -> Option<&str> {
        let place = ordinal.checked_sub(self.first).filter(|place| *place < self.count())?;
        Some(self.at(place))
    }

    /// The names of a chunk, packed as an entry holds them.
    pub fn chunk(&self, chunk: u32) -> Option<Vec<u8>> {
        let low = (chunk * RECORDS_PER_CHUNK).max(self.first);
        let high = (chunk.saturating_add(1)).saturating_mul(RECORDS_PER_CHUNK).min(self.first + self.count());
        if low >= high {
            return None;
        }
        let mut packer = Packer::default();
        packer.number(u64::from(low - chunk * RECORDS_PER_CHUNK));
        (low..high).for_each(|ordinal| packer.text(self.at(ordinal - self.first)));
        Some(packer.into_bytes())
    }

    fn chunks(&self, record_type: RecordType, entries: &mut Vec<(Vec<u8>, Vec<u8>)>) {
        let last = (self.first + self.count()) / RECORDS_PER_CHUNK;
        for chunk in self.first / RECORDS_PER_CHUNK..=last {
            let bytes = self.chunk(chunk);
            entries.extend(bytes.map(|bytes| (Entry::Names(record_type, chunk).key(), bytes)));
        }
    }

    /// The entries of ids that have this prefix, in the order of their keys.
    fn ids(&self, record_type: RecordType, begin: &[u8]) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> + '_ {
        let mut places: Vec<u32> = (0..self.count()).collect();
        places.retain(|place| self.at(*place).as_bytes().starts_with(begin));
        places.sort_unstable_by(|one, other| self.at(*one).as_bytes().cmp(self.at(*other).as_bytes()));
        places.into_iter().map(move |place| {
            let mut value = Packer::default();
            value.number(u64::from(self.first + place));
            (Entry::Id(record_type, self.at(place)).key(), value.into_bytes())
        })
    }
}

/// The names of a chunk as an entry holds them: where in the chunk they begin, then each.
pub fn unpack_names(bytes: &[u8]) -> Result<(u32, Vec<String>)> {
    let mut unpacker = Unpacker::new(bytes);
    let first = unpacker.small()?;
    let mut names = Vec::new();
    while !unpacker.is_at_end() {
        names.push(unpacker.text()?.to_owned());
    }
    Ok((first, names))
}

/// A place among rows, which are no longer than 4 GiB together.
fn place_of(length: usize) -> Result<u32> {
    u32::try_from(length).map_err(|_| {
        EngineError::new("one transaction has more records than the index can take in; import it in parts")
    })
}

/// Records with new versions, each row packed.
#[derive(Clone, Default)]
pub struct VersionTable {
    bytes: Vec<u8>,
    places: HashMap<Ordinal, (u32, u32), RandomState>,
}

impl VersionTable {
    pub fn get(&self, ordinal: Ordinal) -> Result<Option<RecordVersions>> {
        let Some((start, end)) = self.places.get(&ordinal) else { return Ok(None) };
        let rows = unpack_rows(0, &self.bytes[*start as usize..*end as usize])?;
        Ok(rows.into_iter().next())
    }

    /// Puts a row in the place of the one before it.
    ///
    /// # Errors
    /// All rows together are too long for one segment.
    pub fn put(&mut self, row: &RecordVersions) -> Result<()> {
        let start = place_of(self.bytes.len())?;
        self.bytes.extend(pack_rows(0, std::iter::once(row)));
        self.places.insert(row.ordinal, (start, place_of(self.bytes.len())?));
        Ok(())
    }

    /// The rows of a chunk, in their order.
    pub fn chunk(&self, chunk: u32) -> Result<Vec<RecordVersions>> {
        let first = chunk * RECORDS_PER_CHUNK;
        let rows = (first..first.saturating_add(RECORDS_PER_CHUNK)).map(|ordinal| self.get(ordinal));
        rows.filter_map(Result::transpose).collect()
    }

    /// How many of them have an ordinal from this one on.
    pub fn count_from(&self, first: Ordinal) -> u32 {
        self.places.keys().filter(|ordinal| **ordinal >= first).count() as u32
    }

    pub fn has(&self, ordinal: Ordinal) -> bool {
        self.places.contains_key(&ordinal)
    }

    fn chunks(&self, record_type: RecordType, entries: &mut Vec<(Vec<u8>, Vec<u8>)>) {
        let mut ordinals: Vec<Ordinal> = self.places.keys().copied().collect();
        ordinals.sort_unstable();
        for chunk in ordinals.chunk_by(|one, other| one / RECORDS_PER_CHUNK == other / RECORDS_PER_CHUNK) {
            let number = chunk[0] / RECORDS_PER_CHUNK;
            let rows: Vec<RecordVersions> =
                chunk.iter().filter_map(|ordinal| self.get(*ordinal).ok().flatten()).collect();
            let bytes = pack_rows(number * RECORDS_PER_CHUNK, rows.iter());
            entries.push((Entry::Versions(record_type, number).key(), bytes));
        }
    }
}

/// Posting lists while they are gathered.
#[derive(Clone, Default)]
pub struct PostingTable {
    keys: Vec<u8>,
    ends: Vec<usize>,
    lists: Vec<PostingList>,
    table: HashTable<u32>,
    hasher: RandomState,
    /// Where the key that is looked for is written.
    key: Vec<u8>,
    /// The places of postings that have a number, by their kind and their number: while very many are gathered.
    numbered: Option<Vec<Vec<u32>>>,
}

const NOWHERE: u32 = u32::MAX;

/// A posting in which nothing is yet; the first number takes its place.
const NOTHING: PostingList = PostingList::Rising { first: 0, last: 0, count: 0, distances: Vec::new() };

impl PostingTable {
    fn key_at(&self, place: usize) -> &[u8] {
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.keys[start..self.ends[place]]
    }

    pub fn add(&mut self, posting: &PostingKey, value: u32) {
        let place = self.place(posting);
        self.push(place, value);
    }

    fn push(&mut self, place: u32, value: u32) {
        match &mut self.lists[place as usize] {
            PostingList::Rising { first, last, count: count @ 0, .. } => {
                (*first, *last, *count) = (value, value, 1);
            }
            list => list.push(value),
        }
    }

    /// Whether very many are to come: then it pays to find those with a number by that.
    pub fn expect_many(&mut self, many: bool) {
        self.numbered = many.then(Vec::new);
    }

    fn place(&mut self, posting: &PostingKey) -> u32 {
        let (Some(numbered), Some((kind, number))) = (&mut self.numbered, posting.number()) else {
            return self.place_by_key(posting);
        };
        if numbered.len() <= kind {
            numbered.resize_with(kind + 1, Vec::new);
        }
        let places = &mut numbered[kind];
        if places.len() <= number as usize {
            places.resize(number as usize + 1, NOWHERE);
        }
        if places[number as usize] != NOWHERE {
            return places[number as usize];
        }
        let place = self.place_by_key(posting);
        if let Some(numbered) = &mut self.numbered {
            numbered[kind][number as usize] = place;
        }
        place
    }

    fn place_by_key(&mut self, posting: &PostingKey) -> u32 {
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        posting.write_key(&mut key);
        let place = self.place_of(&key);
        self.key = key;
        place
    }

    fn place_of(&mut self, key: &[u8]) -> u32 {
        let hash = self.hasher.hash_one(key);
        if let Some(place) = self.table.find(hash, |place| self.key_at(*place as usize) == key) {
            return *place;
        }
        let place = self.lists.len() as u32;
        self.keys.extend_from_slice(key);
        self.ends.push(self.keys.len());
        self.lists.push(NOTHING);
        let (keys, ends, hasher) = (&self.keys, &self.ends, &self.hasher);
        let at = |place: &u32| {
            let place = *place as usize;
            let start = if place == 0 { 0 } else { ends[place - 1] };
            hasher.hash_one(&keys[start..ends[place]])
        };
        self.table.insert_unique(hash, place, at);
        place
    }

    pub fn get(&self, key: &[u8]) -> Option<&PostingList> {
        let hash = self.hasher.hash_one(key);
        let place = self.table.find(hash, |place| self.key_at(*place as usize) == key)?;
        Some(&self.lists[*place as usize])
    }

    /// The keys that have this prefix, in their order.
    pub fn beginning(&self, begin: &[u8]) -> Vec<Vec<u8>> {
        let keys = (0..self.lists.len()).map(|place| self.key_at(place)).filter(|key| key.starts_with(begin));
        let mut keys: Vec<Vec<u8>> = keys.map(<[u8]>::to_vec).collect();
        keys.sort_unstable();
        keys
    }

    /// Its postings in the order of their keys: those that come first, and the others.
    fn in_order(&self, is_first: impl Fn(&[u8]) -> bool) -> (Vec<u32>, Vec<u32>) {
        let mut places: Vec<u32> = (0..self.lists.len() as u32).collect();
        places.sort_unstable_by(|one, other| self.key_at(*one as usize).cmp(self.key_at(*other as usize)));
        let others = places.split_off(places.partition_point(|place| is_first(self.key_at(*place as usize))));
        (places, others)
    }

    fn entries(&self, places: Vec<u32>) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> + '_ {
        let entry = |place: u32| (self.key_at(place as usize).to_vec(), self.lists[place as usize].entry());
        places.into_iter().map(entry)
    }
}
