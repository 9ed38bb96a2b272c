//! Two processes never write to one journal, whatever is done to the folder while it is open; and links in a folder that
//! somebody else has handed over lead nowhere.
#![cfg(unix)]

use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::common::{Ran, adopt_index, copy_folder, dictum, files_in};

const SCRIPT: &str = "add source doc\nadd claim c \"It is so\" asserted read in doc";

fn database() -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let db = temp.path().join("claims.dictum");
    dictum(&db, &["run", "-"]).given(SCRIPT).run().ended(0);
    (temp, db)
}

/// A process that has the database open, and records something when it is told to.
struct Holder {
    child: Child,
    input: Option<ChildStdin>,
}

impl Holder {
    fn of(db: &Path) -> Holder {
        let mut command = dictum(db, &["import", "-"]).command;
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let said = format!("{}\n", child.id());
        let until = Instant::now() + Duration::from_secs(10);
        while fs::read_to_string(db.join("lock")).ok().as_deref() != Some(said.as_str()) {
            assert!(Instant::now() < until, "it never says that it has the database open");
            thread::sleep(Duration::from_millis(5));
        }
        // What it is given it reads once the database is open.
        let mut input = child.stdin.take().expect("it listens");
        input.write_all(b"\n").expect("it reads");
        while rustix::io::ioctl_fionread(&input).is_ok_and(|unread| unread > 0) {
            assert!(Instant::now() < until, "it never reads");
            thread::sleep(Duration::from_millis(5));
        }
        Holder { input: Some(input), child }
    }

    fn id(&self) -> u32 {
        self.child.id()
    }

    /// Lets it record a place; its exit code and what it said.
    fn records(mut self, id: &str) -> (Option<i32>, String) {
        let mut input = self.input.take().expect("it listens");
        let line =
            format!("{{\"type\":\"entity\",\"kind\":\"place\",\"id\":\"{id}\",\"names\":[\"{id}\"]}}\n");
        input.write_all(line.as_bytes()).expect("it reads");
        drop(input);
        let output = self.child.wait_with_output().expect("it ends");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    fn refused(self, what: &str) -> String {
        let (code, said) = self.records("late");
        assert_eq!(code, Some(3), "{what}: {said}");
        assert!(!said.contains("recorded (transaction"), "{what}: {said}");
        said
    }
}

fn journal(db: &Path) -> Vec<u8> {
    fs::read(db.join("journal")).expect("a journal")
}

/// All files with what they hold.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    files_in(folder).into_iter().map(|file| (file.clone(), fs::read(file).expect("it can be read"))).collect()
}

fn is_kept_out(ran: Ran, holder: u32) {
    let ran = ran.sound("").ended(3);
    assert!(ran.err.contains(&format!("process {holder} has it open")), "{}", ran.err);
}

#[test]
fn a_deleted_lock_lets_nobody_in() {
    let (_temp, db) = database();
    let holder = Holder::of(&db);
    fs::remove_file(db.join("lock")).expect("it goes");
    for command in [&["query", "claims"][..], &["run", "-"], &["rebuild"], &["check"]] {
        let ran = dictum(&db, command).given("add place p \"P\"").wait("0").run();
        is_kept_out(ran, holder.id());
    }
    let (code, said) = holder.records("russia");
    assert_eq!(code, Some(0), "{said}");
    dictum(&db, &["check"]).run().ended(0);
    let found = dictum(&db, &["export"]).run().ended(0);
    assert!(found.text().contains("\"russia\""), "{}", found.text());
}

/// The journal of one database is reached through the folder of another.
#[test]
fn a_journal_with_two_names_is_refused() {
    let (temp, db) = database();
    let before = journal(&db);
    for (name, said) in [("soft.dictum", "symbolic link"), ("hard.dictum", "hard link")] {
        let other = temp.path().join(name);
        fs::create_dir(&other).expect("a folder can be made");
        match name {
            "soft.dictum" => symlink(db.join("journal"), other.join("journal")),
            _ => fs::hard_link(db.join("journal"), other.join("journal")),
        }
        .expect("a link can be made");
        for command in [&["query", "claims"][..], &["run", "-"], &["rebuild"], &["digest"]] {
            let ran = dictum(&other, command).given("add place p \"P\"").run().sound("").ended(3);
            assert!(ran.err.contains(said), "{name} {command:?}: {}", ran.err);
        }
    }
    dictum(&db, &["query", "claims"]).run().ended(3);
    assert_eq!(journal(&db), before);
}

#[test]
fn a_hard_link_made_while_it_is_open_is_noticed() {
    let (temp, db) = database();
    let (holder, before) = (Holder::of(&db), journal(&db));
    fs::hard_link(db.join("journal"), temp.path().join("second")).expect("a link can be made");
    let said = holder.refused("a hard link");
    assert!(said.contains("hard link"), "{said}");
    assert_eq!(journal(&db), before);
}

#[test]
fn a_journal_replaced_while_it_is_open_is_noticed() {
    let (temp, db) = database();
    let holder = Holder::of(&db);
    let before = journal(&db);
    fs::rename(db.join("journal"), temp.path().join("old")).expect("it can be moved");
    fs::write(temp.path().join("copy"), &before).expect("it can be written");
    fs::rename(temp.path().join("copy"), db.join("journal")).expect("it can be moved");
    let said = holder.refused("a replaced journal");
    assert!(said.contains("replaced by another file"), "{said}");
    assert_eq!(journal(&db), before);
    assert_eq!(fs::read(temp.path().join("old")).expect("it is there"), before);
    dictum(&db, &["check"]).run().ended(0);
}

#[test]
fn a_journal_deleted_while_it_is_open_is_noticed() {
    let (_temp, db) = database();
    let holder = Holder::of(&db);
    fs::remove_file(db.join("journal")).expect("it goes");
    let said = holder.refused("a deleted journal");
    assert!(said.contains("moved or deleted"), "{said}");
}

#[test]
fn a_folder_moved_away_while_it_is_open_is_noticed() {
    let (temp, db) = database();
    let (_other, other) = database();
    dictum(&other, &["run", "-"]).given("add place elsewhere \"Elsewhere\"").run().ended(0);
    let (holder, before) = (Holder::of(&db), journal(&db));
    let away = temp.path().join("away.dictum");
    fs::rename(&db, &away).expect("it can be moved");
    copy_folder(&other, &db);
    let there = contents(&db);
    let said = holder.refused("a folder that was moved away");
    assert!(said.contains("it was moved") || said.contains("replaced by another"), "{said}");
    assert!(contents(&db) == there, "nothing is written into the folder that took its place");
    assert_eq!(journal(&away), before);
    dictum(&away, &["check"]).run().ended(0);
}

#[test]
fn what_somebody_else_appends_is_not_overwritten() {
    let (_temp, db) = database();
    let holder = Holder::of(&db);
    let mut file = fs::OpenOptions::new().append(true).open(db.join("journal")).expect("it opens");
    file.write_all(b"the work of somebody else").expect("it can be written");
    drop(file);
    let before = journal(&db);
    let said = holder.refused("an appended journal");
    assert!(said.contains("somebody else"), "{said}");
    assert_eq!(journal(&db), before);
}

#[test]
fn a_held_lock_is_waited_for() {
    let (_temp, db) = database();
    let holder = Holder::of(&db);
    let begun = Instant::now();
    let ran = dictum(&db, &["query", "claims"]).wait("0.4").run();
    assert!(begun.elapsed() >= Duration::from_millis(400), "{:?}", begun.elapsed());
    is_kept_out(ran, holder.id());
    let waiting = dictum(&db, &["query", "count claims"]).begin();
    thread::sleep(Duration::from_millis(300));
    assert_eq!(holder.records("russia").0, Some(0));
    waiting.end().ended(0);
    let wrong = dictum(&db, &["query", "count claims"]).wait("soon").run().ended(2);
    assert!(wrong.err.contains("number of seconds"), "{}", wrong.err);
}

// ---- links ----------------------------------------------------------------------------------------------------------

const VICTIM: &str = "what the reader would not want to lose\n";

fn victim(temp: &Path) -> PathBuf {
    let file = temp.join("thesis.txt");
    fs::write(&file, VICTIM).expect("it can be written");
    file
}

#[track_caller]
fn is_unharmed(file: &Path, what: &str) {
    assert_eq!(fs::read_to_string(file).expect("it is there"), VICTIM, "{what}");
}

const COMMANDS: [&[&str]; 7] =
    [&["query", "claims"], &["run", "-"], &["import", "-"], &["export"], &["check"], &["rebuild"], &["log"]];

/// Every name that dictum opens or makes in the folder is a link to a file of the reader.
#[test]
fn links_in_somebody_elses_database_do_no_harm() {
    const NAMES: [&str; 10] = [
        "lock",
        "journal.new",
        "index",
        "index/state",
        "index/state.new",
        "index/run-0",
        "index/map-1",
        "index/map-1/db",
        "journal.torn-2",
        "journal",
    ];
    for name in NAMES {
        for is_hard in [false, true] {
            for left_open in [false, true] {
                let (temp, db) = database();
                let victim = victim(temp.path());
                let at = db.join(name);
                let state = fs::read_to_string(db.join("index/state")).expect("it is there");
                let place = state.lines().find(|line| line.starts_with("place ")).expect("it says where");
                fs::create_dir_all(at.parent().expect("a folder")).expect("a folder can be made");
                match fs::symlink_metadata(&at) {
                    Ok(found) if found.is_dir() => fs::remove_dir_all(&at).expect("it goes"),
                    Ok(_) => fs::remove_file(&at).expect("it goes"),
                    Err(_) => {}
                }
                if is_hard { fs::hard_link(&victim, &at) } else { symlink(&victim, &at) }.expect("a link");
                if left_open && name != "index/state" && name != "index" {
                    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
                    let text = format!("open\nboot {} map-1\n{place}\n", boot.trim());
                    let sum = crc32fast::hash(text.as_bytes());
                    fs::write(db.join("index/state"), format!("{text}sum {sum:08x}\n"))
                        .expect("it is written");
                    adopt_index(&db);
                }
                for command in COMMANDS {
                    let what = format!("{name}, hard {is_hard}, left open {left_open}, {command:?}");
                    let ran = dictum(&db, command).given("").wait("0").run().sound("");
                    is_unharmed(&victim, &what);
                    let victims = fs::symlink_metadata(&victim).expect("it is there");
                    assert!(victims.is_file(), "{what}: {}", ran.err);
                }
            }
        }
    }
}

/// A link named `journal.new` where a database is made.
#[test]
fn a_database_is_made_beside_a_link() {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let victim = victim(temp.path());
    let db = temp.path().join("new.dictum");
    fs::create_dir(&db).expect("a folder can be made");
    symlink(&victim, db.join("journal.new")).expect("a link can be made");
    dictum(&db, &["run", "-"]).given(SCRIPT).run().ended(0);
    is_unharmed(&victim, "journal.new");
    dictum(&db, &["check"]).run().ended(0);
}

/// What is no file at all: opening it must not wait for somebody at its other end.
#[test]
fn a_pipe_in_the_folder_is_refused() {
    let (_temp, db) = database();
    for name in ["lock", "journal"] {
        let at = db.join(name);
        let aside = db.join("aside");
        fs::rename(&at, &aside).expect("it can be moved");
        let made = Command::new("mkfifo").arg(&at).status();
        if !made.is_ok_and(|status| status.success()) {
            println!("skipped: there is no mkfifo here");
            return;
        }
        for command in [&["query", "claims"][..], &["run", "-"]] {
            let ran = dictum(&db, command).given("add place p \"P\"").run().sound("").ended(3);
            assert!(ran.err.contains("not a regular file"), "{name}: {}", ran.err);
        }
        fs::remove_file(&at).expect("it goes");
        fs::rename(&aside, &at).expect("it can be moved");
    }
    dictum(&db, &["check"]).run().ended(0);
}

// ---- rights ---------------------------------------------------------------------------------------------------------

#[test]
fn a_new_database_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (_temp, db) = database();
    for folder in [db.clone(), db.join("index")] {
        let mode = fs::metadata(&folder).expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode, 0o700, "{}: {mode:o}", folder.display());
    }
}
