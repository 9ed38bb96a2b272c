//! Who recorded a claim and who changed it, and when: asked of the history, and right for any moment of the past.

use std::path::Path;
use std::time::Duration;

use dictum::session::Session;

use crate::common::inside;

fn as_author(db: &Path, author: &str) -> Session {
    Session::open(db, true, author, &mut |_, _| {}).expect("the database opens").0
}

fn tell(db: &Path, author: &str, script: &str) {
    inside::run(&mut as_author(db, author), script);
}

/// The ids in an answer, in their order.
fn ids(session: &mut Session, question: &str) -> Vec<String> {
    let lines = inside::lines(session, question).unwrap_or_else(|problem| panic!("{question}: {problem:?}"));
    let id = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        value["id"].as_str().map(str::to_owned)
    };
    lines.lines().filter_map(id).collect()
}

/// Recorded by Ada: a, b, c, d. Bo corrects b and retracts c; Ada restores c, corrects her own d and adds e in one
/// transaction; Bo retracts d.
fn story(db: &Path) {
    let claim = |id: &str| format!("add claim {id} \"{id}\"@en quoted by p read in s\n");
    let first = format!(
        "add person p \"P\"@en\nadd source s title \"S\"\n{}{}{}{}",
        claim("a"),
        claim("b"),
        claim("c"),
        claim("d")
    );
    tell(db, "Ada of Baku", &first);
    tell(db, "Bo", "correct b note \"1\"\nretract c");
    tell(db, "Ada of Baku", &format!("restore c\ncorrect d note \"2\"\n{}", claim("e")));
    tell(db, "Bo", "retract d");
    tell(db, "Cyd", "link a contradicts b\nassess a false by p");
}

/// What is told of a rating's address: recorded, corrected, emptied, and no field of a claim.
#[test]
fn an_assessment_has_the_address_at_which_it_was_published() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("a.dictum");
    story(&db);
    let shown = |session: &mut Session| {
        let line = inside::lines(session, "show assessment r1").expect("an assessment");
        serde_json::from_str::<serde_json::Value>(&line).expect("a line of JSON")["url"].clone()
    };
    let mut session = as_author(&db, "Cyd");
    let mut says = |script: &str, url: serde_json::Value| {
        inside::run(&mut session, script);
        assert_eq!(shown(&mut session), url, "{script}");
    };
    says(
        "add source t url \"https://c.example/t\"\nassess b false as r1 by p read in t",
        "https://c.example/t".into(),
    );
    says("correct assessment r1 url \"https://c.example/1\"", "https://c.example/1".into());
    says("correct assessment r1 url \"https://c.example/2\" on 2025", "https://c.example/2".into());
    says("correct assessment r1 without url", "https://c.example/t".into());
    drop(session);
    let of_claim = "add claim f \"f\"@en quoted by p read in s url \"x\"";
    assert!(as_author(&db, "Cyd").run(of_claim, None, &mut |_| {}).is_err(), "a claim has no `url`");
}

const CASES: [(&str, &[&str]); 17] = [
    ("claims recorded by Ada of Baku", &["a", "b", "c", "e"]),
    ("claims recorded by \"ADA OF BAKU\" including retracted", &["a", "b", "c", "d", "e"]),
    ("claims recorded by Bo", &[]),
    ("claims recorded by Bo or Ada of Baku", &["a", "b", "c", "e"]),
    ("claims not recorded by Ada of Baku", &[]),
    ("claims changed by Bo", &["b", "c"]),
    ("claims changed by Bo including retracted", &["b", "c", "d"]),
    ("claims changed by Ada of Baku", &["c"]),
    ("claims changed by Ada of Baku including retracted", &["c", "d"]),
    ("claims changed by Bo and Ada of Baku including retracted", &["c", "d"]),
    ("claims changed by Cyd", &[]),
    ("claims changed since 2020", &["b", "c"]),
    ("claims changed since 2020 including retracted", &["b", "c", "d"]),
    ("claims changed today including retracted", &["b", "c", "d"]),
    ("claims changed before 2020", &[]),
    ("claims not changed since 2020", &["a", "e"]),
    ("claims by p changed by Bo recorded by Ada of Baku quoted", &["b", "c"]),
];

#[test]
fn recorders_and_changes_are_found() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("changes.dictum");
    story(&db);
    let check = |session: &mut Session| {
        for (question, found) in CASES {
            assert_eq!(ids(session, question), found, "{question}");
        }
    };
    let mut session = as_author(&db, "Cyd");
    check(&mut session);
    drop(session);
    // The same from an index that is rebuilt.
    std::fs::remove_dir_all(db.join("index")).expect("the index is there");
    check(&mut as_author(&db, "Cyd"));
}

#[test]
fn the_past_knows_only_its_own_changes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("past.dictum");
    let mut moments = Vec::new();
    let claim = |id: &str| format!("add claim {id} \"{id}\"@en quoted by p read in s\n");
    let steps = [
        ("Ada", format!("add person p \"P\"@en\nadd source s title \"S\"\n{}{}", claim("a"), claim("b"))),
        ("Bo", "correct a note \"1\"".to_owned()),
        ("Ada", "retract b".to_owned()),
    ];
    for (author, script) in steps {
        tell(&db, author, &script);
        std::thread::sleep(Duration::from_millis(1_100));
        moments.push(chrono::Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string());
        std::thread::sleep(Duration::from_millis(1_100));
    }
    let mut session = as_author(&db, "Ada");
    let mut asked =
        |question: &str, at: usize| ids(&mut session, &format!("{question} as of {}", moments[at]));
    assert_eq!(asked("claims changed since 2020", 0), Vec::<String>::new());
    assert_eq!(asked("claims changed since 2020", 1), ["a"]);
    assert_eq!(asked("claims changed by Ada including retracted", 1), Vec::<String>::new());
    assert_eq!(asked("claims changed by Ada including retracted", 2), ["b"]);
    assert_eq!(asked("claims recorded by Ada", 0), ["a", "b"]);
    let question = format!("claims changed since {} including retracted", moments[1]);
    assert_eq!(ids(&mut session, &question), ["b"]);
    let question = format!("claims changed until {} including retracted", moments[1]);
    assert_eq!(ids(&mut session, &question), ["a"]);
    // Bo had recorded nothing by then.
    assert!(session.ask(&format!("claims changed by Bo as of {}", moments[0])).is_err());
}

#[test]
fn an_unknown_recorder_is_an_error_with_candidates() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("unknown.dictum");
    story(&db);
    let mut session = as_author(&db, "Cyd");
    for (question, hint) in [
        ("claims recorded by Ada of Bakku", "Ada of Baku"),
        ("claims changed by Nobody", "Bo"),
        ("claims recorded by Nobody", "Cyd"),
    ] {
        let problem = session.ask(question).expect_err(question);
        assert!(problem.message().contains("has recorded anything here"), "{problem:?}");
        assert!(problem.hints().iter().any(|line| line.contains(hint)), "{question}: {problem:?}");
        assert!(problem.span().is_some());
    }
}
