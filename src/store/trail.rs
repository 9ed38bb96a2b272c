//! What the index keeps of each record's versions, and of each claim version: where to find it and what is asked often.

use super::engine::EngineError;
use super::journal::Locator;
use super::keys::{Ordinal, Slot};
use super::packing::{Packer, Unpacker};
use crate::model::{Interval, Key, Moment, Relation, Verdict};

type Result<T> = std::result::Result<T, EngineError>;

/// What happened to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Added,
    Corrected,
    Retracted,
    Restored,
}

impl Act {
    const ALL: [Act; 4] = [Act::Added, Act::Corrected, Act::Retracted, Act::Restored];
}

/// An entity or a source that a record names, and whether it does so with certainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    pub ordinal: Ordinal,
    pub certain: bool,
}

/// What is asked of many records at once, so that they need not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facts {
    /// Of entities, claims and definitions: none.
    None,
    Source {
        published: Option<Interval>,
        publisher: Option<Named>,
    },
    Assessment {
        claim: Ordinal,
        by: Named,
        verdict: Verdict,
        on: Option<Interval>,
    },
    Link {
        from: Ordinal,
        relation: Relation,
        to: Ordinal,
    },
}

/// One version of a record: from this transaction on, until the next version.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    pub sequence: u64,
    pub act: Act,
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
pub struct Trail {
    pub key: Key,
    /// The place of the record's first coming among all changes ever made.
    pub order: u64,
    pub versions: Vec<Version>,
}

impl Trail {
    /// The version in force after the transaction `sequence`, be it a retraction.
    pub fn at(&self, sequence: u64) -> Option<&Version> {
        at(&self.versions, sequence)
    }

    /// The same, where the record is there and not retracted.
    pub fn live_at(&self, sequence: u64) -> Option<&Version> {
        self.at(sequence).filter(|version| version.act != Act::Retracted)
    }
}

/// The last of these versions, oldest first, that was there after the transaction `sequence`.
pub fn at(versions: &[Version], sequence: u64) -> Option<&Version> {
    versions.iter().rev().find(|version| version.sequence <= sequence)
}

/// A record's versions, or those of them that one run knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
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
pub fn pack_rows<'r>(first: Ordinal, rows: impl Iterator<Item = &'r Row>) -> Vec<u8> {
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
const OWN_CONTENT: u8 = 4;

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

pub fn unpack_rows(first: Ordinal, bytes: &[u8]) -> Result<Vec<Row>> {
    PackedRows::new(first, bytes).collect()
}

/// The row of one ordinal; those behind it are not read.
pub fn unpack_row(first: Ordinal, bytes: &[u8], ordinal: Ordinal) -> Result<Option<Row>> {
    for row in PackedRows::new(first, bytes) {
        let row = row?;
        if row.ordinal >= ordinal {
            return Ok((row.ordinal == ordinal).then_some(row));
        }
    }
    Ok(None)
}

/// Packed rows, unpacked one by one. After an error there are no more.
struct PackedRows<'b> {
    unpacker: Unpacker<'b>,
    before: Before,
    failed: bool,
}

impl<'b> PackedRows<'b> {
    fn new(first: Ordinal, bytes: &'b [u8]) -> PackedRows<'b> {
        PackedRows { unpacker: Unpacker::new(bytes), before: Before::start(first), failed: false }
    }

    fn step(&mut self) -> Result<Row> {
        let PackedRows { unpacker, before, .. } = self;
        before.ordinal = before.ordinal.checked_add(unpacker.small()?).ok_or_else(too_large)?;
        before.order = before.order.wrapping_add(unpacker.signed()? as u64);
        let (ordinal, order) = (before.ordinal, before.order);
        let versions = (0..unpacker.count()?).map(|_| unpack_version(unpacker, before));
        Ok(Row { ordinal, order, versions: versions.collect::<Result<_>>()? })
    }
}

impl Iterator for PackedRows<'_> {
    type Item = Result<Row>;

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
    let act = *Act::ALL.get(usize::from(bits & !OWN_CONTENT)).ok_or_else(unknown)?;
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
        Facts::Source { published, publisher } => {
            packer.byte(1);
            packer.number(publisher.map_or(0, |publisher| named(publisher) + 1));
            pack_interval(packer, *published);
        }
        Facts::Assessment { claim, by, verdict, on } => {
            packer.byte(2);
            packer.number(u64::from(*claim));
            packer.number(named(*by));
            packer.byte(*verdict as u8);
            pack_interval(packer, *on);
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
            Facts::Source { publisher, published: unpack_interval(unpacker)? }
        }
        2 => Facts::Assessment {
            claim: unpacker.small()?,
            by: unnamed(unpacker.number()?)?,
            verdict: *Verdict::ALL.get(usize::from(unpacker.byte()?)).ok_or_else(unknown)?,
            on: unpack_interval(unpacker)?,
        },
        3 => Facts::Link {
            relation: *Relation::ALL.get(usize::from(unpacker.byte()?)).ok_or_else(unknown)?,
            from: unpacker.small()?,
            to: unpacker.small()?,
        },
        _ => return Err(unknown()),
    })
}

pub(super) fn named(named: Named) -> u64 {
    u64::from(named.ordinal) << 1 | u64::from(!named.certain)
}

pub(super) fn unnamed(number: u64) -> Result<Named> {
    let ordinal = u32::try_from(number >> 1).map_err(|_| too_large())?;
    Ok(Named { ordinal, certain: number & 1 == 0 })
}

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

/// Most dates are whole days: their first second and their last.
pub(super) fn pack_interval(packer: &mut Packer, interval: Option<Interval>) {
    let Some(Interval { earliest, latest }) = interval else { return packer.byte(0) };
    let bounded = earliest != Moment::BEGINNING && latest != Moment::END;
    let whole_days = earliest.0.rem_euclid(DAY) == 0 && latest.0.rem_euclid(DAY) == DAY - 1;
    if bounded && whole_days {
        packer.byte(1);
        packer.signed(earliest.0.div_euclid(DAY));
        packer.number((latest.0.wrapping_sub(earliest.0) / DAY) as u64);
    } else {
        packer.byte(2);
        packer.signed(earliest.0);
        packer.signed(latest.0);
    }
}

pub(super) fn unpack_interval(unpacker: &mut Unpacker<'_>) -> Result<Option<Interval>> {
    Ok(match unpacker.byte()? {
        0 => None,
        1 => {
            let first = unpacker.signed()?;
            let days = unpacker.number()? as i64;
            let last = first.checked_add(days).and_then(|last| last.checked_add(1));
            let earliest = first.checked_mul(DAY).ok_or_else(too_large)?;
            let latest = last.and_then(|last| last.checked_mul(DAY)).ok_or_else(too_large)? - 1;
            Some(Interval { earliest: Moment(earliest), latest: Moment(latest) })
        }
        2 => Some(Interval { earliest: Moment(unpacker.signed()?), latest: Moment(unpacker.signed()?) }),
        _ => return Err(unknown()),
    })
}

fn too_large() -> EngineError {
    EngineError::new("a number in an entry is too large")
}

fn unknown() -> EngineError {
    EngineError::new("an entry holds something unknown")
}

/// The months, counted from year 0, that an interval touches; `None` where they are too many to post each.
pub fn months_of(interval: Interval) -> Option<std::ops::RangeInclusive<i32>> {
    const MOST: i64 = 36;
    let (first, last) = (month_of(interval.earliest)?, month_of(interval.latest)?);
    (last - first < MOST).then_some(first as i32..=last as i32)
}

/// The month that a moment lies in, counted from year 0.
pub fn month_of(moment: Moment) -> Option<i64> {
    let (year, month, _) = moment.civil()?;
    let number = year.checked_mul(12)?.checked_add(i64::from(month) - 1)?;
    i32::try_from(number).ok().map(i64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn interval(earliest: i64, latest: i64) -> Option<Interval> {
        Some(Interval { earliest: Moment(earliest), latest: Moment(latest) })
    }

    #[test]
    fn intervals_come_back() {
        for given in [
            None,
            interval(0, DAY - 1),
            interval(-DAY, 30 * DAY - 1),
            interval(5, 7),
            interval(Moment::BEGINNING.0, DAY - 1),
            interval(0, Moment::END.0),
            interval(Moment::BEGINNING.0, Moment::END.0),
        ] {
            let mut packer = Packer::default();
            pack_interval(&mut packer, given);
            assert_eq!(unpack_interval(&mut Unpacker::new(packer.as_bytes())).unwrap(), given);
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
        let assessed = Facts::Assessment { claim: 9, by, verdict: Verdict::Satire, on: interval(0, DAY - 1) };
        let sourced = Facts::Source { published: None, publisher: Some(by) };
        let rows = vec![
            Row { ordinal: 256, order: 7, versions: vec![version(1, Act::Added, 50, 50, 0, assessed)] },
            Row {
                ordinal: 300,
                order: 2,
                versions: vec![
                    version(1, Act::Added, 10, 10, 5, sourced),
                    version(3, Act::Retracted, 90, 10, 5, Facts::None),
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
