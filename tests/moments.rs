//! Moments of the database itself: what `as of` can ask for, what is said of clocks that are wrong, of records that were
//! retracted, and of what was asked.

use std::path::Path;
use std::time::Duration;

use common::{Ran, dictum};
use dictum::query::time::Now;
use dictum::session::Session;
use dictum::store::Opening;

use crate::common;

/// 27 November 2026, noon.
const NOON: i64 = 1_795_780_800 * 1_000_000;
const DAY: i64 = 86_400 * 1_000_000;

/// A child that another test has just begun holds every lock of this process until it runs its own program: that is waited for.
fn session(db: &Path) -> Session {
    let opening = Opening::new(true).waiting(Duration::from_secs(10));
    Session::open(db, opening, "tester", &mut |_, _| {}).expect("it opens").0
}

fn record(session: &mut Session, now: i64, script: &str) -> Vec<String> {
    session.now = Some(Now(now));
    session.run(script, None, &mut |_| {}).map_err(|problems| problems[0].message()).expect(script);
    session.notices()
}

fn ask(db: &Path, question: &str) -> Ran {
    dictum(db, &["query", question, "--format", "csv"]).run()
}

/// Three places, two of them recorded within one second.
fn three(db: &Path) {
    let mut session = session(db);
    record(&mut session, NOON, "add place a \"A\"");
    record(&mut session, NOON + 250_000, "add place b \"B\"");
    record(&mut session, NOON + DAY, "add place c \"C\"");
}

#[test]
fn transactions_of_one_second_are_told_apart() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    three(&db);
    for (state, count) in [
        ("transaction 1", 1),
        ("transaction 2", 2),
        ("transaction 3", 3),
        ("2026-11-27T12:00:00.000000Z", 1),
        ("2026-11-27T12:00:00.249999Z", 1),
        ("2026-11-27T12:00:00.25Z", 2),
        ("2026-11-27T13:00:00.1+01:00", 1),
        ("2026-11-27T12:00:00Z", 2),
    ] {
        let mut session = session(&db);
        session.now = Some(Now(NOON + 2 * DAY));
        let answer = session.ask(&format!("count places as of {state}"));
        let answer = answer.unwrap_or_else(|problem| panic!("{state}: {}", problem.message()));
        assert_eq!(answer.asked.sequence, count, "{state}");
        assert_eq!(answer.asked.as_of.as_deref(), Some(state));
        assert!(answer.asked.question.ends_with(&format!("as of {state}")), "{}", answer.asked.question);
    }
    for (state, said) in [
        ("transaction 4", "there is no transaction 4"),
        ("transaction 0", "there is no transaction 0"),
        ("transaction", "a whole number"),
        ("transaction 2.5", ""),
        ("2999-01-01T00:00:00.5Z", "in the future"),
        ("2026-11-27T12:00:00.Z", ""),
    ] {
        let ran = ask(&db, &format!("places as of {state}")).sound("").ended(1);
        assert!(ran.err.contains(said), "{state}: {}", ran.err);
    }
    let shown = dictum(&db, &["query", "show a as of transaction 1"]).run().ended(0);
    assert!(shown.text().contains('A'));
    let given =
        ["query", "count places as of $then", "--param", "then=2026-11-27T12:00:00.1Z", "--format", "csv"];
    // The clock of this machine may be behind those of the records.
    assert!(!dictum(&db, &given).run().err.contains("is no date"));
}

/// What `log` and `history` show of a transaction, its number and its moment, is what `as of` takes for it.
#[test]
fn what_the_log_shows_can_be_asked_for() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    let mut session = session(&db);
    let a_year_ago = NOON - 365 * DAY;
    record(&mut session, a_year_ago + 1, "add place a \"A\"");
    record(&mut session, a_year_ago + 250_000, "add place b \"B\"");
    record(&mut session, a_year_ago + 999_999, "add place c \"C\"");
    drop(session);
    let log = dictum(&db, &["log"]).run().ended(0).text();
    let mut asked = 0;
    for line in log.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        for state in [format!("transaction {}", words[0]), words[1].to_owned()] {
            let ran = ask(&db, &format!("count places as of {state}")).ended(0);
            assert_eq!(ran.text().lines().last(), Some(words[0]), "{state}: {}", ran.text());
            asked += 1;
        }
    }
    assert_eq!(asked, 6, "{log}");
    let history = dictum(&db, &["query", "history of b"]).run().ended(0).text();
    assert!(history.contains("2025-11-27T12:00:00.250Z by tester (transaction 2)"), "{history}");
}

#[test]
fn a_database_that_did_not_exist_then_says_since_when_it_does() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    let script = "add source s\nadd place p \"Paris\"\nadd claim c \"x\" asserted read in s about p";
    dictum(&db, &["run", "-"]).given(script).run().ended(0);
    for question in ["claims as of yesterday", "count claims as of 2001", "places as of yesterday"] {
        let ran = ask(&db, question).ended(0);
        assert!(ran.err.contains("the database exists since 20"), "{question}: {}", ran.err);
        assert!(!ran.err.contains("yet"), "{question}: {}", ran.err);
    }
    let ran = ask(&db, "claims about Paris as of yesterday").ended(1);
    assert!(ran.err.contains("the database exists since 20"), "{}", ran.err);
    assert!(!ask(&db, "claims as of today").ended(0).err.contains("exists since"));
}

#[test]
fn yesterday_beside_as_of_counts_from_the_day_of_asking() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let mut session = session(&temp.path().join("claims.dictum"));
    let claim = |id: &str, day: &str| {
        format!("add claim {id} \"{id} was opened\" asserted by ada read in s said {day}\n")
    };
    let script = format!(
        "add person ada \"Ada\"\nadd source s\n{}{}define fresh as claims since 2 days ago",
        claim("then", "2026-11-26"),
        claim("now", "2026-12-06")
    );
    record(&mut session, NOON, &script);
    record(&mut session, NOON + DAY, "add place a \"A\"");
    session.now = Some(Now(NOON + 10 * DAY));
    for state in ["as of 2026-11-27T13:00:00Z", "as of 2026-11-27", "as of transaction 1", ""] {
        for (question, expected) in [
            ("count claims since yesterday", 1),
            ("count claims on 11 days ago", 1),
            ("count claims before today", 2),
            ("count claims since 11 days ago", 2),
            ("count claims matching fresh", 1),
        ] {
            let text = format!("{question} {state}");
            let answer = session.ask(&text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
            let dictum::query::answer::AnswerBody::Counts(counts) = answer.body else { panic!("{text}") };
            assert_eq!(counts.counted, expected, "{text}");
        }
    }
}

#[test]
fn a_clock_that_cannot_be_right_is_said() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let mut session = session(&temp.path().join("claims.dictum"));
    let said = |notices: Vec<String>| notices.join("\n");
    assert_eq!(said(record(&mut session, NOON, "add place a \"A\"")), "");
    let ahead = said(record(&mut session, NOON + 4000 * DAY, "add place b \"B\""));
    assert!(
        ahead.contains("the clock of this computer says 2037") && ahead.contains("2026-11-27"),
        "{ahead}"
    );
    let behind = said(record(&mut session, NOON + DAY, "add place c \"C\""));
    assert!(
        behind.contains("says 2026-11-28") && behind.contains("2037") && behind.contains("not by the clock"),
        "{behind}"
    );
    let before = said(record(&mut session, -DAY, "add place d \"D\""));
    assert!(before.contains("1969-12-31"), "{before}");
    let log = session.log(9).expect("it is read");
    assert!(log.windows(2).all(|pair| pair[0].stamp.at > pair[1].stamp.at));
}

#[test]
fn what_was_retracted_is_said_to_have_been() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    let script = "add source s\nadd place p \"Paris\"\nadd claim one \"The corridor was opened\" asserted read in s\n\
                  add claim two \"The corridor was closed\" asserted read in s\nlink two contradicts one\n\
                  define d as claims about Paris\nadd source gone title \"A title\"";
    dictum(&db, &["run", "-"]).given(script).run().ended(0);
    let retract = "retract one because \"x\"\nretract p because \"x\"\nretract d because \"x\"\nretract gone because \"x\"";
    dictum(&db, &["run", "-"]).given(retract).run().ended(0);
    for (question, code) in [
        ("claims contradicting one", 0),
        ("claims like one", 0),
        ("claims about p", 1),
        ("claims about Paris", 1),
        ("claims matching d", 1),
        ("claims citing gone", 1),
        ("claims read in \"A title\"", 1),
        ("add claim three \"x\" asserted read in gone", 1),
        ("add place q \"Q\" within Paris", 1),
    ] {
        let ran = dictum(&db, &["run", "-"]).given(question).run().sound(question).ended(code);
        assert!(
            ran.err.contains(" was retracted at 20") || ran.err.contains("is retracted"),
            "{question}: {}",
            ran.err
        );
        assert!(code == 0 || ran.err.contains("restore "), "{question}: {}", ran.err);
    }
}

#[test]
fn what_was_asked_keeps_the_values_that_were_given() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    let script =
        "add source s\nadd place p \"Paris\"\nadd claim c \"x\" asserted read in s about p said 2025-07-01";
    dictum(&db, &["run", "-"]).given(script).run().ended(0);
    let question = "claims about $who said since $when";
    for format in ["json", "markdown", "csv", "ndjson"] {
        let args = ["query", question, "--format", format, "--param", "who=Paris", "--param", "when=2025"];
        let ran = dictum(&db, &args).run().ended(0);
        let both = format!("{}{}", ran.text(), ran.err).replace('\\', "");
        assert!(both.contains("claims about \"Paris\" said since 2025"), "{format}: {both}");
    }
}

/// libfaketime, where it is installed: a clock that is wrong for the whole program, and not only for what asks it politely.
fn faketime() -> Option<std::path::PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let mut found = folders.map(|folder| folder.join("faketime/libfaketime.so.1"));
    found.find(|library| library.exists())
}

#[test]
fn a_wrong_clock_of_the_whole_program_is_said_and_loses_nothing() {
    let Some(library) = faketime() else {
        eprintln!("not run: there is no libfaketime here (on Debian it is in the package `faketime`)");
        return;
    };
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    let at = |clock: &str, args: &[&str], given: &str| {
        let mut program = dictum(&db, args).given(given);
        let set = [("TZ", "UTC"), ("FAKETIME", clock), ("FAKETIME_DONT_FAKE_MONOTONIC", "1")];
        program.command.env("LD_PRELOAD", &library).envs(set);
        program.run().sound(clock)
    };
    let before_1970 = "1969-06-01 12:00:00";
    let refused = at(before_1970, &["run", "-"], "add place a \"A\"").ended(1);
    assert!(refused.err.contains("1969-06-01T12:00:00Z"), "{}", refused.err);
    assert!(!db.exists(), "what cannot be recorded creates no database");
    let mut recorded = 0;
    for (clock, said) in [
        ("2026-11-27 12:00:00", None),
        ("2026-11-27 12:00:00", None),
        ("2026-11-20 12:00:00", Some("not by the clock")),
        ("2031-01-01 00:00:00", Some("if the clock is ahead")),
        ("2026-11-27 12:00:00", Some("not by the clock")),
    ] {
        recorded += 1;
        let ran = at(clock, &["run", "-"], &format!("add place p{recorded} \"P\"")).ended(0);
        match said {
            Some(said) => assert!(ran.err.contains(said), "{clock}: {}", ran.err),
            None => assert!(!ran.err.contains("the clock"), "{clock}: {}", ran.err),
        }
    }
    let refused = at(before_1970, &["run", "-"], "add place z \"Z\"").ended(1);
    assert!(refused.err.contains("set the clock right"), "{}", refused.err);
    for clock in ["2026-11-27 12:00:00", before_1970, "2999-01-01 00:00:00"] {
        let counted = at(clock, &["query", "count places", "--format", "csv"], "").ended(0);
        assert_eq!(counted.text().lines().last(), Some("5"), "{clock}: {}", counted.text());
        let log = at(clock, &["log"], "").ended(0).text();
        let moments: Vec<&str> = log.lines().filter_map(|line| line.split_whitespace().nth(1)).collect();
        let moments: Vec<&str> = moments.iter().map(|moment| moment.trim_end_matches('Z')).collect();
        assert!(moments.len() == 5 && moments.windows(2).all(|pair| pair[0] > pair[1]), "{log}");
        let checked = at(clock, &["check"], "");
        if clock == before_1970 {
            assert!(
                checked.ended(4).err.contains("could not be compared"),
                "no index is made by such a clock"
            );
        } else {
            checked.ended(0);
        }
    }
}
