//! Dates as a table writes them, by patterns: `D-M-YYYY`, `stated on MMMM D, YYYY in *:`. A pattern says which number is the
//! day and which the month; where two patterns read a text as two dates, neither is taken.

use super::months::MonthNames;
use crate::model::Date;

/// What a pattern is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Year,
    /// The year's last two digits.
    ShortYear,
    /// One or two digits, or two.
    Month {
        two: bool,
    },
    MonthName,
    Day {
        two: bool,
    },
    /// The day with what its language puts behind it: `1st`, `1er`, `1.`
    Ordinal,
    Hour,
    Minute,
    Second,
    Zone,
    /// Any text.
    Any,
    Blank,
    Letter(char),
}

/// A pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    /// Nothing for `EDTF`.
    parts: Option<Vec<Part>>,
}

/// The words of patterns, the longer before those that they begin with.
const WORDS: [(&str, Part); 14] = [
    ("YYYY", Part::Year),
    ("YY", Part::ShortYear),
    ("MMMM", Part::MonthName),
    ("MMM", Part::MonthName),
    ("MM", Part::Month { two: true }),
    ("M", Part::Month { two: false }),
    ("Do", Part::Ordinal),
    ("DD", Part::Day { two: true }),
    ("D", Part::Day { two: false }),
    ("hh", Part::Hour),
    ("mm", Part::Minute),
    ("ss", Part::Second),
    ("T", Part::Letter('T')),
    ("Z", Part::Zone),
];

/// What a date's text is read by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub patterns: Vec<Pattern>,
    pub months: MonthNames,
    /// The first two digits of a year of which two are written.
    pub century: Option<u8>,
}

/// What a text was read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    Date(Date),
    /// No pattern fits.
    Nothing,
    /// Two patterns give two dates.
    Several(Vec<String>),
}

impl Pattern {
    /// # Errors
    /// What is wrong with it, in a sentence, and the fix.
    pub fn parse(text: &str) -> Result<Pattern, (String, String)> {
        if text == "EDTF" {
            return Ok(Pattern { text: text.to_owned(), parts: None });
        }
        let parts = parts_of(text.trim());
        let pattern = Pattern { text: text.to_owned(), parts: Some(parts) };
        pattern.check()?;
        Ok(pattern)
    }

    fn has(&self, fits: impl Fn(&Part) -> bool) -> bool {
        self.parts.iter().flatten().any(fits)
    }

    fn check(&self) -> Result<(), (String, String)> {
        let example = "such as `D-M-YYYY`, `MMMM D, YYYY` or `stated on MMMM D, YYYY in *:`".to_owned();
        if !self.has(|part| matches!(part, Part::Year | Part::ShortYear)) {
            return Err((format!("the pattern `{}` has no year, `YYYY`", self.text), example));
        }
        let has_month = self.has(|part| matches!(part, Part::Month { .. } | Part::MonthName));
        if self.has(|part| matches!(part, Part::Day { .. } | Part::Ordinal)) && !has_month {
            return Err((
                format!("the pattern `{}` has a day and no month, `M` or `MMMM`", self.text),
                example,
            ));
        }
        Ok(())
    }

    /// Whether it needs the century to be said.
    pub fn has_short_year(&self) -> bool {
        self.has(|part| *part == Part::ShortYear)
    }

    pub fn has_month_name(&self) -> bool {
        self.has(|part| *part == Part::MonthName)
    }

    pub fn text(&self) -> &str {
        &self.text
    }
}

fn parts_of(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        if c.is_ascii_alphabetic() {
            length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
            let run = &rest[..length];
            parts.extend(words_of(run).unwrap_or_else(|| run.chars().map(Part::Letter).collect()));
        } else if c == '['
            && let Some(end) = rest.find(']')
        {
            parts.extend(
                rest[1..end].chars().map(|c| if c.is_whitespace() { Part::Blank } else { Part::Letter(c) }),
            );
            length = end + 1;
        } else if c == '*' {
            parts.push(Part::Any);
        } else if c.is_whitespace() {
            if parts.last() != Some(&Part::Blank) {
                parts.push(Part::Blank);
            }
        } else {
            parts.push(Part::Letter(c));
        }
        rest = &rest[length..];
    }
    parts
}

/// The words that a run of letters is made of, if it is made of nothing else: `DDThh`, and not `Dated`.
fn words_of(run: &str) -> Option<Vec<Part>> {
    let mut words = Vec::new();
    let mut rest = run;
    while !rest.is_empty() {
        let (word, part) = WORDS.iter().find(|(word, _)| rest.starts_with(word))?;
        words.push(part.clone());
        rest = &rest[word.len()..];
    }
    // A `T` or `Z` by itself is a letter.
    (run.len() > 1 || !matches!(run, "T" | "Z")).then_some(words)
}

/// What was read of a text so far.
#[derive(Clone, Copy, Default)]
struct Numbers {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    hour: Option<u32>,
    minute: Option<u32>,
    second: Option<u32>,
    /// Minutes ahead of UTC.
    zone: Option<i32>,
}

impl Reading {
    /// Reads a text; a spreadsheet's dates and those without a pattern are in EDTF.
    pub fn read(&self, text: &str) -> Read {
        let mut dates: Vec<Date> = Vec::new();
        for pattern in &self.patterns {
            if let Some(date) = self.by_pattern(text, pattern)
                && !dates.contains(&date)
            {
                dates.push(date);
            }
        }
        if self.patterns.is_empty() {
            dates.extend(edtf(text));
        }
        match dates.len() {
            0 => Read::Nothing,
            1 => dates.pop().map_or(Read::Nothing, Read::Date),
            _ => Read::Several(dates.iter().map(|date| date.as_str().to_owned()).collect()),
        }
    }

    fn by_pattern(&self, text: &str, pattern: &Pattern) -> Option<Date> {
        let Some(parts) = &pattern.parts else { return edtf(text) };
        let text: Vec<char> = text.chars().filter(|c| !is_mark(*c)).map(plain_digit).collect();
        let mut steps = MOST_STEPS;
        let numbers = self.fit(parts, &text, Numbers::default(), &mut steps)?;
        numbers.date()
    }

    /// The numbers that the parts find in the text, if they fit all of it.
    fn fit(&self, parts: &[Part], text: &[char], numbers: Numbers, steps: &mut usize) -> Option<Numbers> {
        *steps = steps.checked_sub(1)?;
        let Some((part, parts)) = parts.split_first() else {
            return text.iter().all(|c| c.is_whitespace()).then_some(numbers);
        };
        let mut go_on = |taken: usize, numbers: Numbers| self.fit(parts, &text[taken..], numbers, steps);
        match part {
            Part::Letter(letter) => {
                let same = |c: &&char| c.to_lowercase().eq(letter.to_lowercase());
                text.first().filter(same).and_then(|_| go_on(1, numbers))
            }
            Part::Blank => {
                let blanks = text.iter().take_while(|c| c.is_whitespace()).count();
                if blanks > 0 { go_on(blanks, numbers) } else { None }
            }
            Part::Any => (0..=text.len()).find_map(|taken| go_on(taken, numbers)),
            Part::Year => {
                number(text, 4, 4).and_then(|year| go_on(4, Numbers { year: Some(year), ..numbers }))
            }
            Part::ShortYear => number(text, 2, 2).and_then(|year| {
                let year = Some(u32::from(self.century?) * 100 + year);
                go_on(2, Numbers { year, ..numbers })
            }),
            Part::Month { two } => one_or_two(text, *two)
                .find_map(|(taken, month)| go_on(taken, Numbers { month: Some(month), ..numbers })),
            Part::Day { two } => one_or_two(text, *two)
                .find_map(|(taken, day)| go_on(taken, Numbers { day: Some(day), ..numbers })),
            Part::Ordinal => one_or_two(text, false).find_map(|(taken, day)| {
                let behind = text[taken..]
                    .iter()
                    .take_while(|c| c.is_alphabetic() || matches!(c, '.' | 'º' | 'ª'))
                    .count();
                go_on(taken + behind.min(4), Numbers { day: Some(day), ..numbers })
            }),
            Part::MonthName => self
                .months_at(text)
                .find_map(|(taken, month)| go_on(taken, Numbers { month: Some(month), ..numbers })),
            Part::Hour => one_or_two(text, false)
                .find_map(|(taken, hour)| go_on(taken, Numbers { hour: Some(hour), ..numbers })),
            Part::Minute => {
                number(text, 2, 2).and_then(|minute| go_on(2, Numbers { minute: Some(minute), ..numbers }))
            }
            Part::Second => {
                let fraction = |rest: &[char]| match rest.first() {
                    Some('.' | ',') => 1 + rest[1..].iter().take_while(|c| c.is_ascii_digit()).count(),
                    _ => 0,
                };
                number(text, 2, 2).and_then(|second| {
                    go_on(2 + fraction(&text[2..]), Numbers { second: Some(second), ..numbers })
                })
            }
            Part::Zone => {
                zone_at(text).and_then(|(taken, zone)| go_on(taken, Numbers { zone: Some(zone), ..numbers }))
            }
        }
    }

    /// The names of months that the text begins with, the longest first: a name may have several words.
    fn months_at<'t>(&'t self, text: &'t [char]) -> impl Iterator<Item = (usize, u32)> + 't {
        const LONGEST_NAME: usize = 24;
        let most = text.len().min(LONGEST_NAME);
        let is_end = move |end: usize| text.get(end).is_none_or(|c| !c.is_alphabetic());
        (1..=most).rev().filter(move |end| is_end(*end) && !text[end - 1].is_whitespace()).filter_map(|end| {
            let name: String = text[..end].iter().collect();
            self.months.month(&name).map(|month| (end, u32::from(month)))
        })
    }
}

/// How many steps the fitting of a pattern may take: a text with many `*` could take for ever.
const MOST_STEPS: usize = 20_000;

impl Numbers {
    /// A time without a zone would be one of UTC, which nobody said: then the day alone is known.
    fn date(self) -> Option<Date> {
        let year = self.year?;
        let mut text = format!("{year:04}");
        if let Some(month) = self.month {
            text += &format!("-{month:02}");
        }
        if let Some(day) = self.day {
            text += &format!("-{day:02}");
        }
        if let (Some(hour), Some(minute), Some(zone), Some(_)) = (self.hour, self.minute, self.zone, self.day)
        {
            let second = self.second.unwrap_or(0);
            let offset = match zone {
                0 => "Z".to_owned(),
                zone => format!(
                    "{}{:02}:{:02}",
                    if zone < 0 { '-' } else { '+' },
                    zone.abs() / 60,
                    zone.abs() % 60
                ),
            };
            // Without seconds the minute is known, and EDTF has no minutes: the day is.
            if self.second.is_some() {
                text += &format!("T{hour:02}:{minute:02}:{second:02}{offset}");
            }
        }
        Date::parse(&text).ok()
    }
}

/// EDTF; of a time without a zone, the day.
fn edtf(text: &str) -> Option<Date> {
    let text: String = text.chars().filter(|c| !is_mark(*c)).map(plain_digit).collect();
    let text = text.trim();
    let Some((day, time)) = text.split_once(['T', ' ']).filter(|_| !text.contains('/')) else {
        return Date::parse(text).ok();
    };
    let is_time =
        time.len() >= 5 && time.bytes().next().is_some_and(|b| b.is_ascii_digit()) && time.contains(':');
    if !is_time {
        return None;
    }
    let has_zone = time.ends_with(['Z', 'z']) || time.contains(['+', '-']);
    let whole = Date::parse(&format!("{day}T{}", time.replace('z', "Z"))).ok().filter(|_| has_zone);
    whole.or_else(|| Date::parse(day).ok().filter(|_| day.len() == 10))
}

/// A number of so many digits at the beginning of a text.
fn number(text: &[char], least: usize, most: usize) -> Option<u32> {
    let digits = text.iter().take(most).take_while(|c| c.is_ascii_digit()).count();
    if digits < least {
        return None;
    }
    text[..digits].iter().collect::<String>().parse().ok()
}

/// A number of two digits or of one at the beginning of a text, with how many there are.
fn one_or_two(text: &[char], two: bool) -> impl Iterator<Item = (usize, u32)> + '_ {
    let least = if two { 2 } else { 1 };
    (least..=2).rev().filter_map(move |digits| {
        number(&text[..text.len().min(digits)], digits, digits).map(|number| (digits, number))
    })
}

/// `Z`, `UTC`, `GMT`, `+02:00`, `-0500`: how many characters it takes, and the minutes ahead of UTC.
fn zone_at(text: &[char]) -> Option<(usize, i32)> {
    let beginning: String = text.iter().take(6).collect();
    if beginning.starts_with("UTC") || beginning.starts_with("GMT") {
        return Some((3, 0));
    }
    if beginning.starts_with('Z') {
        return Some((1, 0));
    }
    let sign = match text.first()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let colon = usize::from(text.get(3) == Some(&':'));
    let hours = number(&text[1..], 2, 2)?;
    let minutes = number(text.get(3 + colon..)?, 2, 2)?;
    (hours < 24 && minutes < 60).then_some((5 + colon, sign * (hours * 60 + minutes) as i32))
}

/// Digits of other scripts as those of ASCII.
fn plain_digit(c: char) -> char {
    let code = u32::from(c);
    let zeros = [0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0xFF10];
    let digit = zeros.iter().find(|zero| (**zero..**zero + 10).contains(&code)).map(|zero| code - zero);
    digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
}

/// Direction marks and joiners that come along in copying.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(patterns: &[&str], months: &[&str]) -> Reading {
        let months: Vec<String> = months.iter().map(|language| (*language).to_owned()).collect();
        let patterns = patterns.iter().map(|pattern| Pattern::parse(pattern).unwrap()).collect();
        Reading { patterns, months: MonthNames::of(&months).unwrap(), century: None }
    }

    #[test]
    fn patterns_read_dates() {
        for (pattern, text, date) in [
            ("stated on MMMM D, YYYY in *:", "stated on April 13, 2016 in a TV ad:", "2016-04-13"),
            ("D-M-YYYY", "3-4-2025", "2025-04-03"),
            ("D-M-YYYY", "13-12-2025", "2025-12-13"),
            ("M/D/YYYY", "03/04/2025", "2025-03-04"),
            ("D MMMM YYYY", "٣ أبريل ٢٠٢٥", "2025-04-03"),
            ("D MMMM YYYY", "3 كانون الثاني 2025", "2025-01-03"),
            ("MMMM Do, YYYY", "Sept. 1st, 2020", "2020-09-01"),
            ("MMMM YYYY", "May 2020", "2020-05"),
            ("YYYY", "2020", "2020"),
            ("YYYYMMDD", "20200501", "2020-05-01"),
            ("YYYY-MM-DD hh:mm:ss", "2020-05-01 23:30:00", "2020-05-01"),
            ("YYYY-MM-DDThh:mm:ssZ", "2020-05-01T23:30:00.123+02:00", "2020-05-01T23:30:00+02:00"),
            ("[Dated] D.M.YYYY", "dated  1.2.2020", "2020-02-01"),
            ("* D MMMM YYYY *", "قال يوم 5 مايو 2019 في البرلمان", "2019-05-05"),
            ("EDTF", "2020-05?", "2020-05?"),
        ] {
            let read = reading(&[pattern], &["en", "ar"]).read(text);
            assert_eq!(read, Read::Date(Date::parse(date).unwrap()), "{pattern}: {text}");
        }
        for (pattern, text) in [
            ("D-M-YYYY", "31-2-2025"),
            ("D-M-YYYY", "2025-02-01"),
            ("MMMM D, YYYY", "Smarch 13, 2016"),
            ("D/M/YYYY", "3/4/25"),
            ("YYYY", "in 2020"),
        ] {
            assert_eq!(reading(&[pattern], &["en"]).read(text), Read::Nothing, "{pattern}: {text}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        assert_eq!(reading(&[], &[]).read("03/04/2025"), Read::Nothing);
        assert_eq!(
            reading(&[], &[]).read("2025-04-03 10:00"),
            Read::Date(Date::parse("2025-04-03").unwrap())
        );
        let both = reading(&["D/M/YYYY", "M/D/YYYY"], &[]);
        assert_eq!(both.read("03/04/2025"), Read::Several(vec!["2025-04-03".into(), "2025-03-04".into()]));
        assert_eq!(both.read("13/04/2025"), Read::Date(Date::parse("2025-04-13").unwrap()));
        assert!(
            Pattern::parse("D MMMM").is_err()
                && Pattern::parse("D YYYY").is_err()
                && Pattern::parse("Dated").is_err()
        );
        let many = reading(&["************YYYY*x"], &[]);
        assert_eq!(many.read(&"1 ".repeat(2_000)), Read::Nothing);
    }
}
