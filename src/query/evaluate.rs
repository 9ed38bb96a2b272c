//! From a resolved question to the claims of which it holds: postings and their algebra, and the few checks that no
//! posting answers. Every part is asked only of the claims that the parts before it have left.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use roaring::{MultiOps, RoaringBitmap};

use super::answer::{DatedBy, Step};
use super::plan;
use super::resolved::{
    Condition, Documents, LinkedTo, NamePlace, Phrase, Rated, Resolved, ResolvedClause, combine,
};
use super::sets::Sets;
use crate::language::syntax::{Field, Operands, TimeOf};
use crate::model::problem::Result;
use crate::model::text::{Stems, fold, words};
use crate::model::{Assessment, Interval, RecordType, Relation, Verdict};
use crate::store::index::claim_texts;
use crate::store::keys::{Ordinal, Posting, Slot};
use crate::store::trail::month_of;
use crate::store::{Closure, Snapshot};

/// Evaluates questions in one state of the database.
pub struct Evaluator<'e, 's> {
    pub snapshot: &'e Snapshot<'s>,
    /// Whether retracted claims, with their last version, are asked as well.
    pub retracted: bool,
}

impl<'e, 's> Evaluator<'e, 's> {
    pub fn new(snapshot: &'e Snapshot<'s>, retracted: bool) -> Evaluator<'e, 's> {
        Evaluator { snapshot, retracted }
    }

    /// The claim versions that a question is asked of.
    pub fn universe(&self) -> Result<RoaringBitmap> {
        let live = self.snapshot.live()?;
        Ok(if self.retracted { &*live | self.snapshot.retracted()? } else { (*live).clone() })
    }

    /// Which of `within` the question holds of.
    pub fn evaluate(&self, resolved: &Resolved, within: &RoaringBitmap) -> Result<Sets> {
        self.traced(resolved, within, 0, &mut Vec::new())
    }

    /// The same, with what was done and how many claims each step left.
    pub fn traced(
        &self,
        resolved: &Resolved,
        within: &RoaringBitmap,
        depth: usize,
        steps: &mut Vec<Step>,
    ) -> Result<Sets> {
        let place = steps.len();
        steps.push(Step { depth, clause: String::new(), by: String::new(), possible: 0, certain: 0 });
        let (clause, by, sets) = match resolved {
            Resolved::All(parts) => {
                let mut sets = Sets::plain(within.clone());
                for part in plan::cheapest_first(parts) {
                    let narrowed = self.traced(part, &sets.possible, depth + 1, steps)?;
                    sets.intersect(&narrowed);
                }
                ("all of".to_owned(), "intersection".to_owned(), sets)
            }
            Resolved::Any(parts) => {
                let mut sets = Sets::default();
                for part in parts {
                    sets.add(&self.traced(part, within, depth + 1, steps)?);
                }
                ("any of".to_owned(), "union".to_owned(), sets)
            }
            Resolved::Not(inner) => {
                let inner = self.traced(inner, within, depth + 1, steps)?;
                ("not".to_owned(), "the rest".to_owned(), Sets::plain(within - inner.possible))
            }
            Resolved::Clause(clause) => {
                (clause.text.clone(), plan::index_of(&clause.what).to_owned(), self.clause(clause, within)?)
            }
        };
        steps[place] = Step {
            depth,
            clause,
            by,
            possible: sets.possible.len() as usize,
            certain: sets.certain.len() as usize,
        };
        Ok(sets)
    }

    fn clause(&self, clause: &ResolvedClause, within: &RoaringBitmap) -> Result<Sets> {
        let sets = self.condition(&clause.what, within)?.within(within);
        Ok(if clause.certainly { sets.certainly() } else { sets })
    }

    fn condition(&self, condition: &Condition, within: &RoaringBitmap) -> Result<Sets> {
        match condition {
            Condition::Names { place, exactly, entities } => {
                join(entities, &mut |entity| self.names(*place, *entity, *exactly))
            }
            Condition::By(speakers) => join(speakers, &mut |speaker| self.spoken_by(speaker, within)),
            Condition::Cites { read, documents } => {
                join(documents, &mut |documents| self.cites(documents, *read))
            }
            Condition::Containing { exactly, phrases } => {
                join(phrases, &mut |phrase| self.containing(phrase, *exactly, within))
            }
            Condition::Like(likeness) => {
                Ok(Sets::plain(self.likeness(likeness, within)?.into_keys().collect()))
            }
            Condition::InLanguage(langs) => {
                join(langs, &mut |lang| self.plain(&Posting::ClaimLang(lang.as_str().to_owned())))
            }
            Condition::InMode(mode) => self.plain(&Posting::Mode(*mode)),
            Condition::Tagged(tags) => join(tags, &mut |tag| self.plain(&Posting::Tag(tag.clone()))),
            Condition::Rated(rated) => self.rated(rated),
            Condition::Unrated => {
                let rated = self.rated(&Rated { verdicts: None, by: None, window: None })?;
                Ok(Sets::plain(within - rated.possible))
            }
            Condition::Disputed => self.disputed(),
            Condition::Linked { relation, outgoing, other } => {
                self.linked(*relation, *outgoing, other.as_ref())
            }
            Condition::With(field) => self.with(*field),
            Condition::Without(field) => Ok(Sets::plain(within - self.with(*field)?.possible)),
            Condition::Doubtful => self.plain(&Posting::Doubtful),
            Condition::Matching(resolved) => self.evaluate(resolved, within),
            Condition::Time { of, window: Some(window) } => self.time(*of, *window, within),
            Condition::Time { window: None, .. } => Ok(Sets::default()),
            Condition::Undated => self.plain(&Posting::Undated),
        }
    }

    fn plain(&self, posting: &Posting) -> Result<Sets> {
        Ok(Sets::plain((*self.snapshot.posting(posting)?).clone()))
    }

    /// A posting with its doubtful part.
    pub fn doubting(&self, posting: impl Fn(bool) -> Posting) -> Result<Sets> {
        let (all, doubtful) =
            (self.snapshot.posting(&posting(false))?, self.snapshot.posting(&posting(true))?);
        Ok(Sets::with_doubt(&all, &doubtful))
    }

    // ---- entities and documents ----

    fn names(&self, place: NamePlace, entity: Ordinal, exactly: bool) -> Result<Sets> {
        let posting = move |entity, doubtful| match place {
            NamePlace::About => Posting::About { entity, doubtful },
            NamePlace::AscribedTo => Posting::AscribedTo { entity, doubtful },
            NamePlace::AddressedTo => Posting::Audience { entity, doubtful },
            NamePlace::SaidAt => Posting::SaidAt { entity, doubtful },
        };
        if exactly {
            return self.doubting(|doubtful| posting(entity, doubtful));
        }
        self.union(&*self.snapshot.narrower(entity)?, |entity| {
            self.doubting(|doubtful| posting(entity, doubtful))
        })
    }

    /// What holds of any of a closure's entities; certain where the way to the entity is.
    pub fn union(&self, closure: &Closure, each: impl Fn(Ordinal) -> Result<Sets>) -> Result<Sets> {
        let (mut possible, mut certain) = (Vec::new(), Vec::new());
        for entity in &closure.possible {
            let sets = each(entity)?;
            possible.push(sets.possible);
            if closure.certain.contains(entity) {
                certain.push(sets.certain);
            }
        }
        Ok(Sets { possible: possible.union(), certain: certain.union() })
    }

    fn cites(&self, documents: &Documents, read: bool) -> Result<Sets> {
        let mut sets = Sets::default();
        for source in &documents.sources {
            sets.add(&self.naming(*source, read)?);
        }
        for publisher in &documents.publishers {
            for (source, certain) in self.published_by(*publisher)? {
                let found = self.naming(source, read)?;
                sets.add(&if certain { found } else { found.doubted() });
            }
        }
        Ok(sets)
    }

    /// The claims with this source as the document read, or anywhere in their chains.
    pub fn naming(&self, source: Ordinal, read: bool) -> Result<Sets> {
        let mut sets = self.doubting(|doubtful| Posting::Read { source, doubtful })?;
        if !read {
            sets.add(&self.doubting(|doubtful| Posting::Via { source, doubtful })?);
        }
        Ok(sets)
    }

    /// A publisher's sources, and whether they certainly are.
    pub fn published_by(&self, publisher: Ordinal) -> Result<Vec<(Ordinal, bool)>> {
        let Some(entity) = self.snapshot.entity(publisher)? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for source in &*self.snapshot.posting(&Posting::PublishedBy(publisher))? {
            let now = self.snapshot.source(source)?;
            if let Some(named) = now.as_ref().and_then(|s| s.publisher.as_ref()).filter(|p| p.id == entity.id)
            {
                found.push((source, named.certain));
            }
        }
        Ok(found)
    }

    /// The fields that a claim has itself, or that any document it was read in has: a fact of the record, without doubt.
    fn with(&self, field: Field) -> Result<Sets> {
        match field {
            Field::Links => {
                let mut sets = Sets::default();
                for relation in Relation::ALL {
                    sets.add(&self.linked(relation, true, None)?);
                    sets.add(&self.linked(relation, false, None)?);
                }
                Ok(sets)
            }
            Field::Url
            | Field::Archive
            | Field::Title
            | Field::Author
            | Field::Publisher
            | Field::Published => {
                let mut sets = Sets::default();
                for source in &*self.snapshot.posting(&Posting::SourceWith(field))? {
                    let now = self.snapshot.source(source)?;
                    if now.is_some_and(|now| crate::store::index::source_fields(&now).contains(&field)) {
                        sets.add(&self.naming(source, true)?);
                    }
                }
                Ok(Sets::plain(sets.possible))
            }
            _ => self.plain(&Posting::With(field)),
        }
    }

    // ---- texts ----

    fn containing(&self, phrase: &Phrase, exactly: bool, within: &RoaringBitmap) -> Result<Sets> {
        let mut found = within.clone();
        for token in words_of(phrase) {
            found &= if exactly {
                (*self.snapshot.posting(&Posting::Word(token.folded))?).clone()
            } else {
                self.inflected(&token, phrase)?
            };
            if found.is_empty() {
                break;
            }
        }
        if exactly {
            found = self.with_phrase(&phrase.text, found)?;
        }
        Ok(Sets::plain(found))
    }

    /// The claims with a word in any inflection: in the language of the phrase, else in whichever it may be in.
    pub(super) fn inflected(&self, token: &Word, phrase: &Phrase) -> Result<RoaringBitmap> {
        let mut found = (*self.snapshot.posting(&Posting::Word(token.folded.clone()))?).clone();
        let stemmings: Vec<Stems> = match &phrase.lang {
            Some(lang) => Stems::of(lang).into_iter().collect(),
            None => Stems::fitting(&token.written).collect(),
        };
        for stemming in stemmings {
            let stem = stemming.stemmer().stem(&token.written);
            found |= &*self.snapshot.posting(&Posting::Stem(stemming.tag.to_owned(), stem))?;
        }
        Ok(found)
    }

    fn with_phrase(&self, phrase: &str, candidates: RoaringBitmap) -> Result<RoaringBitmap> {
        let wanted: Vec<String> = words(phrase).collect();
        let mut found = RoaringBitmap::new();
        for slot in candidates {
            let claim = self.snapshot.claim(slot)?;
            if claim_texts(&claim).any(|(text, _)| super::names::stand_together(text, &wanted)) {
                found.insert(slot);
            }
        }
        Ok(found)
    }

    // ---- assessments ----

    /// The live assessments with a certain verdict, or all.
    fn assessments(
        &self,
        verdicts: Option<&[Verdict]>,
    ) -> Result<Vec<(Ordinal, std::sync::Arc<Assessment>)>> {
        let mut candidates = RoaringBitmap::new();
        match verdicts {
            None => candidates |= &*self.snapshot.posting(&Posting::All(RecordType::Assessment))?,
            Some(verdicts) => {
                for verdict in verdicts {
                    candidates |= &*self.snapshot.posting(&Posting::WithVerdict(*verdict))?;
                }
            }
        }
        let mut found = Vec::new();
        for ordinal in candidates {
            if let Some(assessment) = self.snapshot.assessment(ordinal)?
                && verdicts.is_none_or(|verdicts| verdicts.contains(&assessment.verdict))
            {
                found.push((ordinal, assessment));
            }
        }
        Ok(found)
    }

    /// The claim version that an assessment or a link is of here.
    fn slot_called(&self, id: &crate::model::Id) -> Result<Option<Slot>> {
        match self.snapshot.ordinal(&crate::model::Key::Claim(id.clone()))? {
            Some(claim) => self.snapshot.slot_of(claim, self.retracted),
            None => Ok(None),
        }
    }

    fn rated(&self, rated: &Rated) -> Result<Sets> {
        let mut checkers = Vec::new();
        for by in rated.by.iter().flatten() {
            checkers.extend(self.snapshot.entity(*by)?.map(|entity| entity.id.clone()));
        }
        let mut sets = Sets::default();
        for (_, assessment) in self.assessments(rated.verdicts.as_deref())? {
            let Some((possible, certain)) = in_window(&assessment, rated.window) else { continue };
            let by_one = rated.by.is_none() || checkers.contains(&assessment.by.id);
            if possible
                && by_one
                && let Some(slot) = self.slot_called(&assessment.claim)?
            {
                sets.insert(slot, certain && (rated.by.is_none() || assessment.by.certain));
            }
        }
        Ok(sets)
    }

    /// Two checkers' latest verdicts stand on opposite sides.
    fn disputed(&self) -> Result<Sets> {
        let mut latest: HashMap<(Slot, crate::model::Id), Latest> = HashMap::new();
        for (ordinal, assessment) in self.assessments(None)? {
            let Some(slot) = self.slot_called(&assessment.claim)? else { continue };
            let order = self.snapshot.trail(RecordType::Assessment, ordinal)?.map_or(0, |trail| trail.order);
            let when = assessment.on.as_ref().map(|on| on.date.interval().latest);
            let new = Latest { when, order, verdict: assessment.verdict, certain: assessment.by.certain };
            let kept = latest.entry((slot, assessment.by.id.clone())).or_insert(new);
            if (new.when, new.order) > (kept.when, kept.order) {
                *kept = new;
            }
        }
        let mut sides: HashMap<Slot, [Option<bool>; 2]> = HashMap::new();
        for ((slot, _), last) in &latest {
            if let Some(side) = side_of(last.verdict) {
                let seen = &mut sides.entry(*slot).or_default()[usize::from(side)];
                *seen = Some(seen.unwrap_or(false) || last.certain);
            }
        }
        let mut sets = Sets::default();
        for (slot, sides) in sides {
            if let [Some(one), Some(other)] = sides {
                sets.insert(slot, one && other);
            }
        }
        Ok(sets)
    }

    // ---- links ----

    fn linked(&self, relation: Relation, outgoing: bool, other: Option<&LinkedTo>) -> Result<Sets> {
        let others = other.map(|other| self.at_other_end(other)).transpose()?;
        let mut links = (*self.snapshot.posting(&Posting::LinkOf(relation))?).clone();
        if let Some(LinkedTo::Claim(claim)) = other {
            let end = if outgoing { Posting::LinkTo(*claim) } else { Posting::LinkFrom(*claim) };
            links &= &*self.snapshot.posting(&end)?;
        }
        let mut sets = Sets::default();
        for link in links {
            let Some(link) = self.snapshot.link(link)? else { continue };
            let (here, there) = if outgoing { (&link.from, &link.to) } else { (&link.to, &link.from) };
            if let Some(here) = self.slot_called(here)?
                && let Some(there) = self.slot_called(there)?
            {
                match &others {
                    None => sets.insert(here, true),
                    Some(others) if others.possible.contains(there) => {
                        sets.insert(here, others.certain.contains(there))
                    }
                    Some(_) => {}
                }
            }
        }
        Ok(sets)
    }

    fn at_other_end(&self, other: &LinkedTo) -> Result<Sets> {
        match other {
            LinkedTo::Claim(claim) => {
                Ok(Sets::plain(self.snapshot.slot_of(*claim, self.retracted)?.into_iter().collect()))
            }
            LinkedTo::Claims(None) => Ok(Sets::plain(self.universe()?)),
            LinkedTo::Claims(Some(resolved)) => self.evaluate(resolved, &self.universe()?),
        }
    }

    // ---- time ----

    fn time(&self, of: TimeOf, window: Interval, within: &RoaringBitmap) -> Result<Sets> {
        match of {
            TimeOf::Said => self.by_months(false, window, within),
            TimeOf::Concerning => self.by_months(true, window, within),
            TimeOf::Claim => {
                let mut sets = self.by_months(false, window, within)?;
                sets.add(&self.undated_in(window, within)?);
                Ok(sets)
            }
            TimeOf::Published => self.published(window),
            TimeOf::Recorded => self.recorded(window, within),
            TimeOf::Assessed => self.rated(&Rated { verdicts: None, by: None, window: Some(Some(window)) }),
        }
    }

    /// By the dates of saying, or of what claims concern: whole months from their postings, the rest claim by claim.
    fn by_months(&self, concerns: bool, window: Interval, within: &RoaringBitmap) -> Result<Sets> {
        let wide = if concerns { Posting::ConcernsWide } else { Posting::SaidWide };
        let mut candidates = (*self.snapshot.posting(&wide)?).clone();
        let touched = months_touched(window);
        for (month, values) in &*self.snapshot.months(concerns)? {
            if touched.contains(month) {
                candidates |= values;
            }
        }
        candidates &= within;
        let mut sets = Sets::default();
        for slot in candidates {
            let columns = self.snapshot.columns(slot)?;
            let interval = if concerns { columns.concerns() } else { columns.said() };
            if let Some(interval) = interval.filter(|interval| interval.intersects(window)) {
                sets.insert(slot, interval.is_within(window));
            }
        }
        Ok(sets)
    }

    /// Undated claims, by the publication of the document read.
    fn undated_in(&self, window: Interval, within: &RoaringBitmap) -> Result<Sets> {
        let mut sets = Sets::default();
        for slot in &*self.snapshot.posting(&Posting::Undated)? & within {
            if let Some((interval, _)) = self.effective(slot)?
                && interval.intersects(window)
            {
                sets.insert(slot, interval.is_within(window));
            }
        }
        Ok(sets)
    }

    /// The stretch of time that a bare time clause asks for: of the saying, else of the earliest publication read.
    pub fn effective(&self, slot: Slot) -> Result<Option<(Interval, DatedBy)>> {
        let columns = self.snapshot.columns(slot)?;
        if let Some(said) = columns.said() {
            return Ok(Some((said, DatedBy::Said)));
        }
        let mut earliest: Option<Interval> = None;
        for source in &columns.readers {
            let source = self.snapshot.source(*source)?;
            if let Some(published) = source.as_ref().and_then(|source| source.published.as_ref()) {
                let interval = published.date.interval();
                let key = |i: Interval| (i.earliest, i.latest);
                if earliest.is_none_or(|so_far| key(interval) < key(so_far)) {
                    earliest = Some(interval);
                }
            }
        }
        Ok(earliest.map(|interval| (interval, DatedBy::Published)))
    }

    fn published(&self, window: Interval) -> Result<Sets> {
        let mut sets = Sets::default();
        for source in &*self.snapshot.posting(&Posting::SourceWith(Field::Published))? {
            let now = self.snapshot.source(source)?;
            let Some(interval) = now.and_then(|now| Some(now.published.as_ref()?.date.interval())) else {
                continue;
            };
            if interval.intersects(window) {
                let naming = self.naming(source, false)?;
                sets.add(&if interval.is_within(window) { naming } else { naming.doubted() });
            }
        }
        Ok(sets)
    }

    /// By the transaction in which the claim first came: claims are numbered in the order of their coming.
    fn recorded(&self, window: Interval, within: &RoaringBitmap) -> Result<Sets> {
        let micros = |seconds: i64| seconds.saturating_mul(1_000_000);
        let last = self.snapshot.as_of(micros(window.latest.0).saturating_add(999_999))?.sequence();
        let before = self.snapshot.as_of(micros(window.earliest.0).saturating_sub(1))?.sequence();
        let changes = |sequence| -> Result<u64> {
            Ok(self.snapshot.transaction(sequence)?.map_or(0, |entry| entry.changes))
        };
        let (after, until) = (changes(before)?, changes(last)?);
        let mut found = RoaringBitmap::new();
        for slot in within {
            let order = self.snapshot.columns(slot)?.order;
            if order > after && order <= until {
                found.insert(slot);
            }
        }
        Ok(Sets::plain(found))
    }
}

/// A word to look for, as written and folded.
pub(super) struct Word {
    pub written: String,
    pub folded: String,
}

pub(super) fn words_of(phrase: &Phrase) -> Vec<Word> {
    use unicode_segmentation::UnicodeSegmentation;
    let word = |written: &str| Word { written: written.to_owned(), folded: fold(written) };
    phrase.text.unicode_words().map(word).filter(|word| !word.folded.is_empty()).collect()
}

#[derive(Clone, Copy)]
struct Latest {
    when: Option<crate::model::Moment>,
    order: u64,
    verdict: Verdict,
    certain: bool,
}

/// True's side or false's; what is mixed or unproven takes none.
fn side_of(verdict: Verdict) -> Option<bool> {
    match verdict {
        Verdict::True | Verdict::MostlyTrue => Some(true),
        Verdict::MostlyFalse | Verdict::False => Some(false),
        _ => None,
    }
}

/// Whether an assessment can lie, and certainly lies, in a window; `None` where it has no date and one is asked for.
fn in_window(assessment: &Assessment, window: Option<Option<Interval>>) -> Option<(bool, bool)> {
    match window {
        None => Some((true, true)),
        Some(None) => Some((false, false)),
        Some(Some(window)) => {
            let on = assessment.on.as_ref()?.date.interval();
            Some((on.intersects(window), on.is_within(window)))
        }
    }
}

/// The months that a window touches, as far as months are numbered.
fn months_touched(window: Interval) -> RangeInclusive<i32> {
    let number = |moment, otherwise| month_of(moment).map_or(otherwise, |month| month as i32);
    number(window.earliest, i32::MIN)..=number(window.latest, i32::MAX)
}

/// The parts of a list of operands, joined as sets.
pub fn join<T>(operands: &Operands<T>, each: &mut impl FnMut(&T) -> Result<Sets>) -> Result<Sets> {
    let all = |parts: Vec<Sets>| {
        let mut parts = parts.into_iter();
        let mut sets = parts.next().unwrap_or_default();
        parts.for_each(|part| sets.intersect(&part));
        sets
    };
    let any = |parts: Vec<Sets>| {
        let mut sets = Sets::default();
        parts.iter().for_each(|part| sets.add(part));
        sets
    };
    combine(operands, each, &all, &any)
}
