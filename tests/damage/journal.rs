//! The journal is the truth: damage to it is named, never passed over, and never turns into a wrong answer.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use dictum::model::Problem;
use dictum::model::problem::Fault;
use tempfile::TempDir;

use crate::common::watch::watched;
use crate::common::{Chance, LIMIT, copy_folder, dictum, inside, leak};

const QUESTIONS: [&str; 4] =
    ["claims including retracted", "claims about Russia by diplomats", "people", "history of c-1"];

/// A small database, with what was there after each transaction.
struct Small {
    _temp: TempDir,
    db: PathBuf,
    journal: Vec<u8>,
    /// Where each transaction ends in the journal; at 0 the header of the file.
    ends: Vec<usize>,
    /// The answers after each transaction.
    answers: Vec<Vec<String>>,
    /// The index after each transaction.
    indexes: Vec<PathBuf>,
}

fn scripts() -> Vec<String> {
    let mut scripts = vec![
        "add place russia \"Russia\"@en, \"روسيا\"@ar\nadd role diplomat \"diplomat\"@en plural \"diplomats\"@en\nadd person ann \"Ann Lee\"@en as diplomat of russia\nadd source doc title \"Report\" text \"The corridor was opened. It was closed again, and nobody knows why it was. The corridor was opened. It was closed again, and nobody knows why it was.\"\nadd claim c-1 \"It all began\" by ann about russia quoted read in doc locator \"para 1\"".to_owned(),
    ];
    scripts.extend((2..6).map(|number| {
        format!("add claim c-{number} \"The corridor was opened {number} times\"@en by ann about russia said 2025-07-0{number} quoted read in doc words \"The corridor was opened.\"")
    }));
    scripts.push("correct c-1 said 2025-06 because \"dated\"\nretract c-2 because \"wrong\"".to_owned());
    scripts.push("link c-3 repeats c-4\nrestore c-2".to_owned());
    scripts
}

fn small() -> &'static Small {
    static SMALL: OnceLock<Small> = OnceLock::new();
    SMALL.get_or_init(|| {
        let temp = tempfile::tempdir().expect("a temporary folder");
        let db = temp.path().join("claims.dictum");
        let size = || fs::metadata(db.join("journal")).expect("a journal").len() as usize;
        drop(inside::session(&db));
        let (mut ends, mut answers, mut indexes) = (vec![size()], vec![Vec::new()], vec![PathBuf::new()]);
        for (number, script) in scripts().iter().enumerate() {
            inside::run(&mut inside::session(&db), script);
            ends.push(size());
            answers.push(answers_of(&db).expect("it answers").1);
            let index = temp.path().join(format!("index-{number}"));
            copy_folder(&db.join("index"), &index);
            indexes.push(index);
        }
        let journal = fs::read(db.join("journal")).expect("a journal");
        Small { _temp: temp, db, journal, ends, answers, indexes }
    })
}

fn answers_of(db: &Path) -> Result<(Vec<String>, Vec<String>), Problem> {
    let (mut session, mut notes) = inside::open(db)?;
    let answers = QUESTIONS.map(|question| inside::lines(&mut session, question));
    notes.extend(session.notices());
    Ok((notes, answers.into_iter().collect::<Result<_, _>>()?))
}

/// What checking finds: nothing where all is well.
fn findings(db: &Path) -> Vec<String> {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let checked =
        inside::open(db).and_then(|(session, _)| session.store().check(scratch.path(), &mut |_, _| {}));
    checked.map(|checked| checked.findings).unwrap_or_else(|problem| {
        assert!(matches!(problem.fault, Fault::Database), "{problem}");
        vec![problem.message]
    })
}

/// A database with this journal, and the index as it was after a transaction; 0: without one.
fn database(journal: &[u8], index: usize) -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    fs::create_dir(&db).expect("a folder can be made");
    fs::write(db.join("journal"), journal).expect("a file can be written");
    if index > 0 {
        copy_folder(&small().indexes[index], &db.join("index"));
    }
    (temp, db)
}

/// Every byte of headers and seals, and a sample of the rest.
fn places() -> Vec<usize> {
    let Small { journal, ends, .. } = small();
    let frames = ends.windows(2);
    let heads = frames.flat_map(|at| (at[0]..at[0] + 100).chain(at[1] - 32..at[1]));
    let first = (0..ends[0]).chain(heads.clone().take(132));
    let last: Vec<usize> = heads.collect();
    let last = last[last.len() - 132..].iter().copied();
    let mut places: Vec<usize> = first.chain(last).chain((0..journal.len()).step_by(97)).collect();
    places.sort_unstable();
    places.dedup();
    places
}

#[test]
fn a_changed_byte_is_named_and_never_answered_from() {
    let mut chance = Chance(31);
    let Small { journal, answers, indexes, .. } = small();
    let (last, right) = (indexes.len() - 1, &answers[answers.len() - 1]);
    let mut refused = 0;
    for place in places() {
        let mut changed = journal.clone();
        changed[place] ^= 1 + chance.below(255) as u8;
        for index in [last, 0] {
            let what = format!("byte {place} of {} changed, index {index}", journal.len());
            let (_temp, db) = database(&changed, index);
            match watched(&what, LIMIT, || answers_of(&db)) {
                Ok((_, found)) => assert!(found == *right, "{what}: another answer"),
                Err(problem) => {
                    assert_eq!(problem.fault, Fault::Database, "{what}: {problem}");
                    assert!(problem.message.contains("journal"), "{what}: {problem}");
                    assert_eq!(leak(&problem.to_string(), ""), None, "{what}: {problem}");
                    refused += 1;
                }
            }
            let found = watched(&what, LIMIT, || findings(&db));
            assert!(!found.is_empty(), "{what}: checking finds nothing");
        }
    }
    println!("{refused} of {} questions were refused, the others answered rightly", places().len() * 2);
}

#[test]
fn the_program_names_a_changed_byte() {
    let Small { journal, ends, answers, indexes, .. } = small();
    let right = &answers[answers.len() - 1][0];
    for place in
        [3, 20, ends[0] + 5, ends[0] + 70, ends[1] + 150, ends[3] - 5, ends[5] + 99, journal.len() - 3]
    {
        let mut changed = journal.clone();
        changed[place] ^= 0x20;
        for index in [indexes.len() - 1, 0] {
            let (_temp, db) = database(&changed, index);
            let asked = dictum(&db, &["query", QUESTIONS[0], "--format", "ndjson"]).run().sound("");
            match asked.code {
                Some(0) => assert_eq!(asked.text(), *right, "byte {place}"),
                code => assert_eq!(code, Some(3), "byte {place}: {}", asked.err),
            }
            let checked = dictum(&db, &["check"]).run().ended(1);
            assert!(checked.text().starts_with("byte "), "byte {place}: {}", checked.text());
            assert_eq!(
                fs::read(db.join("journal")).expect("a journal"),
                changed,
                "nothing was written to it"
            );
        }
    }
}

#[test]
fn every_damaged_place_is_named() {
    let Small { journal, ends, .. } = small();
    let mut changed = journal.clone();
    for transaction in [1, 3, 6] {
        changed[ends[transaction - 1] + 120] ^= 1;
    }
    let (_temp, db) = database(&changed, 0);
    let found = dictum(&db, &["check"]).run().ended(1).text();
    for transaction in [1, 3, 6] {
        assert!(found.contains(&format!("transaction {transaction}:")), "{found}");
    }
}

/// Cut within a transaction that nothing else knows of, the journal has a torn tail: it is cut off, and said.
#[test]
fn a_torn_tail_is_said() {
    let Small { journal, ends, answers, .. } = small();
    let count = ends.len() - 1;
    for transaction in [1, 2, count] {
        let (start, end) = (ends[transaction - 1], ends[transaction]);
        let length = u64::from_le_bytes(journal[start + 24..start + 32].try_into().expect("eight bytes"));
        let payload_end = start + 100 + length as usize;
        assert!(payload_end < end);
        for place in [start + 1, start + 50, start + 100, start + 130, payload_end - 1] {
            for index in [0, transaction - 1] {
                let what = format!("transaction {transaction} cut at {place}, index {index}");
                let (_temp, db) = database(&journal[..place], index);
                let asked = dictum(&db, &["query", "count claims"]).run();
                assert_eq!(asked.code, Some(0), "{what}: {}", asked.err);
                assert!(asked.err.contains("cut off while it was written"), "{what}: {}", asked.err);
                assert_eq!(
                    fs::metadata(db.join("journal")).expect("a journal").len(),
                    start as u64,
                    "{what}"
                );
                let aside = db.join(format!("journal.torn-{transaction}"));
                assert_eq!(fs::read(aside).expect("it is set aside"), journal[start..place], "{what}");
                if transaction > 1 {
                    assert!(answers_of(&db).expect("it answers").1 == answers[transaction - 1], "{what}");
                }
                let again = dictum(&db, &["check"]).run().ended(0);
                assert!(!again.err.contains("note:"), "{what}: {}", again.err);
            }
        }
    }
}

/// Where the index knows what the journal has lost, the loss is said: as damage, or in a note.
#[test]
fn a_lost_end_is_said() {
    let Small { journal, ends, answers, indexes, .. } = small();
    let last = indexes.len() - 1;
    for transaction in [2, 4, last] {
        let (start, end) = (ends[transaction - 1], ends[transaction]);
        for place in [start, start + 60, start + 120, end - 33, end - 1] {
            let what = format!("cut at {place} within transaction {transaction}");
            let (_temp, db) = database(&journal[..place], last);
            match watched(&what, LIMIT, || answers_of(&db)) {
                Err(problem) => assert_eq!(problem.fault, Fault::Database, "{what}: {problem}"),
                Ok((notes, found)) if found == answers[last] => {
                    assert!(place > start, "{what}: answered from what is not there; {notes:?}");
                }
                Ok((notes, _)) => {
                    let said = notes.iter().any(|note| note.contains("missing from the journal"));
                    assert!(said, "{what}: {notes:?}");
                }
            }
        }
    }
}

/// An older copy of the journal beside a newer index, and the journal of another database.
#[test]
fn another_journal_is_said() {
    let Small { journal, ends, answers, indexes, db, .. } = small();
    let last = indexes.len() - 1;
    let (_temp, older) = database(&journal[..ends[3]], last);
    let asked = dictum(&older, &["query", QUESTIONS[0], "--format", "ndjson"]).run().ended(0);
    assert_eq!(asked.text(), answers[3][0]);
    assert!(
        asked.err.contains("note: the index knows transaction 7, but the journal ends with transaction 3"),
        "{}",
        asked.err
    );
    dictum(&older, &["check"]).run().ended(0);

    let temp = tempfile::tempdir().expect("a temporary folder");
    let mixed = temp.path().join("mixed.dictum");
    let mut session = inside::session(&mixed);
    scripts().iter().for_each(|script| drop(inside::run(&mut session, script)));
    drop(session);
    fs::remove_dir_all(mixed.join("index")).expect("it goes");
    copy_folder(&db.join("index"), &mixed.join("index"));
    let asked = dictum(&mixed, &["query", "count claims"]).run().ended(0);
    assert!(
        asked.err.contains("note: the journal is not the one that the index was made from"),
        "{}",
        asked.err
    );
    dictum(&mixed, &["check"]).run().ended(0);
}

#[test]
fn noise_for_a_journal() {
    let mut chance = Chance(32);
    let noise = chance.bytes(5000);
    for journal in [&b""[..], b"x", &small().journal[..31], &noise, b"{\"type\":\"source\",\"id\":\"doc\"}\n"]
    {
        for index in [0, 3] {
            let (_temp, db) = database(journal, index);
            let asked = dictum(&db, &["query", "claims"]).run().ended(3).sound("");
            assert!(asked.err.contains("journal"), "{}", asked.err);
            dictum(&db, &["check"]).run().ended(1);
            let run = dictum(&db, &["run", "-"]).given("add place p \"P\"").run().ended(3);
            assert!(run.err.contains("journal"), "{}", run.err);
            assert_eq!(fs::read(db.join("journal")).expect("a journal"), journal, "it is left as it was");
        }
    }
}
