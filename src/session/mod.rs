//! One open database: text in, outcome out. What library users, the command line and the REPL all call.
//!
//! - [`Session::ask`]: one question; [`asking`]: one of a state of the database
//! - [`Session::run`]: a script; what it records is one transaction, its questions are answered after that
//! - [`import`], [`entries`], [`export`]: records from and to files; [`writing`]: answers and records in any format
//! - [`lowering`]: from statements that record to changes; [`Session::transact`]: changes given as values
//! - [`Session::stats`], [`Session::log`]: how much is there, and how it came
//! - [`verify`]: what has changed since an answer was written down
//! - [`undo`]: taking a transaction back
//! - [`redact`]: taking a record out of the database for good
//! - [`near_duplicates`], `why`: claims nearly the same; why a claim is in an answer
//! - `repair`: an index that cannot be read is rebuilt once

pub mod asking;
pub mod entries;
pub mod export;
pub mod import;
pub mod lowering;
pub mod near_duplicates;
pub mod redact;
mod repair;
mod stats;
mod transact;
pub mod undo;
pub mod verify;
mod why;
pub mod writing;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::exchange::interchange;
use crate::language;
use crate::language::syntax::{Ask, Body, Statement};
use crate::model::field_path::FieldPath;
use crate::model::problem::{ErrorKind, Problems, Result};
use crate::model::{Citation, Lang, Problem, Span};
use crate::query::time::Now;
use crate::query::{Answer, Params, Question, SharedSets, State, answer};
use crate::session::asking::{as_asked, with_known_name};
use crate::store::change::Stamp;
use crate::store::validator::{Reason, Refusal};
use crate::store::{Opening, Progress, Recorded, Store};

/// An open database and what holds in this conversation with it.
pub struct Session {
    store: Store,
    /// What questions have in common.
    shared: Arc<SharedSets>,
    /// Who is named in what this session records.
    author: String,
    /// The citation of claims that name none.
    reading: Option<Citation>,
    /// The moment of `today`; else the present one.
    pub now: Option<Now>,
    pub params: Params,
    /// The language in which answers name things, where they have a name in it.
    pub names: Option<Lang>,
    /// Whether a script ends at its first question that cannot be answered.
    pub stop_at_failure: bool,
    /// What had to be repaired, until somebody asks for it.
    repairs: Vec<String>,
    /// Up while somebody wants what runs to stop.
    stop: Arc<AtomicBool>,
}

/// What a script came to, apart from its answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunOutcome {
    /// What was recorded, if the script records anything.
    pub recorded: Option<Recorded>,
    /// How many questions could not be answered.
    pub failed: usize,
}

/// A question of a script, with its answer or what is wrong with it.
pub struct Asked<'a> {
    pub statement: &'a Statement,
    /// The statement as it stands in the script.
    pub text: &'a str,
    pub answer: std::result::Result<Answer, Problem>,
    pub parse: Duration,
}

impl Session {
    /// Opens a database, making it where `opening` says so; the notices say what had to be repaired.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open(
        path: &Path,
        opening: impl Into<Opening>,
        author: &str,
        progress: Progress<'_>,
    ) -> Result<(Session, Vec<String>)> {
        let (store, notices) = Store::open(path, opening, progress)?;
        Ok((Session::of(store, author), notices))
    }

    /// Opens a database. Where there is none, an empty one is asked, which is made when something is recorded in it.
    ///
    /// # Errors
    /// As [`Store::open_or_begin`].
    pub fn open_or_begin(
        path: &Path,
        opening: Opening,
        author: &str,
        progress: Progress<'_>,
    ) -> Result<(Session, Vec<String>)> {
        let (store, notices) = Store::open_or_begin(path, opening, progress)?;
        Ok((Session::of(store, author), notices))
    }

    fn of(store: Store, author: &str) -> Session {
        let shared = Arc::new(SharedSets::within(store.memory().0));
        Session {
            store,
            shared,
            author: author.to_owned(),
            reading: None,
            now: None,
            params: Params::default(),
            names: None,
            stop_at_failure: false,
            repairs: Vec::new(),
            stop: Arc::default(),
        }
    }

    /// See [`Store::watch_journal`].
    pub fn watch_journal(&mut self, watch: Arc<dyn crate::store::journal::Watch>) {
        self.store.watch_journal(watch);
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The database as it is now, to be asked.
    pub fn state(&self) -> State {
        State::new(self.store.snapshot(), self.shared.clone())
    }

    /// While the flag is up, a question that is being answered, and records that are being read or checked, end with an
    /// error. What is being written is written: a transaction is there complete or not at all.
    pub fn stop_at(&mut self, flag: Arc<AtomicBool>) {
        self.stop = flag.clone();
        self.store.stop_at(flag);
    }

    /// # Errors
    /// Somebody wants what runs to stop.
    fn go_on(&self) -> Result<()> {
        if self.stop.load(Ordering::Relaxed) { Err(Problem::cancelled()) } else { Ok(()) }
    }

    /// Rebuilds the index from the journal.
    ///
    /// # Errors
    /// As [`Store::rebuild`].
    pub fn rebuild(&mut self, progress: Progress<'_>) -> Result<()> {
        self.store.rebuild(progress)
    }

    /// The standing citation, if `reading` has set one.
    pub fn reading(&self) -> Option<&Citation> {
        self.reading.as_ref()
    }

    fn now(&self) -> Now {
        self.now.unwrap_or_else(Now::present)
    }

    /// Answers one question; a statement that records is refused.
    ///
    /// # Errors
    /// What is wrong with the question, with its place in `text`; or the database cannot be read.
    pub fn ask(&mut self, text: &str) -> Result<Answer> {
        let ask = language::parse_ask(text).map_err(|problem| self.with_known_name(text, problem))?;
        self.answer(&ask, text)
    }

    fn with_known_name(&self, text: &str, problem: Problem) -> Problem {
        with_known_name(&self.store.snapshot(), text, problem)
    }

    fn answer(&mut self, ask: &Ask, text: &str) -> Result<Answer> {
        let now = self.now();
        match self.answer_once(ask, text, now) {
            Err(problem) if self.repaired_index(&problem)? => self.answer_once(ask, text, now),
            outcome => outcome,
        }
    }

    fn answer_once(&self, ask: &Ask, text: &str, now: Now) -> Result<Answer> {
        let state = self.state();
        let question = Question { ask, text, params: &self.params, now };
        let mut answer = answer(&state, question)?;
        if let Some(lang) = &self.names {
            crate::query::names::in_language(&mut answer, &as_asked(&state, ask, question)?, lang)?;
        }
        Ok(answer)
    }

    /// Runs a script: all that it records is one transaction, then each question is answered and given to `each`.
    ///
    /// # Errors
    /// All that is wrong with the script or its records; then nothing was recorded and nothing asked. The problems of
    /// single questions go to `each` instead.
    pub fn run(
        &mut self,
        text: &str,
        why: Option<&str>,
        each: &mut dyn FnMut(Asked<'_>),
    ) -> std::result::Result<RunOutcome, Problems> {
        let script =
            language::parse_script(text).map_err(|problems| self.with_known_names(text, problems))?;
        let recorded = self.record(&script.statements, text, why)?;
        let mut outcome = RunOutcome { recorded, failed: 0 };
        for statement in &script.statements {
            if let Body::Ask(ask) = &statement.body {
                let asked = text.get(statement.span.range()).unwrap_or("");
                let parse = time_to_parse(asked);
                let answer = self.answer(ask, text);
                outcome.failed += usize::from(answer.is_err());
                each(Asked { statement, text: asked, answer, parse });
            }
            if self.stop_at_failure && outcome.failed > 0 {
                break;
            }
        }
        Ok(outcome)
    }

    fn with_known_names(&self, text: &str, problems: Problems) -> Problems {
        problems.into_iter().map(|problem| self.with_known_name(text, problem)).collect()
    }

    /// Records what the statements say, as one transaction.
    fn record(
        &mut self,
        statements: &[Statement],
        text: &str,
        why: Option<&str>,
    ) -> std::result::Result<Option<Recorded>, Problems> {
        if !statements.iter().any(|statement| matches!(statement.body, Body::Mutation(_))) {
            return Ok(None);
        }
        match self.record_once(statements, text, why) {
            Err(problems) if self.repaired_index_after(&problems)? => self.record_once(statements, text, why),
            outcome => outcome,
        }
    }

    fn repaired_index_after(&mut self, problems: &[Problem]) -> Result<bool> {
        problems.first().map_or(Ok(false), |problem| self.repaired_index(problem))
    }

    fn record_once(
        &mut self,
        statements: &[Statement],
        text: &str,
        why: Option<&str>,
    ) -> std::result::Result<Option<Recorded>, Problems> {
        let lowered = self.lowered(statements, text)?;
        let recorded = if lowered.changes.is_empty() {
            None
        } else {
            let now = self.now();
            let outcome = self.store.transact(now.0, &self.author, why, lowered.changes)?;
            Some(outcome.map_err(|refusals| placed(&refusals, &lowered.places))?)
        };
        self.reading = lowered.reading;
        Ok(recorded)
    }

    /// Checks what a script records as [`Session::run`] does, and records nothing.
    ///
    /// # Errors
    /// As there.
    pub fn dry_run(&self, text: &str) -> std::result::Result<Recorded, Problems> {
        let script =
            language::parse_script(text).map_err(|problems| self.with_known_names(text, problems))?;
        let lowered = self.lowered(&script.statements, text)?;
        let outcome = self.store.dry_run(lowered.changes)?;
        outcome.map_err(|refusals| placed(&refusals, &lowered.places))
    }

    fn lowered(
        &self,
        statements: &[Statement],
        text: &str,
    ) -> std::result::Result<lowering::Lowered, Problems> {
        lowering::lower(
            &self.store.snapshot(),
            statements,
            text,
            &self.params,
            self.now(),
            self.reading.clone(),
        )
    }

    /// The transactions, latest first, at most `most`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn log(&self, most: usize) -> Result<Vec<LogEntry>> {
        let snapshot = self.store.snapshot();
        let mut entries = Vec::new();
        for sequence in (1..=snapshot.sequence()).rev().take(most) {
            let before = snapshot.transaction(sequence - 1)?.map_or(0, |entry| entry.changes);
            if let Some(entry) = snapshot.transaction(sequence)? {
                let (stamp, digest) = (entry.stamp.clone(), entry.head.hash_hex());
                entries.push(LogEntry { sequence, changes: entry.changes - before, stamp, digest });
            }
        }
        Ok(entries)
    }
}

/// One transaction, as `dictum log` shows it.
#[derive(Clone, Debug)]
pub struct LogEntry {
    pub sequence: u64,
    pub stamp: Stamp,
    /// How many records it added, corrected, retracted or restored.
    pub changes: u64,
    pub digest: String,
}

/// Refusals as problems at their places in the script.
fn placed(refusals: &[Refusal], places: &[lowering::StatementSpans]) -> Problems {
    let problem = |refusal: &Refusal| {
        let (field, problem) = described(refusal);
        problem.at(places[refusal.change].of(&field))
    };
    refusals.iter().map(problem).collect()
}

/// How long the parser takes for a statement by itself.
fn time_to_parse(text: &str) -> Duration {
    let start = Instant::now();
    let _ = language::parse_ask(text);
    start.elapsed()
}

/// A refusal as a problem, and the field that it is about.
pub(crate) fn described(refusal: &Refusal) -> (FieldPath, Problem) {
    match &refusal.reason {
        Reason::Violation(violation) => {
            let kind = ErrorKind::Violation { record: refusal.key.to_string(), violation: violation.clone() };
            (violation.field.clone(), kind.into())
        }
        Reason::Differs { stored, given } => {
            let fields: Vec<FieldPath> =
                interchange::differing_fields(stored, given).into_iter().map(FieldPath::of).collect();
            let first = fields.first().cloned().unwrap_or_default();
            (first, ErrorKind::AlreadyRecorded { record: refusal.key.clone(), fields }.into())
        }
    }
}

/// The place of a problem in a text, as line and column counted from 1 in characters.
pub fn line_and_column(text: &str, span: Span) -> (usize, usize) {
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}
