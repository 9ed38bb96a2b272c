//! Problems as the reader sees them.

use dictum::model::{Problem, Span};
use dictum::output::Style;
use dictum::output::error_report::{report, reports};

use super::{hold_to_golden, terminal, with_isolates_seen};

/// The problem of the part of the text that is `place`.
fn at(text: &str, place: &str) -> Problem {
    let start = text.find(place).unwrap();
    Problem::invalid(format!("nothing here is called `{place}`")).at(Span::new(start, start + place.len()))
}

#[test]
fn as_the_language_page_has_it() {
    let text = "claims about Rusia by diplomats";
    let problem = at(text, "Rusia").hint("did you mean Russia (place)?");
    let expected = "\
error: nothing here is called `Rusia`
  ┌ query:1:14
  │ claims about Rusia by diplomats
  │              ^^^^^
  = did you mean Russia (place)?
";
    assert_eq!(report(&problem, "query", Some(text), &Style::PLAIN), expected);
}

#[test]
fn every_sort_of_place() {
    let long = format!(
        "claims about Russia {}by Rusia {}",
        "or about Armenia ".repeat(20),
        "and about Baku ".repeat(20)
    );
    let cases: Vec<(&str, String, Problem)> = vec![
        (
            "tabs before and in the place",
            "claims\tabout\tRu\tsia".into(),
            at("claims\tabout\tRu\tsia", "Ru\tsia"),
        ),
        ("wide characters", "claims about 中文 by 🦊x".into(), at("claims about 中文 by 🦊x", "🦊x")),
        (
            "arabic",
            "claims about أرمينيا by روسيأ الآن".into(),
            at("claims about أرمينيا by روسيأ الآن", "روسيأ الآن"),
        ),
        (
            "hebrew with points",
            "claims about רוּסְיָה since 2025".into(),
            at("claims about רוּסְיָה since 2025", "רוּסְיָה"),
        ),
        (
            "combining marks",
            "claims by e\u{301}e\u{301} now".into(),
            at("claims by e\u{301}e\u{301} now", "now"),
        ),
        (
            "control characters",
            "claims by \u{1b}[31mred\u{9b}".into(),
            at("claims by \u{1b}[31mred\u{9b}", "red"),
        ),
        (
            "the second line, with CR LF",
            "claims\r\n  by Rusia\r\n".into(),
            at("claims\r\n  by Rusia\r\n", "Rusia"),
        ),
        ("the end", "claims about \n\n".into(), Problem::invalid("a name is missing").at(Span::new(15, 15))),
        ("nothing at all", String::new(), Problem::invalid("a question is missing").at(Span::new(0, 0))),
        ("past the end", "claims".into(), Problem::invalid("far away").at(Span::new(40, 90))),
        (
            "two lines",
            "add claim x \"one\n  two\" by y".into(),
            at("add claim x \"one\n  two\" by y", "\"one\n  two\""),
        ),
        (
            "many lines",
            "add (a\nb\nc\n\nd\n  e) f".into(),
            at("add (a\nb\nc\n\nd\n  e) f", "(a\nb\nc\n\nd\n  e)"),
        ),
        ("a long line", long.clone(), at(&long, "Rusia")),
        ("a long place", long.clone(), Problem::invalid("all of this").at(Span::new(7, long.len()))),
        (
            "no place",
            "claims".into(),
            Problem::database("the database is locked by process 12").hint("wait\nor end it"),
        ),
    ];
    let mut all = String::new();
    for (title, text, problem) in cases {
        all.push_str(&format!("==== {title}\n{}", report(&problem, "query", Some(&text), &Style::PLAIN)));
        let narrow = report(&problem, "query", Some(&text), &terminal(60));
        all.push_str(&format!("---- on a terminal of 60 columns\n{}", with_isolates_seen(&narrow)));
    }
    hold_to_golden("reports", &all);
}

#[test]
fn several_problems_have_an_empty_line_between_them() {
    let problems = [Problem::invalid("one"), Problem::invalid("two")];
    assert_eq!(reports(&problems, "a.claims", None, &Style::PLAIN), "error: one\n\nerror: two\n");
}

#[test]
fn colour_marks_the_word_error_the_carets_and_the_hint() {
    let style = Style { colour: true, ..Style::PLAIN };
    let text = report(&at("claims x", "x").hint("y"), "query", Some("claims x"), &style);
    assert!(text.starts_with("\u{1b}[1;31merror:\u{1b}[0m "), "{text:?}");
    assert!(text.contains("\u{1b}[1;31m^\u{1b}[0m"), "{text:?}");
}

#[test]
fn a_place_in_a_huge_line_is_found_at_once() {
    let text = format!("{}Rusia{}", "claims about Russia or ".repeat(20_000), " by روسيا".repeat(20_000));
    let begun = std::time::Instant::now();
    let report = report(&at(&text, "Rusia"), "query", Some(&text), &terminal(80));
    assert!(report.len() < 500 && report.contains("^^^^^"), "{report}");
    assert!(begun.elapsed() < std::time::Duration::from_secs(5));
}
