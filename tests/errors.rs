//! Errors are values: what is wrong can be matched on, nothing in the program searches or edits a sentence, and names
//! are never mistaken for words of a message.

use std::error::Error;
use std::fs;
use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use dictum::exchange::interchange::Lines;
use dictum::model::field_path::{FieldPath, Vocabulary};
use dictum::model::problem::{ErrorKind, Problems, Sought};
use dictum::model::violation::Rule;
use dictum::model::{Id, Key, Problem};
use dictum::session::Session;
use dictum::store::folder::Folder;
use tempfile::TempDir;

use crate::common::{dictum, inside};
use crate::layers;

const RECORDS: &str = r#"
add person speakers "Ada Speakers"@en
add place ru "Riga"@en
add place riga-2 "Riga"@en
add source "by" title "By"
add claim ascribed_to "It rained"@en asserted about speakers read in "by"
"#;

fn session() -> (TempDir, Session) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut session = inside::session(&folder.path().join("errors.dictum"));
    inside::run(&mut session, RECORDS);
    (folder, session)
}

fn refused(session: &mut Session, script: &str) -> Problem {
    session.run(script, None, &mut |_| {}).expect_err(script)[0].clone()
}

// ---- what is wrong, as a value -----------------------------------------------------------------------------------

#[test]
fn a_name_that_fits_nothing_or_two_things_comes_with_candidates() {
    let (_folder, mut session) = session();
    let problem = session.ask("claims about Ada Spekers").expect_err("a misspelt name");
    let ErrorKind::NotFound { sought: Sought::Entity, written } = problem.kind() else {
        panic!("{problem:?}")
    };
    assert_eq!(written, "Ada Spekers");
    assert!(
        problem.candidates().iter().any(|candidate| candidate == "Ada Speakers (person speakers)"),
        "{problem:?}"
    );
    let problem = session.ask("claims about Riga").expect_err("two places");
    assert!(matches!(problem.kind(), ErrorKind::Ambiguous { .. }), "{problem:?}");
    assert_eq!(problem.candidates().len(), 2, "{problem:?}");
    let problem = session.ask("claims like nowhere").expect_err("no claim");
    assert!(matches!(problem.kind(), ErrorKind::NotFound { sought: Sought::Claim, .. }), "{problem:?}");
}

#[test]
fn a_rule_that_is_broken_says_which_field_and_which_records() {
    let (_folder, mut session) = session();
    let problem = refused(&mut session, "retract speakers because \"a test\"");
    let ErrorKind::Violation { violation, .. } = problem.kind() else { panic!("{problem:?}") };
    let claim = Key::Claim(Id::new("ascribed_to").expect("an id"));
    assert_eq!(violation.rule, Rule::Referenced(vec![claim]));
    let line = r#"{"type":"claim","id":"c","statement":"C","lang":"en","mode":"assertion","speakers":["nobody"],"citations":[{"source":"by"}]}"#;
    let problems = inside::import(&mut session, line.as_bytes()).expect_err("nobody is no entity");
    let ErrorKind::Violation { violation, .. } = problems[0].kind() else { panic!("{problems:?}") };
    assert_eq!(violation.field, FieldPath::of("speakers"));
    assert_eq!(violation.rule, Rule::MissingReference(Key::Entity(Id::new("nobody").expect("an id"))));
    assert_eq!(problems[0].line().map(|line| line.number), Some(1));
    assert!(problems[0].message_in(Vocabulary::Interchange).contains("field `speakers`"));
    assert!(problems[0].message_in(Vocabulary::Script).contains("field `by`"));
}

#[test]
fn another_record_under_the_same_id_says_which_fields_differ() {
    let (_folder, mut session) = session();
    let problem = refused(
        &mut session,
        "add claim ascribed_to \"It snowed\"@en asserted about speakers read in \"by\"",
    );
    let ErrorKind::AlreadyRecorded { fields, .. } = problem.kind() else { panic!("{problem:?}") };
    assert_eq!(*fields, [FieldPath::of("statement")]);
}

#[test]
fn a_database_that_is_open_elsewhere_says_by_whom() {
    let (folder, _session) = session();
    let path = folder.path().join("errors.dictum");
    let problem = inside::open(&path).err().expect("it is open");
    let ErrorKind::Locked { database, process, .. } = problem.kind() else { panic!("{problem:?}") };
    assert_eq!((database, *process), (&path, Some(std::process::id())));
}

#[test]
fn a_place_without_a_database_and_a_damaged_journal_are_told_apart() {
    let (folder, session) = session();
    let nowhere = folder.path().join("nowhere.dictum");
    let Err(problem) = Folder::open(&nowhere) else { panic!("there is none") };
    assert_eq!(*problem.kind(), ErrorKind::NoDatabase { path: nowhere });
    drop(session);
    let path = folder.path().join("errors.dictum");
    let journal = path.join("journal");
    let mut bytes = fs::read(&journal).expect("the journal");
    // The length in the first frame's header, which neither the end of the file nor the index makes up for.
    let at = bytes.len() / 2;
    bytes[at] ^= 0xFF;
    fs::write(&journal, bytes).expect("the journal can be written");
    fs::remove_dir_all(path.join("index")).expect("the index can be removed");
    let problem = inside::open(&path).err().expect("it is damaged");
    let ErrorKind::Damaged { file, offset, .. } = problem.kind() else { panic!("{problem:?}") };
    assert_eq!(*file, journal);
    assert!(*offset > 0, "{problem:?}");
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    }
}

#[test]
fn what_could_not_be_read_keeps_its_source() {
    let problems: Problems =
        Lines::new(BufReader::new(Broken)).next().expect("an item").expect_err("it cannot be read");
    let source = problems.source().and_then(|source| source.downcast_ref::<io::Error>());
    assert_eq!(source.map(io::Error::kind), Some(io::ErrorKind::ConnectionReset));
    assert!(matches!(problems[0].kind(), ErrorKind::Io { .. }));
}

#[test]
fn what_was_stopped_is_cancelled() {
    let (_folder, mut session) = session();
    session.stop_at(Arc::new(AtomicBool::new(true)));
    let line = "{\"type\":\"source\",\"id\":\"one\"}\n";
    let problems = inside::import(&mut session, line.as_bytes()).expect_err("it was stopped");
    assert_eq!(*problems[0].kind(), ErrorKind::Cancelled);
}

// ---- names are names ---------------------------------------------------------------------------------------------

#[test]
fn records_called_like_fields_are_reported_under_their_own_names() {
    let (_folder, mut session) = session();
    let problem = refused(&mut session, "retract speakers because \"a test\"");
    assert_eq!(
        problem.message(),
        "entity `speakers`: it cannot be retracted: claim `ascribed_to` refers to it"
    );
    let problem = refused(&mut session, "retract source \"by\" because \"a test\"");
    assert_eq!(problem.message(), "source `by`: it cannot be retracted: claim `ascribed_to` refers to it");
    let line = r#"{"type":"link","from":"ascribed_to","relation":"supports","to":"audience"}"#;
    let problems = inside::import(&mut session, line.as_bytes()).expect_err("there is no such claim");
    assert_eq!(
        problems.to_string(),
        "line 1, link `ascribed_to supports audience`, field `to`: there is no claim `audience`; \
         add it, or correct the id in `to`"
    );
}

// ---- nothing looks into a sentence -------------------------------------------------------------------------------

/// What holds a finished sentence.
const SENTENCES: [&str; 9] =
    ["message", "messages", "hint", "hints", "notice", "notices", "problem", "problems", "meaning"];

/// What searches or edits a text.
const SEARCHES: [&str; 14] = [
    "contains",
    "starts_with",
    "ends_with",
    "replace",
    "replacen",
    "split",
    "split_once",
    "rsplit_once",
    "strip_prefix",
    "strip_suffix",
    "trim_start_matches",
    "trim_end_matches",
    "find",
    "matches",
];

/// Calls in a source that search or edit a sentence: `problem.message().contains(`, `hint.replace(`.
fn searched(code: &str) -> Vec<String> {
    let code: String = code.split_whitespace().collect();
    let mut found = Vec::new();
    for search in SEARCHES {
        let call = format!(".{search}(");
        for (at, _) in code.match_indices(&call) {
            let is_of_chain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '(' | ')' | '?');
            let start = code[..at].rfind(|c| !is_of_chain(c)).map_or(0, |at| at + 1);
            let receiver = code[start.max(code.floor_char_boundary(at.saturating_sub(80)))..at].to_owned();
            let mut parts = receiver.split(['.', '(', ')', '?']).filter(|part| !part.is_empty()).rev();
            if parts.by_ref().take(3).any(|part| SENTENCES.contains(&part)) {
                found.push(format!("{receiver}{call}"));
            }
        }
    }
    found
}

#[test]
fn no_code_searches_or_edits_a_message() {
    let mut wrong = Vec::new();
    for file in layers::files() {
        if file.path.ends_with("/tests.rs") {
            continue;
        }
        let code = file.code.split("#[cfg(test)]").next().unwrap_or_default();
        wrong.extend(searched(code).iter().map(|call| format!("{}: {call}…)", file.path)));
    }
    assert!(wrong.is_empty(), "decide by the kind of an error, not by its text:\n{}", wrong.join("\n"));
}

#[test]
fn the_test_sees_what_it_should() {
    for code in [
        "problem.message().contains(text)",
        "hints.iter().any(|hint| hint.starts_with(text))",
        "violation.message\n    .replace(a, b)",
        "problem.to_string().split_once(x)",
        "name.meaning.contains(x)",
    ] {
        assert_eq!(searched(code).len(), 1, "{code}");
    }
    assert!(searched("text.contains(x) && kind == ErrorKind::Cancelled").is_empty());
}

// ---- how the program ends -----------------------------------------------------------------------------------------

/// Each category of errors ends the program with its own code, and says one error and a fix.
#[test]
fn each_category_has_an_exit_code() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("codes.dictum");
    inside::run(&mut inside::session(&db), RECORDS);
    let nowhere = folder.path().join("no").join("such").join("file");
    let nowhere = nowhere.display().to_string();
    let broken = folder.path().join("broken.dictum");
    fs::create_dir_all(&broken).expect("a folder");
    fs::write(broken.join("journal"), b"this is no journal at all").expect("a file");
    let cases: [(u8, &std::path::Path, &[&str]); 9] = [
        // what is asked or given is wrong
        (1, &db, &["query", "claims abuot Russia"]),
        (1, &db, &["query", "claims about Ada Spekers"]),
        (1, &db, &["query", "show nobody"]),
        // the program is called wrongly
        (2, &db, &["query"]),
        (2, &db, &["redact", "speakers"]),
        // the database cannot be opened, or is damaged
        (3, std::path::Path::new(&nowhere), &["query", "claims"]),
        (3, &broken, &["query", "claims"]),
        // reading or writing failed
        (4, &db, &["run", &nowhere]),
        (4, &db, &["query", "claims", "--output", &nowhere]),
    ];
    for (code, db, args) in cases {
        let ran = dictum(db, args).run();
        assert_eq!(ran.code, Some(i32::from(code)), "{args:?}: {}{}", ran.text(), ran.err);
        assert!(ran.out.is_empty() && ran.err.contains("error: "), "{args:?}: {}", ran.err);
    }
    // A damaged index is none of them: it is made again from the journal.
    let index = db.join("index");
    fs::remove_dir_all(&index).expect("an index");
    fs::create_dir(&index).expect("a folder");
    fs::write(index.join("state"), b"this is no index").expect("a file");
    dictum(&db, &["query", "claims"]).run().ended(0);
}
