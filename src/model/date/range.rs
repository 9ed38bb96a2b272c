//! Days and months as a range in words or in digits, as newspapers print them: `June 18–23, 2017`, `28 June to 2 July 2017`,
//! `18.–23.06.2017`. They are no dates of EDTF; here is found out how EDTF writes them.

use std::iter::Peekable;

use super::parse::read;
use crate::model::date::spelled::{date, month_number};

/// A range in words with which a text begins: how many bytes it has, and the interval that it means. A year or month that
/// one side lacks is that of the other.
pub(super) fn at_start_of(text: &str) -> Option<(usize, String)> {
    let mut tokens = Tokens { text, at: 0 }.peekable();
    let (first, _) = side(&mut tokens)?;
    tokens.next_if(|(token, _)| *token == Token::Until)?;
    let (last, end) = side(&mut tokens)?;
    let goes_on = matches!(tokens.peek(), Some((Token::Until, _)));
    let fix = first.until(&last).filter(|fix| !goes_on && read(fix).is_ok())?;
    Some((end, fix))
}

/// A range in digits with which a text begins: how many bytes it has, and every interval that it can mean.
pub(super) fn digits_at_start_of(text: &str) -> Option<(usize, Vec<String>)> {
    separators(text).find_map(|(start, end)| {
        let first = text[..start].trim_end_matches(BLANKS);
        let rest = text[end..].trim_start_matches(BLANKS);
        let last = &rest[..rest.find(|c: char| !is_of_date(c)).unwrap_or(rest.len())];
        let separator = &text[start..end];
        let (before, after) = (numbers(first)?, numbers(last)?);
        // `2025-07-10/12` only lacks the beginning of its end.
        if separator == "/" && read(first).is_ok() {
            return None;
        }
        // `2017-06-18`, `2017-2018` and `18/06` are no ranges of days.
        let is_plain = separator.len() == 1;
        let is_full = before.len() == 3 && after.len() == 3;
        let is_within = first.contains(separator) || last.contains(separator);
        if is_plain && !is_full && (is_within || before.len() + after.len() < 4) {
            return None;
        }
        let intervals = intervals(&before, &after);
        (!intervals.is_empty()).then(|| (text.len() - rest.len() + last.len(), intervals))
    })
}

const BLANKS: [char; 2] = [' ', '\u{A0}'];

fn is_of_date(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | '/' | '-')
}

/// Where the two sides of a range in digits can be parted, as far as the text can be one.
fn separators(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let goes_on = |(_, c): &(usize, char)| is_of_date(*c) || is_dash(*c) || BLANKS.contains(c);
    let signs = text.char_indices().take_while(goes_on).map(|(at, c)| (at, at + c.len_utf8(), c));
    let signs = signs.filter(|(_, _, c)| is_dash(*c) || matches!(c, '-' | '/'));
    let words = [" to ", " through "].into_iter().filter_map(|word| {
        let at = text.find(word)?;
        text[..at].chars().all(is_of_date).then_some((at, at + word.len()))
    });
    signs.map(|(start, end, _)| (start, end)).chain(words)
}

fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The numbers of one side; a point may stand behind the last, as behind an ordinal.
fn numbers(side: &str) -> Option<Vec<&str>> {
    let side = side.strip_suffix('.').unwrap_or(side);
    let numbers: Vec<&str> = side.split(['.', '/', '-']).collect();
    let is_number =
        |part: &&str| matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit());
    (numbers.len() <= 3 && numbers.iter().all(is_number)).then_some(numbers)
}

/// In which orders the two sides of a range name day, month and year; what one side lacks, the other has.
const ORDERS: [(&str, &str); 13] = [
    ("d", "dmy"),
    ("dm", "dmy"),
    ("dmy", "dmy"),
    ("md", "dy"),
    ("md", "mdy"),
    ("mdy", "mdy"),
    ("ymd", "d"),
    ("ymd", "md"),
    ("ymd", "ymd"),
    ("m", "my"),
    ("my", "my"),
    ("ym", "m"),
    ("ym", "ym"),
];

/// Every interval that the numbers of the two sides can mean.
fn intervals(first: &[&str], last: &[&str]) -> Vec<String> {
    let mut found: Vec<(bool, String)> = Vec::new();
    for (first_order, last_order) in ORDERS {
        let sides = Side::in_order(first, first_order).zip(Side::in_order(last, last_order));
        let Some((first, last)) = sides else { continue };
        let Some(interval) = first.until(&last).filter(|interval| read(interval).is_ok()) else { continue };
        let is_over_turn = first.month > last.month && (first.year.is_none() || last.year.is_none());
        if !found.iter().any(|(_, other)| *other == interval) {
            found.push((is_over_turn && last.month.is_some(), interval));
        }
    }
    // A stretch within a year is meant rather than one over its turn.
    if found.iter().any(|(is_over_turn, _)| !is_over_turn) {
        found.retain(|(is_over_turn, _)| !is_over_turn);
    }
    found.into_iter().map(|(_, interval)| interval).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    Number(&'t str),
    Month(usize),
    /// A dash, `to` or `through`.
    Until,
}

/// What can belong to a range, each with where it ends; nothing from the first word on that cannot.
struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = (Token<'t>, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text[self.at..].trim_start_matches([' ', ',', '\u{A0}']);
        let start = self.text.len() - rest.len();
        let sign = rest.chars().next()?;
        if matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}') {
            self.at = start + sign.len_utf8();
            return Some((Token::Until, self.at));
        }
        let word = &rest[..rest.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(rest.len())];
        let token = token(word)?;
        // `Sept.`, `18.`
        let dot = usize::from(rest[word.len()..].starts_with('.'));
        self.at = start + word.len() + dot;
        Some((token, self.at))
    }
}

fn token(word: &str) -> Option<Token<'_>> {
    let letters = word.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let digits = &word[..word.len() - letters.len()];
    match (digits, letters) {
        ("", "to" | "through") => Some(Token::Until),
        ("", name) => month_number(name).map(Token::Month),
        (digits, "" | "st" | "nd" | "rd" | "th") => Some(Token::Number(digits)),
        _ => None,
    }
}

/// One side of a range, as far as it says it itself.
#[derive(Default)]
struct Side<'t> {
    year: Option<&'t str>,
    month: Option<usize>,
    day: Option<&'t str>,
}

fn side<'t>(tokens: &mut Peekable<Tokens<'t>>) -> Option<(Side<'t>, usize)> {
    let (mut side, mut end) = (Side::default(), None);
    while let Some((_, after)) = tokens.next_if(|(token, _)| side.take(*token)) {
        end = Some(after);
    }
    end.map(|end| (side, end))
}

impl<'t> Side<'t> {
    /// The numbers as day, month and year, in an order such as `dmy`. A year has four digits, and nothing else has.
    fn in_order(numbers: &[&'t str], order: &str) -> Option<Side<'t>> {
        let mut side = Side::default();
        if numbers.len() != order.len() {
            return None;
        }
        for (number, part) in numbers.iter().zip(order.chars()) {
            if (part == 'y') != (number.len() == 4) {
                return None;
            }
            match part {
                'y' => side.year = Some(number),
                'm' => side.month = Some(number.parse().ok().filter(|month| (1..=12).contains(month))?),
                _ => side.day = Some(number),
            }
        }
        Some(side)
    }

    /// Takes what it does not have yet.
    fn take(&mut self, token: Token<'t>) -> bool {
        let number = |place: &mut Option<&'t str>, digits| {
            let is_new = place.is_none();
            *place = place.or(Some(digits));
            is_new
        };
        match token {
            Token::Number(digits) if digits.len() == 4 => number(&mut self.year, digits),
            Token::Number(digits) if digits.len() <= 2 => number(&mut self.day, digits),
            Token::Month(month) if self.month.is_none() => self.month.replace(month).is_none(),
            _ => false,
        }
    }

    /// The interval from this side to the other.
    fn until(&self, last: &Side) -> Option<String> {
        let is_year_alone = |side: &Side| side.month.is_none() && side.day.is_none();
        if is_year_alone(self) || is_year_alone(last) || (last.month.is_none() && self.day.is_none()) {
            return None;
        }
        let (from, until) = (self.month.or(last.month)?, last.month.or(self.month)?);
        // Over the turn of the year only one of the years is written.
        let turn = i64::from(from > until);
        let year = |text: &str, by: i64| Some(format!("{:04}", text.parse::<i64>().ok()? + by));
        let (first_year, last_year) = match (self.year, last.year) {
            (Some(first), Some(last)) => (year(first, 0)?, year(last, 0)?),
            (Some(first), None) => (year(first, 0)?, year(first, turn)?),
            (None, Some(last)) => (year(last, -turn)?, year(last, 0)?),
            (None, None) => return None,
        };
        let first = date(&first_year, &from.to_string(), self.day)?;
        let last = date(&last_year, &until.to_string(), last.day)?;
        Some(format!("{first}/{last}"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Date;
    use super::*;

    #[test]
    fn ranges_in_words_are_corrected() {
        for (text, fix) in [
            ("June 18–23, 2017", "2017-06-18/2017-06-23"),
            ("June 18-23 2017", "2017-06-18/2017-06-23"),
            ("June 18 - 23, 2017", "2017-06-18/2017-06-23"),
            ("June 18 to 23, 2017", "2017-06-18/2017-06-23"),
            ("18-23 June 2017", "2017-06-18/2017-06-23"),
            ("18–23 June 2017", "2017-06-18/2017-06-23"),
            ("18 — 23 Jun. 2017", "2017-06-18/2017-06-23"),
            ("18th to 23rd June 2017", "2017-06-18/2017-06-23"),
            ("2017 June 18–23", "2017-06-18/2017-06-23"),
            ("2017, 18–23 June", "2017-06-18/2017-06-23"),
            ("June 28 – July 2, 2017", "2017-06-28/2017-07-02"),
            ("28 June–2 July 2017", "2017-06-28/2017-07-02"),
            ("28 Feb through 1 Mar 2016", "2016-02-28/2016-03-01"),
            ("Sept. 30–Oct. 2, 2017", "2017-09-30/2017-10-02"),
            ("December 28, 2017 – January 2, 2018", "2017-12-28/2018-01-02"),
            ("December 28 – January 2, 2018", "2017-12-28/2018-01-02"),
            ("28 December 2017 – 2 January", "2017-12-28/2018-01-02"),
            ("June–July 2017", "2017-06/2017-07"),
            ("June 2016 to July 2017", "2016-06/2017-07"),
        ] {
            let found = at_start_of(text);
            assert_eq!(found, Some((text.len(), fix.to_owned())), "{text}");
            let error = Date::parse(text).unwrap_err();
            assert_eq!(error.hint, Some(format!("write `{fix}`")), "{text}");
            assert!(Date::parse(fix).is_ok());
            let longer = format!("{text} by Ada Brandt");
            assert_eq!(
                at_start_of(&longer).map(|(end, fix)| (&longer[..end], fix)),
                Some((text, fix.to_owned()))
            );
        }
    }

    /// A second month belongs to what follows the range.
    #[test]
    fn a_range_in_words_has_one_month_on_each_side() {
        let found = at_start_of("18–23 June 2017 July").unwrap();
        assert_eq!(found, ("18–23 June 2017".len(), "2017-06-18/2017-06-23".to_owned()));
    }

    #[test]
    fn what_is_no_range_in_words_is_not_taken_for_one() {
        for text in [
            "18 June 2017",
            "June 2017",
            "2017-06-18",
            "2017-2018",
            "18-23",
            "June 18–23",
            "June 31–32, 2017",
            "23-18 June 2017",
            "June 18–23–25, 2017",
            "18/23 June 2017",
            "June–",
            "–23 June 2017",
            "",
            "to",
            "May to",
            "since June 18–23, 2017",
            "2017 to June",
            "June 2017–23",
            "June 018–23, 2017",
        ] {
            assert_eq!(at_start_of(text), None, "{text}");
        }
    }

    #[test]
    fn ranges_in_digits_are_told_with_every_meaning() {
        for (text, intervals) in [
            ("18.–23.06.2017", &["2017-06-18/2017-06-23"][..]),
            ("18.-23.06.2017", &["2017-06-18/2017-06-23"]),
            ("18–23.06.2017", &["2017-06-18/2017-06-23"]),
            ("18-23/06/2017", &["2017-06-18/2017-06-23"]),
            ("18. – 23.6.2017", &["2017-06-18/2017-06-23"]),
            ("18.06.–23.06.2017", &["2017-06-18/2017-06-23"]),
            ("28.06.–02.07.2017", &["2017-06-28/2017-07-02"]),
            ("28.12.–02.01.2018", &["2017-12-28/2018-01-02"]),
            ("18.06.2017–23.06.2017", &["2017-06-18/2017-06-23"]),
            ("18.06.2017 to 23.06.2017", &["2017-06-18/2017-06-23"]),
            ("18-06-2017/23-06-2017", &["2017-06-18/2017-06-23"]),
            ("06/18–23/2017", &["2017-06-18/2017-06-23"]),
            ("06/18-06/23/2017", &["2017-06-18/2017-06-23"]),
            ("06/18/2017 - 06/23/2017", &["2017-06-18/2017-06-23"]),
            ("2017/06/18-23", &["2017-06-18/2017-06-23"]),
            ("2017.06.18–06.23", &["2017-06-18/2017-06-23"]),
            ("2017-06-18–23", &["2017-06-18/2017-06-23"]),
            ("05.07.–06.08.2017", &["2017-07-05/2017-08-06", "2017-05-07/2017-06-08"]),
            ("05.07.–04.08.2017", &["2017-07-05/2017-08-04"]),
            ("1/2/2017-3/4/2017", &["2017-02-01/2017-04-03", "2017-01-02/2017-03-04"]),
            ("06.–07.2017", &["2017-06/2017-07"]),
            ("06/2017–07/2017", &["2017-06/2017-07"]),
        ] {
            let found = digits_at_start_of(text);
            let intervals: Vec<String> = intervals.iter().map(|interval| (*interval).to_owned()).collect();
            assert_eq!(found, Some((text.len(), intervals.clone())), "{text}");
            let hint = Date::parse(text).unwrap_err().hint.unwrap_or_default();
            for interval in intervals {
                assert!(hint.contains(&format!("`{interval}`")), "{text}: {hint}");
                assert!(Date::parse(&interval).is_ok());
            }
        }
        assert_eq!(
            Date::parse("05.07.–06.08.2017").unwrap_err().hint.as_deref(),
            Some(
                "write `2017-07-05/2017-08-06` for 5 July to 6 August, `2017-05-07/2017-06-08` for 7 May to 8 June"
            )
        );
        assert_eq!(
            Date::parse("١٨–٢٣/٠٦/٢٠١٧").unwrap_err().hint.as_deref(),
            Some("write `2017-06-18/2017-06-23`")
        );
        for text in
            ["2017-2018", "18/06", "18.06.2017", "2017-06-18", "1-2-3", "99.–98.06.2017", "18.06.–", "–"]
        {
            assert_eq!(digits_at_start_of(text), None, "{text}");
        }
    }
}
