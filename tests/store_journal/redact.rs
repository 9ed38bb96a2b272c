//! A journal from which a record was taken out: what stays, to the byte, and gaps that were forged.

use std::fs::{self, OpenOptions};
use std::path::PathBuf;

use dictum::model::Key;
use dictum::store::Redacted;
use dictum::store::change::{Act, Change};
use dictum::store::journal::{FrameHead, Journal};

use super::kit::{Transaction, Written, examine, heads, id, journal_of, look, stamp, transactions};

const AFTER: i64 = 9;

/// The journal of `transactions()` without the claim `last-card`.
fn redacted() -> (Written, PathBuf, Redacted) {
    let written = Written::new(transactions());
    let path = written.folder.path().join("redacted");
    let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path).unwrap();
    let (mut journal, _) = Journal::open(&written.path(), None, true).unwrap();
    let redacted = journal.write_redacted(file, &Key::Claim(id("last-card")), &stamp(AFTER)).unwrap();
    (written, path, redacted)
}

#[test]
fn gaps_stand_where_the_changes_stood_and_every_hash_stays() {
    let (written, path, redacted) = redacted();
    assert_eq!(redacted, Redacted { sequence: 5, changes: 4, new_hashes: None });
    let hashes: Vec<_> = heads(&path).iter().map(|head| head.hash).collect();
    assert_eq!(hashes[..4], written.heads.iter().map(|head| head.hash).collect::<Vec<_>>());
    let read: Vec<Transaction> = look(&path).unwrap();
    assert_eq!(read[0].1[1], written.transactions[0].1[1], "what is not redacted stays");
    let acts = |changes: &[Change]| -> Vec<Option<Act>> {
        let act = |change: &Change| match change {
            Change::Gap(gap) => Some(gap.act),
            _ => None,
        };
        changes.iter().map(act).collect()
    };
    assert_eq!(acts(&read[0].1), [Some(Act::Add), None]);
    assert_eq!(acts(&read[2].1), [Some(Act::Retract)]);
    assert_eq!(acts(&read[3].1), [Some(Act::Restore), Some(Act::Correct)]);
    let Change::Redact { key, gaps, .. } = &read[4].1[0] else { panic!("{:?}", read[4].1) };
    assert_eq!((key, gaps.len(), read[4].1.len()), (&Key::Claim(id("last-card")), 4, 1));
    let stamps = |all: &[Transaction]| all.iter().map(|(stamp, _)| stamp.clone()).collect::<Vec<_>>();
    assert_eq!(stamps(&read[..4]), stamps(&written.transactions));
    assert_eq!(examine(&path).damage, []);
    // What is unchanged is so to the byte.
    let (old, new) = (written.bytes(), fs::read(&path).unwrap());
    let frame = |head: &FrameHead| head.offset as usize..head.end() as usize;
    assert_eq!(old[frame(&written.heads[1])], new[frame(&heads(&path)[1])]);
    assert_eq!(old, written.bytes(), "the old journal stays what it was");
}

#[test]
fn a_gap_that_no_redaction_names_is_damage() {
    let (_written, path, _) = redacted();
    let bytes = fs::read(&path).unwrap();
    let last = heads(&path)[4].clone();
    let (_folder, cut) = journal_of(&bytes[..last.offset as usize]);
    let found = examine(&cut).damage;
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(
        found[0].what.contains("claim `last-card` was taken out, and no transaction says"),
        "{}",
        found[0]
    );
}

/// The chain of hashes holds both ways: with a change, and with its gap.
#[test]
fn a_change_that_a_redaction_took_out_and_that_stands_again_is_damage() {
    let (written, path, _) = redacted();
    let bytes = fs::read(&path).unwrap();
    let last = heads(&path)[4].clone();
    let (_folder, spliced) = journal_of(&[&written.bytes()[..], &bytes[last.offset as usize..]].concat());
    let found = examine(&spliced).damage;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].what.contains("4 of the 4 changes that it took out"), "{}", found[0]);
}

#[test]
fn a_gap_that_was_edited_is_damage() {
    let (_written, path, _) = redacted();
    let bytes = fs::read(&path).unwrap();
    let head = heads(&path)[2].clone();
    let start = head.offset as usize;
    let mut edited = bytes.clone();
    let number = |bytes: &[u8], at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let block = start + 100;
    let end = block + 13 + number(&edited, block);
    let name = edited[block..end]
        .windows(9)
        .position(|part| part == b"last-card")
        .expect("the gap says whose it is");
    edited[block + name] = b'm';
    let mut crc = crc32fast::Hasher::new();
    crc.update(&edited[block..block + 9]);
    crc.update(&edited[block + 13..end]);
    edited[block + 9..block + 13].copy_from_slice(&crc.finalize().to_le_bytes());
    let crc = crc32fast::hash(&edited[start + 100..start + 100 + head.length as usize]);
    edited[start + 12..start + 16].copy_from_slice(&crc.to_le_bytes());
    let crc = crc32fast::hash(&edited[start..start + 96]);
    edited[start + 96..start + 100].copy_from_slice(&crc.to_le_bytes());
    let (_folder, edited) = journal_of(&edited);
    let found = examine(&edited).damage;
    assert!(found.iter().any(|damage| damage.what.contains("not left as it left them")), "{found:?}");
}

/// Whatever byte of a journal with gaps is changed is found.
#[test]
fn every_flipped_byte_is_found() {
    let (_written, path, _) = redacted();
    let bytes = fs::read(&path).unwrap();
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        fs::write(&path, &flipped).unwrap();
        assert_ne!(examine(&path).damage, [], "byte {at}");
    }
}
