//! A small journal to do harm to, and reading one back whole.

use std::fs;
use std::path::{Path, PathBuf};

use dictum::model::problem::Result;
use dictum::model::{Id, Key, Problem, Record};
use dictum::store::change::{Change, Stamp};
use dictum::store::journal::{Examined, FrameHead, Journal, Locator};

use super::records;

pub type Transaction = (Stamp, Vec<Change>);

/// What the salts of these journals follow from, so that the same changes make the same bytes.
pub const SEED: [u8; 32] = *b"the salts of journals in a test.";

pub fn stamp(number: i64) -> Stamp {
    let why = (number % 2 == 0).then(|| format!("because of {number}"));
    Stamp { at: 1_700_000_000_000_000 + number, by: "a checker".into(), why }
}

pub fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

/// A few transactions: of every kind of change, without any, and with a text that is kept compressed.
pub fn transactions() -> Vec<Transaction> {
    let claim = Record::Claim(records::claim("last-card"));
    let source = Record::Source(records::source("telegraph"));
    let because = Some("a slip of the pen".to_string());
    vec![
        (stamp(1), vec![Change::Add(claim.clone()), Change::Add(source)]),
        (stamp(2), vec![]),
        (stamp(3), vec![Change::Retract { key: Key::Claim(id("last-card")), because: because.clone() }]),
        (
            stamp(4),
            vec![
                Change::Restore { key: claim.key(), because: None },
                Change::Correct { record: claim, because },
            ],
        ),
    ]
}

/// Letters without any order, which packing does not make fewer.
pub fn noise(seed: u64, length: usize) -> String {
    let mut state = seed;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b' ' + (state >> 33) as u8 % 94)
    };
    (0..length).map(|_| letter()).collect()
}

/// A folder for a test that writes much. In memory where the system has a place for that: no disk is waited for.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// A folder with a journal in it that holds these transactions, every one of them sealed.
pub struct Written {
    pub folder: tempfile::TempDir,
    pub transactions: Vec<Transaction>,
    pub heads: Vec<FrameHead>,
    pub locators: Vec<Vec<Locator>>,
}

impl Written {
    pub fn new(transactions: Vec<Transaction>) -> Written {
        let folder = folder();
        let mut written = Written { folder, transactions, heads: Vec::new(), locators: Vec::new() };
        let (mut journal, torn) = Journal::open(&written.path(), None, true).unwrap();
        assert_eq!(torn, None);
        journal.salt_from(SEED);
        for (stamp, changes) in &written.transactions {
            let (head, locators) = journal.append(stamp, changes).unwrap();
            written.heads.push(head);
            written.locators.push(locators);
        }
        written
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("journal")
    }

    pub fn bytes(&self) -> Vec<u8> {
        fs::read(self.path()).unwrap()
    }
}

/// A folder with a file of these bytes where a journal belongs.
pub fn journal_of(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = folder();
    let path = folder.path().join("journal");
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// All transactions of an open journal.
pub fn read_all(journal: &Journal) -> Result<Vec<Transaction>> {
    let mut all = Vec::new();
    let mut frames = journal.frames(None);
    while let Some(frame) = frames.next()? {
        let mut changes = Vec::new();
        for change in frame.changes() {
            let (at, change) = change?;
            assert_eq!(journal.read(at)?, change, "a change reads alone as it reads in its transaction");
            changes.push(change);
        }
        assert_eq!(frame.count, changes.len() as u64);
        assert_eq!(frame.head.sequence, all.len() as u64 + 1);
        all.push((frame.stamp, changes));
    }
    Ok(all)
}

/// Opens for reading only and reads everything.
pub fn look(path: &Path) -> Result<Vec<Transaction>> {
    let (journal, _) = Journal::open(path, None, false)?;
    read_all(&journal)
}

/// The heads of all frames of a journal, in their order.
pub fn heads(path: &Path) -> Vec<FrameHead> {
    let (journal, _) = Journal::open(path, None, false).unwrap();
    let (mut frames, mut heads) = (journal.frames(None), Vec::new());
    while let Some(frame) = frames.next().unwrap() {
        heads.push(frame.head);
    }
    heads
}

pub fn examine(path: &Path) -> Examined {
    Journal::examine(path, &mut |done, all| assert!(done <= all)).unwrap()
}

pub fn assert_is_damage(problem: &Problem) {
    assert_eq!(problem.category(), dictum::model::problem::Category::Database, "{problem}");
    assert!(
        problem.message().contains("damaged at byte") || problem.message().contains("newer dictum"),
        "{problem}"
    );
}
