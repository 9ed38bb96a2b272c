//! Names that hold a word of the language stay names, whole, wherever they are written: a word that later versions have
//! added ends a name only before the word that must follow it.

use dictum::language::{format_script, name_or_quoted, parse_script};
use dictum::session::Session;
use dictum::session::export::RecordFormat;

use crate::common::inside;

/// Each holds a word that a version after 0.1 gave a meaning.
const NAMES: [&str; 22] = [
    "Ever Given",
    "Ever",
    "Clyfford Still",
    "Still Waters",
    "Former Yugoslavia",
    "The Former",
    "Any Human",
    "Any",
    "Changed Ltd",
    "Changed",
    "Everything Changed",
    "Recorder Ltd",
    "Transaction Lab",
    "Transaction",
    "Least Developed Countries",
    "Source Times",
    "Publisher Group",
    "Presented",
    "Presented Pictures",
    "Exact Sciences",
    "Then",
    "Now Then",
];

fn ids() -> impl Iterator<Item = (String, &'static str)> {
    NAMES.into_iter().enumerate().map(|(at, name)| (format!("e{at}"), name))
}

fn world() -> (Session, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut session = inside::session(&folder.path().join("names.dictum"));
    let mut script = String::from("add source s title \"S\"\n");
    for (id, name) in ids() {
        script += &format!("add person {id} \"{name}\"@en\n");
        script += &format!(
            "add claim c-{id} \"Of {id}\"@en quoted by {name} about {name} read in s said 2025-07-01\n"
        );
    }
    inside::run(&mut session, &script);
    (session, folder)
}

#[test]
fn bare_names_are_recorded_asked_for_and_exported() {
    let (mut session, _folder) = world();
    for (id, name) in ids() {
        let questions = [
            format!("claims about {name}"),
            format!("claims by {name} and since 2025"),
            format!("claims about {name} and by {name}"),
            format!("claims quoted about {name} and since 2025"),
            format!("claims by {name} or {name}"),
            format!("claims about {name} newest first"),
            format!("claims about {name} showing about"),
            format!("count claims about {name} per speaker"),
        ];
        for question in questions {
            let found = inside::lines(&mut session, &question)
                .unwrap_or_else(|problem| panic!("{question}: {problem:?}"));
            assert!(found.contains(&id) || found.contains(name), "{question}: {found}");
            let ask = dictum::language::parse_ask(&question).expect("it was answered");
            let written = dictum::language::format_ask(&ask);
            assert_eq!(inside::lines(&mut session, &written).expect("the same"), found, "{written}");
        }
        assert!(inside::lines(&mut session, &format!("show \"{name}\"")).expect("a card").contains(&id));
    }
    let mut script = Vec::new();
    session.export_all(RecordFormat::Script, &mut script).expect("an export");
    let script = String::from_utf8(script).expect("text");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut again = inside::session(&folder.path().join("again.dictum"));
    inside::run(&mut again, &script);
    let mut second = Vec::new();
    again.export_all(RecordFormat::Script, &mut second).expect("an export");
    assert_eq!(script, String::from_utf8(second).expect("text"));
}

#[test]
fn a_written_name_is_read_back_whatever_follows() {
    let followers = [
        "since 2025",
        "rated false",
        "by x",
        "as of 2025",
        "on 2025-07-01",
        "changed since 2025",
        "quoted",
        "limit 5",
        "and by x",
    ];
    for name in NAMES {
        for follower in followers {
            let text = format!("claims about {} {follower}", name_or_quoted(name));
            let script = parse_script(&text).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
            assert!(format!("{script:?}").contains(&format!("{name:?}")), "{text}: {script:?}");
            let formatted = format_script(&script);
            let again =
                parse_script(&formatted).unwrap_or_else(|problems| panic!("{formatted}: {problems:?}"));
            assert_eq!(format_script(&again), formatted);
        }
    }
}

#[test]
fn a_word_ends_a_name_before_what_must_follow_it() {
    let clauses = |text: &str| {
        let ask = dictum::language::parse_ask(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
        dictum::language::format_ask(&ask)
    };
    for text in [
        "claims about Russia changed since 2025",
        "claims by Trump changed by ada",
        "claims about x recorded by ada",
    ] {
        assert_eq!(clauses(text), text);
        assert!(parse_script(text).is_ok());
    }
    // The name of what is about is `Russia`, not `Russia changed`.
    let ask =
        format!("{:?}", dictum::language::parse_ask("claims about Russia changed since 2025").expect("read"));
    assert!(ask.contains("Bare(\"Russia\")"), "{ask}");
}
