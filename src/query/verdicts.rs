//! Questions for what checkers found: the verdicts that stand, or with `ever` any that was given.

use std::sync::Arc;

use crate::model::RecordType;
use crate::model::problem::Result;
use crate::query::evaluate::Evaluator;
use crate::query::findings::{Findings, Ground};
use crate::query::resolved::Rated;
use crate::query::standings::{
    Holds, Judged, OfAnother, Standings, any_fits, in_window, opposed, standing_fits,
};

impl Evaluator<'_> {
    /// The assessments in force with their standing.
    pub(super) fn standings(&self) -> Result<Arc<Standings>> {
        self.kept().standings.get(
            self.moment,
            |standings| standings.weight(),
            || Ok(Arc::new(Standings::of(&self.snapshot.facts(RecordType::Assessment)?))),
        )
    }

    /// The claims that checkers judge so, or, where it asks so, ever judged so.
    pub(super) fn rated(&self, rated: &Rated, found: &mut impl Findings) -> Result<()> {
        let (slots, standings) = (self.slots()?, self.standings()?);
        let fits = |judged: &Judged| {
            let verdict = rated.verdicts.as_ref().is_none_or(|verdicts| verdicts.contains(&judged.verdict));
            let time = in_window(judged.on, rated.window);
            Holds { possible: verdict && time.possible, certain: verdict && time.certain }
        };
        for group in standings.groups() {
            let first = &group[0];
            let Some(slot) = slots.get(first.claim) else { continue };
            if rated.by.as_ref().is_some_and(|checkers| !checkers.contains(&first.by.ordinal)) {
                continue;
            }
            let holds = if rated.ever {
                any_fits(group, rated.by.is_some(), fits)
            } else {
                standing_fits(group, OfAnother::than(rated.by.as_deref()), fits)
            };
            if holds.possible {
                found.push(slot, holds.certain, || Ground::Verdicts { checker: first.by.ordinal });
            }
        }
        Ok(())
    }

    /// The claims on which the standing verdicts of two checkers are on opposite sides.
    pub(super) fn disputed(&self, found: &mut impl Findings) -> Result<()> {
        let (slots, standings) = (self.slots()?, self.standings()?);
        let groups: Vec<&[Judged]> = standings.groups().collect();
        for of_claim in groups.chunk_by(|a, b| a[0].claim == b[0].claim) {
            let Some(slot) = slots.get(of_claim[0][0].claim) else { continue };
            let holds = opposed(of_claim);
            if holds.possible {
                for of_checker in of_claim {
                    let checker = of_checker[0].by.ordinal;
                    found.push(slot, holds.certain, || Ground::Verdicts { checker });
                }
            }
        }
        Ok(())
    }
}
