//! The bytes of each version of the format, as they were written when it was new: next year's dictum reads them too.
//! A file in `tests/golden` is never written anew. Where this fails, the format has changed: read `docs/format.md`.

use std::fs;
use std::path::{Path, PathBuf};

use dictum::model::{Key, Record};
use dictum::store::change::{Change, Stamp};
use dictum::store::journal::Journal;

use super::kit::{
    Transaction, Written, assert_is_damage, examine, folder, heads, id, journal_of, look, read_all, stamp,
    transactions,
};
use super::records::{attested_claim, every_record, published_assessment};

/// A journal as it was written when its format was new.
#[derive(Clone, Copy)]
struct Golden {
    file: &'static str,
    /// The version of its frames.
    version: u32,
    /// The layout of its records.
    layout: u8,
}

const GOLDEN: [Golden; 5] = [
    Golden { file: "journal-1", version: 1, layout: 1 },
    Golden { file: "journal-2", version: 2, layout: 1 },
    Golden { file: "journal-2-layout-2", version: 2, layout: 2 },
    Golden { file: "journal-2-layout-3", version: 2, layout: 3 },
    Golden { file: "journal-3", version: 3, layout: 2 },
];

const PRESENT: Golden = GOLDEN[4];

impl Golden {
    fn path(self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(self.file)
    }

    fn bytes(self) -> Vec<u8> {
        fs::read(self.path()).unwrap()
    }

    /// The digest of that journal, which somebody may have cited.
    fn digest(self) -> PathBuf {
        self.path().with_extension("digest")
    }

    /// What it holds: every type of record, every word of every list, every kind of change; and from layout 2 on, speakers
    /// who are presented in roles; from layout 3 on, a field that came after layout 2.
    fn content(self) -> Vec<Transaction> {
        let mut all = content();
        if self.layout >= 2 {
            let because = Some("the document presents them".to_owned());
            let corrected = Record::Claim(attested_claim("quote"));
            let changes = vec![
                Change::Add(Record::Claim(attested_claim("presented"))),
                Change::Correct { record: corrected, because },
            ];
            all.push((stamp(8), changes));
        }
        if self.layout >= 3 {
            let assessment = |id| Record::Assessment(published_assessment(id));
            let changes = vec![
                Change::Add(assessment("published")),
                Change::Correct { record: assessment("mixed"), because: None },
            ];
            all.push((stamp(9), changes));
        }
        all
    }
}

fn content() -> Vec<Transaction> {
    let mut all = vec![(stamp(0), every_record().into_iter().map(Change::Add).collect())];
    all.extend(transactions());
    all
}

#[test]
fn the_present_format_is_written_to_the_byte() {
    let written = Written::new(PRESENT.content());
    let golden = PRESENT.bytes();
    let differ = written.bytes().iter().zip(&golden).position(|(new, old)| new != old);
    assert_eq!(differ, None, "the first byte that differs");
    assert_eq!(written.bytes().len(), golden.len());
}

#[test]
fn every_version_is_read() {
    for golden in GOLDEN {
        let (_folder, path) = journal_of(&golden.bytes());
        assert_eq!(look(&path).unwrap(), golden.content());
        assert_eq!(examine(&path).damage, []);
        assert!(heads(&path).iter().all(|head| head.version == golden.version));
        let (journal, torn) = Journal::open(&path, None, true).unwrap();
        let cited = fs::read_to_string(golden.digest()).unwrap();
        assert_eq!((journal.digest() + "\n", torn), (cited, None));
    }
}

/// Its pieces stand by themselves, each with its length and its checksum.
#[test]
fn a_changed_piece_of_the_first_version_is_not_read() {
    let golden = GOLDEN[0].bytes();
    let (_folder, path) = journal_of(&golden);
    let heads = heads(&path);
    let (journal, _) = Journal::open(&path, None, false).unwrap();
    let frame = journal.frames(None).next().unwrap().unwrap();
    let (place, _) = frame.changes().next().unwrap().unwrap();
    for at in [0, 4, 8] {
        let mut bytes = golden.clone();
        bytes[place.offset as usize + at] ^= 1;
        let (_folder, path) = journal_of(&bytes);
        let (journal, _) = Journal::open(&path, heads.last(), false).unwrap();
        assert_is_damage(&journal.read(place).unwrap_err());
    }
}

/// What is appended to a journal of an earlier version is of version 3; what was there stays as it was, to the byte.
#[test]
fn an_old_journal_goes_on_in_the_new_version() {
    for golden in &GOLDEN[..4] {
        let old = golden.bytes();
        let (_folder, path) = journal_of(&old);
        let (mut journal, _) = Journal::open(&path, None, true).unwrap();
        let (head, places) = journal.append(&stamp(10), &content()[0].1).unwrap();
        let cited = fs::read_to_string(golden.digest()).unwrap();
        assert_eq!((head.version, head.previous_hex() + "\n"), (3, cited));
        for (at, change) in places.iter().zip(&content()[0].1) {
            assert_eq!(journal.read(*at).unwrap(), *change);
        }
        let mut all = golden.content();
        let mut versions = vec![golden.version; all.len()];
        all.push((stamp(10), content()[0].1.clone()));
        versions.push(3);
        assert_eq!(read_all(&journal).unwrap(), all);
        assert!(fs::read(&path).unwrap().starts_with(&old));
        assert_eq!(examine(&path).damage, []);
        let found: Vec<u32> = heads(&path).iter().map(|head| head.version).collect();
        assert_eq!(found, versions);
    }
}

/// The same changes have another digest each time: it does not help whoever tries to guess what was taken out.
#[test]
fn salts_are_new_each_time() {
    let digests = [(), ()].map(|()| {
        let folder = folder();
        let (mut journal, _) = Journal::open(&folder.path().join("journal"), None, true).unwrap();
        journal.append(&stamp(1), &content()[0].1).unwrap();
        journal.append(&stamp(1), &content()[0].1).unwrap();
        journal.digest()
    });
    assert_ne!(digests[0], digests[1]);
}

/// Whatever byte of a journal is changed is found; in frames of earlier versions as it ever was, with one of version 3 behind.
#[test]
fn every_flipped_byte_of_every_version_is_found() {
    for golden in GOLDEN {
        let (_folder, path) = journal_of(&golden.bytes());
        let (mut journal, _) = Journal::open(&path, None, true).unwrap();
        journal.append(&stamp(10), &content()[1].1).unwrap();
        drop(journal);
        let bytes = fs::read(&path).unwrap();
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            fs::write(&path, &flipped).unwrap();
            assert_is_damage(&Journal::open(&path, None, true).err().expect("a changed byte passed"));
            assert_ne!(examine(&path).damage, [], "byte {at} of {}", golden.file);
        }
    }
}

/// A line of the example: the offset, and up to 16 bytes.
fn line((number, bytes): (usize, &[u8])) -> String {
    let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("    {:>4}  {}\n", number * 16, hex.join(" "))
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
    let lines = written.bytes().chunks(16).enumerate().map(line).collect::<String>();
    assert_eq!(written.bytes(), bytes, "digest {}\n{lines}", written.heads[0].hash_hex());
    assert!(example.contains(&written.heads[0].hash_hex()));
    let empty = Written::new(Vec::new());
    assert!(page.contains(&Journal::open(&empty.path(), None, false).unwrap().0.digest()));
}

#[test]
#[ignore = "writes the golden file, which is done once for each version of the format"]
fn write_golden() {
    assert!(!PRESENT.path().exists(), "it was written already");
    let written = Written::new(PRESENT.content());
    fs::write(PRESENT.path(), written.bytes()).unwrap();
    fs::write(PRESENT.digest(), written.heads.last().unwrap().hash_hex() + "\n").unwrap();
}
