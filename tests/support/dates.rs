//! Dates as docs/records.md tells: an EDTF text stands for a stretch of time, in UTC instants and by the calendar as written.

pub const PAST: i64 = i64::MIN;
pub const FUTURE: i64 = i64::MAX;
pub const DAY: i64 = 86_400;

/// The stretch of a date, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// In instants, as seconds since 1970 in UTC.
    pub first: i64,
    pub last: i64,
    /// By the calendar and the clock as written, as if they stood in UTC: other than the instants only where an offset is.
    pub from: i64,
    pub until: i64,
    /// `?` or `%` qualifies it.
    pub doubted: bool,
    /// One day or one moment without any mark.
    pub exact: bool,
    /// Whether the first and the last end are moments.
    pub moments: [bool; 2],
}

impl Span {
    pub const ALWAYS: Span = days(PAST, FUTURE);

    /// The end of a stretch of time in a question that begins here.
    pub fn low(&self) -> Edge {
        let [instant, _] = self.moments;
        Edge { at: if instant { self.first } else { self.from }, instant }
    }

    pub fn high(&self) -> Edge {
        let [_, instant] = self.moments;
        Edge { at: if instant { self.last } else { self.until }, instant }
    }

    pub fn window(&self) -> Window {
        Window { low: self.low(), high: self.high() }
    }
}

const fn days(first: i64, last: i64) -> Span {
    Span { first, last, from: first, until: last, doubted: false, exact: false, moments: [false; 2] }
}

/// An end of a stretch that a question asks for. A moment is held against instants, a day against days as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    pub at: i64,
    pub instant: bool,
}

impl Edge {
    pub const NONE: [Edge; 2] = [Edge { at: PAST, instant: false }, Edge { at: FUTURE, instant: false }];

    pub fn instant(at: i64) -> Edge {
        Edge { at, instant: true }
    }

    pub fn moved(self, by: i64) -> Edge {
        Edge { at: self.at + by, ..self }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub low: Edge,
    pub high: Edge,
}

impl Window {
    pub fn since(low: Edge) -> Window {
        Window { low, high: Edge::NONE[1] }
    }

    pub fn until(high: Edge) -> Window {
        Window { low: Edge::NONE[0], high }
    }
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
    let mut year = 1970 + (days - 400).div_euclid(146_097) * 400 + (days - 400).rem_euclid(146_097) / 366 - 1;
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
    days(first * DAY, last * DAY + DAY - 1)
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

/// The stretch of an EDTF text, of the forms that docs/records.md names.
pub fn parse(text: &str) -> Option<Span> {
    let doubted = text.contains(['?', '%']);
    let bare: String = text.chars().filter(|c| !"?%~".contains(*c)).collect();
    let span = match bare.split_once('/') {
        Some((from, until)) => interval(from, until)?,
        None => single(&bare)?,
    };
    Some(Span { doubted, exact: span.exact && bare == text, ..span })
}

/// The stretch of a text that the generator wrote itself.
pub fn span(text: &str) -> Span {
    parse(text).unwrap_or_else(|| panic!("not a date that the oracle knows: {text}"))
}

fn interval(from: &str, until: &str) -> Option<Span> {
    let end = |side: &str| if matches!(side, "" | "..") { Some(Span::ALWAYS) } else { single(side) };
    let (one, two) = (end(from)?, end(until)?);
    Some(Span {
        first: one.first,
        from: one.from,
        last: two.last,
        until: two.until,
        doubted: false,
        exact: false,
        moments: [one.moments[0], two.moments[1]],
    })
}

fn single(text: &str) -> Option<Span> {
    if let Some((day, time)) = text.split_once('T') {
        return moment(day, time);
    }
    if let Some(year) = text.strip_prefix('Y') {
        let year = year.parse().ok()?;
        return Some(year_span(year, year));
    }
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let parts: Vec<&str> = text.split('-').collect();
    if parts[0].starts_with('X') {
        return Some(Span::ALWAYS);
    }
    let (least, most) = digits(parts[0])?;
    let years = if sign < 0 { (-most, -least) } else { (least, most) };
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
    let local = midnight + of_clock(0)? * 3600 + of_clock(3)? * 60 + of_clock(6)?;
    let instant = local - offset(&time[8..])?;
    Some(Span { first: instant, last: instant, exact: true, moments: [true; 2], ..days(local, local) })
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
