//! Which of a checker's verdicts stands, over everything that is doubtful: whose a verdict is, and which one is the latest.

use std::ops::Range;

use crate::model::standing::{Given, Standing, standings, superseded};
use crate::model::{Dating, Verdict};
use crate::query::time::Window;
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
    pub(super) on: Option<Dating>,
    pub standing: Standing,
}

impl Judged {
    fn given(&self) -> Given {
        Given { on: self.on.map(Dating::instants), certain: self.by.certain }
    }
}

impl Standings {
    pub(super) fn of(facts: &[Facts]) -> Standings {
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
                let given: Vec<Given> = group.iter().map(Judged::given).collect();
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
    pub(super) fn groups(&self) -> impl Iterator<Item = &[Judged]> {
        self.groups.iter().map(|range| &self.all[range.clone()])
    }

    /// About how many bytes they take.
    pub(super) fn weight(&self) -> usize {
        self.all.len() * size_of::<Judged>() + self.groups.len() * size_of::<Range<usize>>()
    }
}

/// Whether something can be so, and certainly is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Holds {
    pub(super) possible: bool,
    pub(super) certain: bool,
}

/// What a verdict counts for that is only perhaps this checker's, where it is another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OfAnother {
    /// Somebody's verdict is asked for, whoever that is.
    Counts,
    /// The other may be asked for too.
    MayCount,
    /// This checker alone is asked for.
    IsNotAsked,
}

impl OfAnother {
    /// `by`: the checkers that are asked for.
    pub(super) fn than(by: Option<&[Ordinal]>) -> OfAnother {
        match by {
            None => OfAnother::Counts,
            Some([_]) => OfAnother::IsNotAsked,
            Some(_) => OfAnother::MayCount,
        }
    }
}

/// Whether the verdict by which a checker stands fits, in some of the readings and in all of them. A reading says which of
/// the doubtful verdicts are the checker's, and which of the checker's verdicts is the latest.
pub(super) fn standing_fits(
    group: &[Judged],
    of_another: OfAnother,
    fits: impl Fn(&Judged) -> Holds,
) -> Holds {
    if let [only] = group {
        let fit = fits(only);
        let counts = only.by.certain || of_another == OfAnother::Counts;
        return Holds { certain: fit.certain && counts, ..fit };
    }
    let fits: Vec<Holds> = group.iter().map(fits).collect();
    let given: Vec<Given> = group.iter().map(Judged::given).collect();
    let by_certain = superseded(&given, |place| given[place].certain);
    let can_stand =
        |place: usize| !by_certain[place] || (!given[place].certain && of_another != OfAnother::IsNotAsked);
    // In the worst reading every doubtful verdict that would count as another's is the checker's own.
    let is_in_all =
        |place: usize| given[place].certain || (of_another == OfAnother::Counts && fits[place].certain);
    let in_all = superseded(&given, is_in_all);
    let mut places = 0..group.len();
    Holds {
        possible: places.clone().any(|place| fits[place].possible && can_stand(place)),
        certain: places.clone().any(is_in_all) && places.all(|place| fits[place].certain || in_all[place]),
    }
}

/// Whether any verdict that the checker ever gave fits.
pub(super) fn any_fits(group: &[Judged], wants_checker: bool, fits: impl Fn(&Judged) -> Holds) -> Holds {
    group.iter().fold(Holds::default(), |so_far, judged| {
        let fit = fits(judged);
        Holds {
            possible: so_far.possible || fit.possible,
            certain: so_far.certain || (fit.certain && (!wants_checker || judged.by.certain)),
        }
    })
}

/// Whether one of these checkers finds true what another finds false.
pub(super) fn opposed(checkers: &[&[Judged]]) -> Holds {
    let on_side = |wanted: bool| -> Vec<Holds> {
        let is_on = |judged: &Judged| {
            let is_on = side_of(judged.verdict) == Some(wanted);
            Holds { possible: is_on, certain: is_on }
        };
        checkers.iter().map(|group| standing_fits(group, OfAnother::MayCount, is_on)).collect()
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
pub(super) fn in_window(on: Option<Dating>, window: Option<Option<Window>>) -> Holds {
    match (window, on) {
        (None, _) => Holds { possible: true, certain: true },
        (Some(Some(window)), Some(on)) => Holds { possible: window.can_hold(on), certain: window.holds(on) },
        (Some(_), _) => Holds::default(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Date, Interval};

    /// One verdict of a case: its date, whether it certainly is the checker's, and whether it can and certainly does fit.
    type Case = (Option<Interval>, bool, Holds);

    fn judged(cases: &[Case]) -> Vec<Judged> {
        let dating = |on: Interval| Dating::from(on);
        let one = |(on, certain, _): &Case| Judged {
            claim: 0,
            by: Named { ordinal: 0, certain: *certain },
            verdict: Verdict::False,
            on: on.map(dating),
            standing: Standing::Stands,
        };
        cases.iter().map(one).collect()
    }

    /// Every reading, one by one: each way in which the doubtful verdicts are the checker's or not, and in each of them every
    /// verdict that can be the latest.
    fn in_every_reading(cases: &[Case], of_another: OfAnother) -> Holds {
        let later = |one: usize, other: usize| match (cases[one].0, cases[other].0) {
            (a, b) if a == b => one > other,
            (Some(a), Some(b)) => a.earliest > b.latest,
            _ => false,
        };
        let mut readings = Vec::new();
        for own in 0..1_usize << cases.len() {
            let is_own = |place: &usize| own >> place & 1 == 1;
            let (theirs, others): (Vec<usize>, Vec<usize>) = (0..cases.len()).partition(is_own);
            if others.iter().any(|place| cases[*place].1) {
                continue;
            }
            let elsewhere =
                others.iter().map(|place| cases[*place].2).fold(Holds::default(), |so_far, fit| {
                    match of_another {
                        OfAnother::Counts => Holds {
                            possible: so_far.possible || fit.possible,
                            certain: so_far.certain || fit.certain,
                        },
                        OfAnother::MayCount => {
                            Holds { possible: so_far.possible || fit.possible, certain: false }
                        }
                        OfAnother::IsNotAsked => so_far,
                    }
                });
            let can_be_last = |place: &&usize| !theirs.iter().any(|other| later(*other, **place));
            let last: Vec<usize> = theirs.iter().filter(can_be_last).copied().collect();
            readings.extend(last.iter().map(|place| Holds {
                possible: elsewhere.possible || cases[*place].2.possible,
                certain: elsewhere.certain || cases[*place].2.certain,
            }));
            if last.is_empty() {
                readings.push(elsewhere);
            }
        }
        Holds {
            possible: readings.iter().any(|reading| reading.possible),
            certain: readings.iter().all(|reading| reading.certain),
        }
    }

    fn case() -> impl Strategy<Value = Case> {
        let on = prop_oneof!["", "202[3-5]", "202[3-5]-0[1-4]", "2024-02-1[0-3]"]
            .prop_map(|on| (!on.is_empty()).then(|| Date::parse(&on).unwrap().interval()));
        let fit = prop_oneof![
            Just(Holds { possible: false, certain: false }),
            Just(Holds { possible: true, certain: false }),
            Just(Holds { possible: true, certain: true }),
        ];
        (on, any::<bool>(), fit)
    }

    const WAYS: [OfAnother; 3] = [OfAnother::Counts, OfAnother::MayCount, OfAnother::IsNotAsked];

    fn assert_exact(cases: &[Case]) {
        let group = judged(cases);
        for of_another in WAYS {
            let places = std::cell::Cell::new(0);
            let found = standing_fits(&group, of_another, |_| cases[places.replace(places.get() + 1)].2);
            assert_eq!(found, in_every_reading(cases, of_another), "{cases:?} {of_another:?}");
        }
    }

    proptest! {
        #[test]
        fn what_stands_is_what_every_reading_says(cases in prop::collection::vec(case(), 1..7)) {
            assert_exact(&cases);
        }
    }

    #[test]
    fn what_is_perhaps_anothers_and_certainly_earlier_leaves_a_verdict_certain() {
        let on = |date: &str| Some(Date::parse(date).unwrap().interval());
        let (yes, no) = (Holds { possible: true, certain: true }, Holds::default());
        let cases = [(on("2023"), false, no), (on("2025"), true, yes), (on("2025-03"), true, yes)];
        assert_exact(&cases);
        assert!(in_every_reading(&cases, OfAnother::IsNotAsked).certain);
    }
}
