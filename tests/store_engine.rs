//! The engine is an ordered map with segments beside it, whatever is done to it; what is done to its files, it says; and
//! who only reads writes nothing.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use dictum::model::Problem;
use dictum::model::problem::Category;
use dictum::store::engine::{Batch, Binding, Engine, EngineError};
use proptest::collection::vec;
use proptest::prelude::*;

type Map = BTreeMap<Vec<u8>, Vec<u8>>;
/// A key, and its new value or none.
type Put = (Vec<u8>, Option<Vec<u8>>);

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

fn the_same(engine: &Engine, map: &Map, one: &[u8]) {
    assert_eq!(engine.entries().into_iter().collect::<Map>(), *map);
    assert_eq!(engine.get(one), map.get(one).cloned());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_is_an_ordered_map(batches in batches(), one in key()) {
        let folder = tempfile::tempdir().unwrap();
        let mut map = Map::new();
        let (now, later) = batches.split_at(batches.len() / 2);
        for part in [now, later] {
            let engine = Engine::open(folder.path()).unwrap();
            the_same(&engine, &map, &one);
            part.iter().for_each(|changes| apply(&engine, &mut map, changes));
            the_same(&engine, &map, &one);
            engine.close().unwrap();
        }
    }
}

/// The child: writes, and ends without closing anything.
#[test]
fn leaving_child() {
    let Some(folder) = env::var_os(LEAVING) else { return };
    let engine = Engine::open(Path::new(&folder)).unwrap();
    let mut batch = Batch::default();
    batch.put(b"key", b"value");
    engine.apply(batch).unwrap();
    engine.write_segment(7, values(3)).unwrap();
    engine.flush().unwrap();
    std::process::exit(0);
}

const LEAVING: &str = "DICTUM_TEST_LEAVE_OPEN";

/// What a process leaves that has no time to close anything.
fn left_open(folder: &Path) {
    let mut child = Command::new(env::current_exe().unwrap());
    child
        .args(["--exact", "store_engine::leaving_child", "--test-threads=1"])
        .env(LEAVING, folder)
        .stdout(Stdio::null());
    assert!(child.status().unwrap().success());
}

/// The folder of sled's files.
fn map_in(folder: &Path) -> Option<std::path::PathBuf> {
    let mut entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.find(|path| path.file_name().unwrap().to_string_lossy().starts_with("map-"))
}

fn values(count: u8) -> impl Iterator<Item = Result<Vec<u8>, EngineError>> {
    (0..count).map(|n| Ok(vec![n; 3000]))
}

#[test]
fn what_was_left_open_is_taken_up() {
    let folder = tempfile::tempdir().unwrap();
    left_open(folder.path());
    let open = state(folder.path());
    assert!(open.starts_with("open"));
    if let Ok(boot) = fs::read_to_string("/proc/sys/kernel/random/boot_id") {
        assert!(open.contains(boot.trim()), "it says in which run of the machine it was opened: {open}");
    }
    fs::write(map_in(folder.path()).unwrap().join("snap.0000000000001234.generating"), b"").unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    assert_eq!(engine.get(b"key").unwrap(), b"value");
    assert_eq!(engine.segment(7).unwrap().value(2).unwrap(), vec![2; 3000]);
    assert!(engine.size_on_disk().unwrap() > 9000);
    engine.close().unwrap();
    assert!(state(folder.path()).starts_with("closed"));
    assert_eq!(map_in(folder.path()), None, "nothing of sled is left");
}

#[test]
fn what_was_left_open_is_no_way_to_other_files() {
    for name in ["db", "conf", "blobs", "snap.0000000000000001"] {
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        left_open(folder.path());
        let (victim, at) = (other.path().join("victim"), map_in(folder.path()).unwrap().join(name));
        fs::write(&victim, b"mine").unwrap();
        let _ = fs::remove_file(&at);
        let _ = fs::remove_dir_all(&at);
        fs::hard_link(&victim, &at).unwrap();
        let error = Engine::open(folder.path()).err().unwrap();
        assert!(error.to_string().contains("another name") || name == "blobs", "{name}: {error}");
        assert_eq!(fs::read(&victim).unwrap(), b"mine", "{name}");
    }
}

/// Each entry has a checksum that takes in its key: neither a changed value nor one in another's place is answered.
#[test]
fn a_changed_entry_that_was_left_open_is_noticed() {
    for (key, change) in [(b"key", 1u8), (b"kex", 0)] {
        let folder = tempfile::tempdir().unwrap();
        left_open(folder.path());
        let db = sled::open(map_in(folder.path()).unwrap()).unwrap();
        let mut entry = db.remove(b"key").unwrap().unwrap().to_vec();
        *entry.last_mut().unwrap() ^= change;
        db.insert(key, entry).unwrap();
        drop(db);
        let error = Engine::open(folder.path()).err().expect("it is not trusted");
        assert!(error.to_string().contains("does not fit its checksum"), "{error}");
    }
}

#[test]
fn segments_are_written_kept_and_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    for number in 0..4 {
        engine.write_segment(number, values(5)).unwrap();
    }
    engine.keep_segments(&[1, 3].into()).unwrap();
    engine.close().unwrap();
    let engine = Engine::open(folder.path()).unwrap();
    assert!(engine.segment(0).is_err() && engine.segment(2).is_err());
    assert_eq!(engine.segment(3).unwrap().value(4).unwrap(), vec![4; 3000]);
    let failing = (0..3).map(|n| if n < 2 { Ok(vec![n]) } else { Err(EngineError::new("no more")) });
    assert!(engine.write_segment(9, failing).is_err());
    assert!(engine.close().is_err(), "what failed is not closed as if nothing had happened");
    assert!(Engine::open(folder.path()).is_err());
}

#[test]
fn a_segment_that_cannot_be_removed_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    one_entry(folder.path());
    let engine = Engine::open(folder.path()).unwrap();
    fs::create_dir(folder.path().join("run-9")).unwrap();
    assert!(engine.keep_segments(&[1].into()).is_err());
}

#[test]
fn what_goes_wrong_is_said_of_the_index() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a file");
    fs::write(&file, b"no folder").unwrap();
    let problem = Problem::from(Engine::open(&file).err().unwrap());
    assert_eq!(problem.category(), Category::Index);
    assert!(problem.message().starts_with("the index cannot be read: "), "{problem}");
    let journal = Problem::database("the journal is damaged");
    assert_eq!(Problem::from(EngineError::from(journal.clone())), journal);
}

fn one_entry(folder: &Path) {
    let engine = Engine::open(folder).unwrap();
    let mut batch = Batch::default();
    batch.put(b"key", b"value");
    engine.apply(batch).unwrap();
    engine.write_segment(1, values(3)).unwrap();
}

fn state(folder: &Path) -> String {
    fs::read_to_string(folder.join("state")).unwrap()
}

/// Every file with what it holds and when it was written.
fn files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>, std::time::SystemTime)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.file_type().unwrap().is_dir() {
            true => files.extend(self::files(&entry.path())),
            false => files.push((
                entry.path(),
                fs::read(entry.path()).unwrap(),
                entry.metadata().unwrap().modified().unwrap(),
            )),
        }
    }
    files.sort();
    files
}

#[test]
fn what_was_closed_is_trusted_while_it_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    one_entry(folder.path());
    let left = files(folder.path());
    assert!(state(folder.path()).starts_with("closed"));
    for _ in 0..3 {
        let engine = Engine::open(folder.path()).unwrap();
        assert_eq!(engine.get(b"key").unwrap(), b"value");
        assert_eq!(engine.segment(1).unwrap().value(1).unwrap(), vec![1; 3000]);
        engine.close().unwrap();
        assert!(files(folder.path()) == left, "reading writes nothing");
    }
    let run = fs::read(folder.path().join("run-1")).unwrap();
    fs::write(folder.path().join("run-1"), &run[..run.len() - 1]).unwrap();
    let error = Engine::open(folder.path()).err().unwrap();
    assert!(error.to_string().contains("not as they were left"), "{error}");
    fs::write(folder.path().join("run-1"), &run).unwrap();
    fs::write(folder.path().join("run-2"), &run).unwrap();
    assert!(Engine::open(folder.path()).is_err(), "one too many");
    fs::remove_file(folder.path().join("run-2")).unwrap();
    one_entry(folder.path());
    fs::remove_file(folder.path().join("state")).unwrap();
    assert!(Engine::open(folder.path()).is_err());
}

/// The entries of the map are kept in `state`: no byte of it changes without notice.
#[test]
fn a_changed_byte_of_the_state_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    one_entry(folder.path());
    let state = fs::read(folder.path().join("state")).unwrap();
    for at in 0..state.len() {
        let mut changed = state.clone();
        changed[at] ^= 1;
        fs::write(folder.path().join("state"), &changed).unwrap();
        assert!(Engine::open(folder.path()).is_err(), "byte {at}");
        assert_eq!(Engine::evidence(folder.path(), b"key"), None, "byte {at}");
    }
    fs::write(folder.path().join("state"), &state).unwrap();
    assert_eq!(Engine::evidence(folder.path(), b"key").unwrap(), b"value");
}

#[test]
fn what_lies_elsewhere_is_not_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().with_extension("journal");
    fs::write(&journal, b"as it was").unwrap();
    let at = |place: &str| Binding { place: place.to_owned(), journal: Some(journal.clone()) };
    let engine = Engine::open_bound(folder.path(), at("here"), true).unwrap();
    let mut batch = Batch::default();
    batch.put(b"key", b"value");
    engine.apply(batch).unwrap();
    engine.close().unwrap();
    assert_eq!(Engine::open_bound(folder.path(), at("here"), false).unwrap().get(b"key").unwrap(), b"value");
    let error = Engine::open_bound(folder.path(), at("there"), true).err().unwrap();
    assert!(error.to_string().contains("copied"), "{error}");
    assert_eq!(Engine::evidence(folder.path(), b"key").unwrap(), b"value", "it may be asked what it knew");
    let before = fs::metadata(&journal).unwrap().modified().unwrap();
    fs::write(&journal, b"as it is.").unwrap();
    fs::File::options().write(true).open(&journal).unwrap().set_modified(before).unwrap();
    let error = Engine::open_bound(folder.path(), at("here"), true).err().unwrap();
    assert!(error.to_string().contains("the journal was changed"), "{error}");
    fs::remove_file(journal).unwrap();
}

#[test]
fn nothing_is_written_where_all_is_for_reading() {
    let folder = tempfile::tempdir().unwrap();
    one_entry(folder.path());
    let left = files(folder.path());
    let engine = Engine::open_bound(folder.path(), Binding::default(), false).unwrap();
    let mut batch = Batch::default();
    batch.remove(b"key");
    assert!(engine.apply(batch).is_err());
    assert!(engine.write_segment(3, values(1)).is_err());
    assert!(!engine.writable());
    drop(engine);
    assert!(files(folder.path()) == left);
    assert!(Engine::open(folder.path()).unwrap().writable());
}

/// Taking up what a killed process left is writing.
#[test]
fn what_was_left_open_is_not_opened_for_reading_alone() {
    let folder = tempfile::tempdir().unwrap();
    left_open(folder.path());
    let left = files(folder.path());
    let error = Engine::open_bound(folder.path(), Binding::default(), false).err().unwrap();
    assert!(error.to_string().contains("not closed"), "{error}");
    assert!(files(folder.path()) == left);
}

/// What stood in the index before somebody wrote to it is evidence of what the journal held.
#[test]
fn what_was_left_open_still_says_what_it_held_before() {
    let folder = tempfile::tempdir().unwrap();
    one_entry(folder.path());
    left_open(folder.path());
    assert_eq!(Engine::evidence(folder.path(), b"key").unwrap(), b"value");
}

#[test]
fn a_folder_of_something_else_is_no_index() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), b"mine").unwrap();
    let error = Engine::open(folder.path()).err().unwrap();
    assert!(error.to_string().contains("nothing says how it was left"), "{error}");
    fs::remove_file(folder.path().join("notes.txt")).unwrap();
    // What a process leaves that is killed before it has written anything.
    fs::create_dir(folder.path().join("map-1-0-0")).unwrap();
    fs::write(folder.path().join("state.new"), b"unfinished").unwrap();
    one_entry(folder.path());
    assert_eq!(Engine::open(folder.path()).unwrap().get(b"key").unwrap(), b"value");
    fs::remove_file(folder.path().join("state")).unwrap();
    assert!(Engine::open(folder.path()).is_err(), "segments without a state");
}

#[test]
fn what_takes_the_place_of_its_folder_is_left_alone() {
    let temp = tempfile::tempdir().unwrap();
    let (folder, away) = (temp.path().join("index"), temp.path().join("away"));
    fs::create_dir(&folder).unwrap();
    one_entry(&folder);
    let engine = Engine::open(&folder).unwrap();
    let mut batch = Batch::default();
    batch.put(b"other", b"value");
    engine.apply(batch).unwrap();
    fs::rename(&folder, &away).unwrap();
    fs::create_dir(&folder).unwrap();
    one_entry(&folder);
    let left = files(&folder);
    let error = engine.close().err().unwrap();
    assert!(error.to_string().contains("moved away"), "{error}");
    assert!(files(&folder) == left);
}

#[test]
fn what_was_left_open_is_trusted_until_the_machine_starts_anew() {
    let folder = tempfile::tempdir().unwrap();
    left_open(folder.path());
    let (open, _) =
        state(folder.path()).rsplit_once("sum ").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let boot = open.lines().find(|line| line.starts_with("boot ")).unwrap().to_owned();
    let other = open.replace(&boot, "boot another-day map-1");
    let sum = crc32fast::hash(other.as_bytes());
    fs::write(folder.path().join("state"), format!("{other}sum {sum:08x}\n")).unwrap();
    let error = Engine::open(folder.path()).err().unwrap();
    assert!(error.to_string().contains("the machine stopped"), "{error}");
}

/// The state names the folder of the map; a forged name leads nowhere else.
#[test]
fn a_state_that_names_another_folder_is_not_followed() {
    let temp = tempfile::tempdir().unwrap();
    let (folder, other) = (temp.path().join("index"), temp.path().join("other"));
    fs::create_dir(&folder).unwrap();
    fs::create_dir(&other).unwrap();
    left_open(&folder);
    let open = state(&folder);
    let (text, _) = open.rsplit_once("sum ").unwrap();
    let name = map_in(&folder).unwrap().file_name().unwrap().to_string_lossy().into_owned();
    for forged in ["../other", "map-/../../other", "other"] {
        let text = text.replace(&name, forged);
        let sum = crc32fast::hash(text.as_bytes());
        fs::write(folder.join("state"), format!("{text}sum {sum:08x}\n")).unwrap();
        let error = Engine::open(&folder).err().unwrap();
        assert!(error.to_string().contains("the machine stopped"), "{forged}: {error}");
        assert_eq!(fs::read_dir(&other).unwrap().count(), 0, "{forged}");
    }
}

const DAMAGED: &str = "DICTUM_TEST_READ_DAMAGED";
const KEYS: u32 = 600;
const BATCHES: u32 = 60;

/// What a key holds after so many batches. Each batch rewrites every third key in turn, and how many there were.
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
    let segment = |folder: &Path| Engine::open(folder)?.segment(1)?.value(2);
    let read = read_harmed(Path::new(&folder)).and_then(|batches| {
        assert_eq!(segment(Path::new(&folder))?, vec![2; 3000]);
        Ok(batches)
    });
    match read {
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
            .args(["--exact", "store_engine::appending_child", "--nocapture", "--test-threads=1"])
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
    let batches = match engine.get(b"batches") {
        Some(number) => u32::from_le_bytes(number.try_into().unwrap()),
        None => 0,
    };
    let mut expected: Map =
        (0..KEYS).filter_map(|key| Some((key.to_be_bytes().to_vec(), value_of(key, batches)?))).collect();
    if batches > 0 {
        expected.insert(b"batches".to_vec(), batches.to_le_bytes().to_vec());
    }
    let found: Map = engine.entries().into_iter().collect();
    assert!(
        found == expected,
        "{} entries, {} expected after {batches} batches",
        found.len(),
        expected.len()
    );
    engine.apply(batch_of(batches + 1))?;
    engine.close()?;
    Ok(batches)
}

/// What a child made of the folder: what it said, or none where it did not end in time.
fn read_in_a_child(folder: &Path) -> Option<(bool, String)> {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "store_engine::child", "--nocapture", "--test-threads=1"])
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
        engine.write_segment(1, values(3)).unwrap();
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
