//! Whatever byte of a sealed journal is changed, lost or put in: it is found and named, and no older state passes
//! for a valid one.

use std::fs;
use std::sync::OnceLock;

use dictum::model::{Claim, Record};
use dictum::store::change::Change;
use dictum::store::journal::{Damage, FrameHead, Journal};
use proptest::prelude::*;

use super::kit::{
    Transaction, Written, assert_is_damage, examine, journal_of, look, noise, read_all, stamp, transactions,
};
use super::records;

/// The transaction whose frame holds a byte; 0 for the header of the file.
fn owner(heads: &[FrameHead], at: u64) -> u64 {
    heads.iter().find(|head| (head.offset..head.end()).contains(&at)).map_or(0, |head| head.sequence)
}

fn names(damage: &[Damage], heads: &[FrameHead], sequence: u64) -> bool {
    damage.iter().any(|found| {
        let place = if sequence == 0 {
            0..32
        } else {
            heads[sequence as usize - 1].offset..heads[sequence as usize - 1].end()
        };
        found.sequence == sequence && place.contains(&found.offset)
    })
}

#[test]
fn every_flipped_byte_is_found_and_named() {
    let written = Written::new(transactions());
    let bytes = written.bytes();
    let (_folder, path) = journal_of(&bytes);
    for at in 0..bytes.len() {
        for mask in [0x01, 0x80, bytes[at].max(1)] {
            let mut flipped = bytes.clone();
            flipped[at] ^= mask;
            fs::write(&path, &flipped).unwrap();
            let problem = match Journal::open(&path, None, true) {
                Ok(_) => panic!("byte {at} changed by {mask:#x} passed"),
                Err(problem) => problem,
            };
            assert_is_damage(&problem);
            assert_eq!(fs::read(&path).unwrap(), flipped, "nothing is cut off");
            let found = examine(&path);
            let sequence = owner(&written.heads, at as u64);
            assert!(
                names(&found.damage, &written.heads, sequence),
                "byte {at} of {sequence}: {:?}",
                found.damage
            );
            assert_eq!(found.torn, None);
        }
    }
}

#[test]
fn what_stands_behind_a_damaged_frame_is_still_checked() {
    let written = Written::new(transactions());
    let mut bytes = written.bytes();
    for head in &written.heads[..3] {
        bytes[head.offset as usize + 20] ^= 1;
    }
    let (_folder, path) = journal_of(&bytes);
    let found = examine(&path);
    assert!(found.damage.iter().any(|d| d.sequence == 1), "{:?}", found.damage);
    assert_eq!(found.last.unwrap().sequence, 4);
}

/// Content that was changed does not hide what is wrong behind it: its header still says what has to follow.
#[test]
fn behind_damaged_content_the_chain_is_still_followed() {
    let mut other = transactions();
    other[0].0.at += 1;
    let (written, other) = (Written::new(transactions()), Written::new(other));
    let start = written.heads[2].offset as usize;
    assert_eq!(start as u64, other.heads[2].offset);
    let mut bytes = [&written.bytes()[..start], &other.bytes()[start..]].concat();
    let content = written.heads[1].offset as usize + 110;
    bytes[content] ^= 1;
    let (_folder, path) = journal_of(&bytes);
    let found = examine(&path).damage;
    assert_eq!(found.iter().map(|damage| damage.sequence).collect::<Vec<_>>(), [2, 3], "{found:?}");
    assert!(found[1].what.contains("chain of hashes is broken"), "{found:?}");
    // Content that is lost is one place of damage, though all that follows stands elsewhere.
    let mut bytes = written.bytes();
    let first = written.heads[0].offset as usize + 110;
    bytes.drain(first..first + 32);
    let (_folder, path) = journal_of(&bytes);
    let found = examine(&path);
    assert_eq!((found.damage.len(), found.last.unwrap().sequence), (1, 4), "{:?}", found.damage);
}

/// The journal is read in stretches of 256 KiB; a header that begins in one and ends in the next is found all the same.
#[test]
fn a_header_across_two_stretches_is_found() {
    const STRETCH: u64 = 256 << 10;
    let with_note = |length: usize| {
        let note = Some(noise(1, length));
        let change = Change::Add(Record::Claim(Claim { note, ..records::claim("large") }));
        Written::new(vec![(stamp(1), vec![]), (stamp(2), vec![change]), (stamp(3), vec![])])
    };
    let lengths = (STRETCH as usize - 1200..STRETCH as usize).step_by(32);
    let is_one_stretch = |written: &Written| written.heads[2].offset - written.heads[1].offset == STRETCH;
    let written = lengths.map(with_note).find(is_one_stretch).expect("frames end at every 32nd byte");
    let start = written.heads[1].offset as usize;
    for lost in 1..8 {
        let mut bytes = written.bytes();
        bytes[start + 20] ^= 1;
        bytes.drain(start + 1000..start + 1000 + lost);
        let (_folder, path) = journal_of(&bytes);
        let found = examine(&path).damage;
        let unread = format!("{} bytes from there on cannot be read", STRETCH - lost as u64);
        assert!(found[0].what.contains(&unread), "{lost}: {found:?}");
    }
}

/// Behind a damaged place the next frame is taken as it comes, unless it is one from before.
#[test]
fn one_damaged_header_is_one_place_of_damage() {
    let written = Written::new(transactions());
    let (bytes, heads) = (written.bytes(), &written.heads);
    for damaged in [&heads[1..2], &heads[1..3], &heads[..1]] {
        let mut bytes = bytes.clone();
        damaged.iter().for_each(|head| bytes[head.offset as usize + 20] ^= 1);
        let (_folder, path) = journal_of(&bytes);
        let found = examine(&path);
        assert_eq!(found.damage.len(), 1, "{:?}", found.damage);
        let behind = heads[damaged.last().unwrap().sequence as usize].offset;
        let unread = format!("{} bytes from there on cannot be read", behind - damaged[0].offset);
        assert!(found.damage[0].what.contains(&unread), "{unread}: {}", found.damage[0]);
        assert_eq!(found.last.unwrap().sequence, 4);
    }
    let first = &bytes[heads[0].offset as usize..heads[0].end() as usize];
    let mut bytes = [&bytes[..heads[1].end() as usize], first].concat();
    bytes[heads[1].offset as usize + 20] ^= 1;
    let (_folder, path) = journal_of(&bytes);
    let found = examine(&path).damage;
    assert!(found.iter().any(|damage| damage.what.contains("transaction 1 stands behind")), "{found:?}");
}

#[test]
fn a_lost_byte_is_found_unless_only_the_last_seal_misses_it() {
    let written = Written::new(transactions());
    let bytes = written.bytes();
    let seal = written.heads.last().unwrap().end() as usize - 32;
    for at in 0..bytes.len() - 1 {
        let mut less = bytes.clone();
        less.remove(at);
        let (_folder, path) = journal_of(&less);
        match Journal::open(&path, None, true) {
            Err(problem) => assert_is_damage(&problem),
            Ok((journal, torn)) => {
                // Between two equal bytes it is the end that is missing.
                assert!(at >= seal && torn.is_none(), "byte {at} was lost and nobody noticed");
                assert_eq!(read_all(&journal).unwrap(), written.transactions);
            }
        }
    }
}

#[test]
fn a_byte_put_in_is_found_or_set_aside() {
    let written = Written::new(transactions());
    let bytes = written.bytes();
    for at in 0..=bytes.len() {
        for byte in [0, 0xFF, b'x'] {
            let mut more = bytes.clone();
            more.insert(at, byte);
            let (_folder, path) = journal_of(&more);
            match Journal::open(&path, None, true) {
                Err(problem) => assert_is_damage(&problem),
                Ok((journal, torn)) => {
                    assert_eq!(torn.map(|torn| torn.bytes), Some(1), "byte {at}");
                    assert_eq!(read_all(&journal).unwrap(), written.transactions);
                }
            }
        }
    }
}

#[test]
fn a_frame_that_was_changed_with_all_its_checksums_breaks_the_chain() {
    let written = Written::new(transactions());
    let mut forged = transactions();
    forged[1].0.by = "somebody else".into();
    let forged = Written::new(forged);
    let (start, end) = (written.heads[1].offset as usize, written.heads[1].end() as usize);
    assert_eq!(forged.heads[1].offset as usize, start);
    let mut bytes = written.bytes();
    bytes.splice(start..end, forged.bytes()[start..forged.heads[1].end() as usize].iter().copied());
    let (_folder, path) = journal_of(&bytes);
    assert_is_damage(&look(&path).unwrap_err());
    let found = examine(&path);
    assert_eq!(found.damage.len(), 1, "{:?}", found.damage);
    assert_eq!(found.damage[0].sequence, 3);
    assert!(found.damage[0].what.contains("chain of hashes is broken"), "{}", found.damage[0]);
}

#[test]
fn content_that_was_changed_with_its_checksum_does_not_fit_its_hash() {
    let written = Written::new(transactions());
    let mut bytes = written.bytes();
    let start = written.heads[3].offset as usize;
    let (payload, end) = (start + 100, start + 100 + written.heads[3].length as usize);
    bytes[payload + 30] ^= 1;
    let crc = crc32fast::hash(&bytes[payload..end]);
    bytes[start + 12..start + 16].copy_from_slice(&crc.to_le_bytes());
    let crc = crc32fast::hash(&bytes[start..start + 96]);
    bytes[start + 96..start + 100].copy_from_slice(&crc.to_le_bytes());
    let (_folder, path) = journal_of(&bytes);
    let found = examine(&path).damage;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].sequence == 4 && found[0].what.contains("does not fit its hash"), "{}", found[0]);
    assert_is_damage(&look(&path).unwrap_err());
}

/// The seals of the last two frames may be missing after a power cut, and no others.
#[test]
fn a_missing_seal_is_found_where_it_must_have_been_written() {
    let written = Written::new(transactions());
    for missing in 0u8..16 {
        let mut bytes = written.bytes();
        for head in written.heads.iter().filter(|head| missing >> (head.sequence - 1) & 1 == 1) {
            bytes[head.end() as usize - 32..head.end() as usize].fill(0);
        }
        let (_folder, path) = journal_of(&bytes);
        let found = examine(&path).damage;
        let opened = Journal::open(&path, None, true);
        if matches!(missing, 0b0000 | 0b1000 | 0b1100) {
            assert_eq!(found, []);
            assert_eq!(read_all(&opened.unwrap().0).unwrap(), written.transactions);
            assert_eq!(fs::read(&path).unwrap(), written.bytes(), "what was whole is sealed");
        } else {
            assert_is_damage(&opened.err().unwrap());
            assert!(
                found.iter().all(|damage| damage.what.contains("seal is missing")),
                "{missing:04b} {found:?}"
            );
        }
    }
}

#[test]
fn frames_that_were_taken_out_moved_or_doubled_are_found() {
    let written = Written::new(transactions());
    let bytes = written.bytes();
    let frame = |n: usize| written.heads[n].offset as usize..written.heads[n].end() as usize;
    let without: Vec<u8> = [&bytes[..frame(1).start], &bytes[frame(1).end..]].concat();
    let doubled: Vec<u8> = [&bytes[..frame(1).end], &bytes[frame(1).start..]].concat();
    let moved: Vec<u8> =
        [&bytes[..frame(1).start], &bytes[frame(2)], &bytes[frame(1)], &bytes[frame(3)]].concat();
    let first_gone: Vec<u8> = [&bytes[..32], &bytes[frame(0).end..]].concat();
    for changed in [without, doubled, moved, first_gone] {
        let (_folder, path) = journal_of(&changed);
        assert_is_damage(&look(&path).unwrap_err());
        assert_ne!(examine(&path).damage, []);
    }
}

#[test]
fn every_truncation_leaves_a_prefix() {
    let written = Written::new(transactions());
    let bytes = written.bytes();
    for length in 0..=bytes.len() {
        let (folder, path) = journal_of(&bytes[..length]);
        let opened = Journal::open(&path, None, true);
        if length < 32 {
            assert_is_damage(&opened.err().expect("a journal without its header"));
            continue;
        }
        let (mut journal, torn) = opened.unwrap();
        // A frame is whole when its payload and the zeros behind it are there.
        let whole = written.heads.iter().filter(|head| head.end() - 64 < length as u64).count();
        let read = read_all(&journal).unwrap();
        assert!(written.transactions.starts_with(&read), "cut to {length}");
        assert!(read.len() == whole || read.len() + 1 == whole, "cut to {length}: {} of {whole}", read.len());
        if let Some(torn) = torn {
            let aside = torn.set_aside.unwrap();
            assert_eq!(fs::read(&aside).unwrap(), &bytes[torn.offset as usize..length]);
            assert_eq!(aside, folder.path().join(format!("journal.torn-{}", read.len() + 1)));
        }
        if length.is_multiple_of(16) {
            journal.append(&written.transactions[0].0, &written.transactions[0].1).unwrap();
            assert_eq!(look(&path).unwrap().len(), read.len() + 1);
        }
        assert_eq!(examine(&path).damage, []);
    }
}

#[test]
fn a_torn_end_is_told_with_its_place_and_its_length() {
    let written = Written::new(transactions());
    let bytes = written.bytes();
    let start = written.heads[3].offset;
    let length = start as usize + 150;
    let (_folder, path) = journal_of(&bytes[..length]);
    let found = examine(&path);
    let torn = found.torn.unwrap();
    assert_eq!((torn.offset, torn.bytes, torn.sequence), (start, 150, 4));
    assert_eq!((torn.set_aside, found.last.unwrap().sequence), (None, 3));
}

/// What begins as a header or a seal does, and is none, says nothing of what follows.
#[test]
fn a_torn_end_may_hold_the_beginning_of_a_header() {
    let written = Written::new(transactions());
    for magic in [&b"\xFFframe\r\n"[..], b"\xFFsealed\n"] {
        let torn = [&b"torn"[..], magic, &[7; 200]].concat();
        let (_folder, path) = journal_of(&[&written.bytes()[..], &torn].concat());
        let found = examine(&path);
        assert_eq!((found.damage, found.torn.unwrap().bytes), (vec![], torn.len() as u64));
    }
}

/// The journal knows how many transactions it had, whoever cuts the file meanwhile.
#[test]
fn a_journal_that_loses_its_end_while_it_is_open_says_so() {
    let written = Written::new(transactions());
    let (journal, _) = Journal::open(&written.path(), None, true).unwrap();
    assert_eq!(journal.verify(&mut |_, _| {}), []);
    let end = written.heads[2].end();
    fs::File::options().write(true).open(written.path()).unwrap().set_len(end).unwrap();
    let found = journal.verify(&mut |_, _| {});
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].offset, found[0].sequence), (end, 4));
    assert!(found[0].what.contains("it had 4 transactions"), "{}", found[0]);
}

#[test]
fn damage_names_its_place_and_its_transaction_if_it_is_of_one() {
    let told = |sequence| Damage { offset: 5, sequence, what: "the seal is missing".into() }.to_string();
    assert_eq!(told(7), "byte 5, transaction 7: the seal is missing");
    assert_eq!(told(1), "byte 5, transaction 1: the seal is missing");
    assert_eq!(told(0), "byte 5: the seal is missing");
}

/// Of a frame of a version to come, nothing is said but that.
#[test]
fn what_a_newer_dictum_wrote_is_called_so() {
    let written = Written::new(transactions());
    let mut bytes = written.bytes();
    let start = written.heads[1].offset as usize;
    bytes[start + 8..start + 12].copy_from_slice(&9u32.to_le_bytes());
    let crc = crc32fast::hash(&bytes[start..start + 96]);
    bytes[start + 96..start + 100].copy_from_slice(&crc.to_le_bytes());
    let (_folder, path) = journal_of(&bytes);
    let found = examine(&path).damage;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].what.starts_with("it was written by a newer dictum"), "{}", found[0]);
    assert_eq!((found[0].offset, found[0].sequence), (start as u64, 2));
    // Version 0 was never written.
    bytes[start + 8..start + 12].fill(0);
    let crc = crc32fast::hash(&bytes[start..start + 96]);
    bytes[start + 96..start + 100].copy_from_slice(&crc.to_le_bytes());
    let (_folder, path) = journal_of(&bytes);
    let found = examine(&path).damage;
    assert!(found.iter().all(|damage| !damage.what.contains("newer dictum")), "{found:?}");
    assert_is_damage(&look(&path).unwrap_err());
}

/// The header of the file: changed, or complete and of a version to come.
#[test]
fn a_changed_header_is_told_from_a_newer_one() {
    let written = Written::new(transactions());
    let told = |at: usize, byte: u8, with_crc: bool| {
        let mut bytes = written.bytes();
        bytes[at] = byte;
        if with_crc {
            let crc = crc32fast::hash(&bytes[..28]);
            bytes[28..32].copy_from_slice(&crc.to_le_bytes());
        }
        let (_folder, path) = journal_of(&bytes);
        look(&path).unwrap_err().message()
    };
    for (at, byte, with_crc) in [(8, 9, false), (16, 1, true), (8, 0, true)] {
        let message = told(at, byte, with_crc);
        assert!(message.contains("was changed"), "byte {at}: {message}");
    }
    let newer = told(8, 9, true);
    assert!(newer.contains("newer dictum"), "{newer}");
}

/// What is left of a seal that was cut off is the beginning of that seal, or it is damage.
#[test]
fn a_part_of_a_seal_is_compared_too() {
    let written = Written::new(transactions());
    let end = written.heads[3].end() as usize;
    for length in end - 31..end {
        let mut bytes = written.bytes()[..length].to_vec();
        let (_folder, path) = journal_of(&bytes);
        assert_eq!(look(&path).unwrap().len(), 4, "cut to {length}");
        bytes[length - 1] ^= 0x55;
        let (_folder, path) = journal_of(&bytes);
        assert_is_damage(&look(&path).unwrap_err());
    }
}

#[test]
fn a_hash_is_shown_in_hexadecimal_digits() {
    let written = Written::new(transactions());
    let [first, second, ..] = &written.heads[..] else { panic!("there are four") };
    assert_eq!(first.hash_hex(), second.previous_hex());
    assert_eq!(first.hash_hex().len(), 64);
    let (journal, _) = Journal::open(&written.path(), None, false).unwrap();
    assert_eq!(journal.digest(), written.heads[3].hash_hex());
}

/// Where the torn end cannot be put beside the journal, that is an error and the journal stays as it is.
#[test]
fn a_torn_end_that_cannot_be_set_aside_is_left_where_it_is() {
    let written = Written::new(transactions());
    let bytes = written.bytes();
    let length = written.heads[3].offset as usize + 150;
    let (folder, path) = journal_of(&bytes[..length]);
    let file = || fs::File::options().read(true).write(true).open(&path).unwrap();
    assert_eq!(Journal::look(file(), &path, None).unwrap().torn_bytes(), 150);
    let looked = Journal::look(file(), &folder.path().join("gone").join("journal"), None).unwrap();
    assert!(looked.open(true).is_err());
    assert_eq!(fs::read(&path).unwrap(), &bytes[..length]);
    let complete = journal_of(&bytes);
    let file = fs::File::open(&complete.1).unwrap();
    assert_eq!(Journal::look(file, &complete.1, None).unwrap().torn_bytes(), 0);
}

/// Who waits for a long check is told how far it has come, about once for every mebibyte.
#[test]
fn a_check_tells_how_far_it_has_come_within_a_long_transaction() {
    let texts = (0..48).map(|seed| {
        let note = Some(noise(seed, 100_000));
        Change::Add(Record::Claim(Claim { note, ..records::claim(&format!("claim-{seed}")) }))
    });
    let written = Written::new(vec![(stamp(1), texts.collect())]);
    let length = written.bytes().len() as u64;
    let mut told = Vec::new();
    Journal::examine(&written.path(), &mut |done, all| {
        assert_eq!(all, length);
        told.push(done);
    })
    .unwrap();
    assert!(told.is_sorted(), "{told:?}");
    assert_eq!(told.last(), Some(&length));
    assert!(told.windows(2).all(|two| two[1] - two[0] < 3 << 20), "{told:?}");
    assert!((4..8).contains(&told.len()), "{told:?}");
}

/// One thing done to the bytes of a file.
#[derive(Clone, Debug)]
enum Harm {
    Flip(usize, u8),
    Cut(usize),
    Take(usize, usize),
    Put(usize, Vec<u8>),
    Zeros(usize, usize),
    Copy(usize, usize, usize),
}

/// The journal that is harmed, and what it holds.
fn unharmed() -> &'static (Vec<u8>, Vec<Transaction>) {
    static WRITTEN: OnceLock<(Vec<u8>, Vec<Transaction>)> = OnceLock::new();
    WRITTEN.get_or_init(|| {
        let written = Written::new(transactions());
        (written.bytes(), written.transactions)
    })
}

fn any_harm() -> impl Strategy<Value = Harm> {
    let (at, length) = (any::<usize>(), 0..200usize);
    prop_oneof![
        (at, any::<u8>()).prop_map(|(at, mask)| Harm::Flip(at, mask)),
        at.prop_map(Harm::Cut),
        (at, length.clone()).prop_map(|(at, length)| Harm::Take(at, length)),
        (at, proptest::collection::vec(any::<u8>(), 0..80)).prop_map(|(at, bytes)| Harm::Put(at, bytes)),
        (at, length.clone()).prop_map(|(at, length)| Harm::Zeros(at, length)),
        (at, at, length).prop_map(|(from, to, length)| Harm::Copy(from, to, length)),
    ]
}

fn harmed(mut bytes: Vec<u8>, harm: &Harm) -> Vec<u8> {
    let place = |at: usize| at % (bytes.len() + 1);
    let stretch = |at: usize, length: usize| place(at)..(place(at) + length).min(bytes.len());
    match harm {
        Harm::Flip(at, mask) if !bytes.is_empty() => {
            let at = at % bytes.len();
            bytes[at] ^= mask;
        }
        Harm::Flip(..) => {}
        Harm::Cut(at) => bytes.truncate(place(*at)),
        Harm::Take(at, length) => drop(bytes.drain(stretch(*at, *length))),
        Harm::Put(at, more) => {
            let at = place(*at);
            drop(bytes.splice(at..at, more.iter().copied()));
        }
        Harm::Zeros(at, length) => {
            let stretch = stretch(*at, *length);
            bytes[stretch].fill(0);
        }
        Harm::Copy(from, to, length) => {
            let (copy, to) = (bytes[stretch(*from, *length)].to_vec(), place(*to));
            drop(bytes.splice(to..to, copy));
        }
    }
    bytes
}

fn only_a_prefix_is_given(bytes: &[u8], transactions: &[Transaction]) {
    let (_folder, path) = journal_of(bytes);
    let found = examine(&path);
    match Journal::open(&path, None, true) {
        Err(problem) => {
            assert_is_damage(&problem);
            assert_ne!(found.damage, []);
        }
        Ok((journal, torn)) => {
            let read = read_all(&journal).unwrap();
            assert!(transactions.starts_with(&read));
            assert_eq!(journal.verify(&mut |_, _| {}), []);
            assert_eq!(found.damage, []);
            assert_eq!(found.torn.map(|torn| torn.offset), torn.map(|torn| torn.offset));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_harm_makes_a_journal_say_what_was_never_written(harms in proptest::collection::vec(any_harm(), 1..4)) {
        let (bytes, transactions) = unharmed();
        only_a_prefix_is_given(&harms.iter().fold(bytes.clone(), harmed), transactions);
    }

    #[test]
    fn no_bytes_at_all_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        only_a_prefix_is_given(&bytes, &[]);
        only_a_prefix_is_given(&[&unharmed().0[..32], &bytes].concat(), &[]);
    }
}
