//! What questions of one moment have in common and is found out once: which version of each claim is asked, which links
//! join them, when they were said, who speaks where no speaker is recorded, and what whole clauses came to.

use std::collections::HashMap;
use std::rc::Rc;

use ahash::RandomState;
use roaring::RoaringBitmap;

use super::answer::{EntityView, SourceView};
use super::ranking::Lengths;
use super::resolved::Condition;
use super::sets::Sets;
use super::verdicts::Standings;
use crate::model::{Id, Interval, RecordType, Relation};
use crate::store::Snapshot;
use crate::store::cache::Kept;
use crate::store::keys::{Ordinal, Slot};
use crate::store::trail::month_of;

/// What is kept of a moment, each for claims in force (`false`) and for retracted ones with them (`true`).
#[derive(Default)]
pub struct OfMoment {
    pub slots: Kept<bool, Rc<SlotsOfClaims>>,
    /// Which of each checker's verdicts stand.
    pub standings: Kept<(), Rc<Standings>>,
    pub links: Kept<(Relation, bool, bool), Rc<Links>>,
    pub calendar: Kept<(), Rc<Calendar>>,
    /// The claims that a document's publisher speaks, as none of them names a speaker.
    pub implied: Kept<(), Rc<Implied>>,
    pub universes: Kept<bool, Rc<RoaringBitmap>>,
    pub clauses: Clauses,
    /// The claims without a date: of saying alone, or of publication either.
    pub dateless: Kept<(bool, bool), Rc<RoaringBitmap>>,
    /// Whether there are texts in a language that can be stemmed.
    pub stemmed: Kept<&'static str, bool>,
    pub lengths: Kept<(), Rc<Lengths>>,
    /// Entities as they are shown.
    pub views: Kept<Id, EntityView>,
    /// Sources as they are shown.
    pub sources: Kept<Id, SourceView>,
}

/// What is kept of the moment of a snapshot.
pub fn of(snapshot: &Snapshot<'_>) -> Rc<OfMoment> {
    snapshot.moment().kept()
}

/// Who speaks where no speaker is recorded.
#[derive(Default)]
pub struct Implied {
    /// The claims of each publisher.
    pub claims: HashMap<Ordinal, Sets>,
    /// By the slot of a claim: the first publisher that speaks.
    first: Vec<Ordinal>,
    /// Those that speak beside the first.
    others: HashMap<Slot, Vec<Ordinal>>,
}

impl Implied {
    pub fn put(&mut self, slot: Slot, publishers: &[Ordinal]) {
        let Some((first, others)) = publishers.split_first() else { return };
        if self.first.len() <= slot as usize {
            self.first.resize(slot as usize + 1, NONE);
        }
        self.first[slot as usize] = *first;
        if !others.is_empty() {
            self.others.insert(slot, others.to_vec());
        }
    }

    /// Those who speak a claim.
    pub fn of(&self, slot: Slot) -> impl Iterator<Item = Ordinal> {
        let first = self.first.get(slot as usize).copied().filter(|first| *first != NONE);
        let others = if first.is_some() && !self.others.is_empty() { self.others.get(&slot) } else { None };
        first.into_iter().chain(others.into_iter().flatten().copied())
    }
}

const NONE: Slot = Slot::MAX;

/// The version of each claim that is asked, by the claim's ordinal.
#[derive(Default)]
pub struct SlotsOfClaims(Vec<Slot>);

impl SlotsOfClaims {
    pub fn put(&mut self, claim: Ordinal, slot: Slot) {
        if self.0.len() <= claim as usize {
            self.0.resize(claim as usize + 1, NONE);
        }
        self.0[claim as usize] = slot;
    }

    pub fn get(&self, claim: Ordinal) -> Option<Slot> {
        self.0.get(claim as usize).copied().filter(|slot| *slot != NONE)
    }
}

/// Links of one relation, by the claim at the other end.
pub struct Links {
    /// The claim at the other end, and the one at this; in the order of the former.
    pairs: Vec<(Slot, Slot)>,
    ends: RoaringBitmap,
}

impl Links {
    pub fn new(mut pairs: Vec<(Slot, Slot)>) -> Links {
        pairs.sort_unstable();
        pairs.dedup();
        let ends = pairs.iter().map(|(there, _)| *there).collect();
        Links { pairs, ends }
    }

    /// The claims at the other ends.
    pub fn ends(&self) -> &RoaringBitmap {
        &self.ends
    }

    /// All claims at this end.
    pub fn here(&self) -> impl Iterator<Item = Slot> {
        self.pairs.iter().map(|(_, here)| *here)
    }

    /// The claims at this end of links whose other end is `there`.
    pub fn from(&self, there: Slot) -> impl Iterator<Item = Slot> {
        let start = self.pairs.partition_point(|(other, _)| *other < there);
        self.pairs[start..].iter().take_while(move |(other, _)| *other == there).map(|(_, here)| *here)
    }
}

/// Claims by their dates.
pub struct Calendar {
    /// By the month of the latest bound, counted from year 0; unbounded ones in the last.
    months: Vec<(i32, RoaringBitmap)>,
    /// The same by years.
    years: Vec<(i32, RoaringBitmap)>,
    /// Those whose date takes in more than two months.
    wide: RoaringBitmap,
    /// Those that have a date.
    dated: RoaringBitmap,
}

impl Calendar {
    /// From the date of each claim.
    pub fn new(dates: impl Iterator<Item = (Slot, Option<Interval>)>) -> Calendar {
        let mut months: HashMap<i32, Vec<Slot>> = HashMap::new();
        let (mut wide, mut dated) = (Vec::new(), Vec::new());
        let mut last: Option<(Interval, i32, bool)> = None;
        for (slot, date) in dates {
            let Some(date) = date else { continue };
            let (month, is_wide) = match last {
                Some((known, month, is_wide)) if known == date => (month, is_wide),
                _ => {
                    let month = month_of(date.latest).map_or(i32::MAX, |month| month as i32);
                    let first = month_of(date.earliest).map_or(i32::MIN, |month| month as i32);
                    (month, i64::from(month) - i64::from(first) > 1)
                }
            };
            last = Some((date, month, is_wide));
            months.entry(month).or_default().push(slot);
            dated.push(slot);
            if is_wide {
                wide.push(slot);
            }
        }
        let bitmap = |slots: Vec<Slot>| RoaringBitmap::from_sorted_iter(slots).expect("slots rise");
        let mut months: Vec<(i32, RoaringBitmap)> =
            months.into_iter().map(|(month, slots)| (month, bitmap(slots))).collect();
        months.sort_unstable_by_key(|(month, _)| *month);
        let mut years: Vec<(i32, RoaringBitmap)> = Vec::new();
        for (month, slots) in &months {
            let year = month.div_euclid(12);
            match years.last_mut() {
                Some((last, all)) if *last == year => *all |= slots,
                _ => years.push((year, slots.clone())),
            }
        }
        Calendar { months, years, wide: bitmap(wide), dated: bitmap(dated) }
    }

    pub fn dated(&self) -> &RoaringBitmap {
        &self.dated
    }

    /// The newest of these claims: of whole months, as many months as it takes for `most` of them.
    pub fn newest(&self, slots: &RoaringBitmap, most: u64) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        for (year, of_year) in self.years.iter().rev() {
            let of_year = of_year & slots;
            if of_year.is_empty() {
                continue;
            }
            if found.len() + of_year.len() < most {
                found |= of_year;
                continue;
            }
            let months = self.months.iter().rev().filter(|(month, _)| month.div_euclid(12) == *year);
            for (_, of_month) in months {
                found |= of_month & &of_year;
                if found.len() >= most {
                    return found;
                }
            }
        }
        found
    }

    /// Those that certainly lie in a window, whatever their day, and those of which the day must tell.
    pub fn touching(&self, window: Interval) -> (RoaringBitmap, RoaringBitmap) {
        let first = month_of(window.earliest).map_or(i32::MIN, |month| month as i32);
        let last = month_of(window.latest).map_or(i32::MAX, |month| month as i32);
        let (mut inside, mut at_the_edge) = (RoaringBitmap::new(), self.wide.clone());
        for (month, slots) in &self.months {
            // A date that is not wide begins in the month before the one it ends in, at the earliest.
            if i64::from(*month) > i64::from(first) + 1 && *month < last {
                inside |= slots;
            } else if *month >= first && i64::from(*month) <= i64::from(last) + 1 {
                at_the_edge |= slots;
            }
        }
        inside -= &self.wide;
        (inside, at_the_edge)
    }
}

/// Sources that are wanted, and whether each certainly is.
pub struct WantedSources {
    /// 0: not wanted; 1: perhaps; 2: certainly.
    marks: Vec<u8>,
    count: u64,
}

impl WantedSources {
    pub fn new(snapshot: &Snapshot<'_>) -> WantedSources {
        WantedSources { marks: vec![0; snapshot.count(RecordType::Source) as usize], count: 0 }
    }

    pub fn put(&mut self, source: Ordinal, certain: bool) {
        let mark = &mut self.marks[source as usize];
        self.count += u64::from(*mark == 0);
        *mark = (*mark).max(1 + u8::from(certain));
    }

    pub fn get(&self, source: Ordinal) -> Option<bool> {
        match self.marks.get(source as usize) {
            None | Some(0) => None,
            Some(mark) => Some(*mark == 2),
        }
    }

    pub fn count(&self) -> u64 {
        self.count
    }

    pub fn all(&self) -> impl Iterator<Item = (Ordinal, bool)> {
        (0..).zip(&self.marks).filter(|(_, mark)| **mark > 0).map(|(source, mark)| (source, *mark == 2))
    }
}

/// Claims as they are found, in any order, with whether each certainly is one.
#[derive(Default)]
pub struct Unsorted {
    possible: Vec<Slot>,
    certain: Vec<Slot>,
}

impl Unsorted {
    pub fn push(&mut self, slot: Slot, certain: bool) {
        self.possible.push(slot);
        if certain {
            self.certain.push(slot);
        }
    }

    pub fn sets(self) -> Sets {
        let bitmap = |mut slots: Vec<Slot>| {
            slots.sort_unstable();
            slots.dedup();
            Rc::new(RoaringBitmap::from_sorted_iter(slots).expect("they are sorted"))
        };
        let possible = bitmap(self.possible);
        let certain = bitmap(self.certain);
        if possible.len() == certain.len() {
            Sets { certain: possible.clone(), possible }
        } else {
            Sets { possible, certain }
        }
    }
}

/// Roughly what two sets weigh, in bytes.
pub fn weigh(sets: &Sets) -> usize {
    sets.possible.serialized_size() + if sets.is_doubtless() { 0 } else { sets.certain.serialized_size() }
}

/// A clause, whether retracted claims were asked with the others, and what it came to.
type OfClause = (Condition, bool, Sets);

/// What whole clauses came to, by their hashes.
#[derive(Default)]
pub struct Clauses {
    hasher: RandomState,
    kept: Kept<u64, Rc<Vec<OfClause>>>,
    /// The hashes of those that were asked of a few claims.
    asked: Kept<u64, ()>,
}

impl Clauses {
    pub fn get(&self, condition: &Condition, retracted: bool) -> Option<Sets> {
        let same = self.kept.known(&self.hasher.hash_one((condition, retracted)))?;
        let found = same.iter().find(|(other, with, _)| other == condition && *with == retracted);
        found.map(|(_, _, sets)| sets.clone())
    }

    /// Whether a clause was asked before; it is from now on.
    pub fn was_asked(&self, condition: &Condition, retracted: bool) -> bool {
        let hash = self.hasher.hash_one((condition, retracted));
        let before = self.asked.known(&hash).is_some();
        self.asked.put(hash, 0, ());
        before
    }

    pub fn put(&self, condition: &Condition, retracted: bool, sets: &Sets) {
        let hash = self.hasher.hash_one((condition, retracted));
        let mut same = self.kept.known(&hash).map_or(Vec::new(), |same| (*same).clone());
        same.push((condition.clone(), retracted, sets.clone()));
        self.kept.put(hash, weigh(sets), Rc::new(same));
    }
}
