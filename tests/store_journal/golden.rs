//! The bytes of each version of the format, as they were written when it was new: next year's dictum reads them too.
//! A file in `tests/golden` is never written anew. Where this fails, the format has changed: read `docs/format.md`.

use std::fs;
use std::path::{Path, PathBuf};

use dictum::model::Key;
use dictum::store::change::{Change, Stamp};
use dictum::store::journal::Journal;

use crate::kit::{Transaction, Written, examine, id, journal_of, look, stamp, transactions};
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

/// The example of `docs/format.md`, from its own bytes.
#[test]
fn the_example_of_the_format_page_is_true() {
    let page = include_str!("../../docs/format.md");
    let (_, example) = page.split_once("## An example").unwrap();
    let lines = example.lines().filter(|line| line.starts_with("    "));
    let bytes: Vec<u8> = lines
        .flat_map(|line| line.split_whitespace().skip(1).map(|byte| u8::from_str_radix(byte, 16).unwrap()))
        .collect();
    let stamp = Stamp { at: 1_752_105_600_000_000, by: "Mira".into(), why: None };
    let change = Change::Retract { key: Key::Claim(id("x")), because: Some("a slip".into()) };
    let written = Written::new(vec![(stamp, vec![change])]);
    assert_eq!(written.bytes(), bytes);
    assert!(example.contains(&written.heads[0].hash_hex()));
    let empty = Written::new(Vec::new());
    assert!(page.contains(&Journal::open(&empty.path(), None, false).unwrap().0.digest()));
}

#[test]
#[ignore = "writes the golden file, which is done once for each version of the format"]
fn write_golden() {
    assert!(!golden().exists(), "it was written already");
    let written = Written::new(content());
    fs::write(golden(), written.bytes()).unwrap();
    fs::write(digest(), written.heads.last().unwrap().hash_hex() + "\n").unwrap();
}
