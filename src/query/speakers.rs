//! Who says a claim: those recorded, those that the end of the chain implies, and whoever held a role when it was said.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use roaring::RoaringBitmap;

use super::evaluate::Evaluator;
use super::kept::{Implied, Unsorted};
use super::names::Names;
use super::resolved::{HeldRole, SpokenBy, combine};
use super::sets::Sets;
use crate::language::syntax::Field;
use crate::model::entity::Tenure;
use crate::model::problem::Result;
use crate::model::{Entity, Id, Interval, Moment, RecordType};
use crate::store::Closure;
use crate::store::keys::{Ordinal, Posting, Slot};
use crate::store::trail::{Facts, Named};

/// From how many claims on the dates of all are looked up at once.
const MANY: u64 = 3_000;

/// The ids of a closure's entities, possible and certain, by which tenures are compared.
struct Wanted {
    possible: HashSet<Id>,
    certain: HashSet<Id>,
}

/// When a role can have been held, and when it certainly was.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    possible: Interval,
    certain: Option<Interval>,
}

impl Held {
    /// The bounds of a tenure: a missing one is unknown, so it can lie anywhere and nowhere with certainty.
    pub fn of(tenure: &Tenure) -> Option<Held> {
        let from = tenure.from.as_ref().map(|dated| dated.date.interval());
        let until = tenure.until.as_ref().map(|dated| dated.date.interval());
        let possible = Interval::new(
            from.map_or(Moment::BEGINNING, |from| from.earliest),
            until.map_or(Moment::END, |until| until.latest),
        )?;
        let certain = from.zip(until).and_then(|(from, until)| Interval::new(from.latest, until.earliest));
        Some(Held { possible, certain })
    }

    /// Whether it can have been, and certainly was, held at the time of an utterance; an unknown time is any time.
    pub fn at(self, said: Option<Interval>) -> (bool, bool) {
        match said {
            None => (true, false),
            Some(said) => (
                self.possible.intersects(said),
                self.certain.is_some_and(|certain| {
                    certain.earliest <= said.earliest && said.latest <= certain.latest
                }),
            ),
        }
    }
}

impl Evaluator<'_, '_> {
    pub(super) fn spoken_by(&self, speaker: &SpokenBy, within: &RoaringBitmap) -> Result<Sets> {
        match speaker {
            SpokenBy::Itself(entity) => self.speaker(*entity),
            SpokenBy::Group(group) => {
                self.union(&*self.snapshot.narrower(*group)?, |entity| self.speaker(entity))
            }
            SpokenBy::Organization(organization) => self.by_organization(*organization, within),
            SpokenBy::Role(held) => self.by_holders(held, false, within),
            SpokenBy::Unnamed(Some(held)) => self.by_holders(held, true, within),
            SpokenBy::Unnamed(None) => {
                let mut sets = Sets::default();
                for entity in &*self.snapshot.posting(&Posting::Unnamed)? {
                    if self.snapshot.entity(entity)?.is_some_and(|entity| entity.unnamed) {
                        sets = sets.or(&self.speaker(entity)?);
                    }
                }
                Ok(sets)
            }
            SpokenBy::AnyoneNamed(words) => {
                let mut sets = Sets::default();
                for fit in (Names { snapshot: self.snapshot }).with_words(words)? {
                    sets = sets.or(&self.speaker(fit.ordinal)?);
                }
                Ok(sets)
            }
        }
    }

    /// The claims of one entity: those recorded as its own, and those that the end of a chain gives it.
    pub fn speaker(&self, entity: Ordinal) -> Result<Sets> {
        let recorded = self.doubting(|doubtful| Posting::Speaker { entity, doubtful })?;
        if self.snapshot.posting(&Posting::PublishedBy(entity))?.is_empty() {
            return Ok(recorded);
        }
        let implied = self.implied()?;
        Ok(implied.claims.get(&entity).map_or(recorded.clone(), |implied| recorded.or(implied)))
    }

    /// The claims that publishers speak, as no speaker of them is recorded.
    pub(super) fn implied(&self) -> Result<Rc<Implied>> {
        self.kept().implied.get(
            (),
            |_| 0,
            || {
                let mut implied = Implied::default();
                let mut found: HashMap<Ordinal, Unsorted> = HashMap::new();
                let all = self.snapshot.facts(RecordType::Source)?;
                let mut chains = self.snapshot.chains();
                let with_speakers = self.snapshot.posting(&Posting::With(Field::Speaker))?;
                let mut without = RoaringBitmap::new();
                without.insert_range(0..self.snapshot.slots());
                let mut publishers = Vec::new();
                for slot in without - &*with_speakers {
                    let (column, place) = chains.at(slot)?;
                    let publisher = |source: Ordinal| publisher_of(all.get(source as usize));
                    publishers.clear();
                    for (publisher, certain) in ends_of(column.of(place), &publisher) {
                        publishers.push(publisher);
                        found.entry(publisher).or_default().push(slot, certain);
                    }
                    implied.put(slot, &publishers);
                }
                implied.claims =
                    found.into_iter().map(|(publisher, slots)| (publisher, slots.sets())).collect();
                Ok(Rc::new(implied))
            },
        )
    }

    fn by_organization(&self, organization: Ordinal, within: &RoaringBitmap) -> Result<Sets> {
        let closure = self.snapshot.narrower(organization)?;
        let sets = self.union(&closure, |entity| self.speaker(entity))?;
        let mut holders = RoaringBitmap::new();
        for entity in &closure.possible {
            holders |= &*self.snapshot.posting(&Posting::HolderOf(entity))?;
        }
        Ok(sets.or(&self.holding(&holders, None, Some(&self.ids(&closure)?), false, within)?))
    }

    fn by_holders(&self, held: &HeldRole, unnamed: bool, within: &RoaringBitmap) -> Result<Sets> {
        let roles = self.widened(held.role, held.exactly)?;
        let mut holders = RoaringBitmap::new();
        for role in &roles.possible {
            holders |= &*self.snapshot.posting(&Posting::Holder(role))?;
        }
        let of = held.of.as_ref().map(|of| {
            let closure = combine(of, &mut |entity| self.widened(*entity, held.exactly), &all_of, &any_of)?;
            self.ids(&closure)
        });
        self.holding(&holders, Some(&self.ids(&roles)?), of.transpose()?.as_ref(), unnamed, within)
    }

    fn widened(&self, entity: Ordinal, exactly: bool) -> Result<Closure> {
        let itself = RoaringBitmap::from_iter([entity]);
        Ok(if exactly {
            Closure { possible: itself.clone(), certain: itself }
        } else {
            (*self.snapshot.narrower(entity)?).clone()
        })
    }

    fn ids(&self, closure: &Closure) -> Result<Wanted> {
        let ids = |set: &RoaringBitmap| -> Result<HashSet<Id>> {
            let mut ids = HashSet::new();
            for entity in set {
                ids.extend(self.snapshot.entity(entity)?.map(|entity| entity.id.clone()));
            }
            Ok(ids)
        };
        Ok(Wanted { possible: ids(&closure.possible)?, certain: ids(&closure.certain)? })
    }

    /// The claims of those among `holders` that held such a role when they said them.
    fn holding(
        &self,
        holders: &RoaringBitmap,
        role: Option<&Wanted>,
        of: Option<&Wanted>,
        unnamed: bool,
        within: &RoaringBitmap,
    ) -> Result<Sets> {
        let mut found = Unsorted::default();
        let all_dates = if within.len() > MANY { Some(self.snapshot.dates()?) } else { None };
        for holder in holders {
            let Some(entity) = self.snapshot.entity(holder)? else { continue };
            let held = tenures(&entity, role, of);
            if held.is_empty() || (unnamed && !entity.unnamed) {
                continue;
            }
            let spoken = self.speaker(holder)?.within(within);
            for slot in &*spoken.possible {
                let said = match &all_dates {
                    Some(dates) => dates[slot as usize],
                    None => self.effective(slot)?.map(|(interval, _)| interval),
                };
                let (possible, certain) = held.iter().fold((false, false), |(possible, certain), held| {
                    let (can, does) = held.at(said);
                    (possible || can, certain || does)
                });
                if possible {
                    found.push(slot, certain && spoken.certain.contains(slot));
                }
            }
        }
        Ok(found.sets())
    }

    /// The people who hold or held a role at any time.
    pub fn holders_ever(&self, held: &HeldRole) -> Result<RoaringBitmap> {
        let roles = self.ids(&self.widened(held.role, held.exactly)?)?;
        let of = held.of.as_ref().map(|of| {
            let closure = combine(of, &mut |entity| self.widened(*entity, held.exactly), &all_of, &any_of)?;
            self.ids(&closure)
        });
        let of = of.transpose()?;
        let mut found = RoaringBitmap::new();
        for role in &self.widened(held.role, held.exactly)?.possible {
            for holder in &*self.snapshot.posting(&Posting::Holder(role))? {
                if let Some(entity) = self.snapshot.entity(holder)?
                    && !tenures(&entity, Some(&roles), of.as_ref()).is_empty()
                {
                    found.insert(holder);
                }
            }
        }
        Ok(found)
    }

    /// Those whom the end of each chain implies as speakers, each once, with their doubt.
    pub fn implied_speakers(&self, slot: Slot) -> Result<Vec<(Ordinal, bool)>> {
        let mut chains = self.snapshot.chains();
        let (column, place) = chains.at(slot)?;
        let mut publishers = HashMap::new();
        for hop in column.of(place).flatten() {
            let facts = self.snapshot.facts_of(RecordType::Source, hop.ordinal)?;
            publishers.insert(hop.ordinal, publisher_of(Some(&facts)));
        }
        Ok(ends_of(column.of(place), &|source| publishers.get(&source).copied().flatten()))
    }
}

fn publisher_of(facts: Option<&Facts>) -> Option<Named> {
    match facts {
        Some(Facts::Source { publisher, .. }) => *publisher,
        _ => None,
    }
}

/// The publisher of the end of each chain, or, where that is not known, of the document read; each once.
fn ends_of<'c>(
    chains: impl Iterator<Item = &'c [Named]>,
    publisher: &dyn Fn(Ordinal) -> Option<Named>,
) -> Vec<(Ordinal, bool)> {
    let mut found: Vec<(Ordinal, bool)> = Vec::new();
    for chain in chains {
        let (Some(read), Some(end)) = (chain.first(), chain.last()) else { continue };
        let speaks = |hop: &Named| publisher(hop.ordinal).map(|by| (by.ordinal, by.certain && hop.certain));
        let Some((by, certain)) = speaks(end).or_else(|| speaks(read)) else { continue };
        match found.iter_mut().find(|(other, _)| *other == by) {
            Some((_, so_far)) => *so_far |= certain,
            None => found.push((by, certain)),
        }
    }
    found
}

/// The times of the tenures in such a role; a doubtful role or organization makes them only possible.
fn tenures(entity: &Entity, role: Option<&Wanted>, of: Option<&Wanted>) -> Vec<Held> {
    let mut found = Vec::new();
    for tenure in &entity.roles {
        let (role_fits, role_certain) = role.map_or((true, true), |role| {
            (
                role.possible.contains(&tenure.role.id),
                tenure.role.certain && role.certain.contains(&tenure.role.id),
            )
        });
        let (of_fits, of_certain) = match (of, &tenure.of) {
            (None, _) => (true, true),
            (Some(_), None) => (false, false),
            (Some(wanted), Some(of)) => {
                (wanted.possible.contains(&of.id), of.certain && wanted.certain.contains(&of.id))
            }
        };
        if role_fits
            && of_fits
            && let Some(held) = Held::of(tenure)
        {
            let certain = held.certain.filter(|_| role_certain && of_certain);
            found.push(Held { certain, ..held });
        }
    }
    found
}

fn all_of(parts: Vec<Closure>) -> Closure {
    let mut parts = parts.into_iter();
    let mut all = parts.next().unwrap_or_default();
    for part in parts {
        all.possible &= part.possible;
        all.certain &= part.certain;
    }
    all
}

fn any_of(parts: Vec<Closure>) -> Closure {
    let mut any = Closure::default();
    for part in parts {
        any.possible |= part.possible;
        any.certain |= part.certain;
    }
    any
}
