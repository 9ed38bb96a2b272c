//! What is appended is read back: whatever the records, however many.

use dictum::model::{Claim, Record, Source};
use dictum::store::change::Change;
use dictum::store::codec;
use dictum::store::journal::Journal;
use proptest::prelude::*;

use super::kit::{Transaction, Written, look, noise, read_all, stamp};
use super::records::{any_change, any_stamp, claim, source};

fn any_transaction() -> impl Strategy<Value = Transaction> {
    (any_stamp(), proptest::collection::vec(any_change(), 0..6))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_appended_is_read_back(transactions in proptest::collection::vec(any_transaction(), 0..5)) {
        let written = Written::new(transactions);
        prop_assert_eq!(&look(&written.path()).unwrap(), &written.transactions);
        let (journal, _) = Journal::open(&written.path(), written.heads.last(), true).unwrap();
        prop_assert_eq!(journal.verify(&mut |_, _| {}), []);
        for (locators, (_, changes)) in written.locators.iter().zip(&written.transactions) {
            for (at, change) in locators.iter().zip(changes) {
                prop_assert_eq!(&journal.read(*at).unwrap(), change);
            }
        }
    }

    #[test]
    fn a_change_survives_the_codec(change in any_change()) {
        prop_assert_eq!(codec::decode_change(&codec::encode_change(&change).unwrap()).unwrap(), change);
    }

    #[test]
    fn harmed_bytes_never_make_the_codec_panic(
        change in any_change(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = codec::encode_change(&change).unwrap();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = codec::decode_change(&bytes);
        let _ = codec::decode_change(&bytes[..cut.index(bytes.len())]);
        let _ = codec::decode::<Vec<(String, Vec<u64>)>>(&bytes);
        let _ = codec::decode_stamp(&bytes);
    }

    #[test]
    fn no_bytes_make_the_codec_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = codec::decode_change(&bytes);
        let _ = codec::decode_change(&[&[1], &bytes[..]].concat());
        let _ = codec::decode_change(&[&[2], &bytes[..]].concat());
        let _ = codec::decode_change(&[&[3], &bytes[..]].concat());
        let _ = codec::decode::<(u128, Vec<String>)>(&bytes);
    }
}

#[test]
fn a_layout_of_the_future_is_named_as_such() {
    let mut bytes = codec::encode_change(&Change::Add(Record::Claim(claim("x")))).unwrap();
    bytes[0] = 4;
    assert!(codec::decode_change(&bytes).unwrap_err().to_string().contains("newer dictum"));
    bytes[0] = 0;
    assert!(matches!(codec::decode_change(&bytes), Err(codec::CodecError::Unreadable(_))));
    assert!(codec::decode_change(&[]).is_err());
}

#[test]
fn a_long_transaction_is_written_and_read_in_parts() {
    let note = |number| Some(noise(number, 300));
    let change = |number| Change::Add(Record::Claim(Claim { note: note(number), ..claim("many") }));
    let count = 8000;
    let written = Written::new(vec![(stamp(1), vec![change(0)])]);
    let (mut journal, _) = Journal::open(&written.path(), None, true).unwrap();
    let (head, locators) = journal.append(&stamp(2), (0..count).map(change)).unwrap();
    assert!(head.length > 2 << 20, "{}", head.length);
    assert_eq!(locators.len() as u64, count);
    assert_eq!(journal.read(locators[7999]).unwrap(), change(7999));
    journal.append(&stamp(3), std::iter::once(change(1))).unwrap();
    drop(journal);
    let (journal, _) = Journal::open(&written.path(), None, true).unwrap();
    let read = read_all(&journal).unwrap();
    assert_eq!(read.iter().map(|(_, changes)| changes.len() as u64).collect::<Vec<_>>(), [1, count, 1]);
    assert!(read[1].1.iter().zip(0..).all(|(read, number)| *read == change(number)));
    assert_eq!(journal.verify(&mut |_, _| {}), []);
}

/// A source with a text is encoded without a copy of it; what stands in front of the text is what serde would write.
#[test]
fn a_source_with_a_text_is_encoded_as_the_same_source_without_one() {
    for because in [None, Some("misread".to_owned())] {
        let with = source("telegraph");
        let bare = Source { text: None, ..with.clone() };
        let correct = |source| Change::Correct { record: Record::Source(source), because: because.clone() };
        for (with, bare) in [
            (Change::Add(Record::Source(with.clone())), Change::Add(Record::Source(bare.clone()))),
            (correct(with), correct(bare)),
        ] {
            let (with, bare) = (codec::encode_change(&with).unwrap(), codec::encode_change(&bare).unwrap());
            assert!(with.starts_with(&bare) && with.len() > bare.len() + 5);
        }
    }
}

/// What is encoded goes behind what the buffer holds; what cannot be encoded leaves no trace in it.
#[test]
fn a_buffer_is_used_again() {
    let good = Change::Add(Record::Claim(claim("x")));
    let bad = Change::Add(Record::Claim(Claim { statement: "x".repeat(65 << 20), ..claim("x") }));
    let mut bytes = b"before".to_vec();
    assert!(matches!(codec::encode_change_into(&mut bytes, &bad), Err(codec::CodecError::TooLarge { .. })));
    assert_eq!(bytes, b"before");
    codec::encode_change_into(&mut bytes, &good).unwrap();
    assert_eq!(bytes, [&b"before"[..], &codec::encode_change(&good).unwrap()].concat());
}
