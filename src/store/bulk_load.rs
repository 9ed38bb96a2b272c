//! A transaction of many new records that is checked, written and indexed as they come, so that they are never in
//! memory together.
//!
//! It takes sound records only. At the first that is not — a rule broken, an id that comes twice, a reference that
//! leads nowhere at the end — it gives up, nothing has happened, and whoever called gathers the records and has
//! [`crate::store::validator`] say what is wrong.

use std::collections::HashMap;

use roaring::RoaringBitmap;

use crate::model::problem::Result;
use crate::model::validate;
use crate::model::validate::SPEAKING;
use crate::model::{Author, Entity, Kind, Record, RecordType, Ref};
use crate::store::change::{Change, Stamp};
use crate::store::codec;
use crate::store::codec::CodecError;
use crate::store::engine::EngineError;
use crate::store::index::columns::NOWHERE;
use crate::store::index::keys::Ordinal;
use crate::store::index::update::Presence;
use crate::store::index::{IndexReader, IndexUpdate};
use crate::store::journal::{Appending, FrameHead, Journal, Locator};

/// What can be done for a record before its turn comes, on any thread.
pub struct Prepared {
    /// Whether it keeps the rules that a record keeps by itself.
    sound: bool,
    encoded: std::result::Result<Vec<u8>, CodecError>,
}

/// Prepares a record.
pub fn prepare(record: &Record) -> Prepared {
    let mut encoded = Vec::new();
    let done = codec::encode_added_into(&mut encoded, record);
    Prepared { sound: validate::check(record).is_empty(), encoded: done.map(|()| encoded) }
}

/// Whether a record could be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    Yes,
    /// It was there already, with the same content.
    There,
    /// Something is not as it must be; the transaction is to be given up.
    No,
}

/// Where the records go.
pub enum To<'s> {
    Journal(Box<Appending<'s>>),
    /// They are only tried: nothing is written.
    Nowhere(&'s Journal),
}

impl To<'_> {
    /// The journal as it was before.
    fn journal(&self) -> &Journal {
        match self {
            To::Journal(appending) => appending.journal(),
            To::Nowhere(journal) => journal,
        }
    }

    fn push(&mut self, encoded: &[u8]) -> Result<Locator> {
        match self {
            To::Journal(appending) => appending.push_bytes(encoded),
            To::Nowhere(_) => Ok(NOWHERE),
        }
    }
}

/// A transaction on its way.
pub struct BulkLoad<'s, 'i> {
    to: To<'s>,
    update: &'s mut IndexUpdate<'i>,
    references: References,
    changed: usize,
    unchanged: usize,
}

impl<'s, 'i> BulkLoad<'s, 'i> {
    pub(super) fn new(to: To<'s>, update: &'s mut IndexUpdate<'i>) -> BulkLoad<'s, 'i> {
        let references = References::new(update.index());
        BulkLoad { to, update, references, changed: 0, unchanged: 0 }
    }

    pub fn counts(&self) -> (usize, usize) {
        (self.changed, self.unchanged)
    }

    /// Takes a new record.
    ///
    /// # Errors
    /// Reading or writing failed.
    pub fn take(&mut self, record: Record, prepared: &Prepared) -> Result<Taken> {
        let (true, Ok(encoded)) = (prepared.sound, &prepared.encoded) else { return Ok(Taken::No) };
        match self.update.known(&record)? {
            Presence::No => {}
            Presence::InThisTransaction => return Ok(Taken::No),
            Presence::Before => return self.compare(&record),
        }
        let at = self.to.push(encoded)?;
        let slot = self.update.add(&record, at)?;
        let may_refer = self.references.take(&record, self.update.index(), self.to.journal())?;
        self.update.post_words_of(record, slot);
        self.changed += 1;
        Ok(if may_refer { Taken::Yes } else { Taken::No })
    }

    fn compare(&mut self, record: &Record) -> Result<Taken> {
        let index = self.update.index();
        let ordinal = index.ordinal(record.record_type(), &record.name())?;
        let last =
            ordinal.map(|ordinal| index.last_version(record.record_type(), ordinal)).transpose()?.flatten();
        let Some(last) = last else { return Ok(Taken::No) };
        let same = match self.to.journal().read(last.content)? {
            Change::Add(stored) | Change::Correct { record: stored, .. } => stored == *record,
            Change::Retract { .. } | Change::Restore { .. } | Change::Redact { .. } | Change::Gap(_) => false,
        };
        self.unchanged += usize::from(same);
        Ok(if same { Taken::There } else { Taken::No })
    }

    /// Whether everything that was named is there, and of the kind that it must be.
    pub fn is_sound(&self) -> bool {
        self.update.index().memtable_covers_all() && self.references.are_sound()
    }

    /// Writes the rest of the transaction; when this returns, it is on the disk. Nothing is given back where it was only
    /// tried.
    pub(super) fn commit(self, stamp: &Stamp) -> Result<Option<FrameHead>> {
        let To::Journal(appending) = self.to else { return Ok(None) };
        let head = appending.commit(stamp)?;
        self.update.finish(&head, stamp);
        Ok(Some(head))
    }
}

/// What the records refer to: of which kinds it may be, and of which it is.
struct References {
    /// The kinds that an entity may be of for those who name it, and the kind that it is of, a bit each.
    allowed: Vec<u8>,
    kinds: Vec<u8>,
    /// The broader entities of those that come now.
    broader: HashMap<Ordinal, Vec<Ordinal>>,
    /// The ordinals of each type that are older than this transaction, and of these those that were looked at.
    older: [Ordinal; 6],
    looked_at: [RoaringBitmap; 6],
}

const ANY: u8 = u8::MAX;

fn bits(kinds: &[Kind]) -> u8 {
    kinds.iter().fold(0, |bits, kind| bits | 1 << *kind as u8)
}

impl References {
    fn new(index: &IndexReader) -> References {
        References {
            allowed: Vec::new(),
            kinds: Vec::new(),
            broader: HashMap::new(),
            older: index.counters().ordinals,
            looked_at: Default::default(),
        }
    }

    /// Takes note of what a record refers to; says whether all that is older may be referred to.
    fn take(&mut self, record: &Record, index: &IndexReader, journal: &Journal) -> Result<bool> {
        match record {
            Record::Entity(entity) => self.take_entity(entity, index, journal),
            Record::Source(source) => {
                let by = source.authors.iter().filter_map(|author| match author {
                    Author::Entity(author) => Some(author),
                    Author::Name(_) => None,
                });
                let by = source.publisher.iter().chain(by);
                Ok(self.entities(by, bits(&SPEAKING), index, journal)?
                    && self.others(
                        RecordType::Source,
                        source.cites.iter().map(|one| one.id.as_str()),
                        index,
                    )?)
            }
            Record::Claim(claim) => {
                let named = claim.audience.iter().chain(&claim.ascribed_to).chain(&claim.about);
                let documents =
                    claim.citations.iter().flat_map(|one| std::iter::once(&one.source).chain(&one.via));
                let speakers = claim.speakers.iter().map(|speaker| &speaker.who);
                let presented = || claim.speakers.iter().flat_map(|speaker| &speaker.presented);
                let roles = presented().map(|one| &one.role);
                let of = presented().filter_map(|one| one.of.as_ref());
                Ok(self.entities(speakers, bits(&SPEAKING), index, journal)?
                    && self.entities(roles, bits(&[Kind::Role]), index, journal)?
                    && self.entities(of, bits(&[Kind::Organization, Kind::Place]), index, journal)?
                    && self.entities(claim.said_at.iter(), bits(&[Kind::Place]), index, journal)?
                    && self.entities(named, ANY, index, journal)?
                    && self.others(RecordType::Source, documents.map(|one| one.id.as_str()), index)?)
            }
            Record::Assessment(assessment) => {
                let source = assessment.source.iter().map(|source| source.id.as_str());
                Ok(self.entities(std::iter::once(&assessment.by), bits(&SPEAKING), index, journal)?
                    && self.others(RecordType::Source, source, index)?)
            }
            // A claim may be referred to though it is retracted.
            Record::Link(_) | Record::Definition(_) => Ok(true),
        }
    }

    fn take_entity(&mut self, entity: &Entity, index: &IndexReader, journal: &Journal) -> Result<bool> {
        let Some(ordinal) = index.ordinal(RecordType::Entity, entity.id.as_str())? else { return Ok(false) };
        self.put_kind(ordinal, entity.kind);
        if !entity.broader.is_empty() {
            let mut broader = Vec::with_capacity(entity.broader.len());
            for one in &entity.broader {
                broader.extend(index.ordinal(RecordType::Entity, one.id.as_str())?);
            }
            self.broader.insert(ordinal, broader);
        }
        let roles = entity.roles.iter().map(|tenure| &tenure.role);
        let of = entity.roles.iter().filter_map(|tenure| tenure.of.as_ref());
        Ok(self.entities(entity.broader.iter(), ANY, index, journal)?
            && self.entities(roles, bits(&[Kind::Role]), index, journal)?
            && self.entities(of, bits(&[Kind::Organization, Kind::Place]), index, journal)?
            && self.entities(entity.at.iter(), bits(&[Kind::Place]), index, journal)?)
    }

    fn entities<'r>(
        &mut self,
        refs: impl Iterator<Item = &'r Ref>,
        allowed: u8,
        index: &IndexReader,
        journal: &Journal,
    ) -> Result<bool> {
        for reference in refs {
            let ordinal = index.ordinal(RecordType::Entity, reference.id.as_str())?;
            let Some(ordinal) = ordinal else { return Ok(false) };
            if ordinal < self.older[RecordType::Entity as usize]
                && self.looked_at[RecordType::Entity as usize].insert(ordinal)
            {
                let Some(kind) = live_kind(index, journal, ordinal)? else { return Ok(false) };
                self.put_kind(ordinal, kind);
            }
            *at(&mut self.allowed, ordinal) &= allowed;
        }
        Ok(true)
    }

    /// Whether those of other records that are older are live.
    fn others<'r>(
        &mut self,
        of: RecordType,
        names: impl Iterator<Item = &'r str>,
        index: &IndexReader,
    ) -> Result<bool> {
        if self.older[of as usize] == 0 {
            return Ok(true);
        }
        for name in names {
            let Some(ordinal) = index.ordinal(of, name)? else { return Ok(false) };
            if ordinal < self.older[of as usize] && self.looked_at[of as usize].insert(ordinal) {
                let last = index.last_version(of, ordinal)?;
                if last.is_none_or(|last| !last.act.is_live()) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn put_kind(&mut self, ordinal: Ordinal, kind: Kind) {
        at(&mut self.kinds, ordinal);
        self.kinds[ordinal as usize] = bits(&[kind]);
    }

    fn are_sound(&self) -> bool {
        let fit = |(allowed, kind): (&u8, &u8)| *kind == ANY || allowed & kind != 0;
        self.allowed.iter().zip(&self.kinds).all(fit) && !self.has_cycle()
    }

    /// Whether an entity is broader than itself. Older entities cannot name those that come now.
    fn has_cycle(&self) -> bool {
        let mut done = RoaringBitmap::new();
        for start in self.broader.keys() {
            let mut on_the_way = RoaringBitmap::new();
            let mut open = vec![(*start, false)];
            while let Some((entity, is_left)) = open.pop() {
                if is_left {
                    on_the_way.remove(entity);
                    done.insert(entity);
                } else if on_the_way.contains(entity) {
                    return true;
                } else if !done.contains(entity) {
                    on_the_way.insert(entity);
                    open.push((entity, true));
                    let broader = self.broader.get(&entity).map_or(&[][..], Vec::as_slice);
                    open.extend(broader.iter().map(|one| (*one, false)));
                }
            }
        }
        false
    }
}

/// The bits of an entity; all of them where nothing is known yet.
fn at(all: &mut Vec<u8>, ordinal: Ordinal) -> &mut u8 {
    if all.len() <= ordinal as usize {
        all.resize(ordinal as usize + 1, ANY);
    }
    &mut all[ordinal as usize]
}

/// The kind of an entity that is there and not retracted.
fn live_kind(index: &IndexReader, journal: &Journal, ordinal: Ordinal) -> Result<Option<Kind>> {
    let last = index.last_version(RecordType::Entity, ordinal)?;
    let Some(last) = last.filter(|last| last.act.is_live()) else { return Ok(None) };
    Ok(match journal.read(last.content)? {
        Change::Add(Record::Entity(entity)) | Change::Correct { record: Record::Entity(entity), .. } => {
            Some(entity.kind)
        }
        _ => return Err(EngineError::new("an entity is none").into()),
    })
}
