//! What dates stand for, and what is refused, by tables and by laws.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use super::calendar::SECONDS_OF_DAY;
use super::*;

/// `2025-07-10T09:30:00`, of any year; `-inf` and `+inf` for the unbounded ends.
fn shown(moment: Moment) -> String {
    let Some((year, month, day)) = moment.civil() else {
        return if moment == Moment::END { "+inf" } else { "-inf" }.to_string();
    };
    let second = moment.0.rem_euclid(SECONDS_OF_DAY);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// A day alone stands for its midnight in the earliest bound, its last second in the latest.
const ACCEPTED: &[(&str, &str, &str)] = &[
    // Level 0.
    ("2025", "2025-01-01", "2025-12-31"),
    ("2025-07", "2025-07-01", "2025-07-31"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("1900-02", "1900-02-01", "1900-02-28"),
    ("2025-07-10", "2025-07-10", "2025-07-10"),
    ("2000-02-29", "2000-02-29", "2000-02-29"),
    ("2025-07-10T09:30:00", "2025-07-10T09:30:00", "2025-07-10T09:30:00"),
    ("2025-07-10T09:30:00Z", "2025-07-10T09:30:00", "2025-07-10T09:30:00"),
    ("2025-07-10T13:30:00+04:00", "2025-07-10T09:30:00", "2025-07-10T09:30:00"),
    ("2025-07-10T22:30:00-05", "2025-07-11T03:30:00", "2025-07-11T03:30:00"),
    ("2025-01-01T01:00:00+05:30", "2024-12-31T19:30:00", "2024-12-31T19:30:00"),
    ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59", "2016-12-31T23:59:59"),
    ("2025-06/2025-07", "2025-06-01", "2025-07-31"),
    ("2025-07-10/2025", "2025-07-10", "2025-12-31"),
    ("2025-07/2025-07-03", "2025-07-01", "2025-07-03"),
    ("2025-07-10T09:00:00Z/2025-07-10T10:00:00Z", "2025-07-10T09:00:00", "2025-07-10T10:00:00"),
    ("0000", "0-01-01", "0-12-31"),
    // Level 1.
    ("-0044", "-44-01-01", "-44-12-31"),
    ("-0044-03-15", "-44-03-15", "-44-03-15"),
    ("-0044/-0030", "-44-01-01", "-30-12-31"),
    ("Y170000002", "170000002-01-01", "170000002-12-31"),
    ("Y-170000002", "-170000002-01-01", "-170000002-12-31"),
    ("Y12345?", "12345-01-01", "12345-12-31"),
    ("2001-21", "2001-01-01", "2001-12-31"),
    ("2001-22", "2000-12-01", "2002-03-21"),
    ("2001-23~", "2001-01-01", "2001-12-31"),
    ("2001-24", "2000-12-01", "2002-03-21"),
    ("200X-21", "2000-01-01", "2009-12-31"),
    ("2025?", "2025-01-01", "2025-12-31"),
    ("2025-07~", "2025-07-01", "2025-07-31"),
    ("2025-07%", "2025-07-01", "2025-07-31"),
    ("2025-07-10?", "2025-07-10", "2025-07-10"),
    ("202X", "2020-01-01", "2029-12-31"),
    ("20XX", "2000-01-01", "2099-12-31"),
    ("202X?", "2020-01-01", "2029-12-31"),
    ("2025-XX", "2025-01-01", "2025-12-31"),
    ("2025-07-XX", "2025-07-01", "2025-07-31"),
    ("2025-XX-XX", "2025-01-01", "2025-12-31"),
    ("XXXX", "-inf", "+inf"),
    ("XXXX-XX-XX", "-inf", "+inf"),
    ("2023/..", "2023-01-01", "+inf"),
    ("../2020", "-inf", "2020-12-31"),
    ("2023/", "2023-01-01", "+inf"),
    ("/2023", "-inf", "2023-12-31"),
    ("../..", "-inf", "+inf"),
    ("/", "-inf", "+inf"),
    ("2024~/2025-07?", "2024-01-01", "2025-07-31"),
    ("202X/2025", "2020-01-01", "2025-12-31"),
    ("2001-21/2001-23", "2001-01-01", "2001-12-31"),
    // Level 2.
    ("2025?-07-10", "2025-07-10", "2025-07-10"),
    ("2025-07~-10", "2025-07-10", "2025-07-10"),
    ("2025-?07", "2025-07-01", "2025-07-31"),
    ("?2025-07-10", "2025-07-10", "2025-07-10"),
    ("~2025-07-%10", "2025-07-10", "2025-07-10"),
    ("?-0044", "-44-01-01", "-44-12-31"),
    ("2XXX", "2000-01-01", "2999-12-31"),
    ("-004X", "-49-01-01", "-40-12-31"),
    ("-000X", "-9-01-01", "-1-12-31"),
    ("-XXXX", "-inf", "-1-12-31"),
    ("X5X5", "505-01-01", "9595-12-31"),
    ("XXXX-07-10", "-inf", "+inf"),
    ("XXXX-02-29", "-inf", "+inf"),
    ("XXXX-XX-10", "-inf", "+inf"),
    ("XXXX-07", "-inf", "+inf"),
    ("2025-XX-10", "2025-01-10", "2025-12-10"),
    ("2025-XX-31", "2025-01-31", "2025-12-31"),
    ("2025-1X", "2025-10-01", "2025-12-31"),
    ("2025-1X-31", "2025-10-31", "2025-12-31"),
    ("2025-X1-31", "2025-01-31", "2025-01-31"),
    ("2025-07-1X", "2025-07-10", "2025-07-19"),
    ("2025-02-2X", "2025-02-20", "2025-02-28"),
    ("202X-02-29", "2020-02-29", "2028-02-29"),
    ("190X-02-29", "1904-02-29", "1908-02-29"),
    ("20XX-02-29", "2000-02-29", "2096-02-29"),
];

#[test]
fn accepted() {
    for (text, earliest, latest) in ACCEPTED {
        let date = Date::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let whole = |bound: &str, time: &str| match bound {
            "-inf" | "+inf" => bound.to_string(),
            _ if bound.contains('T') => bound.to_string(),
            _ => format!("{bound}T{time}"),
        };
        assert_eq!(shown(date.interval().earliest), whole(earliest, "00:00:00"), "{text}");
        assert_eq!(shown(date.interval().latest), whole(latest, "23:59:59"), "{text}");
        assert_eq!(date.is_uncertain(), text.contains(['?', '%']), "{text}");
        assert_eq!(date.is_approximate(), text.contains(['~', '%']), "{text}");
        assert_eq!(date.to_string(), *text);
    }
}

/// Text, what the message holds, what the hint holds.
const REFUSED: &[(&str, &str, &str)] = &[
    ("", "the date is empty", "`2025-07-10`"),
    ("..", "an open end needs a date", "`2025-07-10`"),
    ("hello", "begins with its year", "`2025-07-10`"),
    ("-", "begins with its year", "`2025-07-10`"),
    ("-0000", "no year -0000", "`0000`"),
    ("2025-13", "there is no month 13", "01 to 12"),
    ("2025-2X", "there is no month 2X", "seasons"),
    ("2025-13-07", "there is no month 13", "`2025-07-13`"),
    ("2025-13-14", "there is no month 13", "01 to 12"),
    ("2025-31-02", "there is no month 31", "01 to 12"),
    ("2025-00-07", "there is no month 00", "01 to 12"),
    ("2025-07-00", "there is no day 00", "01 to 31"),
    ("2025-07-32", "there is no day 32", "01 to 31"),
    ("2025-XX-4X", "there is no day 4X", "01 to 31"),
    ("2025-02-30", "February never has more than 29 days", "`2025-02-28`"),
    ("2025-02-3X", "February never has more than 29 days", "`2025-02`"),
    ("201X-02-30", "February never has more than 29 days", "`201X-02-29`"),
    ("XXXX-02-30", "February never has more than 29 days", "`XXXX-02`"),
    ("2023-02-29", "2023 is not a leap year: its February has 28 days", "`2023-02-28`"),
    ("2X25-02-29", "no year `2X25` is a leap year", "`2X25-02`"),
    ("2025-06-31", "June has 30 days", "`2025-06-30`"),
    ("2025-X9-31", "no month `X9` has a day 31", ""),
    ("2025-07-10?~", "too many marks", "`%` for both"),
    ("2025-07-10-11", "`-11` does not belong", ""),
    ("2025-07-10 or so", "` or so` does not belong", ""),
    ("2025/2024", "ends in `2024`, before it begins in `2025`", "`2024/2025`"),
    ("2023/2024/2025", "`/2025` does not belong", ""),
    ("2025-07-10/12", "written in full", "`2025-07-10/2025-07-12`"),
    ("1914/18", "written in full", "`1914/1918`"),
    ("2024-2025", "a `/` separates", "`2024/2025`"),
    ("2025-06-2025-07", "a `/` separates", "`2025-06/2025-07`"),
    ("2023..", "a `/` separates", "`2023/..`"),
    ("..2023", "a `/` separates", "`../2023`"),
    ("2023..2025", "a `/` separates", "`2023/2025`"),
    // Level 2 that news does not need.
    ("[2023,2024]", "a set of dates (EDTF level 2) is not supported here", "`2025-06/2025-07`"),
    ("{2023..2024}", "a set of dates (EDTF level 2) is not supported here", "`2025-06/2025-07`"),
    ("Y17E7", "exponent (EDTF level 2) is not supported here", "`Y170000000`"),
    ("Y171010000S3", "significant digits (EDTF level 2) is not supported here", "`195X`"),
    ("1950S2", "significant digits (EDTF level 2) is not supported here", "`195X`"),
    ("2025-25", "a season with its hemisphere (`25`, EDTF level 2)", "`2025-06/2025-08`"),
    ("2025-32", "a season with its hemisphere (`32`, EDTF level 2)", "`2025-06/2025-08`"),
    ("2025-33", "a part of the year (`33`, EDTF level 2)", "`2025-06/2025-08`"),
    ("2025-21-10", "there is no month 21", "`2025-10-21`"),
    ("2025-25-12", "there is no month 25", "`2025-12-25`"),
    ("Y2025", "more than four digits", "`2025`"),
    ("Y-44", "more than four digits", "`-0044`"),
    ("Y", "`Y` is followed by a year", "`Y170000002`"),
    ("Y999999999999", "too far away", "`Y99999999999`"),
    ("Y99999999999999999999999", "too far away", "`Y99999999999`"),
    ("12025", "has more", "`Y170000002`"),
    ("202", "has fewer", "`202X`"),
    ("25", "has fewer", "`2025`"),
    ("05/06/25", "has fewer", "year, month and day in digits"),
    ("05/16/25", "has fewer", "year, month and day in digits"),
    // Times.
    ("2025-07-10T09:30", "hours, minutes and seconds", "`2025-07-10T09:30:00Z`"),
    ("2025-07-10T24:00:00", "the hours end with 23", "`T00:00:00`"),
    ("2025-07-10T25:00:00", "there is no hour 25", "00 to 23"),
    ("2025-07-10T09:60:00", "there is no minute 60", ""),
    ("2025-07-10T09:30:61", "there is no second 61", "00 to 59"),
    ("2025-07-10T9:30:00", "two digits each", "`2025-07-10T09:30:00Z`"),
    ("2025-07-10T09:30:00.123Z", "exact to the second", "`09:30:00`"),
    ("2025-07-10T09:30:00+0400", "hours and minutes", "`+04:00`"),
    ("2025-07-10T09:30:00-00:00", "no offset `-00:00`", "`Z`"),
    ("2025-07-10T09:30:00Z?", "cannot be marked", "`2025-07-10?`"),
    ("2025-07?-10T09:30:00Z", "only after a complete day", ""),
    ("2025-07T09:30:00Z", "only after a complete day", ""),
    ("2025-07-10 09:30:00", "a `T` separates", "`2025-07-10T09:30:00`"),
    ("2025-07-10 13:30:00 +04:00", "a `T` separates", "`2025-07-10T13:30:00+04:00`"),
    ("2025-07-10t09:30:00z", "capitals", "`2025-07-10T09:30:00Z`"),
    ("202x", "capitals", "`202X`"),
    // What people type.
    ("10/07/2025", "year, month and day", "`2025-07-10` for 10 July, `2025-10-07` for 7 October"),
    ("10.07.2025", "year, month and day", "`2025-07-10` for 10 July, `2025-10-07` for 7 October"),
    ("25/12/2025", "year, month and day", "write `2025-12-25`"),
    ("12/25/2025", "year, month and day", "write `2025-12-25`"),
    ("7-7-2025", "year, month and day", "write `2025-07-07`"),
    ("25/25/2025", "year, month and day", "in digits"),
    ("7/2025", "year, month and day", "`2025-07`"),
    ("2025/07/10", "year, month and day", "`2025-07-10`"),
    ("2025/13/07", "year, month and day", "in digits"),
    ("2025/07", "year, month and day", "`2025-07`"),
    ("2025.07.10", "year, month and day", "`2025-07-10`"),
    ("2025-7-1", "year, month and day", "`2025-07-01`"),
    ("2025-7", "year, month and day", "`2025-07`"),
    ("20250710", "hyphens between", "`2025-07-10`"),
    ("202507", "hyphens between", "`2025-07`"),
    ("202507?", "hyphens between", "`2025-07?`"),
    ("20250710T09:30:00Z", "hyphens between", "`2025-07-10T09:30:00Z`"),
    ("20250710T093000Z", "hyphens between", "`2025-07-10T09:30:00Z`"),
    ("July 2025", "a month is written as a number", "`2025-07`"),
    ("10 July 2025", "a month is written as a number", "`2025-07-10`"),
    ("Sept. 3rd, 2025", "a month is written as a number", "`2025-09-03`"),
    ("10-Jul-2025", "a month is written as a number", "`2025-07-10`"),
    ("2020s", "a decade", "`202X`"),
    ("1900's", "a decade", "`190X` for the decade, `19XX` for the century"),
    ("abc0s", "begins with its year", "`2025-07-10`"),
    ("٢٠٢٥", "digits 0 to 9", "`2025`"),
    ("٢٠٢٥/٠٧/١٠", "digits 0 to 9", "`2025-07-10`"),
    ("١٠/٠٧/٢٠٢٥", "digits 0 to 9", "`2025-07-10` for 10 July"),
    ("２０２３-０６", "digits 0 to 9", "write `2023-06`"),
    ("2023-06\u{2044}2023-07", "signs of the ASCII keyboard", "write `2023-06/2023-07`"),
    ("2025–07", "signs of the ASCII keyboard", "`2025-07`"),
    ("2025–2026", "signs of the ASCII keyboard", "`2025/2026`"),
    ("2023-06\u{2215}2023-07", "signs of the ASCII keyboard", "write `2023-06/2023-07`"),
    ("2023-06\u{301C}", "signs of the ASCII keyboard", "write `2023-06~`"),
    ("2023-06\u{223C}", "signs of the ASCII keyboard", "write `2023-06~`"),
    ("2023-06\u{061F}", "signs of the ASCII keyboard", "write `2023-06?`"),
    ("2023-06\u{066A}", "signs of the ASCII keyboard", "write `2023-06%`"),
    ("2023\u{00AD}-06", "signs of the ASCII keyboard", "write `2023-06`"),
    ("\u{200F}2025-07-10", "signs of the ASCII keyboard", "`2025-07-10`"),
    ("٣ يوليو", "digits 0 to 9", "`2025-07-10`"),
    (" 2025-07-10\n", "without spaces", "`2025-07-10`"),
    ("2025-06 / 2025-07", "without spaces", "`2025-06/2025-07`"),
];

#[test]
fn refused() {
    for (text, message, hint) in REFUSED {
        let error = Date::parse(text).expect_err(text);
        assert!(error.message.contains(message), "{text}: {error}");
        assert!(
            error.hint.as_ref().is_some_and(|it| it.contains(hint)) || hint.is_empty(),
            "{text}: {error}"
        );
        assert!(text.get(error.span.clone()).is_some(), "{text}: {:?}", error.span);
    }
}

#[test]
fn an_error_points_at_what_is_wrong() {
    let place = |text: &'static str| &text[Date::parse(text).unwrap_err().span];
    assert_eq!(place("2025-13"), "13");
    assert_eq!(place("2024/2025-02-30"), "02-30");
    assert_eq!(place("2025-07-10T09:75:00"), "75");
    assert_eq!(place("2025–07"), "–");
    assert_eq!(place("10/07/2025"), "10/07/2025");
    assert_eq!(place("2025-07-10T09:30:00Z?"), "?");
    assert_eq!(place("2024/2025-25"), "2025-25");
}

/// A hint never drops the sign of a year before 1 BC.
#[test]
fn years_before_the_first_keep_their_sign_in_hints() {
    for text in ["-0044/03/15", "-0044/03", "-0044.03.15"] {
        let hint = Date::parse(text).unwrap_err().hint.unwrap_or_default();
        assert!(!hint.contains("`0044"), "{text}: {hint}");
    }
}

#[test]
fn a_range_in_words_is_pointed_at_where_other_words_follow_it() {
    let error = Date::printed_range("June 18–23, 2017 by Ada Brandt").unwrap();
    assert_eq!(error.span, 0.."June 18–23, 2017".len());
    assert_eq!(error.hint.as_deref(), Some("write `2017-06-18/2017-06-23`"));
    assert_eq!(Date::printed_range("June 2017"), None);
}

#[test]
fn an_interval_with_an_open_end_is_open_since_its_beginning() {
    let since = |text: &str| Date::parse(text).unwrap().open_since().map(|date| date.to_string());
    assert_eq!(since("2024-09-15/..").as_deref(), Some("2024-09-15"));
    for text in ["2024-09-15", "2024/2025", "../2024", "../.."] {
        assert_eq!(since(text), None, "{text}");
    }
}

#[test]
fn a_long_text_is_refused() {
    let error = Date::parse(&"2025/".repeat(1_000_000)).unwrap_err();
    assert_eq!(error.message, "a date has no more than 200 characters");
}

#[test]
fn a_moment_with_an_offset_has_a_date_of_its_own() {
    let both = |text: &str| {
        let dating = Date::parse(text).unwrap().dating();
        [dating.instants(), dating.civil()].map(|of| format!("{} {}", shown(of.earliest), shown(of.latest)))
    };
    let same = |text: &str| both(text)[0] == both(text)[1];
    assert!(same("2024-01-20") && same("2024-01-20T21:00:00Z") && same("2024-01/..") && same("XXXX"));
    let evening = "2024-01-20T21:00:00 2024-01-20T21:00:00";
    assert_eq!(both("2024-01-20T21:00:00-05:00"), ["2024-01-21T02:00:00 2024-01-21T02:00:00", evening]);
    assert_eq!(
        both("2024-01-20T21:00:00-05:00/2024-01-21T09:00:00+03:00"),
        ["2024-01-21T02:00:00 2024-01-21T06:00:00", "2024-01-20T21:00:00 2024-01-21T09:00:00"]
    );
    // The later instant has the earlier clock.
    assert_eq!(
        both("2024-01-21T09:00:00+03:00/2024-01-21T02:00:00-05:00"),
        ["2024-01-21T06:00:00 2024-01-21T07:00:00", "2024-01-21T02:00:00 2024-01-21T09:00:00"]
    );
    assert_eq!(both("../2024-01-20T21:00:00-05:00")[1], "-inf 2024-01-20T21:00:00");
    assert_eq!(both("Y-99999999999/..")[1], "-99999999999-01-01T00:00:00 +inf");
}

#[test]
fn only_a_day_or_a_moment_without_a_mark_is_exact() {
    let exact = |text: &str| Date::parse(text).unwrap().is_exact();
    for text in ["2024-01-20", "-0044-03-15", "2024-01-20T21:00:00-05:00"] {
        assert!(exact(text), "{text}");
    }
    for text in [
        "2024",
        "2024-01",
        "2024-21",
        "2024-01-2X",
        "2024-XX-20",
        "XXXX-01-20",
        "Y12345",
        "2024-01-20?",
        "2024-01-20~",
        "2024?-01-20",
        "2024-01-20/..",
        "../2024-01-20",
        "2024-01-20/2024-01-20",
    ] {
        assert!(!exact(text), "{text}");
    }
}

#[test]
fn the_first_of_two_dates() {
    let dating = |text: &str| Date::parse(text).unwrap().dating();
    let first = |one: &str, other: &str| dating(one).first_of(dating(other));
    assert_eq!(first("2025", "2025-03-10"), dating("2025/2025-03-10"));
    assert_eq!(first("2025-03-10", "2025"), dating("2025/2025-03-10"));
    assert_eq!(first("2024", "2025"), dating("2024"));
    assert_eq!(first("../2024", "2023"), dating("../2023"));
    assert_eq!(dating("2025").perhaps_earlier(dating("2024-05")), dating("2024-05/2025"));
    assert_eq!(dating("2025").perhaps_earlier(dating("2026")), dating("2025"));
    assert_eq!(dating("2025").hull(dating("2023-04")), dating("2023-04/2025"));
    let spanning = |one: &str, other: &str| {
        let [one, other] = [one, other].map(|text| Date::parse(text).unwrap());
        Date::spanning(&one, &other).map(|date| date.to_string())
    };
    assert_eq!(spanning("2025", "2025-03-10").as_deref(), Some("2025/2025-03-10"));
    assert_eq!(spanning("../2024", "2023/2025?").as_deref(), Some("../2025?"));
    assert_eq!(spanning("2025", "2024"), None);
}

#[test]
fn a_date_is_small() {
    assert!(size_of::<Date>() <= 48);
}

#[test]
fn serde_uses_the_text() {
    struct Written(Date);
    impl fmt::Display for Written {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.serialize(f)
        }
    }
    let read = |text: &'static str| -> Result<Date, Error> {
        let deserializer: StrDeserializer<'_, Error> = text.into_deserializer();
        Date::deserialize(deserializer)
    };
    assert_eq!(Written(read("2025-07~").unwrap()).to_string(), "2025-07~");
    let error = read("2025-7").unwrap_err().to_string();
    assert!(error.contains("two digits") && error.ends_with("write `2025-07`"), "{error}");
}

#[test]
fn unbounded_ends_stay_and_the_furthest_moments_saturate() {
    for end in [Moment::BEGINNING, Moment::END] {
        assert_eq!((end.next(), end.previous()), (end, end));
        assert_eq!((end.civil(), end.to_rfc3339(), end.is_bounded()), (None, None, false));
        assert_eq!(Date::of_moment(end), None);
    }
    assert_eq!(Moment(i64::MAX - 1).next(), Moment::END);
    assert_eq!(Moment(i64::MIN + 1).previous(), Moment::BEGINNING);
    assert_eq!(Moment::from_civil(i64::MAX, 12, 31), Moment::END);
    assert_eq!(Moment::from_civil(i64::MIN, 1, 1), Moment::BEGINNING);
    assert_eq!(Moment::from_civil(2025, 0, 99), Moment::from_civil(2025, 1, 31));
}

#[test]
fn the_smallest_unit_that_holds_an_interval() {
    let of = |text| Date::parse(text).unwrap().interval();
    assert_eq!(of("2025-07-10T09:30:00Z").one_day(), Some((2025, 7, 10)));
    assert_eq!(of("2025-07").one_day(), None);
    assert_eq!(of("2025-07").one_month(), Some((2025, 7)));
    assert_eq!(of("2025-06/2025-07").one_month(), None);
    assert_eq!(of("2025-06/2025-07").one_year(), Some(2025));
    assert_eq!(of("2024/2025").one_year(), None);
    assert_eq!(of("2025/..").one_year(), None);
}

#[test]
fn intervals_compare() {
    let (june, july, year) = (Interval::month(2025, 6), Interval::month(2025, 7), Interval::year(2025));
    assert!(!june.intersects(july) && june.intersects(year) && year.intersects(Interval::ALWAYS));
    assert!(july.is_within(year) && !year.is_within(july));
    assert_eq!(june.intersection(july), None);
    assert_eq!(june.intersection(year), Some(june));
    assert_eq!(june.latest.next(), july.earliest);
    assert_eq!(june.hull(july), Date::parse("2025-06/2025-07").unwrap().interval());
    assert_eq!(Interval::new(july.earliest, june.latest), None);
}

#[test]
fn dates_beyond_four_digits_of_year() {
    assert_eq!(Date::of_day(12_345, 7, 10).as_str(), "Y12345");
    assert_eq!(Date::of_month(-12_345, 7).as_str(), "Y-12345");
    assert_eq!(Date::of_year(i64::MAX).as_str(), "Y99999999999");
    assert!(Date::of_year(i64::MIN).interval().earliest.is_bounded());
    assert_eq!(Date::of_day(-44, 3, 15).as_str(), "-0044-03-15");
    assert_eq!(Date::of_year(0).as_str(), "0000");
    assert_eq!(Date::of_month(0, 1), Date::parse("0000-01").unwrap());
    assert_eq!(Date::of_day(2025, 2, 30).as_str(), "2025-02-28");
}

/// Every real day that a masked date can be, tried one by one against the calendar of chrono.
fn by_trying(year: &str, month: &str, day: &str) -> Option<Interval> {
    let fits = |mask: &str, text: String| {
        mask.len() == text.len() && mask.chars().zip(text.chars()).all(|(m, t)| m == 'X' || m == t)
    };
    let years = (0..=9999).filter(|it| fits(year, format!("{it:04}")));
    let months: Vec<u32> = (0..=99).filter(|it| fits(month, format!("{it:02}"))).collect();
    let days: Vec<u32> = (0..=99).filter(|it| fits(day, format!("{it:02}"))).collect();
    let filled = years.flat_map(|y| months.iter().map(move |m| (y, *m)));
    let filled = filled.flat_map(|(y, m)| days.iter().map(move |d| (y, m, *d)));
    let real = filled.filter_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d));
    let real = real.map(|it| Interval::day(it.year().into(), it.month(), it.day()));
    real.reduce(Interval::hull)
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9X?~%/.+:TZ -]{0,40}",
        "-?[0-9X]{4}-[0-9X]{2}-[0-9X]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?)?",
        "Y-?[0-9]{0,30}[ES]?[0-9]?",
        "\\PC{0,12}[-–/٠-٩０-９ X0-9]{0,20}\\PC{0,12}",
        "[X/-]{150,200}",
        "([0-3]?[0-9]|July|[0-9]{4})[ /.-]([0-3]?[0-9]|Jul|يوليو)[ /.-]([0-9]{4}|[0-9]{2})",
    ]
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any_text()) {
        match Date::parse(&text) {
            Ok(date) => {
                prop_assert!(date.interval().earliest <= date.interval().latest);
                prop_assert_eq!(date.to_string().parse::<Date>(), Ok(date));
            }
            Err(error) => {
                prop_assert!(text.get(error.span.clone()).is_some(), "{:?}", error);
                prop_assert!(error.hint.is_some() || text.len() > LONGEST_TEXT, "{:?}", error);
            }
        }
    }

    #[test]
    fn days_agree_with_chrono(days in -90_000_000..90_000_000_i64) {
        let moment = Moment(days * SECONDS_OF_DAY);
        let chrono = chrono::DateTime::from_timestamp(moment.0, 0).unwrap();
        let civil = (i64::from(chrono.year()), chrono.month(), chrono.day());
        prop_assert_eq!(moment.civil(), Some(civil));
        prop_assert_eq!(Moment::from_civil(civil.0, civil.1, civil.2), moment);
    }

    #[test]
    fn moments_agree_with_chrono(second in -62_167_219_200..253_402_300_800_i64) {
        let chrono = chrono::DateTime::from_timestamp(second, 0).unwrap();
        let text = Moment(second).to_rfc3339();
        prop_assert_eq!(text, Some(chrono.format("%Y-%m-%dT%H:%M:%SZ").to_string()));
        let date = Date::of_moment(Moment(second)).unwrap();
        prop_assert_eq!(Date::parse(date.as_str()), Ok(date));
    }

    #[test]
    fn a_date_reads_as_it_is_made(year in -20_000..20_000_i64, month in 1..=12_u32, day in 1..=31_u32) {
        for date in [Date::of_day(year, month, day), Date::of_month(year, month), Date::of_year(year)] {
            prop_assert_eq!(Date::parse(date.as_str()), Ok(date));
        }
    }

    #[test]
    fn clock_and_instant_differ_by_less_than_a_day(
        one in "20[0-2][0-9]-0[1-9]-[12][0-8]T[01][0-9]:[0-5][0-9]:00[+-](0[1-9]|1[0-9]|2[0-3]):[0-5][0-9]",
        other in "20[0-2][0-9]-0[1-9]-[12][0-8]T[01][0-9]:[0-5][0-9]:00[+-](0[1-9]|1[0-9]|2[0-3]):[0-5][0-9]",
    ) {
        let [one, other] = [one, other].map(|text| Date::parse(&text).unwrap());
        let interval = Date::spanning(&one, &other).or_else(|| Date::spanning(&other, &one)).unwrap();
        let (one, other) = (one.dating(), other.dating());
        for dating in [one, interval.dating(), one.first_of(other), one.hull(other), one.perhaps_earlier(other)] {
            let (instants, civil) = (dating.instants(), dating.civil());
            prop_assert!(civil.earliest <= civil.latest && instants.earliest <= instants.latest);
            prop_assert!((civil.earliest.0 - instants.earliest.0).abs() <= Dating::FURTHEST_AHEAD);
            prop_assert!((civil.latest.0 - instants.latest.0).abs() <= Dating::FURTHEST_AHEAD);
        }
    }

    #[test]
    fn any_day_goes_there_and_back(year in -200_000_000_000..200_000_000_000_i64, month in 1..=12_u32, day in 1..=28_u32) {
        prop_assert_eq!(Moment::from_civil(year, month, day).civil(), Some((year, month, day)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_masked_date_is_the_hull_of_all_that_it_can_be(
        year in "[0-9X]{2}[0-9]{2}|[0-9]{2}[0-9X]{2}|[0-9][0-9X]{2}[0-9]",
        month in "[01X][0-9X]",
        day in "[0-3X][0-9X]",
    ) {
        let read = |text: String| Date::parse(&text).ok().map(|date| date.interval());
        prop_assert_eq!(read(format!("{year}-{month}-{day}")), by_trying(&year, &month, &day));
        prop_assert_eq!(read(format!("{year}-{month}")), by_trying(&year, &month, "XX"));
        prop_assert_eq!(read(year.clone()), by_trying(&year, "XX", "XX"));
    }
}
