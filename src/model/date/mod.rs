//! Dates as a fact-checker has them: EDTF (ISO 8601-2:2019), levels 0 and 1 and what news needs of level 2.
//!
//! A [`Date`] keeps what was written and stands for an [`Interval`] of whole seconds, both ends included. A moment that
//! was written with an offset from UTC is two things, an instant and a time on the clock of the place: a [`Dating`] has
//! both. `?`, `~` and `%` mark a date as uncertain or approximate; they never widen it. Open and unknown ends, and a year
//! of which no digit is known, are unbounded. The calendar is the proleptic Gregorian one: year `0000` is 1 BC.
//!
//! Here live the dates; [`interval`] has what they stand for. `parse` reads EDTF and nothing else; `suggest` looks at what
//! `parse` refused and says how to write it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

mod calendar;
mod error;
mod interval;
mod parse;
mod range;
mod spelled;
mod suggest;
#[cfg(test)]
mod tests;

pub use error::DateError;
pub use interval::{Dating, Interval, Moment, Precision};
pub use parse::MONTHS;

use calendar::{FURTHEST_YEAR, YEARS_WITH_FOUR_DIGITS, real_day, year_text};

/// The longest text that is looked at, in bytes.
const LONGEST_TEXT: usize = 200;

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
