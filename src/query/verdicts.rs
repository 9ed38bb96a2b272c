//! Questions for what checkers found: the verdicts that stand, or with `ever` any that was given.

use std::ops::Range;
use std::rc::Rc;

use super::evaluate::Evaluator;
use super::resolved::Rated;
use super::time::Window;
use crate::model::problem::Result;
use crate::model::standing::{Given, Standing, standings};
use crate::model::{Dating, RecordType, Verdict};
use crate::query::match_set::MatchSet;
use crate::query::shared_sets::MatchSetBuilder;
use crate::store::index::keys::Ordinal;
use crate::store::index::versions::{Facts, Named};

/// The assessments in force with their standing, those of one checker of one claim side by side.
#[derive(Default)]
pub struct Standings {
    /// In the order of their claims, and of each claim of their checkers.
    all: Vec<Judged>,
    /// Where those of one claim and one checker stand.
    groups: Vec<Range<usize>>,
}

/// What is asked of an assessment.
#[derive(Clone, Copy)]
pub struct Judged {
    pub claim: Ordinal,
    pub by: Named,
    pub verdict: Verdict,
    on: Option<Dating>,
    pub standing: Standing,
}

impl Standings {
    fn of(facts: &[Facts]) -> Standings {
        let judged = |facts: &Facts| match facts {
            Facts::Assessment { claim, by, verdict, on } => Some(Judged {
                claim: *claim,
                by: *by,
                verdict: *verdict,
                on: *on,
                standing: Standing::Stands,
            }),
            _ => None,
        };
        let mut all: Vec<Judged> = facts.iter().filter_map(judged).collect();
        // Assessments are numbered in the order of their coming, which a stable sort keeps.
        all.sort_by_key(|judged| (judged.claim, judged.by.ordinal));
        let mut groups = Vec::new();
        let mut start = 0;
        for group in all.chunk_by_mut(|a, b| (a.claim, a.by.ordinal) == (b.claim, b.by.ordinal)) {
            if group.len() > 1 {
                let given: Vec<Given> = group
                    .iter()
                    .map(|judged| Given { on: judged.on.map(Dating::instants), certain: judged.by.certain })
                    .collect();
                group
                    .iter_mut()
                    .zip(standings(&given))
                    .for_each(|(judged, standing)| judged.standing = standing);
            }
            groups.push(start..start + group.len());
            start += group.len();
        }
        Standings { all, groups }
    }

    /// All of them.
    pub fn all(&self) -> &[Judged] {
        &self.all
    }

    /// Those of one checker of one claim, in the order of the claims.
    fn groups(&self) -> impl Iterator<Item = &[Judged]> {
        self.groups.iter().map(|range| &self.all[range.clone()])
    }

    /// About how many bytes they take.
    fn weight(&self) -> usize {
        self.all.len() * size_of::<Judged>() + self.groups.len() * size_of::<Range<usize>>()
    }
}

/// Whether something can be so, and certainly is.
#[derive(Clone, Copy, Default)]
struct Holds {
    possible: bool,
    certain: bool,
}

/// Whether a checker's standing verdict fits. Where several can be the one that stands, it certainly fits if all do.
fn standing_fits(group: &[Judged], wants_checker: bool, fits: impl Fn(&Judged) -> Holds) -> Holds {
    let mut holds = Holds { possible: false, certain: false };
    let (mut all_fit, mut is_certain_checker) = (true, false);
    for judged in group {
        let is_theirs = !wants_checker || judged.by.certain;
        is_certain_checker |= is_theirs;
        if judged.standing.can_be() {
            let fit = fits(judged);
            holds.possible |= fit.possible;
            holds.certain |= fit.certain && is_theirs && judged.standing == Standing::Stands;
            all_fit &= fit.certain;
        }
    }
    holds.certain |= all_fit && is_certain_checker;
    holds
}

/// Whether any verdict that the checker ever gave fits.
fn any_fits(group: &[Judged], wants_checker: bool, fits: impl Fn(&Judged) -> Holds) -> Holds {
    group.iter().fold(Holds::default(), |so_far, judged| {
        let fit = fits(judged);
        Holds {
            possible: so_far.possible || fit.possible,
            certain: so_far.certain || (fit.certain && (!wants_checker || judged.by.certain)),
        }
    })
}

impl Evaluator<'_, '_> {
    /// The assessments in force with their standing.
    pub(super) fn standings(&self) -> Result<Rc<Standings>> {
        self.kept().standings.get(
            (),
            |standings| standings.weight(),
            || Ok(Rc::new(Standings::of(&self.snapshot.facts(RecordType::Assessment)?))),
        )
    }

    /// The claims that checkers judge so, or, where it asks so, ever judged so.
    pub(super) fn rated(&self, rated: &Rated) -> Result<MatchSet> {
        let (slots, standings) = (self.slots()?, self.standings()?);
        let fits = |judged: &Judged| {
            let verdict = rated.verdicts.as_ref().is_none_or(|verdicts| verdicts.contains(&judged.verdict));
            let time = in_window(judged.on, rated.window);
            Holds { possible: verdict && time.possible, certain: verdict && time.certain }
        };
        let mut found = MatchSetBuilder::default();
        for group in standings.groups() {
            let first = &group[0];
            let Some(slot) = slots.get(first.claim) else { continue };
            if rated.by.as_ref().is_some_and(|checkers| !checkers.contains(&first.by.ordinal)) {
                continue;
            }
            let holds = if rated.ever {
                any_fits(group, rated.by.is_some(), fits)
            } else {
                standing_fits(group, rated.by.is_some(), fits)
            };
            if holds.possible {
                found.push(slot, holds.certain);
            }
        }
        Ok(found.sets())
    }

    /// The claims on which the standing verdicts of two checkers are on opposite sides.
    pub(super) fn disputed(&self) -> Result<MatchSet> {
        let (slots, standings) = (self.slots()?, self.standings()?);
        let groups: Vec<&[Judged]> = standings.groups().collect();
        let mut found = MatchSetBuilder::default();
        for of_claim in groups.chunk_by(|a, b| a[0].claim == b[0].claim) {
            let Some(slot) = slots.get(of_claim[0][0].claim) else { continue };
            let holds = opposed(of_claim);
            if holds.possible {
                found.push(slot, holds.certain);
            }
        }
        Ok(found.sets())
    }
}

/// Whether one of these checkers finds true what another finds false.
fn opposed(checkers: &[&[Judged]]) -> Holds {
    let on_side = |wanted: bool| -> Vec<Holds> {
        let is_on = |judged: &Judged| {
            let is_on = side_of(judged.verdict) == Some(wanted);
            Holds { possible: is_on, certain: is_on }
        };
        checkers.iter().map(|group| standing_fits(group, true, is_on)).collect()
    };
    let (true_side, false_side) = (on_side(true), on_side(false));
    let can = |side: &[Holds]| -> Vec<usize> { (0..side.len()).filter(|at| side[*at].possible).collect() };
    let (can_true, can_false) = (can(&true_side), can(&false_side));
    // One checker whose verdicts can stand on both sides is at odds with nobody.
    let is_one = can_true.len() == 1 && can_true == can_false;
    Holds {
        possible: !can_true.is_empty() && !can_false.is_empty() && !is_one,
        certain: true_side.iter().any(|side| side.certain) && false_side.iter().any(|side| side.certain),
    }
}

/// True's side or false's; what is mixed or unproven takes none.
fn side_of(verdict: Verdict) -> Option<bool> {
    match verdict {
        Verdict::True | Verdict::MostlyTrue => Some(true),
        Verdict::MostlyFalse | Verdict::False => Some(false),
        _ => None,
    }
}

/// Whether an assessment lies in a window. One without a date lies in none; where none is asked for, each does.
fn in_window(on: Option<Dating>, window: Option<Option<Window>>) -> Holds {
    match (window, on) {
        (None, _) => Holds { possible: true, certain: true },
        (Some(Some(window)), Some(on)) => Holds { possible: window.can_hold(on), certain: window.holds(on) },
        (Some(_), _) => Holds::default(),
    }
}
