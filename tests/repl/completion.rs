//! What Tab offers, how a line is painted, and when Enter ends it.

use dictum::shell::{is_whole, offered, painted};

use super::kit::Kit;

fn offers(kit: &Kit, line: &str) -> Vec<String> {
    offered(&kit.shell, line).1
}

#[track_caller]
fn has(kit: &Kit, line: &str, wanted: &str) {
    let found = offers(kit, line);
    assert!(found.iter().any(|offer| offer == wanted), "{line:?} offers {found:?}");
}

#[test]
fn names_are_found_by_how_they_begin_in_any_language() {
    let kit = Kit::seeded();
    has(&kit, "claims about ru", "Russia");
    has(&kit, "claims about رو", "روسيا");
    has(&kit, "claims by neil mel", "Neil Melvin");
    has(&kit, "claims by Melv", "Neil Melvin");
    has(&kit, "claims by diplomats of Arm", "Armenia");
    has(&kit, "claims about (Russia or Tur", "Turkey");
    has(&kit, "claims said at Yek", "Yekaterinburg");
    assert!(
        !offers(&kit, "claims said at ").iter().any(|offer| offer == "Neil Melvin"),
        "a person is no place"
    );
}

#[test]
fn a_name_that_needs_quotation_marks_gets_them() {
    let mut kit = Kit::empty();
    kit.enter("add person to-lam \"To Lam\"@en;", &[]);
    has(&kit, "claims by to", "\"To Lam\"");
    has(&kit, "claims by \"to l", "\"To Lam\"");
    assert_eq!(offered(&kit.shell, "claims by \"to l").0, "claims by ".len());
}

#[test]
fn words_are_offered_where_they_can_stand() {
    let kit = Kit::seeded();
    has(&kit, "cla", "claims");
    has(&kit, "claims ab", "about");
    has(&kit, "claims about Russia new", "Russia newest");
    has(&kit, "claims about \"Russia\" ", "by");
    has(&kit, "claims showing spe", "speaker");
    has(&kit, "claims sorted by sa", "said");
    has(&kit, "count claims per mo", "month");
    has(&kit, "claims in Ara", "Arabic");
    has(&kit, "claims in Geor", "Georgian");
    has(&kit, "claims in ", "Arabic");
    has(&kit, "claims in a", "ar");
    has(&kit, "claims in Upper Sor", "Upper Sorbian");
    has(&kit, "claims rated mos", "mostly-true");
    has(&kit, "claims citing arab", "arabic-report");
    has(&kit, "claims read in \"arab", "\"arabic-report\"");
    has(&kit, "show last", "last-card");
    has(&kit, "why last", "last-card");
    has(&kit, "people na", "named");
    has(&kit, "add ", "person");
    has(&kit, "link last-card contr", "contradicts");
    has(&kit, ".he", ".help");
    has(&kit, ".mode ca", "cards");
    has(&kit, ".help tut", "tutorial");
    has(&kit, ".set pa", "pager");
    assert!(!offers(&kit, "claims showing ").contains(&"about Russia".to_owned()));
}

#[test]
fn every_prefix_of_a_statement_is_answered() {
    let kit = Kit::seeded();
    let lines = [
        "claims (about روسيا or by \"Neil Melvin\") not citing \"The Telegraph\" since 2 weeks ago, 3; # why",
        "add claim x \"a \\\" b\"@en by neil-melvin? styled \"N\" about $x read in arabic-report locator \"p. 1\"",
        "link a contradicts b; define x as claims rated false according to \"F\" limit 20 offset 3 as of 2025",
        ".export csv \"my file\" claims \u{1}\u{200f}\u{301}",
    ];
    for line in lines {
        for end in (0..=line.len()).filter(|end| line.is_char_boundary(*end)) {
            let (start, _) = offered(&kit.shell, &line[..end]);
            assert!(line[..end].is_char_boundary(start), "{:?}", &line[..end]);
            let plain = without_colours(&painted(&kit.shell, &line[..end]));
            assert_eq!(plain, line[..end], "colours change nothing else");
        }
    }
}

fn without_colours(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain += before;
        rest = after.split_once('m').map_or("", |parts| parts.1);
    }
    plain + rest
}

#[test]
fn names_are_painted_as_they_are_known() {
    let mut kit = Kit::seeded();
    kit.enter("add person melvin-2 \"Neil Melvin\"@en;", &[]);
    let known = painted(&kit.shell, "claims about Russia by Nobody since 2025");
    assert!(known.contains("\u{1b}[1mRussia\u{1b}[0m"), "{known:?}");
    assert!(known.contains("\u{1b}[4;31mNobody\u{1b}[0m"), "{known:?}");
    assert!(known.contains("\u{1b}[35m2025\u{1b}[0m"), "{known:?}");
    let several = painted(&kit.shell, "claims by Neil Melvin");
    assert!(several.contains("\u{1b}[4;33mNeil Melvin"), "{several:?}");
    let begun = painted(&kit.shell, "claims about Russ");
    assert!(!begun.contains("31m"), "what is still being written is not called unknown: {begun:?}");
}

#[test]
fn enter_ends_what_is_whole() {
    for whole in [
        "claims about Russia",
        ".help",
        "add claim",
        "add claim x",
        "why x",
        "",
        "claims (about x\n",
        "retract x",
    ] {
        assert!(is_whole(whole), "{whole:?}");
    }
    for open in [
        "claims (about Russia",
        "claims containing \"a",
        "add person x \"X\"@en",
        "add claim x \"s\"@en\n  by y",
    ] {
        assert!(!is_whole(open), "{open:?}");
    }
}

#[test]
fn entities_of_one_name_are_offered_once_until_the_name_is_whole() {
    let mut kit = Kit::seeded();
    kit.enter("add person melvin-2 \"Neil Melvin\"@en;", &[]);
    assert_eq!(offers(&kit, "claims by neil mel"), ["Neil Melvin"]);
    let mut whole = offers(&kit, "claims by Neil Melvin");
    whole.sort();
    assert_eq!(whole, ["melvin-2", "neil-melvin"]);
}

/// With many entities: the best of three tries, as others may be at work on this machine.
#[test]
fn every_key_is_answered_at_once() {
    let mut kit = Kit::seeded();
    let person = |number: usize| {
        let name = format!("{}ra {}dze", ["La", "De", "Ma", "دا"][number % 4], number % 5_000);
        format!("{{\"type\":\"entity\",\"id\":\"p{number}\",\"kind\":\"person\",\"names\":[\"{name}\"]}}\n")
    };
    let file = kit.file("people.ndjson");
    std::fs::write(&file, (0..10_000).map(person).collect::<String>()).expect("a file");
    assert!(kit.enter(&format!(".import {}", file.display()), &[]).contains("10000 recorded"));
    for line in
        ["claims by lara 12", "claims about دا", "add person x \"X\"@en as d", "show p99", "claims said at b"]
    {
        for end in (1..=line.len()).filter(|end| line.is_char_boundary(*end)) {
            let key = || {
                let begun = std::time::Instant::now();
                offered(&kit.shell, &line[..end]);
                painted(&kit.shell, &line[..end]);
                begun.elapsed()
            };
            let took = (0..3).map(|_| key()).min().expect("three tries");
            assert!(took.as_millis() < 100, "{:?} took {took:?}", &line[..end]);
        }
    }
}
