//! All the ways in which a text comes into dictum, each judged.

use std::path::PathBuf;
use std::time::Duration;

use dictum::language::{self, syntax::Spans};
use dictum::model::Problem;
use dictum::model::problem::Problems;
use dictum::output::error_report::reports;
use dictum::output::format::File;
use dictum::output::remarks;
use dictum::output::{Format, Listed, Style};
use dictum::query::Answer;
use dictum::session::Session;
use dictum::session::import::ImportOptions;
use tempfile::TempDir;

use crate::common::watch::watched;
use crate::common::{LIMIT, cut, inside, leak};

pub struct Ground {
    _temp: TempDir,
    pub db: PathBuf,
    pub session: Session,
    limit: Duration,
}

const BEGINNING: &str = "add place russia \"Russia\"@en, \"روسيا\"@ar demonym \"Russian\"@en
add role diplomat \"diplomat\"@en plural \"diplomats\"@en
add person ann \"Ann Lee\"@en as diplomat of russia
add source doc title \"Report\"
add claim first \"The corridor was opened\"@en by ann about russia said 2025-07 quoted read in doc words \"It is open\"@en";

impl Ground {
    /// A small database.
    pub fn new() -> Ground {
        let temp = tempfile::tempdir().expect("a temporary folder");
        let db = temp.path().join("claims.dictum");
        let mut session = inside::session(&db);
        inside::run(&mut session, BEGINNING);
        Ground { _temp: temp, db, session, limit: LIMIT }
    }

    /// The database for the program itself, for as long as its folder is held.
    pub fn close(self) -> (TempDir, PathBuf) {
        let Ground { _temp: temp, db, session, .. } = self;
        drop(session);
        (temp, db)
    }

    pub fn within(self, limit: Duration) -> Ground {
        Ground { limit, ..self }
    }

    /// The text as a question, as a script and as records.
    #[track_caller]
    pub fn text(&mut self, text: &str) {
        let _ = self.ask(text);
        let _ = self.run(text);
        self.format(text);
        let _ = self.import(text.as_bytes());
    }

    #[track_caller]
    pub fn ask(&mut self, text: &str) -> Result<Answer, Problem> {
        let digest = self.session.store().digest();
        let asked = watched(text, self.limit, || self.session.ask(text));
        match &asked {
            Ok(answer) => self.shown(answer, text),
            Err(problem) => refused(std::slice::from_ref(problem), text),
        }
        assert_eq!(self.session.store().digest(), digest, "a question has changed something: {}", cut(text));
        asked
    }

    /// How many records a script adds.
    #[track_caller]
    pub fn run(&mut self, text: &str) -> Result<usize, Problems> {
        let digest = self.session.store().digest();
        let mut answers = Vec::new();
        let ran = watched(text, self.limit, || {
            self.session.run(text, None, &mut |asked| answers.push(asked.answer))
        });
        for answer in answers {
            match answer {
                Ok(answer) => self.shown(&answer, text),
                Err(problem) => refused(&[problem], text),
            }
        }
        let recorded = ran.map(|outcome| outcome.recorded.map_or(0, |recorded| recorded.changed));
        self.judged(&recorded, &digest, text);
        recorded
    }

    /// How many records an import adds.
    #[track_caller]
    pub fn import(&mut self, bytes: &[u8]) -> Result<usize, Problems> {
        let digest = self.session.store().digest();
        let text = String::from_utf8_lossy(bytes).into_owned();
        let imported = watched(&text, self.limit, || inside::import(&mut self.session, bytes));
        self.judged(&imported, &digest, &text);
        let rehearsing = ImportOptions { dry_run: true, skip_wrong: true, ..ImportOptions::default() };
        let skipped = watched(&text, self.limit, || self.session.import(bytes, rehearsing, &mut |_| {}));
        match skipped {
            Ok(imported) if imported.skipped.is_empty() => {}
            Ok(imported) => refused(&imported.skipped, &text),
            Err(problems) => refused(&problems, &text),
        }
        imported
    }

    /// The canonical form of what can be read is read the same.
    #[track_caller]
    pub fn format(&mut self, text: &str) {
        watched(text, self.limit, || match language::parse_script(text) {
            Ok(script) => {
                let formatted = language::format_script(&script);
                let again = language::parse_script(&formatted);
                let again = again.unwrap_or_else(|problems| panic!("{problems:?}\n{}", cut(&formatted)));
                assert_eq!(again.without_spans(), script.without_spans(), "{}", cut(&formatted));
                assert_eq!(language::format_script(&again), formatted);
            }
            Err(problems) => refused(&problems, text),
        });
    }

    #[track_caller]
    fn judged(&self, outcome: &Result<usize, Problems>, digest: &str, text: &str) {
        let is_the_same = self.session.store().digest() == digest;
        match outcome {
            Ok(changed) => assert_eq!(*changed == 0, is_the_same, "{}", cut(text)),
            Err(problems) => {
                refused(problems, text);
                assert!(is_the_same, "the database was changed by what was refused: {}", cut(text));
            }
        }
    }

    /// In every format an answer can be shown, and does nothing to a terminal.
    #[track_caller]
    fn shown(&self, answer: &Answer, given: &str) {
        for (format, row) in Listed::of_answers().filter(|(_, row)| row.file != File::Binary) {
            let name = row.name;
            let shown =
                watched(&format!("{name} of {given}"), self.limit, || inside::rendered(answer, format));
            if matches!(format, Format::Table | Format::Cards) {
                harmless(&shown);
            }
        }
        remarks(answer).iter().for_each(|line| harmless(line));
    }
}

/// What is said of a refusal is for people.
#[track_caller]
pub fn refused(problems: &[Problem], given: &str) {
    assert!(!problems.is_empty(), "refused without a word: {}", cut(given));
    for problem in problems {
        assert!(!problem.message().trim().is_empty(), "an empty message for {}", cut(given));
        let said = problem.to_string();
        assert_eq!(leak(&said, given), None, "{}", cut(&said));
    }
    let few = &problems[..problems.len().min(5)];
    harmless(&watched(given, LIMIT, || reports(few, "text", Some(given), &Style::PLAIN)));
}

/// Nothing in it moves a cursor, changes a colour or turns the direction of what follows.
#[track_caller]
fn harmless(text: &str) {
    let is_harmful = |c: &char| (c.is_control() && *c != '\n') || matches!(c, '\u{202A}'..='\u{202E}');
    let harmful = text.chars().find(is_harmful);
    assert_eq!(harmful, None, "{}", cut(text));
}
