//! Dates as publishers write them, as EDTF: ISO 8601 in its looser spellings, names of months in a dozen languages, numbers.
//!
//! Nothing is guessed and nothing becomes more exact: `03/04/2025` is no date here, a time without seconds or without an offset is
//! left out and its day kept, and a fraction of a second is left out.

use chrono::{DateTime, Datelike};

use crate::model::Date;

/// What a text is as a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublishedDate {
    Read(Date),
    /// Day and month can be exchanged: `03/04/2025`.
    Ambiguous,
    Unread,
}

impl PublishedDate {
    pub fn date(self) -> Option<Date> {
        match self {
            PublishedDate::Read(date) => Some(date),
            PublishedDate::Ambiguous | PublishedDate::Unread => None,
        }
    }
}

/// Reads a date.
pub fn read(text: &str) -> PublishedDate {
    let text = with_plain_digits(text);
    let text = text.trim();
    if let Some(date) =
        iso(text).or_else(|| edtf(text)).or_else(|| by_month_name(text)).or_else(|| mail(text))
    {
        return PublishedDate::Read(date);
    }
    in_numbers(text)
}

/// Digits of other scripts as those of ASCII; the marks that come along in copying go.
fn with_plain_digits(text: &str) -> String {
    // The zeros of Arabic, Persian, Devanagari, Bengali, Thai and fullwidth digits; each is followed by its nine digits.
    const ZEROS: [u32; 6] = [0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0xFF10];
    let plain = |c: char| {
        let digit = ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(*zero).filter(|digit| *digit < 10));
        digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
    };
    text.chars()
        .filter(|c| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{FEFF}'))
        .map(plain)
        .collect()
}

/// What is EDTF as it stands. A time without an offset is that of an unknown clock, and goes.
fn edtf(text: &str) -> Option<Date> {
    match Date::parse(text) {
        Ok(date) if text.contains('T') && !has_offset(text) => {
            drop(date);
            Date::parse(text.split('T').next()?).ok()
        }
        Ok(date) => Some(date),
        Err(_) => None,
    }
}

fn has_offset(text: &str) -> bool {
    let time = text.split_once('T').map_or("", |(_, time)| time);
    time.contains(['Z', '+', '-'])
}

/// `2022-06-28 21:14`, `2022-06-28T21:14:05.123+0530`, `2022/6/28`, `20220628`, `2022-06-28T00:00`.
fn iso(text: &str) -> Option<Date> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, month, day, rest) = match digits {
        8 => (&text[..4], &text[4..6], &text[6..8], &text[8..]),
        4 => {
            let separator = text[4..].chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
            let (month, rest) = short_number(&text[5..])?;
            let (day, rest) = short_number(rest.strip_prefix(separator)?)?;
            (&text[..4], month, day, rest)
        }
        _ => return None,
    };
    let day = Date::parse(&format!("{year}-{month:0>2}-{day:0>2}")).ok()?;
    if rest.is_empty() {
        return Some(day);
    }
    // What is no time of day makes the whole no date: an interval, say.
    let time = rest.strip_prefix(['T', 't', ' '])?.trim_start();
    let clock = clock(time)?;
    let exact = clock.exact.and_then(|time| Date::parse(&format!("{}T{time}", day.as_str())).ok());
    Some(exact.unwrap_or(day))
}

fn short_number(text: &str) -> Option<(&str, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 1 | 2).then(|| text.split_at(digits))
}

/// A time of day.
struct Clock {
    /// As EDTF has it, where seconds and offset are there.
    exact: Option<String>,
}

/// `21:14`, `21:14:05`, `211405Z`, `21:14:05.123 +0530`, `9:05 PM`.
fn clock(text: &str) -> Option<Clock> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(text.len());
    let (time, rest) = text.split_at(end);
    let parts: Vec<&str> = if time.contains(':') {
        time.split(':').collect()
    } else if matches!(time.len(), 4 | 6) {
        (0..time.len() / 2).map(|part| &time[part * 2..part * 2 + 2]).collect()
    } else {
        return None;
    };
    let bounds = [24, 60, 61];
    let is_sound = matches!(parts.len(), 2 | 3)
        && parts
            .iter()
            .zip(bounds)
            .all(|(part, bound)| part.len() <= 2 && part.parse::<u32>().is_ok_and(|n| n < bound));
    if !is_sound {
        return None;
    }
    let fraction =
        rest.strip_prefix(['.', ',']).map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let offset = fraction.unwrap_or(rest).trim();
    let is_half_day = offset
        .get(..2)
        .is_some_and(|word| word.eq_ignore_ascii_case("am") || word.eq_ignore_ascii_case("pm"));
    let offset = if is_half_day { None } else { Some(edtf_offset(offset)?) };
    let exact = match (&parts[..], offset.flatten()) {
        ([hour, minute, second], Some(offset)) => {
            Some(format!("{hour:0>2}:{minute:0>2}:{second:0>2}{offset}"))
        }
        _ => None,
    };
    Some(Clock { exact })
}

/// `Z` and `+05:30` for the ways in which offsets are written; nothing where none is; the outer nothing where it is none.
fn edtf_offset(text: &str) -> Option<Option<String>> {
    match text {
        "" => return Some(None),
        "Z" | "z" | "UTC" | "GMT" => return Some(Some("Z".to_owned())),
        _ => {}
    }
    let (sign, digits) = match text.strip_prefix(['+', '-']) {
        Some(digits) => (&text[..1], digits.replace(':', "")),
        None => return None,
    };
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "00"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let is_sound = hours.bytes().chain(minutes.bytes()).all(|byte| byte.is_ascii_digit());
    let offset =
        if hours == "00" && minutes == "00" { "Z".to_owned() } else { format!("{sign}{hours}:{minutes}") };
    is_sound.then_some(Some(offset))
}

/// `Wed, 05 Oct 2022 10:00:00 GMT` (RFC 2822).
fn mail(text: &str) -> Option<Date> {
    let moment = DateTime::parse_from_rfc2822(text).ok()?;
    let date = moment.format("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let date = date.strip_suffix("+00:00").map_or(date.clone(), |utc| format!("{utc}Z"));
    (moment.year() > 0).then(|| Date::parse(&date).ok()).flatten()
}

/// `5 October 2022`, `Oct. 5th, 2022`, `October 2022`, `Wednesday, 5 October 2022`, `5 de octubre de 2022`, `٥ أكتوبر ٢٠٢٢`.
fn by_month_name(text: &str) -> Option<Date> {
    const SMALL_WORDS: [&str; 10] = ["de", "del", "of", "the", "di", "al", "г", "году", "року", "b"];
    let (mut year, mut month, mut day) = (None, None, None);
    for word in text.split([' ', ',', '.', '-', '/', '\u{A0}']).filter(|word| !word.is_empty()) {
        let small = word.to_lowercase();
        let digits = small.trim_end_matches(char::is_alphabetic);
        let is_ordinal = matches!(&small[digits.len()..], "" | "st" | "nd" | "rd" | "th" | "er" | "º" | "º.");
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && is_ordinal {
            let place = if digits.len() <= 2 { &mut day } else { &mut year };
            if place.replace(digits.to_owned()).is_some() {
                return None;
            }
        } else if let Some(number) = month_called(&small) {
            if month.replace(number).is_some() {
                return None;
            }
        } else if !SMALL_WORDS.contains(&small.as_str()) && !is_weekday(&small) {
            return None;
        }
    }
    let (year, month) = (year.filter(|year| year.len() == 4)?, month?);
    let date = match day {
        Some(day) => format!("{year}-{month:02}-{day:0>2}"),
        None => format!("{year}-{month:02}"),
    };
    Date::parse(&date).ok()
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 14] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    ];
    DAYS.contains(&word)
}

/// The names of months, a language a line, from January on; a stroke stands between several names of one.
const MONTHS: [[&str; 12]; 14] = [
    [
        "january|jan",
        "february|feb",
        "march|mar",
        "april|apr",
        "may",
        "june|jun",
        "july|jul",
        "august|aug",
        "september|sep|sept",
        "october|oct",
        "november|nov",
        "december|dec",
    ],
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre|setiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    [
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ],
    [
        "janvier",
        "février|fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août|aout",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    [
        "januar|jänner",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ],
    [
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ],
    [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    [
        "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim", "kasım",
        "aralık",
    ],
    [
        "января|январь",
        "февраля|февраль",
        "марта|март",
        "апреля|апрель",
        "мая|май",
        "июня|июнь",
        "июля|июль",
        "августа|август",
        "сентября|сентябрь",
        "октября|октябрь",
        "ноября|ноябрь",
        "декабря|декабрь",
    ],
    [
        "січня|січень",
        "лютого|лютий",
        "березня|березень",
        "квітня|квітень",
        "травня|травень",
        "червня|червень",
        "липня|липень",
        "серпня|серпень",
        "вересня|вересень",
        "жовтня|жовтень",
        "листопада|листопад",
        "грудня|грудень",
    ],
    [
        "يناير|كانون-الثاني",
        "فبراير|شباط",
        "مارس|آذار",
        "أبريل|ابريل|إبريل|نيسان",
        "مايو|أيار",
        "يونيو|حزيران",
        "يوليو|تموز",
        "أغسطس|اغسطس|آب",
        "سبتمبر|أيلول",
        "أكتوبر|اكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
    [
        "ינואר|בינואר",
        "פברואר|בפברואר",
        "מרץ|במרץ|מרס|במרס",
        "אפריל|באפריל",
        "מאי|במאי",
        "יוני|ביוני",
        "יולי|ביולי",
        "אוגוסט|באוגוסט",
        "ספטמבר|בספטמבר",
        "אוקטובר|באוקטובר",
        "נובמבר|בנובמבר",
        "דצמבר|בדצמבר",
    ],
    [
        "stycznia|styczeń",
        "lutego|luty",
        "marca|marzec",
        "kwietnia|kwiecień",
        "maja|maj",
        "czerwca|czerwiec",
        "lipca|lipiec",
        "sierpnia|sierpień",
        "września|wrzesień",
        "października|październik",
        "listopada|listopad",
        "grudnia|grudzień",
    ],
    [
        "januari",
        "februari",
        "maret",
        "april",
        "mei",
        "juni",
        "juli",
        "agustus",
        "september",
        "oktober",
        "november",
        "desember",
    ],
];

/// The number of the month of this name; nothing where languages differ about it.
fn month_called(word: &str) -> Option<usize> {
    let of = |months: &[&str; 12]| months.iter().position(|names| names.split('|').any(|name| name == word));
    let mut found = MONTHS.iter().filter_map(of);
    let first = found.next()?;
    found.all(|other| other == first).then_some(first + 1)
}

/// `25/12/2025`, `12.25.2025`: only where one of the two cannot be the month.
fn in_numbers(text: &str) -> PublishedDate {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [first, second, year] = parts[..] else { return PublishedDate::Unread };
    // A time may follow the year.
    let (year, time) = year.split_once([' ', 'T']).map_or((year, None), |(year, time)| (year, Some(time)));
    let is_number = |part: &str, length: std::ops::RangeInclusive<usize>| {
        length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_number(first, 1..=2) || !is_number(second, 1..=2) || !is_number(year, 4..=4) {
        return PublishedDate::Unread;
    }
    if time.is_some_and(|time| clock(time.trim().trim_start_matches(',').trim()).is_none()) {
        return PublishedDate::Unread;
    }
    let date = |month: &str, day: &str| Date::parse(&format!("{year}-{month:0>2}-{day:0>2}")).ok();
    match (date(second, first), date(first, second)) {
        (Some(one), Some(other)) if one != other => PublishedDate::Ambiguous,
        (Some(date), _) | (None, Some(date)) => PublishedDate::Read(date),
        (None, None) => PublishedDate::Unread,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_in_which_publishers_write_dates() {
        for (written, meant) in [
            ("2020-07-05", "2020-07-05"),
            ("2022-06-28 21:14", "2022-06-28"),
            ("2022-06-28T21:14", "2022-06-28"),
            ("2022-06-28T21:14:05", "2022-06-28"),
            ("2020-03-18T14:00:00+0200", "2020-03-18T14:00:00+02:00"),
            ("2020-06-16T20:15:35+05:30", "2020-06-16T20:15:35+05:30"),
            ("2023-01-24T13:32:06.838Z", "2023-01-24T13:32:06Z"),
            ("2023-01-24T13:32:06.838000+00:00", "2023-01-24T13:32:06Z"),
            ("2023-01-24 13:32:06 UTC", "2023-01-24T13:32:06Z"),
            ("20230124", "2023-01-24"),
            ("2023/1/4", "2023-01-04"),
            ("2023.01.04", "2023-01-04"),
            ("2023", "2023"),
            ("2023-01", "2023-01"),
            ("October 5, 2022", "2022-10-05"),
            ("Oct. 5th, 2022", "2022-10-05"),
            ("5 October 2022", "2022-10-05"),
            ("Wednesday, 5 October 2022", "2022-10-05"),
            ("October 2022", "2022-10"),
            ("05-Oct-2022", "2022-10-05"),
            ("Wed, 05 Oct 2022 10:00:00 GMT", "2022-10-05T10:00:00Z"),
            ("Wed, 05 Oct 2022 10:00:00 +0530", "2022-10-05T10:00:00+05:30"),
            ("5 de octubre de 2022", "2022-10-05"),
            ("1er mars 2022", "2022-03-01"),
            ("٥ أكتوبر ٢٠٢٢", "2022-10-05"),
            ("5 באוקטובר 2022", "2022-10-05"),
            ("5 октября 2022 г.", "2022-10-05"),
            ("25/12/2025", "2025-12-25"),
            ("12/25/2025", "2025-12-25"),
            ("31.12.2025 18:30", "2025-12-31"),
            ("03/03/2025", "2025-03-03"),
            (" 2025-03-03 ", "2025-03-03"),
            ("2025-06~", "2025-06~"),
        ] {
            assert_eq!(read(written).date().as_ref().map(Date::as_str), Some(meant), "{written}");
        }
    }

    #[test]
    fn what_can_be_two_dates_or_none_is_not_guessed() {
        for text in ["03/04/2025", "3.4.2025", "03-04-2025 10:00"] {
            assert_eq!(read(text), PublishedDate::Ambiguous, "{text}");
        }
        for text in [
            "",
            "soon",
            "2025-02-30",
            "1656450840",
            "99/99/2025",
            "5 October",
            "03/04/25",
            "2025-13-01",
            "2022-06-28 at noon",
        ] {
            assert_eq!(read(text), PublishedDate::Unread, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_not(text in "[0-9TZ:+ ./-]{0,30}|\\PC{0,40}") {
            let _ = read(&text);
        }

        /// No date is more exact than what was written.
        #[test]
        fn a_day_stays_a_day(year in 1900..2100, month in 1..=12u32, day in 1..=28u32) {
            let written = format!("{year}-{month:02}-{day:02}");
            for spelled in [written.clone(), format!("{written} 10:00"), format!("{written}T10:00:00")] {
                let date = read(&spelled).date();
                proptest::prop_assert_eq!(date.as_ref().map(Date::as_str), Some(written.as_str()));
            }
        }
    }
}
