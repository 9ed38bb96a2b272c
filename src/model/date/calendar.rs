//! The proleptic Gregorian calendar: years, months and days as numbers, and the days between them.

use std::ops::RangeInclusive;

pub(super) const SECONDS_OF_DAY: i64 = 86_400;
pub(super) const YEARS_WITH_FOUR_DIGITS: RangeInclusive<i64> = -9999..=9999;
/// The furthest year, before or after year 0, that can be written: its seconds still fit a [`Moment`].
pub(super) const FURTHEST_YEAR: i64 = 99_999_999_999;

/// As EDTF writes a year: four digits, or all of them after `Y`.
pub(super) fn year_text(year: i64) -> String {
    let sign = if year < 0 { "-" } else { "" };
    if YEARS_WITH_FOUR_DIGITS.contains(&year) {
        format!("{sign}{:04}", year.unsigned_abs())
    } else {
        format!("Y{year}")
    }
}

pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(super) fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The month and day nearest to these that the calendar has.
pub(super) fn real_day(year: i64, month: u32, day: u32) -> (u32, u32) {
    let month = month.clamp(1, 12);
    (month, day.clamp(1, days_in_month(year, month)))
}

/// The number of days from 1970-01-01 to this day. The year is counted from 1 March, so that the leap day is its last.
pub(super) fn days_before(year: i64, month: u32, day: u32) -> i64 {
    let year = year.clamp(-10 * FURTHEST_YEAR, 10 * FURTHEST_YEAR) - i64::from(month < 3);
    let month_from_march = i64::from((month + 9) % 12);
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + day_of_year - 719_468
}

/// The year, month and day that lie so many days after 1970-01-01: the inverse of [`days_before`].
pub(super) fn civil_of_days(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let leap_days = day_of_era / 1460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month < 3);
    (year, month as u32, day as u32)
}
