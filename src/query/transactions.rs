//! Who recorded a claim, who changed it, and when: asked of the transactions, whose numbers the versions of a claim keep.

use roaring::RoaringBitmap;

use crate::language::name_or_quoted;
use crate::language::syntax::Name;
use crate::model::problem::Result;
use crate::model::text::fold;
use crate::model::{Interval, Problem, RecordType};
use crate::query::evaluate::Evaluator;
use crate::query::findings::{Findings, Ground};
use crate::query::resolve::Resolver;
use crate::store::index::keys::{Ordinal, PostingKey, Slot, text_in_key};
use crate::store::index::versions::Version;

/// The most runs of transactions whose bounds are looked up; beyond, the claims are asked one by one.
const MOST_RUNS: usize = 1_000;

impl Evaluator<'_> {
    /// The claims that first came with a transaction of this time.
    pub(super) fn recorded(
        &self,
        window: Interval,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        let (before, last) = self.transactions_in(window)?;
        self.first_in(&[(self.changes_until(before)?, self.changes_until(last)?)], within, found)
    }

    /// The claims that first came with a transaction of this recorder.
    pub(super) fn recorded_by(
        &self,
        recorder: &str,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        let theirs = self.snapshot.posting(&PostingKey::TransactionsBy(recorder.to_owned()))?;
        let runs = runs(&theirs);
        if runs.len() > MOST_RUNS {
            return self.each_version(within, found, &mut |slot, versions, found| {
                if versions.first().is_some_and(|version| contains(&theirs, version.sequence)) {
                    found.push(slot, true, || Ground::Itself);
                }
            });
        }
        let mut stretches = Vec::with_capacity(runs.len());
        for (first, last) in runs {
            stretches.push((self.changes_until(first - 1)?, self.changes_until(last)?));
        }
        self.first_in(&stretches, within, found)
    }

    /// The claims that were corrected, retracted or restored in a transaction of this time.
    pub(super) fn changed(
        &self,
        window: Interval,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        let (before, last) = self.transactions_in(window)?;
        self.changed_in(within, &|sequence| sequence > before && sequence <= last, found)
    }

    /// The claims that were corrected, retracted or restored in a transaction of this recorder.
    pub(super) fn changed_by(
        &self,
        recorder: &str,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        let theirs = self.snapshot.posting(&PostingKey::TransactionsBy(recorder.to_owned()))?;
        self.changed_in(within, &|sequence| contains(&theirs, sequence), found)
    }

    fn changed_in<F: Findings>(
        &self,
        within: &RoaringBitmap,
        is_wanted: &dyn Fn(u64) -> bool,
        found: &mut F,
    ) -> Result<()> {
        let mut wanted = |slot: Slot, versions: &[Version], found: &mut F| {
            for version in versions.iter().skip(1).filter(|version| is_wanted(version.sequence)) {
                let (act, sequence) = (version.act, version.sequence);
                found.push(slot, true, || Ground::Changed { act, sequence });
            }
        };
        // Each change but the first recording has ended a version, so most claims need not be looked at.
        let ended = self.snapshot.posting(&PostingKey::Ended)?;
        if within.len() <= ended.len() {
            return self.each_version(within, found, &mut wanted);
        }
        let (slots, mut places) = (self.slots()?, self.snapshot.places());
        let mut candidates = RoaringBitmap::new();
        for slot in &*ended {
            if slot >= self.snapshot.slots() {
                break;
            }
            let (column, place) = places.at(slot)?;
            candidates.extend(slots.get(column.claims[place]));
        }
        self.each_version(&(candidates & within), found, &mut wanted)
    }

    /// Looks at the versions of these claims that are known at this moment.
    fn each_version<F: Findings>(
        &self,
        among: &RoaringBitmap,
        found: &mut F,
        look: &mut impl FnMut(Slot, &[Version], &mut F),
    ) -> Result<()> {
        let mut places = self.snapshot.places();
        for slot in among {
            let (column, place) = places.at(slot)?;
            let claim = column.claims[place];
            self.snapshot.versions(RecordType::Claim, claim, |known| look(slot, known, found))?;
        }
        Ok(())
    }

    /// Those that first came within one of these stretches of all changes ever made, each after its first number and up
    /// to its second; the stretches rise.
    fn first_in(
        &self,
        stretches: &[(u64, u64)],
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        let mut places = self.snapshot.places();
        for slot in within {
            let (column, place) = places.at(slot)?;
            let order = column.orders[place];
            let next = stretches.partition_point(|(after, _)| *after < order);
            if next > 0 && order <= stretches[next - 1].1 {
                found.push(slot, true, || Ground::Itself);
            }
        }
        Ok(())
    }

    /// The last transaction before a stretch of time, and the last within it.
    fn transactions_in(&self, window: Interval) -> Result<(u64, u64)> {
        let micros = |seconds: i64| seconds.saturating_mul(1_000_000);
        let last = self.snapshot.as_of(micros(window.latest.0).saturating_add(999_999))?.sequence();
        let before = self.snapshot.as_of(micros(window.earliest.0).saturating_sub(1))?.sequence();
        Ok((before, last))
    }

    /// How many changes there were up to and with a transaction.
    fn changes_until(&self, sequence: u64) -> Result<u64> {
        Ok(self.snapshot.transaction(sequence)?.map_or(0, |entry| entry.changes))
    }
}

fn contains(transactions: &RoaringBitmap, sequence: u64) -> bool {
    u32::try_from(sequence).is_ok_and(|sequence| transactions.contains(sequence))
}

/// The runs of numbers without gaps, each from its first to its last.
fn runs(numbers: &RoaringBitmap) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for number in numbers.iter().map(u64::from) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    runs
}

impl Resolver<'_> {
    /// A recorder by the name that `--author` gave, folded.
    ///
    /// # Errors
    /// Nobody of that name has recorded anything by the moment that is asked.
    pub(super) fn recorder(&self, name: &Name) -> Result<String> {
        /// How many names a hint gives.
        const MOST: usize = 8;
        let text = self.text_of(name)?.0;
        let folded = fold(text);
        if self.last_of(&folded)?.is_some() {
            return Ok(folded);
        }
        let kind = PostingKey::TransactionsBy(String::new());
        let problem =
            Problem::invalid(format!("nobody called `{text}` has recorded anything here")).at(name.span);
        let near: Vec<String> = self.written(self.names().spelt_alike(text, &kind)?)?;
        if !near.is_empty() {
            return Err(problem.hint(format!("did you mean {}?", near.join(" or "))));
        }
        let mut all = Vec::new();
        for key in self.snapshot.posting_keys(&kind.kind_prefix()).take(4 * MOST) {
            all.extend(text_in_key(&key?));
        }
        let mut all = self.written(all)?;
        let more = if all.len() > MOST { " and others" } else { "" };
        all.truncate(MOST);
        Err(match all.as_slice() {
            [] => problem,
            names => problem.hint(format!("the recorders here are {}{more}", names.join(", "))),
        })
    }

    /// The last transaction of a recorder at the moment that is asked.
    fn last_of(&self, folded: &str) -> Result<Option<Ordinal>> {
        let theirs = self.snapshot.posting(&PostingKey::TransactionsBy(folded.to_owned()))?;
        let known = u32::try_from(self.snapshot.sequence()).unwrap_or(u32::MAX);
        let count = theirs.rank(known);
        Ok(count.checked_sub(1).and_then(|last| theirs.select(u32::try_from(last).ok()?)))
    }

    /// The names of recorders as they were given, from their folded forms.
    fn written(&self, folded: Vec<String>) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for folded in folded {
            if let Some(last) = self.last_of(&folded)?
                && let Some(entry) = self.snapshot.transaction(u64::from(last))?
            {
                names.push(name_or_quoted(&entry.stamp.by));
            }
        }
        Ok(names)
    }
}
