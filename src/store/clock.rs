//! The clock of the computer, and what to make of it: transactions never go back in time, even where the clock does, and
//! a clock that cannot be right is said to be wrong before everything that follows is dated by it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, SecondsFormat};

use crate::model::Problem;
use crate::model::problem::Result;

/// The present moment, in microseconds since 1970 UTC; before that, less than 0.
pub fn present() -> i64 {
    let micros = |since: Duration| i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(after) => micros(after),
        Err(before) => -micros(before.duration()),
    }
}

/// Refuses to record by a clock before 1970: what keeps the index counts from there, and could not be opened.
///
/// # Errors
/// The clock of this computer stands before 1970.
pub fn refuse_before_1970() -> Result<()> {
    let now = present();
    if now >= 0 {
        return Ok(());
    }
    let message =
        format!("the clock of this computer says {}: before 1970 nothing can be recorded", written(now));
    Err(Problem::invalid(message)
        .hint("set the clock right, then record it again; what is there can be read"))
}

/// A moment in digits, with the part of the second where there is one: as `as of` takes it.
pub fn written(micros: i64) -> String {
    match DateTime::from_timestamp_micros(micros) {
        Some(at) => at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        None => format!("{micros} µs after 1970"),
    }
}

/// How far a clock may be set back without a word: those that are set by a server are, now and then.
const SET_BACK: i64 = 2_000_000;
/// After how long without a transaction the clock may as well be ahead.
const LONG: i64 = 366 * DAY;
const DAY: i64 = 86_400 * 1_000_000;
/// No transaction is older than dictum (1 January 2025), and whoever reads this lives in the hundred years after that.
const BEGINNING: i64 = 1_735_689_600 * 1_000_000;
const CENTURY: i64 = 36_525 * DAY;

/// The moment by which a transaction is dated, and what is to be said of the clock.
///
/// # Errors
/// The last transaction is dated at the end of what can be counted.
pub fn dated(now: i64, last: Option<i64>) -> Result<(i64, Option<String>)> {
    let Some(last) = last else { return Ok((now, of_first(now))) };
    if now > last {
        return Ok((now, of_later(now, last)));
    }
    let after = last.checked_add(1).ok_or_else(|| {
        Problem::invalid("the last transaction is dated at the end of time: nothing can come after it")
    })?;
    let remark = (last.saturating_sub(now) > SET_BACK).then(|| {
        format!(
            "the clock of this computer says {}, but the last transaction is of {}: this one is dated right after that, not by the clock",
            written(now),
            written(last)
        )
    });
    Ok((after, remark))
}

fn of_first(now: i64) -> Option<String> {
    let is_wrong = !(BEGINNING..BEGINNING + CENTURY).contains(&now);
    is_wrong.then(|| {
        format!(
            "the clock of this computer says {}, which can hardly be: what is recorded now is dated so",
            written(now)
        )
    })
}

fn of_later(now: i64, last: i64) -> Option<String> {
    (now.saturating_sub(last) > LONG).then(|| {
        format!(
            "the clock of this computer says {}, but the last transaction is of {}: if the clock is ahead, set it right before more is recorded, since later transactions are dated after this one",
            written(now),
            written(last)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_795_780_800 * 1_000_000;

    #[test]
    fn a_clock_that_is_behind_or_far_ahead_is_said() {
        let remark = |now, last| dated(now, last).expect("it is dated").1;
        for (now, last) in [
            (NOON, None),
            (NOON, Some(NOON - 1)),
            (NOON, Some(NOON)),
            (NOON, Some(NOON + 1_000_000)),
            (NOON, Some(NOON - 300 * DAY)),
        ] {
            assert_eq!(remark(now, last), None, "{now} after {last:?}");
        }
        for (now, last) in [
            (NOON, Some(NOON + DAY)),
            (NOON, Some(NOON - 400 * DAY)),
            (-1, None),
            (0, None),
            (NOON + 2 * CENTURY, None),
            (i64::MIN, Some(i64::MAX - 1)),
            (i64::MAX, Some(i64::MIN)),
        ] {
            assert!(
                remark(now, last).is_some_and(|remark| remark.contains("the clock")),
                "{now} after {last:?}"
            );
        }
    }

    #[test]
    fn transactions_never_go_back_in_time() {
        assert_eq!(dated(NOON, Some(NOON + DAY)).expect("it is dated").0, NOON + DAY + 1);
        assert_eq!(dated(NOON, Some(NOON)).expect("it is dated").0, NOON + 1);
        assert_eq!(dated(NOON, None).expect("it is dated").0, NOON);
        assert_eq!(dated(-5, None).expect("it is dated").0, -5);
        assert!(dated(NOON, Some(i64::MAX)).is_err());
    }

    #[test]
    fn moments_are_written_as_they_can_be_asked_for() {
        assert_eq!(written(1_000_000), "1970-01-01T00:00:01Z");
        assert_eq!(written(-1), "1969-12-31T23:59:59.999999Z");
        assert_eq!(
            crate::model::Instant::parse(&written(NOON + 1_200)).map(|instant| instant.last),
            Some(NOON + 1_200)
        );
        assert_eq!(written(i64::MIN), format!("{} µs after 1970", i64::MIN));
    }
}
