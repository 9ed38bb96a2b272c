//! The engine is an ordered map, whatever is done to it; what is done to its files, it says.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::ops::Bound;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use dictum::model::Problem;
use dictum::model::problem::Fault;
use dictum::store::engine::{Batch, Engine, EngineError};
use proptest::collection::vec;
use proptest::prelude::*;

type Map = BTreeMap<Vec<u8>, Vec<u8>>;
type Entry = (Vec<u8>, Vec<u8>);
/// A key, and its new value or none.
type Put = (Vec<u8>, Option<Vec<u8>>);

fn all(entries: impl Iterator<Item = Result<Entry, EngineError>>) -> Vec<Entry> {
    entries.map(|entry| entry.unwrap()).collect()
}

fn owned<'a>(entries: impl Iterator<Item = (&'a Vec<u8>, &'a Vec<u8>)>) -> Vec<Entry> {
    entries.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Few different bytes, so that keys share prefixes and are met again.
fn key() -> impl Strategy<Value = Vec<u8>> {
    vec(prop_oneof![Just(0u8), Just(1), Just(0x7F), Just(0xFE), Just(0xFF)], 0..5)
}

fn batches() -> impl Strategy<Value = Vec<Vec<Put>>> {
    let value = prop_oneof![4 => vec(any::<u8>(), 0..20), 1 => vec(any::<u8>(), 3000..9000)];
    vec(vec((key(), proptest::option::weighted(0.7, value)), 0..30), 1..6)
}

fn apply(engine: &Engine, map: &mut Map, changes: &[Put]) {
    let mut batch = Batch::default();
    for (key, value) in changes {
        match value {
            Some(value) => {
                batch.put(key, value);
                map.insert(key.clone(), value.clone());
            }
            None => {
                batch.remove(key);
                map.remove(key);
            }
        }
    }
    engine.apply(batch).unwrap();
}

fn the_same(engine: &Engine, map: &Map, one: &[u8], other: &[u8]) {
    assert_eq!(all(engine.scan(&[])), owned(map.iter()));
    assert_eq!(all(engine.scan(&[]).rev()), owned(map.iter().rev()));
    let within = |key: &&Vec<u8>| key.starts_with(one);
    assert_eq!(all(engine.scan(one)), owned(map.iter().filter(|(key, _)| within(key))));
    assert_eq!(all(engine.scan(one).rev()), owned(map.iter().rev().filter(|(key, _)| within(key))));
    assert_eq!(engine.get(one).unwrap(), map.get(one).cloned());
    for from in [Bound::Unbounded, Bound::Included(one), Bound::Excluded(one)] {
        for to in [Bound::Unbounded, Bound::Included(other), Bound::Excluded(other)] {
            let after = |key: &[u8]| match from {
                Bound::Unbounded => true,
                Bound::Included(from) => key >= from,
                Bound::Excluded(from) => key > from,
            };
            let before = |key: &[u8]| match to {
                Bound::Unbounded => true,
                Bound::Included(to) => key <= to,
                Bound::Excluded(to) => key < to,
            };
            let expected = owned(map.iter().filter(|(key, _)| after(key) && before(key)));
            assert_eq!(all(engine.range(from, to)), expected, "{from:?} to {to:?}");
            let backwards: Vec<_> = expected.into_iter().rev().collect();
            assert_eq!(all(engine.range(from, to).rev()), backwards, "{from:?} to {to:?}, from the back");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_is_an_ordered_map(batches in batches(), one in key(), other in key()) {
        let folder = tempfile::tempdir().unwrap();
        let mut map = Map::new();
        let (now, later) = batches.split_at(batches.len() / 2);
        for part in [now, later] {
            let engine = Engine::open(folder.path()).unwrap();
            the_same(&engine, &map, &one, &other);
            part.iter().for_each(|changes| apply(&engine, &mut map, changes));
            the_same(&engine, &map, &one, &other);
            engine.close().unwrap();
        }
    }
}

#[test]
fn a_walk_from_both_ends_meets_in_the_middle() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    let mut batch = Batch::default();
    (0..5000u32).for_each(|n| batch.put(n.to_be_bytes(), n.to_le_bytes()));
    engine.apply(batch).unwrap();
    let mut entries =
        engine.range(Bound::Included(&100u32.to_be_bytes()), Bound::Excluded(&200u32.to_be_bytes()));
    let number = |entry: Option<Result<Entry, EngineError>>| {
        entry.map(|entry| u32::from_le_bytes(entry.unwrap().1.try_into().unwrap()))
    };
    for n in 0..50 {
        assert_eq!(number(entries.next()), Some(100 + n));
        assert_eq!(number(entries.next_back()), Some(199 - n));
    }
    assert_eq!((number(entries.next()), number(entries.next_back())), (None, None));
}

#[test]
fn an_unfinished_snapshot_is_no_hindrance() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    let mut batch = Batch::default();
    batch.put(b"key", b"value");
    engine.apply(batch).unwrap();
    engine.close().unwrap();
    fs::write(folder.path().join("snap.0000000000001234.generating"), b"").unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    assert_eq!(engine.get(b"key").unwrap().unwrap(), b"value");
    assert!(engine.size_on_disk().unwrap() > 0);
}

#[test]
fn what_goes_wrong_is_said_of_the_index() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a file");
    fs::write(&file, b"no folder").unwrap();
    let problem = Problem::from(Engine::open(&file).err().unwrap());
    assert_eq!(problem.fault, Fault::Index);
    assert!(problem.message.starts_with("the index cannot be read: "), "{problem}");
    let journal = Problem::database("the journal is damaged");
    assert_eq!(Problem::from(EngineError::from(journal.clone())), journal);
}

fn one_entry(folder: &Path) {
    let engine = Engine::open(folder).unwrap();
    let mut batch = Batch::default();
    batch.put(b"key", b"value");
    engine.apply(batch).unwrap();
}

fn state(folder: &Path) -> String {
    fs::read_to_string(folder.join("state")).unwrap()
}

#[test]
fn what_was_closed_is_trusted_while_it_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    one_entry(folder.path());
    assert!(state(folder.path()).starts_with("closed"));
    let engine = Engine::open(folder.path()).unwrap();
    assert!(state(folder.path()).starts_with("open"));
    engine.close().unwrap();
    let settled = state(folder.path());
    assert!(settled.starts_with("settled"));
    for _ in 0..3 {
        assert_eq!(Engine::open(folder.path()).unwrap().get(b"key").unwrap().unwrap(), b"value");
        assert_eq!(state(folder.path()), settled, "reading writes nothing");
    }
    let db = fs::read(folder.path().join("db")).unwrap();
    fs::write(folder.path().join("db"), &db[..db.len() - 1]).unwrap();
    let error = Engine::open(folder.path()).err().unwrap();
    assert!(error.to_string().contains("not as they were left"), "{error}");
    fs::write(folder.path().join("db"), &db).unwrap();
    one_entry(folder.path());
    fs::remove_file(folder.path().join("state")).unwrap();
    assert!(Engine::open(folder.path()).is_err());
}

#[test]
fn what_was_left_open_is_trusted_until_the_machine_starts_anew() {
    let folder = tempfile::tempdir().unwrap();
    one_entry(folder.path());
    fs::write(folder.path().join("state"), "open\nboot of another day\n").unwrap();
    let error = Engine::open(folder.path()).err().unwrap();
    assert!(error.to_string().contains("the machine stopped"), "{error}");
}

const DAMAGED: &str = "DICTUM_TEST_READ_DAMAGED";
const KEYS: u32 = 600;
const BATCHES: u32 = 60;

/// What a key holds after so many batches. Each batch writes every third key anew, in turn, and how many there were.
fn value_of(key: u32, batches: u32) -> Option<Vec<u8>> {
    let last = (1..=batches).rev().find(|batch| batch % 3 == key % 3)?;
    Some((key ^ last << 16).to_le_bytes().repeat(10 + key as usize % 50))
}

fn batch_of(number: u32) -> Batch {
    let mut batch = Batch::default();
    for key in (0..KEYS).filter(|key| number % 3 == key % 3) {
        batch.put(key.to_be_bytes(), value_of(key, number).unwrap());
    }
    batch.put(b"batches", number.to_le_bytes());
    batch
}

/// The child: reads an index whose files were harmed. It may say that it cannot, and it may have fallen back to an
/// earlier batch, from which the journal brings it up to date; it may not say what is not so.
#[test]
fn child() {
    let Some(folder) = env::var_os(DAMAGED) else { return };
    match read_harmed(Path::new(&folder)) {
        Ok(batches) => println!("\nread {batches} batches"),
        Err(error) => println!("\nrefused: {error}"),
    }
}

const APPENDING: &str = "DICTUM_TEST_APPEND_IN";

/// The child: brings the index forward, batch by batch, until it is killed.
#[test]
fn appending_child() {
    let Some(folder) = env::var_os(APPENDING) else { return };
    let mut batches = read_harmed(Path::new(&folder)).unwrap();
    let engine = Engine::open(Path::new(&folder)).unwrap();
    loop {
        batches += 1;
        engine.apply(batch_of(batches)).unwrap();
    }
}

#[test]
fn a_killed_process_leaves_whole_batches() {
    let folder = tempfile::tempdir().unwrap();
    let rounds: u64 = env::var("DICTUM_TEST_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(15);
    let mut reached = 0;
    for round in 0..rounds {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "appending_child", "--nocapture", "--test-threads=1"])
            .env(APPENDING, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_micros(20_000 + round * round * 7919 % 900_000));
        child.kill().unwrap();
        let said = child.wait_with_output().unwrap();
        assert!(said.stderr.is_empty(), "{}", String::from_utf8_lossy(&said.stderr));
        let batches = read_harmed(folder.path()).unwrap();
        assert!(batches >= reached);
        reached = batches;
    }
    assert!(reached > 0);
}

fn read_harmed(folder: &Path) -> Result<u32, EngineError> {
    let engine = Engine::open(folder)?;
    let batches = match engine.get(b"batches")? {
        Some(number) => u32::from_le_bytes(number.try_into().unwrap()),
        None => 0,
    };
    let expected: Vec<_> =
        (0..KEYS).filter_map(|key| Some((key.to_be_bytes().to_vec(), value_of(key, batches)?))).collect();
    let found = engine.range(Bound::Unbounded, Bound::Excluded(b"batches")).collect::<Result<Vec<_>, _>>()?;
    assert!(
        found == expected,
        "{} entries, {} expected after {batches} batches",
        found.len(),
        expected.len()
    );
    let backwards =
        engine.range(Bound::Unbounded, Bound::Excluded(b"batches")).rev().collect::<Result<Vec<_>, _>>()?;
    assert!(backwards.iter().rev().eq(&expected));
    engine.apply(batch_of(batches + 1))?;
    engine.close()?;
    Ok(batches)
}

/// What a child made of the folder: what it said, or none where it did not end in time.
fn read_in_a_child(folder: &Path) -> Option<(bool, String)> {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(DAMAGED, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    let said =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    Some((output.status.success(), said))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn harm(file: &Path, number: u64) -> String {
    let mut bytes = fs::read(file).unwrap();
    let at = (number >> 16) as usize % bytes.len().max(1);
    match number >> 8 & 3 {
        0 => bytes.truncate(at),
        1 => bytes[at..].iter_mut().take(600).for_each(|byte| *byte = 0),
        _ => bytes[at] ^= (number as u8).max(1),
    }
    fs::write(file, bytes).unwrap();
    format!("{} at {at}, {}", file.file_name().unwrap().to_string_lossy(), number >> 8 & 3)
}

#[test]
fn damaged_files_never_give_a_wrong_value() {
    let folder = tempfile::tempdir().unwrap();
    for half in [1..=BATCHES / 2, BATCHES / 2 + 1..=BATCHES] {
        let engine = Engine::open(folder.path()).unwrap();
        half.for_each(|number| engine.apply(batch_of(number)).unwrap());
        engine.close().unwrap();
    }
    let entries = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> = entries.filter(|path| path.is_file()).collect();
    let rounds: u64 = env::var("DICTUM_TEST_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(24);
    for round in 0..rounds {
        let harmed = tempfile::tempdir().unwrap();
        copy(folder.path(), harmed.path());
        let file = harmed.path().join(files[round as usize % files.len()].file_name().unwrap());
        let place = harm(&file, (round + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let (well, said) =
            read_in_a_child(harmed.path()).unwrap_or_else(|| panic!("{place}: it never ended"));
        if env::var_os("DICTUM_TEST_SHOW").is_some() {
            let said: Vec<_> =
                said.lines().filter(|line| !line.is_empty() && !line.starts_with("running")).collect();
            println!("{place}: {}", said.join(" | "));
        }
        assert!(well && !said.contains("panicked"), "{place}: {said}");
    }
}
