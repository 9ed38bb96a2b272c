//! Who says a claim: those recorded, those that the end of the chain implies, and whoever held a role when it was said.

use std::collections::HashSet;

use roaring::RoaringBitmap;

use super::evaluate::Evaluator;
use super::names::Names;
use super::resolved::{HeldRole, SpokenBy, combine};
use super::sets::Sets;
use crate::model::entity::Tenure;
use crate::model::problem::Result;
use crate::model::{Entity, Id, Interval, Key, Moment};
use crate::store::Closure;
use crate::store::keys::{self, Ordinal, Posting};

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
                        sets.add(&self.speaker(entity)?);
                    }
                }
                Ok(sets)
            }
            SpokenBy::AnyoneNamed(words) => {
                let mut sets = Sets::default();
                for fit in (Names { snapshot: self.snapshot }).with_words(words)? {
                    sets.add(&self.speaker(fit.ordinal)?);
                }
                Ok(sets)
            }
        }
    }

    /// The claims of one entity: those recorded as its own, and those that the end of a chain gives it.
    pub fn speaker(&self, entity: Ordinal) -> Result<Sets> {
        let mut sets = self.doubting(|doubtful| Posting::Speaker { entity, doubtful })?;
        for (source, certain) in self.published_by(entity)? {
            let mut implied = self.doubting(|doubtful| Posting::EndOfChain { source, doubtful })?;
            implied.add(&self.speaks_for_unknown(source)?);
            sets.add(&if certain { implied } else { implied.doubted() });
        }
        Ok(sets)
    }

    /// The claims read in a source whose chain ends in one without a known publisher: then the document read speaks.
    fn speaks_for_unknown(&self, source: Ordinal) -> Result<Sets> {
        let mut prefix = Posting::ReadBefore { source, end: 0, doubtful: false }.kind_prefix();
        prefix.extend(source.to_be_bytes());
        let mut ends = RoaringBitmap::new();
        for key in self.snapshot.posting_keys(&prefix) {
            ends.extend(keys::number_in_key(&key?, 1));
        }
        let mut sets = Sets::default();
        for end in ends {
            if self.snapshot.source(end)?.is_none_or(|source| source.publisher.is_none()) {
                sets.add(&self.doubting(|doubtful| Posting::ReadBefore { source, end, doubtful })?);
            }
        }
        Ok(sets)
    }

    fn by_organization(&self, organization: Ordinal, within: &RoaringBitmap) -> Result<Sets> {
        let closure = self.snapshot.narrower(organization)?;
        let mut sets = self.union(&closure, |entity| self.speaker(entity))?;
        let mut holders = RoaringBitmap::new();
        for entity in &closure.possible {
            holders |= &*self.snapshot.posting(&Posting::HolderOf(entity))?;
        }
        sets.add(&self.holding(&holders, None, Some(&self.ids(&closure)?), false, within)?);
        Ok(sets)
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
        let mut sets = Sets::default();
        for holder in holders {
            let Some(entity) = self.snapshot.entity(holder)? else { continue };
            let held = tenures(&entity, role, of);
            if held.is_empty() || (unnamed && !entity.unnamed) {
                continue;
            }
            let spoken = self.speaker(holder)?.within(within);
            for slot in &spoken.possible {
                let said = self.effective(slot)?.map(|(interval, _)| interval);
                let (possible, certain) = held.iter().fold((false, false), |(possible, certain), held| {
                    let (can, does) = held.at(said);
                    (possible || can, certain || does)
                });
                if possible {
                    sets.insert(slot, certain && spoken.certain.contains(slot));
                }
            }
        }
        Ok(sets)
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
    pub fn implied_speakers(&self, claim: &crate::model::Claim) -> Result<Vec<(Ordinal, bool)>> {
        let mut found: Vec<(Ordinal, bool)> = Vec::new();
        for citation in &claim.citations {
            let end = citation.via.last().map(|end| (end, self.publisher(end)));
            let read = || (&citation.source, self.publisher(&citation.source));
            let (hop, publisher) = match end {
                Some((end, publisher)) => match publisher? {
                    Some(publisher) => (end, Ok(Some(publisher))),
                    None => read(),
                },
                None => read(),
            };
            if let Some((publisher, certain)) = publisher? {
                let certain = certain && hop.certain;
                match found.iter_mut().find(|(other, _)| *other == publisher) {
                    Some((_, so_far)) => *so_far |= certain,
                    None => found.push((publisher, certain)),
                }
            }
        }
        Ok(found)
    }

    fn publisher(&self, source: &crate::model::Ref) -> Result<Option<(Ordinal, bool)>> {
        let Some(ordinal) = self.snapshot.ordinal(&Key::Source(source.id.clone()))? else { return Ok(None) };
        let Some(source) = self.snapshot.source(ordinal)? else { return Ok(None) };
        let Some(publisher) = &source.publisher else { return Ok(None) };
        let ordinal = self.snapshot.ordinal(&Key::Entity(publisher.id.clone()))?;
        Ok(ordinal.map(|ordinal| (ordinal, publisher.certain)))
    }
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
