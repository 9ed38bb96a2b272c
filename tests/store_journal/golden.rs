//! The bytes of each version of the format, as they were written when it was new: next year's dictum reads them too.
//! A file in `tests/golden` is never written anew. Where this fails, the format has changed: read `docs/format.md`.

use std::fs;
use std::path::{Path, PathBuf};

use dictum::store::change::Change;
use dictum::store::journal::Journal;

use crate::kit::{Transaction, Written, examine, journal_of, look, stamp, transactions};
use crate::records::every_record;

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/journal-1")
}

/// The digest of that journal, which somebody may have cited.
fn digest() -> PathBuf {
    golden().with_extension("digest")
}

/// What the journal of version 1 holds: every type of record, every word of every list, every kind of change.
fn content() -> Vec<Transaction> {
    let mut all = vec![(stamp(0), every_record().into_iter().map(Change::Add).collect())];
    all.extend(transactions());
    all
}

#[test]
fn version_1_is_written_to_the_byte() {
    let written = Written::new(content());
    let golden = fs::read(golden()).unwrap();
    let differ = written.bytes().iter().zip(&golden).position(|(new, old)| new != old);
    assert_eq!(differ, None, "the first byte that differs");
    assert_eq!(written.bytes().len(), golden.len());
}

#[test]
fn version_1_is_read() {
    let (_folder, path) = journal_of(&fs::read(golden()).unwrap());
    assert_eq!(look(&path).unwrap(), content());
    assert_eq!(examine(&path).damage, []);
    let (journal, torn) = Journal::open(&path, None, true).unwrap();
    assert_eq!((journal.digest() + "\n", torn), (fs::read_to_string(digest()).unwrap(), None));
}

#[test]
#[ignore = "writes the golden file, which is done once for each version of the format"]
fn write_golden() {
    assert!(!golden().exists(), "it was written already");
    let written = Written::new(content());
    fs::write(golden(), written.bytes()).unwrap();
    fs::write(digest(), written.heads.last().unwrap().hash_hex() + "\n").unwrap();
}
