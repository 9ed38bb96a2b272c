//! Dates as INTERCHANGE.md tells: an EDTF text stands for an interval of UTC seconds.

pub const PAST: i64 = i64::MIN;
pub const FUTURE: i64 = i64::MAX;
pub const DAY: i64 = 86_400;

/// The interval of a date, both ends included, and whether `?` or `%` qualifies it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub first: i64,
    pub last: i64,
    pub doubted: bool,
    /// One day or one moment, without any mark.
    pub exact: bool,
    /// By how much the clock of a moment is ahead of UTC.
    pub ahead: i64,
}

/// Days from 1970-01-01 to the day, by counting years (slow and plain on purpose).
pub fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let before = |y: i64| y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400);
    let months: i64 = (1..month).map(|m| month_days(year, m)).sum();
    before(year - 1) - before(1969) + months + day - 1
}

pub fn month_days(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Year, month and day of a moment.
pub fn civil(moment: i64) -> (i64, i64, i64) {
    let days = moment.div_euclid(DAY);
    let mut year = 1970 + days.div_euclid(366);
    while day_number(year + 1, 1, 1) <= days {
        year += 1;
    }
    let mut month = 1;
    while month < 12 && day_number(year, month + 1, 1) <= days {
        month += 1;
    }
    (year, month, days - day_number(year, month, 1) + 1)
}

fn span_of_days(first: i64, last: i64) -> Span {
    Span { first: first * DAY, last: last * DAY + DAY - 1, doubted: false, exact: false, ahead: 0 }
}

pub fn year_span(first: i64, last: i64) -> Span {
    span_of_days(day_number(first, 1, 1), day_number(last, 12, 31))
}

pub fn month_span(year: i64, month: i64) -> Span {
    span_of_days(day_number(year, month, 1), day_number(year, month, month_days(year, month)))
}

pub fn day_span(year: i64, month: i64, day: i64) -> Span {
    let number = day_number(year, month, day);
    Span { exact: true, ..span_of_days(number, number) }
}

/// The interval of an EDTF text, of the forms that INTERCHANGE.md names.
pub fn parse(text: &str) -> Option<Span> {
    let doubted = text.contains(['?', '%']);
    let bare: String = text.chars().filter(|c| !"?%~".contains(*c)).collect();
    let span = match bare.split_once('/') {
        Some((from, until)) => interval(from, until)?,
        None => single(&bare)?,
    };
    Some(Span { doubted, exact: span.exact && bare == text, ..span })
}

/// The interval of a text that this crate wrote itself.
pub fn span(text: &str) -> Span {
    parse(text).unwrap_or_else(|| panic!("not a date that the oracle knows: {text}"))
}

fn interval(from: &str, until: &str) -> Option<Span> {
    let open = |side: &str| side.is_empty() || side == "..";
    let first = if open(from) { PAST } else { single(from)?.first };
    let last = if open(until) { FUTURE } else { single(until)?.last };
    Some(Span { first, last, doubted: false, exact: false, ahead: 0 })
}

fn single(text: &str) -> Option<Span> {
    if let Some((day, time)) = text.split_once('T') {
        return moment(day, time);
    }
    let parts: Vec<&str> = text.split('-').collect();
    if parts[0].starts_with('X') {
        return Some(Span { first: PAST, last: FUTURE, doubted: false, exact: false, ahead: 0 });
    }
    let years = digits(parts[0])?;
    if parts.len() == 1 || parts[1] == "XX" || years.0 != years.1 {
        return Some(year_span(years.0, years.1));
    }
    let month = parts[1].parse().ok()?;
    match parts.get(2) {
        None | Some(&"XX") => Some(month_span(years.0, month)),
        Some(day) => Some(day_span(years.0, month, day.parse().ok()?)),
    }
}

/// The least and the greatest number that a year with unspecified digits can be.
fn digits(text: &str) -> Option<(i64, i64)> {
    Some((text.replace('X', "0").parse().ok()?, text.replace('X', "9").parse().ok()?))
}

fn moment(day: &str, time: &str) -> Option<Span> {
    let midnight = single(day)?.first;
    let clock = &time[..8];
    let of_clock = |at: usize| clock[at..at + 2].parse::<i64>().ok();
    let local = of_clock(0)? * 3600 + of_clock(3)? * 60 + of_clock(6)?;
    let ahead = offset(&time[8..])?;
    let second = midnight + local - ahead;
    Some(Span { first: second, last: second, doubted: false, exact: true, ahead })
}

fn offset(text: &str) -> Option<i64> {
    if text == "Z" || text.is_empty() {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let hours: i64 = text[1..3].parse().ok()?;
    let minutes: i64 = text[4..6].parse().ok()?;
    Some(sign * (hours * 3600 + minutes * 60))
}

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
