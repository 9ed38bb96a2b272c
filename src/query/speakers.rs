//! Who says a claim: those recorded, those that the end of the chain implies, and whoever held a role when it was said.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::evaluate::Evaluator;
use super::findings::{Findings, Ground, Speaks};
use super::resolved::{HeldRole, SpokenBy, combine, members};
use crate::model::ClaimPart;
use crate::model::entity::Tenure;
use crate::model::problem::Result;
use crate::model::{Date, Entity, Id, Interval, Moment, RecordType};
use crate::query::asked_role::{Asked, AskedRole, Holders, named};
use crate::query::lookup::Names;
use crate::query::match_set::MatchSet;
use crate::query::match_set::MatchSetBuilder;
use crate::query::shared_sets::Implied;
use crate::store::ClaimDate;
use crate::store::Closure;
use crate::store::index::keys::{Ordinal, PostingKey, Slot};
use crate::store::index::versions::{Facts, Named};

/// The ids of a closure's entities, possible and certain, by which tenures are compared.
struct Wanted {
    possible: HashSet<Id>,
    certain: HashSet<Id>,
}

/// When a role can have been held, and when it certainly was: by the calendar, as the bounds of tenures and the dates of
/// claims were written.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    possible: Interval,
    certain: Option<Interval>,
    /// It certainly was whenever its holder spoke, even where it is not known when.
    whenever: bool,
}

impl Held {
    /// A tenure on an entity's record. Somebody unnamed is known only from a document, so a tenure of theirs without bounds was held
    /// whenever they spoke.
    pub fn by(entity: &Entity, tenure: &Tenure) -> Option<Held> {
        let held = Held::of(tenure)?;
        let whenever = entity.unnamed && tenure.from.is_none() && tenure.until.is_none();
        Some(Held { whenever, ..held })
    }

    /// The bounds of a tenure: a missing one is unknown, so it can lie anywhere and nowhere with certainty.
    fn of(tenure: &Tenure) -> Option<Held> {
        let from = tenure.from.as_ref().map(|dated| &dated.date);
        let until = tenure.until.as_ref().map(|dated| &dated.date);
        let possible = Interval::new(
            from.map_or(Moment::BEGINNING, |from| from.dating().civil().earliest),
            until.map_or(Moment::END, |until| until.dating().civil().latest),
        )?;
        let certain =
            from.zip(until).and_then(|(from, until)| Interval::new(first_certain(from), last_certain(until)));
        Some(Held { possible, certain, whenever: false })
    }

    /// Whether it can have been, and certainly was, held at the time of an utterance; an unknown time is any time.
    pub fn at(self, said: Option<ClaimDate>) -> (bool, bool) {
        if self.whenever {
            return (true, true);
        }
        let Some(said) = said else { return (true, false) };
        let when = said.dating.civil();
        let certain = said.certain && self.certain.is_some_and(|certain| when.is_within(certain));
        (self.possible.intersects(when), certain)
    }
}

/// The first moment at which a role that began on a date was certainly held: the start of an exact day, which belongs to the
/// tenure, or the last moment of a vaguer date.
fn first_certain(from: &Date) -> Moment {
    let Interval { earliest, latest } = from.dating().civil();
    if from.is_exact() { earliest } else { latest }
}

/// The last moment at which a role that ended on a date was certainly held. `until 2024-09-15/..`, still held on that day,
/// is certain up to the first moment of the day.
fn last_certain(until: &Date) -> Moment {
    let Interval { earliest, latest } = until.dating().civil();
    if until.is_exact() { latest } else { earliest }
}

impl Evaluator<'_> {
    pub(super) fn spoken_by(
        &self,
        speaker: &SpokenBy,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        match speaker {
            SpokenBy::Itself(entity) => self.speaks(*entity, &Speaks::AsAsked, true, found),
            SpokenBy::Group(group) => self.speaks_within(*group, &*self.snapshot.narrower(*group)?, found),
            SpokenBy::Organization(organization) => self.by_organization(*organization, within, found),
            SpokenBy::Role(held) => self.by_holders(held, false, within, found),
            SpokenBy::Unnamed(Some(held)) => self.by_holders(held, true, within, found),
            SpokenBy::Unnamed(None) => {
                for entity in &self.unnamed()? {
                    self.speaks(entity, &Speaks::Unnamed, true, found)?;
                }
                Ok(())
            }
            SpokenBy::InRole(asked) => self.in_role(asked, within, found),
            SpokenBy::AnyoneNamed(words) => {
                for fit in (Names { snapshot: self.snapshot }).with_words(words)? {
                    self.speaks(fit.ordinal, &Speaks::Called(words.join(" ")), true, found)?;
                }
                Ok(())
            }
        }
    }

    /// The claims of one entity; unless `sure`, it is only perhaps asked for.
    fn speaks(&self, entity: Ordinal, how: &Speaks, sure: bool, found: &mut impl Findings) -> Result<()> {
        found.put(self.speaker(entity)?, sure, |_| Ground::Speaks { entity, how: how.clone() });
        Ok(())
    }

    /// The claims of an entity asked for and of those narrower.
    fn speaks_within(&self, asked: Ordinal, closure: &Closure, found: &mut impl Findings) -> Result<()> {
        closure.possible.iter().try_for_each(|entity| {
            self.speaks(entity, &Speaks::Within(asked), closure.certain.contains(entity), found)
        })
    }

    /// The claims of one entity: those recorded as its own, and those that the end of a chain gives it.
    pub fn speaker(&self, entity: Ordinal) -> Result<MatchSet> {
        let recorded = self.doubting(|doubtful| PostingKey::Speaker { entity, doubtful })?;
        if self.snapshot.posting(&PostingKey::PublishedBy(entity))?.is_empty()
            && self.snapshot.posting(&PostingKey::AuthoredBy(entity))?.is_empty()
        {
            return Ok(recorded);
        }
        let implied = self.implied()?;
        Ok(implied.claims.get(&entity).map_or(recorded.clone(), |implied| recorded.or(implied)))
    }

    /// The claims of which no speaker is recorded, by those who speak at the ends of their chains.
    pub(super) fn implied(&self) -> Result<Arc<Implied>> {
        self.kept().implied.get(
            self.moment,
            |implied| implied.size(),
            || {
                let mut implied = Implied::default();
                let mut found: HashMap<Ordinal, MatchSetBuilder> = HashMap::new();
                let all = self.snapshot.facts(RecordType::Source)?;
                let mut chains = self.snapshot.chains();
                let with_speakers = self.snapshot.posting(&PostingKey::With(ClaimPart::Speaker))?;
                let mut without = RoaringBitmap::new();
                without.insert_range(0..self.snapshot.slots());
                for slot in without - &*with_speakers {
                    let (column, place) = chains.at(slot)?;
                    let mut ends = Ends::default();
                    for chain in column.of(place) {
                        if let Some(end) = chain.last()
                            && let Some(facts) = all.get(end.ordinal as usize)
                        {
                            ends.add(*end, facts);
                        }
                    }
                    for (speaker, certain) in &ends.0 {
                        found.entry(*speaker).or_default().push(slot, *certain);
                    }
                    implied.put(slot, ends.0.iter().map(|(speaker, _)| *speaker));
                }
                implied.claims = found.into_iter().map(|(speaker, slots)| (speaker, slots.sets())).collect();
                Ok(Arc::new(implied))
            },
        )
    }

    fn by_organization(
        &self,
        organization: Ordinal,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        let closure = (*self.snapshot.narrower(organization)?).clone();
        self.speaks_within(organization, &closure, found)?;
        let mut holders = RoaringBitmap::new();
        for entity in &closure.possible {
            holders |= &*self.snapshot.posting(&PostingKey::HolderOf(entity))?;
        }
        let of = Asked { named: vec![organization], within: closure };
        self.holding(&Holders { all: &holders, sure: true, unnamed: false }, None, Some(&of), within, found)?;
        self.presented(AskedRole { of: Some(&of), ..AskedRole::default() }, within, found)
    }

    fn by_holders(
        &self,
        held: &HeldRole,
        unnamed: bool,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        let (role, of) = self.asked_role(held)?;
        let holders = self.holders(&role.within)?;
        self.holding(
            &Holders { all: &holders, sure: true, unnamed },
            Some(&role),
            of.as_ref(),
            within,
            found,
        )?;
        let who = if unnamed { Some(self.unnamed()?) } else { None };
        let who = who.map(|who| Closure { possible: who.clone(), certain: who });
        let asked = AskedRole { who: who.as_ref(), role: Some(&role), of: of.as_ref(), former: false };
        self.presented(asked, within, found)
    }

    /// The roles that a role asked for includes, and those whose roles they are to be.
    pub(super) fn asked_role(&self, held: &HeldRole) -> Result<(Asked, Option<Asked>)> {
        let role = Asked { named: vec![held.role], within: self.widened(held.role, held.exactly)? };
        let Some(of) = &held.of else { return Ok((role, None)) };
        let within = combine(of, &mut |entity| self.widened(*entity, held.exactly), &all_of, &any_of)?;
        Ok((role, Some(Asked { named: members(of).into_iter().copied().collect(), within })))
    }

    /// An entity with those narrower; `exactly` alone.
    pub(super) fn widened(&self, entity: Ordinal, exactly: bool) -> Result<Closure> {
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
    pub(super) fn holding(
        &self,
        holders: &Holders<'_>,
        role: Option<&Asked>,
        of: Option<&Asked>,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        if holders.all.is_empty() {
            return Ok(());
        }
        let ids = |asked: Option<&Asked>| asked.map(|asked| self.ids(&asked.within)).transpose();
        let (role_ids, of_ids) = (ids(role)?, ids(of)?);
        let all_dates =
            if within.len() > self.thresholds.many_claims { Some(self.snapshot.dates()?) } else { None };
        for holder in holders.all {
            let Some(entity) = self.snapshot.entity(holder)? else { continue };
            let held = tenures(&entity, role_ids.as_ref(), of_ids.as_ref());
            if held.is_empty() || (holders.unnamed && !entity.unnamed) {
                continue;
            }
            let spoken = self.speaker(holder)?.within(within);
            for slot in &*spoken.possible {
                let said = match &all_dates {
                    Some(dates) => dates[slot as usize],
                    None => self.snapshot.dated(slot)?,
                };
                let is_speaker = holders.sure && spoken.certain.contains(slot);
                for (tenure, held) in &held {
                    let (can, does) = held.at(said);
                    if can {
                        found.push(slot, does && is_speaker, || {
                            let (role, of) = named(role, of);
                            Ground::Held { holder, tenure: *tenure, role, of }
                        });
                    }
                }
            }
        }
        Ok(())
    }

    /// Whoever held a role at any time: by a tenure on record, or because a document presents them in it or as having held it.
    pub fn holders_ever(&self, held: &HeldRole) -> Result<RoaringBitmap> {
        let (role, of) = self.asked_role(held)?;
        let of = of.map(|of| of.within);
        let mut found = self.ever_presented(&role.within, of.as_ref())?;
        let (roles, of) = (self.ids(&role.within)?, of.map(|of| self.ids(&of)).transpose()?);
        for holder in &self.holders(&role.within)? {
            if let Some(entity) = self.snapshot.entity(holder)?
                && !tenures(&entity, Some(&roles), of.as_ref()).is_empty()
            {
                found.insert(holder);
            }
        }
        Ok(found)
    }

    /// Those who speak at the ends of a claim's chains, each once, and whether they certainly do.
    pub fn implied_speakers(&self, slot: Slot) -> Result<Vec<(Ordinal, bool)>> {
        let mut chains = self.snapshot.chains();
        let (column, place) = chains.at(slot)?;
        let mut ends = Ends::default();
        for chain in column.of(place) {
            if let Some(end) = chain.last() {
                ends.add(*end, &self.snapshot.facts_of(RecordType::Source, end.ordinal)?);
            }
        }
        Ok(ends.0)
    }
}

/// Those who speak at the ends of chains, each once, and whether one of the ways to them is without doubt.
#[derive(Default)]
struct Ends(Vec<(Ordinal, bool)>);

impl Ends {
    /// Adds those who speak at the end of a chain, which is this document with these facts.
    fn add(&mut self, end: Named, facts: &Facts) {
        for speaker in facts.speak() {
            let certain = end.certain && speaker.certain;
            match self.0.iter_mut().find(|(other, _)| *other == speaker.ordinal) {
                Some((_, so_far)) => *so_far |= certain,
                None => self.0.push((speaker.ordinal, certain)),
            }
        }
    }
}

/// The times of the tenures in such a role, each with its place on the record; a doubtful role or organization makes them only
/// possible.
fn tenures(entity: &Entity, role: Option<&Wanted>, of: Option<&Wanted>) -> Vec<(usize, Held)> {
    let mut found = Vec::new();
    for (place, tenure) in entity.roles.iter().enumerate() {
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
            && let Some(held) = Held::by(entity, tenure)
        {
            let sure = role_certain && of_certain;
            let certain = held.certain.filter(|_| sure);
            found.push((place, Held { certain, whenever: held.whenever && sure, ..held }));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ref;
    use crate::model::record::Dated;

    fn held(from: Option<&str>, until: Option<&str>, said: &str) -> (bool, bool) {
        let dated = |text: &str| Dated { date: Date::parse(text).unwrap(), basis: Default::default() };
        let tenure = Tenure {
            role: Ref::certain(Id::new("minister").unwrap()),
            of: None,
            title: None,
            from: from.map(dated),
            until: until.map(dated),
        };
        let date = ClaimDate { dating: Date::parse(said).unwrap().dating(), said: true, certain: true };
        Held::of(&tenure).unwrap().at(Some(date))
    }

    const NOT: (bool, bool) = (false, false);
    const PERHAPS: (bool, bool) = (true, false);
    const CERTAINLY: (bool, bool) = (true, true);

    #[test]
    fn bounds_that_are_days_belong_to_the_tenure() {
        let in_spring = |said| held(Some("2025-03-01"), Some("2025-06-30"), said);
        assert_eq!(in_spring("2025-02-28"), NOT);
        assert_eq!(in_spring("2025-03-01"), CERTAINLY);
        assert_eq!(in_spring("2025-06-30"), CERTAINLY);
        assert_eq!(in_spring("2025-06-30T23:59:59Z"), CERTAINLY);
        assert_eq!(in_spring("2025-06-30T23:59:59-05:00"), CERTAINLY);
        assert_eq!(in_spring("2025-07-01T00:30:00+14:00"), NOT);
        assert_eq!(in_spring("2025-07-01"), NOT);
        assert_eq!(in_spring("2025-03"), CERTAINLY);
        assert_eq!(in_spring("2025-07"), NOT);
        assert_eq!(in_spring("2025-06/2025-07"), PERHAPS);
        assert_eq!(held(Some("2025-03-01"), Some("2025-03-01"), "2025-03-01"), CERTAINLY);
    }

    #[test]
    fn bounds_that_are_vaguer_or_marked_are_uncertain_within_themselves() {
        for (from, until) in [
            ("2025-03", "2025-06"),
            ("2025-03-01~", "2025-06-30?"),
            ("2025-03-1X", "2025-06-30%"),
            ("2025-03-01/2025-03-31", "2025-06-01/2025-06-30"),
        ] {
            assert_eq!(held(Some(from), Some(until), "2025-03-15").1, from == "2025-03-01~", "{from}");
            assert_eq!(held(Some(from), Some(until), "2025-04-01"), CERTAINLY, "{from}");
            assert_eq!(held(Some(from), Some(until), "2025-05-31"), CERTAINLY, "{until}");
            assert_eq!(held(Some(from), Some(until), "2025-06-30"), PERHAPS, "{until}");
            assert_eq!(held(Some(from), Some(until), "2025-07-01"), NOT, "{until}");
        }
        assert_eq!(held(Some("2025-03-01~"), Some("2025-06-30"), "2025-03-01"), PERHAPS);
        assert_eq!(held(Some("2025-21"), Some("2025-06-30"), "2025-03-01"), PERHAPS);
    }

    #[test]
    fn a_role_that_was_still_held_on_a_day_is_certain_until_then() {
        let still = |said| held(Some("2019-01-14"), Some("2024-09-15/.."), said);
        assert_eq!(still("2019-01-14"), CERTAINLY);
        assert_eq!(still("2024-09-14"), CERTAINLY);
        assert_eq!(still("2024-09-15T00:00:00Z"), CERTAINLY);
        assert_eq!(still("2024-09-15"), PERHAPS);
        assert_eq!(still("2030"), PERHAPS);
    }

    #[test]
    fn a_missing_bound_is_unknown() {
        assert_eq!(held(None, Some("2024-09-15"), "2020"), PERHAPS);
        assert_eq!(held(Some("2019-01-14"), None, "2020"), PERHAPS);
        assert_eq!(held(Some("2019-01-14"), None, "2018"), NOT);
        assert_eq!(held(None, None, "2020"), PERHAPS);
    }

    #[test]
    fn a_doubtful_date_makes_it_possible_only() {
        let year = Interval::year(2024);
        let tenure = Held { possible: year, certain: Some(year), whenever: false };
        let date = |certain| ClaimDate { dating: Interval::day(2024, 5, 1).into(), said: false, certain };
        assert_eq!(tenure.at(Some(date(true))), CERTAINLY);
        assert_eq!(tenure.at(Some(date(false))), PERHAPS);
        assert_eq!(tenure.at(None), PERHAPS);
    }
}
