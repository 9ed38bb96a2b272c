//! A disk that fails on demand: what is acknowledged is on the disk, and what the disk refuses is not there.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use dictum::model::problem::Category;
use dictum::model::{Id, Key};
use dictum::session::Session;
use dictum::session::export::RecordFormat;
use dictum::store::change::{Change, Stamp};
use dictum::store::journal::{Journal, Request, Watch};
use dictum::store::{Opening, Store};

/// What fails, at which time of its kind, and how.
type Failing = (fn(Request) -> bool, usize, io::ErrorKind);

/// Keeps in mind what was asked for, and refuses what it is told to.
#[derive(Default)]
struct Record {
    asked: Mutex<Vec<Request>>,
    fails: Mutex<Option<Failing>>,
}

impl Record {
    fn fail(&self, which: fn(Request) -> bool, time: usize, how: io::ErrorKind) {
        *self.fails.lock().unwrap() = Some((which, time, how));
    }

    fn asked(&self) -> Vec<Request> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

impl Watch for Record {
    fn before(&self, request: Request) -> io::Result<()> {
        self.asked.lock().unwrap().push(request);
        let mut fails = self.fails.lock().unwrap();
        match &mut *fails {
            Some((which, 0, how)) if which(request) => {
                let how = *how;
                *fails = None;
                Err(how.into())
            }
            Some((which, left, _)) if which(request) => {
                *left -= 1;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn is_write(request: Request) -> bool {
    matches!(request, Request::Write { .. })
}

fn is_sync(request: Request) -> bool {
    request == Request::Sync
}

fn is_read(request: Request) -> bool {
    request == Request::Read
}

fn retracted(name: &str) -> Change {
    Change::Retract { key: Key::Claim(Id::new(name).unwrap()), because: None }
}

fn stamp(number: i64) -> Stamp {
    Stamp { at: number, by: "tester".into(), why: None }
}

fn journal(folder: &Path) -> (Journal, Arc<Record>) {
    let (mut journal, torn) = Journal::open(&folder.join("journal"), None, true).unwrap();
    assert_eq!(torn, None);
    let record = Arc::new(Record::default());
    journal.watch(record.clone());
    (journal, record)
}

/// Everything of the transaction is written, then it is synced, and only then is it acknowledged by its seal.
#[test]
fn a_transaction_is_synced_before_it_is_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, record) = journal(folder.path());
    for number in 1..4 {
        journal.append(&stamp(number), [retracted("one"), retracted("two")]).unwrap();
        let asked = record.asked();
        let syncs: Vec<usize> = (0..asked.len()).filter(|at| is_sync(asked[*at])).collect();
        let writes: Vec<usize> = (0..asked.len()).filter(|at| is_write(asked[*at])).collect();
        let [sync] = syncs[..] else { panic!("one transaction is synced once: {asked:?}") };
        assert_eq!(writes.len(), 2, "a frame and its seal: {asked:?}");
        assert!(writes[0] < sync && sync < writes[1], "{asked:?}");
        assert_eq!(asked[writes[1]], Request::Write { bytes: 32 }, "the seal");
    }
}

/// A disk that takes its time.
struct Slow {
    asked: Mutex<Sender<()>>,
    go: Mutex<Receiver<()>>,
}

impl Watch for Slow {
    fn before(&self, request: Request) -> io::Result<()> {
        if is_sync(request) {
            self.asked.lock().unwrap().send(()).unwrap();
            self.go.lock().unwrap().recv().unwrap();
        }
        Ok(())
    }
}

#[test]
fn who_commits_waits_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let (asked, is_asked) = channel();
    let (go, may_go) = channel();
    let done = Arc::new(AtomicBool::new(false));
    let is_done = done.clone();
    let writer = thread::spawn(move || {
        let (mut session, _) = Session::open(&path, true, "tester", &mut |_, _| {}).unwrap();
        session.watch_journal(Arc::new(Slow { asked: Mutex::new(asked), go: Mutex::new(may_go) }));
        let ran = session.run("add place p \"P\"", None, &mut |_| {}).unwrap();
        is_done.store(true, Ordering::SeqCst);
        ran.recorded.unwrap().to_string()
    });
    is_asked.recv_timeout(Duration::from_secs(20)).expect("it is synced");
    thread::sleep(Duration::from_millis(200));
    assert!(!done.load(Ordering::SeqCst), "nothing is acknowledged before the disk has it");
    go.send(()).unwrap();
    assert_eq!(writer.join().unwrap(), "1 recorded (transaction 1)");
}

/// Whatever fails while a transaction is written: it is refused, and nothing of it is there, now or later.
#[test]
fn what_the_disk_refuses_is_not_recorded() {
    for (which, what) in [(is_write as fn(Request) -> bool, "a write"), (is_sync, "a sync")] {
        for how in [io::ErrorKind::StorageFull, io::ErrorKind::Other] {
            let folder = tempfile::tempdir().unwrap();
            let (mut journal, record) = journal(folder.path());
            journal.append(&stamp(1), [retracted("first")]).unwrap();
            let (size, digest) = (journal.size(), journal.digest());
            record.fail(which, 0, how);
            let problem = journal.append(&stamp(2), [retracted("second")]).err().unwrap();
            assert_eq!(problem.category(), Category::Io, "{what}: {problem}");
            assert_eq!((journal.size(), journal.digest(), journal.sequence()), (size, digest.clone(), 1));
            let next = journal.append(&stamp(3), [retracted("third")]);
            // What a failed sync left on the disk cannot be known: nothing more is written before it is read anew.
            assert_eq!(next.is_ok(), what == "a write", "{what}");
            drop(journal);
            let file = folder.path().join("journal");
            let (journal, torn) = Journal::open(&file, None, true).unwrap();
            assert_eq!(torn, None, "{what}: nothing is left of it");
            assert_eq!(journal.sequence(), if what == "a write" { 2 } else { 1 });
            let mut frames = journal.frames(None);
            while let Some(frame) = frames.next().unwrap() {
                assert!(frame.changes().all(|change| change.unwrap().1 != retracted("second")), "{what}");
            }
        }
    }
}

/// The same through the whole of a database: the answer is the one from before, and stays it.
#[test]
fn a_database_on_a_failing_disk_keeps_what_it_had() {
    for which in [is_write as fn(Request) -> bool, is_sync] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("db");
        let (mut session, _) = Session::open(&path, true, "tester", &mut |_, _| {}).unwrap();
        session.run("add place p \"P\"", None, &mut |_| {}).unwrap();
        let record = Arc::new(Record::default());
        session.watch_journal(record.clone());
        record.fail(which, 0, io::ErrorKind::StorageFull);
        assert!(session.run("add place q \"Q\"", None, &mut |_| {}).is_err());
        assert_eq!(session.store().sequence(), 1);
        drop(session);
        let (store, notices) = Store::open(&path, false, &mut |_, _| {}).unwrap();
        assert!(notices.is_empty(), "{notices:?}");
        assert_eq!(store.sequence(), 1);
        let there = |id| store.snapshot().record(&Key::Entity(Id::new(id).unwrap())).unwrap().is_some();
        assert!(there("p") && !there("q"));
    }
}

/// The ids of the places among these that the database has, opened anew and without a word.
fn kept(path: &Path, ids: &[&'static str]) -> Vec<&'static str> {
    let (store, _) = Store::open(path, false, &mut |_, _| {}).unwrap();
    let there = |id: &str| store.snapshot().record(&Key::Entity(Id::new(id).unwrap())).unwrap().is_some();
    ids.iter().copied().filter(|id| there(id)).collect()
}

/// A database with one place, whose index can be written no more: something else lies where its folder was. A full disk
/// refuses in the same way, and this refuses everybody, root too.
fn without_index(path: &Path, opening: Opening) -> Session {
    let (mut session, _) = Session::open(path, true, "tester", &mut |_, _| {}).unwrap();
    session.run("add place p \"P\"", None, &mut |_| {}).unwrap();
    drop(session);
    let (session, _) = Session::open(path, opening, "tester", &mut |_, _| {}).unwrap();
    fs::remove_dir_all(path.join("index")).unwrap();
    fs::write(path.join("index"), "in the way").unwrap();
    session
}

/// What the journal took is recorded, whatever becomes of the index; and that is what is said.
#[test]
fn a_full_disk_under_the_index_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let mut session = without_index(&path, Opening::new(false));
    let ran = session.run("add place q \"Q\"", None, &mut |_| {}).unwrap();
    assert_eq!(ran.recorded.unwrap().to_string(), "1 recorded (transaction 2)");
    let notices = session.notices().join("\n");
    assert!(notices.contains("transaction 2 is recorded and safe in the journal"), "{notices}");
    assert!(notices.contains("in a folder for temporary files"), "{notices}");
    // It goes on, with an index elsewhere.
    session.run("add place r \"R\"", None, &mut |_| {}).unwrap();
    assert!(session.ask("show q").is_ok() && session.ask("show r").is_ok());
    drop(session);
    fs::remove_file(path.join("index")).unwrap();
    assert_eq!(kept(&path, &["p", "q", "r"]), ["p", "q", "r"]);
}

/// Where there is no room for an index anywhere, whatever is asked is refused in a sentence until there is room again.
#[test]
fn without_room_for_an_index_all_is_refused_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let mut session = without_index(&path, Opening { room: Vec::new, ..Opening::new(false) });
    // What was read before is not answered from afterwards.
    assert!(session.ask("show p").is_ok());
    let problems = session.run("add place q \"Q\"", None, &mut |_| {}).unwrap_err();
    assert!(problems[0].message().starts_with("transaction 2 is recorded: the index "), "{}", problems[0]);
    for asked in [
        "claims",
        "count claims",
        "count places",
        "show p",
        "show q",
        "history of p",
        "explain claims about p",
        "claims as of transaction 1",
    ] {
        let problem = session.ask(asked).expect_err(asked);
        assert!(problem.message().contains("index"), "{asked}: {problem}");
    }
    for told in ["add place r \"R\"", "correct p note \"n\"", "retract p"] {
        let problems = session.run(told, None, &mut |_| {}).expect_err(told);
        assert!(problems[0].message().contains("index"), "{told}: {}", problems[0]);
    }
    let others = [
        session.log(9).err(),
        session.stats().err(),
        session.reversal(None).err(),
        session.why("claims", "c").err(),
        session.dry_run("add place r \"R\"").err().map(|problems| problems[0].clone()),
        session.export_all(RecordFormat::Script, &mut Vec::new()).err(),
    ];
    for (number, problem) in others.into_iter().enumerate() {
        let problem = problem.unwrap_or_else(|| panic!("{number} needs the index"));
        assert!(problem.message().contains("index") && !problem.hints().is_empty(), "{number}: {problem}");
    }
    assert_eq!(session.store().sequence(), 2, "nothing more was recorded");
    fs::remove_file(path.join("index")).unwrap();
    assert!(session.ask("show q").is_ok(), "now there is room");
    session.run("add place r \"R\"", None, &mut |_| {}).unwrap();
    drop(session);
    assert_eq!(kept(&path, &["p", "q", "r"]), ["p", "q", "r"]);
}

/// Does something to the folder of an index.
type Break = fn(&Path);

static SAID_AT_CLOSING: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The index cannot be closed: that is said, and nothing that was acknowledged is lost.
#[test]
fn what_goes_wrong_at_closing_is_said_and_nothing_is_lost() {
    let breaks: [(&str, Break); 2] = [
        ("its folder was replaced", |index| {
            fs::rename(index, index.with_extension("moved")).unwrap();
            fs::create_dir(index).unwrap();
        }),
        ("something lies in the way", |index| {
            fs::remove_file(index.join("state")).unwrap();
            fs::create_dir(index.join("state")).unwrap();
        }),
    ];
    for (what, break_it) in breaks {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("db");
        let at_closing = |said: &str| SAID_AT_CLOSING.lock().unwrap().push(said.to_owned());
        let (mut session, _) =
            Session::open(&path, Opening { at_closing, ..Opening::new(true) }, "tester", &mut |_, _| {})
                .unwrap();
        for told in ["add place p \"P\"", "add place q \"Q\""] {
            session.run(told, None, &mut |_| {}).unwrap();
        }
        break_it(&path.join("index"));
        drop(session);
        let said = std::mem::take(&mut *SAID_AT_CLOSING.lock().unwrap());
        let [said] = &said[..] else { panic!("{what}: one thing is said: {said:?}") };
        assert!(said.contains("could not be closed, and is rebuilt from the journal"), "{what}: {said}");
        assert_eq!(kept(&path, &["p", "q"]), ["p", "q"], "{what}");
    }
}

/// What cannot be read is an error, and no answer.
#[test]
fn what_cannot_be_read_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (mut journal, record) = journal(folder.path());
    let (_, places) = journal.append(&stamp(1), [retracted("one")]).unwrap();
    record.fail(is_read, 0, io::ErrorKind::Other);
    let problem = journal.read(places[0]).err().unwrap();
    assert_eq!(problem.category(), Category::Io, "{problem}");
    assert!(problem.message().contains("cannot be read"), "{problem}");
    assert_eq!(journal.read(places[0]).unwrap(), retracted("one"));
    record.fail(is_read, 0, io::ErrorKind::Other);
    assert!(!journal.verify(&mut |_, _| {}).is_empty(), "nor is it sound");
    // The first reading is of the header, the second begins with the first transaction.
    record.fail(is_read, 1, io::ErrorKind::Other);
    let found = journal.verify(&mut |_, _| {});
    assert_eq!((found[0].offset, found[0].sequence), (32, 1), "{found:?}");
    assert!(found[0].what.starts_with("it cannot be read"), "{found:?}");
}
