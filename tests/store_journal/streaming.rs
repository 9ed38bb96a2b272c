//! A transaction that is appended change by change, and its changes read by several threads; the blocks they stand in.

use std::fs;
use std::io::Write;
use std::thread;

use dictum::model::problem::Category;
use dictum::model::{Claim, Record};
use dictum::store::change::{Change, Stamp};
use dictum::store::codec;
use dictum::store::journal::{Block, Journal, Locator};

use super::kit::{SEED, Written, examine, folder, look, noise, read_all, stamp, transactions};
use super::records::{claim, every_record, source};

/// The n-th claim of many: each with a statement of its own.
fn nth(number: usize) -> Change {
    let statement = format!("Number {number} was said {} times", number * 7919 % 1000);
    Change::Add(Record::Claim(Claim { statement, ..claim(&format!("claim-{number}")) }))
}

fn with_note(length: usize) -> Change {
    Change::Add(Record::Claim(Claim { note: Some(noise(1, length)), ..claim("large") }))
}

fn opened(written: &Written) -> Journal {
    let (mut journal, _) = Journal::open(&written.path(), None, true).unwrap();
    journal.salt_from(SEED);
    journal
}

#[test]
fn a_journal_can_be_read_by_several_threads() {
    fn shared<T: Sync + Send>() {}
    fn sent<T: Send>() {}
    shared::<Journal>();
    sent::<Block>();
    let changes: Vec<Change> = (0..3000).map(nth).collect();
    let written = Written::new(vec![(stamp(1), changes.clone())]);
    let (journal, places) = (&opened(&written), &written.locators[0]);
    thread::scope(|scope| {
        for first in 0..4 {
            let changes = &changes;
            scope.spawn(move || {
                for number in (first..12_000).map(|n| n * 1237 % 3000) {
                    assert_eq!(journal.read(places[number]).unwrap(), changes[number]);
                }
            });
        }
    });
}

#[test]
fn what_is_streamed_is_what_is_appended() {
    let written = Written::new(vec![(stamp(1), (0..500).map(nth).collect())]);
    let streamed = Written::new(Vec::new());
    let mut journal = opened(&streamed);
    let mut appending = journal.begin().unwrap();
    let mut places = Vec::new();
    for number in 0..500 {
        places.push(match number % 2 {
            0 => appending.push(&nth(number)).unwrap(),
            _ => appending.push_bytes(&codec::encode_change(&nth(number)).unwrap()).unwrap(),
        });
    }
    assert_eq!(appending.count(), 500);
    let head = appending.commit(&stamp(1)).unwrap();
    assert_eq!((vec![head], vec![places]), (written.heads.clone(), written.locators.clone()));
    assert_eq!(streamed.bytes(), written.bytes());
}

#[test]
fn what_is_not_committed_was_never_there() {
    let written = Written::new(transactions());
    let before = written.bytes();
    let mut journal = opened(&written);
    for count in [0, 1, 30_000] {
        let mut appending = journal.begin().unwrap();
        let places: Vec<Locator> = (0..count).map(|number| appending.push(&nth(number)).unwrap()).collect();
        drop(appending);
        assert_eq!(written.bytes(), before);
        assert!(places.last().is_none_or(|at| journal.read(*at).is_err()));
        assert_eq!(journal.sequence(), 4);
    }
    // What takes its place is read, and not what was there for a while.
    let (_, places) = journal.append(&stamp(5), (7..60).map(nth)).unwrap();
    assert!(places.iter().enumerate().all(|(at, place)| journal.read(*place).unwrap() == nth(at + 7)));
    assert_eq!(read_all(&journal).unwrap().len(), 5);
}

/// A change that could not be pushed is missing: the transaction is not to pass for whole.
#[test]
fn a_transaction_that_lacks_a_change_is_not_committed() {
    let written = Written::new(transactions());
    let before = written.bytes();
    let mut journal = opened(&written);
    let mut appending = journal.begin().unwrap();
    appending.push(&nth(1)).unwrap();
    assert_eq!(appending.push(&with_note(65 << 20)).unwrap_err().category(), Category::Input);
    assert_eq!(appending.push(&nth(2)).unwrap_err().category(), Category::Io);
    assert_eq!(appending.commit(&stamp(5)).unwrap_err().category(), Category::Io);
    assert_eq!(written.bytes(), before);
    let stamp = Stamp { why: Some("x".repeat(65 << 20)), ..stamp(5) };
    let problem = journal.append(&stamp, [nth(1)]).unwrap_err();
    assert!(problem.message().contains("the reason of the transaction is too large"), "{problem}");
    assert_eq!(written.bytes(), before);
    assert_eq!(examine(&written.path()).damage, []);
}

#[test]
fn large_and_small_changes_share_a_transaction() {
    let sizes = [0, 7000, 8100, 8192, 9000, 20, 300_000, 1, 3_000_000, 5];
    let mut changes: Vec<Change> = sizes.iter().map(|size| with_note(*size)).collect();
    changes.extend(every_record().into_iter().map(Change::Add));
    let text = Some("Something was said, and then it was said again. ".repeat(400_000));
    changes.push(Change::Add(Record::Source(dictum::model::Source { text, ..source("long") })));
    let written = Written::new(vec![(stamp(1), changes.clone())]);
    assert_eq!(look(&written.path()).unwrap()[0].1, changes);
    assert_eq!(opened(&written).verify(&mut |_, _| {}), []);
}

/// Of texts that cannot be packed, and longer than what is held in memory.
#[test]
fn a_frame_that_is_too_long_to_be_held_is_read_as_well() {
    let (small, count) = (with_note(1_500_000), 30);
    let written = Written::new(vec![(stamp(1), vec![nth(1)])]);
    let mut journal = opened(&written);
    let mut appending = journal.begin().unwrap();
    let places: Vec<Locator> = (0..count).map(|_| appending.push(&small).unwrap()).collect();
    let head = appending.commit(&stamp(2)).unwrap();
    assert!(head.length > 33 << 20, "{}", head.length);
    let mut frames = journal.frames(written.heads.first());
    let frame = frames.next().unwrap().unwrap();
    assert_eq!((frame.count, &frame.stamp), (count, &stamp(2)));
    let read: Vec<Locator> = frame.changes().map(|change| change.unwrap().0).collect();
    assert_eq!(read, places);
    assert_eq!(journal.read(places[29]).unwrap(), small);
}

#[test]
fn blocks_hold_what_the_changes_are() {
    let changes: Vec<Change> = (0..400).map(nth).collect();
    let written = Written::new(vec![(stamp(1), changes.clone())]);
    let journal = opened(&written);
    let mut frames = journal.frames(None);
    let frame = frames.next().unwrap().unwrap();
    let blocks: Vec<Block> = frame.blocks().collect::<Result<_, _>>().unwrap();
    assert!(blocks.len() > 10, "{}", blocks.len());
    let pieces: Vec<(Locator, &[u8])> = blocks.iter().flat_map(Block::pieces).collect();
    assert!(blocks.iter().all(|block| block.count() == block.pieces().count() as u64));
    for ((at, bytes), (place, change)) in pieces.iter().zip(written.locators[0].iter().zip(&changes)) {
        assert_eq!((at, &codec::decode_change(bytes).unwrap()), (place, change));
        assert!(journal.with_piece(*place, |piece| piece == *bytes).unwrap());
    }
    assert_eq!(pieces.len(), 400);
}

/// Packed, many like changes take less than half of what they take by themselves.
#[test]
fn changes_are_packed() {
    let changes: Vec<Change> = (0..1000).map(nth).collect();
    let plain: usize = changes.iter().map(|change| codec::encode_change(change).unwrap().len()).sum();
    let written = Written::new(vec![(stamp(1), changes)]);
    assert!(written.heads[0].length < plain as u64 / 2, "{} of {plain}", written.heads[0].length);
}

// ---- what stands in a frame with right checksums, and is wrong nevertheless --------------------------------------

fn with_crc(bytes: &mut [u8]) {
    let (body, crc) = bytes.split_at_mut(bytes.len() - 4);
    crc.copy_from_slice(&crc32fast::hash(body).to_le_bytes());
}

/// A block as it would be written, with a right checksum, whatever it says of itself.
fn block(packed: &[u8], said_packed: u32, unpacked: u32, how: u8) -> Vec<u8> {
    let mut block = [&said_packed.to_le_bytes()[..], &unpacked.to_le_bytes(), &[how]].concat();
    let crc = crc32fast::hash(&[&block, packed].concat());
    block.extend_from_slice(&crc.to_le_bytes());
    block.extend_from_slice(packed);
    block
}

fn closing(stamp: &Stamp, count: u64) -> Vec<u8> {
    let mut closing = codec::encode_stamp(stamp, count).unwrap();
    let crc = crc32fast::hash(&closing);
    closing.extend_from_slice(&(closing.len() as u32).to_le_bytes());
    closing.extend_from_slice(&crc.to_le_bytes());
    closing
}

/// A journal of one frame of version 2 with this payload, with right checksums and a right seal.
fn forged(payload: &[u8]) -> Vec<u8> {
    let mut bytes = Written::new(Vec::new()).bytes();
    let previous = blake3::hash(&bytes);
    let mut hash = blake3::Hasher::new();
    hash.update(previous.as_bytes()).update(&2u32.to_le_bytes()).update(&1u64.to_le_bytes());
    let hash = hash.update(payload).update(&(payload.len() as u64).to_le_bytes()).finalize();
    let mut header = b"\xFFframe\r\n\x02\0\0\0".to_vec();
    header.extend_from_slice(&crc32fast::hash(payload).to_le_bytes());
    header.extend_from_slice(&1u64.to_le_bytes());
    header.extend_from_slice(&(payload.len() as u64).to_le_bytes());
    header.extend_from_slice(previous.as_bytes());
    header.extend_from_slice(hash.as_bytes());
    header.extend_from_slice(&[0; 4]);
    with_crc(&mut header);
    bytes.extend_from_slice(&header);
    bytes.extend_from_slice(payload);
    bytes.resize(bytes.len().next_multiple_of(32), 0);
    let mut seal = [b"\xFFsealed\n", &1u64.to_le_bytes()[..], &hash.as_bytes()[..12], &[0; 4]].concat();
    with_crc(&mut seal);
    [bytes, seal].concat()
}

/// Whoever can compute checksums can write what he likes; it is found to make no sense, and claims no memory.
#[test]
fn a_forged_payload_is_damage() {
    let folder = folder();
    let path = folder.path().join("journal");
    let change = codec::encode_change(&nth(1)).unwrap();
    let mut pieces = Vec::new();
    codec::put_length(&mut pieces, change.len() as u32);
    pieces.extend_from_slice(&change);
    let size = pieces.len() as u32;
    let right = block(&pieces, size, size, 0);
    let (one, none) = (closing(&stamp(1), 1), closing(&stamp(1), 0));
    fs::write(&path, forged(&[&right[..], &one].concat())).unwrap();
    assert_eq!(look(&path).unwrap(), [(stamp(1), vec![nth(1)])], "what is forged well is read");

    let mut longer = one.clone();
    let at = longer.len() - 8;
    longer[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut other_block = right.clone();
    other_block[9] ^= 1;
    let mut other_closing = one.clone();
    *other_closing.last_mut().unwrap() ^= 1;
    let mut too_long = one.clone();
    let length = (right.len() + one.len()) as u32 + 100;
    too_long[at..at + 4].copy_from_slice(&length.to_le_bytes());
    let payloads: Vec<Vec<u8>> = vec![
        vec![],
        [&other_block[..], &one].concat(),
        [&right[..], &other_closing].concat(),
        [&right[..], &too_long].concat(),
        vec![0; 7],
        vec![0; 8],
        [&right[..], &longer].concat(),
        [&right[..], &none].concat(),
        [&right[..], &closing(&stamp(1), 2)].concat(),
        [&right[..], &right, &one].concat(),
        [&block(&pieces, u32::MAX, size, 0)[..], &one].concat(),
        [&block(&pieces, size + 1, size, 0)[..], &one].concat(),
        [&block(&pieces, size, u32::MAX, 1)[..], &one].concat(),
        [&block(&pieces, size, size * 200, 1)[..], &one].concat(),
        [&block(&pieces, size, size + 1, 0)[..], &one].concat(),
        [&block(&pieces, size, size, 2)[..], &one].concat(),
        [&block(&pieces[..20], 20, 20, 0)[..], &one].concat(),
        [&block(&[0xFF; 9], 9, 9, 0)[..], &one].concat(),
        [&block(&[0xFC, 0xFF, 0xFF, 0xFF, 0xFF], 5, 5, 0)[..], &one].concat(),
        [&block(&[1, 9], 2, 2, 0)[..], &one].concat(),
        [&right[..9], &one].concat(),
    ];
    for (number, payload) in payloads.iter().enumerate() {
        fs::write(&path, forged(payload)).unwrap();
        let found = examine(&path);
        assert_eq!(found.damage.len(), 1, "{number}: {:?}", found.damage);
        assert_eq!(found.damage[0].sequence, 1, "{number}: {}", found.damage[0]);
        assert!(!found.damage[0].what.contains("cannot be read"), "{number}: {}", found.damage[0]);
        let problem = look(&path).expect_err("it makes no sense");
        assert_eq!(problem.category(), Category::Database, "{number}: {problem}");
    }
}

/// A record of a layout to come is not damage: the reader is told to take a newer dictum.
#[test]
fn a_change_of_a_newer_layout_is_called_so() {
    let mut change = codec::encode_change(&nth(1)).unwrap();
    change[0] = 200;
    let mut pieces = Vec::new();
    codec::put_length(&mut pieces, change.len() as u32);
    pieces.extend_from_slice(&change);
    let size = pieces.len() as u32;
    let folder = folder();
    let path = folder.path().join("journal");
    fs::write(&path, forged(&[&block(&pieces, size, size, 0)[..], &closing(&stamp(1), 1)].concat())).unwrap();
    let problem = look(&path).unwrap_err();
    assert!(
        problem.message().contains("newer dictum") && problem.message().contains("layout 200"),
        "{problem}"
    );
}

/// A payload is compared with its checksum and with its hash, each for itself.
#[test]
fn a_payload_whose_hash_is_right_still_has_to_fit_its_checksum() {
    let folder = folder();
    let path = folder.path().join("journal");
    let mut bytes = forged(&closing(&stamp(1), 0));
    fs::write(&path, &bytes).unwrap();
    assert_eq!(look(&path).unwrap(), [(stamp(1), vec![])]);
    bytes[32 + 12] ^= 1;
    with_crc(&mut bytes[32..132]);
    fs::write(&path, &bytes).unwrap();
    let found = examine(&path).damage;
    assert!(found[0].what.contains("does not fit its checksum"), "{found:?}");
}

/// What another process writes behind the journal while a transaction is under way stays as it is, and nothing is recorded.
#[test]
fn what_somebody_else_appends_during_a_transaction_is_not_overwritten() {
    for changes in [vec![nth(1)], vec![with_note(700_000); 4]] {
        let written = Written::new(transactions());
        let mut journal = opened(&written);
        let mut appending = journal.begin().unwrap();
        appending.push(&nth(0)).unwrap();
        let mut other = fs::File::options().append(true).open(written.path()).unwrap();
        other.write_all(b"the work of somebody else").unwrap();
        let before = written.bytes();
        let pushed = changes.iter().try_for_each(|change| appending.push(change).map(drop));
        let problem = pushed.and_then(|()| appending.commit(&stamp(5)).map(drop)).unwrap_err();
        assert!(problem.message().contains("somebody else"), "{problem}");
        assert_eq!(written.bytes(), before);
        assert!(journal.append(&stamp(6), [nth(2)]).is_err(), "nor is anything written afterwards");
        assert_eq!(written.bytes(), before);
    }
}
