//! Moments, the stretches of time between them, and how exactly an end is given.

use super::calendar::{SECONDS_OF_DAY, civil_of_days, days_before, real_day};

/// Seconds since 1970-01-01T00:00:00Z; [`Moment::BEGINNING`] and [`Moment::END`] are the unbounded ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// Before every date.
    pub const BEGINNING: Moment = Moment(i64::MIN);
    /// After every date.
    pub const END: Moment = Moment(i64::MAX);

    /// Whether this is a moment in time, not an unbounded end.
    pub fn is_bounded(self) -> bool {
        self != Self::BEGINNING && self != Self::END
    }

    /// Midnight at which the day begins. A month or day that the calendar does not have becomes the nearest that it has;
    /// a year too far for seconds becomes an unbounded end.
    pub fn from_civil(year: i64, month: u32, day: u32) -> Moment {
        let (month, day) = real_day(year, month, day);
        Moment(days_before(year, month, day).saturating_mul(SECONDS_OF_DAY))
    }

    /// The UTC day in which the moment lies: year, month, day.
    pub fn civil(self) -> Option<(i64, u32, u32)> {
        let days = self.0.div_euclid(SECONDS_OF_DAY);
        self.is_bounded().then(|| civil_of_days(days))
    }

    /// The UTC month in which the moment lies, counted from January of year 0; an unbounded end lies before or after all.
    pub fn month(self) -> i64 {
        match self.civil() {
            Some((year, month, _)) => year * 12 + i64::from(month) - 1,
            None => self.0,
        }
    }

    /// One second later; an unbounded end stays.
    pub fn next(self) -> Moment {
        self.plus(1)
    }

    /// One second earlier; an unbounded end stays.
    pub fn previous(self) -> Moment {
        self.plus(-1)
    }

    /// As RFC 3339 writes it, `2025-07-10T09:30:00Z`; nothing for an unbounded end or outside the years 0000 to 9999,
    /// which RFC 3339 does not have.
    pub fn to_rfc3339(self) -> Option<String> {
        let (year, month, day) = self.civil()?;
        let second = self.0.rem_euclid(SECONDS_OF_DAY);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
        (0..=9999).contains(&year).then_some(text)
    }

    /// So many seconds later; an unbounded end stays.
    pub fn plus(self, seconds: i64) -> Moment {
        if self.is_bounded() { Moment(self.0.saturating_add(seconds)) } else { self }
    }

    fn end_of_day(year: i64, month: u32, day: u32) -> Moment {
        Self::from_civil(year, month, day).plus(SECONDS_OF_DAY - 1)
    }
}

/// A stretch of time, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    pub earliest: Moment,
    pub latest: Moment,
}

impl Interval {
    /// All of time.
    pub const ALWAYS: Interval = Interval { earliest: Moment::BEGINNING, latest: Moment::END };

    /// Nothing if it would end before it begins.
    pub fn new(earliest: Moment, latest: Moment) -> Option<Interval> {
        (earliest <= latest).then_some(Interval { earliest, latest })
    }

    /// A whole UTC day; months and days as in [`Moment::from_civil`].
    pub fn day(year: i64, month: u32, day: u32) -> Interval {
        Interval {
            earliest: Moment::from_civil(year, month, day),
            latest: Moment::end_of_day(year, month, day),
        }
    }

    /// A whole month.
    pub fn month(year: i64, month: u32) -> Interval {
        Self::day(year, month, 1).hull(Self::day(year, month, 31))
    }

    /// A whole year.
    pub fn year(year: i64) -> Interval {
        Self::day(year, 1, 1).hull(Self::day(year, 12, 31))
    }

    /// Whether the two have a moment in common.
    pub fn intersects(self, other: Interval) -> bool {
        self.intersection(other).is_some()
    }

    /// Whether all of this lies in `other`.
    pub fn is_within(self, other: Interval) -> bool {
        other.earliest <= self.earliest && self.latest <= other.latest
    }

    /// What the two have in common.
    pub fn intersection(self, other: Interval) -> Option<Interval> {
        let earliest = self.earliest.max(other.earliest);
        Self::new(earliest, self.latest.min(other.latest))
    }

    /// The shortest interval that holds both.
    pub fn hull(self, other: Interval) -> Interval {
        Interval { earliest: self.earliest.min(other.earliest), latest: self.latest.max(other.latest) }
    }

    /// The year in which it wholly lies, if there is one.
    pub fn one_year(self) -> Option<i64> {
        let (first, last) = (self.earliest.civil()?, self.latest.civil()?);
        (first.0 == last.0).then_some(first.0)
    }

    /// The year and month in which it wholly lies, if there is one.
    pub fn one_month(self) -> Option<(i64, u32)> {
        let (first, last) = (self.earliest.civil()?, self.latest.civil()?);
        ((first.0, first.1) == (last.0, last.1)).then_some((first.0, first.1))
    }

    /// The UTC day in which it wholly lies, if there is one.
    pub fn one_day(self) -> Option<(i64, u32, u32)> {
        let (first, last) = (self.earliest.civil()?, self.latest.civil()?);
        (first == last).then_some(first)
    }
}

/// The time that a date stands for, given in two ways: in instants, and by the calendar and the clock as they were
/// written. They differ only where a moment has an offset: `2024-01-20T21:00:00-05:00` is an instant of 21 January in UTC,
/// and falls on 20 January as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Dating {
    instants: Interval,
    /// By how many seconds each end is ahead of its instant on the clock as written.
    ahead: [i32; 2],
}

impl Dating {
    /// The furthest that a clock can be ahead of UTC or behind it, in seconds: less than a day.
    pub const FURTHEST_AHEAD: i64 = SECONDS_OF_DAY - 1;

    /// From the instants, and by how many seconds the clock at each end is ahead of UTC.
    pub fn new(instants: Interval, ahead: [i32; 2]) -> Dating {
        let first = instants.earliest.plus(ahead[0].into());
        let last = instants.latest.plus(ahead[1].into());
        // Two moments in the order of their instants can have the opposite order on their clocks.
        let civil = Interval { earliest: first.min(last), latest: last.max(first) };
        Self::between(instants, civil)
    }

    fn between(instants: Interval, civil: Interval) -> Dating {
        // Offsets are shorter than a day, so that the difference always fits.
        let ahead = |instant: Moment, clock: Moment| {
            i32::try_from(clock.0.saturating_sub(instant.0)).unwrap_or_default()
        };
        Dating {
            instants,
            ahead: [ahead(instants.earliest, civil.earliest), ahead(instants.latest, civil.latest)],
        }
    }

    /// The earliest and the latest instant, in UTC.
    pub fn instants(self) -> Interval {
        self.instants
    }

    /// The earliest and the latest moment by calendar and clock as written, as if they stood in UTC.
    pub fn civil(self) -> Interval {
        let [first, last] = self.ahead;
        Interval {
            earliest: self.instants.earliest.plus(first.into()),
            latest: self.instants.latest.plus(last.into()),
        }
    }

    /// By how many seconds the clock as written is ahead of UTC, at the earliest and at the latest.
    pub fn ahead(self) -> [i32; 2] {
        self.ahead
    }

    /// When the first of two things was: it can have been as early as the earlier of them, and was no later than
    /// whichever of them was certainly over first.
    pub fn first_of(self, other: Dating) -> Dating {
        self.joined(other, Moment::min, Moment::min)
    }

    /// The shortest that includes both.
    pub fn hull(self, other: Dating) -> Dating {
        self.joined(other, Moment::min, Moment::max)
    }

    /// This, or whatever part of the other comes before its end.
    pub fn perhaps_earlier(self, other: Dating) -> Dating {
        self.joined(other, Moment::min, |latest, _| latest)
    }

    fn joined(
        self,
        other: Dating,
        earliest: fn(Moment, Moment) -> Moment,
        latest: fn(Moment, Moment) -> Moment,
    ) -> Dating {
        let join = |one: Interval, other: Interval| Interval {
            earliest: earliest(one.earliest, other.earliest),
            latest: latest(one.latest, other.latest),
        };
        Self::between(join(self.instants, other.instants), join(self.civil(), other.civil()))
    }
}

impl From<Interval> for Dating {
    /// Of instants in UTC.
    fn from(instants: Interval) -> Dating {
        Dating { instants, ahead: [0, 0] }
    }
}

/// How exactly an end of a date is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    /// To a month, a season, a year or less, with unknown digits, or not at all.
    Coarse,
    Day,
    /// To the second.
    Moment,
}
