//! Says how to write what people type instead of EDTF. Nothing is guessed: where a text can mean two days, both are named.
//! Every fix that is offered has been parsed first.

use crate::model::date::error::DateError;
use crate::model::date::parse::{MONTHS, SHAPE, read};
use crate::model::date::range;
use crate::model::date::spelled::{date, month_number};

/// The error for a text that was refused: of a known shape, if it has one, else the one that reading it gave.
pub(super) fn explain(text: &str, fault: DateError) -> DateError {
    let known: [fn(&str) -> Option<DateError>; 14] = [
        range_in_words,
        range_in_digits,
        other_script,
        spaces,
        small_letters,
        time_after_space,
        run_together,
        decade,
        two_dots,
        dash_between_dates,
        year_first,
        shortened_end,
        year_last,
        month_by_name,
    ];
    known.iter().find_map(|shape| shape(text)).unwrap_or(fault)
}

pub(super) const INTERVAL_IN_DIGITS: &str = "an interval is written in digits, with `/` between its two ends";

/// `June 18–23, 2017`.
fn range_in_words(text: &str) -> Option<DateError> {
    let (_, fix) = range::at_start_of(text).filter(|(end, _)| *end == text.len())?;
    corrected(text, INTERVAL_IN_DIGITS, fix)
}

/// `18.–23.06.2017`. Where the numbers can mean two stretches of time, both are named.
fn range_in_digits(text: &str) -> Option<DateError> {
    let (_, intervals) = range::digits_at_start_of(text).filter(|(end, _)| *end == text.len())?;
    let named = |interval: &String| match interval.split_once('/') {
        Some((first, last)) => format!("`{interval}` for {} to {}", spoken(first), spoken(last)),
        None => format!("`{interval}`"),
    };
    let hint = match &intervals[..] {
        [interval] => format!("write `{interval}`"),
        several => format!("write {}", several.iter().map(named).collect::<Vec<_>>().join(", ")),
    };
    Some(about(text, INTERVAL_IN_DIGITS, hint))
}

fn reads(text: &str) -> bool {
    read(text).is_ok()
}

/// An error about the whole text, with the fix if it can be read.
fn corrected(text: &str, message: &str, fix: String) -> Option<DateError> {
    reads(&fix).then(|| about(text, message, format!("write `{fix}`")).with_fix(fix))
}

fn about(text: &str, message: &str, hint: String) -> DateError {
    DateError::new(0..text.len(), message).with_hint(hint)
}

/// Digits of other scripts, typographic dashes, fullwidth signs, and the invisible marks that come along in copying.
fn other_script(text: &str) -> Option<DateError> {
    let plain: String = text.chars().filter_map(plain_char).collect();
    let foreign = |(_, char): &(usize, char)| plain_char(*char) != Some(*char);
    let (start, _) = text.char_indices().find(foreign)?;
    let (last, char) = text.char_indices().rev().find(foreign)?;
    let message = "a date is written with the digits 0 to 9 and the signs of the ASCII keyboard";
    let hint = match read(&plain) {
        Ok(_) => Some(format!("write `{plain}`")),
        Err(fault) => explain(&plain, fault).hint,
    };
    let error = DateError::new(start..last + char.len_utf8(), message);
    Some(error.with_hint(hint.unwrap_or_else(|| SHAPE.to_string())))
}

/// The ASCII character in whose place this one stands; nothing for an invisible mark; any other as it is.
fn plain_char(char: char) -> Option<char> {
    let code = u32::from(char);
    // Arabic-Indic, Extended Arabic-Indic, Devanagari, Bengali and Thai zero; each is followed by its nine digits.
    for zero in [0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50] {
        if (zero..zero + 10).contains(&code) {
            return char::from_digit(code - zero, 10);
        }
    }
    match char {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(code - 0xFEE0),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => Some('-'),
        '\u{2044}' | '\u{2215}' => Some('/'),
        '\u{301C}' | '\u{223C}' => Some('~'),
        '\u{061F}' => Some('?'),
        '\u{066A}' => Some('%'),
        '\u{061C}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' => None,
        '\u{00AD}' => None,
        _ => Some(char),
    }
}

fn spaces(text: &str) -> Option<DateError> {
    let packed: String = text.chars().filter(|char| !char.is_whitespace()).collect();
    corrected(text, "a date is written without spaces", packed)
}

fn small_letters(text: &str) -> Option<DateError> {
    corrected(text, "the letters in a date are capitals", text.to_ascii_uppercase())
}

fn time_after_space(text: &str) -> Option<DateError> {
    corrected(text, "a `T` separates the day from the time", text.replacen(' ', "T", 1).replace(' ', ""))
}

/// `20250710`, `202507`, `20250710T093000Z`.
fn run_together(text: &str) -> Option<DateError> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (date, rest) = text.split_at(digits);
    let (year, after) = date.split_at_checked(4)?;
    let date = match after.len() {
        2 => format!("{year}-{after}"),
        4 => format!("{year}-{}-{}", &after[..2], &after[2..]),
        _ => return None,
    };
    let message = "year, month and day are written with hyphens between them";
    corrected(text, message, format!("{date}{}", spread_time(rest)))
}

/// `T093000Z` with its colons; anything else as it is.
fn spread_time(text: &str) -> String {
    match (text.get(1..3), text.get(3..5), text.get(5..)) {
        (Some(hour), Some(minute), Some(rest)) if !minute.starts_with(':') => {
            format!("{}{hour}:{minute}:{rest}", &text[..1])
        }
        _ => text.to_string(),
    }
}

/// `2020s`, `1900's`.
fn decade(text: &str) -> Option<DateError> {
    let years = text.strip_suffix('s')?.trim_end_matches(['\'', '’']);
    let decade = format!("{}X", years.strip_suffix('0')?);
    if years.len() != 4 || !reads(&decade) {
        return None;
    }
    let message = "a decade is written with `X` for the digit that is not known";
    let hint = match years.strip_suffix("00") {
        Some(century) => format!("write `{decade}` for the decade, `{century}XX` for the century"),
        None => format!("write `{decade}`"),
    };
    Some(about(text, message, hint))
}

/// `2023..`, `..2020`, `2023..2025`.
fn two_dots(text: &str) -> Option<DateError> {
    let (first, last) = text.split_once("..").filter(|ends| *ends != ("", ""))?;
    let or_open = |end: &str| if end.is_empty() { "..".to_string() } else { end.to_string() };
    let fix = format!("{}/{}", or_open(first), or_open(last));
    corrected(text, "a `/` separates the two ends of an interval", fix)
}

/// `2024-2025`, `2025-06-2025-07`.
fn dash_between_dates(text: &str) -> Option<DateError> {
    let parts = text.match_indices('-').map(|(at, _)| (&text[..at], &text[at + 1..]));
    let dates = parts.filter(|(first, last)| !first.is_empty() && !last.is_empty());
    let fix = dates.map(|(first, last)| format!("{first}/{last}")).find(|fix| reads(fix))?;
    corrected(text, "a `/` separates the two ends of an interval", fix)
}

/// `2025-07-10/12`: EDTF has no shortened ends.
fn shortened_end(text: &str) -> Option<DateError> {
    let (first, last) = text.split_once('/')?;
    let shared = first.get(..first.len().checked_sub(last.len())?)?;
    corrected(text, "both ends of an interval are written in full", format!("{first}/{shared}{last}"))
}

const SEPARATORS: [char; 5] = ['/', '.', '-', ' ', ','];
const YEAR_FIRST: &str =
    "a date is written as year, month and day, two digits for month and day, hyphens between them";

/// The numbers of a text that has nothing else but separators between them.
fn numbers(text: &str) -> Option<Vec<&str>> {
    let numbers: Vec<&str> = text.split(SEPARATORS).filter(|part| !part.is_empty()).collect();
    let all_digits = numbers.iter().flat_map(|part| part.bytes()).all(|byte| byte.is_ascii_digit());
    (all_digits && text.starts_with(|char: char| char.is_ascii_digit())).then_some(numbers)
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4
}

fn is_short(digits: &str) -> bool {
    digits.len() <= 2
}

/// `2025/07/10`, `2025/07`, `2025-7-1`.
fn year_first(text: &str) -> Option<DateError> {
    match numbers(text)?[..] {
        [year, month] if is_year(year) && is_short(month) => {
            corrected(text, YEAR_FIRST, date(year, month, None)?)
        }
        [year, month, day] if is_year(year) && is_short(month) && is_short(day) => {
            match date(year, month, Some(day)) {
                Some(fix) => corrected(text, YEAR_FIRST, fix),
                None if text.contains('-') => None,
                None => Some(about(text, YEAR_FIRST, SHAPE.to_string())),
            }
        }
        _ => None,
    }
}

/// `10.07.2025`, `7/2025`. Which of two numbers is the month is not guessed.
fn year_last(text: &str) -> Option<DateError> {
    let fixes: Vec<String> = match numbers(text)?[..] {
        [month, year] if is_year(year) && is_short(month) => date(year, month, None).into_iter().collect(),
        [first, second, year] if is_year(year) && is_short(first) && is_short(second) => {
            let day_first = date(year, second, Some(first));
            let month_first = date(year, first, Some(second)).filter(|_| first != second);
            day_first.into_iter().chain(month_first).collect()
        }
        _ => return None,
    };
    let hint = match &fixes[..] {
        [] => SHAPE.to_string(),
        [fix] => format!("write `{fix}`"),
        [day_first, month_first, ..] => {
            format!(
                "write `{day_first}` for {}, `{month_first}` for {}",
                spoken(day_first),
                spoken(month_first)
            )
        }
    };
    Some(about(text, YEAR_FIRST, hint))
}

/// `July 2025`, `10 July 2025`, `Jul 10th, 2025`.
fn month_by_name(text: &str) -> Option<DateError> {
    let (mut year, mut month, mut day) = (None, None, None);
    for word in text.split(SEPARATORS).filter(|word| !word.is_empty()) {
        let digits = word.trim_end_matches(|char: char| char.is_ascii_alphabetic());
        let place = match digits.len() {
            0 => &mut month,
            1 | 2 => &mut day,
            _ => &mut year,
        };
        if place.replace(if digits.is_empty() { word } else { digits }).is_some() {
            return None;
        }
    }
    let month = (month_number(month?)?).to_string();
    corrected(text, "a month is written as a number", date(year?, &month, day)?)
}

/// `10 July` for `2025-07-10`.
fn spoken(date: &str) -> String {
    let (month, day) = (date.get(5..7), date.get(8..10));
    let month = month.and_then(|month| MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?));
    format!("{} {}", day.unwrap_or_default().trim_start_matches('0'), month.unwrap_or(&""))
}
