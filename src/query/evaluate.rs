//! From a resolved question to the claims of which it holds: postings and their algebra, and the few checks that no
//! posting answers. Every part is asked only of the claims that the parts before it have left.

use std::sync::Arc;

use roaring::RoaringBitmap;

use super::answer::Step;
use super::findings::{Evidence, Findings, Found, Ground};
use super::plan;
use super::resolved::{Condition, LinkedTo, NamePlace, Rated, Resolved, ResolvedClause};
use super::thresholds::Thresholds;
use super::time::Window;
use crate::language::syntax::TimeOf;
use crate::model::ClaimPart;
use crate::model::problem::Result;
use crate::model::{RecordType, Relation};
use crate::query::match_set::MatchSet;
use crate::query::shared_sets::{DateIndex, Links, SharedSets, SlotsOfClaims};
use crate::query::state::State;
use crate::store::index::keys::{Ordinal, PostingKey, Slot};
use crate::store::index::versions::Facts;
use crate::store::{ClaimDate, Moment};

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
            (None, Some(few)) => self.holding_of(&clause.what, few)?.within(few),
            (None, None) if plan::is_asked_of_the_rest(&clause.what) => {
                self.holding_of(&clause.what, &*self.universe()?)?
            }
            (None, None) => {
                let universe = self.universe()?;
                let found = self.holding_of(&clause.what, &universe)?;
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

    fn holding_of(&self, condition: &Condition, within: &RoaringBitmap) -> Result<MatchSet> {
        let mut found = Found::default();
        self.condition(condition, within, &mut found)?;
        Ok(found.sets())
    }

    /// Whether a clause holds of one claim, and by what. `among` are the claims of which it is asked: the others count where a
    /// clause compares claims, as `like` does.
    pub fn evidence(&self, clause: &ResolvedClause, slot: Slot, among: &RoaringBitmap) -> Result<Evidence> {
        let mut evidence = Evidence::of(slot);
        self.condition(&clause.what, among, &mut evidence)?;
        if clause.certainly {
            evidence.holds = evidence.holds.certainly();
        }
        Ok(evidence)
    }

    /// Finds the claims of which a condition holds. What is found outside of `within` counts for nothing.
    fn condition(
        &self,
        condition: &Condition,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        match condition {
            Condition::Names { place, exactly, entities } => {
                found.join(entities, &mut |entity, found| self.names(*place, *entity, *exactly, found))
            }
            Condition::By(speakers) => {
                found.join(speakers, &mut |speaker, found| self.spoken_by(speaker, within, found))
            }
            Condition::Cites { read, documents } => {
                found.join(documents, &mut |documents, found| self.cites(documents, *read, within, found))
            }
            Condition::Containing { exactly, phrases } => {
                found.join(phrases, &mut |phrase, found| self.containing(phrase, *exactly, within, found))
            }
            Condition::Like(likeness) => {
                for (slot, likeness) in self.likeness(likeness, within)? {
                    found.push(slot, true, || Ground::Likeness(likeness));
                }
                Ok(())
            }
            Condition::InLanguage(langs) => found.join(langs, &mut |lang, found| {
                let posting = PostingKey::ClaimLang(lang.canonical().to_string());
                found.put(self.plain(&posting)?, true, |_| Ground::Language(lang.clone()));
                Ok(())
            }),
            Condition::InMode(mode) => self.posted(&PostingKey::Mode(*mode), found),
            Condition::Tagged(tags) => {
                found.join(tags, &mut |tag, found| self.posted(&PostingKey::Tag(tag.clone()), found))
            }
            Condition::Rated(rated) => self.rated(rated, found),
            Condition::Unrated => {
                let mut rated = found.fresh();
                let any = Rated { ever: true, verdicts: None, by: None, window: None };
                self.rated(&any, &mut rated)?;
                found.rest_of(within, rated);
                Ok(())
            }
            Condition::Disputed => self.disputed(found),
            Condition::Linked { relation, outgoing, other } => {
                self.linked(*relation, *outgoing, other.as_ref(), found)
            }
            Condition::With(field) => self.with(*field, within, found),
            Condition::Without(field) => {
                let mut with = found.fresh();
                self.with(*field, within, &mut with)?;
                found.rest_of(within, with);
                Ok(())
            }
            Condition::Doubtful => self.posted(&PostingKey::Doubtful, found),
            Condition::Matching(resolved) => {
                found.put(self.evaluate(resolved, within)?, true, |_| Ground::Itself);
                Ok(())
            }
            Condition::Time { of, window: Some(window) } => self.time(*of, *window, within, found),
            Condition::Time { window: None, .. } => Ok(()),
            Condition::Undated => self.posted(&PostingKey::Undated, found),
            Condition::RecordedBy(names) => {
                found.join(names, &mut |name, found| self.recorded_by(name, within, found))
            }
            Condition::ChangedBy(names) => {
                found.join(names, &mut |name, found| self.changed_by(name, within, found))
            }
        }
    }

    fn plain(&self, posting: &PostingKey) -> Result<MatchSet> {
        Ok(MatchSet::shared(self.snapshot.posting(posting)?))
    }

    /// What a posting has is said by the claim itself.
    pub(super) fn posted(&self, posting: &PostingKey, found: &mut impl Findings) -> Result<()> {
        found.put(self.plain(posting)?, true, |_| Ground::Itself);
        Ok(())
    }

    /// A posting with its doubtful part.
    pub fn doubting(&self, posting: impl Fn(bool) -> PostingKey) -> Result<MatchSet> {
        let (all, doubtful) =
            (self.snapshot.posting(&posting(false))?, self.snapshot.posting(&posting(true))?);
        Ok(MatchSet::with_doubt(&all, &doubtful))
    }

    // ---- entities ----

    fn names(
        &self,
        place: NamePlace,
        asked: Ordinal,
        exactly: bool,
        found: &mut impl Findings,
    ) -> Result<()> {
        let posting = move |entity, doubtful| match place {
            NamePlace::About => PostingKey::About { entity, doubtful },
            NamePlace::AscribedTo => PostingKey::AscribedTo { entity, doubtful },
            NamePlace::AddressedTo => PostingKey::Audience { entity, doubtful },
            NamePlace::SaidAt => PostingKey::SaidAt { entity, doubtful },
        };
        let closure = self.widened(asked, exactly)?;
        for entity in &closure.possible {
            let sets = self.doubting(|doubtful| posting(entity, doubtful))?;
            let sure = closure.certain.contains(entity);
            found.put(sets, sure, |certain| Ground::Named { entity, asked, certain });
        }
        Ok(())
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

    pub(super) fn linked(
        &self,
        relation: Relation,
        outgoing: bool,
        other: Option<&LinkedTo>,
        found: &mut impl Findings,
    ) -> Result<()> {
        let links = self.links(relation, outgoing)?;
        let others = match other {
            None | Some(LinkedTo::Claims(None)) => {
                links.all().for_each(|(there, here)| found.push(here, true, || Ground::Link(there)));
                return Ok(());
            }
            Some(LinkedTo::Claim(claim)) => {
                MatchSet::plain(self.snapshot.slot_of(*claim, self.retracted)?.into_iter().collect())
            }
            Some(LinkedTo::Claims(Some(resolved))) => self.all(resolved)?,
        };
        for there in &*others.possible & links.ends() {
            let certain = others.certain.contains(there);
            links.from(there).for_each(|here| found.push(here, certain, || Ground::Link(there)));
        }
        Ok(())
    }

    // ---- time ----

    fn time(
        &self,
        of: TimeOf,
        window: Window,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        match of {
            TimeOf::Said => {
                let said = self.snapshot.posting(&PostingKey::With(ClaimPart::Said))?;
                self.time(TimeOf::Claim, window, &(within & &*said), found)
            }
            TimeOf::Concerning => self.concerning(within, window, found),
            TimeOf::Claim => {
                let dates = self.snapshot.dates()?;
                let date = |slot: Slot| dates[slot as usize];
                if within.len() <= self.thresholds.many_claims {
                    one_by_one(within, window, date, found);
                    return Ok(());
                }
                let (inside, at_the_edge) = self.calendar()?.touching(window);
                found.put(inside.within(within), true, |_| Ground::Itself);
                one_by_one(&(at_the_edge & within), window, date, found);
                Ok(())
            }
            TimeOf::Published => self.published(window, within, found),
            TimeOf::Recorded => self.recorded(window.in_utc(), within, found),
            TimeOf::Changed => self.changed(window.in_utc(), within, found),
            TimeOf::Assessed => {
                let rated = Rated { ever: true, verdicts: None, by: None, window: Some(Some(window)) };
                self.rated(&rated, found)
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
    fn concerning(&self, within: &RoaringBitmap, window: Window, found: &mut impl Findings) -> Result<()> {
        let mut candidates = (*self.snapshot.posting(&PostingKey::ConcernsWide)?).clone();
        let [touched, _] = window.months();
        for (month, values) in &*self.snapshot.concerning()? {
            if touched.contains(month) {
                candidates |= values;
            }
        }
        candidates &= within;
        let mut concerns = self.snapshot.concerns();
        for slot in candidates {
            let (column, place) = concerns.at(slot)?;
            if let Some(dating) = column.0[place].filter(|dating| window.can_hold(*dating)) {
                found.push(slot, window.holds(dating), || Ground::Itself);
            }
        }
        Ok(())
    }
}

/// Those of these claims whose date can lie in a window, and those whose date certainly does.
fn one_by_one(
    slots: &RoaringBitmap,
    window: Window,
    date: impl Fn(Slot) -> Option<ClaimDate>,
    found: &mut impl Findings,
) {
    for slot in slots {
        if let Some(date) = date(slot).filter(|date| window.can_hold(date.dating)) {
            found.push(slot, date.certain && window.holds(date.dating), || Ground::Itself);
        }
    }
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
