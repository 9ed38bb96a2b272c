//! Dates in words and loose digits: the names of months, and a year, month and day as EDTF.

use crate::model::date::calendar::days_in_month;
use crate::model::date::parse::MONTHS;

pub(super) fn month_number(word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    let is_meant = |name: &str| word.len() >= 3 && name.to_lowercase().starts_with(&word);
    MONTHS.iter().position(|name| is_meant(name)).map(|index| index + 1)
}

/// The date in EDTF, if these three are one; a season is not meant here.
pub(super) fn date(year: &str, month: &str, day: Option<&str>) -> Option<String> {
    let (number, month) = two_digits(month, 12)?;
    let Some(day) = day else {
        return Some(format!("{year}-{month}"));
    };
    let (_, day) = two_digits(day, days_in_month(year.parse().ok()?, number))?;
    Some(format!("{year}-{month}-{day}"))
}

fn two_digits(digits: &str, most: u32) -> Option<(u32, String)> {
    let number: u32 = digits.parse().ok().filter(|number| (1..=most).contains(number))?;
    Some((number, format!("{number:02}")))
}
