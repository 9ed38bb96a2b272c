//! Dates as an article has them: `2025-07~` is "about July 2025". Nothing is said more exactly than it was recorded; what
//! has no words here stays as it was written.

use crate::model::Date;
use crate::model::date::MONTHS;

/// The seasons, from 21 on (EDTF level 1).
const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

/// A date in words.
pub(in crate::output) fn in_words(date: &Date) -> String {
    let text = date.as_str();
    match text.split_once('/') {
        Some((from, "..")) => format!("from {} on", one(from)),
        Some(("..", until)) => format!("up to {}", one(until)),
        Some((from, "")) => format!("from {} until a time not known", one(from)),
        Some(("", until)) => format!("from a time not known until {}", one(until)),
        Some((from, until)) => format!("between {} and {}", one(from), one(until)),
        None => one(text),
    }
}

/// A day or month where there is little room: `5 Mar 2025`.
pub(in crate::output) fn short(date: &Date) -> String {
    let words = in_words(date);
    match MONTHS.iter().find(|month| words.contains(**month)) {
        Some(month) => words.replace(month, &month[..3]),
        None => words,
    }
}

/// A date that is no interval.
fn one(text: &str) -> String {
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    let end = day.trim_end_matches(['?', '~', '%']);
    let doubt = doubt(&day[end.len()..]);
    let Some(words) = calendar(end) else { return text.to_owned() };
    let time = time.map_or(String::new(), |time| format!(", {}", clock(time)));
    format!("{doubt}{words}{time}")
}

fn doubt(marks: &str) -> &'static str {
    match marks {
        "?" => "perhaps ",
        "~" => "about ",
        "%" => "perhaps about ",
        _ => "",
    }
}

/// `2025-07-10`, with marks at single components (`2025?-07-10`) and unknown digits.
fn calendar(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next(), parts.next());
    if parts.next().is_some() {
        return None;
    }
    let year = year_words(year)?;
    let Some(month) = month else { return Some(year) };
    let (month, doubt_of_month) = marked(month);
    if month == "XX" {
        return day.is_none_or(|day| marked(day).0 == "XX").then_some(year);
    }
    let number: usize = month.parse().ok()?;
    if let Some(name) = number.checked_sub(21).and_then(|part| SEASONS.get(part)) {
        return Some(format!("{}{name} {year}", doubt(doubt_of_month)));
    }
    let month = format!("{}{}", doubt(doubt_of_month), MONTHS.get(number.checked_sub(1)?)?);
    let Some(day) = day else { return Some(format!("{month} {year}")) };
    let (day, doubt_of_day) = marked(day);
    let day = match day.as_bytes() {
        b"XX" => return Some(format!("{month} {year}")),
        [tens, b'X'] => match tens {
            b'0' => "a day from 1 to 9".to_owned(),
            b'3' => "30 or 31".to_owned(),
            tens => format!("a day from {0}0 to {0}9", char::from(*tens)),
        },
        _ => day.parse::<u8>().ok()?.to_string(),
    };
    Some(format!("{}{day} {month} {year}", doubt(doubt_of_day)))
}

/// A component without its mark, on whichever side that stands, and the mark.
fn marked(part: &str) -> (&str, &str) {
    let bare = part.trim_matches(['?', '~', '%']);
    let mark = part.trim_start_matches(bare);
    (bare, if mark.is_empty() { part.trim_end_matches(bare) } else { mark })
}

fn year_words(year: &str) -> Option<String> {
    let (year, mark) = marked(year);
    let doubt = doubt(mark);
    if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X') {
        return None;
    }
    match year.split_at(year.find('X').unwrap_or(4)) {
        (year, "") => {
            Some(format!("{doubt}{}", year.trim_start_matches('0'))).filter(|words| !words.is_empty())
        }
        (decade, "X") => Some(format!("{doubt}the {decade}0s")),
        (century, "XX") => Some(format!("{doubt}a year from {century}00 to {century}99")),
        ("", "XXXX") => Some("of a year not known".to_owned()),
        _ => None,
    }
}

/// `13:30 (UTC+4)`, `09:30 UTC`
fn clock(time: &str) -> String {
    let (clock, offset) = time.split_at(time.find(['Z', '+', '-']).unwrap_or(time.len()));
    let clock = clock.strip_suffix(":00").unwrap_or(clock);
    match offset {
        "Z" | "" => format!("{clock} UTC"),
        offset => {
            let short = offset.strip_suffix(":00").unwrap_or(offset);
            let sign = &short[..1];
            format!("{clock} (UTC{sign}{})", short[1..].trim_start_matches('0'))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::output::content::date_words::*;

    #[test]
    fn dates_in_words_say_no_more_than_was_written() {
        for (written, wanted) in [
            ("2025-07-10", "10 July 2025"),
            ("2025-07", "July 2025"),
            ("2025", "2025"),
            ("2025-07~", "about July 2025"),
            ("2025?", "perhaps 2025"),
            ("2025-07-10%", "perhaps about 10 July 2025"),
            ("2025?-07-10", "10 July perhaps 2025"),
            ("202X", "the 2020s"),
            ("20XX", "a year from 2000 to 2099"),
            ("2025-07-XX", "July 2025"),
            ("2025-XX-XX", "2025"),
            ("2025-07-1X", "a day from 10 to 19 July 2025"),
            ("2025-22", "summer 2025"),
            ("2025-06/2025-07", "between June 2025 and July 2025"),
            ("2023/..", "from 2023 on"),
            ("../2020", "up to 2020"),
            ("2023/", "from 2023 until a time not known"),
            ("2025-07-10T09:30:00Z", "10 July 2025, 09:30 UTC"),
            ("2025-07-10T13:30:15+04:00", "10 July 2025, 13:30:15 (UTC+4)"),
            ("2025-07-10T13:30:00-03:30", "10 July 2025, 13:30 (UTC-3:30)"),
            ("XXXX-07-10", "10 July of a year not known"),
            ("0476", "476"),
            ("-0044", "-0044"),
            ("Y12345", "Y12345"),
        ] {
            let date = Date::parse(written).expect(written);
            assert_eq!(in_words(&date), wanted, "{written}");
        }
    }
}
