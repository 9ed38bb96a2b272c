//! What the index keeps of each record's versions, and of each claim version: where to find it and what is asked often.

use serde::{Deserialize, Serialize};

use super::journal::Locator;
use super::keys::{Ordinal, Slot};
use crate::model::{Interval, Key, Moment};

/// What happened to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    Added,
    Corrected,
    Retracted,
    Restored,
}

/// One version of a record: from this transaction on, until the next version.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Version {
    pub sequence: u64,
    pub act: Act,
    /// The change itself, which may hold a reason.
    pub change: Locator,
    /// The change that holds the record as it is from here on.
    pub content: Locator,
    /// The slot of a claim's version; of other records, and of retractions, the one before it, or 0.
    pub slot: Slot,
}

/// All versions of a record, oldest first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Trail {
    pub key: Key,
    /// The place of the record's first coming among all changes ever made.
    pub order: u64,
    pub versions: Vec<Version>,
}

impl Trail {
    /// The version in force after the transaction `sequence`, be it a retraction.
    pub fn at(&self, sequence: u64) -> Option<&Version> {
        self.versions.iter().rev().find(|version| version.sequence <= sequence)
    }

    /// The same, where the record is there and not retracted.
    pub fn live_at(&self, sequence: u64) -> Option<&Version> {
        self.at(sequence).filter(|version| version.act != Act::Retracted)
    }
}

/// A claim version's row in the columns.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ClaimColumns {
    pub claim: Ordinal,
    /// The place of the claim's first coming among all changes.
    pub order: u64,
    pub content: Locator,
    said: Option<(i64, i64)>,
    concerns: Option<(i64, i64)>,
    /// Of an undated claim: the documents read, whose publication dates it.
    pub readers: Vec<Ordinal>,
}

impl ClaimColumns {
    pub fn new(
        claim: Ordinal,
        order: u64,
        content: Locator,
        said: Option<Interval>,
        concerns: Option<Interval>,
        readers: Vec<Ordinal>,
    ) -> ClaimColumns {
        ClaimColumns { claim, order, content, said: said.map(pair), concerns: concerns.map(pair), readers }
    }

    pub fn said(&self) -> Option<Interval> {
        self.said.map(interval)
    }

    pub fn concerns(&self) -> Option<Interval> {
        self.concerns.map(interval)
    }
}

fn pair(interval: Interval) -> (i64, i64) {
    (interval.earliest.0, interval.latest.0)
}

fn interval((earliest, latest): (i64, i64)) -> Interval {
    Interval { earliest: Moment(earliest), latest: Moment(latest) }
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
