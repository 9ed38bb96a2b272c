//! Dates of bibliographies as EDTF. BibLaTeX has EDTF itself; older entries have a year in words, CSL-JSON lists of numbers.

use crate::exchange::published_date;
use crate::model::Date;

/// A date as text.
pub(super) fn read(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let plain = Date::parse(text).ok().filter(|_| !text.contains('T'));
    plain.or_else(|| published_date::read(text).date()).or_else(|| in_words(text))
}

/// `1999--2001`, `c. 1850`, `ca 1850`, `1850?`, `[1850]`.
fn in_words(text: &str) -> Option<Date> {
    let about = ["circa ", "c. ", "ca. ", "ca ", "c.", "c", "~"]
        .iter()
        .find_map(|word| text.to_lowercase().strip_prefix(word).map(str::to_owned));
    if let Some(year) = about.filter(|year| is_year(year.trim())) {
        return Date::parse(&format!("{}~", year.trim())).ok();
    }
    let (first, last) =
        text.split_once(['–', '—']).or_else(|| text.split_once("--")).or_else(|| text.split_once('-'))?;
    let (first, last) = (first.trim(), last.trim());
    (is_year(first) && is_year(last)).then(|| Date::parse(&format!("{first}/{last}")).ok()).flatten()
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A year with month and day where they are known, as numbers.
pub(super) fn of_parts(year: i64, month: Option<u32>, day: Option<u32>) -> Option<String> {
    let sign = if year < 0 { "-" } else { "" };
    let mut text = format!("{sign}{:04}", year.unsigned_abs());
    if let Some(month) = month.filter(|month| (1..=12).contains(month) || (21..=24).contains(month)) {
        text += &format!("-{month:02}");
        if let Some(day) = day.filter(|day| (1..=31).contains(day) && month <= 12) {
            text += &format!("-{day:02}");
        }
    }
    Date::parse(&text).ok().map(|date| date.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_bibliographies() {
        for (written, meant) in [
            ("2006", "2006"),
            ("1984/1986", "1984/1986"),
            ("1723~", "1723~"),
            ("2004-22", "2004-22"),
            ("1997/", "1997/"),
            ("/1997", "/1997"),
            ("2020-01-02T10:00:00", "2020-01-02"),
            ("1999--2001", "1999/2001"),
            ("1999–2001", "1999/2001"),
            ("ca. 1850", "1850~"),
            ("May 2020", "2020-05"),
        ] {
            assert_eq!(read(written).as_ref().map(Date::as_str), Some(meant), "{written}");
        }
        for text in ["", "in press", "n.d.", "forthcoming", "03/04/2020"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(of_parts(2020, Some(2), Some(30)), None);
        assert_eq!(of_parts(-44, Some(3), Some(15)).as_deref(), Some("-0044-03-15"));
    }
}
