//! Every plan against the naive evaluation: random databases, random questions of every clause, and an oracle that was
//! written from the documents alone. `DICTUM_ORACLE=SEED,CLAIMS,QUESTIONS` asks more, or others;
//! `DICTUM_ORACLE_ONLY=rated` shows only what is wrong with questions that exercise this.

mod history;
mod sorting;
mod why;

use std::collections::{BTreeMap, BTreeSet};

use dictum::query::answer::{AnswerBody, RecordRow};
use dictum::query::thresholds::Thresholds;
use dictum::query::{Answer, time::Now};
use dictum::session::Session;
use dictum::session::import::ImportOptions;
use support::oracle::{Case, Got};
use support::world::World;

use crate::common::inside;
use crate::support;

/// The moment of `today` in every case: 2025-08-20T12:00:00Z, in seconds.
const NOW: i64 = 1_755_691_200;

#[test]
fn answers_are_those_of_the_naive_evaluation() {
    let (seed, claims, questions) = match std::env::var("DICTUM_ORACLE") {
        Ok(asked) => {
            let numbers: Vec<u64> = asked.split(',').map(|number| number.trim().parse().unwrap()).collect();
            (numbers[0], numbers[1] as usize, numbers[2] as usize)
        }
        Err(_) => (20_250_710, 900, 350),
    };
    holds(seed, claims, questions);
}

/// Asks random questions of a random world by every way of answering, and fails with all that is answered otherwise than by
/// the naive evaluation.
fn holds(seed: u64, claims: usize, questions: usize) {
    let world = World::generate(seed, claims);
    let folder = tempfile::tempdir().unwrap();
    drop(imported(&world, folder.path()));
    let cases = world.questions_at(seed ^ 0xFACE, questions, NOW);
    let mut wrong = Wrong::default();
    for thresholds in WAYS {
        thresholds.set_for_this_thread();
        let mut session = opened(folder.path());
        for case in &cases {
            let outcome = ask(&mut session, case).and_then(|got| world.compare(case, &got));
            wrong.note(case, outcome.map_err(|message| format!("{thresholds:?}\n{message}")));
        }
    }
    Thresholds::USUAL.set_for_this_thread();
    wrong.none();
}

/// As for a few records, as for very many, and as it is.
const WAYS: [Thresholds; 3] = [
    Thresholds { many_claims: u64::MAX, claims_per_source: u32::MAX },
    Thresholds { many_claims: 0, claims_per_source: 1 },
    Thresholds::USUAL,
];

/// A world beyond the thresholds as they are.
#[test]
fn a_larger_world_is_answered_the_same() {
    holds(20_261_127, Thresholds::USUAL.many_claims as usize + 200, 50);
}

/// What was answered otherwise, by what the questions exercise.
#[derive(Default)]
struct Wrong {
    asked: usize,
    features: BTreeMap<String, usize>,
    shown: String,
}

impl Wrong {
    fn note(&mut self, case: &Case, outcome: Result<(), String>) {
        self.asked += 1;
        let Err(message) = outcome else { return };
        for feature in case.features.iter().chain(&["(all)"]) {
            *self.features.entry((*feature).to_owned()).or_default() += 1;
        }
        let is_wanted = |only: String| case.features.iter().any(|feature| *feature == only);
        if self.shown.len() < 12_000 && std::env::var("DICTUM_ORACLE_ONLY").map_or(true, is_wanted) {
            self.shown += &format!("\n{message}\n");
        }
    }

    #[track_caller]
    fn none(&self) {
        let Wrong { asked, features, shown } = self;
        assert!(features.is_empty(), "of {asked} questions, by feature: {features:#?}\n{shown}");
    }
}

/// Every clause is asked by itself, and every kind of clause comes.
#[test]
fn every_clause_holds_by_itself_with_certainly_and_with_not() {
    let world = World::generate(77, 450);
    let folder = tempfile::tempdir().unwrap();
    let mut session = imported(&world, folder.path());
    let cases = world.each_clause(78, 2, NOW);
    let asked: BTreeSet<&str> = cases.iter().flat_map(|case| case.features.iter().copied()).collect();
    let missing: Vec<&&str> = CLAUSES.iter().filter(|clause| !asked.contains(**clause)).collect();
    assert!(missing.is_empty(), "no case asks for {missing:?}");
    let mut wrong = Wrong::default();
    for case in &cases {
        wrong.note(case, ask(&mut session, case).and_then(|got| world.compare(case, &got)));
    }
    wrong.none();
}

/// What `note` calls the kinds of clauses.
const CLAUSES: [&str; 54] = [
    "about",
    "addressed-to",
    "ascribed-to",
    "said-at",
    "by",
    "by-as",
    "by-presented-as",
    "presented-as",
    "presented-as-former",
    "citing-source",
    "citing-publisher",
    "by-unnamed",
    "by-anyone-named",
    "read-in",
    "citing",
    "containing",
    "containing-exactly",
    "in-language",
    "mode",
    "tagged",
    "rated",
    "ever-rated",
    "unrated",
    "disputed",
    "linking",
    "linked",
    "doubtful",
    "matching",
    "undated",
    "exactly",
    "time",
    "said-time",
    "published-time",
    "recorded-time",
    "concerning-time",
    "assessed-time",
    "words",
    "translation",
    "archive",
    "url",
    "locator",
    "via",
    "tags",
    "note",
    "said",
    "concerning",
    "audience",
    "title",
    "author",
    "publisher",
    "published",
    "speaker",
    "ascribed",
    "links",
];

fn opened(folder: &std::path::Path) -> Session {
    let (mut session, _) =
        Session::open(&folder.join("world.dictum"), true, "oracle", &mut |_, _| {}).unwrap();
    session.now = Some(Now(NOW * 1_000_000));
    session
}

fn imported(world: &World, folder: &std::path::Path) -> Session {
    imported_at(world, folder, NOW)
}

/// A database that holds the world since the moment; questions are asked of it now.
fn imported_at(world: &World, folder: &std::path::Path, moment: i64) -> Session {
    let mut session = opened(folder);
    session.now = Some(Now(moment * 1_000_000));
    let records = world.to_ndjson();
    let outcome = session.import(records.as_bytes(), ImportOptions::default(), &mut |_| {});
    if let Err(problems) = outcome {
        let few: Vec<String> = problems.iter().take(5).map(ToString::to_string).collect();
        panic!("{} problems: {few:#?}", problems.len());
    }
    session.now = Some(Now(NOW * 1_000_000));
    session
}

fn ask(session: &mut Session, case: &Case) -> Result<Got, String> {
    let answer =
        session.ask(&case.question).map_err(|problem| format!("{}\n  refused: {problem}", case.question))?;
    Ok(got(&answer))
}

fn got(answer: &Answer) -> Got {
    let mut got = Got::default();
    match &answer.body {
        AnswerBody::Claims(claims) => {
            got.ids = claims.rows.iter().map(|row| row.id.to_string()).collect();
            got.certain = claims.rows.iter().map(|row| row.certain).collect();
        }
        AnswerBody::Counts(counts) if counts.per.is_empty() => got.count = Some(counts.rows[0].count),
        AnswerBody::Counts(counts) => {
            got.per = counts
                .rows
                .iter()
                .map(|row| (row.values.iter().map(inside::value).collect(), row.count))
                .collect();
        }
        AnswerBody::Records(records) => {
            got.ids = records
                .rows
                .iter()
                .map(|row| match row {
                    RecordRow::Entity(card) => card.entity.id.to_string(),
                    RecordRow::Source(view) => view.source.id.to_string(),
                })
                .collect();
        }
        other => panic!("no case asks for this: {other:?}"),
    }
    got
}
