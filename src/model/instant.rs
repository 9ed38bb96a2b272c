//! A moment in digits that says the part of the second too: `2025-07-20T12:00:00.123456Z`. Nothing that is recorded is dated
//! so finely; but two transactions can lie within one second, and `as of` distinguishes them.

use super::{Date, Moment};

/// A moment to the fraction of a second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instant {
    /// As it was written.
    pub written: String,
    /// The last microsecond that it includes, counted from 1970 UTC: `12:00:00.5Z` is all of that tenth of a second.
    pub last: i64,
}

impl Instant {
    /// Reads a moment; nothing where the text says no part of a second, or is no moment.
    pub fn parse(text: &str) -> Option<Instant> {
        let (before, rest) = text.split_once('.')?;
        let digits = &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()];
        let second = Date::parse(&format!("{before}{}", &rest[digits.len()..])).ok()?.interval();
        if digits.is_empty() || second.earliest != second.latest || second.earliest == Moment::BEGINNING {
            return None;
        }
        // Finer digits than those of transactions distinguish nothing.
        let digits = &digits[..digits.len().min(6)];
        let part: i64 = format!("{digits:9<6}").parse().ok()?;
        let last = second.earliest.0.checked_mul(1_000_000)?.checked_add(part)?;
        Some(Instant { written: text.to_owned(), last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_of_a_second_is_read_and_nothing_else_is() {
        let last = |text: &str| Instant::parse(text).map(|instant| instant.last);
        assert_eq!(last("1970-01-01T00:00:01.000000Z"), Some(1_000_000));
        assert_eq!(last("1970-01-01T00:00:01.123456Z"), Some(1_123_456));
        assert_eq!(last("1970-01-01T00:00:01.5Z"), Some(1_599_999));
        assert_eq!(last("1970-01-01T01:00:01.25+01:00"), Some(1_259_999));
        assert_eq!(last("1969-12-31T23:59:59.999999Z"), Some(-1));
        assert_eq!(last("1970-01-01T00:00:01.1234567Z"), Some(1_123_456));
        for text in [
            "1970-01-01T00:00:01Z",
            "1970-01-01T00:00:01.Z",
            "1970-01-01.5",
            "1970-01-01T00:00.5Z",
            ".5",
            "..",
            "1970-13-01T00:00:01.5Z",
        ] {
            assert_eq!(last(text), None, "{text}");
        }
    }
}
