//! Times as a user would write them in a question.

use super::ask::When;
use super::dates::{self, DAY, FUTURE, MONTHS, PAST, Span, Window};
use super::prng::Rng;

/// A date as written, and what it stands for.
struct Written {
    text: String,
    span: Span,
    relative: bool,
}

fn plain(text: String) -> Written {
    let span = dates::span(&text);
    Written { text, span, relative: false }
}

/// Some date in words or in EDTF, near the moment.
fn near(rng: &mut Rng, moment: i64, now: i64) -> Written {
    let (y, m, d) = dates::civil(moment);
    if !(1000..=9990).contains(&y) {
        return plain(far_year(y));
    }
    match rng.weighted(&[28, 24, 16, 8, 8, 3, 3, 3, 2, 4, 2, 1, 5, 3]) {
        0 => plain(format!("{y:04}-{m:02}-{d:02}")),
        1 => plain(format!("{y:04}-{m:02}")),
        2 => plain(format!("{y:04}")),
        3 => Written {
            text: format!("{d} {}", named_month(rng, y, m)),
            span: dates::day_span(y, m, d),
            relative: false,
        },
        4 => Written { text: named_month(rng, y, m), span: dates::month_span(y, m), relative: false },
        5 => plain(format!("{y:04}-{m:02}-XX")),
        6 => plain(format!("{:03}X", y / 10)),
        7 => plain(format!("{y:04}-{m:02}/{:04}", y + 1)),
        8 => plain(format!("{y:04}-{m:02}~")),
        9 => plain(format!("{y:04}-{m:02}-{d:02}T{}", rng.pick(&CLOCKS))),
        10 => plain(format!("{y:04}-{m:02}/..")),
        11 => plain(format!("../{y:04}-{m:02}")),
        12 => relative(rng, now),
        _ => plain(to_the_second(moment)),
    }
}

/// Clocks near midnight, with offsets that change the day.
const CLOCKS: [&str; 6] =
    ["12:00:00+03:00", "23:30:00-05:00", "00:15:00+04:00", "00:00:00Z", "23:59:59Z", "21:00:00-05:00"];

/// The moment in EDTF.
pub fn to_the_second(moment: i64) -> String {
    let ((y, m, d), second) = (dates::civil(moment), moment.rem_euclid(DAY));
    format!("{y:04}-{m:02}-{d:02}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

/// A year below 0 or above 9999.
pub fn far_year(year: i64) -> String {
    match year {
        -9999..0 => format!("-{:04}", -year),
        0..=9999 => format!("{year:04}"),
        _ => format!("Y{year}"),
    }
}

fn named_month(rng: &mut Rng, year: i64, month: i64) -> String {
    let name = MONTHS[month as usize - 1];
    if rng.chance(15) { format!("{} {year}", name.to_lowercase()) } else { format!("{name} {year}") }
}

/// A day counted back from now. Months and years go to the same day of that month.
fn relative(rng: &mut Rng, now: i64) -> Written {
    let count = rng.between(2, 9);
    let (y, m, d) = dates::civil(now);
    let back = |days: i64| dates::civil(now - days * DAY);
    let (text, (y, m, d)) = match rng.below(6) {
        0 => ("today".to_string(), (y, m, d)),
        1 => ("yesterday".to_string(), back(1)),
        2 => (format!("{count} days ago"), back(count)),
        3 => (format!("{count} weeks ago"), back(count * 7)),
        4 => (format!("{count} years ago"), clipped(y - count, m, d)),
        _ => {
            let months = y * 12 + m - 1 - count;
            (format!("{count} months ago"), clipped(months / 12, months % 12 + 1, d))
        }
    };
    Written { text, span: dates::day_span(y, m, d), relative: true }
}

fn clipped(year: i64, month: i64, day: i64) -> (i64, i64, i64) {
    (year, month, day.min(dates::month_days(year, month)))
}

/// A time with its word, near the moment; `bare` also allows a date without a word.
pub fn some(rng: &mut Rng, moment: i64, now: i64, bare: bool) -> When {
    let date = near(rng, moment, now);
    let Span { first, last, .. } = date.span;
    let (low, high) = (date.span.low(), date.span.high());
    let (word, window) = match rng.weighted(&[30, 10, 15, 10, 15, 10, 10]) {
        0 if bare => ("", Some(date.span.window())),
        0 => ("in ", Some(date.span.window())),
        1 => ("on ", Some(date.span.window())),
        2 => ("since ", Some(Window::since(low))),
        3 => ("after ", (last != FUTURE).then(|| Window::since(high.moved(1)))),
        4 => ("before ", (first != PAST).then(|| Window::until(low.moved(-1)))),
        5 => ("until ", Some(Window::until(high))),
        _ => return between(rng, date, moment, now),
    };
    When { text: format!("{word}{}", date.text), window, relative: date.relative }
}

fn between(rng: &mut Rng, one: Written, moment: i64, now: i64) -> When {
    let later = moment.saturating_add(rng.between(20, 900) * DAY);
    let two = near(rng, later, now);
    let (one, two) = if one.span.first <= two.span.last { (one, two) } else { (two, one) };
    When {
        text: format!("between {} and {}", one.text, two.text),
        window: Some(Window { low: one.span.low(), high: two.span.high() }),
        relative: one.relative || two.relative,
    }
}
