//! What the index keeps of each record's versions, and of each claim version: where to find it and what is asked often.

use crate::model::{Dating, Interval, Key, Moment, Relation, Verdict};
use crate::store::engine::EngineError;
use crate::store::index::keys::{Ordinal, Slot};
use crate::store::index::varint::{Packer, Unpacker};
use crate::store::journal::Locator;

type Result<T> = std::result::Result<T, EngineError>;

/// What happened to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    Added,
    Corrected,
    Retracted,
    Restored,
    /// Taken out of the journal, or the redaction that did it.
    Redacted,
}

impl ChangeKind {
    const ALL: [ChangeKind; 5] = [
        ChangeKind::Added,
        ChangeKind::Corrected,
        ChangeKind::Retracted,
        ChangeKind::Restored,
        ChangeKind::Redacted,
    ];

    /// Whether the record is there from then on.
    pub fn is_live(self) -> bool {
        !matches!(self, ChangeKind::Retracted | ChangeKind::Redacted)
    }
}

/// An entity or a source that a record names, and whether it does so with certainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    pub ordinal: Ordinal,
    pub certain: bool,
}

/// What is asked of many records at once, so that they need not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Facts {
    /// Of entities, claims and definitions: none.
    None,
    Source {
        published: Option<Dating>,
        publisher: Option<Named>,
        /// Those of its authors that are entities.
        authors: Box<[Named]>,
    },
    Assessment {
        claim: Ordinal,
        by: Named,
        verdict: Verdict,
        on: Option<Dating>,
    },
    Link {
        from: Ordinal,
        relation: Relation,
        to: Ordinal,
    },
}

impl Facts {
    /// Those who speak where a source is the end of a chain: its publisher, else its authors. What the others say is not
    /// theirs, so that nobody speaks where neither is known.
    pub fn speak(&self) -> &[Named] {
        match self {
            Facts::Source { publisher: Some(publisher), .. } => std::slice::from_ref(publisher),
            Facts::Source { authors, .. } => authors,
            _ => &[],
        }
    }

    /// The bytes that they take in memory.
    pub fn size(&self) -> usize {
        let authors =
            if let Facts::Source { authors, .. } = self { size_of_val::<[Named]>(authors) } else { 0 };
        size_of::<Facts>() + authors
    }

    /// When a source was published.
    pub fn published(&self) -> Option<Dating> {
        match self {
            Facts::Source { published, .. } => *published,
            _ => None,
        }
    }
}

/// One version of a record: from this transaction on, until the next version.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    pub sequence: u64,
    pub act: ChangeKind,
    /// The change itself, which may hold a reason.
    pub change: Locator,
    /// The change that holds the record as it is from here on.
    pub content: Locator,
    /// The slot of a claim's version; of other records, and of retractions, the one before it, or 0.
    pub slot: Slot,
    pub facts: Facts,
}

/// All versions of a record, oldest first.
#[derive(Clone, Debug)]
pub struct VersionHistory {
    pub key: Key,
    /// The place of the record's first coming among all changes ever made.
    pub order: u64,
    pub versions: Vec<Version>,
}

impl VersionHistory {
    /// The version in force after the transaction `sequence`, even a retraction.
    pub fn at(&self, sequence: u64) -> Option<&Version> {
        at(&self.versions, sequence)
    }

    /// The same, where the record is there and not retracted.
    pub fn live_at(&self, sequence: u64) -> Option<&Version> {
        self.at(sequence).filter(|version| version.act.is_live())
    }
}

/// The last of these versions, oldest first, that was there after the transaction `sequence`.
pub fn at(versions: &[Version], sequence: u64) -> Option<&Version> {
    versions.iter().rev().find(|version| version.sequence <= sequence)
}

/// A record's versions, or those of them that one segment knows.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordVersions {
    pub ordinal: Ordinal,
    pub order: u64,
    pub versions: Vec<Version>,
}

/// What the numbers of a row are written as distances from.
struct Before {
    ordinal: Ordinal,
    order: u64,
    at: Locator,
    sequence: u64,
    slot: Slot,
}

impl Before {
    fn start(chunk: Ordinal) -> Before {
        Before {
            ordinal: chunk,
            order: 0,
            at: Locator { offset: 0, place: 0, length: 0 },
            sequence: 0,
            slot: 0,
        }
    }
}

/// Packs rows of one chunk, which stand in the order of their ordinals; `first` is the first ordinal of the chunk.
pub fn pack_rows<'r>(first: Ordinal, rows: impl Iterator<Item = &'r RecordVersions>) -> Vec<u8> {
    let mut packer = Packer::default();
    let mut before = Before::start(first);
    for row in rows {
        packer.number(u64::from(row.ordinal - before.ordinal));
        packer.signed(row.order.wrapping_sub(before.order) as i64);
        packer.number(row.versions.len() as u64);
        (before.ordinal, before.order) = (row.ordinal, row.order);
        row.versions.iter().for_each(|version| pack_version(&mut packer, version, &mut before));
    }
    packer.into_bytes()
}

/// Whether the content is the change itself stands in this bit beside the act.
const OWN_CONTENT: u8 = 8;

fn pack_version(packer: &mut Packer, version: &Version, before: &mut Before) {
    let own = version.content == version.change;
    packer.byte(version.act as u8 | if own { OWN_CONTENT } else { 0 });
    packer.signed(version.sequence.wrapping_sub(before.sequence) as i64);
    packer.locator(version.change, before.at);
    if !own {
        packer.locator(version.content, version.change);
    }
    packer.signed(i64::from(version.slot) - i64::from(before.slot));
    pack_facts(packer, &version.facts);
    (before.sequence, before.at, before.slot) = (version.sequence, version.change, version.slot);
}

pub fn unpack_rows(first: Ordinal, bytes: &[u8]) -> Result<Vec<RecordVersions>> {
    PackedVersions::new(first, bytes).collect()
}

/// The row of one ordinal; those behind it are not read.
pub fn unpack_row(first: Ordinal, bytes: &[u8], ordinal: Ordinal) -> Result<Option<RecordVersions>> {
    for row in PackedVersions::new(first, bytes) {
        let row = row?;
        if row.ordinal >= ordinal {
            return Ok((row.ordinal == ordinal).then_some(row));
        }
    }
    Ok(None)
}

/// Packed rows, unpacked one by one. After an error there are no more.
struct PackedVersions<'b> {
    unpacker: Unpacker<'b>,
    before: Before,
    failed: bool,
}

impl<'b> PackedVersions<'b> {
    fn new(first: Ordinal, bytes: &'b [u8]) -> PackedVersions<'b> {
        PackedVersions { unpacker: Unpacker::new(bytes), before: Before::start(first), failed: false }
    }

    fn step(&mut self) -> Result<RecordVersions> {
        let PackedVersions { unpacker, before, .. } = self;
        before.ordinal = before.ordinal.checked_add(unpacker.small()?).ok_or_else(too_large)?;
        before.order = before.order.wrapping_add(unpacker.signed()? as u64);
        let (ordinal, order) = (before.ordinal, before.order);
        let versions = (0..unpacker.count()?).map(|_| unpack_version(unpacker, before));
        Ok(RecordVersions { ordinal, order, versions: versions.collect::<Result<_>>()? })
    }
}

impl Iterator for PackedVersions<'_> {
    type Item = Result<RecordVersions>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed || self.unpacker.is_at_end() {
            return None;
        }
        let row = self.step();
        self.failed = row.is_err();
        Some(row)
    }
}

fn unpack_version(unpacker: &mut Unpacker<'_>, before: &mut Before) -> Result<Version> {
    let bits = unpacker.byte()?;
    let act = *ChangeKind::ALL.get(usize::from(bits & !OWN_CONTENT)).ok_or_else(unknown)?;
    before.sequence = before.sequence.wrapping_add(unpacker.signed()? as u64);
    before.at = unpacker.locator(before.at)?;
    let content = if bits & OWN_CONTENT != 0 { before.at } else { unpacker.locator(before.at)? };
    let slot = i64::from(before.slot).wrapping_add(unpacker.signed()?);
    before.slot = u32::try_from(slot).map_err(|_| too_large())?;
    let facts = unpack_facts(unpacker)?;
    Ok(Version { sequence: before.sequence, act, change: before.at, content, slot: before.slot, facts })
}

fn pack_facts(packer: &mut Packer, facts: &Facts) {
    match facts {
        Facts::None => packer.byte(0),
        Facts::Source { published, publisher, authors } => {
            packer.byte(1);
            packer.number(publisher.map_or(0, |publisher| named(publisher) + 1));
            packer.number(authors.len() as u64);
            authors.iter().for_each(|author| packer.number(named(*author)));
            pack_dating(packer, *published);
        }
        Facts::Assessment { claim, by, verdict, on } => {
            packer.byte(2);
            packer.number(u64::from(*claim));
            packer.number(named(*by));
            packer.byte(*verdict as u8);
            pack_dating(packer, *on);
        }
        Facts::Link { from, relation, to } => {
            packer.byte(3);
            packer.byte(*relation as u8);
            packer.number(u64::from(*from));
            packer.number(u64::from(*to));
        }
    }
}

fn unpack_facts(unpacker: &mut Unpacker<'_>) -> Result<Facts> {
    Ok(match unpacker.byte()? {
        0 => Facts::None,
        1 => {
            let publisher = unpacker.number()?.checked_sub(1).map(unnamed).transpose()?;
            let authors = (0..unpacker.count()?).map(|_| unnamed(unpacker.number()?));
            let authors = authors.collect::<Result<_>>()?;
            Facts::Source { publisher, authors, published: unpack_dating(unpacker)? }
        }
        2 => Facts::Assessment {
            claim: unpacker.small()?,
            by: unnamed(unpacker.number()?)?,
            verdict: *Verdict::ALL.get(usize::from(unpacker.byte()?)).ok_or_else(unknown)?,
            on: unpack_dating(unpacker)?,
        },
        3 => Facts::Link {
            relation: *Relation::ALL.get(usize::from(unpacker.byte()?)).ok_or_else(unknown)?,
            from: unpacker.small()?,
            to: unpacker.small()?,
        },
        _ => return Err(unknown()),
    })
}

pub(in crate::store) fn named(named: Named) -> u64 {
    u64::from(named.ordinal) << 1 | u64::from(!named.certain)
}

pub(in crate::store) fn unnamed(number: u64) -> Result<Named> {
    let ordinal = u32::try_from(number >> 1).map_err(|_| too_large())?;
    Ok(Named { ordinal, certain: number & 1 == 0 })
}

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

/// Most dates are whole days: their first second and their last. Few have a clock that is ahead of UTC, or behind it.
pub(in crate::store) fn pack_dating(packer: &mut Packer, dating: Option<Dating>) {
    let Some(dating) = dating else { return packer.byte(0) };
    let Interval { earliest, latest } = dating.instants();
    let in_utc = dating.civil() == dating.instants();
    let bounded = earliest != Moment::BEGINNING && latest != Moment::END;
    let whole_days = earliest.0.rem_euclid(DAY) == 0 && latest.0.rem_euclid(DAY) == DAY - 1;
    if in_utc && bounded && whole_days {
        packer.byte(1);
        packer.signed(earliest.0.div_euclid(DAY));
        packer.number(latest.0.wrapping_sub(earliest.0).div_euclid(DAY).unsigned_abs());
        return;
    }
    packer.byte(if in_utc { 2 } else { 3 });
    packer.signed(earliest.0);
    packer.signed(latest.0);
    if !in_utc {
        dating.ahead().into_iter().for_each(|seconds| packer.signed(seconds.into()));
    }
}

pub(in crate::store) fn unpack_dating(unpacker: &mut Unpacker<'_>) -> Result<Option<Dating>> {
    let kind = unpacker.byte()?;
    let instants = match kind {
        0 => return Ok(None),
        1 => {
            let first = unpacker.signed()?;
            let days = i64::try_from(unpacker.number()?).map_err(|_| too_large())?;
            let last = first.checked_add(days).and_then(|last| last.checked_add(1));
            let earliest = first.checked_mul(DAY).ok_or_else(too_large)?;
            let latest = last.and_then(|last| last.checked_mul(DAY)).ok_or_else(too_large)? - 1;
            Interval { earliest: Moment(earliest), latest: Moment(latest) }
        }
        2 | 3 => Interval { earliest: Moment(unpacker.signed()?), latest: Moment(unpacker.signed()?) },
        _ => return Err(unknown()),
    };
    if kind != 3 {
        return Ok(Some(instants.into()));
    }
    let mut ahead = || i32::try_from(unpacker.signed()?).map_err(|_| too_large());
    Ok(Some(Dating::new(instants, [ahead()?, ahead()?])))
}

fn too_large() -> EngineError {
    EngineError::new("a number in an entry is too large")
}

fn unknown() -> EngineError {
    EngineError::new("an entry holds something unknown")
}

/// The UTC months, counted from year 0, that an interval touches; `None` where they are too many to post each.
pub fn months_of(interval: Interval) -> Option<std::ops::RangeInclusive<i64>> {
    const MOST: i64 = 36;
    let (first, last) = (interval.earliest.month(), interval.latest.month());
    (last.saturating_sub(first) < MOST).then_some(first..=last)
}

/// Adds later rows to those of earlier segments, in the order of their ordinals.
pub fn merge_rows(rows: &mut Vec<RecordVersions>, later: Vec<RecordVersions>) {
    if rows.last().is_none_or(|last| later.first().is_none_or(|first| last.ordinal < first.ordinal)) {
        rows.extend(later);
        return;
    }
    for row in later {
        match rows.binary_search_by_key(&row.ordinal, |row| row.ordinal) {
            Ok(place) => {
                let known = rows[place].versions.last().map_or(0, |version| version.sequence);
                let new = row.versions.into_iter().filter(|version| version.sequence > known);
                rows[place].versions.extend(new);
            }
            Err(place) => rows.insert(place, row),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::store::index::versions::*;
    use proptest::prelude::*;

    fn dating(earliest: i64, latest: i64) -> Option<Dating> {
        Some(Interval { earliest: Moment(earliest), latest: Moment(latest) }.into())
    }

    #[test]
    fn datings_come_back() {
        let with_offset = |text: &str| Some(crate::model::Date::parse(text).unwrap().dating());
        for given in [
            None,
            dating(0, DAY - 1),
            dating(-DAY, 30 * DAY - 1),
            dating(5, 7),
            dating(Moment::BEGINNING.0, DAY - 1),
            dating(0, Moment::END.0),
            dating(Moment::BEGINNING.0, Moment::END.0),
            with_offset("2024-01-20T21:00:00-05:00"),
            with_offset("2024-01-20T21:00:00-05:00/2024-01-21T08:00:00+03:00"),
            with_offset("../2024-01-21T08:00:00+03:00"),
            with_offset("Y-99999999999/Y99999999999"),
        ] {
            let mut packer = Packer::default();
            pack_dating(&mut packer, given);
            assert_eq!(unpack_dating(&mut Unpacker::new(packer.as_bytes())).unwrap(), given);
        }
    }

    #[test]
    fn rows_come_back() {
        let at = |offset| Locator { offset, place: 3, length: 12 };
        let version = |sequence, act, change, content, slot, facts| Version {
            sequence,
            act,
            change: at(change),
            content: at(content),
            slot,
            facts,
        };
        let by = Named { ordinal: 3, certain: false };
        let assessed = Facts::Assessment { claim: 9, by, verdict: Verdict::Satire, on: dating(0, DAY - 1) };
        let author = Named { ordinal: 4, certain: true };
        let sourced = Facts::Source { published: None, publisher: Some(by), authors: [author, by].into() };
        let rows = vec![
            RecordVersions {
                ordinal: 256,
                order: 7,
                versions: vec![version(1, ChangeKind::Added, 50, 50, 0, assessed)],
            },
            RecordVersions {
                ordinal: 300,
                order: 2,
                versions: vec![
                    version(1, ChangeKind::Added, 10, 10, 5, sourced),
                    version(3, ChangeKind::Retracted, 90, 10, 5, Facts::None),
                ],
            },
        ];
        assert_eq!(unpack_rows(256, &pack_rows(256, rows.iter())).unwrap(), rows);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = unpack_rows(0, &bytes);
        }
    }
}
