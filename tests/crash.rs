//! The program is killed (SIGKILL) at random moments while it writes. What it has acknowledged is there afterwards,
//! what it has not is there whole or not at all, nothing is damaged, and the next command needs no help.
//!
//! `DICTUM_KILLS=300 cargo test --test all crash:: -- --nocapture` kills more often, and says what came of it.

#![cfg(unix)]

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use common::{Chance, Ran, Running, copy_database, dictum};
use tempfile::TempDir;

use crate::common;

/// How many kills a part of the whole is.
fn kills(percent: u64) -> u64 {
    let whole: u64 = env::var("DICTUM_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    (whole * percent).div_ceil(100)
}

// ---- what came of it ----------------------------------------------------------------------------------------------

/// What is told when a test is done.
#[derive(Default)]
struct Tally {
    kills: usize,
    /// The process had ended by itself before it was to be killed.
    too_late: usize,
    acknowledged: usize,
    /// Not acknowledged and there nevertheless, whole; and not there.
    whole: usize,
    absent: usize,
    /// Kinds of notes that the next command gave, with how often.
    notes: BTreeMap<&'static str, usize>,
}

impl Tally {
    fn killed(&mut self, ran: &Ran) {
        if ran.code.is_none() { self.kills += 1 } else { self.too_late += 1 }
    }

    fn next_command(&mut self, ran: &Ran) {
        let kinds =
            [("cut off", "torn tail"), ("rebuilt", "index rebuilt"), ("new database", "database made")];
        for line in ran.err.lines().filter(|line| line.starts_with("note:")) {
            let kind = kinds.into_iter().find(|(words, _)| line.contains(words));
            let kind = kind.unwrap_or_else(|| panic!("a note that was not expected: {line}"));
            *self.notes.entry(kind.1).or_default() += 1;
        }
    }

    fn tell(&self, what: &str) {
        println!(
            "{what}: {} killed ({} had ended before); acknowledged {}; of the rest {} whole, {} absent; notes {:?}",
            self.kills, self.too_late, self.acknowledged, self.whole, self.absent, self.notes
        );
        assert!(self.kills > 0, "nothing was ever killed");
    }
}

/// The program's word that a transaction is on the disk, as often as it was given.
fn acknowledgements(ran: &Ran) -> usize {
    // A line that was cut off by the kill is no word.
    let lines = ran.err.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    lines.filter(|line| line.contains(" recorded (transaction ")).count()
}

/// Lets it run for so long, and kills it.
fn killed_after(mut running: Running, time: Duration) -> Ran {
    running.ended_by(Instant::now() + time);
    running.kill()
}

fn clean(db: &Path) {
    let checked = dictum(db, &["check"]).within(Duration::from_secs(60)).run();
    assert_eq!(checked.code, Some(0), "{}{}", checked.text(), checked.err);
    assert!(!checked.err.contains("note:"), "the command before it has repaired everything: {}", checked.err);
}

// ---- one claim after another --------------------------------------------------------------------------------------

/// A script that records two things, which are there both or not at all.
fn script(number: u64) -> String {
    format!(
        "add claim claim-{number} \"The border was closed for the {number}th time\"@en\n    asserted read in doc-{number} locator \"para {number}\"\nadd source doc-{number} title \"Report {number}\"\n"
    )
}

/// The lines of an export that the script makes.
fn lines_of(number: u64) -> [String; 2] {
    [
        format!(
            "{{\"type\":\"claim\",\"id\":\"claim-{number}\",\"statement\":\"The border was closed for the {number}th time\",\"lang\":\"en\",\"mode\":\"assertion\",\"citations\":[{{\"source\":\"doc-{number}\",\"locator\":\"para {number}\"}}]}}"
        ),
        format!("{{\"type\":\"source\",\"id\":\"doc-{number}\",\"title\":\"Report {number}\"}}"),
    ]
}

/// A database that scripts are recorded in, with what is known of it.
struct Scripted {
    _temp: TempDir,
    db: PathBuf,
    last: u64,
    acknowledged: BTreeSet<u64>,
}

impl Scripted {
    fn new() -> Scripted {
        let temp = tempfile::tempdir().expect("a temporary folder");
        let db = temp.path().join("claims.dictum");
        Scripted { _temp: temp, db, last: 0, acknowledged: BTreeSet::new() }
    }

    fn next(&mut self) -> (u64, Running) {
        self.last += 1;
        (self.last, dictum(&self.db, &["run", "-"]).given(script(self.last)).begin())
    }

    /// The scripts whose records are there; each whole.
    fn there(&self, export: &Ran) -> BTreeSet<u64> {
        let mut found: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        for line in export.text().lines() {
            let record: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
            let id = record["id"].as_str().expect("an id").rsplit('-').next().expect("a number");
            found.entry(id.parse().expect("a number")).or_default().push(line.to_owned());
        }
        for (number, lines) in &found {
            assert_eq!(*lines, lines_of(*number), "a transaction is there whole or not at all");
        }
        found.into_keys().collect()
    }

    /// Looks at what is there after a kill. Either reading or writing comes first.
    fn holds(&mut self, write_first: bool, tally: &mut Tally) {
        if write_first || self.acknowledged.is_empty() {
            let (number, running) = self.next();
            let ran = running.end().ended(0);
            tally.next_command(&ran);
            self.acknowledged.insert(number);
        }
        let export = dictum(&self.db, &["export"]).run().ended(0);
        tally.next_command(&export);
        let there = self.there(&export);
        let lost: Vec<_> = self.acknowledged.difference(&there).collect();
        assert!(lost.is_empty(), "acknowledged and not there: {lost:?}");
        tally.whole += there.len() - self.acknowledged.len();
        tally.absent += self.last as usize - there.len();
        tally.acknowledged += self.acknowledged.len();
        clean(&self.db);
    }
}

/// How long something takes when nobody disturbs it.
fn usual(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

#[test]
fn a_script_after_another() {
    let mut chance = Chance(1);
    let mut tally = Tally::default();
    let usual = usual(|| drop(Scripted::new().next().1.end().ended(0)));
    for round in 0..kills(35) {
        // Most of them begin with nothing: the making of a database is killed as well.
        let mut scripted = Scripted::new();
        if round % 3 == 0 {
            let (number, running) = scripted.next();
            running.end().ended(0);
            scripted.acknowledged.insert(number);
        }
        let until = Instant::now() + chance.moment(usual * 2);
        loop {
            let (number, mut running) = scripted.next();
            let ended = running.ended_by(until).is_some();
            let ran = if ended { running.end().ended(0) } else { running.kill() };
            if acknowledgements(&ran) == 1 {
                scripted.acknowledged.insert(number);
            }
            if !ended {
                tally.killed(&ran);
                break;
            }
        }
        scripted.holds(round % 2 == 0, &mut tally);
    }
    tally.tell("a script after another");
}

#[test]
fn many_scripts_in_one_process() {
    const SCRIPTS: u64 = 40;
    let mut chance = Chance(2);
    let mut tally = Tally::default();
    let files = tempfile::tempdir().expect("a temporary folder");
    let names: Vec<String> = (0..=2 * SCRIPTS)
        .map(|number| {
            let file = files.path().join(format!("{number}.claims"));
            fs::write(&file, script(number)).expect("a file can be written");
            file.display().to_string()
        })
        .collect();
    let run = |db: &Path, from: u64| {
        let numbers = from as usize + 1..=(from + SCRIPTS) as usize;
        dictum(db, &[&["run".to_owned()], &names[numbers]].concat()).begin()
    };
    let usual = usual(|| drop(run(&Scripted::new().db, 0).end().ended(0)));
    for round in 0..kills(25) {
        let mut scripted = Scripted::new();
        let first = if round % 2 == 0 { 0 } else { SCRIPTS };
        if first > 0 {
            run(&scripted.db, 0).end().ended(0);
            scripted.acknowledged.extend(1..=SCRIPTS);
        }
        let ran = killed_after(run(&scripted.db, first), chance.moment(usual));
        tally.killed(&ran);
        scripted.acknowledged.extend((first + 1..).take(acknowledgements(&ran)));
        scripted.last = first + SCRIPTS;
        scripted.holds(round % 3 == 0, &mut tally);
    }
    tally.tell("many scripts in one process");
}

// ---- one big import -----------------------------------------------------------------------------------------------

const MANY: usize = 2500;

/// Records that take more than one write to the journal, however they are packed.
fn many_records() -> String {
    const WORDS: [&str; 7] = ["treaty", "border", "corridor", "sanctions", "bridge", "tariff", "minister"];
    let mut lines = String::from("{\"type\":\"source\",\"id\":\"doc\"}\n");
    let mut chance = Chance(4);
    for number in 1..MANY {
        let (one, other) = (WORDS[number % 7], WORDS[number / 7 % 7]);
        let note: String = (0..40).map(|_| format!("{:016x}", chance.next())).collect();
        let _ = writeln!(
            lines,
            "{{\"type\":\"claim\",\"id\":\"claim-{number}\",\"statement\":\"The {one} follows the {other} {number}\",\"lang\":\"en\",\"mode\":\"assertion\",\"citations\":[{{\"source\":\"doc\",\"locator\":\"para {number}\"}}],\"tags\":[\"{one}\"],\"note\":\"{note}\"}}"
        );
    }
    lines
}

fn journal_size(db: &Path) -> u64 {
    fs::metadata(db.join("journal")).map_or(0, |journal| journal.len())
}

#[test]
fn a_big_import() {
    let mut chance = Chance(3);
    let mut tally = Tally::default();
    let temp = tempfile::tempdir().expect("a temporary folder");
    let (file, base) = (temp.path().join("many.ndjson"), temp.path().join("base.dictum"));
    fs::write(&file, many_records()).expect("a file can be written");
    dictum(&base, &["run", "-"]).given(script(0)).run().ended(0);
    let before = dictum(&base, &["export"]).run().ended(0).out;
    let import = |db: &Path| {
        dictum(db, &["import", &file.display().to_string()]).within(Duration::from_secs(60)).begin()
    };
    let whole = temp.path().join("whole.dictum");
    copy_database(&base, &whole);
    let usual = usual(|| drop(import(&whole).end().ended(0)));
    let after = dictum(&whole, &["export"]).run().ended(0).out;
    for round in 0..kills(20) {
        let db = temp.path().join(format!("{round}.dictum"));
        copy_database(&base, &db);
        let size = journal_size(&db);
        let running = import(&db);
        if round % 2 == 0 {
            // When the journal begins to grow, and shortly after.
            let until = Instant::now() + usual * 4;
            while journal_size(&db) == size && Instant::now() < until {
                thread::yield_now();
            }
            thread::sleep(chance.moment(Duration::from_millis(if round % 4 == 0 { 1 } else { 20 })));
        } else {
            thread::sleep(chance.moment(usual));
        }
        let ran = running.kill();
        tally.killed(&ran);
        let acknowledged = acknowledgements(&ran) == 1;
        let export = dictum(&db, &["export"]).run().ended(0);
        tally.next_command(&export);
        let is_whole = export.out == after;
        assert!(is_whole || export.out == before, "half of an import is there");
        assert!(is_whole || !acknowledged, "an acknowledged import is not there");
        tally.acknowledged += usize::from(acknowledged);
        tally.whole += usize::from(is_whole && !acknowledged);
        tally.absent += usize::from(!is_whole);
        clean(&db);
        let again = import(&db).end().ended(0);
        let expected = if is_whole {
            format!("0 recorded; {MANY} there already")
        } else {
            format!("{MANY} recorded (transaction 2)")
        };
        assert!(again.err.contains(&expected), "{}", again.err);
        assert_eq!(dictum(&db, &["export"]).run().ended(0).out, after);
        fs::remove_dir_all(&db).expect("a folder can be removed");
    }
    tally.tell("a big import");
}

// ---- rebuilding the index ----------------------------------------------------------------------------------------

#[test]
fn while_the_index_is_made_anew() {
    const QUESTION: [&str; 4] =
        ["query", "claims containing \"bridge\" newest first limit 500", "--format", "ndjson"];
    let mut chance = Chance(4);
    let mut tally = Tally::default();
    let temp = tempfile::tempdir().expect("a temporary folder");
    let base = temp.path().join("base.dictum");
    dictum(&base, &["import", "-"]).given(many_records()).within(Duration::from_secs(60)).run().ended(0);
    for number in 1..10 {
        let text = format!("add claim more-{number} \"Bridge {number}\" asserted read in doc\n");
        dictum(&base, &["run", "-"]).given(text).run().ended(0);
    }
    let answer = dictum(&base, &QUESTION).run().ended(0).out;
    let torn = torn_frame(&base, temp.path());
    let usual = usual(|| drop(dictum(&base, &["rebuild"]).run().ended(0)));
    for round in 0..kills(20) {
        let db = temp.path().join(format!("{round}.dictum"));
        copy_database(&base, &db);
        let command: &[&str] = match round % 3 {
            0 => &["rebuild"],
            1 => {
                fs::remove_dir_all(db.join("index")).expect("a folder can be removed");
                &QUESTION
            }
            _ => {
                let journal = db.join("journal");
                let bytes = [fs::read(&journal).expect("a journal"), torn.clone()].concat();
                fs::write(&journal, bytes).expect("a file can be written");
                &["rebuild"]
            }
        };
        let ran = killed_after(dictum(&db, command).begin(), chance.moment(usual));
        tally.killed(&ran);
        let asked = dictum(&db, &QUESTION).run().ended(0);
        tally.next_command(&asked);
        assert!(asked.out == answer, "another answer: {}", asked.text());
        clean(&db);
        fs::remove_dir_all(&db).expect("a folder can be removed");
    }
    tally.tell("while the index is rebuilt");
}

/// The first half of a transaction that fits the end of the journal.
fn torn_frame(base: &Path, temp: &Path) -> Vec<u8> {
    let db = temp.join("torn.dictum");
    copy_database(base, &db);
    let size = journal_size(&db) as usize;
    dictum(&db, &["run", "-"]).given(script(0)).run().ended(0);
    let journal = fs::read(db.join("journal")).expect("a journal");
    journal[size..size + (journal.len() - size) / 2].to_vec()
}
