//! What a clause finds: the claims of which it holds, as sets, or by what it holds of one claim. The evaluator finds both by
//! the same code, so that an answer and the reasons given for it cannot differ.

use roaring::{MultiOps, RoaringBitmap};

use crate::language::syntax::Operands;
use crate::model::Lang;
use crate::model::problem::Result;
use crate::model::text::Form;
use crate::query::match_set::{MatchSet, MatchSetBuilder};
use crate::store::index::columns::PresentedAs;
use crate::store::index::keys::{Ordinal, Slot};
use crate::store::index::versions::ChangeKind;

/// By what a clause holds of a claim. Where something is asked with what is narrower, `asked` is what was asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Ground {
    /// The claim names this entity.
    Named { entity: Ordinal, asked: Ordinal, certain: bool },
    /// This entity says it.
    Speaks { entity: Ordinal, how: Speaks },
    /// The speaker held such a role at the time, by the tenure at this place of their record.
    Held { holder: Ordinal, tenure: usize, role: Option<Ordinal>, of: Vec<Ordinal> },
    /// The document presents the speaker in such a role.
    Presented { by: PresentedAs, role: Option<Ordinal>, of: Vec<Ordinal> },
    /// The claim was read in this source, or came by it.
    Document(Ordinal),
    /// A word that was asked for stands in one of its texts in this form.
    Word { asked: String, form: Form },
    /// The words stand, to the letter, in the text at this place of [`crate::store::index::claim_texts`].
    Phrase { text: usize, asked: String },
    /// How like it is to what was asked for: 1 at most.
    Likeness(f64),
    /// The statement, or the words of a document, are in this language.
    Language(Lang),
    /// What this checker found.
    Verdicts { checker: Ordinal },
    /// A link to or from this version of a claim.
    Link(Slot),
    /// It was changed in this transaction.
    Changed { act: ChangeKind, sequence: u64 },
    /// The claim itself says so: there is one such field, date or mark of it.
    Itself,
}

/// As what a speaker was asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Speaks {
    AsAsked,
    Within(Ordinal),
    /// Somebody whom the document does not name.
    Unnamed,
    /// A name of theirs has the words asked for.
    Called(String),
}

/// What takes down the claims that a clause finds.
pub(super) trait Findings: Sized {
    /// One that has found nothing yet.
    fn fresh(&self) -> Self;

    /// The clause holds of all these claims, by one ground; unless `sure`, only possibly. The ground is told whether the set
    /// has the claim for certain.
    fn put(&mut self, sets: MatchSet, sure: bool, ground: impl FnOnce(bool) -> Ground);

    /// The clause holds of one claim.
    fn push(&mut self, slot: Slot, certain: bool, ground: impl FnOnce() -> Ground);

    /// The clause holds of the claims that every part has found.
    fn all_of(&mut self, parts: Vec<Self>);

    /// The clause holds of the claims that the part has not found.
    fn rest_of(&mut self, within: &RoaringBitmap, part: Self);

    /// The clause holds for certain of all that the part has found.
    fn certainly(&mut self, part: Self);

    /// The members of a list of operands, each found by `each`, joined as the list says.
    fn join<T>(
        &mut self,
        operands: &Operands<T>,
        each: &mut impl FnMut(&T, &mut Self) -> Result<()>,
    ) -> Result<()> {
        match operands {
            Operands::One(one) => each(one, self),
            Operands::Any(parts) => parts.iter().try_for_each(|part| self.join(part, each)),
            Operands::All(parts) => {
                let mut all = Vec::with_capacity(parts.len());
                for part in parts {
                    let mut of_part = self.fresh();
                    of_part.join(part, each)?;
                    all.push(of_part);
                }
                self.all_of(all);
                Ok(())
            }
        }
    }
}

/// The claims alone.
#[derive(Default)]
pub(super) struct Found {
    sets: Vec<MatchSet>,
    one_by_one: MatchSetBuilder,
}

impl Found {
    pub fn sets(self) -> MatchSet {
        let Found { mut sets, one_by_one } = self;
        if !one_by_one.is_empty() {
            sets.push(one_by_one.sets());
        }
        if sets.len() <= 1 {
            return sets.pop().unwrap_or_default();
        }
        let possible = sets.iter().map(|sets| &*sets.possible).union();
        if sets.iter().all(MatchSet::is_doubtless) {
            return MatchSet::plain(possible);
        }
        MatchSet::new(possible, sets.iter().map(|sets| &*sets.certain).union())
    }
}

impl Findings for Found {
    fn fresh(&self) -> Found {
        Found::default()
    }

    fn put(&mut self, sets: MatchSet, sure: bool, _: impl FnOnce(bool) -> Ground) {
        if !sets.possible.is_empty() {
            self.sets.push(if sure { sets } else { sets.doubted() });
        }
    }

    fn push(&mut self, slot: Slot, certain: bool, _: impl FnOnce() -> Ground) {
        self.one_by_one.push(slot, certain);
    }

    fn all_of(&mut self, parts: Vec<Found>) {
        self.sets.extend(parts.into_iter().map(Found::sets).reduce(|one, other| one.and(&other)));
    }

    fn rest_of(&mut self, within: &RoaringBitmap, part: Found) {
        self.sets.push(MatchSet::plain(within - &*part.sets().possible));
    }

    fn certainly(&mut self, part: Found) {
        self.sets.push(MatchSet::shared(part.sets().possible));
    }
}

/// Whether something holds of a claim; in this order, so that of several parts the least holds of all, and the most of any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    Not,
    Possibly,
    Certainly,
}

impl Holds {
    fn of(certain: bool) -> Holds {
        if certain { Holds::Certainly } else { Holds::Possibly }
    }

    /// Under `not`: what holds possibly is no answer to its opposite.
    #[must_use]
    pub fn negated(self) -> Holds {
        if self == Holds::Not { Holds::Certainly } else { Holds::Not }
    }

    /// Under `certainly`.
    #[must_use]
    pub fn certainly(self) -> Holds {
        if self == Holds::Possibly { Holds::Not } else { self }
    }
}

/// Whether a clause holds of one claim, and by what.
#[derive(Clone, Debug)]
pub struct Evidence {
    slot: Slot,
    pub holds: Holds,
    /// Each with whether it alone makes the clause hold for certain. Where the clause does not hold, those of its parts that do.
    pub grounds: Vec<(Ground, bool)>,
}

impl Evidence {
    pub(super) fn of(slot: Slot) -> Evidence {
        Evidence { slot, holds: Holds::Not, grounds: Vec::new() }
    }
}

impl Findings for Evidence {
    fn fresh(&self) -> Evidence {
        Evidence::of(self.slot)
    }

    fn put(&mut self, sets: MatchSet, sure: bool, ground: impl FnOnce(bool) -> Ground) {
        if sets.possible.contains(self.slot) {
            let certain = sets.certain.contains(self.slot);
            self.push(self.slot, certain && sure, || ground(certain));
        }
    }

    fn push(&mut self, slot: Slot, certain: bool, ground: impl FnOnce() -> Ground) {
        if slot == self.slot {
            self.holds = self.holds.max(Holds::of(certain));
            self.grounds.push((ground(), certain));
        }
    }

    fn all_of(&mut self, parts: Vec<Evidence>) {
        if let Some(least) = parts.iter().map(|part| part.holds).min() {
            self.holds = self.holds.max(least);
        }
        self.grounds.extend(parts.into_iter().flat_map(|part| part.grounds));
    }

    fn rest_of(&mut self, within: &RoaringBitmap, part: Evidence) {
        if within.contains(self.slot) {
            self.holds = self.holds.max(part.holds.negated());
        }
        self.grounds.extend(part.grounds);
    }

    fn certainly(&mut self, part: Evidence) {
        part.grounds.into_iter().for_each(|(ground, _)| self.push(self.slot, true, || ground));
    }
}
