//! A process that appends is killed at random moments: whatever it was told is done is there.
//! The process is this test binary once more, told by its environment what to do.

#![cfg(unix)]

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use dictum::model::problem::Category;
use dictum::model::{Claim, Record};
use dictum::store::change::Change;
use dictum::store::journal::Journal;

use super::kit::{examine, noise, read_all, stamp};
use super::records::claim;

const FOLDER: &str = "DICTUM_TEST_APPEND_IN";
const ROUNDS: u64 = 30;

fn change(number: u64) -> Change {
    let note = Some(noise(number, 300));
    Change::Add(Record::Claim(Claim { note, ..claim(&format!("claim-{number}")) }))
}

/// How many changes a transaction has: mostly few, now and then so many that it is written in parts.
fn changes_of(sequence: u64) -> u64 {
    if sequence.is_multiple_of(11) { 4000 } else { sequence % 7 }
}

/// The child: appends until it is killed, and says what was acknowledged.
#[test]
fn child() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let (mut journal, _) = Journal::open(&Path::new(&folder).join("journal"), None, true).unwrap();
    let mut out = std::io::stdout().lock();
    loop {
        let sequence = journal.sequence() + 1;
        let changes: Vec<Change> = (0..changes_of(sequence)).map(change).collect();
        match journal.append(&stamp(sequence as i64), &changes) {
            Ok(_) => writeln!(out, "\nacknowledged {sequence}").unwrap(),
            Err(problem) => {
                assert_eq!(problem.category(), Category::Io, "{problem}");
                writeln!(out, "\nrefused {sequence}").unwrap();
                return;
            }
        }
        out.flush().unwrap();
    }
}

fn itself() -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "store_journal::killed::child", "--nocapture", "--test-threads=1"]);
    command
}

/// The last number that follows a word in what a child has said.
fn last_after(word: &str, lines: impl BufRead) -> u64 {
    let lines = lines.lines().map_while(Result::ok);
    let numbers = lines.filter_map(|line| line.strip_prefix(word).and_then(|n| n.trim().parse().ok()));
    numbers.last().unwrap_or(0)
}

fn check(folder: &Path, acknowledged: u64) -> u64 {
    let (journal, _torn) = Journal::open(&folder.join("journal"), None, true).unwrap();
    assert!(journal.sequence() >= acknowledged, "{acknowledged} acknowledged, {} there", journal.sequence());
    for (number, (_, changes)) in read_all(&journal).unwrap().iter().enumerate() {
        assert_eq!(changes.len() as u64, changes_of(number as u64 + 1));
        assert!(changes.iter().enumerate().all(|(at, found)| *found == change(at as u64)));
    }
    assert_eq!(journal.verify(&mut |_, _| {}), []);
    journal.sequence()
}

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let mut reached = 0;
    let mut folder = tempfile::tempdir().unwrap();
    for round in 0..ROUNDS {
        if round % 10 == 0 {
            (folder, reached) = (tempfile::tempdir().unwrap(), 0);
        }
        let mut child =
            itself().env(FOLDER, folder.path()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let reader = thread::spawn(move || last_after("acknowledged ", said));
        thread::sleep(Duration::from_micros(4_000 + round * round * 7919 % 70_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let acknowledged = reader.join().unwrap();
        if folder.path().join("journal").exists() {
            reached = check(folder.path(), acknowledged.max(reached));
        }
    }
    assert!(reached > 0, "no child ever came to append anything");
}

/// A limit on the size of files stands in for a full disk: the writing of a transaction fails midway.
#[test]
fn a_full_disk_takes_nothing_of_what_was_acknowledged() {
    for blocks in [40, 41, 300, 2000, 3001] {
        let folder = tempfile::tempdir().unwrap();
        let shell = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let child = itself();
        let said = Command::new("sh")
            .args(["-c", &shell, "sh"])
            .arg(child.get_program())
            .args(child.get_args())
            .env(FOLDER, folder.path())
            .output()
            .unwrap();
        let (acknowledged, refused) =
            (last_after("acknowledged ", &*said.stdout), last_after("refused ", &*said.stdout));
        assert_eq!(refused, acknowledged + 1, "{}", String::from_utf8_lossy(&said.stdout));
        let found = examine(&folder.path().join("journal"));
        assert_eq!((found.torn, found.damage.len()), (None, 0), "it was taken back");
        assert_eq!(check(folder.path(), acknowledged), acknowledged);
    }
}
