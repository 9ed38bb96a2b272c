//! Dates as a fact-checker has them: EDTF (ISO 8601-2:2019), levels 0 and 1 and what news needs of level 2.
//!
//! A [`Date`] keeps what was written and stands for an [`Interval`] of whole seconds, both ends included. A moment that
//! was written with an offset from UTC is two things, an instant and a time on the clock of the place: a [`Dating`] has
//! both. `?`, `~` and `%` mark a date as uncertain or approximate; they never widen it. Open and unknown ends, and a year
//! of which no digit is known, are unbounded. The calendar is the proleptic Gregorian one: year `0000` is 1 BC.
//!
//! Here live the types; `parse` reads EDTF and nothing else; `suggest` looks at what `parse` refused and says how to write it.

use std::fmt;
use std::ops::{Range, RangeInclusive};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

mod parse;
mod range;
mod spelled;
mod suggest;
#[cfg(test)]
mod tests;

const SECONDS_OF_DAY: i64 = 86_400;
const YEARS_WITH_FOUR_DIGITS: RangeInclusive<i64> = -9999..=9999;
/// The furthest year, before or after year 0, that can be written: its seconds still fit a [`Moment`].
const FURTHEST_YEAR: i64 = 99_999_999_999;
/// The longest text that is looked at, in bytes.
const LONGEST_TEXT: usize = 200;

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

/// An EDTF date (ISO 8601-2:2019), kept as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    text: Box<str>,
    dating: Dating,
    /// Of the beginning and of the end; the same where the date is no interval.
    precision: [Precision; 2],
    uncertain: bool,
    approximate: bool,
}

impl Date {
    /// Reads EDTF: levels 0 and 1 whole; of level 2, marks beside any component (`2025?-07-10`) and `X` for any digit.
    pub fn parse(text: &str) -> Result<Date, DateError> {
        if text.len() > LONGEST_TEXT {
            let message = format!("a date has no more than {LONGEST_TEXT} characters");
            return Err(DateError::new(0..text.len(), message));
        }
        let reading = parse::read(text).map_err(|fault| suggest::explain(text, fault))?;
        Ok(Date {
            text: text.into(),
            dating: reading.dating,
            precision: reading.precision,
            uncertain: reading.uncertain,
            approximate: reading.approximate,
        })
    }

    /// The error for a text that begins with a range as newspapers print it, `June 18–23, 2017` or `18.–23.06.2017`, with the
    /// place of the whole range.
    pub fn printed_range(text: &str) -> Option<DateError> {
        let in_words = range::at_start_of(text).map(|(end, _)| end);
        let end = in_words.or_else(|| range::digits_at_start_of(text).map(|(end, _)| end))?;
        Date::parse(&text[..end]).err()
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The earliest and the latest instant that the date can mean.
    pub fn interval(&self) -> Interval {
        self.dating.instants()
    }

    /// What the date stands for, in instants and by the calendar as written.
    pub fn dating(&self) -> Dating {
        self.dating
    }

    /// How exactly the beginning and the end are given.
    pub fn precision(&self) -> [Precision; 2] {
        self.precision
    }

    /// Whether it is one day or one moment, and nothing about it is in doubt.
    pub fn is_exact(&self) -> bool {
        let is_interval = self.text.contains('/');
        !is_interval && self.precision[0] != Precision::Coarse && !self.uncertain && !self.approximate
    }

    /// The interval from where the one begins to where the other ends, as written there: of `2025` and `2025-07-10` it is
    /// `2025/2025-07-10`. Nothing where that would end before it begins.
    pub fn spanning(first: &Date, last: &Date) -> Option<Date> {
        let begin = first.text.split('/').next()?;
        let end = last.text.rsplit('/').next()?;
        Date::parse(&format!("{begin}/{end}")).ok()
    }

    /// The date from which it is open: `2024-09-15` of `2024-09-15/..`.
    pub fn open_since(&self) -> Option<Date> {
        self.text.strip_suffix("/..").and_then(|start| Date::parse(start).ok())
    }

    /// Whether any part is marked `?` or `%` (ISO 8601-2:2019, qualification): the source itself is in doubt.
    pub fn is_uncertain(&self) -> bool {
        self.uncertain
    }

    /// Whether any part is marked `~` or `%`: near this date, not certainly in it.
    pub fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// The date of a day. EDTF has no days in years of more than four digits: there it is the date of the year.
    pub fn of_day(year: i64, month: u32, day: u32) -> Date {
        if !YEARS_WITH_FOUR_DIGITS.contains(&year) {
            return Self::of_year(year);
        }
        let (month, day) = real_day(year, month, day);
        let text = format!("{}-{month:02}-{day:02}", year_text(year));
        Self::plain(text, Interval::day(year, month, day), Precision::Day)
    }

    /// The date of a month; years of more than four digits as in [`Date::of_day`].
    pub fn of_month(year: i64, month: u32) -> Date {
        if !YEARS_WITH_FOUR_DIGITS.contains(&year) {
            return Self::of_year(year);
        }
        let (month, _) = real_day(year, month, 1);
        let text = format!("{}-{month:02}", year_text(year));
        Self::plain(text, Interval::month(year, month), Precision::Coarse)
    }

    /// The date of a year; one too far to be counted in seconds becomes the furthest that can be.
    pub fn of_year(year: i64) -> Date {
        let year = year.clamp(-FURTHEST_YEAR, FURTHEST_YEAR);
        Self::plain(year_text(year), Interval::year(year), Precision::Coarse)
    }

    /// The date-time of a moment, in UTC; nothing where [`Moment::to_rfc3339`] has nothing.
    pub fn of_moment(moment: Moment) -> Option<Date> {
        let interval = Interval::new(moment, moment)?;
        Some(Self::plain(moment.to_rfc3339()?, interval, Precision::Moment))
    }

    fn plain(text: String, interval: Interval, precision: Precision) -> Date {
        Date {
            text: text.into_boxed_str(),
            dating: interval.into(),
            precision: [precision; 2],
            uncertain: false,
            approximate: false,
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Date, DateError> {
        Date::parse(text)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = String::deserialize(deserializer)?;
        Date::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// What is wrong with a date: where in the text (a range of bytes), what, and how to fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    pub span: Range<usize>,
    pub message: String,
    pub hint: Option<String>,
    /// The text that would be right, where there is one; the hint says to write it.
    pub fix: Option<String>,
}

impl DateError {
    fn new(span: Range<usize>, message: impl Into<String>) -> DateError {
        DateError { span, message: message.into(), hint: None, fix: None }
    }

    fn with_fix(self, fix: String) -> DateError {
        DateError { fix: Some(fix), ..self }
    }

    fn with_hint(self, hint: impl Into<String>) -> DateError {
        DateError { hint: Some(hint.into()), ..self }
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DateError {}

/// As EDTF writes a year: four digits, or all of them after `Y`.
fn year_text(year: i64) -> String {
    let sign = if year < 0 { "-" } else { "" };
    if YEARS_WITH_FOUR_DIGITS.contains(&year) {
        format!("{sign}{:04}", year.unsigned_abs())
    } else {
        format!("Y{year}")
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The month and day nearest to these that the calendar has.
fn real_day(year: i64, month: u32, day: u32) -> (u32, u32) {
    let month = month.clamp(1, 12);
    (month, day.clamp(1, days_in_month(year, month)))
}

/// The number of days from 1970-01-01 to this day. The year is counted from 1 March, so that the leap day is its last.
fn days_before(year: i64, month: u32, day: u32) -> i64 {
    let year = year.clamp(-10 * FURTHEST_YEAR, 10 * FURTHEST_YEAR) - i64::from(month < 3);
    let month_from_march = i64::from((month + 9) % 12);
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + day_of_year - 719_468
}

/// The year, month and day that lie so many days after 1970-01-01: the inverse of [`days_before`].
fn civil_of_days(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let leap_days = day_of_era / 1460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month < 3);
    (year, month as u32, day as u32)
}
