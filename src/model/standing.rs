//! Which of a checker's verdicts on a claim stands: the latest by its date, and of those with equal dates the one that was
//! recorded last. Dates are stretches of time, or missing; where they do not say which verdict came later, each can be the
//! one that stands.

use std::collections::HashMap;

use ahash::RandomState;

use super::Interval;

/// Whether a checker still holds to a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// No other verdict of this checker on this claim can be later.
    Stands,
    /// Another can be later, and none certainly is.
    CanStand,
    /// Another is later.
    Superseded,
}

impl Standing {
    pub fn word(self) -> &'static str {
        match self {
            Standing::Stands => "stands",
            Standing::CanStand => "can stand",
            Standing::Superseded => "superseded",
        }
    }

    /// Whether it can be what the checker says now.
    pub fn can_be(self) -> bool {
        self != Standing::Superseded
    }
}

/// When a verdict was given, and whether it certainly is this checker's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    pub on: Option<Interval>,
    pub certain: bool,
}

/// The standing of each of one checker's verdicts on one claim, given in the order in which they were recorded. What is
/// perhaps another checker's supersedes nothing for certain.
pub fn standings(given: &[Given]) -> Vec<Standing> {
    let all = Latest::of(given.iter().enumerate());
    let certain = Latest::of(given.iter().enumerate().filter(|(_, one)| one.certain));
    let standing = |(place, one): (usize, &Given)| {
        if one.certain && certain.has_later(place, one.on) {
            Standing::Superseded
        } else if all.can_have_later(place, one.on) {
            Standing::CanStand
        } else {
            Standing::Stands
        }
    };
    given.iter().enumerate().map(standing).collect()
}

/// For each of one checker's verdicts, whether it is certainly earlier than one of those that `among` takes, if all of those
/// and itself are the checker's.
pub fn superseded(given: &[Given], among: impl Fn(usize) -> bool) -> Vec<bool> {
    let latest = Latest::of(given.iter().enumerate().filter(|(place, _)| among(*place)));
    given.iter().enumerate().map(|(place, one)| latest.has_later(place, one.on)).collect()
}

/// What has to be known of some verdicts to tell whether one of them is later than another, without looking at each pair.
#[derive(Default)]
struct Latest {
    /// The last recorded one of each date.
    last: HashMap<Option<Interval>, usize, RandomState>,
    /// The date that begins last.
    begins_last: Option<Interval>,
    /// The two different dates that end last.
    end_last: [Option<Interval>; 2],
}

impl Latest {
    fn of<'g>(given: impl Iterator<Item = (usize, &'g Given)>) -> Latest {
        let mut found = Latest::default();
        for (place, one) in given {
            found.last.insert(one.on, place);
        }
        for on in found.last.keys().copied().flatten() {
            if found.begins_last.is_none_or(|other| on.earliest > other.earliest) {
                found.begins_last = Some(on);
            }
            let [first, second] = &mut found.end_last;
            if first.is_none_or(|other| on.latest > other.latest) {
                (*first, *second) = (Some(on), *first);
            } else if second.is_none_or(|other| on.latest > other.latest) {
                *second = Some(on);
            }
        }
        found
    }

    /// Whether one of them is later for certain.
    fn has_later(&self, place: usize, on: Option<Interval>) -> bool {
        let by_date = on.zip(self.begins_last).is_some_and(|(on, other)| other.earliest > on.latest);
        by_date || self.is_followed(place, on)
    }

    /// Whether one of them can be later.
    fn can_have_later(&self, place: usize, on: Option<Interval>) -> bool {
        if self.is_followed(place, on) {
            return true;
        }
        match on {
            None => self.last.keys().any(Option::is_some),
            Some(on) => {
                let other = self.end_last.into_iter().flatten().find(|other| *other != on);
                self.last.contains_key(&None) || other.is_some_and(|other| other.latest >= on.earliest)
            }
        }
    }

    /// Whether one with the same date was recorded later.
    fn is_followed(&self, place: usize, on: Option<Interval>) -> bool {
        self.last.get(&on).is_some_and(|last| *last > place)
    }
}

#[cfg(test)]
mod tests {
    use super::Standing::{CanStand, Stands, Superseded};
    use super::*;
    use crate::model::Date;
    use proptest::prelude::*;

    fn given(dates: &[&str]) -> Vec<Given> {
        let on = |date: &str| (!date.is_empty()).then(|| Date::parse(date).unwrap().interval());
        let one = |date: &&str| Given { on: on(date.trim_end_matches('!')), certain: !date.ends_with('!') };
        dates.iter().map(one).collect()
    }

    #[test]
    fn the_latest_stands_and_where_dates_overlap_each_can() {
        for (dates, expected) in [
            (&["2023-06-01"][..], &[Stands][..]),
            (&["2023-06-01", "2024-06-01"], &[Superseded, Stands]),
            (&["2024-06-01", "2023-06-01"], &[Stands, Superseded]),
            (&["2024", "2024-06"], &[CanStand, CanStand]),
            (&["2024", "2024"], &[Superseded, Stands]),
            (&["2023", "2024", "2024-06"], &[Superseded, CanStand, CanStand]),
            (&["", "2024"], &[CanStand, CanStand]),
            (&["", ""], &[Superseded, Stands]),
            (&["", "2023", "2024"], &[CanStand, Superseded, CanStand]),
            (&["2023", "2024!"], &[CanStand, Stands]),
            (&["2023!", "2024"], &[CanStand, Stands]),
            (&["2024-06-01T12:00:00Z"], &[Stands]),
            (&["2024-06-01T12:00:00Z", "2024-06-01T00:00:00Z/2024-06-01T12:00:00Z"], &[CanStand, CanStand]),
        ] {
            assert_eq!(standings(&given(dates)), expected, "{dates:?}");
        }
    }

    /// The definition itself, pair by pair.
    fn plainly(given: &[Given]) -> Vec<Standing> {
        let later = |b: usize, a: usize, surely: bool| match (given[b].on, given[a].on) {
            (one, other) if one == other => b > a,
            (Some(b), Some(a)) => {
                if surely {
                    b.earliest > a.latest
                } else {
                    a.earliest <= b.latest
                }
            }
            _ => !surely,
        };
        let places = 0..given.len();
        let standing = |a: usize| {
            let others = || places.clone().filter(move |b| *b != a);
            if others().any(|b| given[a].certain && given[b].certain && later(b, a, true)) {
                Superseded
            } else if others().any(|b| later(b, a, false)) {
                CanStand
            } else {
                Stands
            }
        };
        places.clone().map(standing).collect()
    }

    proptest! {
        #[test]
        fn no_pair_need_be_looked_at(dates in prop::collection::vec(
            prop_oneof!["", "202[3-5]!?", "202[3-5]-0[1-4]", "2024-02-1[0-3]!?"], 0..9)) {
            let given = given(&dates.iter().map(String::as_str).collect::<Vec<_>>());
            prop_assert_eq!(standings(&given), plainly(&given));
            prop_assert!(given.is_empty() || standings(&given).iter().any(|standing| standing.can_be()));
        }
    }
}
