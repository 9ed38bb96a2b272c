//! The journal is the truth: damage to it is named, never passed over, and never turns into a wrong answer.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use dictum::model::Problem;
use dictum::model::problem::Category;
use tempfile::TempDir;

use crate::common::watch::watched;
use crate::common::{Chance, LIMIT, adopt_index, copy_folder, dictum, files_in, inside, leak};

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
    checked.map_or_else(
        |problem| {
            assert!(matches!(problem.category(), Category::Database), "{problem}");
            vec![problem.message()]
        },
        |checked| checked.findings,
    )
}

/// A database with this journal, and the index as it was after a transaction; 0: without one.
fn database(journal: &[u8], index: usize) -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    fs::create_dir(&db).expect("a folder can be made");
    fs::write(db.join("journal"), journal).expect("a file can be written");
    if index > 0 {
        copy_folder(&small().indexes[index], &db.join("index"));
        adopt_index(&db);
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
                    assert_eq!(problem.category(), Category::Database, "{what}: {problem}");
                    assert!(problem.message().contains("journal"), "{what}: {problem}");
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
                assert!(asked.err.contains("was not finished"), "{what}: {}", asked.err);
                assert!(!asked.err.contains("acknowledged"), "{what}: that cannot be known: {}", asked.err);
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

/// All files with what they hold, but for the lock.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = files_in(folder).into_iter().filter(|file| !file.ends_with("lock"));
    files.map(|file| (file.clone(), fs::read(file).expect("it can be read"))).collect()
}

const COMMANDS: [&[&str]; 8] = [
    &["query", "claims"],
    &["run", "-"],
    &["import", "-"],
    &["export"],
    &["check"],
    &["rebuild"],
    &["log"],
    &["digest"],
];

/// Where the index knows what the journal has lost, nothing goes on, and nothing is changed, until the user says so.
#[test]
fn a_lost_end_is_refused_until_it_is_given_up() {
    let Small { journal, ends, answers, indexes, .. } = small();
    let last = indexes.len() - 1;
    let mut round = 0;
    for transaction in [1, 2, last] {
        let (start, end) = (ends[transaction - 1], ends[transaction]);
        let length = u64::from_le_bytes(journal[start + 24..start + 32].try_into().expect("eight bytes"));
        let payload_end = start + 100 + length as usize;
        assert!(payload_end < end);
        for place in [start, start + 60, start + 120, payload_end - 1] {
            // An index that was copied with it is not trusted, and yet it knows.
            let is_copied = place != start + 60;
            let what = format!("cut at {place} within transaction {transaction}, copied {is_copied}");
            let (_temp, db) = database(&journal[..place], last);
            if is_copied {
                fs::rename(db.join("index"), db.join("old")).expect("it can be moved");
                copy_folder(&db.join("old"), &db.join("index"));
                fs::remove_dir_all(db.join("old")).expect("it goes");
            }
            let before = contents(&db);
            round += 1;
            for command in [COMMANDS[round % 8], COMMANDS[(round + 3) % 8]] {
                let given = "add place late \"Late\"";
                let ran = dictum(&db, command).given(given).run().sound(given).ended(3);
                for said in ["has lost its end", &format!("{last} that w"), "--accept-loss"] {
                    assert!(ran.err.contains(said), "{what} {command:?}: {}", ran.err);
                }
                assert!(contents(&db) == before, "{what} {command:?}: something was changed");
            }
            let ran = dictum(&db, &["rebuild", "--accept-loss"]).run().ended(0);
            let lost = match transaction {
                first if first == last => format!("transaction {first} "),
                first => format!("transactions {first} to {last} "),
            };
            assert!(ran.err.contains(&format!("lost and given up: {lost}")), "{what}: {}", ran.err);
            assert_eq!(fs::metadata(db.join("journal")).expect("a journal").len(), start as u64, "{what}");
            if place > start {
                let aside = fs::read(db.join(format!("journal.torn-{transaction}")));
                assert_eq!(aside.expect("it is kept"), journal[start..place], "{what}");
            }
            assert!(db.join("index.aside-1/state").exists(), "{what}");
            let checked = dictum(&db, &["check"]).run().ended(0);
            assert!(checked.text().contains("index.aside-1"), "{what}: {}", checked.text());
            assert_eq!(checked.text().contains("journal.torn-"), place > start, "{what}");
            if transaction > 1 {
                assert!(answers_of(&db).expect("it answers").1 == answers[transaction - 1], "{what}");
            }
        }
    }
}

/// Nothing is lost, and the user has nothing to give up.
#[test]
fn giving_up_where_nothing_is_lost_changes_nothing() {
    let Small { journal, indexes, answers, .. } = small();
    let (_temp, db) = database(journal, indexes.len() - 1);
    let ran = dictum(&db, &["rebuild", "--accept-loss"]).run().ended(0);
    assert!(!ran.err.contains("lost"), "{}", ran.err);
    assert_eq!(fs::read(db.join("journal")).expect("a journal"), *journal);
    assert!(!db.join("index.aside-1").exists());
    assert!(answers_of(&db).expect("it answers").1 == answers[answers.len() - 1]);
}

/// The seal of a whole last transaction may be missing: nothing is lost with it.
#[test]
fn a_lost_seal_is_no_loss() {
    let Small { journal, ends, answers, indexes, .. } = small();
    let last = indexes.len() - 1;
    let (_temp, db) = database(&journal[..ends[last] - 32], last);
    assert!(answers_of(&db).expect("it answers").1 == answers[last]);
}

/// The journal of another database, beside an index that knows nothing of it.
#[test]
fn another_journal_is_said() {
    let Small { db, .. } = small();
    let temp = tempfile::tempdir().expect("a temporary folder");
    let mixed = temp.path().join("mixed.dictum");
    let mut session = inside::session(&mixed);
    scripts().iter().for_each(|script| drop(inside::run(&mut session, script)));
    drop(session);
    fs::remove_dir_all(mixed.join("index")).expect("it goes");
    copy_folder(&db.join("index"), &mixed.join("index"));
    adopt_index(&mixed);
    let asked = dictum(&mixed, &["query", "count claims"]).run().ended(0);
    assert!(
        asked.err.contains("note: the journal is not the one that the index was made from"),
        "{}",
        asked.err
    );
    dictum(&mixed, &["check"]).run().ended(0);
}

/// A journal that was brought back from a copy, and went on from there, beside the index of the one that was lost.
#[test]
fn a_journal_that_went_another_way_is_refused() {
    let Small { journal, ends, indexes, .. } = small();
    let last = indexes.len() - 1;
    let (_temp, db) = database(&journal[..ends[3]], 0);
    let mut session = inside::open(&db).expect("it opens").0;
    for number in 0..last {
        inside::run(&mut session, &format!("add place other-{number} \"Other {number}\""));
    }
    drop(session);
    fs::remove_dir_all(db.join("index")).expect("it goes");
    copy_folder(&indexes[last], &db.join("index"));
    let ran = dictum(&db, &["query", "claims"]).run().ended(3);
    assert!(ran.err.contains("another copy"), "{}", ran.err);
    dictum(&db, &["rebuild", "--accept-loss"]).run().ended(0);
    dictum(&db, &["check"]).run().ended(0);
}

/// What a digest stands for: a block changed together with every checksum of it is found by those who compute hashes.
#[test]
fn a_change_with_its_checksums_does_not_pass_for_the_digest() {
    let Small { journal, ends, indexes, .. } = small();
    let last = indexes.len() - 1;
    for transaction in [2, last] {
        let start = ends[transaction - 1];
        let mut changed = journal.clone();
        let field = |bytes: &[u8], at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four"));
        // The first block of the payload: a letter of it is changed, its crc and the payload's are made right.
        let block = start + 100;
        let length = 13 + field(&changed, block) as usize;
        let at = (block + 13..block + length)
            .rev()
            .find(|at| changed[*at].is_ascii_lowercase())
            .expect("a letter");
        changed[at] ^= 1;
        let mut crc = crc32fast::Hasher::new();
        crc.update(&changed[block..block + 9]);
        crc.update(&changed[block + 13..block + length]);
        changed[block + 9..block + 13].copy_from_slice(&crc.finalize().to_le_bytes());
        let payload = u64::from_le_bytes(changed[start + 24..start + 32].try_into().expect("eight")) as usize;
        let crc = crc32fast::hash(&changed[start + 100..start + 100 + payload]);
        changed[start + 12..start + 16].copy_from_slice(&crc.to_le_bytes());
        let crc = crc32fast::hash(&changed[start..start + 96]);
        changed[start + 96..start + 100].copy_from_slice(&crc.to_le_bytes());
        for index in [last, 0] {
            let what = format!("transaction {transaction}, index {index}");
            let (_temp, db) = database(&changed, index);
            let digest = dictum(&db, &["digest"]).run();
            assert!(digest.text().is_empty(), "{what}: {}", digest.text());
            assert!(matches!(digest.code, Some(1 | 3)), "{what}: {}", digest.err);
            assert!(digest.err.contains("it was changed after it was written"), "{what}: {}", digest.err);
            let checked = dictum(&db, &["check"]).run().ended(1);
            assert!(checked.text().contains("changed after it was written"), "{what}: {}", checked.text());
        }
        // Whoever changes the journal where it lies, and sets the hour of its change back, is noticed before the answer.
        let (_temp, db) = database(journal, 0);
        dictum(&db, &["check"]).run().ended(0);
        let before =
            fs::metadata(db.join("journal")).and_then(|metadata| metadata.modified()).expect("an hour");
        let file = fs::File::options().write(true).open(db.join("journal")).expect("it opens");
        std::io::Write::write_all(&mut &file, &changed).expect("it can be written");
        file.set_modified(before).expect("the hour can be set");
        drop(file);
        for command in [&["query", "claims"][..], &["export"], &["run", "-"]] {
            let ran = dictum(&db, command).given("add place p \"P\"").run().ended(3);
            assert!(ran.err.contains("it was changed after it was written"), "{command:?}: {}", ran.err);
            assert!(ran.out.is_empty(), "{command:?}");
        }
    }
}

/// A damaged block that the index leads to is named with its place, whatever record in it is asked for; the others are
/// answered.
#[test]
fn reading_one_record_of_a_damaged_journal_names_the_damage() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    let mut session = inside::session(&db);
    let mut lines = String::from("{\"type\":\"source\",\"id\":\"doc\"}\n");
    for n in 0..1500 {
        lines += &format!(
            "{{\"type\":\"claim\",\"id\":\"c-{n}\",\"statement\":\"The border was closed {n} times\",\"lang\":\"en\",\"mode\":\"assertion\",\"citations\":[{{\"source\":\"doc\"}}]}}\n"
        );
    }
    inside::import(&mut session, lines.as_bytes()).expect("it is taken in");
    drop(session);
    let mut changed = fs::read(db.join("journal")).expect("a journal");
    let middle = changed.len() / 2;
    changed[middle] ^= 0x10;
    fs::write(db.join("journal"), &changed).expect("it can be written");
    adopt_index(&db);
    let (mut session, notes) = inside::open(&db).expect("it opens");
    assert!(notes.is_empty(), "{notes:?}");
    let (mut named, mut answered) = (0, 0);
    for n in (0..1500).step_by(10) {
        match inside::lines(&mut session, &format!("history of c-{n}")) {
            Ok(lines) => {
                assert!(lines.contains(&format!("closed {n} times")), "{lines}");
                answered += 1;
            }
            Err(problem) => {
                assert_eq!(problem.category(), Category::Database, "{problem}");
                assert!(problem.message().contains("is damaged at byte "), "{problem}");
                assert!(problem.message().contains("does not fit its checksum"), "{problem}");
                named += 1;
            }
        }
    }
    assert!(named > 0 && answered > named, "{named} named, {answered} answered");
    drop(session);
    let asked = dictum(&db, &["export"]).run().sound("").ended(3);
    assert!(asked.err.contains("is damaged at byte "), "{}", asked.err);
    let digest = dictum(&db, &["digest"]).run().sound("").ended(3);
    assert!(digest.out.is_empty() && digest.err.contains("is damaged at byte "), "{}", digest.err);
    let quick = dictum(&db, &["digest", "--quick"]).run().ended(0);
    assert!(quick.err.contains("not verified"), "{}", quick.err);
    assert_eq!(fs::read(db.join("journal")).expect("a journal"), changed, "nothing was written to it");
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
