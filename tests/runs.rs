//! The index in many runs: what was recorded little by little, with corrections, retractions and restorings across runs
//! that were merged since, is what an index rebuilt at once holds, and every moment of the past is answered alike.

use dictum::exchange::interchange::{Given, read_line};
use dictum::model::{Id, Key, Record};
use dictum::session::Session;
use dictum::store::Change;
use dictum::store::Store;

/// Enough transactions of enough changes for a dozen runs, and for merging them several times.
const TRANSACTIONS: u64 = 130;
const CLAIMS: u64 = 90;

fn record(json: &str) -> Record {
    match read_line(json, 1).expect("a sound record").what {
        Given::Record(record) => record,
        other => panic!("a record was wanted, not {other:?}"),
    }
}

fn claim(number: u64, version: u64) -> Record {
    let (about, speaker, source) = ((number * 7 + version) % 40, (number * 11 + version) % 30, number % 25);
    let said = if number.is_multiple_of(5) {
        String::new()
    } else {
        format!(r#""said":"20{:02}-{:02}","#, 10 + number % 15, 1 + (number + version) % 12)
    };
    let certain = !number.is_multiple_of(3);
    let word = number % 97;
    record(&format!(
        r#"{{"type":"claim","id":"c{number}","statement":"word{word} of statement {number} as of {version}","lang":"en","mode":"quote","speakers":["p{speaker}"],"about":[{{"id":"t{about}","certain":{certain}}}],{said}"citations":[{{"source":"s{source}"}}]}}"#
    ))
}

fn beginning() -> Vec<Change> {
    let people =
        (0..30).map(|n| format!(r#"{{"type":"entity","id":"p{n}","kind":"person","names":["Person {n}"]}}"#));
    let topics =
        (0..40).map(|n| format!(r#"{{"type":"entity","id":"t{n}","kind":"topic","names":["Topic {n}"]}}"#));
    let sources = (0..25).map(|n| {
        format!(r#"{{"type":"source","id":"s{n}","title":"Source {n}","published":"2024-0{}"}}"#, 1 + n % 9)
    });
    people.chain(topics).chain(sources).map(|json| Change::Add(record(&json))).collect()
}

/// What one transaction changes: new claims, and older ones corrected, retracted and restored.
fn changes(transaction: u64) -> Vec<Change> {
    let because = Some("because".to_owned());
    let key = |number: u64| Key::Claim(Id::new(&format!("c{number}")).expect("an id"));
    let first = transaction * CLAIMS;
    let mut changes: Vec<Change> =
        (first..first + CLAIMS).map(|number| Change::Add(claim(number, 0))).collect();
    for step in 1..=transaction.min(10) {
        let older = (first - step * CLAIMS) + step;
        changes.push(Change::Correct { record: claim(older, transaction), because: because.clone() });
        changes.push(Change::Retract { key: key(older + 20), because: because.clone() });
        if transaction.is_multiple_of(2) && step.is_multiple_of(2) {
            changes.push(Change::Restore { key: key(older + 20), because: because.clone() });
        }
    }
    let mut seen = std::collections::HashSet::new();
    changes.retain(|change| match change {
        Change::Retract { key, .. } => seen.insert(key.clone()),
        _ => true,
    });
    changes
}

const QUESTIONS: [&str; 10] = [
    "count claims",
    "count claims about \"Topic 3\"",
    "count claims certainly about \"Topic 3\"",
    "count claims by \"Person 4\" in 2015",
    "count claims containing \"word13\"",
    "claims about \"Topic 5\" newest first limit 12",
    "count claims per speaker limit 7",
    "count claims undated",
    "count claims citing s7 including retracted",
    "claims like \"word42 of statement\" limit 5",
];

fn answers(session: &mut Session, moment: &str) -> Vec<String> {
    let ask = |question: &&str| {
        let question =
            if moment.is_empty() { (*question).to_owned() } else { format!("{question} as of {moment}") };
        match session.ask(&question) {
            Ok(answer) => format!("{question}: {:?}", answer.body),
            Err(problem) => format!("{question}: {}", problem.message()),
        }
    };
    QUESTIONS.iter().map(ask).collect()
}

#[test]
fn little_by_little_is_what_all_at_once_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("runs.dictum");
    let hour = 3_600_000_000i64;
    let begin = 1_700_000_000_000_000i64;
    {
        let (mut store, _) = Store::open(&path, true, &mut |_, _| {}).expect("opened");
        let made = |outcome: dictum::model::problem::Result<Result<_, Vec<_>>>| match outcome {
            Ok(Ok(recorded)) => recorded,
            Ok(Err(refusals)) => {
                panic!("{} changes were refused", Vec::<dictum::store::validator::Refusal>::len(&refusals))
            }
            Err(problem) => panic!("{}", problem.message()),
        };
        let _: dictum::store::Recorded = made(store.transact(begin, "test", None, beginning()));
        for transaction in 0..TRANSACTIONS {
            let at = begin + (transaction as i64 + 1) * hour;
            made(store.transact(at, "test", None, changes(transaction)));
        }
        let scratch = folder.path().join("scratch");
        let findings = store.check(&scratch, &mut |_, _| {}).expect("checked").findings;
        assert_eq!(findings, Vec::<String>::new());
    }
    let (mut by_and_by, notices) = Session::open(&path, false, "test", &mut |_, _| {}).expect("opened");
    assert_eq!(notices, Vec::<String>::new());
    let moments = ["", "2023-11-15T12:00:00Z", "2023-11-17T00:00:00Z", "2023-11-19T18:00:00Z"];
    let before: Vec<_> = moments.iter().map(|moment| answers(&mut by_and_by, moment)).collect();
    by_and_by.rebuild(&mut |_, _| {}).expect("rebuilt");
    let after: Vec<_> = moments.iter().map(|moment| answers(&mut by_and_by, moment)).collect();
    assert_eq!(before, after);
    assert!(before.iter().flatten().all(|answer| !answer.contains("there is no")), "{before:#?}");
}
