//! What questions of one moment have in common and is found out once: which version of each claim is asked, which links
//! join them, when they were said, who speaks where no speaker is recorded, and what whole clauses came to.

use std::collections::HashMap;
use std::sync::Arc;

use ahash::RandomState;
use roaring::RoaringBitmap;

use crate::model::{Id, Interval, RecordType, Relation};
use crate::query::answer::{EntityView, SourceView};
use crate::query::match_set::MatchSet;
use crate::query::ranking::Lengths;
use crate::query::resolved::Condition;
use crate::query::standings::Standings;
use crate::query::time::Window;
use crate::store::cache::{Cache, MemoryLimit};
use crate::store::caches::QUESTIONS;
use crate::store::index::keys::{Ordinal, Slot};
use crate::store::{ClaimDate, Moment, Snapshot};

/// What is kept of states of the database, each for claims in force (`false`) and for retracted ones with them (`true`).
pub struct SharedSets {
    pub slots: Cache<(Moment, bool), Arc<SlotsOfClaims>>,
    /// Which of each checker's verdicts stand.
    pub standings: Cache<Moment, Arc<Standings>>,
    pub links: Cache<(Moment, Relation, bool, bool), Arc<Links>>,
    pub calendar: Cache<Moment, Arc<DateIndex>>,
    /// Who speaks where no speaker is recorded.
    pub implied: Cache<Moment, Arc<Implied>>,
    pub universes: Cache<(Moment, bool), Arc<RoaringBitmap>>,
    pub clauses: ClauseCache,
    /// The claims without a date: of saying alone, or of publication either.
    pub dateless: Cache<(Moment, bool, bool), Arc<RoaringBitmap>>,
    /// Whether there are texts in a language that can be stemmed.
    pub stemmed: Cache<(Moment, &'static str), bool>,
    pub lengths: Cache<Moment, Arc<Lengths>>,
    /// Entities as they are shown.
    pub views: Cache<(Moment, Id), EntityView>,
    /// Sources as they are shown.
    pub sources: Cache<(Moment, Id), SourceView>,
}

impl SharedSets {
    /// Nothing yet, in the share that questions have of this limit.
    pub fn within(limit: MemoryLimit) -> SharedSets {
        /// About how large a table of all claims is, a set of claims, and something small.
        const TABLE: u64 = 4 << 20;
        const SET: u64 = 16 << 10;
        const SMALL: u64 = 400;
        let share = |parts| limit.share(QUESTIONS) / 32 * parts;
        SharedSets {
            slots: Cache::new(share(4), TABLE),
            standings: Cache::new(share(5), TABLE),
            links: Cache::new(share(2), TABLE),
            calendar: Cache::new(share(3), TABLE),
            implied: Cache::new(share(6), TABLE),
            universes: Cache::new(share(1), SET),
            clauses: ClauseCache::new(share(5), share(1)),
            dateless: Cache::new(share(1), SET),
            stemmed: Cache::new(share(1), SMALL),
            lengths: Cache::new(share(2), TABLE),
            views: Cache::new(share(1), SMALL),
            sources: Cache::new(share(1), SMALL),
        }
    }

    /// The bytes that everything weighs that is held.
    pub fn weight(&self) -> u64 {
        self.slots.weight()
            + self.standings.weight()
            + self.links.weight()
            + self.calendar.weight()
            + self.implied.weight()
            + self.universes.weight()
            + self.clauses.weight()
            + self.dateless.weight()
            + self.stemmed.weight()
            + self.lengths.weight()
            + self.views.weight()
            + self.sources.weight()
    }
}

/// Who speaks where no speaker is recorded.
#[derive(Default)]
pub struct Implied {
    /// The claims of each who speaks.
    pub claims: HashMap<Ordinal, MatchSet>,
    /// By the slot of a claim: the first that speaks.
    first: Vec<Ordinal>,
    /// Those that speak beside the first.
    others: HashMap<Slot, Vec<Ordinal>>,
}

impl Implied {
    pub fn put(&mut self, slot: Slot, mut speakers: impl Iterator<Item = Ordinal>) {
        let Some(first) = speakers.next() else { return };
        if self.first.len() <= slot as usize {
            self.first.resize(slot as usize + 1, NONE);
        }
        self.first[slot as usize] = first;
        let others: Vec<Ordinal> = speakers.collect();
        if !others.is_empty() {
            self.others.insert(slot, others);
        }
    }

    /// The bytes that it takes in memory, roughly.
    pub fn size(&self) -> usize {
        size_of_val(self.first.as_slice())
            + self.others.values().map(|others| size_of_val(others.as_slice()) + 40).sum::<usize>()
            + self.claims.values().map(|claims| weigh(claims) + 60).sum::<usize>()
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

    /// The bytes that it takes in memory.
    pub fn size(&self) -> usize {
        size_of_val(self.0.as_slice())
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

    /// The bytes that they take in memory, roughly.
    pub fn size(&self) -> usize {
        size_of_val(self.pairs.as_slice()) + self.ends.serialized_size()
    }

    /// The claims at the other ends.
    pub fn ends(&self) -> &RoaringBitmap {
        &self.ends
    }

    /// The claim at the other end of each link, and the one at this.
    pub fn all(&self) -> impl Iterator<Item = (Slot, Slot)> {
        self.pairs.iter().copied()
    }

    /// The claims at this end of links whose other end is `there`.
    pub fn from(&self, there: Slot) -> impl Iterator<Item = Slot> {
        let start = self.pairs.partition_point(|(other, _)| *other < there);
        self.pairs[start..].iter().take_while(move |(other, _)| *other == there).map(|(_, here)| *here)
    }
}

/// Claims by the months of their dates, as instants.
pub struct DateIndex {
    /// By the month of the latest bound, counted from year 0; unbounded ones in the last.
    months: Vec<(i64, RoaringBitmap)>,
    /// The same by years.
    years: Vec<(i64, RoaringBitmap)>,
    /// Those whose date spans more than two months.
    wide: RoaringBitmap,
    /// Those whose date depends on a doubt.
    doubtful: RoaringBitmap,
    /// Those that have a date.
    dated: RoaringBitmap,
}

impl DateIndex {
    /// From the date of each claim.
    pub fn new(dates: impl Iterator<Item = (Slot, Option<ClaimDate>)>) -> DateIndex {
        let mut months: HashMap<i64, Vec<Slot>, RandomState> = HashMap::default();
        let (mut wide, mut doubtful, mut dated) = (Vec::new(), Vec::new(), Vec::new());
        let mut last: Option<(Interval, i64, bool)> = None;
        for (slot, date) in dates {
            let Some(date) = date else { continue };
            let instants = date.dating.instants();
            let (month, is_wide) = match last {
                Some((known, month, is_wide)) if known == instants => (month, is_wide),
                _ => {
                    let month = instants.latest.month();
                    (month, month.saturating_sub(instants.earliest.month()) > 1)
                }
            };
            last = Some((instants, month, is_wide));
            months.entry(month).or_default().push(slot);
            dated.push(slot);
            if is_wide {
                wide.push(slot);
            }
            if !date.certain {
                doubtful.push(slot);
            }
        }
        let bitmap = |slots: Vec<Slot>| RoaringBitmap::from_sorted_iter(slots).expect("slots rise");
        let mut months: Vec<(i64, RoaringBitmap)> =
            months.into_iter().map(|(month, slots)| (month, bitmap(slots))).collect();
        months.sort_unstable_by_key(|(month, _)| *month);
        let mut years: Vec<(i64, RoaringBitmap)> = Vec::new();
        for (month, slots) in &months {
            let year = month.div_euclid(12);
            match years.last_mut() {
                Some((last, all)) if *last == year => *all |= slots,
                _ => years.push((year, slots.clone())),
            }
        }
        DateIndex { months, years, wide: bitmap(wide), doubtful: bitmap(doubtful), dated: bitmap(dated) }
    }

    /// The bytes that it takes in memory, roughly.
    pub fn size(&self) -> usize {
        let months = self.months.iter().chain(&self.years).map(|(_, slots)| slots);
        let others = [&self.wide, &self.doubtful, &self.dated];
        months.chain(others).map(RoaringBitmap::serialized_size).sum()
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

    /// Those that lie in a window, whatever their day, and those of which the day must decide.
    pub fn touching(&self, window: Window) -> (MatchSet, RoaringBitmap) {
        let [touched, inner] = window.months();
        let (mut inside, mut at_the_edge) = (RoaringBitmap::new(), self.wide.clone());
        for (month, slots) in &self.months {
            // A date that is not wide begins in the month before the one it ends in, at the earliest.
            if *month > inner.start().saturating_add(1) && month < inner.end() {
                inside |= slots;
            } else if month >= touched.start() && *month <= touched.end().saturating_add(1) {
                at_the_edge |= slots;
            }
        }
        inside -= &self.wide;
        let certain = &inside - &self.doubtful;
        (MatchSet::new(inside, certain), at_the_edge)
    }
}

/// Sources that are wanted, and whether each certainly is.
pub struct WantedSources {
    /// 0: not wanted; 1: perhaps; 2: certainly.
    marks: Vec<u8>,
    count: u64,
}

impl WantedSources {
    pub fn new(snapshot: &Snapshot) -> WantedSources {
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

/// Roughly what two sets weigh, in bytes.
pub fn weigh(sets: &MatchSet) -> usize {
    sets.possible.serialized_size() + if sets.is_doubtless() { 0 } else { sets.certain.serialized_size() }
}

/// A clause, whether retracted claims were asked with the others, and what it came to.
type OfClause = (Condition, bool, MatchSet);

/// What whole clauses came to, by their hashes.
pub struct ClauseCache {
    hasher: RandomState,
    kept: Cache<(Moment, u64), Arc<Vec<OfClause>>>,
    /// The hashes of those that were asked of a few claims.
    asked: Cache<(Moment, u64), ()>,
}

impl ClauseCache {
    /// So many bytes for sets, and for hashes.
    fn new(sets: u64, hashes: u64) -> ClauseCache {
        const SET: u64 = 16 << 10;
        const HASH: u64 = 100;
        let (kept, asked) = (Cache::new(sets, SET), Cache::new(hashes, HASH));
        ClauseCache { hasher: RandomState::new(), kept, asked }
    }

    fn weight(&self) -> u64 {
        self.kept.weight() + self.asked.weight()
    }

    pub fn get(&self, moment: Moment, condition: &Condition, retracted: bool) -> Option<MatchSet> {
        let same = self.kept.known(&(moment, self.hasher.hash_one((condition, retracted))))?;
        let found = same.iter().find(|(other, with, _)| other == condition && *with == retracted);
        found.map(|(_, _, sets)| sets.clone())
    }

    /// Whether a clause was asked before; it is from now on.
    pub fn was_asked(&self, moment: Moment, condition: &Condition, retracted: bool) -> bool {
        let key = (moment, self.hasher.hash_one((condition, retracted)));
        let before = self.asked.known(&key).is_some();
        self.asked.put(key, 0, ());
        before
    }

    pub fn put(&self, moment: Moment, condition: &Condition, retracted: bool, sets: &MatchSet) {
        let key = (moment, self.hasher.hash_one((condition, retracted)));
        let mut same = self.kept.known(&key).map_or(Vec::new(), |same| (*same).clone());
        same.push((condition.clone(), retracted, sets.clone()));
        let weight = same.iter().map(|(_, _, sets)| weigh(sets) + size_of::<OfClause>()).sum();
        self.kept.put(key, weight, Arc::new(same));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::language::syntax::{DateExpr, DateText, When};
    use crate::model::{Date, Span};
    use crate::query::parameters::Params;
    use crate::query::shared_sets::*;
    use crate::query::time::{self, Now};

    /// Dates near the turns of months and years, many of them where an offset puts them on the other side.
    fn date() -> impl Strategy<Value = Date> {
        let text = prop_oneof![
            "202[34]-(01|02|12)-(01|02|15|28)",
            "202[34]-(01|02|12)",
            "202[34]",
            "202[34]-(01|12)-(01|31)T(00|02|12|21|23):[03]0:00(Z|[+-](01|05|14|23):[03]0)",
            "(202[234]-1[12]|..|202[23]-12-31T23:00:00-05:00)/(202[56]-0[12]|..|2025-01-01T01:00:00[+]14:00)",
            "-?00[04][04]",
            "Y-?(12345|178956970|178956971|99999999999)",
            "202X",
        ];
        text.prop_filter_map("no date", |text| Date::parse(&text).ok())
    }

    fn window() -> impl Strategy<Value = Window> {
        (date(), date(), 0..6).prop_filter_map("no window", |(one, other, kind)| {
            let expr = |date| DateExpr { date: DateText::Date(date), span: Span::new(0, 0) };
            let when = match kind {
                0 => When::In(expr(one)),
                1 => When::Since(expr(one)),
                2 => When::After(expr(one)),
                3 => When::Before(expr(one)),
                4 => When::Until(expr(one)),
                _ => When::Between(expr(one), expr(other)),
            };
            time::window(&when, Now(0), &Params::default()).ok().flatten()
        })
    }

    /// Whole months must give what each date by itself gives.
    fn each_date_agrees(dates: &[Option<ClaimDate>], window: Window) {
        let (inside, at_the_edge) = DateIndex::new((0..).zip(dates.iter().copied())).touching(window);
        for (slot, date) in (0..).zip(dates) {
            let can = date.is_some_and(|date| window.can_hold(date.dating));
            let does = date.is_some_and(|date| date.certain && window.holds(date.dating));
            if inside.possible.contains(slot) {
                assert!(can && does == inside.certain.contains(slot), "{date:?} {window:?}");
            } else {
                assert!(!can || at_the_edge.contains(slot), "{date:?} {window:?}");
            }
        }
    }

    /// Chance seldom meets a date across the turn of a month with a window that begins or ends beside it.
    #[test]
    fn dates_across_the_turn_of_a_month_are_told_by_their_days() {
        let days: Vec<String> =
            (1..=5).flat_map(|month| [1, 15, 28].map(|day| format!("2024-{month:02}-{day:02}"))).collect();
        let from_to = |first: usize| {
            let days = &days;
            (first..days.len()).map(move |last| (last - first, format!("{}/{}", days[first], days[last])))
        };
        let all: Vec<(usize, Date)> = (0..days.len())
            .flat_map(from_to)
            .map(|(length, text)| (length, Date::parse(&text).unwrap()))
            .collect();
        let dates: Vec<Option<ClaimDate>> = all
            .iter()
            .filter(|(length, _)| *length <= 5)
            .map(|(_, date)| Some(ClaimDate { dating: date.dating(), said: true, certain: true }))
            .collect();
        for (_, window) in &all {
            each_date_agrees(&dates, Window::of(window));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn whole_months_give_what_each_date_gives(
            dates in prop::collection::vec((prop::option::of(date()), any::<bool>()), 1..40),
            window in window(),
        ) {
            let dated = |(date, certain): &(Option<Date>, bool)| {
                date.as_ref().map(|date| ClaimDate { dating: date.dating(), said: *certain, certain: *certain })
            };
            let dates: Vec<Option<ClaimDate>> = dates.iter().map(dated).collect();
            each_date_agrees(&dates, window);
        }

        #[test]
        fn the_newest_are_among_those_of_the_newest_months(
            dates in prop::collection::vec(date(), 1..40),
            most in 1..40_usize,
        ) {
            let certain = |date: &Date| ClaimDate { dating: date.dating(), said: true, certain: true };
            let calendar = DateIndex::new((0..).zip(dates.iter().map(|date| Some(certain(date)))));
            let all: RoaringBitmap = (0..dates.len() as u32).collect();
            let newest = calendar.newest(&all, most as u64);
            let mut order: Vec<usize> = (0..dates.len()).collect();
            order.sort_by_key(|at| std::cmp::Reverse(dates[*at].interval().latest));
            if newest.len() >= most as u64 {
                let last = dates[order[most - 1]].interval().latest;
                for at in order.into_iter().filter(|at| dates[*at].interval().latest >= last) {
                    prop_assert!(newest.contains(at as u32));
                }
            }
        }
    }

    #[test]
    fn a_month_beyond_all_others_is_a_month_of_its_own() {
        let of = |text: &str| Date::parse(text).unwrap();
        let dates = ["2024-01-20", "Y178956970", "Y178956971", "Y-178956971"]
            .map(|text| Some(ClaimDate { dating: of(text).dating(), said: true, certain: true }));
        let calendar = DateIndex::new((0..).zip(dates));
        let found = |text: &str| {
            let window = Window::of(&of(text));
            let (inside, edge) = calendar.touching(window);
            let at = edge.iter().filter(|slot| window.can_hold(dates[*slot as usize].unwrap().dating));
            at.chain(inside.possible.iter()).collect::<Vec<_>>()
        };
        assert_eq!(found("Y178956971"), [2]);
        assert_eq!(found("Y178956970"), [1]);
        assert_eq!(found("Y-178956971"), [3]);
        assert_eq!(found("2024"), [0]);
    }
}
