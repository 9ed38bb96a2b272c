//! Moments in digits. They stand several times in every row, so they are made without asking for memory.

use std::fmt::{self, Write};
use std::ops::Deref;

use crate::model::{Date, Moment};
use crate::store::clock;

/// A moment or day as text.
#[derive(Clone, Copy)]
pub(in crate::output) struct Stamp {
    text: [u8; Stamp::LONGEST],
    length: usize,
}

impl Stamp {
    /// `-9223372036854775808 µs after 1970`, and some room.
    const LONGEST: usize = 48;

    /// A moment of this database, `2025-07-20T12:00:00Z`, with the part of the second where there is one.
    pub(in crate::output) fn of_micros(micros: i64) -> Stamp {
        Stamp::of(|stamp| match micros.rem_euclid(1_000_000) {
            0 => stamp.push_second(micros.div_euclid(1_000_000), ""),
            _ => None,
        })
        .unwrap_or_else(|| Stamp::written(&clock::written(micros)))
    }

    /// A bound of a date: the day, where it is the day's own bound, else the moment; nothing where it is unbounded.
    pub(in crate::output) fn of_bound(at: Moment, end_of_day: bool) -> Option<Stamp> {
        let whole_day = if end_of_day { "T23:59:59Z" } else { "T00:00:00Z" };
        let near = Stamp::of(|stamp| if at.is_bounded() { stamp.push_second(at.0, whole_day) } else { None });
        near.or_else(|| {
            let (year, month, day) = at.civil()?;
            Some(Stamp::written(Date::of_day(year, month, day).as_str()))
        })
    }

    fn of(write: impl FnOnce(&mut Stamp) -> Option<()>) -> Option<Stamp> {
        let mut stamp = Stamp { text: [0; Stamp::LONGEST], length: 0 };
        write(&mut stamp).map(|()| stamp)
    }

    fn written(text: &str) -> Stamp {
        let mut stamp = Stamp { text: [0; Stamp::LONGEST], length: 0 };
        // What does not fit is left out; everything does.
        let _ = stamp.write_str(text);
        stamp
    }

    /// `2025-07-20T12:00:00Z`, but for a time that is left out; nothing in a year that has not four digits.
    fn push_second(&mut self, second: i64, left_out: &str) -> Option<()> {
        let (year, month, day) = Moment(second).civil().filter(|(year, ..)| (0..=9999).contains(year))?;
        let year = u32::try_from(year).ok()?;
        let of_day = u32::try_from(second.rem_euclid(86_400)).ok()?;
        self.push_two(year / 100, "");
        self.push_two(year % 100, "-");
        self.push_two(month, "-");
        self.push_two(day, "T");
        self.push_two(of_day / 3600, ":");
        self.push_two(of_day / 60 % 60, ":");
        self.push_two(of_day % 60, "Z");
        if !left_out.is_empty() && self.ends_with(left_out) {
            self.length -= left_out.len();
        }
        Some(())
    }

    fn push_two(&mut self, number: u32, after: &str) {
        let digits = [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8];
        self.push(&digits);
        self.push(after.as_bytes());
    }

    fn push(&mut self, bytes: &[u8]) {
        if let Some(room) = self.text.get_mut(self.length..self.length + bytes.len()) {
            room.copy_from_slice(bytes);
            self.length += bytes.len();
        }
    }
}

impl Write for Stamp {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text.as_bytes());
        Ok(())
    }
}

impl Deref for Stamp {
    type Target = str;

    fn deref(&self) -> &str {
        std::str::from_utf8(&self.text[..self.length]).unwrap_or_default()
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::output::content::timestamp::*;

    fn bound_in_words(at: Moment, end_of_day: bool) -> Option<String> {
        let (year, month, day) = at.civil()?;
        let whole_day = if end_of_day { "T23:59:59Z" } else { "T00:00:00Z" };
        let day = Date::of_day(year, month, day).as_str().to_owned();
        Some(at.to_rfc3339().filter(|text| !text.ends_with(whole_day)).unwrap_or(day))
    }

    fn seconds() -> BoxedStrategy<i64> {
        let day = (-800_000_i64..4_000_000).prop_map(|day| day * 86_400);
        prop_oneof![
            -70_000_000_000..260_000_000_000_i64,
            day.clone(),
            day.prop_map(|second| second - 1),
            any::<i64>(),
        ]
        .boxed()
    }

    proptest! {
        #[test]
        fn they_are_what_the_slow_way_writes(second in seconds(), part in 0..1_000_000_i64, end in any::<bool>()) {
            let moment = Moment(second);
            let bound = Stamp::of_bound(moment, end).map(|stamp| stamp.to_string());
            prop_assert_eq!(bound, bound_in_words(moment, end));
            for micros in [second.saturating_mul(1_000_000), second.saturating_mul(1_000_000).saturating_add(part)] {
                prop_assert_eq!(&*Stamp::of_micros(micros), clock::written(micros));
            }
        }
    }
}
