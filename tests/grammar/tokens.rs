//! The tokens that sentences are made of: samples of each sort, and which text is of which sort.

use dictum::language::keywords::find;
use dictum::model::{Date, Lang};

/// Samples of a sort of token, as the grammar names it.
pub fn samples(sort: &str) -> &'static [&'static str] {
    match sort {
        "word" => &[
            "Russia",
            "last-card",
            "روسيا",
            "d’Ivoire",
            "today",
            "first",
            "July",
            "false",
            "person",
            "nothing",
            "U.S.",
            "x:1",
            "Vision",
            "2030",
            "claims",
            "link",
            "entity",
        ],
        "further word" => &["Ltd", "last-card", "today", "first", "2030", "claims", "d’Ivoire"],
        "language word" => &["Arabic", "ar", "Chinese", "first", "person"],
        "quotation" => &["\"To Lam\"", "\"\"", "“a \"b\" c”", "\"a \\\"b\\\" \\u{E9}\\n\"", "\"about\""],
        "tag" => &["@en", "@ar-EG", "@zh-Hant"],
        "language tag" => &["ar", "en-GB", "as"],
        "parameter" => &["$name", "$a_1"],
        "date" => &[
            "2025-07-10",
            "2025",
            "2025-07~",
            "2025-06/2025-07",
            "2023/..",
            "../2020",
            "202X",
            "2025-07-10T09:30:00Z",
        ],
        "day" => &["10", "1", "05"],
        "year" => &["2025", "1999"],
        "whole number" => &["2", "40", "2024"],
        "number" => &["3", "-2", "4.5"],
        "item" => &["Q159", "q1"],
        other => panic!("the grammar has a sort of token without samples: {other}"),
    }
}

/// Whether a token is of a sort where this one follows it.
pub fn is_of(sort: &str, token: &str, next: Option<&str>) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match sort {
        "word" => is_plain(token),
        "further word" => {
            is_plain(token)
                && !find(token).is_some_and(|keyword| keyword.ends_name_before(next.and_then(find)))
        }
        "language word" => is_plain(token) && !begins_date(token),
        "quotation" => token.starts_with(['"', '“']),
        "tag" => token.strip_prefix('@').is_some_and(is_tag),
        "language tag" => is_word(token) && is_tag(token),
        "parameter" => token.starts_with('$'),
        "date" => Date::parse(token).is_ok(),
        "day" => digits(token) && token.len() <= 2 && (1..=31).contains(&token.parse().unwrap_or(0)),
        "year" => digits(token) && token.len() == 4,
        "whole number" => digits(token),
        "number" => token.parse::<f64>().is_ok() && !token.contains(char::is_alphabetic),
        "item" => token.strip_prefix(['Q', 'q']).is_some_and(digits),
        other => panic!("the grammar has an unknown sort of token: {other}"),
    }
}

fn is_word(token: &str) -> bool {
    let inside = |c: char| {
        c.is_alphanumeric() || "-_.:'’\u{200C}\u{200D}".contains(c) || ('\u{64B}'..='\u{652}').contains(&c)
    };
    token.starts_with(char::is_alphanumeric) && token.chars().all(inside)
}

fn is_plain(token: &str) -> bool {
    is_word(token) && find(token).is_none_or(|keyword| !keyword.ends_name() && keyword.spelling != "of")
}

fn is_tag(token: &str) -> bool {
    token.split('-').next().is_some_and(|primary| primary.len() <= 3) && Lang::new(token).is_ok()
}

fn begins_date(token: &str) -> bool {
    const WORDS: &str = "today yesterday january february march april may june july august september october november \
                         december jan feb mar apr jun jul aug sep oct nov dec";
    token.starts_with(char::is_numeric) || WORDS.split(' ').any(|word| word.eq_ignore_ascii_case(token))
}
