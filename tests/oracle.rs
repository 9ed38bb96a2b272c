//! Every plan against the naive evaluation: random databases, random questions of every clause, and an oracle that was
//! written from the documents alone. `DICTUM_ORACLE=SEED,CLAIMS,QUESTIONS` asks more, or others.

mod support;

use std::collections::BTreeMap;

use dictum::query::answer::{AnswerBody, CountValue, RecordRow};
use dictum::query::{Answer, time::Now};
use dictum::session::Session;
use dictum::session::import::ImportOptions;
use support::oracle::{Case, Got};
use support::world::World;

/// The moment of `today` in every case: 2025-08-20T12:00:00Z, in seconds.
const NOW: i64 = 1_755_691_200;

#[test]
fn answers_are_those_of_the_naive_evaluation() {
    let (seed, claims, questions) = match std::env::var("DICTUM_ORACLE") {
        Ok(asked) => {
            let numbers: Vec<u64> = asked.split(',').map(|number| number.trim().parse().unwrap()).collect();
            (numbers[0], numbers[1] as usize, numbers[2] as usize)
        }
        Err(_) => (20_250_710, 1_500, 1_200),
    };
    let world = World::generate(seed, claims);
    let folder = tempfile::tempdir().unwrap();
    let mut session = imported(&world, folder.path());
    let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
    let mut shown = String::new();
    let cases = world.questions_at(seed ^ 0xFACE, questions, NOW);
    for case in &cases {
        if let Err(message) = ask(&mut session, case).and_then(|got| world.compare(case, &got)) {
            for feature in &case.features {
                *wrong.entry((*feature).to_owned()).or_default() += 1;
            }
            if shown.len() < 12_000 {
                shown += &format!("\n{message}\n");
            }
            *wrong.entry("(all)".to_owned()).or_default() += 1;
        }
    }
    assert!(wrong.is_empty(), "of {} questions, by feature: {wrong:#?}\n{shown}", cases.len());
}

fn imported(world: &World, folder: &std::path::Path) -> Session {
    let (mut session, _) =
        Session::open(&folder.join("world.dictum"), true, "oracle", &mut |_, _| {}).unwrap();
    session.now = Some(Now(NOW * 1_000_000));
    let records = world.to_ndjson();
    let outcome = session.import(records.as_bytes(), ImportOptions::default(), &mut |_| {});
    if let Err(problems) = outcome {
        let few: Vec<String> = problems.iter().take(5).map(ToString::to_string).collect();
        panic!("{} problems: {few:#?}", problems.len());
    }
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
            got.per =
                counts.rows.iter().map(|row| (row.values.iter().map(value).collect(), row.count)).collect();
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

fn value(value: &CountValue) -> String {
    match value {
        CountValue::Entity(entity) => entity.id.to_string(),
        CountValue::Source { id, .. } => id.to_string(),
        CountValue::Word(word) => word.clone(),
        CountValue::None => "none".to_owned(),
        CountValue::Inexact => "inexact".to_owned(),
    }
}
