//! The order of every column, told from what the column shows: each way, with what has nothing last, and ties as recorded.

use std::cmp::Ordering;
use std::collections::HashMap;

use dictum::output::{Format, Style, render};
use dictum::session::Session;

use super::{NOW, got, imported};
use crate::support::ask::PERS;
use crate::support::dates::span;
use crate::support::facts::{Effective, Oracle};
use crate::support::text::{canonical, fold};
use crate::support::world::{VERDICTS, World};

/// The columns that show texts; of a list the first entry counts.
const TEXTS: [&str; 18] = [
    "id",
    "statement",
    "language",
    "mode",
    "speaker",
    "audience",
    "ascribed",
    "about",
    "place",
    "source",
    "publisher",
    "locator",
    "url",
    "archive",
    "tags",
    "verdict",
    "note",
    "match",
];

/// The rows of an answer as a spreadsheet gets them, without the heads.
fn cells(session: &mut Session, question: &str) -> Vec<Vec<String>> {
    let answer = session.ask(question).unwrap_or_else(|problem| panic!("{question}: {problem}"));
    let mut out = Vec::new();
    render(&answer, Format::Csv, &Style::PLAIN, &mut out).unwrap();
    let mut reader = csv::Reader::from_reader(out.as_slice());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Without case and accents, numbers as numbers. Which sign comes where is left open.
fn natural(one: &str, other: &str) -> Ordering {
    let (one, other) = (fold(one), fold(other));
    let (mut one, mut other) = (one.chars().peekable(), other.chars().peekable());
    loop {
        let (Some(a), Some(b)) = (one.peek().copied(), other.peek().copied()) else {
            return one.peek().is_some().cmp(&other.peek().is_some());
        };
        let order = if a.is_ascii_digit() && b.is_ascii_digit() {
            number(&mut one).cmp(&number(&mut other))
        } else {
            one.next();
            other.next();
            a.cmp(&b)
        };
        let is_open = a != b && !(a.is_alphanumeric() && b.is_alphanumeric());
        if order != Ordering::Equal {
            return if is_open { Ordering::Equal } else { order };
        }
    }
}

fn number(text: &mut std::iter::Peekable<std::str::Chars>) -> u64 {
    let mut value = 0;
    while let Some(digit) = text.peek().and_then(|c| c.to_digit(10)) {
        value = value * 10 + u64::from(digit);
        text.next();
    }
    value
}

#[test]
fn texts_sort_by_what_is_shown_numbers_as_numbers() {
    assert_eq!(natural("para 2", "Para 10"), Ordering::Less);
    assert_eq!(natural("p. 12, line 3", "p. 12, line 20"), Ordering::Less);
    let world = World::generate(31, 400);
    let folder = tempfile::tempdir().unwrap();
    let mut session = imported(&world, folder.path());
    let place: HashMap<&str, usize> =
        world.claims.iter().enumerate().map(|(place, claim)| (claim.id.as_str(), place)).collect();
    for column in TEXTS {
        let ways = ["", " descending"];
        for way in ways {
            let question = format!("claims sorted by {column}{way} showing id, {column}");
            let rows = cells(&mut session, &question);
            assert!(rows.len() > 300, "{question}");
            let shown = |row: &[String]| {
                let first = row.last().unwrap().split("; ").next().unwrap();
                // What a document calls somebody stands behind the name.
                let first = if column == "speaker" { first.split(" (“").next().unwrap() } else { first };
                let first = first.trim_end_matches('?');
                match column {
                    // Old tags of a language stand where the new ones do.
                    "language" => canonical(first).to_owned(),
                    // By the titles.
                    "source" => title(&world, place[row[0].as_str()]),
                    // From true to false.
                    "verdict" if !first.is_empty() => {
                        let verdict = first.split([' ', ',']).next().unwrap();
                        VERDICTS.iter().position(|known| *known == verdict).unwrap().to_string()
                    }
                    _ => first.to_owned(),
                }
            };
            for pair in rows.windows(2) {
                let (one, other) = (shown(&pair[0]), shown(&pair[1]));
                let order = match (one.is_empty(), other.is_empty()) {
                    (false, true) => Ordering::Less,
                    (true, false) => Ordering::Greater,
                    _ if way.is_empty() => natural(&one, &other),
                    _ => natural(&other, &one),
                };
                let is_tie = one == other && place[pair[0][0].as_str()] > place[pair[1][0].as_str()];
                assert!(order != Ordering::Greater && !is_tie, "{question}: {pair:?}");
            }
        }
    }
}

/// From a claim to the first and the last instant of one of its dates.
type DateOf<'a> = &'a dyn Fn(usize) -> Option<(i64, i64)>;

/// The title of the document read, else its id.
fn title(world: &World, claim: usize) -> String {
    let read = &world.sources[world.claims[claim].citations[0].source.to];
    read.title.clone().unwrap_or_else(|| read.id.clone())
}

/// The dates of claims by time, in instants: by the earliest that they can mean, descending by the latest.
#[test]
fn dates_sort_by_instants() {
    let world = World::generate(32, 400);
    let folder = tempfile::tempdir().unwrap();
    let mut session = imported(&world, folder.path());
    let oracle = Oracle::new(&world, NOW);
    let place: HashMap<&str, usize> =
        world.claims.iter().enumerate().map(|(place, claim)| (claim.id.as_str(), place)).collect();
    let said =
        |claim: usize| oracle.facts[claim].effective.map(|Effective { span, .. }| (span.first, span.last));
    let concerning = |claim: usize| oracle.facts[claim].concerns.map(|span| (span.first, span.last));
    let published = |claim: usize| {
        let mut dates = world.claims[claim].citations.iter().map(|cited| oracle.published[cited.source.to]);
        dates.find_map(|date| date).map(|span| (span.first, span.last))
    };
    let columns: [(&str, DateOf); 3] =
        [("said", &said), ("concerning", &concerning), ("published", &published)];
    for (column, date) in columns {
        for descending in [false, true] {
            let way = if descending { " descending" } else { "" };
            let question = format!("claims sorted by {column}{way} showing id");
            let rows = cells(&mut session, &question);
            let claims: Vec<usize> = rows.iter().map(|row| place[row[0].as_str()]).collect();
            for pair in claims.windows(2) {
                let order = match (date(pair[0]), date(pair[1])) {
                    (Some(one), Some(other)) if descending => other.1.cmp(&one.1),
                    (Some(one), Some(other)) => one.0.cmp(&other.0),
                    (one, other) => one.is_none().cmp(&other.is_none()),
                };
                let is_tie = date(pair[0]) == date(pair[1]) && pair[0] > pair[1];
                assert!(
                    order != Ordering::Greater && !is_tie,
                    "{question}: {:?}",
                    [pair[0], pair[1]].map(|claim| (&world.claims[claim].id, date(claim)))
                );
            }
        }
    }
}

/// Largest first; ties by name, dates by time, `inexact` behind them; `none` behind all, whatever it counts.
#[test]
fn counts_are_largest_first_and_ties_go_by_name() {
    let world = World::generate(33, 400);
    let folder = tempfile::tempdir().unwrap();
    let mut session = imported(&world, folder.path());
    for (_, word) in PERS {
        let question = format!("count claims per {word}");
        let answer = session.ask(&question).unwrap();
        let keys: Vec<String> = got(&answer).per.into_iter().map(|(key, _)| key[0].clone()).collect();
        let rows = cells(&mut session, &question);
        let count = |row: &[String]| row.last().unwrap().parse::<usize>().unwrap();
        let name = |at: usize| match keys[at].as_str() {
            "none" => (2, 0, String::new()),
            "inexact" => (1, 0, String::new()),
            date if TIMES.contains(&word) => (0, span(date).first, String::new()),
            _ => (0, 0, rows[at][0].clone()),
        };
        for at in 1..rows.len() {
            let ((a, from, one), (b, until, other)) = (name(at - 1), name(at));
            let by_name = a.cmp(&b).then(from.cmp(&until)).then_with(|| natural(&one, &other));
            let by_count = count(&rows[at]).cmp(&count(&rows[at - 1])).then(by_name);
            let order = if a == 2 || b == 2 { a.cmp(&b) } else { by_count };
            assert_ne!(order, Ordering::Greater, "{question}: {:?}", &rows[at - 1..=at]);
        }
    }
}

const TIMES: [&str; 3] = ["year", "month", "day"];

/// A page is that part of the whole answer, in every order, before its end and beyond.
#[test]
fn a_limit_with_an_offset_is_a_part_of_the_whole() {
    let world = World::generate(34, 300);
    let folder = tempfile::tempdir().unwrap();
    let mut session = imported(&world, folder.path());
    let orders =
        ["", "newest first", "oldest first", "sorted by speaker, said descending", "sorted by locator"];
    for order in orders {
        for condition in ["", "about europe", "not certainly about russia", "tagged trade or quoted"] {
            let whole = cells(&mut session, &format!("claims {condition} {order} showing id"));
            for (limit, offset) in [
                (0, 0),
                (0, 1),
                (1, 0),
                (1, 1),
                (7, 3),
                (50, 49),
                (1000, 5),
                (5, whole.len() - 2),
                (5, whole.len()),
            ] {
                let question = format!("claims {condition} {order} limit {limit} offset {offset} showing id");
                let page: Vec<_> = whole.iter().skip(offset).take(limit).cloned().collect();
                assert_eq!(cells(&mut session, &question), page, "{question}");
            }
        }
    }
    for per in ["speaker", "month", "source, tag"] {
        let whole = cells(&mut session, &format!("count claims per {per}"));
        let page: Vec<_> = whole.iter().skip(2).take(5).cloned().collect();
        assert_eq!(cells(&mut session, &format!("count claims per {per} limit 5 offset 2")), page, "{per}");
    }
}
