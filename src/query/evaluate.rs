//! From a resolved question to the claims of which it holds: postings and their algebra, and the few checks that no
//! posting answers. Every part is asked only of the claims that the parts before it have left.

use std::collections::HashSet;
use std::sync::Arc;

use roaring::{MultiOps, RoaringBitmap};
use unicode_segmentation::UnicodeSegmentation;

use super::answer::Step;
use super::plan;
use super::resolved::{
    Condition, Documents, LinkedTo, NamePlace, Phrase, Rated, Resolved, ResolvedClause, combine,
};
use super::thresholds::Thresholds;
use super::time::Window;
use crate::language::syntax::{Field, Operands, TimeOf};
use crate::model::problem::Result;
use crate::model::text::{QUOTATION_MARK, WrittenPhrase, fold, one_kind_of_quotation_mark};
use crate::model::{RecordType, Relation};
use crate::query::match_set::{MatchSet, MatchSetBuilder};
use crate::query::shared_sets::{DateIndex, Links, SharedSets, SlotsOfClaims, WantedSources};
use crate::query::state::State;
use crate::store::ClaimDate;
use crate::store::index::claim_texts;
use crate::store::index::keys::{Ordinal, PostingKey, Slot};
use crate::store::index::versions::Facts;
use crate::store::{Closure, Moment};

/// Evaluates questions in one state of the database.
pub struct Evaluator<'e> {
    pub snapshot: &'e State,
    /// Whether retracted claims, with their last version, are asked as well.
    pub retracted: bool,
    /// The state that what is kept holds for.
    pub(super) moment: Moment,
    pub(super) thresholds: Thresholds,
}

impl<'e> Evaluator<'e> {
    pub fn new(snapshot: &'e State, retracted: bool) -> Evaluator<'e> {
        Evaluator { snapshot, retracted, moment: snapshot.moment(), thresholds: Thresholds::in_force() }
    }

    /// What is kept of this moment.
    pub(super) fn kept(&self) -> &'e SharedSets {
        self.snapshot.shared()
    }

    /// The claim versions that a question is asked of.
    pub fn universe(&self) -> Result<Arc<RoaringBitmap>> {
        self.kept().universes.get(
            (self.moment, self.retracted),
            |universe| universe.serialized_size(),
            || {
                let live = self.snapshot.live()?;
                Ok(if self.retracted { Arc::new(&*live | &*self.snapshot.retracted()?) } else { live })
            },
        )
    }

    /// All claims of which the question holds.
    pub fn all(&self, resolved: &Resolved) -> Result<MatchSet> {
        self.traced(resolved, None, 0, None)
    }

    /// Which of `within` the question holds of.
    pub fn evaluate(&self, resolved: &Resolved, within: &RoaringBitmap) -> Result<MatchSet> {
        self.traced(resolved, Some(within), 0, None)
    }

    /// The same, with what was done and how many claims each step left; `None`: of all claims.
    pub fn traced(
        &self,
        resolved: &Resolved,
        within: Option<&RoaringBitmap>,
        depth: usize,
        mut steps: Option<&mut Vec<Step>>,
    ) -> Result<MatchSet> {
        let place = steps.as_deref_mut().map(|steps| {
            steps.push(Step { depth, clause: String::new(), by: String::new(), possible: 0, certain: 0 });
            steps.len() - 1
        });
        let sets = match resolved {
            Resolved::All(parts) => self.all_of(parts, within, depth, steps.as_deref_mut())?,
            Resolved::Any(parts) => {
                let mut sets = MatchSet::default();
                for part in parts {
                    sets = sets.or(&self.traced(part, within, depth + 1, steps.as_deref_mut())?);
                }
                sets
            }
            Resolved::Not(inner) => {
                let inner = self.traced(inner, within, depth + 1, steps.as_deref_mut())?;
                let all = match within {
                    Some(within) => within - &*inner.possible,
                    None => &*self.universe()? - &*inner.possible,
                };
                MatchSet::plain(all)
            }
            Resolved::Clause(clause) => {
                let sets = self.clause(clause, within)?;
                within.map_or(sets.clone(), |within| sets.within(within))
            }
        };
        if let Some((steps, place)) = steps.zip(place) {
            let (clause, by) = described(resolved);
            let (possible, certain) = (sets.possible.len() as usize, sets.certain.len() as usize);
            steps[place] = Step { depth, clause, by, possible, certain };
        }
        Ok(sets)
    }

    /// The claims of which every part holds. Each part is asked of what the parts before it have left.
    fn all_of(
        &self,
        parts: &[Resolved],
        within: Option<&RoaringBitmap>,
        depth: usize,
        mut steps: Option<&mut Vec<Step>>,
    ) -> Result<MatchSet> {
        let mut so_far: Option<MatchSet> = None;
        for part in plan::cheapest_first(parts) {
            let left = so_far.as_ref().map(|sets| &*sets.possible).or(within);
            let sets = match (part, &so_far) {
                // What is left out need not be turned into what is left.
                (Resolved::Not(inner), Some(sets)) if steps.is_none() => {
                    sets.without(&self.traced(inner, left, depth + 1, None)?.possible)
                }
                (part, None) => self.traced(part, left, depth + 1, steps.as_deref_mut())?,
                // Whatever is left is cut down here, and need not be cut down twice.
                (Resolved::Clause(clause), Some(sets)) if steps.is_none() => {
                    sets.and(&self.clause(clause, left)?)
                }
                (part, Some(sets)) => sets.and(&self.traced(part, left, depth + 1, steps.as_deref_mut())?),
            };
            so_far = Some(sets);
        }
        match (so_far, within) {
            (Some(sets), _) => Ok(sets),
            (None, Some(within)) => Ok(MatchSet::plain(within.clone())),
            (None, None) => Ok(MatchSet::shared(self.universe()?)),
        }
    }

    /// What a clause holds of: what was found out before, or of few claims these alone, or of all, to be kept.
    fn clause(&self, clause: &ResolvedClause, within: Option<&RoaringBitmap>) -> Result<MatchSet> {
        let few = within.filter(|within| {
            plan::is_asked_of_the_rest(&clause.what)
                || (within.len() <= self.thresholds.many_claims && plan::can_be_asked_of_few(&clause.what))
        });
        let known = self.kept().clauses.get(self.moment, &clause.what, self.retracted);
        // What is asked again is asked of all and kept, so that the third time it is there.
        let again = known.is_none()
            && few.is_some()
            && self.kept().clauses.was_asked(self.moment, &clause.what, self.retracted);
        let few = few.filter(|_| !again || plan::is_asked_of_the_rest(&clause.what));
        let sets = match (known, few) {
            (Some(known), _) => known,
            (None, Some(few)) => self.condition(&clause.what, few)?.within(few),
            (None, None) if plan::is_asked_of_the_rest(&clause.what) => {
                self.condition(&clause.what, &*self.universe()?)?
            }
            (None, None) => {
                let universe = self.universe()?;
                let found = self.condition(&clause.what, &universe)?;
                let all = if universe.len() == u64::from(self.snapshot.slots()) {
                    found
                } else {
                    found.within(&universe)
                };
                self.kept().clauses.put(self.moment, &clause.what, self.retracted, &all);
                all
            }
        };
        Ok(if clause.certainly { sets.certainly() } else { sets })
    }

    fn condition(&self, condition: &Condition, within: &RoaringBitmap) -> Result<MatchSet> {
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
                Ok(MatchSet::plain(self.likeness(likeness, within)?.into_keys().collect()))
            }
            Condition::InLanguage(langs) => {
                join(langs, &mut |lang| self.plain(&PostingKey::ClaimLang(lang.canonical().to_string())))
            }
            Condition::InMode(mode) => self.plain(&PostingKey::Mode(*mode)),
            Condition::Tagged(tags) => join(tags, &mut |tag| self.plain(&PostingKey::Tag(tag.clone()))),
            Condition::Rated(rated) => self.rated(rated),
            Condition::Unrated => {
                let rated = self.rated(&Rated { ever: true, verdicts: None, by: None, window: None })?;
                Ok(MatchSet::plain(within - &*rated.possible))
            }
            Condition::Disputed => self.disputed(),
            Condition::Linked { relation, outgoing, other } => {
                self.linked(*relation, *outgoing, other.as_ref())
            }
            Condition::With(field) => self.with(*field),
            Condition::Without(field) => Ok(MatchSet::plain(within - &*self.with(*field)?.possible)),
            Condition::Doubtful => self.plain(&PostingKey::Doubtful),
            Condition::Matching(resolved) => self.evaluate(resolved, within),
            Condition::Time { of, window: Some(window) } => self.time(*of, *window, within),
            Condition::Time { window: None, .. } => Ok(MatchSet::default()),
            Condition::Undated => self.plain(&PostingKey::Undated),
            Condition::RecordedBy(names) => join(names, &mut |name| self.recorded_by(name, within)),
            Condition::ChangedBy(names) => join(names, &mut |name| self.changed_by(name, within)),
        }
    }

    fn plain(&self, posting: &PostingKey) -> Result<MatchSet> {
        Ok(MatchSet::shared(self.snapshot.posting(posting)?))
    }

    /// A posting with its doubtful part.
    pub fn doubting(&self, posting: impl Fn(bool) -> PostingKey) -> Result<MatchSet> {
        let (all, doubtful) =
            (self.snapshot.posting(&posting(false))?, self.snapshot.posting(&posting(true))?);
        Ok(MatchSet::with_doubt(&all, &doubtful))
    }

    // ---- entities and documents ----

    fn names(&self, place: NamePlace, entity: Ordinal, exactly: bool) -> Result<MatchSet> {
        let posting = move |entity, doubtful| match place {
            NamePlace::About => PostingKey::About { entity, doubtful },
            NamePlace::AscribedTo => PostingKey::AscribedTo { entity, doubtful },
            NamePlace::AddressedTo => PostingKey::Audience { entity, doubtful },
            NamePlace::SaidAt => PostingKey::SaidAt { entity, doubtful },
        };
        if exactly {
            return self.doubting(|doubtful| posting(entity, doubtful));
        }
        self.union(&*self.snapshot.narrower(entity)?, |entity| {
            self.doubting(|doubtful| posting(entity, doubtful))
        })
    }

    /// What holds of any of a closure's entities; certain where the way to the entity is.
    pub fn union(&self, closure: &Closure, each: impl Fn(Ordinal) -> Result<MatchSet>) -> Result<MatchSet> {
        let (mut possible, mut certain, mut doubtless) = (Vec::new(), Vec::new(), true);
        for entity in &closure.possible {
            let sets = each(entity)?;
            let is_certain = closure.certain.contains(entity);
            doubtless &= is_certain && sets.is_doubtless();
            if is_certain {
                certain.push(sets.certain);
            }
            possible.push(sets.possible);
        }
        let union = |parts: &[Arc<RoaringBitmap>]| parts.iter().map(|part| &**part).union();
        if doubtless {
            return Ok(MatchSet::plain(union(&possible)));
        }
        Ok(MatchSet::new(union(&possible), union(&certain)))
    }

    fn cites(&self, documents: &Documents, read: bool) -> Result<MatchSet> {
        let mut wanted = WantedSources::new(self.snapshot);
        documents.sources.iter().for_each(|source| wanted.put(*source, true));
        for publisher in &documents.publishers {
            self.published_by(*publisher)?
                .into_iter()
                .for_each(|(source, certain)| wanted.put(source, certain));
        }
        self.naming_any(&wanted, read)
    }

    /// The claims with any of these sources as the document read, or anywhere in their chains: by the postings of few
    /// sources, by the chains of all claims for many.
    fn naming_any(&self, wanted: &WantedSources, read: bool) -> Result<MatchSet> {
        if wanted.count() > u64::from(self.snapshot.slots() / self.thresholds.claims_per_source) {
            return self.with_chains(wanted, read);
        }
        let (mut possible, mut certain) = (Vec::new(), Vec::new());
        for (source, is_certain) in wanted.all() {
            let found = self.naming(source, read)?;
            if is_certain {
                certain.push(found.certain);
            }
            possible.push(found.possible);
        }
        let union = |parts: &[Arc<RoaringBitmap>]| parts.iter().map(|part| &**part).union();
        Ok(MatchSet::new(union(&possible), union(&certain)))
    }

    fn with_chains(&self, wanted: &WantedSources, read: bool) -> Result<MatchSet> {
        let (mut possible, mut certain) = (Vec::new(), Vec::new());
        let mut chains = self.snapshot.chains();
        for slot in 0..self.snapshot.slots() {
            let (column, place) = chains.at(slot)?;
            let (mut can, mut does) = (false, false);
            for chain in column.of(place) {
                let hops = if read { chain.get(..1).unwrap_or(chain) } else { chain };
                for hop in hops {
                    if let Some(is_certain) = wanted.get(hop.ordinal) {
                        can = true;
                        does |= is_certain && hop.certain;
                    }
                }
            }
            if can {
                possible.push(slot);
            }
            if does {
                certain.push(slot);
            }
        }
        let bitmap = |slots| RoaringBitmap::from_sorted_iter(slots).expect("slots rise");
        Ok(MatchSet::new(bitmap(possible), bitmap(certain)))
    }

    /// The claims with this source as the document read, or anywhere in their chains.
    pub fn naming(&self, source: Ordinal, read: bool) -> Result<MatchSet> {
        let sets = self.doubting(|doubtful| PostingKey::Read { source, doubtful })?;
        if read {
            return Ok(sets);
        }
        Ok(sets.or(&self.doubting(|doubtful| PostingKey::Via { source, doubtful })?))
    }

    /// A publisher's sources, and whether they certainly are.
    pub fn published_by(&self, publisher: Ordinal) -> Result<Vec<(Ordinal, bool)>> {
        let mut found = Vec::new();
        for source in &*self.snapshot.posting(&PostingKey::PublishedBy(publisher))? {
            if let Facts::Source { publisher: Some(named), .. } =
                self.snapshot.facts_of(RecordType::Source, source)?
                && named.ordinal == publisher
            {
                found.push((source, named.certain));
            }
        }
        Ok(found)
    }

    /// The fields that a claim has itself, or that any document it was read in has: a fact of the record, without doubt.
    fn with(&self, field: Field) -> Result<MatchSet> {
        match field {
            Field::Links => {
                let mut sets = MatchSet::default();
                for relation in Relation::ALL {
                    sets = sets.or(&self.linked(relation, true, None)?);
                    sets = sets.or(&self.linked(relation, false, None)?);
                }
                Ok(sets)
            }
            Field::Url
            | Field::Archive
            | Field::Title
            | Field::Author
            | Field::Publisher
            | Field::Published => {
                let mut wanted = WantedSources::new(self.snapshot);
                for source in &*self.snapshot.posting(&PostingKey::SourceWith(field))? {
                    if self.source_has(source, field)? {
                        wanted.put(source, true);
                    }
                }
                Ok(MatchSet::shared(self.naming_any(&wanted, true)?.possible))
            }
            _ => self.plain(&PostingKey::With(field)),
        }
    }

    /// Whether a source has a field now; it once had.
    fn source_has(&self, source: Ordinal, field: Field) -> Result<bool> {
        if let Facts::Source { published, publisher, .. } =
            self.snapshot.facts_of(RecordType::Source, source)?
        {
            match field {
                Field::Published => return Ok(published.is_some()),
                Field::Publisher => return Ok(publisher.is_some()),
                _ if !self.snapshot.was_corrected(RecordType::Source, source)? => return Ok(true),
                _ => {}
            }
        }
        let now = self.snapshot.source(source)?;
        Ok(now.is_some_and(|now| crate::store::index::source_fields(&now).contains(&field)))
    }

    // ---- texts ----

    fn containing(&self, phrase: &Phrase, exactly: bool, within: &RoaringBitmap) -> Result<MatchSet> {
        let mut found = within.clone();
        if exactly {
            self.cut_to_words(&phrase.text, &mut found)?;
            found = self.with_phrase(&phrase.text, found)?;
        } else {
            for token in words_of(phrase) {
                if found.is_empty() {
                    break;
                }
                found &= self.inflected(&token, phrase)?;
            }
        }
        Ok(MatchSet::plain(found))
    }

    /// Leaves the claims in which every word of the phrase stands.
    fn cut_to_words(&self, phrase: &str, found: &mut RoaringBitmap) -> Result<()> {
        let having = |word: &str| self.snapshot.posting(&PostingKey::Word(fold(word)));
        let phrase = one_kind_of_quotation_mark(phrase);
        let mut seen = HashSet::new();
        for word in phrase.unicode_words().filter(|word| seen.insert(*word)) {
            if found.is_empty() {
                break;
            }
            if !word.contains(QUOTATION_MARK) {
                *found &= &*having(word)?;
                continue;
            }
            // A mark inside of a word joins it or parts it, whichever kind of mark the text has.
            let mut parts = found.clone();
            for part in word.split(QUOTATION_MARK).filter(|part| !fold(part).is_empty()) {
                parts &= &*having(part)?;
            }
            let mut whole = RoaringBitmap::new();
            for mark in MARKS_THAT_JOIN {
                whole |= &*having(&word.replace(QUOTATION_MARK, mark))?;
            }
            *found &= parts | whole;
        }
        Ok(())
    }

    /// The claims with a word in any inflection: in the language of the phrase, else in whichever it may be in.
    pub(super) fn inflected(&self, token: &Word, phrase: &Phrase) -> Result<RoaringBitmap> {
        let mut found = (*self.snapshot.posting(&PostingKey::Word(token.folded.clone()))?).clone();
        for stemming in self.stemmings(phrase.lang.as_ref(), &token.written)? {
            let stem = stemming.stemmer().stem(&token.written);
            found |= &*self.snapshot.posting(&PostingKey::Stem(stemming.tag.to_owned(), stem))?;
        }
        Ok(found)
    }

    fn with_phrase(&self, phrase: &str, candidates: RoaringBitmap) -> Result<RoaringBitmap> {
        let (phrase, mut found) = (WrittenPhrase::new(phrase), RoaringBitmap::new());
        for slot in candidates {
            let claim = self.snapshot.claim(slot)?;
            if claim_texts(&claim).any(|(text, _)| phrase.stands_in(text)) {
                found.insert(slot);
            }
        }
        Ok(found)
    }

    // ---- assessments ----

    /// The version of each claim that is asked, by the claim's ordinal.
    pub fn slots(&self) -> Result<Arc<SlotsOfClaims>> {
        self.kept().slots.get(
            (self.moment, self.retracted),
            |slots| slots.size(),
            || {
                let mut slots = SlotsOfClaims::default();
                let mut places = self.snapshot.places();
                for slot in &*self.universe()? {
                    let (column, place) = places.at(slot)?;
                    slots.put(column.claims[place], slot);
                }
                Ok(Arc::new(slots))
            },
        )
    }

    // ---- links ----

    /// The links of one relation whose ends are both asked: the claim at the other end, and the one at this.
    fn links(&self, relation: Relation, outgoing: bool) -> Result<Arc<Links>> {
        self.kept().links.get(
            (self.moment, relation, outgoing, self.retracted),
            |links| links.size(),
            || {
                let slots = self.slots()?;
                let mut pairs = Vec::new();
                for facts in &*self.snapshot.facts(RecordType::Link)? {
                    let Facts::Link { from, relation: of, to } = facts else { continue };
                    if *of == relation
                        && let (Some(from), Some(to)) = (slots.get(*from), slots.get(*to))
                    {
                        pairs.push(if outgoing { (to, from) } else { (from, to) });
                    }
                }
                Ok(Arc::new(Links::new(pairs)))
            },
        )
    }

    fn linked(&self, relation: Relation, outgoing: bool, other: Option<&LinkedTo>) -> Result<MatchSet> {
        let links = self.links(relation, outgoing)?;
        let others = match other {
            None | Some(LinkedTo::Claims(None)) => return Ok(MatchSet::plain(links.here().collect())),
            Some(LinkedTo::Claim(claim)) => {
                MatchSet::plain(self.snapshot.slot_of(*claim, self.retracted)?.into_iter().collect())
            }
            Some(LinkedTo::Claims(Some(resolved))) => self.all(resolved)?,
        };
        let mut found = MatchSetBuilder::default();
        for there in &*others.possible & links.ends() {
            let certain = others.certain.contains(there);
            links.from(there).for_each(|here| found.push(here, certain));
        }
        Ok(found.sets())
    }

    // ---- time ----

    fn time(&self, of: TimeOf, window: Window, within: &RoaringBitmap) -> Result<MatchSet> {
        match of {
            TimeOf::Said => {
                let said = self.snapshot.posting(&PostingKey::With(Field::Said))?;
                self.time(TimeOf::Claim, window, &(within & &*said))
            }
            TimeOf::Concerning => self.concerning(within, window),
            TimeOf::Claim => {
                let dates = self.snapshot.dates()?;
                let date = |slot: Slot| dates[slot as usize];
                if within.len() <= self.thresholds.many_claims {
                    return Ok(one_by_one(within, window, date));
                }
                let (inside, at_the_edge) = self.calendar()?.touching(window);
                Ok(inside.within(within).or(&one_by_one(&(at_the_edge & within), window, date)))
            }
            TimeOf::Published => self.published(window),
            TimeOf::Recorded => self.recorded(window.in_utc(), within),
            TimeOf::Changed => self.changed(window.in_utc(), within),
            TimeOf::Assessed => {
                self.rated(&Rated { ever: true, verdicts: None, by: None, window: Some(Some(window)) })
            }
        }
    }

    /// The claims of which nobody says when they were said, and, unless that alone is asked, which were not published on a
    /// known day either.
    pub(super) fn dateless(&self, said_alone: bool) -> Result<Arc<RoaringBitmap>> {
        self.kept().dateless.get(
            (self.moment, said_alone, self.retracted),
            |dateless| dateless.serialized_size(),
            || {
                let undated = &*self.snapshot.posting(&PostingKey::Undated)? & &*self.universe()?;
                Ok(Arc::new(if said_alone { undated } else { undated - self.calendar()?.dated() }))
            },
        )
    }

    /// The claims by the dates that a bare time clause goes by.
    pub(super) fn calendar(&self) -> Result<Arc<DateIndex>> {
        self.kept().calendar.get(
            self.moment,
            |calendar| calendar.size(),
            || {
                let dates = self.snapshot.dates()?;
                Ok(Arc::new(DateIndex::new((0..).zip(dates.iter().copied()))))
            },
        )
    }

    /// By what time claims concern: whole months from their postings, then claim by claim.
    fn concerning(&self, within: &RoaringBitmap, window: Window) -> Result<MatchSet> {
        let mut candidates = (*self.snapshot.posting(&PostingKey::ConcernsWide)?).clone();
        let [touched, _] = window.months();
        for (month, values) in &*self.snapshot.concerning()? {
            if touched.contains(month) {
                candidates |= values;
            }
        }
        candidates &= within;
        let mut concerns = self.snapshot.concerns();
        let mut found = MatchSetBuilder::default();
        for slot in candidates {
            let (column, place) = concerns.at(slot)?;
            if let Some(dating) = column.0[place].filter(|dating| window.can_hold(*dating)) {
                found.push(slot, window.holds(dating));
            }
        }
        Ok(found.sets())
    }

    fn published(&self, window: Window) -> Result<MatchSet> {
        let mut wanted = WantedSources::new(self.snapshot);
        for (source, facts) in (0..).zip(&*self.snapshot.facts(RecordType::Source)?) {
            if let Some(published) = facts.published().filter(|published| window.can_hold(*published)) {
                wanted.put(source, window.holds(published));
            }
        }
        self.naming_any(&wanted, false)
    }
}

/// A word to look for, as written and folded.
pub(super) struct Word {
    pub written: String,
    pub folded: String,
}

/// The quotation marks that join letters to one word; the others part them (UAX 29).
const MARKS_THAT_JOIN: [&str; 3] = ["'", "\"", "\u{05F4}"];

/// The different words of a phrase.
pub(super) fn words_of(phrase: &Phrase) -> Vec<Word> {
    let word = |written: &str| Word { written: written.to_owned(), folded: fold(written) };
    let mut seen = HashSet::new();
    let words = phrase.text.unicode_words().filter(|word| seen.insert(*word));
    words.map(word).filter(|word| !word.folded.is_empty()).collect()
}

/// Those of these claims whose date can lie in a window, and those whose date certainly does.
fn one_by_one(slots: &RoaringBitmap, window: Window, date: impl Fn(Slot) -> Option<ClaimDate>) -> MatchSet {
    let mut found = MatchSetBuilder::default();
    for slot in slots {
        if let Some(date) = date(slot).filter(|date| window.can_hold(date.dating)) {
            found.push(slot, date.certain && window.holds(date.dating));
        }
    }
    found.sets()
}

/// What a step of a question is called, and what answers it.
fn described(resolved: &Resolved) -> (String, String) {
    match resolved {
        Resolved::All(_) => ("all of".to_owned(), "intersection".to_owned()),
        Resolved::Any(_) => ("any of".to_owned(), "union".to_owned()),
        Resolved::Not(_) => ("not".to_owned(), "the rest".to_owned()),
        Resolved::Clause(clause) => (clause.text.clone(), plan::index_of(&clause.what).to_owned()),
    }
}

/// The parts of a list of operands, joined as sets.
pub fn join<T>(operands: &Operands<T>, each: &mut impl FnMut(&T) -> Result<MatchSet>) -> Result<MatchSet> {
    let all =
        |parts: Vec<MatchSet>| parts.into_iter().reduce(|one, other| one.and(&other)).unwrap_or_default();
    let any =
        |parts: Vec<MatchSet>| parts.into_iter().reduce(|one, other| one.or(&other)).unwrap_or_default();
    combine(operands, each, &all, &any)
}
