//! The roles in which documents present speakers. Such a role holds at the utterance, whatever the tenures on record say.

use roaring::RoaringBitmap;

use crate::model::problem::Result;
use crate::query::asked_role::{AskedRole, Holders, fits, named};
use crate::query::evaluate::Evaluator;
use crate::query::findings::{Findings, Ground};
use crate::query::lookup::Names;
use crate::query::resolved::{InRole, SpokenBy};
use crate::store::Closure;
use crate::store::index::keys::{Ordinal, PostingKey};

impl Evaluator<'_> {
    /// The claims with a speaker who is presented in such a role.
    pub(super) fn presented(
        &self,
        asked: AskedRole<'_>,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        let mut slots = RoaringBitmap::new();
        for role in asked.role.iter().flat_map(|role| &role.within.possible) {
            slots |= &*self.snapshot.posting(&PostingKey::PresentedAs(role))?;
        }
        if asked.role.is_none() {
            for of in asked.of.iter().flat_map(|of| &of.within.possible) {
                slots |= &*self.snapshot.posting(&PostingKey::PresentedOf(of))?;
            }
        }
        slots &= within;
        let mut columns = self.snapshot.presented();
        for slot in slots {
            let (column, place) = columns.at(slot)?;
            for by in column.of(place) {
                let (possible, certain) = asked.fits(by);
                if possible {
                    found.push(slot, certain, || {
                        let (role, of) = named(asked.role, asked.of);
                        Ground::Presented { by: *by, role, of }
                    });
                }
            }
        }
        Ok(())
    }

    /// The speakers whom the document of any claim in force presents in such a role, or as having held it.
    pub(super) fn ever_presented(&self, role: &Closure, of: Option<&Closure>) -> Result<RoaringBitmap> {
        let mut slots = RoaringBitmap::new();
        for role in &role.possible {
            slots |= &*self.snapshot.posting(&PostingKey::PresentedAs(role))?;
        }
        slots &= &*self.universe()?;
        let (mut found, mut columns) = (RoaringBitmap::new(), self.snapshot.presented());
        for slot in slots {
            let (column, place) = columns.at(slot)?;
            let fitting = column
                .of(place)
                .iter()
                .filter(|presented| fits(Some(role), Some(presented.role)).0 && fits(of, presented.of).0);
            found.extend(fitting.map(|presented| presented.who.ordinal));
        }
        Ok(found)
    }

    /// The claims of which one speaker is asked for as who it is and in which role at once.
    pub(super) fn in_role(
        &self,
        asked: &InRole,
        within: &RoaringBitmap,
        found: &mut impl Findings,
    ) -> Result<()> {
        let who = asked.who.as_deref().map(|who| self.people_asked(who)).transpose()?;
        let (role, of) = self.asked_role(&asked.role)?;
        let wanted =
            AskedRole { who: who.as_ref(), role: Some(&role), of: of.as_ref(), former: asked.former };
        self.presented(wanted, within, found)?;
        if asked.presented {
            return Ok(());
        }
        let holders = self.holders(&role.within)?;
        let of = of.as_ref();
        let Some(who) = &who else {
            return self.holding(
                &Holders { all: &holders, sure: true, unnamed: false },
                Some(&role),
                of,
                within,
                found,
            );
        };
        let doubtful = &holders & (&who.possible - &who.certain);
        let certain = holders & &who.certain;
        let holders = [(certain, true), (doubtful, false)];
        holders.iter().filter(|(all, _)| !all.is_empty()).try_for_each(|(all, sure)| {
            let holders = Holders { all, sure: *sure, unnamed: false };
            self.holding(&holders, Some(&role), of, within, found)
        })
    }

    /// The entities that somebody asked for stands for. Of an organization these are itself and those narrower, not the
    /// people who hold a role of it.
    fn people_asked(&self, who: &SpokenBy) -> Result<Closure> {
        let only = |set: RoaringBitmap| Closure { possible: set.clone(), certain: set };
        Ok(match who {
            SpokenBy::Itself(entity) => only(RoaringBitmap::from_iter([*entity])),
            SpokenBy::Group(entity) | SpokenBy::Organization(entity) => {
                (*self.snapshot.narrower(*entity)?).clone()
            }
            SpokenBy::AnyoneNamed(words) => {
                let fits = Names { snapshot: self.snapshot }.with_words(words)?;
                only(fits.into_iter().map(|fit| fit.ordinal).collect())
            }
            SpokenBy::Unnamed(_) | SpokenBy::Role(_) | SpokenBy::InRole(_) => only(self.unnamed()?),
        })
    }

    /// Those whom their documents do not name.
    pub(super) fn unnamed(&self) -> Result<RoaringBitmap> {
        let mut found = RoaringBitmap::new();
        for entity in &*self.snapshot.posting(&PostingKey::Unnamed)? {
            if self.snapshot.entity(entity)?.is_some_and(|entity| entity.unnamed) {
                found.insert(entity);
            }
        }
        Ok(found)
    }

    /// Those who ever held one of these roles.
    pub(super) fn holders(&self, roles: &Closure) -> Result<RoaringBitmap> {
        let mut holders = RoaringBitmap::new();
        for role in &roles.possible {
            holders |= &*self.snapshot.posting(&PostingKey::Holder(role))?;
        }
        Ok(holders)
    }

    /// The roles in which a claim's speaker is presented, but for those that are no longer held.
    pub fn presented_roles(&self, slot: u32, speaker: Ordinal) -> Result<Vec<Ordinal>> {
        let mut columns = self.snapshot.presented();
        let (column, place) = columns.at(slot)?;
        let of_speaker = column.of(place).iter().filter(|one| one.who.ordinal == speaker && !one.former);
        Ok(of_speaker.map(|one| one.role.ordinal).collect())
    }
}
