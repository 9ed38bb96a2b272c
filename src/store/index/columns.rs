//! What is asked of many claim versions at once, a column each: packed as the index holds them, unpacked to be read
//! quickly. A chunk has the versions of [`SLOTS_PER_CHUNK`] slots; an entry may hold a part of one.

use crate::model::Dating;
use crate::store::engine::EngineError;
use crate::store::index::keys::{ColumnOf, Entry, Ordinal, SLOTS_PER_CHUNK, Slot};
use crate::store::index::varint::{Packer, Unpacker};
use crate::store::index::versions::{Named, named, pack_dating, unnamed, unpack_dating};
use crate::store::journal::Locator;

type Result<T> = std::result::Result<T, EngineError>;

/// Everything that the columns hold of one claim version.
#[derive(Clone, Debug)]
pub struct ColumnsOf {
    pub claim: Ordinal,
    /// The place of the claim's first coming among all changes ever made.
    pub order: u64,
    pub content: Locator,
    pub said: Option<Dating>,
    pub concerns: Option<Dating>,
    pub speakers: Vec<Named>,
    pub about: Vec<Named>,
    /// The documents of each citation, from the one that was read back.
    pub chains: Vec<Vec<Named>>,
    /// How many words its longest wording has, 255 for more.
    pub length: u8,
    pub presented: Vec<PresentedAs>,
}

/// A role in which a speaker is presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresentedAs {
    pub who: Named,
    pub role: Named,
    pub of: Option<Named>,
    pub former: bool,
}

/// The columns of the claim versions that come last, as they are gathered.
#[derive(Clone, Default)]
pub struct ColumnsWriter {
    /// The first slot of the part that is being gathered, and the slot that comes next.
    first: Slot,
    next: Slot,
    parts: [Packer; 8],
    before: (Ordinal, u64, Option<Locator>),
    /// The parts whose chunks are full: their keys and their bytes.
    done: Vec<(Vec<u8>, Vec<u8>)>,
}

const ALL: [ColumnOf; 8] = [
    ColumnOf::Place,
    ColumnOf::Said,
    ColumnOf::Concerns,
    ColumnOf::Speakers,
    ColumnOf::About,
    ColumnOf::Chains,
    ColumnOf::Length,
    ColumnOf::Presented,
];

impl ColumnsWriter {
    pub fn new(first: Slot) -> ColumnsWriter {
        ColumnsWriter { first, next: first, ..ColumnsWriter::default() }
    }

    pub fn push(&mut self, row: &ColumnsOf) {
        let [place, said, concerns, speakers, about, chains, length, presented] = &mut self.parts;
        let (claim, order, content) = self.before;
        place.signed(i64::from(row.claim) - i64::from(claim));
        place.signed(row.order.wrapping_sub(order) as i64);
        place.locator(row.content, content.unwrap_or(NOWHERE));
        pack_dating(said, row.said);
        pack_dating(concerns, row.concerns);
        pack_list(speakers, &row.speakers);
        pack_list(about, &row.about);
        chains.number(row.chains.len() as u64);
        row.chains.iter().for_each(|chain| pack_list(chains, chain));
        length.byte(row.length);
        presented.number(row.presented.len() as u64);
        row.presented.iter().for_each(|one| one.pack(presented));
        self.before = (row.claim, row.order, Some(row.content));
        self.next += 1;
        if self.next.is_multiple_of(SLOTS_PER_CHUNK) {
            self.end_part();
        }
    }

    fn end_part(&mut self) {
        for (column, part) in ALL.iter().zip(&mut self.parts) {
            let part = std::mem::take(part);
            self.done.push((Entry::Column(*column, self.first).key(), part.into_bytes()));
        }
        self.first = self.next;
        self.before = (0, 0, None);
    }

    /// The parts of a column from a slot on, to the end of its chunk.
    pub fn parts(&self, column: ColumnOf, from: Slot) -> impl Iterator<Item = &[u8]> {
        let (low, high) =
            (Entry::Column(column, from).key(), Entry::Column(column, end_of_chunk(from)).key());
        let full = self.done.iter().filter(move |(key, _)| *key >= low && *key < high);
        let is_last = self.first < self.next && from / SLOTS_PER_CHUNK == self.first / SLOTS_PER_CHUNK;
        let last = is_last.then(|| self.parts[column as usize].as_bytes());
        full.map(|(_, bytes)| bytes.as_slice()).chain(last)
    }

    /// All parts, full or not, with their keys.
    pub fn all(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        let mut all = self.done.clone();
        if self.first < self.next {
            for (column, part) in ALL.iter().zip(&self.parts) {
                all.push((Entry::Column(*column, self.first).key(), part.as_bytes().to_vec()));
            }
        }
        all
    }
}

/// The slot with which the chunk of this one ends, which is no longer in it.
pub fn end_of_chunk(slot: Slot) -> Slot {
    (slot / SLOTS_PER_CHUNK + 1).saturating_mul(SLOTS_PER_CHUNK)
}

/// What stands for a place where there is none.
pub const NOWHERE: Locator = Locator { offset: 0, place: 0, length: 0 };

fn pack_list(packer: &mut Packer, list: &[Named]) {
    packer.number(list.len() as u64);
    list.iter().for_each(|one| packer.number(named(*one)));
}

impl PresentedAs {
    fn pack(self, packer: &mut Packer) {
        packer.number(named(self.who));
        packer.number(named(self.role));
        packer.byte(u8::from(self.former) | u8::from(self.of.is_some()) << 1);
        self.of.into_iter().for_each(|of| packer.number(named(of)));
    }

    fn unpack(unpacker: &mut Unpacker<'_>) -> Result<PresentedAs> {
        let (who, role) = (unnamed(unpacker.number()?)?, unnamed(unpacker.number()?)?);
        let marks = unpacker.byte()?;
        let of = if marks & 2 == 0 { None } else { Some(unnamed(unpacker.number()?)?) };
        Ok(PresentedAs { who, role, of, former: marks & 1 != 0 })
    }
}

/// A column of a chunk, unpacked.
pub trait Column: Default {
    const OF: ColumnOf;

    /// Adds the rows of one part.
    ///
    /// # Errors
    /// The bytes are not those of a part.
    fn add(&mut self, part: &[u8]) -> Result<()>;

    /// How many claim versions it has rows of.
    fn rows(&self) -> usize;

    /// The bytes that it takes in memory, roughly.
    fn size(&self) -> usize;
}

/// Which claim each version is of, when that first came, and where it stands in the journal.
#[derive(Default, PartialEq)]
pub struct Places {
    pub claims: Vec<Ordinal>,
    pub orders: Vec<u64>,
    pub contents: Vec<Locator>,
}

impl Column for Places {
    const OF: ColumnOf = ColumnOf::Place;

    fn add(&mut self, part: &[u8]) -> Result<()> {
        let mut unpacker = Unpacker::new(part);
        let (mut claim, mut order, mut content) = (0i64, 0u64, NOWHERE);
        while !unpacker.is_at_end() {
            claim = claim.wrapping_add(unpacker.signed()?);
            order = order.wrapping_add(unpacker.signed()? as u64);
            content = unpacker.locator(content)?;
            self.claims.push(u32::try_from(claim).map_err(|_| EngineError::new("a claim has no number"))?);
            self.orders.push(order);
            self.contents.push(content);
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.contents.len()
    }

    fn size(&self) -> usize {
        size_of_val(self.claims.as_slice())
            + size_of_val(self.orders.as_slice())
            + size_of_val(self.contents.as_slice())
    }
}

/// When each was said.
#[derive(Default, PartialEq)]
pub struct Said(pub Vec<Option<Dating>>);

/// What time each is about.
#[derive(Default, PartialEq)]
pub struct Concerns(pub Vec<Option<Dating>>);

fn add_datings(datings: &mut Vec<Option<Dating>>, part: &[u8]) -> Result<()> {
    let mut unpacker = Unpacker::new(part);
    while !unpacker.is_at_end() {
        datings.push(unpack_dating(&mut unpacker)?);
    }
    Ok(())
}

impl Column for Said {
    const OF: ColumnOf = ColumnOf::Said;

    fn add(&mut self, part: &[u8]) -> Result<()> {
        add_datings(&mut self.0, part)
    }

    fn rows(&self) -> usize {
        self.0.len()
    }

    fn size(&self) -> usize {
        size_of_val(self.0.as_slice())
    }
}

impl Column for Concerns {
    const OF: ColumnOf = ColumnOf::Concerns;

    fn add(&mut self, part: &[u8]) -> Result<()> {
        add_datings(&mut self.0, part)
    }

    fn rows(&self) -> usize {
        self.0.len()
    }

    fn size(&self) -> usize {
        size_of_val(self.0.as_slice())
    }
}

/// A list for each version, one behind another, and where each ends.
#[derive(Default, PartialEq)]
pub struct Lists {
    ends: Vec<u32>,
    all: Vec<Named>,
}

impl Lists {
    pub fn of(&self, place: usize) -> &[Named] {
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize };
        &self.all[start..self.ends[place] as usize]
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn size(&self) -> usize {
        size_of_val(self.ends.as_slice()) + size_of_val(self.all.as_slice())
    }

    fn add(&mut self, part: &[u8]) -> Result<()> {
        let mut unpacker = Unpacker::new(part);
        while !unpacker.is_at_end() {
            self.add_list(&mut unpacker)?;
        }
        Ok(())
    }

    fn add_list(&mut self, unpacker: &mut Unpacker<'_>) -> Result<()> {
        for _ in 0..unpacker.count()? {
            self.all.push(unnamed(unpacker.number()?)?);
        }
        self.ends.push(end_of(self.all.len())?);
        Ok(())
    }
}

/// Where a list ends in its chunk.
fn end_of(length: usize) -> Result<u32> {
    u32::try_from(length).map_err(|_| EngineError::new("a column of the index is longer than 4 GiB"))
}

/// The speakers that are recorded of each.
#[derive(Default, PartialEq)]
pub struct Speakers(pub Lists);

/// What each is about.
#[derive(Default, PartialEq)]
pub struct About(pub Lists);

impl Column for Speakers {
    const OF: ColumnOf = ColumnOf::Speakers;

    fn add(&mut self, part: &[u8]) -> Result<()> {
        self.0.add(part)
    }

    fn rows(&self) -> usize {
        self.0.len()
    }

    fn size(&self) -> usize {
        self.0.size()
    }
}

impl Column for About {
    const OF: ColumnOf = ColumnOf::About;

    fn add(&mut self, part: &[u8]) -> Result<()> {
        self.0.add(part)
    }

    fn rows(&self) -> usize {
        self.0.len()
    }

    fn size(&self) -> usize {
        self.0.size()
    }
}

/// How many words the longest wording of each has.
#[derive(Default, PartialEq)]
pub struct Lengths(pub Vec<u8>);

impl Column for Lengths {
    const OF: ColumnOf = ColumnOf::Length;

    fn add(&mut self, part: &[u8]) -> Result<()> {
        self.0.extend_from_slice(part);
        Ok(())
    }

    fn rows(&self) -> usize {
        self.0.len()
    }

    fn size(&self) -> usize {
        self.0.len()
    }
}

/// The citations of each version: the documents of each, from the one that was read back.
#[derive(Default, PartialEq)]
pub struct Chains {
    /// Where each version's citations end.
    ends: Vec<u32>,
    citations: Lists,
}

impl Chains {
    pub fn of(&self, place: usize) -> impl ExactSizeIterator<Item = &[Named]> {
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize };
        (start..self.ends[place] as usize).map(|citation| self.citations.of(citation))
    }
}

impl Column for Chains {
    const OF: ColumnOf = ColumnOf::Chains;

    fn add(&mut self, part: &[u8]) -> Result<()> {
        let mut unpacker = Unpacker::new(part);
        while !unpacker.is_at_end() {
            for _ in 0..unpacker.count()? {
                self.citations.add_list(&mut unpacker)?;
            }
            self.ends.push(end_of(self.citations.len())?);
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.ends.len()
    }

    fn size(&self) -> usize {
        size_of_val(self.ends.as_slice()) + self.citations.size()
    }
}

/// The roles in which each version's document presents its speakers.
#[derive(Default, PartialEq)]
pub struct Presented {
    ends: Vec<u32>,
    all: Vec<PresentedAs>,
}

impl Presented {
    pub fn of(&self, place: usize) -> &[PresentedAs] {
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize };
        &self.all[start..self.ends[place] as usize]
    }
}

impl Column for Presented {
    const OF: ColumnOf = ColumnOf::Presented;

    fn add(&mut self, part: &[u8]) -> Result<()> {
        let mut unpacker = Unpacker::new(part);
        while !unpacker.is_at_end() {
            for _ in 0..unpacker.count()? {
                self.all.push(PresentedAs::unpack(&mut unpacker)?);
            }
            self.ends.push(self.all.len() as u32);
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.ends.len()
    }

    fn size(&self) -> usize {
        size_of_val(self.ends.as_slice()) + size_of_val(self.all.as_slice())
    }
}
