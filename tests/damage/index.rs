//! The index is derived: whatever happens to it, the next question is answered as before.

use std::env;
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use tempfile::TempDir;

use crate::common::watch::watched;
use crate::common::{Chance, LIMIT, adopt_index, copy_database, copy_folder, dictum, files_in, inside};
use crate::support::world::World;

const QUESTIONS: [&str; 4] = [
    "claims newest first limit 40",
    "count claims per speaker",
    "claims containing \"border\" or quoted oldest first limit 40",
    "people named \"a\"",
];

/// A database of several transactions, and its index as it was before the last ones.
struct Whole {
    _temp: TempDir,
    db: PathBuf,
    older: PathBuf,
    /// What it answers to the questions.
    answers: Vec<String>,
}

fn whole() -> &'static Whole {
    static WHOLE: OnceLock<Whole> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let temp = tempfile::tempdir().expect("a temporary folder");
        let (db, older) = (temp.path().join("claims.dictum"), temp.path().join("older"));
        let mut session = inside::session(&db);
        let world = without_texts(&World::generate(11, 300));
        inside::import(&mut session, world.as_bytes()).expect("the world is taken in");
        let add = |number: u64| {
            format!("add source more-{number}\nadd claim more-{number} \"Border {number}\" asserted read in more-{number}")
        };
        (0..10).for_each(|number| drop(inside::run(&mut session, &add(number))));
        drop(session);
        copy_folder(&db.join("index"), &older);
        let mut session = inside::session(&db);
        (10..20).for_each(|number| drop(inside::run(&mut session, &add(number))));
        inside::run(&mut session, "retract claim more-3 because \"wrong\"\ncorrect claim more-4 said 2025-07");
        drop(session);
        // Opened once more it is left as reading leaves it.
        let answers = answers(&db).1;
        Whole { _temp: temp, db, older, answers }
    })
}

/// The records of a world but for the texts of its sources, which the words of its claims do not stand in.
fn without_texts(world: &World) -> String {
    let mut records = world.records();
    let objects = records.iter_mut().filter_map(|record| record.as_object_mut());
    objects.filter(|record| record["type"] == "source").for_each(|record| drop(record.remove("text")));
    records.iter().map(|record| format!("{record}\n")).collect()
}

/// The notes and the answers of a database.
fn answers(db: &Path) -> (Vec<String>, Vec<String>) {
    let (mut session, mut notes) = inside::open(db).expect("the database opens");
    let answers = QUESTIONS.map(|question| inside::lines(&mut session, question).expect("it is answered"));
    notes.extend(session.notices());
    (notes, answers.into())
}

/// A copy of the database whose index something is done to.
fn harmed(harm: impl FnOnce(&Path)) -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    copy_database(&whole().db, &db);
    harm(&db.join("index"));
    adopt_index(&db);
    (temp, db)
}

/// After the harm the program answers as before. Where `is_said`, it says that it had to rebuild the index.
fn answers_as_before(what: &str, is_said: bool, harm: impl FnOnce(&Path)) {
    let (_temp, db) = harmed(harm);
    let ran = dictum(&db, &["query", QUESTIONS[0], "--format", "ndjson"]).run();
    assert_eq!(ran.code, Some(0), "{what}: {}", ran.err);
    assert!(ran.text() == whole().answers[0], "{what}: another answer\n{}", ran.err);
    let said = ran.err.lines().any(|line| line.starts_with("note: ") && line.ends_with("from the journal"));
    assert!(said || !is_said, "{what}: nothing is said\n{}", ran.err);
    let checked = dictum(&db, &["check"]).run();
    assert_eq!(checked.code, Some(0), "{what}: {}{}", checked.text(), checked.err);
    assert!(!checked.err.contains("note:"), "{what}: it was not repaired\n{}", checked.err);
}

/// How often something is tried: so often, times what `DICTUM_DAMAGE` says.
fn several(usually: usize) -> usize {
    usually * env::var("DICTUM_DAMAGE").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

fn of_index(path: &Path) -> Vec<PathBuf> {
    let files = files_in(path);
    assert!(files.len() >= 2, "a run and the state: {files:?}");
    files
}

fn names() -> Vec<PathBuf> {
    let index = whole().db.join("index");
    of_index(&index)
        .iter()
        .map(|file| file.strip_prefix(&index).expect("it lies there").to_path_buf())
        .collect()
}

fn truncate(path: &Path, length: u64) {
    let file = OpenOptions::new().write(true).open(path).expect("a file opens");
    file.set_len(length).expect("a file can be cut");
}

#[test]
fn an_index_that_is_gone() {
    answers_as_before("deleted", true, |index| fs::remove_dir_all(index).expect("it goes"));
    answers_as_before("emptied", true, |index| {
        fs::remove_dir_all(index).expect("it goes");
        fs::create_dir(index).expect("it comes back empty");
    });
    answers_as_before("its files deleted, its folders there", true, |index| {
        of_index(index).iter().for_each(|file| fs::remove_file(file).expect("it goes"));
    });
    for name in names() {
        answers_as_before(&format!("{} deleted", name.display()), true, |index| {
            fs::remove_file(index.join(&name)).expect("it goes");
        });
    }
}

#[test]
fn files_of_the_index_cut_short_or_grown() {
    for name in names() {
        let length = fs::metadata(whole().db.join("index").join(&name)).expect("it is there").len();
        for place in [0, 1, length / 3, length / 2, length - 1, length + 100] {
            answers_as_before(&format!("{} cut at {place} of {length}", name.display()), true, |index| {
                truncate(&index.join(&name), place);
            });
        }
    }
}

#[test]
fn files_of_the_index_overwritten_with_noise() {
    let mut chance = Chance(21);
    for name in names() {
        answers_as_before(&format!("noise in {}", name.display()), true, |index| {
            let path = index.join(&name);
            let length = fs::metadata(&path).expect("it is there").len();
            fs::write(&path, chance.bytes(length as usize)).expect("it can be written");
        });
    }
    answers_as_before("noise in all of them", true, |index| {
        for path in of_index(index) {
            let length = fs::metadata(&path).expect("it is there").len();
            fs::write(&path, chance.bytes(length as usize)).expect("it can be written");
        }
    });
}

#[test]
fn an_older_copy_of_the_index() {
    let older = &whole().older;
    answers_as_before("all of it", false, |index| {
        fs::remove_dir_all(index).expect("it goes");
        copy_folder(older, index);
    });
    for file in of_index(older) {
        let name = file.strip_prefix(older).expect("it lies there");
        answers_as_before(&format!("{} of it", name.display()), false, |index| {
            fs::copy(&file, index.join(name)).expect("it can be copied");
        });
        answers_as_before(&format!("all of it but {}", name.display()), false, |index| {
            let kept = fs::read(index.join(name)).ok();
            fs::remove_dir_all(index).expect("it goes");
            copy_folder(older, index);
            match kept {
                Some(kept) => fs::write(index.join(name), kept).expect("it can be written"),
                None => fs::remove_file(index.join(name)).expect("it goes"),
            }
        });
    }
}

#[test]
fn the_index_of_another_database() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let other = temp.path().join("other.dictum");
    let mut session = inside::session(&other);
    (0..30).for_each(|n| drop(inside::run(&mut session, &format!("add place p-{n} \"Place {n}\""))));
    drop(session);
    answers_as_before("the index of another database", true, |index| {
        fs::remove_dir_all(index).expect("it goes");
        copy_folder(&other.join("index"), index);
    });
}

#[test]
fn what_a_killed_process_left_is_no_hindrance() {
    let (_temp, db) = harmed(|index| {
        fs::create_dir(index.join("map-7-0-1")).expect("a folder can be made");
        fs::write(index.join("map-7-0-1/snap.42.generating"), b"half a snapshot").expect("it can be written");
        fs::write(index.join("state.new"), b"half").expect("it can be written");
    });
    let ran = dictum(&db, &["query", QUESTIONS[0], "--format", "ndjson"]).run().ended(0);
    assert!(ran.text() == whole().answers[0]);
    assert!(!ran.err.contains("note:"), "{}", ran.err);
    dictum(&db, &["run", "-"]).given("add place anew \"Anew\"").run().ended(0);
    let left = files_in(&db.join("index"));
    assert!(left.iter().all(|file| file.ends_with("state") || file.ends_with("run-0")), "{left:?}");
}

/// Single bytes changed where the lengths tell nothing: an answer is right, whether or not it was noticed.
#[test]
fn bytes_of_the_index_changed() {
    let mut chance = Chance(22);
    let index = whole().db.join("index");
    let mut noticed = 0;
    let mut tried = 0;
    for name in names() {
        let whole_file = fs::read(index.join(&name)).expect("it is there");
        let used: Vec<usize> = (0..whole_file.len()).filter(|at| whole_file[*at] != 0).collect();
        for _ in 0..several(if name.ends_with("db") { 60 } else { 12 }) {
            let at = *chance.pick(&used);
            let mask = 1 << chance.below(8);
            let (_temp, db) = harmed(|index| {
                let mut bytes = whole_file.clone();
                bytes[at] ^= mask;
                fs::write(index.join(&name), bytes).expect("it can be written");
            });
            let what = format!("byte {at} of {} changed by {mask}", name.display());
            let (notes, found) = watched(&what, LIMIT, || answers(&db));
            assert!(found == whole().answers, "{what}: another answer, and the notes {notes:?}");
            noticed += usize::from(!notes.is_empty());
            tried += 1;
        }
    }
    println!("{noticed} of {tried} changed bytes of the index were noticed");
}

/// Blocks as a disk may lose them: zeros, or what stood there before.
#[test]
fn blocks_of_the_index_lost() {
    let mut chance = Chance(24);
    let (now, before) = (whole().db.join("index/run-0"), whole().older.join("run-0"));
    let (now, before) = (fs::read(now).expect("it is there"), fs::read(before).expect("it is there"));
    let used = before.iter().rposition(|byte| *byte != 0).expect("it holds something");
    let mut noticed = 0;
    for round in 0..several(40) {
        let size = 512 << chance.below(4);
        let start = (chance.below(used as u64) as usize / size) * size;
        let end = (start + size).min(before.len());
        let (_temp, db) = harmed(|index| {
            let mut bytes = now.clone();
            match round % 2 {
                0 => bytes[start..end].fill(0),
                _ => bytes[start..end].copy_from_slice(&before[start..end]),
            }
            fs::write(index.join("run-0"), bytes).expect("it can be written");
        });
        let what = format!("bytes {start} to {end} {}", if round % 2 == 0 { "zero" } else { "as before" });
        let (notes, found) = watched(&what, LIMIT, || answers(&db));
        assert!(found == whole().answers, "{what}: another answer, and the notes {notes:?}");
        noticed += usize::from(!notes.is_empty());
    }
    println!("{noticed} of {} lost blocks of the index were noticed", several(40));
}

/// An index that can be opened and is damaged within: each command ends in time, with the right answer or an error.
#[test]
fn commands_on_an_index_that_is_damaged_within() {
    let mut chance = Chance(23);
    let (_temp, unharmed) = harmed(|_| {});
    let right = dictum(&unharmed, &["export"]).run().ended(0).out;
    for round in 0..several(12) {
        let (_temp, db) = harmed(|index| {
            let mut bytes = fs::read(index.join("run-0")).expect("it is there");
            let used = bytes.iter().rposition(|byte| *byte != 0).expect("it holds something");
            let start = chance.below(used as u64) as usize;
            let noise = chance.bytes((used - start).min(3000));
            bytes[start..start + noise.len()].copy_from_slice(&noise);
            fs::write(index.join("run-0"), bytes).expect("it can be written");
        });
        let commands: [&[&str]; 6] =
            [&["export"], &["stats"], &["log"], &["check"], &["run", "-"], &["query", "claims limit 5"]];
        let command = commands[round % commands.len()];
        let script = "add claim also \"Also this\" asserted read in more-1";
        let ran = dictum(&db, command).given(script).within(Duration::from_secs(20)).run().sound("");
        if command == ["export"] && ran.code == Some(0) {
            assert!(ran.out == right, "a wrong export");
        }
        dictum(&db, &["query", "count claims"]).run().ended(0);
        let checked = dictum(&db, &["check"]).run();
        if checked.code != Some(0) {
            let found = checked.ended(1).text();
            assert!(found.lines().all(|line| line.starts_with("the index ")), "{found}");
            dictum(&db, &["rebuild"]).run().ended(0);
            dictum(&db, &["check"]).run().ended(0);
        }
    }
}
