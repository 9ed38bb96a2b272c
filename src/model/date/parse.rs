//! Reads EDTF (ISO 8601-2:2019) as the standard has it. What it refuses goes to `suggest`, which knows what people type.

use std::ops::Range;
use std::str::FromStr;

use super::calendar::{FURTHEST_YEAR, YEARS_WITH_FOUR_DIGITS, days_in_month};
use super::error::DateError;
use super::interval::{Dating, Interval, Moment, Precision};

type Result<T> = std::result::Result<T, DateError>;

/// The months in English, in their order.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// How a date is written, for those whose text gives no better fix.
pub(super) const SHAPE: &str = "write year, month and day in digits: `2025-07-10`, `2025-07` or `2025`";

/// What a text stands for.
pub(super) struct Reading {
    pub dating: Dating,
    /// Of the beginning and of the end.
    pub precision: [Precision; 2],
    pub uncertain: bool,
    pub approximate: bool,
}

/// Reads the whole text.
pub(super) fn read(text: &str) -> Result<Reading> {
    let mut reader = DateParser { text, at: 0, uncertain: false, approximate: false };
    let (dating, precision) = reader.date_or_interval()?;
    Ok(Reading { dating, precision, uncertain: reader.uncertain, approximate: reader.approximate })
}

/// One end of an interval, or the only date.
#[derive(Clone, Copy)]
struct End {
    instants: Interval,
    /// By how many seconds the clock as written is ahead of UTC.
    ahead: i32,
    precision: Precision,
}

impl End {
    fn coarse(instants: Interval) -> End {
        End { instants, ahead: 0, precision: Precision::Coarse }
    }

    /// An end that is open or unknown.
    fn unbounded() -> End {
        End::coarse(Interval::ALWAYS)
    }
}

/// A place in the text, which only ever moves over ASCII, and the marks met so far.
struct DateParser<'a> {
    text: &'a str,
    at: usize,
    uncertain: bool,
    approximate: bool,
}

impl<'a> DateParser<'a> {
    fn date_or_interval(&mut self) -> Result<(Dating, [Precision; 2])> {
        let first = self.end()?;
        if self.at == self.text.len() {
            let date = first.ok_or_else(|| self.not_a_date())?;
            return Ok((Dating::new(date.instants, [date.ahead; 2]), [date.precision; 2]));
        }
        if !self.take(b'/') {
            return Err(self.unexpected());
        }
        let slash = self.at - 1;
        let last = self.end()?;
        if self.at < self.text.len() {
            return Err(self.unexpected());
        }
        let (first, last) = (first.unwrap_or_else(End::unbounded), last.unwrap_or_else(End::unbounded));
        let instants = self.join(first.instants, last.instants, slash)?;
        Ok((Dating::new(instants, [first.ahead, last.ahead]), [first.precision, last.precision]))
    }

    /// An interval (EDTF level 1). Its end is wrong only if no part of it can lie at or after the start.
    fn join(&self, first: Interval, last: Interval, slash: usize) -> Result<Interval> {
        Interval::new(first.earliest, last.latest).ok_or_else(|| {
            let (from, until) = (&self.text[..slash], &self.text[slash + 1..]);
            let message = format!("the interval ends in `{until}`, before it begins in `{from}`");
            DateError::new(0..self.text.len(), message).with_hint(format!("write `{until}/{from}`"))
        })
    }

    /// One end of an interval, or the only date; nothing where the end is open (`..`) or unknown (empty).
    fn end(&mut self) -> Result<Option<End>> {
        if self.text[self.at..].starts_with("..") {
            self.at += 2;
            return Ok(None);
        }
        match self.peek() {
            None | Some(b'/') => Ok(None),
            Some(b'[' | b'{') => Err(self.set()),
            Some(b'Y') => self.long_year().map(|year| Some(End::coarse(year))),
            Some(_) => self.calendar_date().map(Some),
        }
    }

    /// A year of more than four digits (EDTF level 1): `Y170000002`.
    fn long_year(&mut self) -> Result<Interval> {
        let start = self.at;
        self.at += 1;
        let negative = self.take(b'-');
        let digits = self.run(|byte| byte.is_ascii_digit());
        self.refuse_level_two_year()?;
        let span = start..self.at;
        if digits.is_empty() {
            let error = DateError::new(span, "`Y` is followed by a year in digits");
            return Err(error.with_hint("write `Y170000002`, or a year of four digits without the `Y`"));
        }
        let sign = if negative { "-" } else { "" };
        let year = digits.parse().unwrap_or(i64::MAX);
        if YEARS_WITH_FOUR_DIGITS.contains(&year) {
            let error = DateError::new(span, "`Y` is written only before a year of more than four digits");
            return Err(error.with_hint(format!("write `{sign}{year:04}`")));
        }
        if year > FURTHEST_YEAR {
            let message = format!("the year {sign}{digits} is too far away to be counted in seconds");
            let hint = format!("the furthest years are `Y-{FURTHEST_YEAR}` and `Y{FURTHEST_YEAR}`");
            return Err(DateError::new(span, message).with_hint(hint));
        }
        self.qualifier()?;
        Ok(Interval::year(if negative { -year } else { year }))
    }

    /// A year, month, day, season or date-time.
    fn calendar_date(&mut self) -> Result<End> {
        let start = self.at;
        self.qualifier()?;
        let negative = self.take(b'-');
        let year = self.year()?;
        let month = if self.take(b'-') { Some(self.month_or_day("month")?) } else { None };
        let day = if month.is_some() && self.take(b'-') { Some(self.month_or_day("day")?) } else { None };
        let end = self.at;
        let written = Written { text: &self.text[start..end], start, negative, year, month, day };
        let interval = written.interval()?;
        if !self.take(b'T') {
            let precision = if written.is_one_day() { Precision::Day } else { Precision::Coarse };
            return Ok(End { instants: interval, ahead: 0, precision });
        }
        let plain = written.text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        if day.is_none() || !plain {
            let error = DateError::new(
                start..end,
                "a time of day is written only after a complete day, without marks or `X`",
            );
            return Err(error.with_hint("write `2025-07-10T09:30:00Z`, or leave the time out"));
        }
        self.time_of_day(interval.earliest)
    }

    fn year(&mut self) -> Result<Mask<'a>> {
        let start = self.at;
        let digits = self.run(|byte| byte.is_ascii_digit() || byte == b'X');
        self.refuse_level_two_year()?;
        let span = start..self.at;
        match digits.len() {
            4 => {}
            0 => return Err(self.not_a_date()),
            1..4 => {
                let error = DateError::new(span, format!("a year has four digits, and `{digits}` has fewer"));
                let alone = digits == self.text;
                return Err(error.with_hint(if alone { short_year_hint(digits) } else { SHAPE.to_string() }));
            }
            _ => {
                let error = DateError::new(span, format!("a year has four digits, and `{digits}` has more"));
                return Err(error.with_hint(
                    "write a day as `2025-07-10`; a longer year has `Y` before it: `Y170000002`",
                ));
            }
        }
        self.qualifier()?;
        Ok(Mask { digits, start })
    }

    fn month_or_day(&mut self, name: &str) -> Result<Mask<'a>> {
        self.qualifier()?;
        let start = self.at;
        let digits = self.run(|byte| byte.is_ascii_digit() || byte == b'X');
        if digits.len() != 2 {
            let error = DateError::new(self.one_char_or(start..self.at), format!("a {name} has two digits"));
            return Err(error.with_hint(SHAPE));
        }
        self.qualifier()?;
        Ok(Mask { digits, start })
    }

    /// What follows `T` (EDTF level 0): seconds are not optional, and there are no fractions.
    fn time_of_day(&mut self, midnight: Moment) -> Result<End> {
        let start = self.at;
        let hour: i64 = self.number("hour", 23)?;
        self.colon(start)?;
        let minute: i64 = self.number("minute", 59)?;
        self.colon(start)?;
        // A leap second has no second of its own here: it falls together with the one before it.
        let second: i64 = self.number("second", 60)?.min(59);
        if matches!(self.peek(), Some(b'.' | b',')) {
            let error = DateError::new(self.at..self.text.len(), "a time is exact to the second");
            let hint = format!("leave the fraction out: `{}`", &self.text[start..self.at]);
            return Err(error.with_hint(hint));
        }
        let ahead = self.offset()?;
        if matches!(self.peek(), Some(b'?' | b'~' | b'%')) {
            let error = DateError::new(self.at..self.at + 1, "a time of day cannot be marked as doubtful");
            return Err(error.with_hint("mark the day instead: `2025-07-10?`"));
        }
        let moment = Moment(midnight.0 + (hour * 60 + minute) * 60 + second - i64::from(ahead));
        let instants = Interval { earliest: moment, latest: moment };
        Ok(End { instants, ahead, precision: Precision::Moment })
    }

    fn colon(&mut self, start: usize) -> Result<()> {
        if self.take(b':') {
            return Ok(());
        }
        let error = DateError::new(start..self.at, "a time of day has hours, minutes and seconds");
        Err(error.with_hint(
            "write `2025-07-10T09:30:00Z`; if the time is not known so exactly, write the day alone",
        ))
    }

    /// The seconds by which local time is ahead of UTC; none written is UTC.
    fn offset(&mut self) -> Result<i32> {
        let start = self.at;
        let west = self.peek() == Some(b'-');
        if self.take(b'Z') || !(self.take(b'+') || self.take(b'-')) {
            return Ok(0);
        }
        let hours: i32 = self.number("offset", 23)?;
        let minutes = if self.take(b':') { self.number("offset", 59)? } else { 0 };
        if west && hours + minutes == 0 {
            let error = DateError::new(start..self.at, "there is no offset `-00:00`");
            return Err(error.with_hint("write `Z` for UTC"));
        }
        let seconds = (hours * 60 + minutes) * 60;
        Ok(if west { -seconds } else { seconds })
    }

    fn number<N: FromStr + PartialOrd>(&mut self, name: &str, most: N) -> Result<N> {
        let start = self.at;
        let digits = self.run(|byte| byte.is_ascii_digit());
        let span = self.one_char_or(start..self.at);
        if digits.len() != 2 {
            let (message, hint) = match name {
                "offset" => ("an offset is written as hours and minutes", "write `+04:00`, or `Z` for UTC"),
                _ => ("the parts of a time have two digits each", "write `2025-07-10T09:30:00Z`"),
            };
            return Err(DateError::new(span, message).with_hint(hint));
        }
        match digits.parse() {
            Ok(number) if number <= most => Ok(number),
            _ if name == "hour" && digits == "24" => Err(DateError::new(span, "the hours end with 23")
                .with_hint("midnight is `T00:00:00` of the day that begins with it")),
            _ => Err(DateError::new(span, format!("there is no {name} {digits}"))
                .with_hint("hours go from 00 to 23, minutes and seconds from 00 to 59")),
        }
    }

    /// `?`, `~` or `%`: at the end of a date in EDTF level 1, on either side of any component in level 2.
    fn qualifier(&mut self) -> Result<()> {
        let start = self.at;
        let marks = self.run(|byte| matches!(byte, b'?' | b'~' | b'%'));
        if marks.len() > 1 {
            let error = DateError::new(start..self.at, format!("`{marks}` are too many marks for one place"));
            return Err(error.with_hint("write `?` for uncertain, `~` for approximate, `%` for both"));
        }
        self.uncertain |= matches!(marks, "?" | "%");
        self.approximate |= matches!(marks, "~" | "%");
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Takes the bytes that belong; they have to be ASCII.
    fn run(&mut self, belongs: impl Fn(u8) -> bool) -> &'a str {
        let rest = &self.text[self.at..];
        let length = rest.bytes().take_while(|byte| belongs(*byte)).count();
        self.at += length;
        &rest[..length]
    }

    /// The span itself, or if it is empty the character that stands there.
    fn one_char_or(&self, span: Range<usize>) -> Range<usize> {
        let next = self.text[span.start..].chars().next().map_or(0, char::len_utf8);
        if span.is_empty() { span.start..span.start + next } else { span }
    }

    fn unexpected(&self) -> DateError {
        let rest = &self.text[self.at..];
        let error = DateError::new(self.at..self.text.len(), format!("`{rest}` does not belong to a date"));
        error.with_hint(SHAPE)
    }

    fn not_a_date(&self) -> DateError {
        let message = if self.text.is_empty() {
            "the date is empty"
        } else if self.text == ".." {
            "an open end needs a date on the other side"
        } else {
            "a date begins with its year in four digits"
        };
        DateError::new(self.one_char_or(self.at..self.at), message).with_hint(SHAPE)
    }

    fn set(&self) -> DateError {
        let error =
            DateError::new(self.at..self.text.len(), "a set of dates (EDTF level 2) is not supported here");
        error.with_hint("write one date, or an interval from the first to the last: `2025-06/2025-07`")
    }

    fn refuse_level_two_year(&self) -> Result<()> {
        let (what, hint) = match self.peek() {
            Some(b'E') => ("a year with an exponent", "write the year out: `Y170000000`"),
            Some(b'S') => {
                ("a year with significant digits", "write `X` for each digit that is not known: `195X`")
            }
            _ => return Ok(()),
        };
        let error =
            DateError::new(self.at..self.text.len(), format!("{what} (EDTF level 2) is not supported here"));
        Err(error.with_hint(hint))
    }
}

fn short_year_hint(digits: &str) -> String {
    let year = format!("write the year {digits} as `{digits:0>4}`");
    match digits.len() {
        3 => format!("{year}, the decade as `{digits}X`"),
        2 => format!("write all four digits, such as `20{digits}`; the century is `{digits}XX`"),
        _ => year,
    }
}

/// Digits of which some may be unknown, `X` (EDTF level 1 on the right, level 2 anywhere).
#[derive(Clone, Copy)]
struct Mask<'a> {
    digits: &'a str,
    start: usize,
}

impl Mask<'_> {
    const UNKNOWN: Mask<'static> = Mask { digits: "XX", start: 0 };

    /// The numbers that it can be, from the least; all of them within `least..=most`.
    fn numbers(self, least: u32, most: u32) -> impl DoubleEndedIterator<Item = u32> {
        let least = least.max(self.filled(0));
        let most = most.min(self.filled(9));
        (least..=most).filter(move |number| self.fits(*number))
    }

    fn fits(self, mut number: u32) -> bool {
        for digit in self.digits.bytes().rev() {
            if digit != b'X' && u32::from(digit - b'0') != number % 10 {
                return false;
            }
            number /= 10;
        }
        number == 0
    }

    /// The number with every unknown digit replaced by this one.
    fn filled(self, unknown: u32) -> u32 {
        let append = |number, digit: char| number * 10 + digit.to_digit(10).unwrap_or(unknown);
        self.digits.chars().fold(0, append)
    }

    /// The number, if every digit is known.
    fn exact(self) -> Option<u32> {
        self.digits.parse().ok()
    }

    fn is_unknown(self) -> bool {
        self.digits.bytes().all(|digit| digit == b'X')
    }

    fn span(self) -> Range<usize> {
        self.start..self.start + self.digits.len()
    }
}

/// The components of a date as they were written.
struct Written<'a> {
    text: &'a str,
    start: usize,
    negative: bool,
    year: Mask<'a>,
    month: Option<Mask<'a>>,
    day: Option<Mask<'a>>,
}

impl Written<'_> {
    /// Whether year, month and day are all known.
    fn is_one_day(&self) -> bool {
        let known = |part: Mask| part.exact().is_some();
        known(self.year) && self.month.is_some_and(known) && self.day.is_some_and(known)
    }

    /// From the first real day that fits to the last. A year of which no digit is known is unbounded.
    fn interval(&self) -> Result<Interval> {
        let interval = match self.month.and_then(Mask::exact) {
            Some(season @ 21..=41) if self.day.is_none() => self.season(season)?,
            _ => self.days().ok_or_else(|| self.no_such_day())?,
        };
        let unknown = self.year.is_unknown();
        let latest = if unknown && !self.negative { Moment::END } else { interval.latest };
        let earliest = if unknown { Moment::BEGINNING } else { interval.earliest };
        Ok(Interval { earliest, latest })
    }

    /// The hull of all real days that fit, if there are any.
    fn days(&self) -> Option<Interval> {
        // Every month and day that there is occurs in a leap year: this answers for all years at once.
        self.days_of(2000).next()?;
        let first = self.years().flat_map(|year| self.days_of(year)).next()?;
        let last = self.years().rev().flat_map(|year| self.days_of(year).rev()).next()?;
        Some(first.hull(last))
    }

    fn years(&self) -> impl DoubleEndedIterator<Item = i64> + '_ {
        let (least, most) = (i64::from(self.year.filled(0)), i64::from(self.year.filled(9)));
        // There is no year -0000.
        let years = if self.negative { -most..=-least.max(1) } else { least..=most };
        years.filter(|year| u32::try_from(year.unsigned_abs()).is_ok_and(|year| self.year.fits(year)))
    }

    fn days_of(&self, year: i64) -> impl DoubleEndedIterator<Item = Interval> + '_ {
        let months = self.month.unwrap_or(Mask::UNKNOWN).numbers(1, 12);
        let days = self.day.unwrap_or(Mask::UNKNOWN);
        months.flat_map(move |month| {
            let days = days.numbers(1, days_in_month(year, month));
            days.map(move |day| Interval::day(year, month, day))
        })
    }

    /// A season of level 1: 21 spring, 22 summer, 23 autumn, 24 winter, and no word of the hemisphere.
    ///
    /// Spring and autumn lie within the year on both sides of the equator, each at opposite times: the season says no
    /// more than the year. Summer in the south and winter in the north cross New Year, and sources differ on which of
    /// the two years names them. So these stand for the year, widened to the first of December before it, where the
    /// season of the meteorologists begins, and to 21 March after it, where that of the astronomers ends.
    fn season(&self, season: u32) -> Result<Interval> {
        let span = self.start..self.start + self.text.len();
        if season > 24 {
            let what = if season > 32 { "a part of the year" } else { "a season with its hemisphere" };
            let message = format!("{what} (`{season}`, EDTF level 2) is not supported here");
            let hint = "write its months as an interval: `2025-06/2025-08`";
            return Err(DateError::new(span, message).with_hint(hint));
        }
        let (Some(first), Some(last)) = (self.years().next(), self.years().next_back()) else {
            return Err(self.no_such_day());
        };
        let years = Interval::year(first).hull(Interval::year(last));
        if season % 2 == 1 {
            return Ok(years);
        }
        let before = Interval::day(first - 1, 12, 1);
        Ok(years.hull(before).hull(Interval::day(last + 1, 3, 21)))
    }

    /// Says why no real day fits.
    fn no_such_day(&self) -> DateError {
        if self.years().next().is_none() {
            let error = DateError::new(self.start..self.year.span().end, "there is no year -0000");
            return error.with_hint("the year before 0001 is `0000`, and the one before that `-0001`");
        }
        let month = self.month.unwrap_or(Mask::UNKNOWN);
        let day = self.day.unwrap_or(Mask::UNKNOWN);
        if month.numbers(1, 12).next().is_none() {
            return self.no_such_month(month, day);
        }
        if day.numbers(1, 31).next().is_none() {
            let error = DateError::new(day.span(), format!("there is no day {}", day.digits));
            return error.with_hint("days go from 01 to 31");
        }
        self.month_too_short(month, day)
    }

    fn no_such_month(&self, month: Mask, day: Mask) -> DateError {
        let error = DateError::new(month.span(), format!("there is no month {}", month.digits));
        let turned = Written { month: self.day, day: self.month, ..*self };
        if self.day.is_some() && turned.days().is_some() {
            let turned = format!("{}-{}-{}", self.year_text(), day.digits, month.digits);
            return error.with_hint(format!("the month comes before the day: `{turned}`"));
        }
        error.with_hint("months go from 01 to 12, and 21 to 24 are the seasons")
    }

    fn year_text(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{}", self.year.digits)
    }

    /// The month exists and so does the day, but not together.
    fn month_too_short(&self, month: Mask, day: Mask) -> DateError {
        let span = month.start..day.span().end;
        let year = self.year_text();
        let Some(number) = month.exact() else {
            let message = format!("no month `{}` has a day {}", month.digits, day.digits);
            return DateError::new(span, message).with_hint(SHAPE);
        };
        let name = MONTHS[number as usize - 1];
        let leap_day = number == 2 && day.fits(29);
        let message = match self.year.exact() {
            Some(_) if leap_day => format!("{year} is not a leap year: its February has 28 days"),
            None if leap_day => format!("no year `{year}` is a leap year: February has 28 days"),
            _ if number == 2 => "February never has more than 29 days".to_string(),
            _ => format!("{name} has 30 days"),
        };
        let length = self.years().map(|year| days_in_month(year, number)).max().unwrap_or(31);
        let month = format!("{year}-{}", month.digits);
        let hint = format!("the last day is `{month}-{length}`; if the day is not known, write `{month}`");
        DateError::new(span, message).with_hint(hint)
    }
}
