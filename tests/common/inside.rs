//! The library within this process: what is done too often for a process each time.

use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use dictum::model::Problem;
use dictum::model::problem::{ErrorKind, Problems};
use dictum::output::{Format, Style, render};
use dictum::query::Answer;
use dictum::query::answer::CountValue;
use dictum::session::Session;
use dictum::session::import::ImportOptions;

use super::LIMIT;

/// Opens a database with what had to be repaired for it.
pub fn open(db: &Path) -> Result<(Session, Vec<String>), Problem> {
    Session::open(db, true, "tester", &mut |_, _| {})
}

/// Opens a database that is all right. A process that another test starts holds what is open here until it is under way.
#[track_caller]
pub fn session(db: &Path) -> Session {
    let start = Instant::now();
    loop {
        match open(db) {
            Err(problem) if matches!(problem.kind(), ErrorKind::Locked { .. }) && start.elapsed() < LIMIT => {
                sleep(Duration::from_millis(20));
            }
            opened => {
                let (session, notices) = opened.expect("the database opens");
                assert!(notices.is_empty(), "{notices:?}");
                return session;
            }
        }
    }
}

pub fn rendered(answer: &Answer, format: Format) -> String {
    let mut out = Vec::new();
    match render(answer, format, &Style::PLAIN, &mut out) {
        // A format that writes claims alone refuses other answers in a sentence.
        Err(error) if matches!(error.get_ref(), Some(inner) if inner.is::<Problem>()) => error.to_string(),
        outcome => {
            outcome.expect("memory can be written");
            String::from_utf8(out).expect("an answer is text")
        }
    }
}

/// The answer to a question, a line of JSON for each row.
pub fn lines(session: &mut Session, question: &str) -> Result<String, Problem> {
    session.ask(question).map(|answer| rendered(&answer, Format::Ndjson))
}

/// Runs a script that is all right; gives the answers to its questions.
#[track_caller]
pub fn run(session: &mut Session, script: &str) -> String {
    let mut out = String::new();
    let ran = session.run(script, None, &mut |asked| {
        out += &rendered(&asked.answer.expect("the question is answered"), Format::Ndjson);
    });
    ran.unwrap_or_else(|problems| panic!("{problems:?}\n{script}"));
    out
}

pub fn import(session: &mut Session, bytes: &[u8]) -> Result<usize, Problems> {
    session.import(bytes, ImportOptions::default(), &mut |_| {}).map(|imported| imported.recorded.changed)
}

/// What is counted, as a word that a test can compare: an id, a word, "none", "inexact".
pub fn value(value: &CountValue) -> String {
    match value {
        CountValue::Entity(entity) => entity.id.to_string(),
        CountValue::Source { id, .. } => id.to_string(),
        CountValue::Word(word) => word.clone(),
        CountValue::None => "none".to_owned(),
        CountValue::Inexact => "inexact".to_owned(),
    }
}
