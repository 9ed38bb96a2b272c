//! Opening with what the index knows; failing to write; opening for reading only.

use std::fs;

use dictum::model::problem::Category;
use dictum::store::change::Change;
use dictum::store::journal::{Journal, Locator};

use super::kit::{Written, assert_is_damage, journal_of, read_all, stamp, transactions};

#[test]
fn only_what_is_beyond_the_known_frame_is_read() {
    let written = Written::new(transactions());
    let known = &written.heads[2];
    let mut bytes = written.bytes();
    bytes[written.locators[0][0].offset as usize + 20] ^= 1;
    fs::write(written.path(), &bytes).unwrap();
    let (journal, torn) = Journal::open(&written.path(), Some(known), true).unwrap();
    assert!(journal.knows(known) && torn.is_none());
    assert_eq!(journal.last(), written.heads.last());
    let mut frames = journal.frames(Some(known));
    assert_eq!(frames.next().unwrap().unwrap().head.sequence, 4);
    assert!(frames.next().unwrap().is_none());
    assert_is_damage(&journal.frames(None).next().err().unwrap());
    assert_eq!(journal.verify(&mut |_, _| {}).len(), 1);
    let wrong = journal.read(written.locators[0][0]).unwrap_err();
    assert!(wrong.message().contains(&format!("byte {}", written.locators[0][0].offset)), "{wrong}");
    assert_eq!(&journal.read(written.locators[2][0]).unwrap(), &written.transactions[2].1[0]);
}

#[test]
fn a_known_transaction_that_is_cut_short_is_damage_and_not_torn() {
    let written = Written::new(transactions());
    let last = written.heads.last().unwrap();
    let bytes = written.bytes();
    for length in last.offset + 100..last.end() - 64 {
        let (_folder, path) = journal_of(&bytes[..length as usize]);
        assert_is_damage(&Journal::open(&path, Some(last), true).err().expect("it was acknowledged"));
    }
    for length in last.end() - 32..last.end() {
        let (_folder, path) = journal_of(&bytes[..length as usize]);
        let (journal, torn) = Journal::open(&path, Some(last), true).unwrap();
        assert_eq!((journal.last(), torn), (Some(last), None));
    }
}

#[test]
fn a_journal_that_was_replaced_is_told_by_what_it_knows() {
    let written = Written::new(transactions());
    let mut other = transactions();
    other[0].0.at += 1;
    let other = Written::new(other);
    let known = written.heads.last().unwrap();
    let (journal, _) = Journal::open(&other.path(), Some(known), true).unwrap();
    assert!(!journal.knows(known));
    assert_eq!(journal.sequence(), 4);
    assert!(journal.frames(Some(known)).next().is_err());
    assert_eq!(read_all(&journal).unwrap(), other.transactions);

    let shorter = Written::new(transactions()[..2].to_vec());
    let (journal, _) = Journal::open(&shorter.path(), Some(known), true).unwrap();
    assert!(!journal.knows(known) && journal.knows(&written.heads[1]));
}

#[test]
fn a_new_journal_has_a_digest_and_no_transactions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    assert!(Journal::open(&path, None, false).is_err(), "nothing is made for reading only");
    let (journal, torn) = Journal::open(&path, None, true).unwrap();
    assert_eq!((journal.last(), journal.sequence(), torn), (None, 0, None));
    assert_eq!(journal.digest().len(), 64);
    assert_eq!(read_all(&journal).unwrap(), []);
    let names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["journal"]);
}

#[test]
fn for_reading_only_nothing_is_changed() {
    let written = Written::new(transactions());
    let bytes = written.bytes();
    let torn_at = written.heads[3].offset as usize;
    fs::write(written.path(), &bytes[..torn_at + 150]).unwrap();
    let (mut journal, torn) = Journal::open(&written.path(), None, false).unwrap();
    let torn = torn.unwrap();
    assert_eq!((torn.offset, torn.bytes, torn.sequence, torn.set_aside), (torn_at as u64, 150, 4, None));
    assert_eq!(read_all(&journal).unwrap(), transactions()[..3]);
    assert_eq!(journal.verify(&mut |_, _| {}), []);
    let refused = journal.append(&stamp(1), &[] as &[Change]).unwrap_err();
    assert_eq!(refused.category(), Category::Database);
    assert_eq!(fs::read(written.path()).unwrap(), &bytes[..torn_at + 150]);
}

#[test]
fn each_torn_tail_has_a_file_of_its_own() {
    let written = Written::new(transactions());
    let bytes = written.bytes();
    for (round, name) in ["journal.torn-4", "journal.torn-4-2", "journal.torn-4-3"].iter().enumerate() {
        fs::write(written.path(), &bytes[..written.heads[3].offset as usize + 20 + round]).unwrap();
        let (_, torn) = Journal::open(&written.path(), None, true).unwrap();
        let aside = torn.unwrap().set_aside.unwrap();
        assert!(aside.ends_with(name));
        assert_eq!(fs::read(aside).unwrap().len(), 20 + round);
    }
}

#[test]
fn what_is_not_a_journal_is_left_alone() {
    for bytes in [&b""[..], b"claim { }", &[0; 100], b"\xFFdictum\n", &[0xFF; 1000]] {
        let (_folder, path) = journal_of(bytes);
        assert_is_damage(&Journal::open(&path, None, true).err().expect("no journal"));
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn a_place_where_no_change_stands_is_refused() {
    let written = Written::new(transactions());
    let (journal, _) = Journal::open(&written.path(), None, true).unwrap();
    let block = written.locators[0][0].offset;
    for offset in [0, 7, 133, block, journal.size() - 5, journal.size(), u64::MAX - 3, u64::MAX] {
        for place in [0, 1, 4, 90, 20_000, u32::MAX] {
            for length in [0, 1, 100, u32::MAX] {
                assert_is_damage(&journal.read(Locator { offset, place, length }).unwrap_err());
            }
        }
    }
}

#[test]
fn a_transaction_that_cannot_be_written_leaves_the_journal_as_it_was() {
    let written = Written::new(transactions());
    let (mut journal, _) = Journal::open(&written.path(), None, true).unwrap();
    let before = written.bytes();
    let large = "x".repeat(65 << 20);
    let Change::Add(dictum::model::Record::Claim(mut claim)) = written.transactions[0].1[0].clone() else {
        panic!()
    };
    let good = Change::Add(dictum::model::Record::Claim(claim.clone()));
    claim.statement = large;
    let bad = Change::Add(dictum::model::Record::Claim(claim));
    let many: Vec<&Change> = std::iter::repeat_n(&good, 5000).chain([&bad]).collect();
    let problem = journal.append(&stamp(5), many).unwrap_err();
    assert_eq!(problem.category(), Category::Input);
    assert!(problem.message().contains("claim `last-card` is too large"), "{problem}");
    assert_eq!(written.bytes(), before);
    let (head, _) = journal.append(&stamp(5), [&good]).unwrap();
    assert_eq!((head.sequence, head.offset), (5, before.len() as u64));
    assert_eq!(journal.verify(&mut |_, _| {}), []);
}

fn with_crc(bytes: &mut [u8]) {
    let (body, crc) = bytes.split_at_mut(bytes.len() - 4);
    crc.copy_from_slice(&crc32fast::hash(body).to_le_bytes());
}

#[test]
fn what_a_newer_dictum_wrote_is_named_as_such() {
    let written = Written::new(transactions());
    let third = written.heads[2].offset as usize;
    let mut file = written.bytes();
    file[8] = 4;
    with_crc(&mut file[..32]);
    let mut frame = written.bytes();
    frame[third + 8] = 4;
    with_crc(&mut frame[third..third + 100]);
    for bytes in [file, frame] {
        let (_folder, path) = journal_of(&bytes);
        let problem = Journal::open(&path, None, true).err().unwrap();
        assert!(
            problem.message().contains("newer dictum") && problem.message().contains("version 4"),
            "{problem}"
        );
        assert_eq!(fs::read(&path).unwrap(), bytes);
        assert_eq!(Journal::examine(&path, &mut |_, _| {}).unwrap().damage.len(), 1);
    }
}
