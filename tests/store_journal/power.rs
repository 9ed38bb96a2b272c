//! Power cuts, acted out: of what was written since the last sync, any sectors may have reached the disk, in any order.

use dictum::store::journal::Journal;
use proptest::prelude::*;

use super::kit::{Transaction, Written, journal_of, read_all, stamp, transactions};
use super::records::any_change;

const SECTOR: usize = 512;

/// The file as it may be found: each sector old or new, cut to a length between the two.
fn after_the_cut(old: &[u8], new: &[u8], kept: &[bool], length: usize) -> Vec<u8> {
    let length = old.len() + length % (new.len() - old.len() + 1);
    let mut found = new[..length].to_vec();
    for (number, sector) in found.chunks_mut(SECTOR).enumerate() {
        if !kept[number % kept.len()] {
            for (at, byte) in sector.iter_mut().enumerate() {
                *byte = old.get(number * SECTOR + at).copied().unwrap_or(0);
            }
        }
    }
    found
}

fn without_last_seal(written: &Written, bytes: &mut [u8]) {
    let seal = written.heads.last().unwrap().end() as usize - 32;
    bytes[seal..seal + 32].fill(0);
}

fn transaction() -> impl Strategy<Value = Transaction> {
    proptest::collection::vec(any_change(), 0..12).prop_map(|changes| (stamp(9), changes))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_power_cut_takes_only_what_was_not_acknowledged(
        one in transaction(),
        two in transaction(),
        kept in proptest::collection::vec(any::<bool>(), 1..20),
        length in any::<usize>(),
        old_seal in any::<bool>(),
    ) {
        let mut acknowledged = transactions();
        acknowledged.push(one);
        let before = Written::new(acknowledged.clone());
        let after = Written::new([acknowledged.clone(), vec![two.clone()]].concat());
        let (mut old, mut new) = (before.bytes(), after.bytes());
        // The last acknowledged transaction's seal is not synced before the next transaction is.
        if old_seal {
            without_last_seal(&before, &mut old);
        }
        without_last_seal(&after, &mut new);
        let (_folder, path) = journal_of(&after_the_cut(&old, &new, &kept, length));
        let (mut journal, torn) = Journal::open(&path, None, true).expect("a power cut is no damage");
        let read = read_all(&journal).unwrap();
        if read.len() == acknowledged.len() {
            prop_assert_eq!(&read, &acknowledged);
        } else {
            prop_assert_eq!(&read, &after.transactions);
            prop_assert_eq!(torn, None);
        }
        journal.append(&two.0, &two.1).unwrap();
        prop_assert_eq!(journal.verify(&mut |_, _| {}), []);
    }
}
